"""The ES modules of the runtime in the form that the linker takes: cut into statements, and these at their variables.

This needs a JavaScript parser, which runs when the project is built or installed (`hatch_build.py`) and writes the
result for all modules to `courseware/_data/runtime.jsonl`. Making a package reads only the lines of the modules that it
needs. In the repository, where modules change, all are parsed again if any has changed since.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from courseware.data import runtime_modules_file, templates_folder
from courseware.record import NamedTuple
from courseware.site import absent
from courseware.site.literals import LEAST, is_literal, variable, worth_naming

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query

_IMPORT = r'import \{([\w$,\s]+)\} from "\.\.?/([\w-]+\.js)";'
_NAME = r"[A-Za-z_$][\w$]*"
_SAYS = r'const says = \[([\w\s,"]*)\];'

_QUERY = """
[(identifier) (shorthand_property_identifier) (shorthand_property_identifier_pattern) "const"] @place
[(import) (meta_property)] @module
(member_expression property: (property_identifier) @member)
[(string) (null) (unary_expression "void")] @literal
(lexical_declaration) @declaration
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
[(function_declaration) (generator_function_declaration) (function_expression) (generator_function) (arrow_function)
 (method_definition)] @function
"""
"""Queries of tree-sitter-javascript: the places of variables and literals, and declarations."""

SHORTHAND = ":"
"""Precedes the name of a variable in `Statement.pieces` if the variable is a shorthand property (`{name}`)."""
_WRITTEN = {"const": "let", "joint": ","}
"""What replaces a place that is not a variable: the keyword `const` (assignments were checked before), and everything
from the end of one declaration to the keyword of the next.
"""
_LITERAL = r'const [\w$]+ = (\d+(?:e\d+)?|"[^"\\]*");'
"""A constant whose value can replace its name."""
_OF_THE_WINDOW = frozenset("event name origin parent screen self status top".split())
"""Properties of `window` whose names are common for variables; modules must write `window.` before them."""


class LinkError(Exception):
    """Modules that cannot be linked; the message names the module and the problem."""


Use: TypeAlias = tuple[int, int, Sequence[int]]
"""How often a variable is used in a statement, the innermost function that contains all of its uses, and all functions
that contain any. Functions are numbered in the order of the text from 1; 0 is the statement itself.
"""


class Statement(NamedTuple):
    """A statement at the top level of a module, without `export`.

    `pieces` are its text, cut before and after each variable: every second piece is the name of one, with `SHORTHAND`
    before it if it is a shorthand property. `top` are the names that it declares for all modules, `declared` all that
    it declares, `uses` the variables that it uses. `value` is the literal, as text, if it declares a constant.
    """

    pieces: Sequence[str]
    top: Sequence[str]
    declared: Sequence[str]
    uses: Mapping[str, Use]
    value: str = ""
    is_function: bool = False


class Module(NamedTuple):
    """A module: its imports (names, and the module they come from), exports and statements, each in order.

    `says` are the keys of the interface texts that it shows, which it exports under that name for the compiler; they
    are not part of the script.
    """

    imports: Sequence[tuple[Sequence[str], str]]
    exports: Sequence[str]
    statements: Sequence[Statement]
    says: Sequence[str] = ()


@cache
def runtime_modules() -> Mapping[str, Module]:
    """The modules of the runtime, by their paths in its folder, such as `drivers/xapi.js`."""
    return _known("modules")


@cache
def modules_without() -> Mapping[str, Module]:
    """The modules that call the optional module, in the form for courses that do without it."""
    return _known("without")


def _known(part: str) -> Mapping[str, Module]:
    if lines := _prepared():
        return _Lines({name: lines[number] for name, number in json.loads(lines[0])[part].items()})
    return _read(tuple(_sources().items()))[part]


class _Lines(Mapping[str, Module]):
    """Modules by name, each parsed from its line when it is first used."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self._lines = lines
        self._read: dict[str, Module] = {}

    def __getitem__(self, name: str) -> Module:
        if name not in self._read:
            self._read[name] = _module(json.loads(self._lines[name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def _prepared() -> Sequence[bytes] | None:
    """The lines of the prepared file, or None if the modules have changed since it was written."""
    file = runtime_modules_file()
    lines = file.read_bytes().splitlines() if file.is_file() else []
    return lines if lines and json.loads(lines[0]).get("digest") == _digest(_sources()) else None


def prepared_modules() -> str:
    """The modules of the runtime as lines of JSON, which `runtime_modules` reads.

    The first line has the digest of the sources and, for each part, the line number of each module.
    """
    sources = _sources()
    numbers = count(1)
    parts = _read(tuple(sources.items()))
    first = {part: dict(zip(modules, numbers, strict=False)) for part, modules in parts.items()}
    lines: list[object] = [{"digest": _digest(sources), **first}]
    lines += [module for modules in parts.values() for module in modules.values()]
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


@cache
def _read(sources: tuple[tuple[str, bytes], ...]) -> Mapping[str, Mapping[str, Module]]:
    """The parts of the prepared file, from the sources of the modules."""
    modules = {name: read_module(name, source) for name, source in sources}
    pieces = (
        piece
        for module in modules.values()
        for statement in module.statements
        for piece in statement.pieces[1::2]
    )
    frequent = frozenset(worth_naming(pieces))
    without = {
        name: read_module(name, source, is_absent=True) for name, source in sources if absent.calls_on(source)
    }
    return {
        part: {name: _with_literals(module, frequent) for name, module in some.items()}
        for part, some in (("modules", modules), ("without", without))
    }


def _with_literals(module: Module, frequent: Collection[str]) -> Module:
    """A module cut only at the literals that are `frequent` in all modules: no other can get a variable."""
    return module._replace(statements=[_cut_less(statement, frequent) for statement in module.statements])


def _cut_less(statement: Statement, frequent: Collection[str]) -> Statement:
    pieces = [statement.pieces[0]]
    for piece, after in zip(statement.pieces[1::2], statement.pieces[2::2], strict=True):
        if is_literal(piece) and variable(piece) not in frequent:
            pieces[-1] += piece + after
        else:
            pieces += [piece, after]
    uses = {word: use for word, use in statement.uses.items() if word in frequent or not is_literal(word)}
    return statement._replace(pieces=pieces, uses=uses)


def _module(value: Any) -> Module:
    imports, exports, statements, says = value
    return Module(imports, exports, [Statement(*statement) for statement in statements], says)


def _sources() -> Mapping[str, bytes]:
    folder = templates_folder() / "runtime"
    names = (*os.listdir(folder), *(f"drivers/{name}" for name in os.listdir(folder / "drivers")))
    return {name: (folder / name).read_bytes() for name in sorted(names) if name.endswith(".js")}


def _digest(sources: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name, source in sources.items():
        digest.update(b"%s %d\n" % (name.encode(), len(source)))
        digest.update(source)
    return digest.hexdigest()


# Parsing a module


@cache
def _parser() -> "tuple[Parser, Query]":
    try:
        import tree_sitter_javascript
        from tree_sitter import Language, Parser, Query
    except ImportError:
        raise LinkError("the modules of the runtime have changed: install the project again") from None

    language = Language(tree_sitter_javascript.language())
    return Parser(language), Query(language, _QUERY)


def read_module(name: str, source: bytes, is_absent: bool = False) -> Module:
    """A module from its source; with `is_absent`, what is left of it without the optional module.

    Raises `LinkError` for any module syntax but named imports and exported declarations.
    """
    imports: list[tuple[list[str], str]] = []
    exports: list[str] = []
    statements: list[Statement] = []
    says: list[str] = []
    parser = _parser()[0]
    root = parser.parse(source).root_node
    if root.has_error:
        raise LinkError(f"{name} is not JavaScript that the linker can read")
    if is_absent:
        try:
            source = absent.without(source, root)
        except absent.NotOptional as error:
            raise LinkError(f"{name} cannot do without {absent.OPTIONAL}: {error}") from None
        root = parser.parse(source).root_node
    for node in _in_fewer_bytes(source, root).children:
        if node.type == "import_statement":
            imports.append(_imported(name, node))
        elif node.type == "export_statement":
            declaration = node.child_by_field_name("declaration")
            if not declaration:
                raise _refused(name, "export", node)
            if found := re.fullmatch(_SAYS, (declaration.text or b"").decode()):
                says += re.findall(r"\w+", found[1])
                continue
            statements.append(_statement(name, declaration))
            exports.extend(statements[-1].top)
        elif node.type != "comment":
            statements.append(_statement(name, node))
    return Module(imports, exports, statements, says)


def _in_fewer_bytes(source: bytes, root: "Node") -> "Node":
    """The syntax tree of a source, of which `root` is the tree, after it has been made shorter."""
    from courseware.site.arrows import with_arrows  # needed only when the project is built, like the parser
    from courseware.site.expressions import with_expressions
    from courseware.site.shorter import shorter, unwrapped
    from courseware.site.values import with_values

    def parse(text: bytes) -> "Node":
        return _parser()[0].parse(text).root_node

    for made in (with_values, with_arrows, shorter, unwrapped):
        source = made(source, root)
        root = parse(source)
    for _ in range(3):
        source = with_expressions(source, parse)
        source = unwrapped(source, parse(source))
    return parse(source)


def _refused(module: str, word: str, node: "Node") -> LinkError:
    excerpt = (node.text or b"")[:60].decode(errors="replace").splitlines()[0]
    return LinkError(f"{module} has an {word} that the linker does not know: {excerpt}")


def _imported(module: str, node: "Node") -> tuple[list[str], str]:
    """The names that an import statement imports, and the module they come from."""
    found = re.fullmatch(_IMPORT, (node.text or b"").decode())
    if not found:
        raise _refused(module, "import", node)
    wanted = [name.strip() for name in found[1].split(",")]
    for name in wanted:
        if name and not re.fullmatch(_NAME, name):
            raise LinkError(f"{module} imports {name!r} from {found[2]}: a name cannot be changed on the way")
    return list(filter(None, wanted)), found[2]


def _statement(module: str, node: "Node") -> Statement:
    from tree_sitter import QueryCursor

    found = QueryCursor(_parser()[1]).captures(node)
    if "module" in found:
        raise _refused(module, "import", node)
    declarators = [node, *node.children] if node.type.endswith("_declaration") else []
    names = (declarator.child_by_field_name("name") for declarator in declarators)
    text, begin = node.text or b"", node.start_byte
    pieces, last = [""], 0
    places = {(place.start_byte, place.end_byte, place.type) for place in found.get("place", ())}
    literals = {
        place
        for kind in ("member", "literal")
        for node in found.get(kind, ())
        if (place := _literal_at(node))
    }
    joints = {
        joint
        for declaration in found.get("declaration", ())
        if declaration != node and (joint := _joint(declaration))
    }
    places -= {place for place in places if any(start < place[0] < end for start, end, _ in joints)}
    for start, end, kind in sorted(places | literals | joints):
        pieces[-1] += text[last : start - begin].decode()
        if kind in _WRITTEN:
            pieces[-1] += _WRITTEN[kind]
        else:
            word = text[start - begin : end - begin].decode().lstrip()
            # a variable in place of a quoted text must be separated from adjacent words
            beside = text[start - begin - 1 : start - begin] + text[end - begin : end - begin + 1]
            apart = " " * (kind == "literal" and re.search(rb"[\w$]", beside) is not None)
            pieces[-1] += apart
            pieces += [SHORTHAND * ("shorthand" in kind) + word, apart]
        last = end - begin
    pieces[-1] += text[last:].decode()
    top = sorted({name.text.decode() for name in names if name and name.text})
    declared = sorted({name.text.decode() for name in found.get("declared", ()) if name.text})
    counts = Counter(_word(piece) for piece in pieces[1::2])
    spots = [(place.start_byte, (place.text or b"").decode()) for place in found.get("place", ())]
    spots += [
        (start, variable(text[start - begin : end - begin].decode().lstrip())) for start, end, _ in literals
    ]
    uses = _uses(counts, spots, found.get("function", ()))
    if strays := _OF_THE_WINDOW.intersection(uses).difference(declared):
        word = min(strays)
        raise LinkError(f"{module} uses {word}, which nothing there declares: write window.{word}")
    literal = re.fullmatch(_LITERAL, text.decode())
    return Statement(pieces, top, declared, uses, literal[1] if literal else "", _is_function(node))


def _is_function(node: "Node") -> bool:
    """Whether a statement declares a single variable that is an arrow function."""
    declared = [child for child in node.named_children if child.type == "variable_declarator"]
    value = declared[0].child_by_field_name("value") if len(declared) == 1 else None
    return value is not None and value.type == "arrow_function"


def _word(piece: str) -> str:
    """The variable at a piece; for a literal, the variable that it would get."""
    return variable(piece) if is_literal(piece) else piece.removeprefix(SHORTHAND)


def _literal_at(node: "Node") -> tuple[int, int, str] | None:
    """The place of a literal, or of a property with the operator before it, if a variable can replace it."""
    start, parent = node.start_byte, node.parent
    if node.type == "property_identifier":
        operator = node.prev_sibling
        asked = operator and operator.prev_sibling
        if (
            not operator
            or not asked
            or asked.type == "comment"
            or operator.end_byte != start
            or node.end_byte - start < LEAST
        ):
            return None
        return asked.end_byte, node.end_byte, "member"
    is_name = (
        parent is None or parent.child_by_field_name("key") == node or parent.type == "expression_statement"
    )
    if is_name or (node.type == "unary_expression" and node.text != b"void 0"):
        return None
    return start, node.end_byte, "literal"


def _uses(
    counts: Mapping[str, int], places: Iterable[tuple[int, str]], functions: "Iterable[Node]"
) -> Mapping[str, Use]:
    """`Statement.uses`, from the places of the variables. The name of a function counts as outside of the function."""
    spans = sorted(
        ((function.child_by_field_name("parameters") or function).start_byte, function.end_byte)
        for function in functions
    )
    found: dict[str, list[set[int]]] = {}
    for place, word in places:
        within = {number for number, (start, end) in enumerate(spans, 1) if start <= place < end}
        found.setdefault(word, []).append({0, *within})
    return {
        word: (counts[word], max(set.intersection(*each)), sorted(set.union(*each)))
        for word, each in sorted(found.items())
        if word in counts
    }


def _joint(declaration: "Node") -> tuple[int, int, str] | None:
    """The place between two adjacent declarations within a block, which a comma can replace."""
    before = declaration.prev_named_sibling
    while before and before.type == "comment":
        before = before.prev_named_sibling
    if not before or before.type != "lexical_declaration" or not (before.text or b"").endswith(b";"):
        return None
    return before.end_byte - 1, declaration.children[0].end_byte, "joint"
