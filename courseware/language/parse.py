"""A document's text → Document: Markdown tokens and markers become sections, prose and interactions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from unicodedata import category

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from courseware.diagnostics import Diagnostic, Fault, Span, report
from courseware.language import faults
from courseware.language.components import COMPONENTS, FIELD, PAGE, SECTION, type_of, values_of
from courseware.language.document import (
    Block,
    Document,
    Group,
    Heading,
    Interaction,
    Link,
    Media,
    Option,
    Prose,
    Section,
    StartButton,
    interactions_of,
)
from courseware.language.front_matter import FrontMatter
from courseware.language.identifier import slug
from courseware.language.interactions import Question, build, identify, label_of, option, scale, with_id
from courseware.language.markdown import markdown, plain, render, render_inline
from courseware.language.marker import START, Marker, Text, Value

_ITEM_PREFIX = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_BREAKS = {"softbreak", "hardbreak"}

Tokens = list[Token]
"""The tokens of one block at the top level, from its opening to its closing one."""


def read_document(
    name: str, path: str, matter: FrontMatter, body: str, first_line: int, rate_words: Sequence[str]
) -> tuple[Document, list[Diagnostic]]:
    """Reads the body of a document whose front matter is known.

    `first_line` is the number of the body's first line in its file; a select whose label begins with one of
    `rate_words` is a rating when its options are numbers.
    """
    document_id = matter.values.get("id") or slug(PurePosixPath(name).stem)
    text = Text(path, body, first_line)
    reader = _Reader(document_id, text, tuple(rate_words))
    sections = tuple(reader.sections(reader.blocks()))
    document = Document(
        document_id,
        name,
        path,
        matter,
        sections,
        reader.navigation or ("", ""),
        tuple(interactions_of(sections)),
        tuple(reader.links),
        tuple(reader.media),
        tuple(reader.icons),
        frozenset(reader.anchors),
        frozenset(reader.components),
    )
    names, problems = identify(document.interactions, document_id)
    if names:
        document = document.with_interactions(
            lambda it: with_id(it, names[it.span]) if it.span in names else it
        )
    return document, reader.diagnostics + problems + _promises(matter, reader.components)


def _promises(matter: FrontMatter, used: set[str]) -> list[Diagnostic]:
    return [
        report(faults.PROMISED_COMPONENT_UNUSED, span, name=name)
        for name, span in matter.promised
        if name in COMPONENTS and name not in used
    ]


class _Found(NamedTuple):
    """A marker whose component is known; `clean` when nothing was wrong with it so far."""

    name: str
    marker: Marker
    values: Mapping[str, Value]
    clean: bool

    @property
    def start(self) -> tuple[int, int]:
        """The place of its `{`."""
        return self.marker.place[0], self.marker.place[0] + 1


@dataclass(slots=True)
class _Reader:
    """One pass over a document's tokens."""

    document_id: str
    text: Text
    rate_words: tuple[str, ...]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    navigation: tuple[str, str] | None = None
    links: list[Link] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    icons: list[tuple[str, Span]] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    components: set[str] = field(default_factory=set)
    notes: dict[int, Tokens] = field(default_factory=dict)
    env: dict[str, Any] = field(default_factory=dict)

    def report(self, fault: Fault, place: tuple[int, int], **details: object) -> None:
        self.diagnostics.append(report(fault, self.text.span(*place), **details))

    # Tokens → blocks

    def blocks(self) -> list[Tokens]:
        """The document's blocks at the top level, headings with their anchors, mistakes within text reported."""
        self.env = {"text": self.text, "diagnostics": self.diagnostics, "docId": self.document_id}
        tokens = markdown().parse(self.text.text, self.env)
        notes = [number for number, token in enumerate(tokens) if token.type == "footnote_open"]
        blocks = _split(tokens[: notes[0] - 1] if notes else tokens, 0)
        self.notes = {
            tokens[start].meta["id"]: tokens[start:end]
            for start, end in zip(notes, [*notes[1:], len(tokens) - 1], strict=False)
        }
        self._check_footnotes([token for block in blocks for token in block])
        for block in [*blocks, *self.notes.values()]:
            self._look_at(block)
        return blocks

    def _check_footnotes(self, tokens: Tokens) -> None:
        """Reports notes that stand twice or are never referred to; takes away the ways back to what is not shown."""
        shown = self._references(tokens)
        numbers = {number for number, _ in shown}
        seen: set[str] = set()
        for label, line in self.env.get("definitions", ()):
            start = self.text.starts[line] + self.text.line(line).index("[^")
            place = (start, start + len(label) + 3)
            if label in seen:
                self.report(faults.FOOTNOTE_REPEATED, place, label=label)
            elif self.env["footnotes"]["refs"][f":{label}"] not in numbers:
                self.report(faults.FOOTNOTE_UNUSED, place, label=label)
            seen.add(label)
        for number, note in self.notes.items():
            self.notes[number] = [
                token
                for token in note
                if token.type != "footnote_anchor" or (token.meta["id"], token.meta["subId"]) in shown
            ]

    def _references(self, tokens: Tokens) -> set[tuple[int, int]]:
        """The references to notes in some tokens, and in the notes to which they lead: numbers, and which reference."""
        found: set[tuple[int, int]] = set()
        while tokens:
            children = [child for token in tokens for child in token.children or ()]
            new = {(one.meta["id"], one.meta["subId"]) for one in children if one.type == "footnote_ref"}
            followed = {number for number, _ in found}
            tokens = [
                token for number in {one for one, _ in new} - followed for token in self.notes.get(number, ())
            ]
            found |= new
        return found

    def _look_at(self, block: Tokens) -> None:
        first = block[0]
        if first.type == "code_block":
            self._code_block(first)
        elif first.type == "heading_open":
            first.attrs["id"] = f"page-{self.document_id}-{self._anchor(plain(block[1].children))}"
        for number, token in enumerate(block):
            if token.type == "inline" and ("[" in token.content or "{" in token.content):
                for child in token.children or ():
                    if "position" in child.meta:
                        self._place(block, number, child)
                    for inner in child.children or ():
                        if inner.type == "marker_in_text":  # in a picture's alternative text, behind its `![`
                            inner.meta["position"] += child.meta["position"] + 2
                            self._place(block, number, inner)

    def _code_block(self, token: Token) -> None:
        first_line = token.map[0] if token.map else 0
        for number, line in enumerate(token.content.split("\n")):
            if START.match(line):
                source_line = self.text.line(first_line + number)
                start = self.text.starts[first_line + number] + source_line.index("{")
                self.report(faults.MARKER_IN_CODE_BLOCK, (start, start + 1))

    def _anchor(self, words: str) -> str:
        """The name of a heading in links, as GitHub makes it."""
        kept = (
            sign
            for sign in words.lower()
            if sign.isalnum() or sign in "-_ " or category(sign).startswith("M")
        )
        anchor = "".join(kept).replace(" ", "-")
        unique = anchor
        while unique in self.anchors:
            self.anchors[anchor] += 1
            unique = f"{anchor}-{self.anchors[anchor]}"
        self.anchors[unique] = 0
        return unique

    def _place(self, block: Tokens, number: int, child: Token) -> None:
        """Notes the place of a link or picture in the file, or reports a marker within text."""
        offset = self._offset(block, number, child.meta["position"])
        child.meta["span"] = self.text.span(offset, offset + 1)
        if child.type == "marker_in_text":
            if block[0].type == "table_open":
                self.report(faults.MARKER_IN_CONTAINER, (offset, offset + 1), container="a table")
            else:
                self.report(faults.MARKER_IN_TEXT, (offset, offset + 1))

    def _offset(self, block: Tokens, number: int, position: int) -> int:
        """The offset in the file of a position in the content of an inline token.

        Markdown keeps an inline token's lines but not its columns; its words are looked up in the source line, behind
        those of the cells before it when it is one of a table's row.
        """
        token = block[number]
        first_line = token.map[0] if token.map else 0
        line = first_line + token.content.count("\n", 0, position)
        line_start = token.content.rfind("\n", 0, position) + 1
        before, behind = token.content[line_start:position], token.content[position:].split("\n", 1)[0]
        source_line = self.text.line(line)
        column = 0
        if block[0].type == "table_open":
            cells = [one.content for one in block[:number] if one.type == "inline" and one.map == token.map]
            *cells, before, behind = (text.replace("|", "\\|") for text in (*cells, before, behind))
            for cell in cells:
                column = max(column, source_line.find(cell, column) + len(cell))
        return self.text.starts[line] + max(0, source_line.find(before + behind, column)) + len(before)

    # Blocks → sections

    def sections(self, blocks: list[Tokens]) -> list[Section]:
        """The document's sections, in order."""
        parts: list[tuple[Tokens | None, list[Tokens]]] = [(None, [])]
        for block in blocks:
            if block[0].type == "heading_open" and block[0].tag in {"h1", "h2"}:
                parts.append((block, []))
            else:
                parts[-1][1].append(block)
        sections: list[Section] = []
        for heading, body in parts:
            section = self._section(heading, body)
            if heading or section.component or section.blocks:
                sections.append(section)
            sections += self._footnotes([token for block in (heading or [], *body) for token in block])
        return sections

    def _footnotes(self, tokens: Tokens) -> list[Section]:
        """The footnotes that some tokens are the first to refer to, as a section of their own behind them."""
        notes = self._notes_of(tokens)
        if not notes:
            return []
        block = [Token("footnote_block_open", "", 1), *notes, Token("footnote_block_close", "", -1)]
        return [Section(None, None, {}, (self._rendered(block),))]

    def _notes_of(self, tokens: Tokens) -> Tokens:
        notes: Tokens = []
        while tokens:
            children = [child for token in tokens for child in token.children or ()]
            numbers = [child.meta["id"] for child in children if child.type == "footnote_ref"]
            tokens = [token for number in numbers for token in self.notes.pop(number, ())]
            notes += tokens
        return notes

    def _section(self, heading_tokens: Tokens | None, blocks: list[Tokens]) -> Section:
        heading = self._heading(heading_tokens, 2) if heading_tokens else None
        words = heading.text if heading else ""
        found = self._section_marker(blocks)
        rest = blocks[1:] if found else blocks
        if found and COMPONENTS[found.name].interaction:
            body = self._question(found, heading, rest)
        elif (found and COMPONENTS[found.name].holds_fields) or self._was_meant_as_form(heading_tokens, rest):
            body = self._form(rest, words)
        else:
            body = self._plain(rest)
        return Section(heading, found.name if found else None, found.values if found else {}, tuple(body))

    def _heading(self, tokens: Tokens, level: int) -> Heading:
        children = tokens[1].children or []
        return Heading(plain(children), self._inline(children), level, str(tokens[0].attrs["id"]))

    def _section_marker(self, blocks: list[Tokens]) -> _Found | None:
        """What makes a section a component: its first block, when that is a section marker."""
        if not blocks or blocks[0][0].type != "marker":
            return None
        marker: Marker = blocks[0][0].meta["marker"]
        name, _ = type_of(marker, self.text)
        return self._read(name, marker) if name and COMPONENTS[name].place == SECTION else None

    def _was_meant_as_form(self, heading: Tokens | None, blocks: list[Tokens]) -> bool:
        """Whether a form's marker stands in the wrong place, or an unreadable one in the right place.

        That is reported as it is; its fields need no message of their own.
        """
        children = (heading[1].children or []) if heading else []
        markers = [child.meta["marker"] for child in children if child.type == "marker_in_text"]
        markers += [block[0].meta["marker"] for block in blocks if block[0].type == "marker"]
        if (
            blocks
            and blocks[0][0].type == "marker"
            and not type_of(blocks[0][0].meta["marker"], self.text)[0]
        ):
            return True
        names = (type_of(marker, self.text)[0] for marker in markers)
        return any(name and COMPONENTS[name].holds_fields for name in names)

    def _read(self, name: str, marker: Marker) -> _Found:
        values, problems = values_of(marker, name, self.text)
        self.diagnostics += problems
        self.components.add(name)
        icon = values.get("icon")
        if isinstance(icon, str) and icon:
            self.icons.append((icon, self.text.span(*marker.entries["icon"].place)))
        return _Found(name, marker, values, marker.sound and not problems)

    def _marker(self, block: Tokens, allowed: set[str]) -> _Found | None:
        """A marker that is not first in its section, when it may stand here."""
        marker: Marker = block[0].meta["marker"]
        name, problems = type_of(marker, self.text)
        self.diagnostics += problems
        if name is None:
            return None
        found = self._read(name, marker)
        place = COMPONENTS[name].place
        if place == SECTION:
            self.report(faults.SECTION_MARKER_NOT_FIRST, found.start)
        elif place not in allowed:
            self.report(faults.FIELD_OUTSIDE_FORM, found.start, component=name)
        return found if place in allowed else None

    def _page_block(self, found: _Found) -> list[Block]:
        """A component of the page as a whole: a block, or the navigation, which is kept aside."""
        if "next" not in found.values:
            return [StartButton(str(found.values["text"]), str(found.values["icon"]))]
        if self.navigation is not None:
            self.report(faults.SECOND_NAVIGATION, found.start)
        self.navigation = (str(found.values["previous"]), str(found.values["next"]))
        return []

    def _plain(self, blocks: list[Tokens]) -> list[Block]:
        """Prose, with what belongs to the page in between."""
        result: list[Block] = []
        for is_marker, run in groupby(blocks, key=lambda block: block[0].type == "marker"):
            if not is_marker:
                result += self._prose(list(run))
                continue
            for block in run:
                found = self._marker(block, {PAGE})
                result += self._page_block(found) if found else []
        return result

    def _form(self, blocks: list[Tokens], section: str) -> list[Block]:
        """Groups of fields: one a `###`, and one before the first when anything stands there."""
        groups: list[Block] = []
        heading: Heading | None = None
        content: list[Block] = []
        pending: list[Tokens] = []

        def end_group() -> None:
            nonlocal content, pending
            content += self._prose(pending)
            if heading or content:
                groups.append(Group(heading, tuple(content)))
            content, pending = [], []

        for block in blocks:
            first = block[0]
            if first.type == "heading_open" and first.tag == "h3":
                end_group()
                heading = self._heading(block, 3)
            elif first.type == "heading_open":
                content += self._prose([*pending, block])
                pending = []
            elif first.type != "marker":
                pending.append(block)
            else:
                found = self._marker(block, {FIELD, PAGE})
                if found is None:
                    pending = []
                elif COMPONENTS[found.name].place == FIELD:
                    content += self._field(found, pending, heading.text if heading else "", section)
                    pending = []
                elif button := self._page_block(found):
                    content += [*self._prose(pending), *button]
                    pending = []
        end_group()
        return groups

    def _field(self, found: _Found, pending: list[Tokens], group: str, section: str) -> list[Block]:
        """A field, behind the prose that stands before its label."""
        before, label, help_blocks = _label(pending)
        if label_of(words := str(found.values["label"])):
            before, help_blocks = pending, []
            prose = Prose((escapeHtml(words),))
        elif label and label_of(plain(label)):
            words, prose = plain(label), self._inline(label)
        else:
            if found.clean:
                self.report(faults.NO_LABEL, found.start, component=found.name)
            return [*self._prose(pending)]
        help_prose = next(iter(self._prose(help_blocks)), None)
        question = Question(
            found.name, found.marker, found.values, words, prose, help_prose,
            self._given_options(found), group, section, self.text,
        )  # fmt: skip
        return [*self._prose(before), self._interaction(question)]

    def _given_options(self, found: _Found) -> list[Option]:
        """The options that a marker itself gives, in a list or by a scale."""
        given = COMPONENTS[found.name].options
        if given == "key":
            texts = found.values["options"] if isinstance(found.values["options"], tuple) else ()
            return [option(text, Prose((escapeHtml(text),))) for text in texts]
        return scale(found.values) if given == "scale" else []

    def _question(self, found: _Found, heading: Heading | None, blocks: list[Tokens]) -> list[Block]:
        """A section that is one question: prompt, interaction, what follows it."""
        items = COMPONENTS[found.name].options == "items"
        last = _holder_of_items(blocks) if items else _last(blocks, _is_list)
        title = label_of(str(found.values["title"]))
        words = title or label_of(heading.text if heading else "")
        if not words:
            self.report(faults.NO_LABEL, found.start, component=found.name)
        if last is None and found.clean:
            self.report(faults.NO_ITEMS if items else faults.NO_OPTIONS, found.start)
        if last is None or not words:
            return self._plain(blocks)
        prose = heading.prose if heading and not title else Prose((escapeHtml(title),))
        block = blocks[last]
        options = self._lines(block[0]) if block[0].type == "fence" else self._list(block)
        question = Question(
            found.name, found.marker, found.values, words, prose, None,
            options, "", heading.text if heading else "", self.text,
        )  # fmt: skip
        return [*self._plain(blocks[:last]), self._interaction(question), *self._plain(blocks[last + 1 :])]

    def _interaction(self, question: Question) -> Interaction:
        result, problems = build(question, self.document_id, self.rate_words)
        self.diagnostics += problems
        return result

    def _lines(self, fence: Token) -> list[Option]:
        """The items of a ranking: the lines of a fenced block, without bullets that stand in front of all of them."""
        first_line = fence.map[0] + 1 if fence.map else 0
        numbered = [
            (first_line + at, line.strip())
            for at, line in enumerate(fence.content.split("\n"))
            if line.strip()
        ]
        if all(_ITEM_PREFIX.match(line) for _, line in numbered):
            numbered = [(at, _ITEM_PREFIX.sub("", line, count=1)) for at, line in numbered]
        self._report_equal([(line, self._end_place(at, line)) for at, line in numbered])
        return [option(line, Prose((escapeHtml(line),))) for _, line in numbered]

    def _list(self, block: Tokens) -> list[Option]:
        """Options from a Markdown list: the words of each item, its box, and an indented quote as feedback."""
        options: list[Option] = []
        texts: list[tuple[str, tuple[int, int]]] = []
        has_boxes = any("checked" in token.meta for token in block if token.level == 1)
        for item in _split(block[1:-1], 1):
            line = item[0].map[0] if item[0].map else 0
            place = self._line_place(line)
            parts = _split(item[1:-1], 2)
            words = parts[0][1].children or [] if parts and parts[0][0].type == "paragraph_open" else []
            if not plain(words):
                if parts:
                    self.report(faults.MORE_THAN_AN_OPTION, place)
                elif not START.search(self.text.line(line)):
                    self.report(faults.EMPTY_OPTION, place)
                continue
            if has_boxes and "checked" not in item[0].meta:
                self.report(faults.OPTION_WITHOUT_BOX, place)
            quoted: Tokens = []
            for part in parts[1:]:
                if part[0].type == "blockquote_open":
                    quoted += part[1:-1]
                else:
                    self.report(
                        faults.MORE_THAN_AN_OPTION, self._line_place(part[0].map[0] if part[0].map else line)
                    )
            feedback = self._rendered(quoted) if quoted else None
            correct = bool(item[0].meta.get("checked"))
            options.append(option(plain(words), self._inline(words), correct, feedback))
            start = self._offset(parts[0], 1, 0)
            texts.append((plain(words), (start, place[1])))
        self._report_equal(texts)
        return options

    def _report_equal(self, texts: Sequence[tuple[str, tuple[int, int]]]) -> None:
        seen: set[str] = set()
        for text, place in texts:
            if text in seen:
                self.report(faults.EQUAL_OPTIONS, place, text=text)
            seen.add(text)

    def _line_place(self, line: int) -> tuple[int, int]:
        """The place of a line without its indentation."""
        source_line = self.text.line(line)
        start = self.text.starts[line] + len(source_line) - len(source_line.lstrip())
        return start, start + len(source_line.strip())

    def _end_place(self, line: int, words: str) -> tuple[int, int]:
        """The place of the words with which a line ends."""
        end = self._line_place(line)[1]
        return end - len(words), end

    # Tokens → prose

    def _prose(self, blocks: list[Tokens]) -> list[Prose]:
        """The blocks as one piece of prose, or nothing."""
        return [self._rendered([token for block in blocks for token in block])] if blocks else []

    def _rendered(self, tokens: Sequence[Token]) -> Prose:
        return self._with_targets(render(tokens, self.env))

    def _inline(self, children: Sequence[Token]) -> Prose:
        return self._with_targets(render_inline(children, self.env))

    def _with_targets(self, pieces: Sequence[str | Token]) -> Prose:
        return Prose(tuple(piece if isinstance(piece, str) else self._target(piece) for piece in pieces))

    def _target(self, token: Token) -> Link | Media:
        span = token.meta.get("span") or Span(
            self.text.file, self.text.first_line, 1, self.text.first_line, 2
        )
        if token.type == "link_open":
            link = Link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")), span)
            self.links.append(link)
            return link
        known = ("src", "alt", "title")
        attributes = tuple((name, str(value)) for name, value in token.attrs.items() if name not in known)
        for name in token.meta.get("insecure_attrs", ()):
            self.diagnostics.append(report(faults.ATTRIBUTE_LEFT_OUT, span, name=name))
        media = Media(
            str(token.attrs.get("src", "")),
            plain(token.children),
            str(token.attrs.get("title", "")),
            attributes,
            span,
        )
        self.media.append(media)
        return media


def _last(blocks: list[Tokens], fits: Callable[[Token], bool]) -> int | None:
    """The number of the last block that fits."""
    return max((number for number, block in enumerate(blocks) if fits(block[0])), default=None)


def _is_list(token: Token) -> bool:
    return token.type in {"bullet_list_open", "ordered_list_open"}


def _holder_of_items(blocks: list[Tokens]) -> int | None:
    """The block that holds the items of a ranking: a fence rather than a list, but a list rather than a program."""
    plain_fence = _last(blocks, lambda token: token.type == "fence" and not token.info.strip())
    found = (plain_fence, _last(blocks, _is_list), _last(blocks, lambda token: token.type == "fence"))
    return next((number for number in found if number is not None), None)


def _label(pending: list[Tokens]) -> tuple[list[Tokens], list[Token] | None, list[Tokens]]:
    """The blocks before a field's label, the inline tokens of the label, and the blocks behind it."""
    for number in range(len(pending) - 1, -1, -1):
        block = pending[number]
        if block[0].type != "paragraph_open":
            continue
        children = block[1].children or []
        for start, end in reversed(_lines(children)):
            line = children[start:end]
            if _is_bold(line):
                before = [*pending[:number], *_paragraph(block, children[: max(0, start - 1)])]
                behind = [*_paragraph(block, children[end + 1 :]), *pending[number + 1 :]]
                return before, _trimmed(line), behind
    return pending, None, []


def _lines(children: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the lines of a paragraph begin and end; bold words that go on over a line's end stay together."""
    breaks = [at for at, token in enumerate(children) if token.type in _BREAKS and token.level == 0]
    return list(zip([0, *(at + 1 for at in breaks)], [*breaks, len(children)], strict=True))


def _is_bold(line: Sequence[Token]) -> bool:
    """Whether all words of a line are bold, but for a colon behind them."""
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
    """A paragraph of some of the lines of another, or nothing."""
    if not children:
        return []
    return [[block[0], replace(block[1], children=children, content=""), block[2]]]


def _split(tokens: Sequence[Token], level: int) -> list[Tokens]:
    """Tokens as blocks of a nesting level, each from its opening to its closing token."""
    blocks: list[Tokens] = []
    block: Tokens = []
    for token in tokens:
        block.append(token)
        if token.level == level and token.nesting <= 0:
            blocks.append(block)
            block = []
    return blocks
