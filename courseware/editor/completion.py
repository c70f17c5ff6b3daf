"""Completion at a cursor: components, keys, values, icons, ids, links, headings and files."""

from __future__ import annotations

import json
import posixpath
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote

from lsprotocol import types

from courseware.course import icons
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.course.settings import KEYS as SETTINGS_KEYS
from courseware.course.source import is_document
from courseware.course.targets import is_picture
from courseware.course.theme import themes
from courseware.editor import guide
from courseware.editor.document_text import DocumentText
from courseware.editor.marker_context import MarkerContext, marker_context
from courseware.editor.mentions import MENTION_IDS, path_in_course
from courseware.editor.positions import offset_at, range_at
from courseware.editor.workspace import Workspace
from courseware.language.components import COMPONENTS, FIELD, Key
from courseware.language.front_matter import KEYS as FRONT_MATTER_KEYS
from courseware.language.inclusions import can_be_included
from courseware.language.interface_texts import languages

TRIGGERS = ["{", ":", ",", " ", "(", "#", '"', "'", "[", "/"]
WORDS_OF_KINDS = {
    "boolean": ("true", "false"),
    "ordered": ("ordered",),
    "control": ("field", "slider"),
    "areas": ("shown", "hidden"),
}
"""Kind of value (a row of `components.KINDS`) → all its values, for kinds that have only a few."""

_BARE = re.compile(r"[\w./-]+")
_COMPARED = re.compile(r"""(?P<id>\w+\.\w+)\s*!?=\s*\\?["'](?P<written>[^"'\n]*)$""")
_SETTING_VALUE = re.compile(r"""^(?P<key>\w+):\s*(?P<quote>["']?)(?P<written>[^"'\n]*)$""")
_LINK = re.compile(r"\]\(<?(?P<path>[^()<>\s#]*)(?P<anchor>#[^()<>\s]*)?$")
_MATTER_KEY = re.compile(r"^\w*$")
_MATTER_VALUE = re.compile(r"^\s*(?:-\s+)?(?P<key>\w+):\s*\[?\s*(?:\{\s*type:\s*)?(?P<written>[\w-]*)$")


def completions(
    workspace: Workspace, document: DocumentText, position: types.Position
) -> list[types.CompletionItem]:
    """The items that may be inserted at a position; the editor filters them by what is already written."""
    offset = offset_at(document.source, position)
    start, end = document.matter
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    if document.is_settings:
        return list(_in_settings(workspace, document, offset, line))
    if start <= offset <= end and end > start:
        return list(_in_matter(workspace, document, offset, line))
    context = marker_context(document.text, offset)
    if context:
        if context.key == "show_if" and (options := _compared(workspace, document, offset, line)):
            return options
        return [
            _at(item, document, offset, context.written) for item in _in_marker(workspace, document, context)
        ]
    link = _LINK.search(line)
    if link and link["anchor"] is not None:
        return list(_anchors(workspace, path_in_course(document, unquote(link["path"]))))
    return list(_paths(workspace, document)) if link else []


def _compared(
    workspace: Workspace, document: DocumentText, offset: int, line: str
) -> list[types.CompletionItem]:
    """The options of the question that a condition compares, if a quote is open at the cursor."""
    found = _COMPARED.search(line)
    question = workspace.interactions().get(found["id"]) if found else None
    if found is None or question is None:
        return []
    words = [option.text for option in question.options if option.text]
    values = (_item(word, word, types.CompletionItemKind.Value, "") for word in words)
    return [_at(value, document, offset, found["written"]) for value in values]


def _in_settings(
    workspace: Workspace, document: DocumentText, offset: int, line: str
) -> Iterator[types.CompletionItem]:
    """Keys of `course.yaml`, and the values of keys that take a choice, a file or a language."""
    if _MATTER_KEY.match(line):
        yield from _keys_not_given(SETTINGS_KEYS, document.text, guide.SETTINGS)
    elif found := _SETTING_VALUE.match(line):
        for value in _setting_values(workspace, found["key"]):
            is_file = value in workspace.names()
            shown = types.CompletionItemKind.File if is_file else types.CompletionItemKind.Value
            yield _at(
                _item(_value(value, found["quote"]), value, shown, ""), document, offset, found["written"]
            )


def _setting_values(workspace: Workspace, key: str) -> Sequence[str]:
    if key == "language":
        return languages()
    if key == "theme":
        return [*themes(), *_files(workspace, lambda name: name.endswith(".css"))]
    if key == "logo":
        return _files(workspace, is_picture)
    return SETTINGS_KEYS[key][0].choices if key in SETTINGS_KEYS else ()


def _files(workspace: Workspace, fits: Callable[[str], bool]) -> list[str]:
    return sorted(filter(fits, workspace.names()))


def _keys_not_given(keys: Iterable[str], written: str, heading: str) -> Iterator[types.CompletionItem]:
    """The keys that a YAML mapping does not have yet, with the guide's words about them under `heading`."""
    given = set(re.findall(r"^(\w+):", written, re.MULTILINE))
    for key in keys:
        if key not in given:
            yield _item(f"{key}: ", key, types.CompletionItemKind.Property, guide.words_for(heading, key))


def with_picture(item: types.CompletionItem) -> types.CompletionItem:
    """An item, to which its documentation is added: for an icon, its picture."""
    if item.data and (markdown := icon_picture(str(item.data))):
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return item


def icon_picture(name: str) -> str:
    """An icon as a picture in Markdown that shows on light and dark backgrounds; empty if there is no such icon."""
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
    """An item that replaces what is already written, so that it does not matter what the editor considers a word."""
    place = range_at(document.source, offset - len(written), offset)
    item.text_edit = types.TextEdit(place, item.insert_text or item.label)
    item.filter_text = item.label
    item.insert_text = None
    return item


def _in_matter(
    workspace: Workspace, document: DocumentText, offset: int, line: str
) -> Iterator[types.CompletionItem]:
    if line.startswith("show_if:"):
        yield from _compared(workspace, document, offset, line) or _named(workspace, "show_if")
    elif _MATTER_KEY.match(line):
        matter = document.text[slice(*document.matter)]
        yield from _keys_not_given(FRONT_MATTER_KEYS, matter, guide.FRONT_MATTER)
    elif found := _MATTER_VALUE.match(line):
        values = {
            "language": languages(),
            "type": COMPONENTS,
            "components": COMPONENTS,
        }
        kind = FRONT_MATTER_KEYS.get(found["key"])
        for value in values.get(found["key"], kind.choices if kind else ()):
            yield _item(value, value, types.CompletionItemKind.Value, "")


def _in_marker(
    workspace: Workspace, document: DocumentText, context: MarkerContext
) -> Iterable[types.CompletionItem]:
    if context.key == "type":
        return _components()
    component = COMPONENTS.get(context.component)
    if not context.key and "type" not in context.keys:
        return [
            _item("type: ", "type", types.CompletionItemKind.Property, "the component that the marker makes")
        ]
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
    return _values(workspace, document, context, component.keys.get(context.key))


def _components() -> Iterator[types.CompletionItem]:
    for name, row in COMPONENTS.items():
        text = f"{name}, {row.required[1]}" if row.required else name
        kind = types.CompletionItemKind.Field if row.place == FIELD else types.CompletionItemKind.Class
        yield _item(text, name, kind, row.summary)


def _values(
    workspace: Workspace, document: DocumentText, context: MarkerContext, key: Key | None
) -> Iterator[types.CompletionItem]:
    if context.key == "icon":
        for name in icons.names():
            yield _item(name, name, types.CompletionItemKind.Color, "", data=name)
    elif context.key in MENTION_IDS:
        yield from _named(workspace, context.key)
    elif context.key == "file":
        for name in _files(workspace, can_be_included):
            path = _from(document, name)
            yield _item(_value(path, context.quote), path, types.CompletionItemKind.File, "")
    elif context.key == "answer" and context.options:
        for option in context.options:
            yield _item(_value(option, context.quote), option, types.CompletionItemKind.Value, "")
    elif key:
        for word in WORDS_OF_KINDS.get(key.kind, ()):
            yield _item(word, word, types.CompletionItemKind.Value, "")


def _value(text: str, quote: str) -> str:
    """A text as the value of a key; `quote` is the quote that is open before it, if any."""
    return text if quote or _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _named(workspace: Workspace, key: str) -> Iterator[types.CompletionItem]:
    """The ids that a key can name: of questions and, in a condition, of documents for their scores."""
    for identifier, interaction in workspace.interactions().items():
        yield _item(identifier, identifier, types.CompletionItemKind.Reference, interaction.label)
    for document in workspace.documents().values() if key == "show_if" else ():
        if any(interaction.answer is not None for interaction in document.interactions):
            score = f"score({document.id})"
            yield _item(score, score, types.CompletionItemKind.Function, document.matter.title)


def _from(document: DocumentText, name: str) -> str:
    """The path of a file of the course, relative to the folder of a document."""
    return posixpath.relpath(name, posixpath.dirname(document.name) or ".")


def _anchors(workspace: Workspace, path: str) -> Iterator[types.CompletionItem]:
    target = workspace.text(path)
    for heading in target.headings if target else ():
        yield _item(heading.anchor, heading.anchor, types.CompletionItemKind.Reference, heading.words)


def _paths(workspace: Workspace, document: DocumentText) -> Iterator[types.CompletionItem]:
    titles = {name: document.matter.title for name, document in workspace.documents().items()}
    for name in sorted(workspace.names()):
        if name != SETTINGS_FILE:
            path = _from(document, name)
            text = path if " " not in path else f"<{path}>"
            yield _item(
                text, path, types.CompletionItemKind.File, titles.get(name, "") if is_document(name) else ""
            )
