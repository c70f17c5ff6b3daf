"""A section that asks to find places on a picture: its options are a list, and each gives its area."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from markdown_it.token import Token

from courseware.diagnostics import Span, report
from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens, is_tokens
from courseware.language.document import Area, Heading, Interaction
from courseware.language.option_lists import is_list_token
from courseware.language.places import InlinePlaces
from courseware.language.prose import inline
from courseware.language.question_section import question_section
from courseware.language.reading import Reading

_AREA = re.compile(r"\s*\((?P<shape>[a-z]+)(?P<numbers>(?:[\s,]+[0-9.]+%?)+)\)\s*$")
_COUNTS: Mapping[str, Collection[int]] = {"circle": {3}, "rect": {4}, "polygon": range(6, 200, 2)}
"""How many numbers describe a shape."""
MOST = 100.0
"""The highest percentage."""
_ROUNDING = 1e-6
"""How far a sum of decimals may exceed the limits, in percent."""


def hotspot_section(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The prompt, the interaction, and the blocks after it."""
    lists = [at for at, block in enumerate(blocks) if is_tokens(block) and is_list_token(block[0])]
    pictures = [at for at, block in enumerate(blocks) if _picture(block)]
    last = lists[-1] if lists else len(blocks)
    before = [at for at in pictures if at < last]
    if not before and marker.clean:
        reading.report(faults.NO_PICTURE, marker.start)
    if not before or not lists:
        return question_section(marker, heading, blocks, reading)
    known = len(reading.diagnostics)
    options = blocks[last]
    assert is_tokens(options)
    items = _items(options)
    areas = [_area(item, reading) for item in items]
    for at, area in enumerate(areas):
        if area and any(other and area[:2] == other[:2] for other in areas[:at]):
            line = items[at].map
            reading.report(faults.EQUAL_AREAS, reading.text.line_place(line[0] if line else 0))
    picture = _picture(blocks[before[-1]])
    assert picture is not None
    # The areas cover the whole frame of the picture, so a caption within it would be under them.
    caption = _paragraph(str(picture.meta.pop("caption", "")))
    body = question_section(
        marker, heading, [*blocks[: before[-1]], *caption, *blocks[before[-1] + 1 :]], reading
    )
    found = tuple(area for area in areas if area)
    is_sound = not any(diagnostic.severity == "error" for diagnostic in reading.diagnostics[known:])

    def placed(block: document.Block) -> document.Block:
        if not isinstance(block, Interaction) or not is_sound:
            return block
        return block._replace(picture=inline([picture], reading), areas=found)

    return [placed(block) for block in body]


def _picture(block: ReadBlock) -> Token | None:
    """The picture that is alone in a paragraph, or None."""
    if not is_tokens(block) or len(block) < 2 or block[1].type != "inline":
        return None
    children = block[1].children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _paragraph(words: str) -> list[Tokens]:
    """A paragraph with these words; empty if there are none."""
    inner = Token("inline", "", 0, content=words, level=1, children=[Token("text", "", 0, content=words)])
    return [[Token("paragraph_open", "p", 1), inner, Token("paragraph_close", "p", -1)]] if words else []


def _items(options: Tokens) -> list[Token]:
    """The first line of text of each item of a list."""
    starts = [
        number for number, token in enumerate(options) if token.type == "list_item_open" and token.level == 1
    ]
    return [
        next(token for token in options[start:] if token.type == "inline")
        for start in starts
        if any(token.type == "inline" for token in options[start:])
    ]


def _area(item: Token, reading: Reading) -> Area | None:
    """The area at the end of an option's text, which is removed from the text."""
    words = [child for child in item.children or [] if child.type == "text" and child.content.strip()]
    match = _AREA.search(words[-1].content) if words else None
    place = reading.text.line_place(item.map[0] if item.map else 0)
    if match is None:
        reading.report(faults.NO_AREA, place)
        return None
    numbers = [_number(word) for word in re.split(r"[\s,]+", match["numbers"].strip(" ,"))]
    area = Area(
        match["shape"],
        tuple(number for number in numbers if number is not None),
        written := match.group().strip(),
        _span(written, item, reading),
    )
    is_sound = len(numbers) in _COUNTS.get(area.shape, ()) and len(area.numbers) == len(numbers)
    spans = _spans(area) if is_sound else ()
    if not is_sound or any(start >= end for start, end in spans):
        reading.diagnostics.append(report(faults.AREA_UNREADABLE, area.span, area=area.written))
        return None
    if any(start < -_ROUNDING or end > MOST + _ROUNDING for start, end in spans):
        reading.diagnostics.append(report(faults.AREA_BEYOND_PICTURE, area.span, area=area.written))
    words[-1].content = words[-1].content[: match.start()]
    return area


def _span(area: str, item: Token, reading: Reading) -> Span:
    """The place of an area in its item; the item's line if the area is written differently, such as with entities."""
    at, places = item.content.rfind(area), InlinePlaces(item, reading.text)
    if at < 0:
        return reading.text.span(*reading.text.line_place(item.map[0] if item.map else 0))
    return reading.text.span(places(at), places(at + len(area)))


def _spans(area: Area) -> Sequence[tuple[float, float]]:
    """The extent of an area, horizontally and vertically.

    Only the horizontal one for a circle, since how far it extends vertically depends on the proportions of the picture
    (`_circles_beyond` in `courseware/course/course.py`).
    """
    if area.shape == "circle":
        x, _, radius = area.numbers
        return [(x - radius, x + radius)]
    if area.shape == "rect":
        x, y, width, height = area.numbers
        return [(x, x + width), (y, y + height)]
    return [(min(values), max(values)) for values in (area.numbers[::2], area.numbers[1::2])]


def _number(word: str) -> float | None:
    """A percentage, or None if the word is not one."""
    try:
        number = float(word.removesuffix("%"))
    except ValueError:
        return None
    return number if number <= MOST else None
