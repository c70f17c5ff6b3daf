"""Hover: what the guide says about the thing under the pointer."""

from __future__ import annotations

from lsprotocol import types

from courseware.editor import guide
from courseware.editor.completion import icon_picture
from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import interactions_at
from courseware.editor.positions import offset_at, range_at
from courseware.editor.workspace import Workspace
from courseware.language.blocks import ReadMarker
from courseware.language.components import COMPONENTS, KINDS
from courseware.language.marker import MarkerEntry, Scalar
from courseware.language.source_text import Place


def hover(workspace: Workspace, document: DocumentText, position: types.Position) -> types.Hover | None:
    """The text to show for a position, or None."""
    offset = offset_at(document.source, position)
    marker = document.marker_at(offset + 1)
    if marker:
        return _of_marker(workspace, document, marker, offset)
    start, end = (0, len(document.text)) if document.is_settings else document.matter
    if start <= offset < end:
        heading = guide.SETTINGS if document.is_settings else guide.FRONT_MATTER
        line_start = document.text.rfind("\n", 0, offset) + 1
        key = document.text[line_start:].partition(":")[0]
        if offset < line_start + len(key) and (words := guide.words_for(heading, key)):
            return _said(f"`{key}`: {words}", document, (line_start, line_start + len(key)))
    for link in document.links:
        if link.place[0] <= offset <= link.place[1] and (target := workspace.documents().get(link.path)):
            return _said(f"*{target.matter.title}*, `{target.name}`", document, link.place)
    return None


def _of_marker(
    workspace: Workspace, document: DocumentText, marker: ReadMarker, offset: int
) -> types.Hover | None:
    for entry in marker.marker.entries.values():
        for place in (entry.key_place, entry.place):
            start, end = document.within(place)
            if start <= offset <= end and (words := _of_entry(workspace, document, marker, entry, place)):
                return _said(words, document, (start, end))
    return None


def _of_entry(
    workspace: Workspace, document: DocumentText, marker: ReadMarker, entry: MarkerEntry, place: Place
) -> str:
    if entry.key == "type":
        return _of_component(workspace, document, marker)
    if entry.key == "icon" and place == entry.place and isinstance(entry.value, Scalar):
        return icon_picture(entry.value.text)
    key = marker.component.keys.get(entry.key) if marker.component else None
    if key is None or marker.name is None:
        return ""
    words = guide.words_for_key(marker.name, entry.key)
    return f"`{entry.key}`: {words or KINDS[key.kind].expected}"


def _of_component(workspace: Workspace, document: DocumentText, marker: ReadMarker) -> str:
    if marker.name is None:
        return ""
    row = COMPONENTS[marker.name]
    parts = [f"**{marker.name}**: {row.summary}"]
    if row.keys:
        parts.append("Keys: " + ", ".join(f"`{key}`" for key in row.keys))
    for interaction in interactions_at(workspace, document, marker):
        pinned = (
            ""
            if interaction.shared.id
            else ", made from its words: pin it to keep its records if the words change"
        )
        parts.append(f"Recorded as `{interaction.id}` ({interaction.kind}){pinned}")
    return "\n\n".join(parts)


def _said(markdown: str, document: DocumentText, place: Place) -> types.Hover:
    content = types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.Hover(content, range_at(document.source, *place))
