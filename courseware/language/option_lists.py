"""Mistakes in the lists of a question, where Markdown ends a list that its author meant to continue."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from courseware.diagnostics import Edit
from courseware.language import faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens
from courseware.language.reading import Reading

_SHORTEST_INDENT = 2
"""The smallest number of columns from the bullet of an item to its text."""


def is_list_token(token: Token) -> bool:
    """Whether a token opens a list."""
    return token.type in {"bullet_list_open", "ordered_list_open"}


def first_line(block: Tokens) -> int:
    """The number of a block's first line, counted from 0."""
    return block[0].map[0] if block[0].map else 0


def check_lists(blocks: Sequence[ReadBlock], last: int, reading: Reading) -> Tokens:
    """The list of a question's options, which is the last one, at `last`; reports what separates options from it.

    Lists that a quote or another bullet separates by mistake are joined here, so that all mistakes in them are found.
    """
    texts = [None if isinstance(block, ReadMarker) else block for block in blocks]
    first = _first_of_run(texts, last)
    run = [block for block in texts[first : last + 1] if block]
    for before, block in zip(run, [*run[1:], None], strict=True):
        if block and block[0].type == "blockquote_open":
            _report_quote(block, before, reading)
        elif block and is_list_token(before[0]):
            _report_other_bullet(block, before, reading)
    after = texts[last + 1] if last + 1 < len(texts) else None
    if after and after[0].type == "blockquote_open" and _is_next_line(after, reading):
        _report_quote(after, run[-1], reading)
    others = [block for block in texts[:first] if block and is_list_token(block[0])]
    boxed = [block for block in others if _has_boxes(block)]
    for block in boxed:
        reading.report(faults.BOXES_NOT_LAST, reading.text.line_place(first_line(block)))
    alike = [block for block in others if block[0].type == run[-1][0].type]
    if alike and not boxed and not _has_boxes(run[-1]):
        reading.report(faults.SEVERAL_LISTS, reading.text.line_place(first_line(run[-1])))
    items = [token for block in run if is_list_token(block[0]) for token in block[1:-1]]
    return [run[0][0], *items, run[-1][-1]]


def _first_of_run(texts: Sequence[Tokens | None], last: int) -> int:
    """The index of the first of the lists that precede the last one with nothing but quotes in between."""
    first = at = last
    while (
        at > 0
        and (block := texts[at - 1])
        and (is_list_token(block[0]) or block[0].type == "blockquote_open")
    ):
        at -= 1
        first = at if is_list_token(block[0]) else first
    return first


def _has_boxes(block: Tokens) -> bool:
    return any("checked" in token.meta for token in block if token.level == 1)


def _is_next_line(block: Tokens, reading: Reading) -> bool:
    """Whether a block follows the one above it without a blank line."""
    return bool(reading.text.line(first_line(block) - 1).strip())


def _report_quote(quote: Tokens, options: Tokens, reading: Reading) -> None:
    """Reports a quote that ends a list of options instead of belonging to an option."""
    start, end = quote[0].map or (0, 0)
    lines = [line for line in range(start, end) if reading.text.line(line).strip()]
    items = [token.map[0] for token in options if token.type == "list_item_open" and token.map]
    indent = " " * _indent(reading.text.line(items[-1]) if items else "")
    edits: list[Edit] = [reading.edit((reading.text.starts[line],) * 2, indent) for line in lines]
    reading.report(faults.QUOTE_NOT_INDENTED, reading.text.line_place(start))
    reading.fix(edits)


def _indent(item: str) -> int:
    """The columns of an item's text in its line, ignoring its box."""
    bullet = len(item) - len(item.lstrip()) + len(item.split(maxsplit=1)[0]) if item.strip() else 0
    return max(_SHORTEST_INDENT, bullet + 1)


def _report_other_bullet(block: Tokens, before: Tokens, reading: Reading) -> None:
    """Reports a list that ends the one before because its items begin with another bullet."""
    place = reading.text.line_place(first_line(block))
    edits = []
    if block[0].type == before[0].type == "bullet_list_open":
        lines = [
            token.map[0]
            for token in block
            if token.type == "list_item_open" and token.level == 1 and token.map
        ]
        starts = [reading.text.line_place(line)[0] for line in lines]
        edits = [reading.edit((start, start + 1), before[0].markup) for start in starts]
    reading.report(faults.OTHER_BULLET, place)
    reading.fix(edits)
