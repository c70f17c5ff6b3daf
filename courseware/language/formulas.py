"""Formulas in TeX: `$…$` within a text, `$$…$$` on its own (FORMAT: Second half)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from courseware.diagnostics import report
from courseware.language import faults
from courseware.language.places import InlinePlaces
from courseware.language.reading import Reading
from courseware.language.source_text import SourceText

INLINE, DISPLAY, BLOCK = "formula", "formula_display", "formula_block"

_DISPLAYED = r"(?s)(?<![\d\\])\$\$((?:[^$\\]|\\.|\$(?!\$))+)\$\$(?!\d)"
_WITHIN_TEXT = r"(?s)(?<!\d)\$(?![\s$])((?:[^$\\]|\\.)+)(?<!\s)\$(?!\d)"


def formula_in_text(state: StateInline, silent: bool) -> bool:
    """Inline rule; to keep prices text, a formula has no digit next to its `$` and no space inside of them."""
    for kind, pattern in ((DISPLAY, _DISPLAYED), (INLINE, _WITHIN_TEXT)):
        match = re.compile(pattern).match(state.src, state.pos, state.posMax)
        if match and match[1].strip():
            if not silent:
                token = state.push(kind, "math", 0)
                token.content = match[1]
                token.markup = "$$" if kind == DISPLAY else "$"
                token.meta["position"] = state.pos
            state.pos = match.end()
            return True
    return False


def formula_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule for `$$` and a formula over several lines, up to the line that ends in `$$`."""
    first = _line(state, line)
    if not first.startswith("$$") or "$$" in first[2:]:
        return False
    last = line + 1
    while last < end_line and (words := _line(state, last)) and not words.endswith("$$"):
        last += 1
    if last == end_line or not _line(state, last):
        if first == "$$" and not silent:
            text: SourceText = state.env["text"]
            state.env["diagnostics"].append(
                report(faults.FORMULA_NOT_CLOSED, text.span(*text.line_place(line)))
            )
        return False
    if not silent:
        lines = [first[2:], *(_line(state, at) for at in range(line + 1, last)), _line(state, last)[:-2]]
        token = state.push(BLOCK, "math", 0)
        token.content = "\n".join(lines)
        token.markup = "$$"
        token.map = [line, last + 1]
        state.line = last + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def read_formula(token: Token, before: int, places: InlinePlaces, reading: Reading) -> None:
    """Sets the MathML of a token; reports a formula that cannot be read.

    Positions in its TeX are counted from `before` in the content that `places` knows.
    """
    from courseware.language.mathml import (  # its library is large, and few courses need it
        FormulaError,
        mathml,
    )

    reading.uses.add("maths")
    try:
        token.meta["mathml"] = mathml(token.content, token.type != INLINE)
    except FormulaError as error:
        place = places(before + error.start), places(before + error.end)
        reading.report(faults.FORMULA_UNREADABLE, place, problem=error.problem)


def check_formulas(block: Sequence[Token], reading: Reading) -> None:
    """Converts the formulas that are blocks of their own."""
    for token in block:
        if token.type == BLOCK:
            read_formula(token, 0, InlinePlaces(token, reading.text), reading)
