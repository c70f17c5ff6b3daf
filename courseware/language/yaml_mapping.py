"""YAML mappings with the place of each key and value, for front matter and `course.yaml`."""

import re
from collections.abc import Callable, Container, Mapping
from typing import Any

import yaml

from courseware.diagnostics import Diagnostic, Edit, Fault, Span, report
from courseware.diagnostics.characters import printable
from courseware.language import faults
from courseware.record import NamedTuple

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"

_NO_LINE_ENDS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""Characters that end a line in YAML 1.1 but nowhere else."""
_QUOTES = {"'", '"'}

DEEPEST = 20
"""The deepest nesting of lists and mappings; the course language needs three levels."""


_BEGINNING = " \t-?:"
"""What can precede the words of a line; each of its columns may open another list or mapping."""
INDENT = "  "
"""What replaces a tab before a key or a value."""
_TABS = r"(?P<indent>[ \t]*)(?P<key>(?:[\w-]+:(?=[ \t]))?)(?:(?<=:)[ \t]+)?"
"""The beginning of a line: its indentation, and a key with what separates it from its value."""
_MIXED = r"(?m)^(?:\t+ | +\t)"
"""An indentation of unknown width."""
_BLOCK = r"(?m)[|>][-+\d]*[ \t]*$"
"""The end of a line that begins a block of text."""


class NodeKind(NamedTuple):
    """The kind of value that a key takes.

    `expected` describes it in words; `read` returns the value of a node, or None if it is of another kind; `choices`
    are the possible values if there are only a few.
    """

    expected: str
    example: str
    read: Callable[[yaml.Node], Any]
    choices: tuple[str, ...] = ()


class YamlEntry(NamedTuple):
    """A key of a mapping: its node, and the places of its key and value."""

    node: yaml.Node
    key_span: Span
    span: Span


def text(node: yaml.Node) -> str | None:
    """A scalar as written; a number or date counts as text here."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == _TAG + "null":
        return None
    return printable(node.value.strip())


def _boolean(node: yaml.Node) -> bool | None:
    if not isinstance(node, yaml.ScalarNode) or node.tag != _TAG + "bool":
        return None
    return node.value.lower() in {"true", "yes", "on"}


def boolean(example: str = "") -> NodeKind:
    """`true` or `false`, in any spelling that YAML allows."""
    return NodeKind("true or false", example, _boolean, ("true", "false"))


def language(node: yaml.Node) -> str | None:
    """A language tag such as `en` or `pt-BR`."""
    value = text(node) or ""
    return value if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value) else None


def integer(node: yaml.Node) -> int | None:
    """A whole number of at least 0."""
    if not isinstance(node, yaml.ScalarNode) or node.tag != _TAG + "int" or not node.value.isdecimal():
        return None
    return int(node.value) if len(node.value) <= 9 else None


def percentage(node: yaml.Node) -> float | None:
    """A number from 0 to 100."""
    if not isinstance(node, yaml.ScalarNode) or node.tag not in {_TAG + "int", _TAG + "float"}:
        return None
    try:
        number = float(node.value)
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None


def texts(node: yaml.Node) -> tuple[str, ...] | None:
    """A list of texts, or one text that is split at its commas."""
    if isinstance(node, yaml.ScalarNode):
        words = text(node)
        return None if words is None else tuple(word.strip() for word in words.split(",") if word.strip())
    if not isinstance(node, yaml.SequenceNode):
        return None
    items = [text(item) for item in node.value]
    return None if None in items else tuple(item for item in items if item)


def text_mapping(node: yaml.Node) -> tuple[tuple[str, str, yaml.Node], ...] | None:
    """A mapping of names to texts, as tuples of name, text (empty if there is none) and the node of the name."""
    if not isinstance(node, yaml.MappingNode):
        return None
    entries = [(text(name), value, name) for name, value in node.value]
    if any(name is None or not isinstance(value, yaml.ScalarNode) for name, value, _ in entries):
        return None
    return tuple((name or "", text(value) or "", node) for name, value, node in entries)


def mapping(node: yaml.Node) -> yaml.MappingNode | None:
    """A mapping, whose keys `entries_of` returns."""
    return node if isinstance(node, yaml.MappingNode) else None


def choice(*words: str) -> NodeKind:
    """One of a few words."""

    def read(node: yaml.Node) -> str | None:
        value = text(node)
        return value if value in words else None

    return NodeKind(" or ".join(f"`{word}`" for word in words), "", read, words)


def node_span(node: Any, file: str, first_line: int) -> Span:
    """The place of a node or event in its file; its first character if it is empty or extends over several lines.

    `first_line` is the number of the YAML text's first line. (In YAML, a block node ends only where the next one
    begins.)
    """
    start, end = node.start_mark, node.end_mark
    end_column = end.column if end.line == start.line and end.column > start.column else start.column + 1
    return Span(file, start.line + first_line, start.column + 1, start.line + first_line, end_column + 1)


def _too_deep(source: str, file: str, first_line: int) -> Span | None:
    """Where lists and mappings are nested so deeply that composing them could overflow the stack, or None."""
    deepest_line = max(len(line) - len(line.lstrip(_BEGINNING)) for line in source.split("\n"))
    if deepest_line + source.count("[") + source.count("{") < DEEPEST:  # most texts need not be scanned twice
        return None
    depth = 0
    for event in yaml.parse(source, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return node_span(event, file, first_line)
    return None


def read_mapping(
    source: str, file: str, first_line: int, broken: Fault
) -> tuple[Mapping[str, YamlEntry] | None, list[Diagnostic]]:
    """The keys of a YAML mapping; None if the text is not valid YAML, which is the fault `broken`.

    No objects are constructed and no code is run.
    """
    source = source.translate(_NO_LINE_ENDS)
    try:
        if place := _too_deep(source, file, first_line):
            return None, [report(broken, place, problem="lists and mappings are nested too deeply")]
        node = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        lines = source.rstrip().split("\n")
        mark = error.problem_mark
        if error.context_mark and (mark is None or mark.line >= len(lines)):
            mark = (
                error.context_mark
            )  # what is not closed is noticed at the end, but has to be fixed where it begins
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if line >= len(lines):
            line, column = len(lines) - 1, len(lines[-1])
        span = Span(file, line + first_line, column + 1, line + first_line, column + 2)
        diagnostic = _broken(error, lines[line][column : column + 1], span, broken)
        is_tab = diagnostic.code == faults.YAML_TAB.code
        return None, [
            diagnostic._replace(edits=_without_tabs(source, file, first_line)) if is_tab else diagnostic
        ]
    except yaml.YAMLError as error:
        span = Span(file, first_line, 1, first_line, 2)
        return None, [report(broken, span, problem=str(error).splitlines()[0])]
    if node is None or _is_nothing(node):
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        return None, [
            report(broken, node_span(node, file, first_line), problem="expected `key: value` lines")
        ]
    return entries_of(node, file, first_line)


def _is_nothing(node: yaml.Node) -> bool:
    """Whether it is the empty document after a line `---`, whose place is after the end of the file."""
    return isinstance(node, yaml.ScalarNode) and not (node.value or node.style)


def _broken(error: yaml.MarkedYAMLError, character: str, span: Span, fault: Fault) -> Diagnostic:
    """A diagnostic for invalid YAML, in our own words for the most common mistakes.

    `character` is the one at which the parser stopped.
    """
    problem = error.problem or error.context or ""
    if problem.startswith("mapping values are not allowed"):
        return report(faults.YAML_COLON, span)
    if character == "\t" or "tab character" in problem:
        return report(faults.YAML_TAB, span)
    # The name of an alias comes from the author, and may be part of a password.
    return report(fault, span, problem=re.sub(r" '[\w-]+'", "", problem))


def _without_tabs(source: str, file: str, first_line: int) -> tuple[Edit, ...]:
    """Edits that replace tabs by spaces before words and after keys.

    Empty if that does not make the text valid YAML, if there are spaces next to the tabs, or if a block of text may
    contain them.
    """
    if re.search(_BLOCK, source) or re.search(_MIXED, source):
        return ()
    edits, corrected = [], []
    for number, line in enumerate(source.split("\n"), first_line):
        found = re.match(_TABS, line)
        if found and "\t" in found[0]:
            space = found["indent"].replace("\t", INDENT) + found["key"] + (" " if found["key"] else "")
            edits.append(Edit(Span(file, number, 1, number, found.end() + 1), space))
            line = space + line[found.end() :]
        corrected.append(line)
    try:
        yaml.compose("\n".join(corrected), Loader=_Loader)
    except yaml.YAMLError:
        return ()
    return tuple(edits)


def entries_of(
    mapping: yaml.MappingNode, file: str, first_line: int, named: Container[str] | None = None
) -> tuple[Mapping[str, YamlEntry], list[Diagnostic]]:
    """The keys of a mapping; of duplicates the first value counts. Messages quote only keys in `named` (None: all)."""
    entries: dict[str, YamlEntry] = {}
    diagnostics: list[Diagnostic] = []
    for key_node, value_node in mapping.value:
        key = text(key_node) or found(key_node)
        key_span = node_span(key_node, file, first_line)
        if key in entries:
            diagnostics.append(
                report(faults.YAML_KEY_REPEATED, key_span, key=key if named is None or key in named else "…")
            )
        else:
            entries[key] = YamlEntry(value_node, key_span, node_span(value_node, file, first_line))
    return entries, diagnostics


def found(node: yaml.Node) -> str:
    """What a node is, for a message."""
    if not isinstance(node, yaml.ScalarNode) or not (node.value or node.style in _QUOTES):
        return kind_of(node)
    quote = node.style if node.style in _QUOTES else ""
    return f"`{quote}{node.value}{quote}`"


def kind_of(node: yaml.Node) -> str:
    """What a node is, without quoting it."""
    if isinstance(node, yaml.ScalarNode):
        return "text" if node.value or node.style in _QUOTES else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
