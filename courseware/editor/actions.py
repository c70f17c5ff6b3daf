"""Code actions: fixes for diagnostics, and pinning the ids of the marker at the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from courseware.course.pin import written_ids
from courseware.diagnostics import Diagnostic
from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import interactions_at
from courseware.editor.positions import offset_at, range_at, range_of
from courseware.editor.workspace import Workspace

_SUGGESTION = re.compile(r'did you mean "([^"]+)"\?')


def actions(
    workspace: Workspace,
    document: DocumentText,
    uri: str,
    asked: types.Range,
    diagnostics: Sequence[Diagnostic],
) -> Iterator[types.CodeAction]:
    """Quick fixes for the diagnostics in a range, and the action that pins the ids of the question there."""
    for diagnostic in diagnostics:
        if diagnostic.span is None:
            continue
        place = range_of(document.source, diagnostic.span)
        if _apart(place, asked):
            continue
        edits = [types.TextEdit(range_of(document.source, edit.span), edit.text) for edit in diagnostic.edits]
        if edits:
            yield _action(
                f"Fix: {diagnostic.message}", uri, edits, types.CodeActionKind.QuickFix, preferred=True
            )
        elif found := _SUGGESTION.search(diagnostic.message):
            title = f"Change to {found[1]}"
            edits = [types.TextEdit(place, _in_same_quotes(document, place, found[1]))]
            yield _action(title, uri, edits, types.CodeActionKind.QuickFix, preferred=True)
    yield from _pin(workspace, document, uri, offset_at(document.source, asked.start))


def _apart(first: types.Range, other: types.Range) -> bool:
    def key(position: types.Position) -> tuple[int, int]:
        return position.line, position.character

    return key(first.end) < key(other.start) or key(other.end) < key(first.start)


def _in_same_quotes(document: DocumentText, place: types.Range, words: str) -> str:
    written = document.text[offset_at(document.source, place.start) : offset_at(document.source, place.end)]
    quote = written[:1] if written[:1] in ('"', "'") and written[-1:] == written[:1] else ""
    return f"{quote}{words}{quote}"


def _pin(workspace: Workspace, document: DocumentText, uri: str, offset: int) -> Iterator[types.CodeAction]:
    marker = document.marker_at(offset + 1) or document.marker_at(offset)
    asked = interactions_at(workspace, document, marker) if marker else []
    if marker is None or marker.component is None or not asked or asked[0].shared.id:
        return
    own = list(dict.fromkeys(interaction.id.partition(".")[2] for interaction in asked))
    _, end = document.within(marker.marker.entries["type"].place)
    edit = types.TextEdit(range_at(document.source, end, end), written_ids(marker.component, own))
    title = f"Pin this id: {own[0]}" if len(own) == 1 else f"Pin these ids: {', '.join(own)}"
    yield _action(title, uri, [edit], types.CodeActionKind.Refactor)


def _action(
    title: str, uri: str, edits: list[types.TextEdit], kind: types.CodeActionKind, preferred: bool = False
) -> types.CodeAction:
    return types.CodeAction(
        title, kind, edit=types.WorkspaceEdit(changes={uri: edits}), is_preferred=preferred
    )
