"""The registry of formats: one row for each value of `courseware package --format`.

Each row names what implements `Format`: a module of this package, or an object in one. Nothing outside this package
asks which standard it is dealing with.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from courseware.record import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from courseware.archive.file import File
    from courseware.archive.writer import Moment
    from courseware.course.course import Course
    from courseware.diagnostics import Diagnostic
    from courseware.site.data_block import Entries


class Limit(NamedTuple):
    """How many characters of saved state (`cmi.suspend_data`) a host keeps."""

    host: str
    characters: int


class Format(Protocol):
    """The interface that every format implements."""

    NAME: str
    """Name of the format on the command line and in file names, such as `scorm12`."""
    TITLE: str
    """Name of the standard for people, such as `SCORM 1.2`."""
    DRIVER: str
    """The runtime's driver for the format: the name of a module of `templates/runtime/drivers/`."""
    DIVIDES: bool
    """Whether a package can hold several launches, which `structure: per-document` asks for."""
    NAVIGATES: bool
    """Whether a launch can navigate to another one by a link."""
    LIMITS: tuple[Limit, ...]
    HOLDS_SCHEMAS: bool
    """Whether a package holds schema files, which official ones can replace (`--control-documents`)."""

    def advice(self, course: "Course") -> tuple[str, ...]:
        """What to do with the zip, one line per step: where to click, which completion setting to tick."""

    def entries(self, course: "Course", moment: "Moment" = ...) -> "Entries":
        """What the runtime needs in addition to the course; formats that need the same share one function."""

    def manifest(
        self,
        course: "Course",
        files: "Sequence[File]",
        moment: "Moment" = ...,
        control_documents: "Path | None" = None,
    ) -> "tuple[File, ...]":
        """The manifest of a site's `files`, followed by its schema files.

        `control_documents` is a folder from which the schema files are taken instead of the project's own. Raises
        `OSError` if a schema file is missing.
        """

    def check(self, files: "Sequence[File]") -> "list[Diagnostic]":
        """The diagnostics of the format's schemas and rules about a finished package."""


FORMATS: dict[str, str] = {
    "scorm12": "scorm12",
    "scorm2004-3": "scorm2004:THIRD_EDITION",
    "scorm2004-4": "scorm2004:FOURTH_EDITION",
    "xapi": "xapi",
    "cmi5": "cmi5",
    "xapi-cmi5": "xapi_cmi5",
    "html": "html",
}
"""Format → the module of this package that implements `Format`, or the module and the name of an object in it."""

ALIASES: dict[str, str] = {"scorm": "scorm12", "scorm2004": "scorm2004-4"}
"""Other names of formats on the command line."""


def load(name: str) -> Format:
    """The format called `name`, a key of `FORMATS` or `ALIASES`."""
    module, _, attribute = FORMATS[ALIASES.get(name, name)].partition(":")
    found = import_module(f"{__name__}.{module}")
    return cast(Format, getattr(found, attribute) if attribute else found)
