"""HTML comments: left out of the text, even if they extend over several lines, blank lines and markers."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from courseware.diagnostics import report
from courseware.language import faults
from courseware.language.lookalikes import FoundLookalike
from courseware.language.source_text import SourceText

OPENING, CLOSING = "<!--", "-->"


def comment_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule for a comment at the beginning of a line, up to its end, across blank lines and markers.

    Text after the comment on its last line is read as if it began that line. A comment on a single line that is
    followed by text is left to the inline rule.
    """
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(OPENING, start):
        return False
    end = state.env.get("last_comment_end")
    if end is None or end > start:
        end = state.src.find(CLOSING, start + 2)
    if end < 0:
        state.env["last_comment_end"] = start  # if it is not closed here, it is not closed further down
        return _unclosed(state, line, start, silent)
    end += len(CLOSING)
    last = line + state.src.count("\n", start, end)
    if last >= end_line:
        return _unclosed(state, line, start, silent)
    rest = state.src[end : state.eMarks[last]]
    if rest.strip() and last == line:
        return False
    if silent:
        return True
    state.push("comment", "", 0)
    state.line = last + 1
    if rest.strip():
        state.line = last
        state.bMarks[last] = end
        state.tShift[last] = len(rest) - len(rest.lstrip())
        state.sCount[last] = state.blkIndent
    return True


def _unclosed(state: StateBlock, line: int, start: int, silent: bool) -> bool:
    if not silent:
        text: SourceText = state.env["text"]
        place = text.span(start, start + len(OPENING))
        state.env["diagnostics"].append(report(faults.COMMENT_NOT_CLOSED, place))
        state.line = line + 1
    return True


def comment_in_text(state: StateInline, silent: bool) -> bool:
    """Inline rule for a comment within a paragraph; one that is not closed there hides the rest of the paragraph."""
    if not state.src.startswith(OPENING, state.pos):
        return False
    start = state.pos
    end = state.src.find(CLOSING, start + 2, state.posMax)
    state.pos = end + len(CLOSING) if end >= 0 else state.posMax
    if end < 0 and not silent:
        token = state.push("lookalike", "", 0)
        token.meta = {"position": start, "found": FoundLookalike(faults.COMMENT_NOT_CLOSED, len(OPENING), {})}
    return True


def without_comments(state: StateCore) -> None:
    """Core rule: removes the tokens of comments; lists that are separated only by comments become one list."""
    if any(token.type == "comment" for token in state.tokens):
        state.tokens = _joined(state.tokens)


def _joined(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    is_behind_comment = False
    for token in tokens:
        if token.type == "comment":
            is_behind_comment = True
        elif is_behind_comment and kept and _goes_on(kept[-1], token):
            kept.pop()
            is_behind_comment = False
        else:
            kept.append(token)
            is_behind_comment = False
    return kept


def _goes_on(closing: Token, opening: Token) -> bool:
    """Whether a list continues after the comment that ended it."""
    kinds = {("bullet_list_close", "bullet_list_open"), ("ordered_list_close", "ordered_list_open")}
    same = (closing.level, closing.markup) == (opening.level, opening.markup)
    return same and (closing.type, opening.type) in kinds


def behind_comments(text: str, start: int) -> int:
    """The offset after the spaces and comments that begin at `start`; `start` itself if there is no comment."""
    offset = start
    while True:
        rest = text[offset : offset + 1000].lstrip(" \t")
        opening = text.find(OPENING, offset) if rest.startswith(OPENING) else -1
        closing = text.find(CLOSING, opening + 2) if opening >= 0 else -1
        if closing < 0:
            return offset
        offset = closing + len(CLOSING)
