"""The course that a command is about."""

from __future__ import annotations

from courseware.commands.progress import progress
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic


def read_course(course: str) -> tuple[Course | None, list[Diagnostic]]:
    """As `check_course`, with a progress bar."""
    with progress("Reading") as advance:
        return check_course(course, advance)


def counts(course: Course) -> str:
    """`3 pages, 5 interactions`."""
    numbers = {"page": len(course.pages), "interaction": len(course.interactions)}
    return ", ".join(f"{number} {name}{'s' * (number != 1)}" for name, number in numbers.items())
