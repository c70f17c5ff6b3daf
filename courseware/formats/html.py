"""The pages alone, for a web server or to look at: no manifest, answers kept in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from courseware.archive import file_names
from courseware.archive.file import File
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit

NAME = "html"
TITLE = "HTML"
DRIVER = "html"
DIVIDES = False
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the files."""
    return (
        "Unpack it on any web server, or open index.html in a browser.",
        "Answers stay in the learner's own browser: no one else receives them.",
    )


def data(course: Course) -> Mapping[str, Any]:
    """Nothing: the runtime needs no more than the course."""
    return {}


def manifest(
    course: Course, files: Sequence[File], control_documents: Path | None = None
) -> tuple[File, ...]:
    """Nothing: pages need no manifest."""
    return ()


def check(files: Sequence[File]) -> list[Diagnostic]:
    """What is wrong with the names of the files."""
    return file_names.check(frozenset(file.name for file in files))
