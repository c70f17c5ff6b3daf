"""Front matter with line numbers (FORMAT: Front matter)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults, yaml_mapping
from courseware.language.components import COMPONENTS
from courseware.language.identifier import is_identifier, slug
from courseware.language.yaml_mapping import Entry, Kind

_TEXT = Kind("a text", '{key}: "…"', yaml_mapping.text)

KEYS: dict[str, Kind] = {
    "title": _TEXT,
    "subtitle": _TEXT,
    "phase": Kind("a whole number of at least 0", "phase: 4", yaml_mapping.integer),
    "components": Kind("a list of components", "components: [{{type: form}}]", lambda node: _promised(node)),
    "learning_objective": _TEXT,
    "mission_title": _TEXT,
    "mission_description": _TEXT,
    "id": _TEXT,
    "language": Kind("a language tag such as `en` or `pt-BR`", "language: de", yaml_mapping.language),
    "draft": Kind("true or false", "draft: true", yaml_mapping.boolean),
}
"""The keys of front matter, and what each takes."""


class FrontMatter(NamedTuple):
    """A document's front matter: its values (only the keys that were given) and the place of each."""

    values: Mapping[str, Any] = MappingProxyType({})
    spans: Mapping[str, Span] = MappingProxyType({})
    promised: tuple[tuple[str, Span], ...] = ()
    """The names of `components`, in the author's order, with their places."""

    @property
    def title(self) -> str:
        """The document's title; empty when it has none (which is an error by then)."""
        title: str = self.values.get("title", "")
        return title


def _promised(node: yaml.Node) -> tuple[yaml.Node, ...] | None:
    """The nodes of the names in a list of `type: NAME` (or of bare names)."""
    if not isinstance(node, yaml.SequenceNode):
        return None
    names: list[yaml.Node] = []
    for item in node.value:
        entries = item.value if isinstance(item, yaml.MappingNode) else ()
        names += [value for key, value in entries if yaml_mapping.text(key) == "type"] or [item]
    return tuple(names)


def split(file: str, text: str) -> tuple[str, int, str, int, list[Diagnostic]]:
    """A document's text in two: the front matter with its first line's number, the body with its.

    python-frontmatter finds the boundary; it drops leading blank lines, so the numbers are counted here.
    """
    handler = YAMLHandler()
    stripped = text.lstrip()
    if not handler.detect(stripped):
        return "", 1, text, 1, [report(faults.NO_FRONT_MATTER, Span(file, 1, 1, 1, 2), file=file)]
    matter_line = text.count("\n", 0, len(text) - len(stripped)) + 1
    try:
        matter, body = handler.split(stripped)
    except ValueError:
        return (
            "",
            1,
            "",
            1,
            [report(faults.FRONT_MATTER_NOT_CLOSED, Span(file, matter_line, 1, matter_line, 4))],
        )
    # The boundary's pattern may take blank lines with it.
    matter_line += stripped.count("\n", 0, stripped.index(matter, 3))
    return matter, matter_line, body, text.count("\n", 0, len(text) - len(body)) + 1, []


def read_front_matter(file: str, matter: str, first_line: int) -> tuple[FrontMatter, list[Diagnostic]]:
    """Front matter from its YAML text."""
    entries, diagnostics = yaml_mapping.read_mapping(matter, file, first_line, faults.FRONT_MATTER_NOT_YAML)
    if not entries and any(diagnostic.fault == faults.FRONT_MATTER_NOT_YAML for diagnostic in diagnostics):
        return FrontMatter(), diagnostics
    values: dict[str, Any] = {}
    promised: list[tuple[str, Span]] = []
    for key, entry in entries.items():
        kind = KEYS.get(key)
        if kind is None:
            suggestion = did_you_mean(key, KEYS)
            diagnostics.append(
                report(
                    faults.UNKNOWN_FRONT_MATTER_KEY,
                    entry.key_span,
                    key=key,
                    suggestion=suggestion,
                    known=", ".join(KEYS),
                )
            )
            continue
        value = kind.read(entry.node)
        if value is None:
            if not (key == "title" and isinstance(entry.node, yaml.ScalarNode)):
                diagnostics.append(_wrong(key, kind, entry))
        elif key == "components":
            promised = [
                (
                    yaml_mapping.text(node) or yaml_mapping.found(node),
                    yaml_mapping.node_span(node, file, first_line),
                )
                for node in value
            ]
        else:
            values[key] = value
    title = entries.get("title")
    if not values.get("title") and (title is None or isinstance(title.node, yaml.ScalarNode)):
        span = title.key_span if title else Span(file, 1, 1, 1, 4)
        problem = "the title is empty" if title else "the front matter has no `title`"
        diagnostics.append(report(faults.NO_TITLE, span, problem=problem))
    if "id" in values and not is_identifier(values["id"]):
        diagnostics.append(
            report(faults.UNUSABLE_ID, entries["id"].span, id=values["id"], example=slug(values["id"]))
        )
    for name, span in promised:
        if name not in COMPONENTS:
            diagnostics.append(
                report(
                    faults.UNKNOWN_PROMISED_COMPONENT,
                    span,
                    name=name,
                    suggestion=did_you_mean(name, COMPONENTS),
                )
            )
    spans = {key: entry.span for key, entry in entries.items()}
    return FrontMatter(values, spans, tuple(promised)), diagnostics


def _wrong(key: str, kind: Kind, entry: Entry) -> Diagnostic:
    found = yaml_mapping.found(entry.node)
    example = kind.example.format(key=key)
    return report(
        faults.FRONT_MATTER_OF_WRONG_KIND,
        entry.span,
        key=key,
        expected=kind.expected,
        found=found,
        example=example,
    )
