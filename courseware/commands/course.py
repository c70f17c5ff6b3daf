"""The course that a command is about."""

from __future__ import annotations

import os

from courseware.commands.progress import progress
from courseware.course import faults
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.course.source import is_document
from courseware.diagnostics import Diagnostic


def read_course(course: str) -> tuple[Course | None, list[Diagnostic]]:
    """Checks a course as `check_course` does, with a progress bar.

    If there is no such folder, but the working directory is a course, the hint says so."""
    with progress("Reading") as advance:
        checked, diagnostics = check_course(course, advance)
    if any(diagnostic.fault is faults.NO_FOLDER for diagnostic in diagnostics) and any(
        map(is_document, os.listdir())
    ):
        hint = "the current folder contains a course; to use it, give its path: ."
        diagnostics = [diagnostic._replace(hint=hint) for diagnostic in diagnostics]
    return checked, diagnostics


def counts(course: Course) -> str:
    """The size of a course in words: `3 pages, 5 interactions`."""
    numbers = {"page": len(course.pages), "interaction": len(course.interactions)}
    return ", ".join(f"{number} {name}{'s' * (number != 1)}" for name, number in numbers.items())
