"""The registry of standards: one row a format that `courseware package --format` knows.

Each row names a module of this package that gives the interface of `Standard`; nothing outside this package asks which
standard it is dealing with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from courseware.course import Course
    from courseware.diagnostics import Diagnostic
    from courseware.files import File


@dataclass(frozen=True, slots=True)
class Limit:
    """How many characters of saved state (`cmi.suspend_data`) a host keeps."""

    host: str
    characters: int


class Standard(Protocol):
    """What each module of this package gives."""

    NAME: str
    """Name of the format on the command line and in file names, such as `scorm12`; also its folder in `manifests/`."""
    TITLE: str
    """Name of the standard for people, such as `SCORM 1.2`."""
    LIMITS: tuple[Limit, ...]

    def advice(self, course: Course) -> tuple[str, ...]:
        """What to do with the zip, a line each: where to click, which completion setting to tick."""

    def manifest(
        self, course: Course, files: Sequence[File], control_documents: Path | None = None
    ) -> tuple[File, ...]:
        """The manifest of a site's `files`, first, and the schema files that go with it.

        `control_documents` is a folder to take the schema files from instead of the project's own. Raises `OSError`
        when one of them is not there.
        """

    def check(self, files: Sequence[File]) -> list[Diagnostic]:
        """What schema and rules say against a finished package."""


FORMATS: dict[str, str] = {
    "scorm": "scorm12",
    "scorm12": "scorm12",
    "html": "html",
}
"""Format name on the command line → module of this package."""


def load(name: str) -> Standard:
    """The standard behind a format's `name` (a key of `FORMATS`)."""
    return cast(Standard, import_module(f"{__name__}.{FORMATS[name]}"))
