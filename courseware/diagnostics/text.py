"""Diagnostics for people at a terminal: place, code and message, the source line with a caret, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from click import style

from courseware.diagnostics.characters import harmless, width
from courseware.diagnostics.diagnostic import Diagnostic, Span
from courseware.diagnostics.excerpt import Lines, excerpt_of, place_of

_COLOURS = {"error": "red", "warning": "yellow"}


def as_text(diagnostics: Sequence[Diagnostic], lines_of: Lines) -> str:
    """A paragraph for each diagnostic, with the line of its source."""
    parts: list[str] = []
    for one in diagnostics:
        place = f"{place_of(one.span)}: " if one.span else ""
        label = style(f"{one.severity}[{one.code}]", fg=_COLOURS[one.severity], bold=True)
        parts.append(f"{style(place, bold=True)}{label}: {one.message}")
        parts += _excerpt(one.span, lines_of, _COLOURS[one.severity]) if one.span else []
        if one.hint:
            parts.append(f"  {style('help', fg='cyan')}: {one.hint}")
    return "\n".join(parts)


def _excerpt(span: Span, lines_of: Lines, colour: str) -> list[str]:
    """The source line, and below it carets from the place's first to its last character."""
    found = excerpt_of(span, lines_of)
    if found is None:
        return []
    number, before, marked, after = (found[0], *(harmless(text, "\t") for text in found[1:]))
    # Tabs stay tabs, so that the carets stand below their characters whatever a tab is wide.
    space = "".join("\t" if sign == "\t" else " " * width(sign) for sign in before)
    carets = "".join("^" * width(sign) for sign in marked) or "^"
    gutter = f"{number:>4} | "
    return [
        f"{gutter}{before}{marked}{after}",
        f"{' ' * (len(gutter) - 2)}| {space}{style(carets, fg=colour, bold=True)}",
    ]
