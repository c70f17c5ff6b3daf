"""The table that holds a question's parts: its header and rows, cell by cell."""

from collections.abc import Sequence

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens, is_tokens
from courseware.language.document import Heading
from courseware.language.markdown import plain, written
from courseware.language.question import Question
from courseware.language.question_section import question_of_section
from courseware.language.reading import Reading
from courseware.record import NamedTuple


class Cell(NamedTuple):
    """A cell: its inline tokens, and its text as shown and as written."""

    children: Sequence[Token]
    text: str
    written: str


class Row(NamedTuple):
    """A row of a table, and the number of its line, counted from 0."""

    cells: tuple[Cell, ...]
    line: int


def last_table(blocks: Sequence[ReadBlock]) -> int | None:
    """The index of the last block that is a table, or None."""
    found = (
        at
        for at, block in enumerate(blocks)
        if not isinstance(block, ReadMarker) and block[0].type == "table_open"
    )
    return max(found, default=None)


class TableQuestion(NamedTuple):
    """A question whose parts are in a table: the header and rows, and the blocks before and after the table."""

    question: Question
    header: Row
    rows: Sequence[Row]
    before: Sequence[ReadBlock]
    after: Sequence[ReadBlock]


def question_of_table(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> TableQuestion | None:
    """The question of a section with its last table; None if there is no text or no table, which is reported."""
    last = last_table(blocks)
    question = question_of_section(marker, heading, reading)
    if last is None and marker.clean:
        reading.report(faults.NO_TABLE, marker.start, component=marker.name)
    if last is None or question is None:
        return None
    table = blocks[last]
    assert is_tokens(table)
    header, *rows = rows_of(table)
    return TableQuestion(question, header, rows, blocks[:last], blocks[last + 1 :])


def rows_of(table: Tokens) -> list[Row]:
    """The rows of a table, its header first; an escaped bar in a cell becomes a bar."""
    rows: list[Row] = []
    for token in table:
        if token.type == "tr_open":
            rows.append(Row((), token.map[0] if token.map else 0))
        elif token.type == "inline":
            children = token.children or []
            cell = Cell(children, plain(children), written(children))
            rows[-1] = rows[-1]._replace(cells=(*rows[-1].cells, cell))
    return rows
