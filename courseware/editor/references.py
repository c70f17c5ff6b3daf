"""Where something in a course is defined, and where it is mentioned."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import DOCUMENT, DOCUMENT_ID, FILE, Mention, Named, mentions
from courseware.editor.workspace import Workspace


def named_at(workspace: Workspace, document: DocumentText, offset: int) -> Mention | None:
    """The mention at an offset, or None; of several the shortest, such as a link within a heading."""
    at = [
        mention for mention in mentions(workspace, document) if mention.place[0] <= offset <= mention.place[1]
    ]
    return min(at, key=lambda mention: mention.place[1] - mention.place[0], default=None)


def occurrences(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """All mentions of something, its definitions first, each with the name of its file."""
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
    elif named.kind == DOCUMENT_ID and not defined:  # the id is made from the name of the document's file
        yield from (
            (document.name, beginning)
            for document in workspace.documents().values()
            if document.id == named.name
        )
    yield from defined
    yield from (occurrence for occurrence in everywhere if not occurrence[1].defines)


def definitions(workspace: Workspace, named: Named) -> Iterator[tuple[str, Mention]]:
    """The definitions of something: a file's beginning, a heading's words, what an id is written as or made from."""
    return (occurrence for occurrence in occurrences(workspace, named) if occurrence[1].defines)
