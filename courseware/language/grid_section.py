"""A section that asks the same of several statements: the rows of its last table, on the scale in its header."""

from __future__ import annotations

from collections.abc import Sequence

from courseware.diagnostics import report
from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker
from courseware.language.document import Grid, Heading, Interaction, Option
from courseware.language.identifier import is_identifier, slug
from courseware.language.interactions import build
from courseware.language.options import option
from courseware.language.plain_section import plain_section
from courseware.language.prose import inline
from courseware.language.question import Question, label_of
from courseware.language.reading import Reading
from courseware.language.tables import Row, question_of_table

_RIGHT = {"x", "X", "[x]", "[X]"}
_FEWEST_POINTS = 2


def grid_section(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The prompt, the interactions of the rows, and the blocks after them."""
    marker = marker._replace(values={"id": "", **marker.values})
    found = question_of_table(marker, heading, blocks, reading)
    if found is None:
        return plain_section(blocks, reading)
    question, header, rows, before, after = found
    if len(header.cells) <= _FEWEST_POINTS or not rows:
        reading.report(faults.NO_SCALE, reading.text.line_place(header.line))
        return plain_section(blocks, reading)
    _check_marks(question, header, rows, reading)
    named = [(row, name) for row, name in zip(rows, _names(question, rows, reading), strict=True)]
    grid = Grid(
        question.words, tuple(_interaction(question, header, row, name, reading) for row, name in named)
    )
    prompt, rest = plain_section(before, reading), plain_section(after, reading)
    return [*prompt, grid, *rest]


def _check_marks(question: Question, header: Row, rows: Sequence[Row], reading: Reading) -> None:
    """Reports empty and equal points of the scale, and rows without a right answer if other rows have one."""
    points = [point.text for point in header.cells[1:]]
    for at, text in enumerate(points):
        if not text:
            reading.report(faults.EMPTY_OPTION, reading.text.line_place(header.line))
        elif text in points[:at]:
            reading.report(faults.EQUAL_OPTIONS, reading.text.line_place(header.line), text=text)
    unmarked = [row for row in rows if not any(cell.text for cell in row.cells[1:])]
    for row in unmarked if len(unmarked) < len(rows) else ():
        reading.report(faults.ROW_WITHOUT_ANSWER, reading.text.line_place(row.line), row=row.cells[0].text)


def _names(question: Question, rows: Sequence[Row], reading: Reading) -> Sequence[str]:
    """The ids that the author gave to the rows; empty ones if there are none or their number is wrong."""
    given = question.values["rows"]
    if not isinstance(given, tuple):
        return [""] * len(rows)
    for name, span in zip(given, question.spans("rows"), strict=True):
        if not is_identifier(name):
            reading.diagnostics.append(report(faults.UNUSABLE_ID, span, id=name, example=slug(name)))
    if len(given) != len(rows):
        span = question.span("rows")
        reading.diagnostics.append(report(faults.WRONG_NUMBER_OF_IDS, span, found=len(given), rows=len(rows)))
        return [""] * len(rows)
    return [name if is_identifier(name) else "" for name in given]


def _interaction(question: Question, header: Row, row: Row, name: str, reading: Reading) -> Interaction:
    """The question of one row: a choice if it has right answers or allows several, otherwise a rating."""
    statement, *cells = row.cells
    place = reading.text.line_place(row.line)
    if not statement.text:
        reading.report(faults.EMPTY_OPTION, place)
    wrong = [cell.text for cell in cells if cell.text and cell.text not in _RIGHT]
    if wrong:
        reading.report(faults.NOT_A_MARK, place, words=wrong[0])
    right = [at for at, cell in enumerate(cells) if cell.text in _RIGHT]
    if len(right) > 1 and not question.values["multiple"]:
        reading.report(faults.SEVERAL_ANSWERS, place)
        right = right[:1]
    options: list[Option] = [
        option(point.text, inline(point.children, reading), at in right, name=point.written)
        for at, point in enumerate(header.cells[1:])
    ]
    values = {**question.values, "id": name}
    interaction = build(
        question._replace(
            marker=question.marker._replace(values=values),
            words=label_of(statement.text),
            written=statement.written,
            prose=inline(statement.children, reading),
            options=options,
            group=question.written,
        ),
        reading,
    )
    kind = "likert" if interaction.answer is None and not values["multiple"] else "choice"
    return interaction._replace(kind=kind, span=reading.text.span(*place), marker=question.span())
