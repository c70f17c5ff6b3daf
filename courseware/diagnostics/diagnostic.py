"""Diagnostics: what is said about a course or a package, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"


class Span(NamedTuple):
    """A place in a text file. Lines and columns count from 1, columns in characters; the end is exclusive.

    `secret`: its line may hold a password, and is not to be shown.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False

    @classmethod
    def whole(cls, file: str) -> Span:
        """A file as a whole: its beginning, and no character of it."""
        return cls(file, 1, 1, 1, 1)

    @property
    def is_whole(self) -> bool:
        return (self.line, self.column, self.end_line, self.end_column) == (1, 1, 1, 1)


class Diagnostic(NamedTuple):
    """One finding: its code (a row of `CODES`), severity (`error` or `warning`), words, and place (None: no file)."""

    code: str
    severity: str
    message: str
    hint: str
    span: Span | None


class Report(NamedTuple):
    """What is said of one package: its path as given, its standard's title (empty: unknown), and the diagnostics.

    Diagnostics are in order of place. A place is in a file of the package (`course.zip/imsmanifest.xml`), or is the
    package as a whole.
    """

    path: str
    standard: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return all(diagnostic.severity != ERROR for diagnostic in self.diagnostics)


def report(code: str, span: Span | None, **details: object) -> Diagnostic:
    """The diagnostic of a row of `CODES`, its texts filled with `details`."""
    from courseware.diagnostics.codes import CODES  # a large table, not needed where there is nothing to say

    row = CODES[code]
    return Diagnostic(code, row.severity, row.message.format(**details), row.hint.format(**details), span)


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """By file, line and column, each said once."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
        span = diagnostic.span
        where = (span.file, span.line, span.column) if span else ("", 0, 0)
        return (*where, diagnostic.code, diagnostic.message)

    return sorted(dict.fromkeys(diagnostics), key=place)


def has_errors(diagnostics: list[Diagnostic], strict: bool = False) -> bool:
    """Whether nothing may be written; `strict` counts warnings too."""
    return any(strict or diagnostic.severity == ERROR for diagnostic in diagnostics)


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or nothing."""
    errors = sum(one.severity == ERROR for one in diagnostics)
    counts = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count)
