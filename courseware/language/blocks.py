"""The first steps of reading a document: text → blocks of Markdown tokens and markers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import add
from typing import TypeGuard
from unicodedata import category

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.callouts import check_callouts
from courseware.language.components import COMPONENTS, Component
from courseware.language.footnotes import check_footnotes
from courseware.language.formulas import BLOCK, DISPLAY, INLINE, check_formulas, read_formula
from courseware.language.lookalikes import FoundLookalike, LineFound, lines_like_markup
from courseware.language.markdown import GAP, markdown, written
from courseware.language.marker import Marker, Value, begins_marker
from courseware.language.marker_values import type_of, values_of
from courseware.language.other_programs import OTHERS
from courseware.language.places import InlinePlaces, inline_places
from courseware.language.programs import check_language
from courseware.language.reading import Reading
from courseware.language.source_text import Place
from courseware.language.traces import trace
from courseware.language.unseen import check_links, check_rules, check_tables, words_of
from courseware.language.variables import with_variables
from courseware.record import NamedTuple

_LONGEST_SHOWN = 40
"""The longest text that a message quotes, in characters."""

Tokens = list[Token]
"""The tokens of one top-level block, from the opening token to the closing one."""


class ReadMarker(NamedTuple):
    """A marker at the top level of a document.

    `name` is the name of its component, or None if it is unknown; `clean` says whether it has no errors.
    """

    marker: Marker
    name: str | None
    values: Mapping[str, Value]
    clean: bool
    written: Mapping[str, Value] = {}
    """The values as written in the source, for markers with variables."""

    def source(self, key: str) -> Value:
        """A value as written in the source; ids are made of it."""
        return self.written.get(key, self.values[key])

    @property
    def component(self) -> Component | None:
        """The row of its component in the table."""
        return COMPONENTS[self.name] if self.name else None

    @property
    def start(self) -> Place:
        """The place of its `{`."""
        return self.marker.place[0], self.marker.place[0] + 1


ReadBlock = Tokens | ReadMarker


class Blocks(NamedTuple):
    """The top-level blocks of a document, its footnotes by number, and the anchors of its headings."""

    body: Sequence[ReadBlock]
    notes: Mapping[int, Tokens]
    anchors: frozenset[str]


def read_blocks(reading: Reading) -> Blocks:
    """The blocks of a document, with an anchor for each heading; reports mistakes in its text and its markers."""
    env = {"text": reading.text, "diagnostics": reading.diagnostics, "variables": reading.variables}
    tokens = markdown().parse(reading.text.text, env)
    if reading.traced:
        trace(tokens, reading.text)
    first_notes = [number for number, token in enumerate(tokens) if token.type == "footnote_open"]
    blocks = split(tokens[: first_notes[0] - 1] if first_notes else tokens, 0)
    all_notes = {
        tokens[start].meta["id"]: tokens[start:end]
        for start, end in zip(first_notes, [*first_notes[1:], len(tokens) - 1], strict=False)
    }
    notes = check_footnotes([token for block in blocks for token in block], all_notes, env, reading)
    for block in [*blocks, *notes.values()]:
        kinds = {token.type for token in block}
        if kinds & {"fence", "code_block"}:
            _check_code(block, reading)
        if kinds & {"blockquote_open", "alert_open"} or any("[!" in token.content for token in block):
            check_callouts(block, reading)
        if BLOCK in kinds:
            check_formulas(block, reading)
        if "table_open" in kinds:
            check_tables(block, reading)
        if "inline" in kinds:
            _check_text(block, reading)
    check_rules(blocks, reading)
    check_links(words_of([*blocks, *notes.values()]), env, reading)
    anchors = _name_headings([*blocks, *notes.values()], reading.document_id)
    body = [
        _read_marker(block[0].meta["marker"], reading) if _is_marker(block) else block for block in blocks
    ]
    return Blocks(body, notes, anchors)


def split(tokens: Iterable[Token], level: int) -> list[Tokens]:
    """Splits tokens into the blocks of a nesting level, each from its opening token to its closing one."""
    blocks: list[Tokens] = []
    block: Tokens = []
    for token in tokens:
        block.append(token)
        if token.level == level and token.nesting <= 0:
            blocks.append(block)
            block = []
    return blocks


def is_tokens(block: ReadBlock) -> TypeGuard[Tokens]:
    """Whether a block is Markdown, as opposed to a marker."""
    return not isinstance(block, ReadMarker)


def _is_marker(block: Tokens) -> bool:
    return block[0].type == "marker"


def _read_marker(marker: Marker, reading: Reading) -> ReadMarker:
    name, problems = type_of(marker, reading.text)
    reading.diagnostics.extend(problems)
    if name is None:
        return ReadMarker(marker, None, {}, False)
    values, problems = values_of(with_variables(marker, reading), name, reading.text)
    reading.diagnostics.extend(problems)
    written = values_of(marker, name, reading.text)[0] if reading.variables else {}
    return ReadMarker(marker, name, values, marker.sound and not problems, written)


def _name_headings(blocks: Iterable[Tokens], document_id: str) -> frozenset[str]:
    """Sets the HTML id of each heading, which ends in the anchor that GitHub would give it; returns the anchors."""
    anchors: dict[str, int] = {}
    for block in blocks:
        if block[0].type == "heading_open":
            block[0].attrs["id"] = f"page-{document_id}-{_anchor(written(block[1].children), anchors)}"
    return frozenset(anchors)


def _anchor(words: str, taken: dict[str, int]) -> str:
    kept = (
        character
        for character in words.lower()
        if character.isalnum() or character in "-_ " or category(character).startswith("M")
    )
    anchor = "".join(kept).replace(" ", "-")
    unique = anchor
    while unique in taken:
        taken[anchor] += 1
        unique = f"{anchor}-{taken[anchor]}"
    taken[unique] = 0
    return unique


def _check_code(block: Tokens, reading: Reading) -> None:
    """Reports code fences that are not closed, and markers in indented code, where they have no effect."""
    for token in block:
        lines = token.map or [0, 0]
        if token.type == "fence":
            check_language(token, reading)
        if token.type == "fence" and not _is_closed(token, reading.text.line(lines[1] - 1), lines):
            reading.report(faults.FENCE_NOT_CLOSED, reading.text.line_place(lines[0]))
        if token.type in {"fence", "code_block"} and "[[" in token.content:
            for number in range(*lines):
                place = partial(add, reading.text.starts[number])
                _check_gaps(reading.text.line(number), place, token, reading)
    if block[0].type == "code_block":
        _check_indented_code(block[0], reading)


_OF_A_PROGRAM = r"(?<=[\w(])\[\[|\[\[\s"
"""Double brackets that are common in programs, such as `x[[1]]`, `array([[1, 2]])` and the test `[[ -f x ]]`."""


def _check_gaps(code: str, place: Callable[[int], int], token: Token, reading: Reading) -> None:
    """Reports double brackets that would be gaps outside code; `place` maps a position in the code to its offset."""
    within = token.meta["gaps"]
    if not within and token.info.strip():
        return
    for match in re.finditer(GAP, code):
        if within or not re.compile(_OF_A_PROGRAM).match(code, match.start()):
            at = place(match.start()), place(match.end())
            fault = faults.GAP_IN_CODE if within else faults.BRACKETS_IN_CODE
            reading.report(fault, at, words=match["words"])


def _is_closed(fence: Token, last_line: str, lines: Sequence[int]) -> bool:
    """Whether the last line of a code fence closes it."""
    words = last_line.strip(" \t>")
    return lines[1] - lines[0] > 1 and len(words) >= len(fence.markup) and not words.strip(fence.markup[0])


_OPTION_IN_CODE = r"\[\([ xX]\)\] ?\S"
"""An option in the syntax of LiaScript, which becomes indented code."""


def _check_indented_code(token: Token, reading: Reading) -> None:
    first_line = token.map[0] if token.map else 0
    for number, line in enumerate(token.content.split("\n")):
        if re.match(_OPTION_IN_CODE, line):
            place = reading.text.line_place(first_line + number)
            instead = (
                "write `- [x] right` and `- [ ] wrong`, not indented, in a section with `{type: selection}`"
            )
            _report_other(place, line, "an option", instead, reading)
        if begins_marker(line):
            source_line = reading.text.line(first_line + number)
            start = reading.text.starts[first_line + number] + source_line.index("{")
            has_tab = source_line.lstrip(" ").startswith("\t")
            fault = faults.MARKER_BEHIND_TAB if has_tab else faults.MARKER_IN_CODE_BLOCK
            reading.report(fault, (start, start + 1))
            if has_tab:
                reading.fix([reading.edit((reading.text.starts[first_line + number], start), "")])


def _check_text(block: Tokens, reading: Reading) -> None:
    """Records the places of links and pictures, and reports text that looks like markup but is not."""
    is_table = block[0].type == "table_open"
    for token, places in inline_places(block, reading.text):
        for child in token.children or ():
            if "position" in child.meta:
                _check_inline(child, 0, places, is_table, reading)
            for inner in child.children or ():
                if "position" in inner.meta:  # within a picture's alternative text, after its `![`
                    _check_inline(inner, child.meta["position"] + 2, places, is_table, reading)
        for other in token.meta.get(OTHERS, ()):
            place = places(other.start), places(other.end)
            words = token.content[other.start : other.end]
            _report_other(place, words, other.meant, other.instead, reading)
            reading.fix([reading.edit((places(at), places(to)), text) for at, to, text in other.edits])
        for line_found in _lines_found(block[0], token.content):
            reading.report(
                line_found.fault, (places(line_found.start), places(line_found.end)), **line_found.details
            )
            reading.fix([reading.edit((places(at), places(at)), text) for at, text in line_found.insertions])


def _lines_found(opening: Token, content: str) -> Iterator[LineFound]:
    """The lines of a paragraph that look like markup; in a list, those that were meant to be its next item."""
    if opening.type == "paragraph_open":
        yield from lines_like_markup(content)
    elif opening.type.endswith("_list_open"):
        found = lines_like_markup(content)
        yield from (line for line in found if line.start and line.fault == faults.BULLET_WITHOUT_SPACE)


def _report_other(place: Place, words: str, meant: str, instead: str, reading: Reading) -> None:
    backticks = "double backticks" if "`" in words else "backticks"
    words = _shortened(words)
    reading.report(
        faults.OTHER_PROGRAM, place, words=words, meant=meant, instead=instead, backticks=backticks
    )


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _check_inline(token: Token, before: int, places: InlinePlaces, is_table: bool, reading: Reading) -> None:
    """Does the same for a single token, whose position counts from `before`."""
    position = before + token.meta["position"]
    if token.type in {INLINE, DISPLAY}:
        read_formula(token, position + len(token.markup), places, reading)
        return
    if token.type == "code_inline":
        _check_gaps(token.meta["written"], lambda at: places(position + at), token, reading)
        return
    offset = places(position)
    place = (offset, offset + 1)
    token.meta["span"] = reading.text.span(*place)
    if token.type == "lookalike":
        found: FoundLookalike = token.meta["found"]
        reading.report(found.fault, (offset, offset + found.length), **found.details)
        reading.fix([reading.edit((offset + start, offset + end), text) for start, end, text in found.edits])
    elif token.type == "marker_in_text" and is_table:
        reading.report(faults.MARKER_IN_CONTAINER, place, container="a table")
    elif token.type == "marker_in_text":
        reading.report(faults.MARKER_IN_TEXT, place)
    for name in token.meta.get("left_out", ()):
        reading.report(faults.ATTRIBUTE_LEFT_OUT, place, name=name)
