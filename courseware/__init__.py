"""courseware compiles a folder of Markdown into a package that an LMS imports.

This module is the public interface: each name is loaded when it is first used, and docs/library.md shows all of them.
These names, their parameters and their results are stable; any other module may change with every version.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courseware.archive.writer import Package as Package
    from courseware.course.course import Course as Course
    from courseware.course.course import Page as Page
    from courseware.diagnostics import Diagnostic as Diagnostic
    from courseware.diagnostics import Report as Report
    from courseware.diagnostics import Span as Span
    from courseware.diagnostics import has_errors as has_errors
    from courseware.interface import FORMATS as FORMATS
    from courseware.interface import compare as compare
    from courseware.interface import make_package as make_package
    from courseware.interface import numbers as numbers
    from courseware.interface import read_course as read_course
    from courseware.interface import read_records as read_records
    from courseware.interface import report_html as report_html
    from courseware.interface import validate as validate
    from courseware.interface import write_answers as write_answers
    from courseware.interface import write_folder as write_folder
    from courseware.interface import write_zip as write_zip
    from courseware.interface import zip_bytes as zip_bytes
    from courseware.language.document import Interaction as Interaction
    from courseware.language.document import Option as Option
    from courseware.records.answer import Answer as Answer
    from courseware.records.answer import Records as Records
    from courseware.site.compare import Comparison as Comparison
else:  # a type checker that saw this would accept any name

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


__version__ = "0.1.0"

_MODULES = {
    "Answer": "records.answer",
    "Comparison": "site.compare",
    "Course": "course.course",
    "Diagnostic": "diagnostics",
    "FORMATS": "interface",
    "Interaction": "language.document",
    "Option": "language.document",
    "Package": "archive.writer",
    "Page": "course.course",
    "Records": "records.answer",
    "Report": "diagnostics",
    "Span": "diagnostics",
    "compare": "interface",
    "has_errors": "diagnostics",
    "make_package": "interface",
    "read_course": "interface",
    "numbers": "interface",
    "read_records": "interface",
    "report_html": "interface",
    "write_answers": "interface",
    "validate": "interface",
    "write_folder": "interface",
    "write_zip": "interface",
    "zip_bytes": "interface",
}
"""The module that defines each public name."""

__all__ = [*_MODULES]


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
