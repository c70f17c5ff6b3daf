"""Diagnostics as workflow commands, which GitHub shows as annotations."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.diagnostics.diagnostic import Diagnostic


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """One workflow command per line, one line for each diagnostic."""
    return "\n".join(_annotation(diagnostic) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    properties = {"title": diagnostic.code}
    if diagnostic.span:
        span = diagnostic.span
        place = {"file": span.file, "line": span.line, "endLine": span.end_line, "col": span.column}
        properties = {**{name: str(value) for name, value in place.items()}, **properties}
    written = ",".join(f"{name}={escaped(value, ':,')}" for name, value in properties.items())
    message = f"{diagnostic.message} ({diagnostic.hint})" if diagnostic.hint else diagnostic.message
    return f"::{diagnostic.severity} {written}::{escaped(message)}"
