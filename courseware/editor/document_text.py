"""A document as an editor sees it: its text, and the places of its headings, markers and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from markdown_it.token import Token

from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.language.blocks import Blocks, ReadMarker, read_blocks
from courseware.language.front_matter import Halves, matter_place, split
from courseware.language.places import inline_places
from courseware.language.reading import Reading
from courseware.language.source_text import Place, SourceText
from courseware.record import NamedTuple

_INLINE_HREF = re.compile(r"\]\(\s*<?([^<>\n]*?)>?(?:\s+[\"'(][^\n]*)?\)")
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(\S+?)>?(?:[ \t]|$)", re.MULTILINE)
_NAME_TO_ANCHOR = re.compile(r"^page-[a-z0-9_]+-")


class HeadingPlace(NamedTuple):
    """A heading: its level from 1, its words, its anchor, and the place of its words."""

    level: int
    words: str
    anchor: str
    place: Place


class LinkPlace(NamedTuple):
    """A link or a media file: path and anchor, with escapes (`%20`) decoded, and the place where both are written."""

    path: str
    anchor: str
    place: Place


@dataclass(frozen=True)
class DocumentText:
    """A document: its `name` in the course, and its text with `\\n` line ends."""

    name: str
    text: str

    @property
    def is_settings(self) -> bool:
        """Whether the document is `course.yaml`, which is not Markdown."""
        return self.name == SETTINGS_FILE

    @cached_property
    def source(self) -> SourceText:
        """The text, with conversion between offsets and places."""
        return SourceText(self.name, self.text)

    @cached_property
    def _halves(self) -> Halves | None:
        halves, _ = split(self.name, "" if self.is_settings else self.text)
        return halves

    @cached_property
    def matter(self) -> Place:
        """The place of the front matter between its lines of dashes; empty if there is none."""
        return matter_place(self.text, self._halves) if self._halves else (0, 0)

    @cached_property
    def body(self) -> SourceText:
        """The text after the front matter; empty as long as front matter begins but does not end."""
        if self._halves:
            return SourceText(self.name, self._halves.body)
        has_none = self.is_settings or self.text.lstrip().startswith("---")
        return SourceText(self.name, "" if has_none else self.text)

    @cached_property
    def blocks(self) -> Blocks:
        """The blocks of the body."""
        return read_blocks(Reading("document", self.body, "en"))

    @cached_property
    def markers(self) -> tuple[ReadMarker, ...]:
        """The markers, with places counted from the beginning of the body."""
        return tuple(block for block in self.blocks.body if isinstance(block, ReadMarker))

    def within(self, place: Place) -> Place:
        """A place in the body, converted to a place in the whole text."""
        start = len(self.text) - len(self.body.text)
        return start + place[0], start + place[1]

    def marker_at(self, offset: int) -> ReadMarker | None:
        """The marker that an offset is in or at the end of, or None."""
        for marker in self.markers:
            start, end = self.within(marker.marker.place)
            if start < offset <= end:
                return marker
        return None

    @cached_property
    def headings(self) -> tuple[HeadingPlace, ...]:
        """The headings at the top level."""
        return tuple(self._headings())

    def _headings(self) -> Iterator[HeadingPlace]:
        for block in self._markdown():
            if block[0].type != "heading_open":
                continue
            start, end = self.body.line_place(block[0].map[0] if block[0].map else 0)
            written = self.body.text[start:end]
            words = written.lstrip("#").strip().rstrip("#").rstrip() if written.startswith("#") else written
            at = start + written.index(words) if words else end
            anchor = _NAME_TO_ANCHOR.sub("", str(block[0].attrs["id"]))
            yield HeadingPlace(int(block[0].tag[1]), words, anchor, self.within((at, at + len(words))))

    def _markdown(self) -> Iterator[list[Token]]:
        yield from (block for block in self.blocks.body if not isinstance(block, ReadMarker))

    @cached_property
    def links(self) -> tuple[LinkPlace, ...]:
        """The links and media that lead into the course, sorted by place."""
        return tuple(sorted(set(self._links()), key=lambda link: link.place))

    def _links(self) -> Iterator[LinkPlace]:
        for block in [*self._markdown(), *self.blocks.notes.values()]:
            for token, places in inline_places(block, self.body):
                for child in token.children or ():
                    if child.type not in {"link_open", "image"} or "position" not in child.meta:
                        continue
                    href = str(child.attrs.get("href") or child.attrs.get("src") or "")
                    place = _href_place(self.body.text, places(child.meta["position"]), href)
                    if place and "://" not in href and not href.startswith("mailto:"):
                        path, _, anchor = unquote(href).partition("#")
                        yield LinkPlace(path, anchor, self.within(place))


def _href_place(text: str, offset: int, href: str) -> Place | None:
    """The place where the target of the link at an offset is written: after its text, or in a link definition."""
    for pattern, start in ((_INLINE_HREF, offset), (_DEFINITION, 0)):
        for found in pattern.finditer(text, start):
            if unquote(found[1]) == unquote(href):
                return found.span(1)
            if pattern is _INLINE_HREF and found.start() > offset + 2_000:
                break
    return None
