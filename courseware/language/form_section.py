"""A form: groups of fields, each with its label and help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens
from courseware.language.components import FIELD, KEY, PAGE, SCALE, TRUTH
from courseware.language.document import Group, Heading, Option, Prose
from courseware.language.interactions import build
from courseware.language.interface_texts import interface_texts
from courseware.language.markdown import plain, written
from courseware.language.options import option
from courseware.language.plain_section import is_allowed, page_block
from courseware.language.prose import heading_of, inline, prose_of
from courseware.language.question import Question, label_of
from courseware.language.rating import scale
from courseware.language.reading import Reading

_BREAKS = {"softbreak", "hardbreak"}


def form_section(
    heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The groups of fields: one for each `###`, and one for the blocks before the first, if there are any."""
    section = heading.written if heading else ""
    groups: list[document.Block] = []
    for legend_tokens, body in by_heading(blocks):
        legend = heading_of(legend_tokens, 3, reading) if legend_tokens else None
        content = _fields(body, legend.written if legend else "", section, reading)
        if legend or content:
            groups.append(Group(legend, tuple(content)))
    return groups


def by_heading(blocks: Sequence[ReadBlock]) -> list[tuple[Tokens | None, list[ReadBlock]]]:
    """The `###` headings, each with the blocks below it; the first entry has the blocks before any heading."""
    parts: list[tuple[Tokens | None, list[ReadBlock]]] = [(None, [])]
    for block in blocks:
        if not isinstance(block, ReadMarker) and block[0].type == "heading_open" and block[0].tag == "h3":
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return parts


def _fields(blocks: Sequence[ReadBlock], group: str, section: str, reading: Reading) -> list[document.Block]:
    """The fields of a group, with the prose between them."""
    content: list[document.Block] = []
    pending: list[Tokens] = []
    """The blocks between the previous field or heading and the next field."""
    for block in blocks:
        if not isinstance(block, ReadMarker):
            pending.append(block)
            if block[0].type == "heading_open":
                content += prose_of(pending, reading)
                pending = []
        elif not is_allowed(block, {FIELD, PAGE}, reading):
            pending = []
        elif block.component and block.component.place == FIELD:
            content += _field(block, pending, group, section, reading)
            pending = []
        elif button := page_block(block, reading):
            content += [*prose_of(pending, reading), *button]
            pending = []
    return content + prose_of(pending, reading)


def _field(
    marker: ReadMarker, above: list[Tokens], group: str, section: str, reading: Reading
) -> list[document.Block]:
    """A field, after the prose that precedes its label."""
    before, label, help_blocks = _label(above)
    if label_of(words := str(marker.values["label"])):
        before, help_blocks = above, []
        name, prose = label_of(str(marker.source("label"))), Prose((escapeHtml(words),))
    elif label and label_of(plain(label)):
        words, name, prose = plain(label), written(label), inline(label, reading)
    else:
        if marker.clean:
            reading.report(faults.NO_LABEL, marker.start, component=marker.name)
        return [*prose_of(above, reading)]
    question = Question(
        marker=marker,
        words=words,
        written=name,
        prose=prose,
        help=next(iter(prose_of(help_blocks, reading)), None),
        options=options_of_field(marker, reading.language),
        group=group,
        section=section,
        text=reading.text,
    )
    return [*prose_of(before, reading), build(question, reading)]


def options_of_field(marker: ReadMarker, language: str) -> list[Option]:
    """The options that a marker itself defines: as a list, by a scale, or as the words for true and false."""
    given = marker.component.options if marker.component else None
    if given == KEY:
        texts = marker.values["options"] if isinstance(marker.values["options"], tuple) else ()
        names = marker.source("options")
        pairs = zip(texts, names if isinstance(names, tuple) else texts, strict=True)
        return [option(text, Prose((escapeHtml(text),)), name=name) for text, name in pairs]
    if given == TRUTH:
        words = interface_texts(language)
        return [
            option(words[f"statement_{name}"], Prose((escapeHtml(words[f"statement_{name}"]),)), name=name)
            for name in ("true", "false")
        ]
    return scale(marker.values) if given == SCALE else []


# A field's label


def _label(pending: list[Tokens]) -> tuple[list[Tokens], list[Token] | None, list[Tokens]]:
    """The blocks before a field's label, the inline tokens of the label, and the blocks after it."""
    for number in range(len(pending) - 1, -1, -1):
        block = pending[number]
        if block[0].type != "paragraph_open":
            continue
        children = block[1].children or []
        for start, end in reversed(_lines(children)):
            line = children[start:end]
            if _is_bold(line):
                before = [*pending[:number], *_paragraph(block, children[: max(0, start - 1)])]
                after = [*_paragraph(block, children[end + 1 :]), *pending[number + 1 :]]
                return before, _trimmed(line), after
    return pending, None, []


def _lines(children: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the lines of a paragraph begin and end; bold words that continue across a line break stay together."""
    breaks = [at for at, token in enumerate(children) if token.type in _BREAKS and token.level == 0]
    return list(zip([0, *(at + 1 for at in breaks)], [*breaks, len(children)], strict=True))


def _is_bold(line: Sequence[Token]) -> bool:
    """Whether all words of a line are bold, apart from a colon after them."""
    outside: list[str] = []
    depth = 0
    for token in line:
        depth += token.nesting if token.type in {"strong_open", "strong_close"} else 0
        if depth == 0 and token.nesting == 0:
            outside.append(token.content)
    return any(token.type == "strong_open" for token in line) and "".join(outside).strip() in {"", ":"}


def _trimmed(line: list[Token]) -> list[Token]:
    """A line without the blank tokens at its ends."""
    filled = [at for at, token in enumerate(line) if token.content.strip() or token.nesting]
    return line[filled[0] : filled[-1] + 1]


def _paragraph(block: Tokens, children: list[Token]) -> list[Tokens]:
    """A paragraph with some of the lines of another; empty if there are none."""
    if not children:
        return []
    return [[block[0], replace(block[1], children=children, content=""), block[2]]]
