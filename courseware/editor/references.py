"""What has a name in a course: documents, headings, files and ids; where each is defined and where it is meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from courseware.editor.completion import NAMES_IDS
from courseware.editor.document_text import DocumentText, LinkPlace
from courseware.editor.hover import interaction_at
from courseware.editor.workspace import Workspace
from courseware.language.source_text import Place

DOCUMENT, HEADING, FILE, ID = "document", "heading", "file", "id"

_ID = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*")


class Named(NamedTuple):
    """A thing with a name: its kind, the name of its file (of an id: the whole id), and a heading's anchor."""

    kind: str
    name: str
    anchor: str = ""


class Occurrence(NamedTuple):
    """Where something is named: the file, the place in it, and whether it is the definition."""

    name: str
    place: Place
    defines: bool = False


def named_at(workspace: Workspace, document: DocumentText, offset: int) -> tuple[Named, Place] | None:
    """What is named at an offset, and the place of the name."""
    for heading in document.headings:
        if heading.place[0] <= offset <= heading.place[1] and not _in_link(document, offset):
            return Named(HEADING, document.name, heading.anchor), heading.place
    for link in document.links:
        if link.place[0] <= offset <= link.place[1]:
            return _of_link(workspace, document, link, offset)
    for place, identifier in _ids(document):
        if place[0] <= offset <= place[1]:
            return Named(ID, identifier), place
    marker = document.marker_at(offset)
    one = interaction_at(workspace, document, marker) if marker else None
    if marker is None or one is None:
        return None
    entry = marker.marker.entries.get("id") or marker.marker.entries["type"]
    place = document.within(entry.place)
    return (Named(ID, one.id), place) if place[0] <= offset <= place[1] else None


def _in_link(document: DocumentText, offset: int) -> bool:
    return any(one.place[0] <= offset <= one.place[1] for one in document.links)


def _of_link(
    workspace: Workspace, document: DocumentText, link: LinkPlace, offset: int
) -> tuple[Named, Place] | None:
    path = target_of(document, link)
    middle = link.place[0] + document.text[slice(*link.place)].partition("#")[0].__len__()
    if link.anchor and offset > middle:
        return Named(HEADING, path, link.anchor), (middle + 1, link.place[1])
    if path in {one.name for one in workspace.texts()}:
        return Named(DOCUMENT, path), (link.place[0], middle)
    return (Named(FILE, path), (link.place[0], middle)) if path in workspace.names() else None


def target_of(document: DocumentText, link: LinkPlace) -> str:
    """The name in the course of the file that a link leads to."""
    return posixpath.normpath(link.path) if link.path else document.name


def _ids(document: DocumentText) -> Iterator[tuple[Place, str]]:
    """The whole ids, and ids of documents, that markers and front matter name."""
    places = [
        document.within(entry.place)
        for marker in document.markers
        for entry in marker.marker.entries.values()
        if entry.key in NAMES_IDS
    ]
    start, end = document.matter
    shown = re.search(r"^show_if:(.*)$", document.text[start:end], re.MULTILINE)
    if shown:
        places.append((start + shown.start(1), start + shown.end(1)))
    for first, last in places:
        for found in _ID.finditer(document.text, first, last):
            yield found.span(), found.group()


def occurrences(workspace: Workspace, named: Named) -> Iterator[Occurrence]:
    """Everywhere that a thing is named, its definition first."""
    yield from definitions(workspace, named)
    for document in workspace.texts():
        for link in document.links:
            if target_of(document, link) != named.name:
                continue
            written = document.text[slice(*link.place)]
            middle = link.place[0] + len(written.partition("#")[0])
            if named.kind == HEADING and link.anchor == named.anchor:
                yield Occurrence(document.name, (middle + 1, link.place[1]))
            elif named.kind in (DOCUMENT, FILE) and link.path:
                yield Occurrence(document.name, (link.place[0], middle))
        if named.kind == ID:
            for place, identifier in _ids(document):
                if identifier == named.name:
                    yield Occurrence(document.name, place)


def definitions(workspace: Workspace, named: Named) -> Iterator[Occurrence]:
    """Where a thing is defined: a file at its beginning, a heading at its words, an id at its marker."""
    if named.kind in (DOCUMENT, FILE):
        yield Occurrence(named.name, (0, 0), True)
    elif named.kind == HEADING:
        document = workspace.text(named.name)
        for heading in document.headings if document else ():
            if heading.anchor == named.anchor:
                yield Occurrence(named.name, heading.place, True)
    else:
        for document in workspace.texts():
            for marker in document.markers:
                one = interaction_at(workspace, document, marker)
                if one and one.id == named.name:
                    entry = marker.marker.entries.get("id") or marker.marker.entries["type"]
                    yield Occurrence(document.name, document.within(entry.place), True)
