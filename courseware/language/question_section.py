"""A section with one question: its prompt, and the list or the code fence with its options."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens, is_tokens, split
from courseware.language.components import ITEMS
from courseware.language.document import Heading, Option, Prose
from courseware.language.interactions import build
from courseware.language.lookalikes import lines_like_markup
from courseware.language.markdown import plain, written
from courseware.language.marker import START
from courseware.language.option_lists import check_lists, first_line, is_list_token
from courseware.language.options import option
from courseware.language.places import InlinePlaces
from courseware.language.plain_section import plain_section
from courseware.language.prose import inline, rendered
from courseware.language.question import Question, label_of
from courseware.language.reading import Reading
from courseware.language.source_text import Place

_SIGN = "xXхХ×✓✔√*vV+-"
"""Characters in a box that is meant to be ticked, including the Cyrillic letter and the multiplication sign."""
_ALMOST_A_BOX = rf"(?:\[ ?[{_SIGN}]? ?\](?![(\[:])|[☐☑☒])[ ]*"
_BOX_BEHIND = r"[ ]+(?P<box>\[[ xXхХ✓✔]?\]|[☐☑☒✓✔])$"
_ROUND_BOX = r"\([ xX✓✔]?\)[ ]+"
"""A box in the syntax of some other programs; in a single option it may also be a word, such as `(x)`."""

_ITEM_PREFIX = r"(?:[-*+]|\d{1,3}[.)])\s+"


def question_section(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The prompt, the interaction, and the blocks after it."""
    is_ranking = marker.component is not None and marker.component.options == ITEMS
    last = _holder_of_items(blocks) if is_ranking else _last(blocks, is_list_token)
    question = question_of_section(marker, heading, reading)
    if last is None and marker.clean and (question or blocks) and not _is_reported_already(blocks):
        reading.report(
            faults.NO_ITEMS if is_ranking else faults.NO_OPTIONS, marker.start, component=marker.name
        )
    if last is None or question is None:
        return plain_section(blocks, reading)
    holder = blocks[last]
    assert not isinstance(holder, ReadMarker)
    is_list = is_list_token(holder[0])
    known = len(reading.diagnostics)
    if is_list:
        holder = check_lists(blocks, last, reading)
    is_one_list = len(reading.diagnostics) == known
    options = _options(holder, is_one_list, reading) if is_list else _items(holder[0], reading)
    is_sound = len(reading.diagnostics) == known
    if len(options) == 1 and not marker.values.get("multiple") and not is_ranking and is_sound:
        reading.report(faults.ONE_OPTION, reading.text.line_place(first_line(holder)))
    question = question._replace(options=options)
    prompt, rest = plain_section(blocks[:last], reading), plain_section(blocks[last + 1 :], reading)
    return [*prompt, build(question, reading), *rest]


def question_of_section(marker: ReadMarker, heading: Heading | None, reading: Reading) -> Question | None:
    """The question of a section without its options. Its text is the title or the heading; None if there is neither."""
    title = label_of(str(marker.values["title"]))
    words = title or label_of(heading.text if heading else "")
    if not words:
        key = "title" if marker.component and "title" in marker.component.keys else "label"
        reading.report(faults.NO_HEADING, marker.start, component=marker.name, key=key)
        return None
    return Question(
        marker=marker,
        words=words,
        written=label_of(str(marker.source("title"))) or (heading.written if heading else ""),
        prose=heading.prose if heading and not title else Prose((escapeHtml(title),)),
        help=None,
        options=(),
        group="",
        section=heading.written if heading else "",
        text=reading.text,
    )


def _is_reported_already(blocks: Sequence[ReadBlock]) -> bool:
    """Whether the missing options have been reported as items without a space after their bullets."""
    texts = (
        token.content for block in blocks if is_tokens(block) for token in block if token.type == "inline"
    )
    found = (line.fault for text in texts for line in lines_like_markup(text))
    return faults.BULLET_WITHOUT_SPACE in found


def _last(blocks: Sequence[ReadBlock], fits: Callable[[Token], bool]) -> int | None:
    """The index of the last block whose first token satisfies `fits`, or None."""
    found = (at for at, block in enumerate(blocks) if not isinstance(block, ReadMarker) and fits(block[0]))
    return max(found, default=None)


def _holder_of_items(blocks: Sequence[ReadBlock]) -> int | None:
    """The index of the block with the items of a ranking: rather a fence than a list, rather a list than a program."""
    plain_fence = _last(blocks, lambda token: token.type == "fence" and not token.info.strip())
    found = (plain_fence, _last(blocks, is_list_token), _last(blocks, lambda token: token.type == "fence"))
    return next((number for number in found if number is not None), None)


def _items(fence: Token, reading: Reading) -> list[Option]:
    """The items of a ranking: the lines of a fenced block, without bullets if all of them have one."""
    first_line = fence.map[0] + 1 if fence.map else 0
    numbered = [
        (first_line + at, line.strip()) for at, line in enumerate(fence.content.split("\n")) if line.strip()
    ]
    if all(re.match(_ITEM_PREFIX, line) for _, line in numbered):
        numbered = [(at, re.sub(_ITEM_PREFIX, "", line, count=1)) for at, line in numbered]
    ends = [reading.text.line_place(at)[1] for at, _ in numbered]
    places = [(end - len(line), end) for end, (_, line) in zip(ends, numbered, strict=True)]
    _report_equal([line for _, line in numbered], places, reading)
    return [option(line, Prose((escapeHtml(line),))) for _, line in numbered]


def _options(block: Tokens, is_one_list: bool, reading: Reading) -> list[Option]:
    """The options in a Markdown list: the text of each item, its box, and an indented quote as feedback.

    If `is_one_list` is false, the items need not all have boxes.
    """
    options: list[Option] = []
    places: list[Place] = []
    has_boxes = any("checked" in token.meta for token in block if token.level == 1)
    round_boxes = sum(bool(_box(token.content, _ROUND_BOX)) for token in block if token.type == "inline")
    boxes = (_ALMOST_A_BOX, _ROUND_BOX) if has_boxes or round_boxes > 1 else (_ALMOST_A_BOX,)
    for item in split(block[1:-1], 1):
        line = item[0].map[0] if item[0].map else 0
        place = reading.text.line_place(line)
        parts = split(item[1:-1], 2)
        words = parts[0][1].children or [] if parts and parts[0][0].type == "paragraph_open" else []
        if not plain(words):
            if parts:
                reading.report(faults.MORE_THAN_AN_OPTION, place)
            elif not re.search(START, reading.text.line(line)):
                reading.report(faults.EMPTY_OPTION, place)
            continue
        start = InlinePlaces(parts[0][1], reading.text)(0)
        if "checked" not in item[0].meta:
            content = parts[0][1].content
            is_told = any(_check_box(content, start, pattern, reading) for pattern in boxes)
            is_told = is_told or _check_box_behind(content, start, reading)
            if has_boxes and is_one_list and not is_told:
                reading.report(faults.OPTION_WITHOUT_BOX, place)
        feedback = _feedback(parts[1:], reading)
        correct = bool(item[0].meta.get("checked"))
        options.append(option(plain(words), inline(words, reading), correct, feedback, written(words)))
        places.append((start, place[1]))
    _report_equal([shown.text for shown in options], places, reading)
    return options


def _box(content: str, pattern: str) -> re.Match[str] | None:
    """The box at the beginning of an option; most options begin with a letter, which needs no pattern."""
    return None if content[:1].isalnum() else re.match(pattern, content)


def _check_box(content: str, start: int, pattern: str, reading: Reading) -> bool:
    """Reports what looks like a box but is not; returns whether there is one."""
    match = _box(content, pattern)
    if match is None:
        return False
    written, end = match.group().rstrip(), start + match.end()
    reading.report(faults.NOT_A_BOX, (start, start + len(written)), words=written, where="")
    if content[match.end() :].strip() and "-" not in written:  # otherwise it may mean either
        box = "[ ] " if not written.strip("[]() ☐") else "[x] "
        reading.fix([reading.edit((start, end), box)])
    return True


def _check_box_behind(content: str, start: int, reading: Reading) -> bool:
    """Reports what looks like a box at the end of a one-line option; returns whether there is one."""
    may_end = content.endswith(tuple("]☐☑☒✓✔")) and "\n" not in content
    match = re.search(_BOX_BEHIND, content) if may_end else None
    if match is None:
        return False
    place = start + match.start("box"), start + match.end()
    reading.report(faults.NOT_A_BOX, place, words=match["box"], where=" after the text of an option")
    box = "[ ] " if not match["box"].strip("[] ☐") else "[x] "
    reading.fix([reading.edit((start, start), box), reading.edit((start + match.start(), place[1]), "")])
    return True


def _feedback(parts: Sequence[Tokens], reading: Reading) -> Prose | None:
    """The quotes below an option; anything else there is reported."""
    quoted: Tokens = []
    for part in parts:
        if part[0].type == "blockquote_open":
            quoted += part[1:-1]
        elif part[0].type == "alert_open":
            quoted += part
        else:
            line = part[0].map[0] if part[0].map else 0
            reading.report(faults.MORE_THAN_AN_OPTION, reading.text.line_place(line))
    return rendered(quoted, reading) if quoted else None


def _report_equal(texts: Sequence[str], places: Sequence[Place], reading: Reading) -> None:
    seen: set[str] = set()
    for text, place in zip(texts, places, strict=True):
        if text in seen:
            reading.report(faults.EQUAL_OPTIONS, place, text=text)
        seen.add(text)
