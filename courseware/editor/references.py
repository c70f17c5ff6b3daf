"""Where a thing of a course is defined, and where it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import DOCUMENT, DOCUMENT_ID, FILE, Mention, Named, mentions
from courseware.editor.workspace import Workspace


def named_at(workspace: Workspace, document: DocumentText, offset: int) -> Mention | None:
    """What is named at an offset: the shortest of the places there, such as a link's within a heading."""
    at = [one for one in mentions(workspace, document) if one.place[0] <= offset <= one.place[1]]
    return min(at, key=lambda one: one.place[1] - one.place[0], default=None)


def occurrences(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """Everywhere that a thing is named, its definitions first: the names of files, and what stands there."""
    everywhere = [
        (document.name, one)
        for document in workspace.texts()
        for one in mentions(workspace, document)
        if one.named == named
    ]
    defined = [one for one in everywhere if one[1].defines]
    beginning = Mention((0, 0), named, True)
    if named.kind in (DOCUMENT, FILE):
        yield named.name, beginning
    elif named.kind == DOCUMENT_ID and not defined:  # it is made of the name of the document's file
        yield from ((one.name, beginning) for one in workspace.documents().values() if one.id == named.name)
    yield from defined
    yield from (one for one in everywhere if not one[1].defines)


def definitions(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """Where a thing is defined: a file at its beginning, a heading at its words, an id where it is written or made."""
    return (one for one in occurrences(workspace, named) if one[1].defines)
