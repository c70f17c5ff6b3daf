"""Links the ES modules of the runtime into one classic script.

A package runs from folders, frames and file systems where a browser refuses `<script type="module">`, so the modules
become one function. The linker knows little on purpose, and says so about anything else: modules import names from
`"./x.js"`, drivers from `"../x.js"`, and export declarations. All declarations of all modules
share one scope, so no two modules may declare the same name.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from courseware.data import templates_folder

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query

_IMPORT = re.compile(r'import \{([\w$,\s]+)\} from "\.\.?/([\w-]+\.js)";')
_NAME = re.compile(r"[A-Za-z_$][\w$]*")

_QUERY = """
[(identifier) (shorthand_property_identifier) (shorthand_property_identifier_pattern) "const"] @place
[(import) (meta_property)] @module
(variable_declarator name: (identifier) @declared)
(function_declaration name: (identifier) @declared)
(generator_function_declaration name: (identifier) @declared)
(class_declaration name: (identifier) @declared)
(function_expression name: (identifier) @declared)
(formal_parameters (identifier) @declared)
(arrow_function parameter: (identifier) @declared)
(catch_clause parameter: (identifier) @declared)
(for_in_statement left: (identifier) @declared)
(array_pattern (identifier) @declared)
(rest_pattern (identifier) @declared)
(assignment_pattern left: (identifier) @declared)
(pair_pattern value: (identifier) @declared)
(shorthand_property_identifier_pattern) @declared
"""
"""What is looked for, in the terms of tree-sitter-javascript: places that can be written shorter, and declarations."""

_GLOBALS = frozenset(
    b"caches console crypto document event fetch globalThis history indexedDB localStorage location name navigator "
    b"origin parent performance screen self sessionStorage status top window".split()
)
"""Words that may be a variable in one place and the browser's own in another: they stay."""
_KEYWORDS = frozenset({b"as", b"do", b"if", b"in", b"of"})


class LinkError(Exception):
    """Modules that cannot be linked; the message names the module and what is wrong with it."""


class _Statement(NamedTuple):
    """A statement at the top of a module, without `export`.

    `top` are the names that it gives to all modules, `declared` all that it declares; `places` are its variables and
    each `const`: begin and end in `text`, and the type of node.
    """

    text: bytes
    top: frozenset[bytes]
    declared: frozenset[bytes]
    places: Sequence[tuple[int, int, str]]

    def words(self) -> Iterator[bytes]:
        """The word of each variable."""
        return (self.text[begin:end] for begin, end, kind in self.places if kind != "const")


class _Module(NamedTuple):
    """`imports` are the names that are asked for and the module they come from, in order."""

    imports: Sequence[tuple[Sequence[str], str]]
    exports: frozenset[str]
    statements: Sequence[_Statement]


@cache
def link_runtime(driver: str, with_lrs: bool = False) -> str:
    """The whole runtime with the driver of one standard, as one script without comments.

    `driver` names a module of `drivers/`, which the others import as `./driver.js`; `with_lrs` says whether a learning
    record store hears of what the LMS records.
    """
    folder = templates_folder() / "runtime"
    modules = {path.name: path for path in sorted(folder.glob("*.js"))}
    return link(
        "main_with_lrs.js" if with_lrs else "main.js",
        {**modules, "driver.js": folder / "drivers" / f"{driver}.js"},
    )


def link(entry: str, modules: Mapping[str, Path]) -> str:
    """The module `entry` and all that it imports as one classic script in strict mode.

    `modules` maps the names by which modules import each other to files. Raises `LinkError` for a module that is
    missing or cannot be read, a cycle, a name that is not exported or declared twice, and all module syntax but named
    imports of `"./x.js"` and exported declarations.
    """
    import rjsmin

    exports: dict[str, frozenset[str]] = {}
    owners: dict[bytes, str] = {}
    statements: list[_Statement] = []

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise LinkError(f"modules import each other in a circle: {' -> '.join((*importers, name))}")
        if name in exports:
            return
        if name not in modules:
            raise LinkError(
                f"{importers[-1] if importers else 'the entry'} imports {name}, which is not there"
            )
        module = _read(name, modules[name])
        for wanted, target in module.imports:
            add(target, (*importers, name))
            for one in wanted:
                if one not in exports[target]:
                    raise LinkError(f"{name} imports {one} from {target}, which does not export it")
        for declared in (one for statement in module.statements for one in statement.top):
            if declared in owners:
                raise LinkError(f"{name} and {owners[declared]} both declare {declared.decode()}")
            owners[declared] = name
        exports[name] = module.exports
        statements.extend(module.statements)

    add(entry, ())
    body = b"\n".join(_written(statements)).decode()
    return "\n".join(['(()=>{"use strict";', rjsmin.jsmin(body), "})();", ""])


@cache
def _parser() -> tuple[Parser, Query]:
    import tree_sitter_javascript
    from tree_sitter import Language, Parser, Query

    language = Language(tree_sitter_javascript.language())
    return Parser(language), Query(language, _QUERY)


@cache
def _read(name: str, path: Path) -> _Module:
    """A module, once for all scripts that it goes into."""
    imports: list[tuple[list[str], str]] = []
    exports: list[bytes] = []
    statements: list[_Statement] = []
    root = _parser()[0].parse(path.read_bytes()).root_node
    if root.has_error:
        raise LinkError(f"{name} is not JavaScript that the linker can read")
    for node in root.children:
        if node.type == "import_statement":
            imports.append(_imported(name, node))
        elif node.type == "export_statement":
            declaration = node.child_by_field_name("declaration")
            if not declaration:
                raise _refused(name, "export", node)
            statements.append(_statement(name, declaration))
            exports.extend(statements[-1].top)
        elif node.type != "comment":
            statements.append(_statement(name, node))
    return _Module(imports, frozenset(one.decode() for one in exports), statements)


def _refused(module: str, word: str, node: Node) -> LinkError:
    excerpt = (node.text or b"")[:60].decode(errors="replace").splitlines()[0]
    return LinkError(f"{module} has an {word} that the linker does not know: {excerpt}")


def _imported(module: str, node: Node) -> tuple[list[str], str]:
    """The names that an import statement asks for, and the module they come from."""
    found = _IMPORT.fullmatch((node.text or b"").decode())
    if not found:
        raise _refused(module, "import", node)
    wanted = [one.strip() for one in found[1].split(",")]
    for one in wanted:
        if one and not _NAME.fullmatch(one):
            raise LinkError(f"{module} imports {one!r} from {found[2]}: a name cannot be changed on the way")
    return list(filter(None, wanted)), found[2]


def _statement(module: str, node: Node) -> _Statement:
    from tree_sitter import QueryCursor

    found = QueryCursor(_parser()[1]).captures(node)
    if "module" in found:
        raise _refused(module, "import", node)
    declarators = [node, *node.children] if node.type.endswith("_declaration") else []
    names = (one.child_by_field_name("name") for one in declarators)
    begin = node.start_byte
    places = {(one.start_byte - begin, one.end_byte - begin, one.type) for one in found.get("place", ())}
    return _Statement(
        node.text or b"",
        frozenset(name.text for name in names if name and name.text),
        frozenset(one.text for one in found.get("declared", ()) if one.text),
        sorted(places),
    )


def _written(statements: Sequence[_Statement]) -> Iterator[bytes]:
    """The text of each statement, with short names for what is declared in them."""
    short = _short_names(statements)
    for text, _, _, places in statements:
        pieces, last = [], 0
        for begin, end, kind in places:
            word = text[begin:end]
            # what is never assigned to again was checked before
            new = b"let" if kind == "const" else short.get(word, word)
            pieces += [text[last:begin], word + b":" if "shorthand" in kind and new != word else b"", new]
            last = end
        yield b"".join([*pieces, text[last:]])


def _short_names(statements: Sequence[_Statement]) -> dict[bytes, bytes]:
    """Short words for the variables that are declared somewhere, the shortest for the most frequent.

    One word becomes the same short word wherever it names a variable, so scopes need not be known. Two words may share
    a short one where no statement has both, and not both are at the top.
    """
    counts: Counter[bytes] = Counter()
    rivals: dict[bytes, list[set[bytes]]] = {}
    at_top: set[bytes] = set()
    for statement in statements:
        counts.update(statement.words())
        here: set[bytes] = set()
        for word in set(statement.words()):
            rivals.setdefault(word, []).append(here)
        for word in statement.top:
            rivals[word].append(at_top)
    declared = frozenset[bytes]().union(*(statement.declared for statement in statements)) - _GLOBALS
    fixed = counts.keys() - declared | _KEYWORDS
    words = [word for word in _short_words() if word not in fixed]
    short = {}
    for word in sorted(declared, key=lambda word: (-counts[word], word)):
        taken = set[bytes]().union(*rivals[word])
        short[word] = next(one for one in words if one not in taken)
        for rival in rivals[word]:
            rival.add(short[word])
    return short


def _short_words() -> Iterator[bytes]:
    letters = [letter.encode() for letter in string.ascii_letters]
    yield from letters
    yield from (first + second for first in letters for second in letters)
