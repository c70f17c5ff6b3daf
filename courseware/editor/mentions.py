"""Where a course names what is in it: documents, headings, files, and the ids of questions and documents.

All places at which something is named are found here, so that finding references and renaming know of the same ones.
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
    """A thing with a name: its kind, the name of its file (of an id: the whole id), and a heading's anchor."""

    kind: str
    name: str
    anchor: str = ""

    @property
    def own_id(self) -> str:
        """An id without that of its document."""
        return self.name.rpartition(".")[2]


class Mention(NamedTuple):
    """A place of a document at which something is named, and whether that defines it.

    What stands there is `written` as a path in a link, as the value of a key, or as an id; it is empty where the words
    of a heading or of a question make the name.
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
    """The whole ids between two offsets: each is the id of a document, and within it that of a question."""
    for found in _WHOLE_ID.finditer(text, *place):
        yield Mention(found.span("document"), Named(DOCUMENT_ID, found["document"]), written=AS_ID)
        yield Mention(found.span("own"), Named(ID, found.group()), written=AS_ID)


def _of_condition(text: str, place: Place) -> Iterator[Mention]:
    """The ids of a condition, such as `phase1.role = "Manager" and score(phase2) >= 60`, but not its words."""
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
"""Keys of markers and of front matter whose values name questions or documents by their ids → what is named there."""


def mentions(workspace: Workspace, document: DocumentText) -> Iterator[Mention]:
    """All that a document names, and what it defines."""
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
    """The name in the course of a file that a document names, in a path from where it lies itself."""
    return (
        posixpath.normpath(posixpath.join(posixpath.dirname(document.name), written))
        if written
        else document.name
    )


def _file(workspace: Workspace, name: str) -> Named:
    return Named(DOCUMENT if workspace.text(name) else FILE, name)


def _holder(workspace: Workspace, name: str, anchor: str) -> str:
    """The file in which a heading of a document stands: the document, or one that it includes."""
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
    """The definitions of the ids of a marker's questions: where they are written, or what they are made of."""
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
    """The interactions that a marker makes: those of a grid are several, and those of a file included twice."""
    _, line, column, *_ = document.source.span(*document.within(marker.start))
    return workspace.interactions_at(document.name, line, column)


def written_ids(document: DocumentText, marker: ReadMarker) -> list[Place]:
    """The places at which the ids of a marker's questions are written."""
    entry = marker.marker.entries.get("rows" if _is_grid(marker) else "id")
    if entry is None:
        return []
    scalars = (entry.value,) if isinstance(entry.value, Scalar) else entry.value
    return [document.within(scalar.place) for scalar in scalars]


def _is_grid(marker: ReadMarker) -> bool:
    return marker.component is not None and marker.component.options == ROWS


def _of_settings(document: DocumentText) -> Iterator[Mention]:
    """The logo and the style sheet; a theme without an ending is one of the program's own."""
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
