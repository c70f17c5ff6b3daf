"""The ES modules of the runtime as the linker takes them: cut into statements, and these at their variables.

That needs a parser of JavaScript. It runs when the project is built or installed (`hatch_build.py`), which puts the
result of all modules into `courseware/_data/runtime.jsonl`; a package is made of that, and of what it holds only the
lines of the modules are read that the package needs. In the repository, where modules change, all are read anew where
one was changed since.
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
"""What is looked for, in the terms of tree-sitter-javascript: places that can be written shorter, and declarations."""

SHORTHAND = ":"
"""What stands before the word of a variable that is a property's name as well (`{one}`)."""
_WRITTEN = {"const": "let", "joint": ","}
"""What is written at places that are no variables: for the word `const` (what is assigned to was checked before), and
for all from the end of a declaration to the word `const` or `let` of the one behind it."""
_LITERAL = r'const [\w$]+ = (\d+(?:e\d+)?|"[^"\\]*");'
"""A constant whose value can stand in the place of its name."""
_OF_THE_WINDOW = frozenset("event name origin parent screen self status top".split())
"""What a window has under words that are common for variables, and is asked for by `window.` alone."""


class LinkError(Exception):
    """Modules that cannot be linked; the message names the module and what is wrong with it."""


Use: TypeAlias = tuple[int, int, Sequence[int]]
"""How often a word is a variable in a statement, the innermost of its functions that holds all places of the word, and
all that hold some. Functions are numbered in the order of the text, from 1; 0 is the statement itself."""


class Statement(NamedTuple):
    """A statement at the top of a module, without `export`.

    `pieces` are its text, cut before and behind each variable: every second piece is the word of one, with `SHORTHAND`
    before it where it is a property's name as well. `top` are the names that it gives to all modules, `declared` all
    that it declares, `uses` all words of variables. `value` is the text of the literal that a constant stands for.
    """

    pieces: Sequence[str]
    top: Sequence[str]
    declared: Sequence[str]
    uses: Mapping[str, Use]
    value: str = ""
    is_function: bool = False


class Module(NamedTuple):
    """`imports` are the names that are asked for and the module they come from, in order.

    `says` are the keys of the interface texts that it shows: what it exports under that name, which is for the compiler
    and no part of the script.
    """

    imports: Sequence[tuple[Sequence[str], str]]
    exports: Sequence[str]
    statements: Sequence[Statement]
    says: Sequence[str] = ()


@cache
def runtime_modules() -> Mapping[str, Module]:
    """The modules of the runtime by their paths in its folder, such as `drivers/xapi.js`."""
    return _known("modules")


@cache
def modules_without() -> Mapping[str, Module]:
    """Those that call on the optional module, as they are in a course that does without it."""
    return _known("without")


def _known(part: str) -> Mapping[str, Module]:
    if lines := _prepared():
        return _Lines({name: lines[number] for name, number in json.loads(lines[0])[part].items()})
    return _read(tuple(_sources().items()))[part]


class _Lines(Mapping[str, Module]):
    """Modules by their names, each read from its line when it is asked for."""

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
    """The lines of what was prepared of the modules as they are now; None where they have changed since."""
    file = runtime_modules_file()
    lines = file.read_bytes().splitlines() if file.is_file() else []
    return lines if lines and json.loads(lines[0]).get("digest") == _digest(_sources()) else None


def prepared_modules() -> str:
    """The modules of the runtime for `runtime_modules` to read, as lines of JSON.

    The first has the digest of their texts and, for each part, the numbers of its modules' lines by their names.
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
    """The parts of what is prepared, of the texts of the modules."""
    modules = {name: read_module(name, source) for name, source in sources}
    pieces = (piece for module in modules.values() for one in module.statements for piece in one.pieces[1::2])
    frequent = frozenset(worth_naming(pieces))
    without = {
        name: read_module(name, source, is_absent=True) for name, source in sources if absent.calls_on(source)
    }
    return {
        part: {name: _with_literals(module, frequent) for name, module in some.items()}
        for part, some in (("modules", modules), ("without", without))
    }


def _with_literals(module: Module, frequent: Collection[str]) -> Module:
    """A module that is cut only at those literals that are `frequent` in all together, and so may be in some."""
    return module._replace(statements=[_cut_less(statement, frequent) for statement in module.statements])


def _cut_less(statement: Statement, frequent: Collection[str]) -> Statement:
    pieces = [statement.pieces[0]]
    for piece, behind in zip(statement.pieces[1::2], statement.pieces[2::2], strict=True):
        if is_literal(piece) and variable(piece) not in frequent:
            pieces[-1] += piece + behind
        else:
            pieces += [piece, behind]
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


# Reading one, with a parser


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
    """A module from its text, or what is left of it where the optional module `is_absent`.

    Raises `LinkError` for all module syntax but named imports and exported declarations.
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
    """What is read again of a source, which was read as the tree `root`, once it is shorter."""
    from courseware.site.arrows import with_arrows  # with the parser, tools of the build
    from courseware.site.expressions import with_expressions
    from courseware.site.shorter import closer, shorter
    from courseware.site.values import with_values

    def parse(text: bytes) -> "Node":
        return _parser()[0].parse(text).root_node

    for made in (with_values, with_arrows, shorter, closer):
        source = made(source, root)
        root = parse(source)
    for _ in range(3):
        source = with_expressions(source, parse)
        source = closer(source, parse(source))
    return parse(source)


def _refused(module: str, word: str, node: "Node") -> LinkError:
    excerpt = (node.text or b"")[:60].decode(errors="replace").splitlines()[0]
    return LinkError(f"{module} has an {word} that the linker does not know: {excerpt}")


def _imported(module: str, node: "Node") -> tuple[list[str], str]:
    """The names that an import statement asks for, and the module they come from."""
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
        place for kind in ("member", "literal") for one in found.get(kind, ()) if (place := _literal_at(one))
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
            # a variable in place of a text in quotes has to stand apart from the words beside it
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
    """Whether a statement declares one variable, as an arrow."""
    declared = [child for child in node.named_children if child.type == "variable_declarator"]
    value = declared[0].child_by_field_name("value") if len(declared) == 1 else None
    return value is not None and value.type == "arrow_function"


def _word(piece: str) -> str:
    """The word of the variable at a piece; of a literal the one that it would have."""
    return variable(piece) if is_literal(piece) else piece.removeprefix(SHORTHAND)


def _literal_at(node: "Node") -> tuple[int, int, str] | None:
    """The place of a literal, or of a property with the sign before it, where a variable can stand."""
    start, parent = node.start_byte, node.parent
    if node.type == "property_identifier":
        sign = node.prev_sibling
        asked = sign and sign.prev_sibling
        if (
            not sign
            or not asked
            or asked.type == "comment"
            or sign.end_byte != start
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
    """`Statement.uses`, of the places at which words stand. The name of a function is not within it."""
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
    """The place between a declaration within a block and the one before it, where nothing else is between them."""
    before = declaration.prev_named_sibling
    while before and before.type == "comment":
        before = before.prev_named_sibling
    if not before or before.type != "lexical_declaration" or not (before.text or b"").endswith(b";"):
        return None
    return before.end_byte - 1, declaration.children[0].end_byte, "joint"
