"""The first steps of reading a document: text → blocks of Markdown tokens and markers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeGuard
from unicodedata import category

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.components import COMPONENTS, Component
from courseware.language.footnotes import check_footnotes
from courseware.language.markdown import markdown, plain
from courseware.language.marker import START, Marker, Value
from courseware.language.marker_values import type_of, values_of
from courseware.language.places import offset_of
from courseware.language.reading import Reading
from courseware.language.source_text import Place

Tokens = list[Token]
"""The tokens of one block at the top level, from its opening to its closing one."""


class ReadMarker(NamedTuple):
    """A marker at the top level of a document.

    `name` is that of its component, or None where it is unknown; `clean` tells that nothing was wrong with it.
    """

    marker: Marker
    name: str | None
    values: Mapping[str, Value]
    clean: bool

    @property
    def component(self) -> Component | None:
        """The row of its component."""
        return COMPONENTS[self.name] if self.name else None

    @property
    def start(self) -> Place:
        """The place of its `{`."""
        return self.marker.place[0], self.marker.place[0] + 1


Block = Tokens | ReadMarker


class Blocks(NamedTuple):
    """A document's blocks at the top level; its footnotes by number, apart; the names of its headings in links."""

    body: Sequence[Block]
    notes: Mapping[int, Tokens]
    anchors: frozenset[str]


def read_blocks(reading: Reading) -> Blocks:
    """The blocks of a document, headings with their anchors; reports mistakes within its text and its markers."""
    env = {"text": reading.text, "diagnostics": reading.diagnostics}
    tokens = markdown().parse(reading.text.text, env)
    first_notes = [number for number, token in enumerate(tokens) if token.type == "footnote_open"]
    blocks = split(tokens[: first_notes[0] - 1] if first_notes else tokens, 0)
    all_notes = {
        tokens[start].meta["id"]: tokens[start:end]
        for start, end in zip(first_notes, [*first_notes[1:], len(tokens) - 1], strict=False)
    }
    notes = check_footnotes([token for block in blocks for token in block], all_notes, env, reading)
    for block in [*blocks, *notes.values()]:
        _check_code(block[0], reading)
        _check_text(block, reading)
    anchors = _name_headings([*blocks, *notes.values()], reading.document_id)
    body = [
        _read_marker(block[0].meta["marker"], reading) if _is_marker(block) else block for block in blocks
    ]
    return Blocks(body, notes, anchors)


def split(tokens: Iterable[Token], level: int) -> list[Tokens]:
    """Tokens as blocks of a nesting level, each from its opening to its closing token."""
    blocks: list[Tokens] = []
    block: Tokens = []
    for token in tokens:
        block.append(token)
        if token.level == level and token.nesting <= 0:
            blocks.append(block)
            block = []
    return blocks


def is_tokens(block: Block) -> TypeGuard[Tokens]:
    """Whether a block is Markdown, not a marker."""
    return not isinstance(block, ReadMarker)


def _is_marker(block: Tokens) -> bool:
    return block[0].type == "marker"


def _read_marker(marker: Marker, reading: Reading) -> ReadMarker:
    name, problems = type_of(marker, reading.text)
    reading.diagnostics.extend(problems)
    if name is None:
        return ReadMarker(marker, None, {}, False)
    values, problems = values_of(marker, name, reading.text)
    reading.diagnostics.extend(problems)
    return ReadMarker(marker, name, values, marker.sound and not problems)


def _name_headings(blocks: Iterable[Tokens], document_id: str) -> frozenset[str]:
    """Gives each heading the id of its anchor, as GitHub makes it, and returns the anchors."""
    anchors: dict[str, int] = {}
    for block in blocks:
        if block[0].type == "heading_open":
            block[0].attrs["id"] = f"page-{document_id}-{_anchor(plain(block[1].children), anchors)}"
    return frozenset(anchors)


def _anchor(words: str, taken: dict[str, int]) -> str:
    kept = (
        sign for sign in words.lower() if sign.isalnum() or sign in "-_ " or category(sign).startswith("M")
    )
    anchor = "".join(kept).replace(" ", "-")
    unique = anchor
    while unique in taken:
        taken[anchor] += 1
        unique = f"{anchor}-{taken[anchor]}"
    taken[unique] = 0
    return unique


def _check_code(token: Token, reading: Reading) -> None:
    """Reports markers in an indented code block, where they mean nothing."""
    if token.type != "code_block":
        return
    first_line = token.map[0] if token.map else 0
    for number, line in enumerate(token.content.split("\n")):
        if START.match(line):
            source_line = reading.text.line(first_line + number)
            start = reading.text.starts[first_line + number] + source_line.index("{")
            reading.report(faults.MARKER_IN_CODE_BLOCK, (start, start + 1))


def _check_text(block: Tokens, reading: Reading) -> None:
    """Notes the places of links and pictures, and reports markers within text and attributes that are left out."""
    for number, token in enumerate(block):
        if token.type == "inline" and ("[" in token.content or "{" in token.content):
            for child in token.children or ():
                if "position" in child.meta:
                    _place(block, number, child, reading)
                for inner in child.children or ():
                    if inner.type == "marker_in_text":  # in a picture's alternative text, behind its `![`
                        inner.meta["position"] += child.meta["position"] + 2
                        _place(block, number, inner, reading)


def _place(block: Tokens, number: int, child: Token, reading: Reading) -> None:
    offset = offset_of(block, number, child.meta["position"], reading.text)
    place = (offset, offset + 1)
    child.meta["span"] = reading.text.span(*place)
    for name in child.meta.get("insecure_attrs", ()):
        reading.report(faults.ATTRIBUTE_LEFT_OUT, place, name=name)
    if child.type != "marker_in_text":
        return
    if block[0].type == "table_open":
        reading.report(faults.MARKER_IN_CONTAINER, place, container="a table")
    else:
        reading.report(faults.MARKER_IN_TEXT, place)
