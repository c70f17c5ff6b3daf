"""Diagnostics as text, JSON, SARIF and GitHub annotations: one small renderer a format, none of which prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from courseware import __version__
from courseware.address import is_address
from courseware.characters import harmless, printable
from courseware.codes import CODES
from courseware.diagnostics import Diagnostic, Span

Reporter = Callable[[Sequence[Diagnostic]], str]

_COLOURS = {"error": "red", "warning": "yellow"}
_LONGEST_LINE, _BEFORE = 300, 120


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """For people: place, code and message, the source line with a caret, and what to do."""
    from click import style

    parts: list[str] = []
    for one in diagnostics:
        place = f"{place_of(one.span)}: " if one.span else ""
        label = style(f"{one.severity}[{one.code}]", fg=_COLOURS[one.severity], bold=True)
        parts.append(f"{style(place, bold=True)}{label}: {one.message}")
        parts += _excerpt(one.span, _COLOURS[one.severity]) if one.span else []
        if one.hint:
            parts.append(f"  {style('help', fg='cyan')}: {one.hint}")
    return "\n".join(parts)


def place_of(span: Span) -> str:
    """`file:line:column`, or the file alone when it is meant as a whole."""
    return span.file if span.is_whole else f"{span.file}:{span.line}:{span.column}"


def excerpt_of(span: Span) -> tuple[int, str, str, str] | None:
    """The line of a place: its number, and what stands before, in and behind the place.

    None when it cannot be had or is secret. Of a long line only the part around the place, with `…` where it is cut.
    """
    lines = [] if span.is_whole or span.secret else _lines(span.file)
    if not 0 < span.line <= len(lines):
        return None
    line = lines[span.line - 1]
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(line) > _LONGEST_LINE:
        before = f"…{before[-_BEFORE:]}" if len(before) > _BEFORE else before
        marked = f"{marked[:_LONGEST_LINE]}…" if len(marked) > _LONGEST_LINE else marked
        room = max(_LONGEST_LINE - len(before) - len(marked), 0)
        after = f"{after[:room]}…" if len(after) > room else after
    return span.line, before, marked, after


def _excerpt(span: Span, colour: str) -> list[str]:
    """The source line, and below it carets from the place's first to its last character."""
    from click import style

    found = excerpt_of(span)
    if found is None:
        return []
    number, before, marked, after = (found[0], *(harmless(text, "\t") for text in found[1:]))
    # Tabs stay tabs, so that the carets stand below their characters whatever a tab is wide.
    space = "".join("\t" if sign == "\t" else " " * _width(sign) for sign in before)
    carets = "".join("^" * _width(sign) for sign in marked) or "^"
    gutter = f"{number:>4} | "
    return [
        f"{gutter}{before}{marked}{after}",
        f"{' ' * (len(gutter) - 2)}| {space}{style(carets, fg=colour, bold=True)}",
    ]


def _width(sign: str) -> int:
    """The columns that a character takes on a terminal."""
    if sign.isascii():
        return 1
    from unicodedata import combining, east_asian_width

    return 0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1


@cache
def _lines(file: str) -> list[str]:
    try:
        text = Path(file).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        from courseware.archive import text_within

        text = text_within(file)
    return printable(text).split("\n") if text else []


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list of objects; `line` to `end_column` are null for a diagnostic without a place."""
    import json

    return json.dumps([_object(one) for one in diagnostics], ensure_ascii=False, indent=2)


def _object(one: Diagnostic) -> Mapping[str, Any]:
    names = ("file", "line", "column", "end_line", "end_column")
    place = {name: getattr(one.span, name) if one.span else None for name in names}
    return {"code": one.code, "severity": one.severity, "message": one.message, "hint": one.hint, **place}


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0, one run; columns are in Unicode code points (SARIF 3.14.27)."""
    import json

    rules = sorted({one.code for one in diagnostics})
    run = {
        "tool": {
            "driver": {
                "name": "courseware",
                "version": __version__,
                "rules": [
                    {"id": code, "fullDescription": {"text": CODES[code].explanation.format()}}
                    for code in rules
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": one.code,
                "ruleIndex": rules.index(one.code),
                "level": one.severity,
                "message": {"text": f"{one.message}. {one.hint}" if one.hint else one.message},
                "locations": [_location(one.span)] if one.span else [],
            }
            for one in diagnostics
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _location(span: Span) -> Mapping[str, Any]:
    from urllib.parse import quote

    region = {
        "startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column,
    }  # fmt: skip
    uri = span.file if is_address(span.file) else quote(Path(span.file).as_posix())
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub turns into annotations."""
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


REPORTERS: dict[str, Reporter] = {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
"""Name on the command line → renderer."""
