"""The canonical form of a document: how its front matter and its markers are written. Prose stays as it is.

Keys are in the order of their tables, with one space after each colon. A text is bare if it is a single word, otherwise
in double quotes; a value that is not a text stays as written. A marker is on one line if that has at most `WIDTH`
characters; otherwise each entry has a line, and so has each value of a list that is too long. What cannot be read with
certainty (YAML with comments within a value, a marker with a mistake) is left alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import yaml
from yaml.resolver import Resolver

from courseware.diagnostics import Edit
from courseware.language.blocks import ReadMarker, read_blocks
from courseware.language.front_matter import KEYS, matter_place, split
from courseware.language.marker import MarkerEntry, Scalar
from courseware.language.reading import Reading
from courseware.language.source_text import SourceText

WIDTH = 100
"""The longest line of a marker that can be broken, in columns."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BARE = re.compile(r"[A-Za-z0-9_.+-]+")
"""A bare value of a marker that stays bare: a word or a number."""
_TEXT = "tag:yaml.org,2002:str"
_ANCHORED = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)


def formatting(text: str) -> Iterator[Edit]:
    """The edits that bring a document, or a file that a document includes, into its canonical form, in order."""
    source = SourceText("", text)
    halves, _ = split("", text)
    if halves:
        start, end = matter_place(text, halves)
        written = _front_matter(text[start:end])
        if written != text[start:end]:
            yield Edit(source.span(start, end), written)
    elif text.lstrip().startswith("---"):  # not closed: nobody knows where the body begins
        return
    body = halves.body if halves else text
    body_start = len(text) - len(body)
    for block in read_blocks(Reading("document", SourceText("", body), "en")).body:
        if isinstance(block, ReadMarker) and block.clean:
            begin, end = block.marker.place
            written = _marker(block)
            if written != body[begin:end]:
                yield Edit(source.span(body_start + begin, body_start + end), written)


# Markers


def _marker(block: ReadMarker) -> str:
    component = block.component
    assert component is not None, "its type is known, since nothing is wrong with it"
    order = ["type", *component.keys]
    entries = sorted(block.marker.entries.values(), key=lambda entry: order.index(entry.key))
    line = "{" + ", ".join(f"{entry.key}: {_value(entry)}" for entry in entries) + "}"
    if len(line) <= WIDTH:
        return line
    return "{" + ",\n  ".join(_broken(entry) for entry in entries) + "}"


def _value(entry: MarkerEntry) -> str:
    if isinstance(entry.value, Scalar):
        return _scalar(entry.value)
    return f"[{', '.join(map(_scalar, entry.value))}]"


def _broken(entry: MarkerEntry) -> str:
    """An entry on a line of its own; a list is spread over several lines if it is too long for one."""
    line = f"{entry.key}: {_value(entry)}"
    if isinstance(entry.value, Scalar) or len(line) + len("  ,") <= WIDTH:
        return line
    return f"{entry.key}: [\n    " + ",\n    ".join(map(_scalar, entry.value)) + "\n  ]"


def _scalar(scalar: Scalar) -> str:
    if scalar.quoted:
        is_word = _WORD.fullmatch(scalar.text) and scalar.text not in {"true", "false"}
        return scalar.text if is_word else _quoted(scalar.text)
    return scalar.text if _BARE.fullmatch(scalar.text) else _quoted(scalar.text)


def _quoted(text: str) -> str:
    if '"' in text and not re.search(r"['\\\n]", text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


# Front matter


def _front_matter(matter: str) -> str:
    """The YAML between the `---` lines in canonical form, or unchanged if it is too complex to be sure."""
    try:
        if any(isinstance(token, _ANCHORED) for token in yaml.scan(matter, yaml.SafeLoader)):
            return matter
        root = yaml.compose(matter, yaml.SafeLoader)
    except yaml.YAMLError:
        return matter
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return matter
    keys = [key for key, _ in root.value]
    names = [key.value for key in keys]
    if len(set(names)) < len(names) or any(key.start_mark.column or key.style for key in keys):
        return matter
    lines = matter.split("\n")[:-1] if matter.endswith("\n") else matter.split("\n")
    firsts = [_with_comments(lines, key.start_mark.line) for key in keys]
    tail = _with_comments(lines, len(lines))
    order = [*KEYS, *(name for name in names if name not in KEYS)]
    entries = [
        (order.index(key.value), [*lines[first : key.start_mark.line], *_entry(key, value, lines, end)])
        for (key, value), first, end in zip(root.value, firsts, [*firsts[1:], tail], strict=True)
    ]
    ordered = [line for _, written in sorted(entries, key=lambda entry: entry[0]) for line in written]
    return "\n".join([*ordered, *lines[tail:]]) + "\n" * matter.endswith("\n")


def _with_comments(lines: Sequence[str], line: int) -> int:
    """The first of the comments and blank lines above a key, which move with it."""
    while line > 0 and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _entry(key: yaml.Node, value: yaml.Node, lines: Sequence[str], end: int) -> Sequence[str]:
    """The lines of a key and its value, which reach up to the line `end`."""
    start = key.start_mark.line
    written = lines[start:end]
    if isinstance(value, yaml.ScalarNode):
        rest = lines[value.end_mark.line][value.end_mark.column :] if value.end_mark.line < len(lines) else ""
        on_one_line = value.start_mark.line == value.end_mark.line == start and len(written) == 1
        if not on_one_line or rest.strip() or value.style not in (None, "'", '"') or not value.value:
            return written
        raw = lines[start][value.start_mark.column : value.end_mark.column]
        return [f"{key.value}: {_yaml_text(value.value) if value.tag == _TEXT else raw}"]
    if key.value == "components" and isinstance(value, yaml.SequenceNode) and value.value:
        promised = [_promise(item) for item in value.value]
        if None not in promised and not any("#" in line for line in written):
            return ["components:", *(f"  - type: {_yaml_text(name)}" for name in promised if name)]
    return written


def _promise(item: yaml.Node) -> str | None:
    """The name of a promised component, written as `type: NAME` or as the name alone."""
    if isinstance(item, yaml.MappingNode) and len(item.value) == 1 and item.value[0][0].value == "type":
        item = item.value[0][1]
    return item.value if isinstance(item, yaml.ScalarNode) and item.tag == _TEXT and item.value else None


def _yaml_text(text: str) -> str:
    is_bare = _WORD.fullmatch(text) and _resolved(text) == _TEXT
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return text if is_bare else json.dumps(text, ensure_ascii=False)


def _resolved(text: str) -> str:
    """The tag that YAML resolves a bare text to."""
    tag: str = Resolver().resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # its stub has no types
    return tag
