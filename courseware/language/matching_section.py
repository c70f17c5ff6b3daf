"""A section that asks to find the partner of each statement: the rows of its last table are the pairs."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker
from courseware.language.document import Heading, Option
from courseware.language.interactions import build
from courseware.language.options import option, part
from courseware.language.plain_section import plain_section
from courseware.language.prose import inline
from courseware.language.reading import Reading
from courseware.language.tables import Row, question_of_table

FEWEST_PAIRS = 2


def matching_section(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The prompt, the interaction, and the blocks after it."""
    found = question_of_table(marker, heading, blocks, reading)
    if found is None:
        return plain_section(blocks, reading)
    question, header, rows, before, after = found
    if len(header.cells) != 2:
        place = reading.text.line_place(header.line)
        reading.report(faults.NOT_TWO_COLUMNS, place, columns=len(header.cells))
        return plain_section(blocks, reading)
    parts = _parts(rows, reading)
    if len(parts) < FEWEST_PAIRS:
        reading.report(faults.TOO_FEW_PAIRS, reading.text.line_place(header.line))
    question = question._replace(
        options=_options(rows, reading), parts=parts, titles=tuple(cell.text for cell in header.cells)
    )
    prompt, rest = plain_section(before, reading), plain_section(after, reading)
    return [*prompt, build(question, reading), *rest]


def _parts(rows: Sequence[Row], reading: Reading) -> list[document.Part]:
    """The statements that need a partner: the first cells, with the text of the second cells as right answers."""
    parts: dict[str, document.Part] = {}
    for row in rows:
        left, right = row.cells
        place = reading.text.line_place(row.line)
        if any(cell.children and not cell.text for cell in row.cells):
            reading.report(faults.PICTURE_WITHOUT_WORDS, place)
        elif not right.text:
            reading.report(faults.NO_PARTNER, place)
        elif left.text in parts:
            reading.report(faults.EQUAL_OPTIONS, place, text=left.text)
        elif left.text:
            parts[left.text] = part(left.text, left.written, inline(left.children, reading), (right.text,))
    return list(parts.values())


def _options(rows: Sequence[Row], reading: Reading) -> list[Option]:
    """The possible partners: the second cells, without duplicates."""
    cells = {row.cells[1].text: row.cells[1] for row in reversed(rows) if row.cells[1].text}
    return [
        option(cell.text, inline(cell.children, reading), name=cell.written)
        for cell in reversed(cells.values())
    ]
