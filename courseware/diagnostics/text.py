"""Diagnostics as text for a terminal: place, code and message, the source line with carets below it, and the hint."""

from __future__ import annotations

from collections.abc import Sequence

from click import style

from courseware.diagnostics.characters import harmless, width
from courseware.diagnostics.diagnostic import Diagnostic, Span
from courseware.diagnostics.excerpt import Lines, excerpt_of, place_of

_COLOURS = {"error": "red", "warning": "yellow"}


def as_text(diagnostics: Sequence[Diagnostic], lines_of: Lines) -> str:
    """A paragraph for each diagnostic, with its source line."""
    parts: list[str] = []
    for diagnostic in diagnostics:
        place = f"{place_of(diagnostic.span)}: " if diagnostic.span else ""
        label = style(
            f"{diagnostic.severity}[{diagnostic.code}]", fg=_COLOURS[diagnostic.severity], bold=True
        )
        parts.append(f"{style(place, bold=True)}{label}: {diagnostic.message}")
        parts += _excerpt(diagnostic.span, lines_of, _COLOURS[diagnostic.severity]) if diagnostic.span else []
        if diagnostic.hint:
            parts.append(f"  {style('help', fg='cyan')}: {diagnostic.hint}")
    return "\n".join(parts)


def _excerpt(span: Span, lines_of: Lines, colour: str) -> list[str]:
    """The source line, with carets below it from the first to the last character of the place."""
    found = excerpt_of(span, lines_of)
    if found is None:
        return []
    number, before, marked, after = (found[0], *(harmless(text, "\t") for text in found[1:]))
    # Tabs are kept, so that the carets line up whatever the width of a tab.
    space = "".join("\t" if character == "\t" else " " * width(character) for character in before)
    carets = "".join("^" * width(character) for character in marked) or "^"
    gutter = f"{number:>4} | "
    return [
        f"{gutter}{before}{marked}{after}",
        f"{' ' * (len(gutter) - 2)}| {space}{style(carets, fg=colour, bold=True)}",
    ]
