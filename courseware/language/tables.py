"""The table that holds a question's parts: its header and rows, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from courseware.language.blocks import Block, ReadMarker, Tokens
from courseware.language.markdown import plain, written


class Cell(NamedTuple):
    """The inline tokens of a cell, its words as shown and as written."""

    children: Sequence[Token]
    text: str
    written: str


class Row(NamedTuple):
    """A row of a table, and the number of its line, counted from 0."""

    cells: tuple[Cell, ...]
    line: int


def last_table(blocks: Sequence[Block]) -> int | None:
    """The number of the last block that is a table."""
    found = (
        at for at, one in enumerate(blocks) if not isinstance(one, ReadMarker) and one[0].type == "table_open"
    )
    return max(found, default=None)


def rows_of(table: Tokens) -> list[Row]:
    """The rows of a table, its header first. An escaped bar in a cell is a bar."""
    rows: list[Row] = []
    for token in table:
        if token.type == "tr_open":
            rows.append(Row((), token.map[0] if token.map else 0))
        elif token.type == "inline":
            children = token.children or []
            cell = Cell(children, plain(children), written(children))
            rows[-1] = rows[-1]._replace(cells=(*rows[-1].cells, cell))
    return rows
