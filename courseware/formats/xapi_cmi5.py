"""One zip for xAPI and cmi5, with both `tincan.xml` and `cmi5.xml`; the launch parameters tell which is in use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import launches
from courseware.diagnostics import Diagnostic, in_order
from courseware.formats import Limit, cmi5, xapi

NAME = "xapi-cmi5"
TITLE = "xAPI and cmi5"
DRIVER = "xapi_cmi5"
DIVIDES = False
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()
entries = xapi.entries
HOLDS_SCHEMAS = False


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    return xapi.advice(course) + cmi5.advice(course)


def manifest(
    course: Course,
    files: Sequence[File],
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
) -> tuple[File, ...]:
    """The files that both formats add, for a single launch, because `tincan.xml` cannot describe more."""
    return (*xapi.manifest(course, files), cmi5.structure_file(course, launches(course, DIVIDES)))


def check(files: Sequence[File]) -> list[Diagnostic]:
    """The diagnostics of the schemas and rules of both formats about a finished package."""
    return in_order(list(dict.fromkeys([*xapi.check(files), *cmi5.check(files)])))
