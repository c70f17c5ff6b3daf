"""Front matter with line numbers (FORMAT: Front matter)."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from courseware.diagnostics import ERROR, Diagnostic, Span, report
from courseware.diagnostics.suggest import did_you_mean, nearest
from courseware.language import faults, yaml_mapping
from courseware.language.components import COMPONENTS
from courseware.language.conditions import Condition, of_yaml, read_condition
from courseware.language.identifier import is_identifier, slug
from courseware.language.source_text import Place
from courseware.language.variables import replace_variables, unknown_in
from courseware.language.yaml_mapping import NodeKind, YamlEntry
from courseware.record import NamedTuple

_TEXT = NodeKind("text", '{key}: "…"', yaml_mapping.text)

KEYS: dict[str, NodeKind] = {
    "title": _TEXT,
    "subtitle": _TEXT,
    "phase": NodeKind("a whole number of at least 0", "phase: 4", yaml_mapping.integer),
    "components": NodeKind(
        "a list of components", "components: [{{type: form}}]", lambda node: _promised(node)
    ),
    "learning_objective": _TEXT,
    "mission_title": _TEXT,
    "mission_description": _TEXT,
    "id": _TEXT,
    "language": NodeKind("a language tag such as `en` or `pt-BR`", "language: de", yaml_mapping.language),
    "show_if": NodeKind("a condition", "{key}: 'phase1.role = \"Manager\"'", yaml_mapping.text),
    "draft": yaml_mapping.boolean("draft: true"),
}
"""The keys of front matter, and the kind of value that each takes."""
SHOWN = ("title", "subtitle", "learning_objective", "mission_title", "mission_description")
"""Keys whose texts learners read, in which variables are replaced."""


class FrontMatter(NamedTuple):
    """A document's front matter, with one field for each key; texts that were not given are empty.

    `promised` are the names in `components` in the author's order, with their places. `spans` are the places of the
    values, by key. `written_title` is the title as written in the source, if it contains variables.
    """

    title: str = ""
    subtitle: str = ""
    phase: int | None = None
    learning_objective: str = ""
    mission_title: str = ""
    mission_description: str = ""
    id: str = ""
    language: str = ""
    show_if: Condition | None = None
    draft: bool = False
    promised: tuple[tuple[str, Span], ...] = ()
    spans: Mapping[str, Span] = {}
    written_title: str = ""

    @property
    def source_title(self) -> str:
        """The title as written in the source; ids are made of it."""
        return self.written_title or self.title


class Halves(NamedTuple):
    """A document's text in two halves: YAML front matter and body, each with the number of its first line."""

    matter: str
    matter_line: int
    body: str
    body_line: int


def _promised(node: yaml.Node) -> tuple[yaml.Node, ...] | None:
    """The nodes of the names in a list whose items are `type: NAME` or bare names."""
    if not isinstance(node, yaml.SequenceNode):
        return None
    names: list[yaml.Node] = []
    for item in node.value:
        entries = item.value if isinstance(item, yaml.MappingNode) else ()
        names += [value for key, value in entries if yaml_mapping.text(key) == "type"] or [item]
    return tuple(names)


def split(file: str, text: str) -> tuple[Halves | None, list[Diagnostic]]:
    """Splits a document's text; None if it has no front matter or the front matter is not closed.

    python-frontmatter finds the boundary but drops leading blank lines, so the line numbers are counted here.
    """
    handler = YAMLHandler()
    stripped = text.lstrip()
    if not handler.detect(stripped):
        return None, [report(faults.NO_FRONT_MATTER, Span(file, 1, 1, 1, 2), file=file)]
    matter_line = text.count("\n", 0, len(text) - len(stripped)) + 1
    try:
        matter, body = handler.split(stripped)
    except ValueError:
        return None, [report(faults.FRONT_MATTER_NOT_CLOSED, Span(file, matter_line, 1, matter_line, 4))]
    # The pattern for the boundary may include blank lines.
    matter_line += stripped.count("\n", 0, stripped.index(matter, 3))
    return Halves(matter, matter_line, body, text.count("\n", 0, len(text) - len(body)) + 1), []


def matter_place(text: str, halves: Halves) -> Place:
    """The place of the YAML in a document's text, without blank lines before it."""
    matter = halves.matter.lstrip("\n")
    start = text.index(matter, text.index("---") + 3)
    return start, start + len(matter)


def read_front_matter(file: str, matter: str, first_line: int) -> tuple[FrontMatter, list[Diagnostic]]:
    """Front matter from its YAML text."""
    entries, diagnostics = yaml_mapping.read_mapping(matter, file, first_line, faults.FRONT_MATTER_NOT_YAML)
    if entries is None:
        return FrontMatter(), diagnostics
    values: dict[str, Any] = {}
    meant_as_title = None if "title" in entries else next((key for key in entries if _is_title(key)), None)
    for key, entry in entries.items():
        kind = KEYS.get(key)
        value = kind.read(entry.node) if kind else None
        if value is not None:
            values[key] = value
        elif kind is None:
            unknown = _unknown(key, entry)
            diagnostics.append(unknown._replace(severity=ERROR) if key == meant_as_title else unknown)
        elif not _is_blank_title(key, entry):
            diagnostics.append(_wrong(key, kind, entry))
    if meant_as_title is None:
        diagnostics += _check_title(file, entries, values)
    if "id" in values and not is_identifier(values["id"]):
        span = entries["id"].span
        diagnostics.append(report(faults.UNUSABLE_ID, span, id=values["id"], example=slug(values["id"])))
    promised = [_name(node, file, first_line) for node in values.pop("components", ())]
    diagnostics += _unknown_promises(promised)
    if values.pop("show_if", ""):
        written = of_yaml(entries["show_if"].node, file, first_line, matter)
        values["show_if"], problems = read_condition(written)
        diagnostics += problems
    spans = {key: entry.span for key, entry in entries.items()}
    return FrontMatter(**values, promised=tuple(promised), spans=spans), diagnostics


def with_variables(matter: FrontMatter, variables: Mapping[str, str]) -> tuple[FrontMatter, list[Diagnostic]]:
    """Front matter with variables replaced in the texts that learners read, and diagnostics about unknown variables."""
    if not variables:
        return matter, []
    written = {key: getattr(matter, key) for key in SHOWN}
    unknown = [
        report(
            faults.UNKNOWN_VARIABLE, matter.spans[key], name=name, suggestion=did_you_mean(name, variables)
        )
        for key, text in written.items()
        for name in unknown_in(text, variables)
    ]
    texts: dict[str, Any] = {key: replace_variables(text, variables) for key, text in written.items()}
    return matter._replace(**texts, written_title=matter.title), unknown


def _is_title(key: str) -> bool:
    """Whether an unknown key is most likely a misspelt `title`."""
    return key not in KEYS and nearest(key, KEYS) == "title"


def _is_blank_title(key: str, entry: YamlEntry) -> bool:
    return key == "title" and isinstance(entry.node, yaml.ScalarNode)


def _check_title(file: str, entries: Mapping[str, YamlEntry], values: Mapping[str, Any]) -> list[Diagnostic]:
    entry = entries.get("title")
    if entry is None:
        return [report(faults.NO_TITLE, Span(file, 1, 1, 1, 4))]
    if not values.get("title") and _is_blank_title("title", entry):
        return [report(faults.EMPTY_TITLE, entry.key_span)]
    return []


def _name(node: yaml.Node, file: str, first_line: int) -> tuple[str, Span]:
    """The name of a promised component, with its place."""
    name = yaml_mapping.text(node) or yaml_mapping.found(node)
    return name, yaml_mapping.node_span(node, file, first_line)


def _unknown_promises(promised: Sequence[tuple[str, Span]]) -> list[Diagnostic]:
    return [
        report(faults.UNKNOWN_PROMISED_COMPONENT, span, name=name, suggestion=did_you_mean(name, COMPONENTS))
        for name, span in promised
        if name not in COMPONENTS
    ]


def _unknown(key: str, entry: YamlEntry) -> Diagnostic:
    suggestion, known = did_you_mean(key, KEYS), ", ".join(KEYS)
    return report(
        faults.UNKNOWN_FRONT_MATTER_KEY, entry.key_span, key=key, suggestion=suggestion, known=known
    )


def _wrong(key: str, kind: NodeKind, entry: YamlEntry) -> Diagnostic:
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
