"""Diagnostics as workflow commands, which GitHub turns into annotations."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.diagnostics.diagnostic import Diagnostic


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """A line for each diagnostic."""
    return "\n".join(_annotation(one) for one in diagnostics)


def _annotation(one: Diagnostic) -> str:
    def escaped(text: str, more: str = "") -> str:
        for sign in "%\r\n" + more:
            text = text.replace(sign, f"%{ord(sign):02X}")
        return text

    properties = {"title": one.code}
    if one.span:
        span = one.span
        place = {"file": span.file, "line": span.line, "endLine": span.end_line, "col": span.column}
        properties = {**{name: str(value) for name, value in place.items()}, **properties}
    written = ",".join(f"{name}={escaped(value, ':,')}" for name, value in properties.items())
    message = f"{one.message} ({one.hint})" if one.hint else one.message
    return f"::{one.severity} {written}::{escaped(message)}"
