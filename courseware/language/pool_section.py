"""A section of which only some questions are asked: each learner gets a number of its `###` parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens
from courseware.language.components import FIELD
from courseware.language.document import Drawable, Heading, Pool, interactions_in
from courseware.language.form_section import by_heading, options_of_field
from courseware.language.interactions import build
from courseware.language.plain_section import plain_section
from courseware.language.prose import heading_of
from courseware.language.question import Question, label_of
from courseware.language.question_section import question_of_section
from courseware.language.reading import Reading

ReadQuestion = Callable[[ReadMarker, Heading | None, Sequence[ReadBlock], Reading], list[document.Block]]


def pool_section(
    marker: ReadMarker,
    blocks: Sequence[ReadBlock],
    reading: Reading,
    reader_of: Callable[[ReadMarker], ReadQuestion],
) -> list[document.Block]:
    """The blocks above the first part, and the pool; `reader_of` returns the function that reads a question."""
    above: list[document.Block] = []
    parts: list[Drawable] = []
    for tokens, body in by_heading(blocks):
        if tokens is None:
            above = plain_section(body, reading)
        elif part := _part(tokens, body, reading, reader_of):
            parts.append(part)
    draw = marker.values["draw"]
    if not any(tokens for tokens, _ in by_heading(blocks)):
        reading.report(faults.EMPTY_POOL, marker.start)
    if not parts or not isinstance(draw, int):
        return above
    if draw > len(parts) and marker.clean:
        place = marker.marker.entries["draw"].place
        reading.report(faults.POOL_TOO_SMALL, place, draw=draw, parts=len(parts))
    return [*above, Pool(draw, marker.values["shuffle"] is True, tuple(parts))]


def _part(
    tokens: Tokens,
    body: Sequence[ReadBlock],
    reading: Reading,
    reader_of: Callable[[ReadMarker], ReadQuestion],
) -> Drawable | None:
    """A part that can be drawn: the question of the marker below its heading, and the blocks after it."""
    heading = heading_of(tokens, 3, reading)
    first = body[0] if body else None
    if not isinstance(first, ReadMarker) or (first.component and not first.component.interaction):
        line = tokens[0].map[0] if tokens[0].map else 0
        place = first.start if isinstance(first, ReadMarker) else reading.text.line_place(line)
        reading.report(faults.NOT_A_QUESTION_OF_A_POOL, place)
        return None
    if first.component is None:  # it has been reported
        return None
    if entry := first.marker.entries.get("show_if"):
        reading.report(faults.CONDITION_IN_A_POOL, entry.key_place)
    if first.component.place == FIELD:
        question = _field(first, heading, reading)
        if question is None:
            return None
        blocks = [build(question, reading), *plain_section(body[1:], reading)]
        labelled = bool(label_of(str(first.values["label"])))
        return Drawable(heading if labelled else None, tuple(blocks), "" if labelled else heading.anchor)
    blocks = reader_of(first)(first, heading, body[1:], reading)
    return Drawable(heading, tuple(blocks), "") if any(True for _ in interactions_in(blocks)) else None


def _field(marker: ReadMarker, heading: Heading, reading: Reading) -> Question | None:
    """A field whose label is the heading above it unless it has one of its own; None if neither has any text."""
    titled = marker._replace(
        values={**marker.values, "title": marker.values["label"]},
        written={**marker.written, "title": marker.source("label")},
    )
    question = question_of_section(titled, heading, reading)
    return question and question._replace(marker=marker, options=options_of_field(marker, reading.language))
