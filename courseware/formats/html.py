"""Pages alone, for a web server or for a look at them: no manifest, answers kept in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from courseware.archive import file_names
from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit
from courseware.site.data_block import Entries

NAME = "html"
TITLE = "HTML"
DRIVER = "html"
DIVIDES = False
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()
HOLDS_SCHEMAS = False


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the files."""
    return (
        "Unpack it on any web server, or open index.html in a browser.",
        "Answers stay in the learner's own browser: no one else receives them.",
    )


def entries(course: Course, moment: Moment = EARLIEST) -> Entries:
    """No entries: the runtime needs nothing but the course."""
    return Entries()


def manifest(
    course: Course,
    files: Sequence[File],
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
) -> tuple[File, ...]:
    """No files: pages need no manifest."""
    return ()


def check(files: Sequence[File]) -> list[Diagnostic]:
    """The diagnostics about the names of the files."""
    return file_names.check(frozenset(file.name for file in files))
