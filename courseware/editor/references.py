"""Where a thing of a course is defined, and where it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import DOCUMENT, DOCUMENT_ID, FILE, Mention, Named, mentions
from courseware.editor.workspace import Workspace


def named_at(workspace: Workspace, document: DocumentText, offset: int) -> Mention | None:
    """What is named at an offset: the shortest of the places there, such as a link's within a heading."""
    at = [
        mention for mention in mentions(workspace, document) if mention.place[0] <= offset <= mention.place[1]
    ]
    return min(at, key=lambda mention: mention.place[1] - mention.place[0], default=None)


def occurrences(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """Everywhere that a thing is named, its definitions first: the names of files, and what stands there."""
    everywhere = [
        (document.name, mention)
        for document in workspace.texts()
        for mention in mentions(workspace, document)
        if mention.named == named
    ]
    defined = [occurrence for occurrence in everywhere if occurrence[1].defines]
    beginning = Mention((0, 0), named, True)
    if named.kind in (DOCUMENT, FILE):
        yield named.name, beginning
    elif named.kind == DOCUMENT_ID and not defined:  # it is made of the name of the document's file
        yield from (
            (document.name, beginning)
            for document in workspace.documents().values()
            if document.id == named.name
        )
    yield from defined
    yield from (occurrence for occurrence in everywhere if not occurrence[1].defines)


def definitions(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """Where a thing is defined: a file at its beginning, a heading at its words, an id where it is written or made."""
    return (occurrence for occurrence in occurrences(workspace, named) if occurrence[1].defines)
