"""A section of prose, and the markers that are allowed within it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from markdown_it.token import Token

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, is_tokens
from courseware.language.components import PAGE, SECTION
from courseware.language.document import Recall, StartButton
from courseware.language.option_lists import first_line, is_list_token
from courseware.language.prose import prose_of
from courseware.language.reading import Reading

_ROUND_BOX = r"\([ xX]?\) ?\S"


def plain_section(blocks: Sequence[ReadBlock], reading: Reading) -> list[document.Block]:
    """Prose, and what components of the page show within it."""
    result: list[document.Block] = []
    for _, run in groupby(blocks, key=is_tokens):
        run_blocks = list(run)
        result += prose_of(filter(is_tokens, run_blocks), reading)
        for block in run_blocks:
            if isinstance(block, ReadMarker) and is_allowed(block, {PAGE}, reading):
                result += page_block(block, reading)
    return result


def report_boxes(blocks: Sequence[ReadBlock], reading: Reading) -> None:
    """Reports lists that look like the options of a question, by their boxes, in a section that asks nothing."""
    for before, block in pairwise([None, *blocks]):
        if block is None or isinstance(block, ReadMarker) or not is_list_token(block[0]):
            continue
        if _has_round_boxes(block):
            reading.report(faults.BOXES_OUTSIDE_SELECTION, reading.text.line_place(first_line(block)))
            continue
        if before is None or isinstance(before, ReadMarker):
            continue
        ticked = {token.meta["checked"] for token in block if token.level == 1 and "checked" in token.meta}
        if before[0].type == "paragraph_open" and before[1].content.endswith("?") and len(ticked) == 2:
            reading.report(faults.BOXES_OUTSIDE_SELECTION, reading.text.line_place(first_line(block)))


def _has_round_boxes(items: Sequence[Token]) -> bool:
    """Whether all items of a list begin with `( )` or `(x)`, as in other programs."""
    texts = [token.content for token in items if token.type == "inline" and token.level == 3]
    return bool(texts) and all(text.startswith("(") and re.match(_ROUND_BOX, text) for text in texts)


def is_allowed(marker: ReadMarker, allowed: set[str], reading: Reading) -> bool:
    """Whether a marker within a section is in one of the `allowed` places; reports it if not."""
    if marker.component is None:
        return False
    place = marker.component.place
    if place == SECTION:
        reading.report(faults.SECTION_MARKER_NOT_FIRST, marker.start)
    elif place not in allowed:
        reading.report(faults.FIELD_OUTSIDE_FORM, marker.start, component=marker.name)
    return place in allowed


def page_block(marker: ReadMarker, reading: Reading) -> list[document.Block]:
    """What a component of the page shows where its marker is; link labels are shown at the end of the page instead."""
    if marker.component and (marker.component.names_links or marker.component.shows_nothing):
        return []
    if marker.component and marker.component.recalls:
        reading.uses.add("recall")
        place = marker.marker.entries["of"].place if "of" in marker.marker.entries else marker.start
        of = str(marker.values["of"])
        return [Recall(of, str(marker.values["empty"]), reading.text.span(*place))] if of else []
    return [StartButton(str(marker.values["text"]), str(marker.values["icon"]))]
