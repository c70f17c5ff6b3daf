"""Where a course names its parts: documents, headings, files, and the ids of questions and documents.

All these places are found here, so that finding references and renaming always agree.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from courseware.course.settings import read_settings
from courseware.editor.document_text import DocumentText, LinkPlace
from courseware.editor.positions import place_of
from courseware.editor.workspace import Workspace
from courseware.language.blocks import ReadMarker
from courseware.language.components import ROWS
from courseware.language.document import Interaction
from courseware.language.marker import MarkerEntry, Scalar
from courseware.language.source_text import Place
from courseware.record import NamedTuple

DOCUMENT, HEADING, FILE, ID, DOCUMENT_ID = "document", "heading", "file", "id", "document_id"


class Named(NamedTuple):
    """Something that has a name: its kind, the name of its file (for an id: the whole id), and a heading's anchor."""

    kind: str
    name: str
    anchor: str = ""

    @property
    def own_id(self) -> str:
        """An id without the id of its document."""
        return self.name.rpartition(".")[2]


class Mention(NamedTuple):
    """A place in a document where something is named, and whether it is defined there.

    `written` says how the name is written: as a path in a link, as the value of a key, or as an id. It is empty if the
    name is made from the words of a heading or question.
    """

    place: Place
    named: Named
    defines: bool = False
    written: str = ""


IN_LINK, AS_VALUE, AS_ID = "link", "value", "id"

_ID = r"[a-z0-9_]+"
_IN_QUOTES = re.compile(r"""(?P<end>\\?["']).*?(?P=end)""", re.DOTALL)
_WHOLE_ID = re.compile(rf"(?<![\w.])(?![\d.]+(?![\w.]))(?P<document>{_ID})\.(?P<own>{_ID})(?![\w.])")
_SCORE_OF = re.compile(rf"\bscore\(\s*(?P<document>{_ID})\s*\)")


def _of_id(text: str, place: Place) -> Iterator[Mention]:
    """Mentions by the whole ids in a place: each consists of the id of a document and that of a question."""
    for found in _WHOLE_ID.finditer(text, *place):
        yield Mention(found.span("document"), Named(DOCUMENT_ID, found["document"]), written=AS_ID)
        yield Mention(found.span("own"), Named(ID, found.group()), written=AS_ID)


def _of_condition(text: str, place: Place) -> Iterator[Mention]:
    """Mentions in a condition, such as `phase1.role = "Manager" and score(phase2) >= 60`, outside its quoted texts."""
    start, end = place
    if text[start:end][:1] in ('"', "'") and text[start:end][-1:] == text[start]:
        start, end = start + 1, end - 1
    bare = _IN_QUOTES.sub(lambda found: " " * len(found.group()), text[start:end])
    padded = " " * start + bare
    yield from _of_id(padded, (start, end))
    for found in _SCORE_OF.finditer(padded, start, end):
        yield Mention(found.span("document"), Named(DOCUMENT_ID, found["document"]), written=AS_ID)


MENTION_IDS: Mapping[str, Callable[[str, Place], Iterator[Mention]]] = {
    "of": _of_id,
    "show_if": _of_condition,
}
"""Key of a marker or of front matter whose value names questions or documents by id → a function that finds them."""


def mentions(workspace: Workspace, document: DocumentText) -> Iterator[Mention]:
    """Every mention in a document."""
    for heading in document.headings:
        yield Mention(heading.place, Named(HEADING, document.name, heading.anchor), True)
    for link in document.links:
        yield from _of_link(workspace, document, link)
    for marker in document.markers:
        for entry in marker.marker.entries.values():
            yield from _of_entry(workspace, document, marker, entry)
        yield from _of_questions(workspace, document, marker)
    yield from _of_settings(document) if document.is_settings else _of_matter(workspace, document)


def _of_link(workspace: Workspace, document: DocumentText, link: LinkPlace) -> Iterator[Mention]:
    path = path_in_course(document, link.path)
    start, end = link.place
    middle = start + len(document.text[start:end].partition("#")[0])
    if link.path:
        yield Mention((start, middle), _file(workspace, path), written=IN_LINK)
    if link.anchor:
        holder = _holder(workspace, path, link.anchor)
        yield Mention((middle + 1, end), Named(HEADING, holder, link.anchor), written=IN_LINK)


def path_in_course(document: DocumentText, written: str) -> str:
    """The name in the course of a file that a document names by a path relative to itself; empty: the document."""
    return (
        posixpath.normpath(posixpath.join(posixpath.dirname(document.name), written))
        if written
        else document.name
    )


def _file(workspace: Workspace, name: str) -> Named:
    return Named(DOCUMENT if workspace.text(name) else FILE, name)


def _holder(workspace: Workspace, name: str, anchor: str) -> str:
    """The file that contains a heading of a document: the document itself, or a file that it includes."""
    for holder in (name, *workspace.included_by(name)):
        text = workspace.text(holder)
        if text and any(heading.anchor == anchor for heading in text.headings):
            return holder
    return name


def _of_entry(
    workspace: Workspace, document: DocumentText, marker: ReadMarker, entry: MarkerEntry
) -> Iterator[Mention]:
    place = document.within(entry.place)
    if entry.key in MENTION_IDS:
        yield from MENTION_IDS[entry.key](document.text, place)
    elif entry.key == "file" and marker.name == "include":
        path = path_in_course(document, str(marker.values["file"]))
        yield Mention(place, _file(workspace, path), written=AS_VALUE)


def _of_questions(workspace: Workspace, document: DocumentText, marker: ReadMarker) -> Iterator[Mention]:
    """Definitions of the ids of a marker's questions: where they are written, or what they are made from."""
    places = written_ids(document, marker)
    for number, interaction in enumerate(interactions_at(workspace, document, marker)):
        named = Named(ID, interaction.id)
        if places:
            yield Mention(places[number % len(places)], named, True, AS_ID)
        elif _is_grid(marker):
            yield Mention(place_of(document.source, interaction.span), named, True)
        else:
            yield Mention(document.within(marker.marker.entries["type"].place), named, True)


def interactions_at(workspace: Workspace, document: DocumentText, marker: ReadMarker) -> list[Interaction]:
    """The interactions that a marker makes; several for a grid, or in a file that is included twice."""
    _, line, column, *_ = document.source.span(*document.within(marker.start))
    return workspace.interactions_at(document.name, line, column)


def written_ids(document: DocumentText, marker: ReadMarker) -> list[Place]:
    """The places where the ids of a marker's questions are written; none if they are made from words."""
    entry = marker.marker.entries.get("rows" if _is_grid(marker) else "id")
    if entry is None:
        return []
    scalars = (entry.value,) if isinstance(entry.value, Scalar) else entry.value
    return [document.within(scalar.place) for scalar in scalars]


def _is_grid(marker: ReadMarker) -> bool:
    return marker.component is not None and marker.component.options == ROWS


def _of_settings(document: DocumentText) -> Iterator[Mention]:
    """Mentions of the logo and the theme in `course.yaml`; a theme without a name extension is built in, not a file."""
    given, _ = read_settings(document.name, document.text)
    for key, path in (("logo", given.settings.logo), ("theme", given.settings.theme)):
        if key in given.spans and posixpath.splitext(path)[1]:
            place = place_of(document.source, given.spans[key])
            yield Mention(place, Named(FILE, path_in_course(document, path)), written=AS_VALUE)


def _of_matter(workspace: Workspace, document: DocumentText) -> Iterator[Mention]:
    read = workspace.documents().get(document.name)
    for key, span in read.matter.spans.items() if read else ():
        place = place_of(document.source, span)
        if key == "id" and read and read.matter.id:
            yield Mention(place, Named(DOCUMENT_ID, read.id), True, AS_ID)
        elif key in MENTION_IDS:
            yield from MENTION_IDS[key](document.text, place)
