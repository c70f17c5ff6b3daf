"""Blocks → sections: the parts from one `#` or `##` to the next, according to the component of their markers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.blocks import Blocks, ReadBlock, ReadMarker, Tokens, is_tokens
from courseware.language.components import COMPONENTS, ITEMS, LIST, SECTION
from courseware.language.conditions import Condition, of_marker, read_condition
from courseware.language.document import Prose, Section
from courseware.language.footnotes import NotePart, place_notes
from courseware.language.form_section import form_section
from courseware.language.marker_values import type_of
from courseware.language.plain_section import plain_section, report_boxes
from courseware.language.prose import heading_of, rendered
from courseware.language.question_section import question_section
from courseware.language.reading import Reading

if TYPE_CHECKING:
    from courseware.language.pool_section import ReadQuestion


def sections_of(blocks: Blocks, reading: Reading) -> tuple[Section, ...]:
    """The document's sections in order, with their footnotes (`place_notes`)."""
    read: list[Section] = []
    parts: list[NotePart] = []
    for heading, body in _parts(blocks.body):
        read.append(_section(heading, body, reading))
        texts = [heading or [], *filter(is_tokens, body)]
        parts.append((read[-1].show_if, [token for block in texts for token in block]))
    notes = place_notes(parts, blocks.notes)
    sections: list[Section] = []
    for place, section in enumerate(read):
        if section.heading or section.component or section.blocks:
            sections.append(section)
        for show_if, tokens in notes[place].items():
            sections.append(Section(None, None, {}, (_footnotes(tokens, reading),), show_if))
    return tuple(sections)


def navigation_of(blocks: Blocks, reading: Reading) -> tuple[str, str]:
    """The labels of the links to the neighbouring pages; empty if the document gives none."""
    markers = [
        block
        for block in blocks.body
        if isinstance(block, ReadMarker) and block.component and block.component.names_links
    ]
    for marker in markers[1:]:
        reading.report(faults.SECOND_NAVIGATION, marker.start)
    return next(
        ((str(marker.values["previous"]), str(marker.values["next"])) for marker in markers), ("", "")
    )


def _parts(blocks: Sequence[ReadBlock]) -> list[tuple[Tokens | None, list[ReadBlock]]]:
    """The headings of the sections, each with the blocks below it; at first those before any heading."""
    parts: list[tuple[Tokens | None, list[ReadBlock]]] = [(None, [])]
    for block in blocks:
        if is_tokens(block) and block[0].type == "heading_open" and block[0].tag in {"h1", "h2"}:
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return parts


def _section(heading_tokens: Tokens | None, blocks: list[ReadBlock], reading: Reading) -> Section:
    heading = heading_of(heading_tokens, 2, reading) if heading_tokens else None
    marker, rest = _section_marker(blocks)
    if marker and marker.component and marker.component.interaction:
        body = _reader_of(marker)(marker, heading, rest, reading)
    elif (marker and marker.component and marker.component.holds_fields) or _is_meant_as_form(
        heading_tokens, rest, reading
    ):
        body = form_section(heading, rest, reading)
    elif marker and marker.component and marker.component.holds_questions:
        from courseware.language.pool_section import pool_section  # few documents have a pool

        body = pool_section(marker, rest, reading, _reader_of)
    elif marker and marker.component and marker.component.holds_cards:
        from courseware.language.flashcards import flashcards  # few documents have flashcards

        body = flashcards(marker, rest, reading)
    else:
        report_boxes(rest, reading)
        body = plain_section(rest, reading)
    names_itself = heading or (marker and marker.values.get("title"))
    if marker and marker.component and marker.component.needs_name and not names_itself:
        reading.report(faults.NO_SUMMARY, marker.start, component=marker.name)
    if marker and marker.component and marker.component.needs_name and not rest:
        reading.report(faults.NOTHING_TO_OPEN, marker.start, component=marker.name)
    name, values = (marker.name, marker.values) if marker else (None, {})
    return Section(heading, name, values, tuple(body), _condition(marker, reading))


def _condition(marker: ReadMarker | None, reading: Reading) -> Condition | None:
    """The condition under which a section is shown."""
    entry = marker.marker.entries.get("show_if") if marker else None
    written = of_marker(entry, reading.text) if entry else None
    if written is None:
        return None
    condition, problems = read_condition(written, reading.variables)
    reading.diagnostics.extend(problems)
    return condition


def _reader_of(marker: ReadMarker) -> ReadQuestion:
    """The function that reads the question of a marker."""
    options = marker.component.options if marker.component else None
    if options in (None, LIST, ITEMS):
        return question_section
    from courseware.language.question_readers import QUESTION_READERS  # few documents have such questions

    return QUESTION_READERS.get(options, question_section)


def _section_marker(blocks: list[ReadBlock]) -> tuple[ReadMarker | None, list[ReadBlock]]:
    """The section's marker, if its first block is one that is allowed there, and the blocks below it."""
    first = blocks[0] if blocks else None
    if isinstance(first, ReadMarker) and first.component and first.component.place == SECTION:
        return first, blocks[1:]
    return None, blocks


def _is_meant_as_form(heading: Tokens | None, blocks: list[ReadBlock], reading: Reading) -> bool:
    """Whether a form's marker is in the wrong place, or an unreadable marker is in the right place.

    Either is reported by itself, so the fields need no diagnostics of their own.
    """
    markers = [block for block in blocks if isinstance(block, ReadMarker)]
    if markers and markers[0] is blocks[0] and markers[0].name is None:
        return True
    children = (heading[1].children or []) if heading else []
    in_heading = [child.meta["marker"] for child in children if child.type == "marker_in_text"]
    names = [marker.name for marker in markers] + [type_of(under, reading.text)[0] for under in in_heading]
    return any(COMPONENTS[name].holds_fields for name in names if name)


def _footnotes(notes: list[Token], reading: Reading) -> Prose:
    block = [Token("footnote_block_open", "", 1), *notes, Token("footnote_block_close", "", -1)]
    return rendered(block, reading)
