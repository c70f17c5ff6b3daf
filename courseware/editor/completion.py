"""What may stand at a cursor: components, keys, values, icons, ids, links, headings and files."""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator

from lsprotocol import types

from courseware.course import icons
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.course.settings import KEYS as SETTINGS_KEYS
from courseware.course.source import is_document
from courseware.editor import guide
from courseware.editor.document_text import DocumentText
from courseware.editor.marker_context import MarkerContext, marker_context
from courseware.editor.mentions import MENTION_IDS
from courseware.editor.positions import offset_at, range_at
from courseware.editor.workspace import Workspace
from courseware.language.components import COMPONENTS, FIELD, Key
from courseware.language.front_matter import KEYS as FRONT_MATTER_KEYS
from courseware.language.interface_texts import languages

TRIGGERS = ["{", ":", ",", " ", "(", "#", '"', "[", "/"]
WORDS_OF_KINDS = {"boolean": ("true", "false"), "ordered": ("ordered",), "control": ("field", "slider")}
"""Kinds of values (rows of `components.KINDS`) of which there are only a few."""

_LINK = re.compile(r"\]\(<?(?P<path>[^()<>\s#]*)(?P<anchor>#[^()<>\s]*)?$")
_MATTER_KEY = re.compile(r"^\w*$")
_MATTER_VALUE = re.compile(r"^\s*(?:-\s+)?(?P<key>\w+):\s*\[?\s*(?:\{\s*type:\s*)?(?P<written>[\w-]*)$")


def completions(
    workspace: Workspace, document: DocumentText, position: types.Position
) -> list[types.CompletionItem]:
    """The items that fit at a position of a document; editors choose among them by what is written."""
    offset = offset_at(document.source, position)
    start, end = document.matter
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    if start <= offset <= end and end > start:
        return list(_in_matter(workspace, document, line))
    context = marker_context(document.text, offset)
    if context:
        return [_at(one, document, offset, context.written) for one in _in_marker(workspace, context)]
    link = _LINK.search(line)
    if link and link["anchor"] is not None:
        return list(_anchors(workspace, link["path"] or document.name))
    return list(_paths(workspace)) if link else []


def settings_completions(document: DocumentText, position: types.Position) -> list[types.CompletionItem]:
    """The keys of `course.yaml`."""
    offset = offset_at(document.source, position)
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    if not _MATTER_KEY.match(line):
        return []
    given = set(re.findall(r"^(\w+):", document.text, re.MULTILINE))
    return [
        _item(f"{key}: ", key, types.CompletionItemKind.Property, guide.words_for(guide.SETTINGS, key))
        for key in SETTINGS_KEYS
        if key not in given
    ]


def with_picture(item: types.CompletionItem) -> types.CompletionItem:
    """An item with its documentation, which for an icon is its picture."""
    if item.data and (markdown := icon_picture(str(item.data))):
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return item


def icon_picture(name: str) -> str:
    """An icon as a picture in Markdown, for a light ground and a dark one; nothing where there is no such icon."""
    icon = icons.find(name)
    if icon is None:
        return ""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {icon.width} {icon.height}" width="48" height="48">'
        f'<path fill="#7f7f7f" d="{icon.path}"/></svg>'
    )
    return f"![{icon.name}](data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()})"


def _item(
    text: str, label: str, kind: types.CompletionItemKind, words: str, data: str | None = None
) -> types.CompletionItem:
    return types.CompletionItem(label=label, kind=kind, detail=words or None, insert_text=text, data=data)


def _at(
    item: types.CompletionItem, document: DocumentText, offset: int, written: str
) -> types.CompletionItem:
    """The item in the place of what is written already, whatever an editor takes for a word."""
    place = range_at(document.source, offset - len(written), offset)
    item.text_edit = types.TextEdit(place, item.insert_text or item.label)
    item.filter_text = item.label
    item.insert_text = None
    return item


def _in_matter(workspace: Workspace, document: DocumentText, line: str) -> Iterator[types.CompletionItem]:
    if re.match("show_if:", line):
        yield from _named(workspace, "show_if")
    elif _MATTER_KEY.match(line):
        start, end = document.matter
        given = set(re.findall(r"^(\w+):", document.text[start:end], re.MULTILINE))
        for key in FRONT_MATTER_KEYS:
            if key not in given:
                words = guide.words_for(guide.FRONT_MATTER, key)
                yield _item(f"{key}: ", key, types.CompletionItemKind.Property, words)
    elif found := _MATTER_VALUE.match(line):
        values = {
            "language": languages(),
            "draft": ("true", "false"),
            "type": COMPONENTS,
            "components": COMPONENTS,
        }
        for value in values.get(found["key"], ()):
            yield _item(value, value, types.CompletionItemKind.Value, "")


def _in_marker(workspace: Workspace, context: MarkerContext) -> Iterable[types.CompletionItem]:
    if context.key == "type":
        return _components()
    component = COMPONENTS.get(context.component)
    if not context.key and "type" not in context.keys:
        return [_item("type: ", "type", types.CompletionItemKind.Property, "what the marker makes")]
    if component is None:
        return []
    if not context.key:
        return [
            _item(
                f"{key}: ",
                key,
                types.CompletionItemKind.Property,
                guide.words_for_key(context.component, key),
            )
            for key in component.keys
            if key not in context.keys
        ]
    return _values(workspace, context, component.keys.get(context.key))


def _components() -> Iterator[types.CompletionItem]:
    for name, row in COMPONENTS.items():
        text = f"{name}, {row.required[1]}" if row.required else name
        kind = types.CompletionItemKind.Field if row.place == FIELD else types.CompletionItemKind.Class
        yield _item(text, name, kind, row.summary)


def _values(workspace: Workspace, context: MarkerContext, key: Key | None) -> Iterator[types.CompletionItem]:
    if context.key == "icon":
        for name in icons.names():
            yield _item(name, name, types.CompletionItemKind.Color, "", data=name)
    elif context.key in MENTION_IDS:
        yield from _named(workspace, context.key)
    elif context.key == "file":
        for name in sorted(workspace.names()):
            yield _item(name, name, types.CompletionItemKind.File, "")
    elif key:
        for word in WORDS_OF_KINDS.get(key.kind, ()):
            yield _item(word, word, types.CompletionItemKind.Value, "")


def _named(workspace: Workspace, key: str) -> Iterator[types.CompletionItem]:
    """What a key can name: questions and, in a condition, the scores of documents."""
    for identifier, one in workspace.interactions().items():
        yield _item(identifier, identifier, types.CompletionItemKind.Reference, one.label)
    for document in workspace.documents().values() if key == "show_if" else ():
        if any(one.answer is not None for one in document.interactions):
            score = f"score({document.id})"
            yield _item(score, score, types.CompletionItemKind.Function, document.matter.title)


def _anchors(workspace: Workspace, path: str) -> Iterator[types.CompletionItem]:
    target = workspace.text(posixpath.normpath(path))
    for one in target.headings if target else ():
        yield _item(one.anchor, one.anchor, types.CompletionItemKind.Reference, one.words)


def _paths(workspace: Workspace) -> Iterator[types.CompletionItem]:
    titles = {name: document.matter.title for name, document in workspace.documents().items()}
    for name in sorted(workspace.names()):
        if name != SETTINGS_FILE:
            text = name if " " not in name else f"<{name}>"
            yield _item(
                text, name, types.CompletionItemKind.File, titles.get(name, "") if is_document(name) else ""
            )
