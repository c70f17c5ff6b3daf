"""The registry of formats: one row a name that `courseware package --format` knows.

Each row names what gives the interface of `Format`, a module of this package or an object in one; nothing outside
this package asks which standard it is dealing with.
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
    """What each row of the registry gives."""

    NAME: str
    """Name of the format on the command line and in file names, such as `scorm12`."""
    TITLE: str
    """Name of the standard for people, such as `SCORM 1.2`."""
    DRIVER: str
    """The runtime's driver for it: the name of a module of `templates/runtime/drivers/`."""
    DIVIDES: bool
    """Whether a package can hold several launches, as `structure: per-document` asks for."""
    NAVIGATES: bool
    """Whether a launch can ask for another one, by a link."""
    LIMITS: tuple[Limit, ...]
    HOLDS_SCHEMAS: bool
    """Whether a package holds schema files, in whose place official ones can be put (`--control-documents`)."""

    def advice(self, course: "Course") -> tuple[str, ...]:
        """What to do with the zip, a line each: where to click, which completion setting to tick."""

    def entries(self, course: "Course", moment: "Moment" = ...) -> "Entries":
        """What the runtime needs beside the course; formats that need the same share one function."""

    def manifest(
        self,
        course: "Course",
        files: "Sequence[File]",
        moment: "Moment" = ...,
        control_documents: "Path | None" = None,
    ) -> "tuple[File, ...]":
        """The manifest of a site's `files`, first, and the schema files that go with it.

        `control_documents` is a folder to take the schema files from instead of the project's own. Raises `OSError`
        when a schema file is not there.
        """

    def check(self, files: "Sequence[File]") -> "list[Diagnostic]":
        """What schema and rules say against a finished package."""


FORMATS: dict[str, str] = {
    "scorm12": "scorm12",
    "scorm2004-3": "scorm2004:THIRD_EDITION",
    "scorm2004-4": "scorm2004:FOURTH_EDITION",
    "xapi": "xapi",
    "cmi5": "cmi5",
    "xapi-cmi5": "xapi_cmi5",
    "html": "html",
}
"""Format → module of this package that is the `Format`, or that has it under a name."""

ALIASES: dict[str, str] = {"scorm": "scorm12", "scorm2004": "scorm2004-4"}
"""Other names of formats on the command line."""


def load(name: str) -> Format:
    """The format of a `name` (a key of `FORMATS` or `ALIASES`)."""
    module, _, attribute = FORMATS[ALIASES.get(name, name)].partition(":")
    found = import_module(f"{__name__}.{module}")
    return cast(Format, getattr(found, attribute) if attribute else found)
