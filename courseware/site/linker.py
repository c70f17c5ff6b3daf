"""Links the ES modules of the runtime into one classic script.

A package is opened from folders, in frames and from file systems where browsers refuse `<script type="module">`, so the
modules are joined into one block. The linker supports little on purpose and rejects everything else: modules import
names from `"./x.js"` (drivers from `"../x.js"`) and export declarations. The declarations of all modules share one
scope, so no two modules may declare the same name.
"""

import string
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from courseware.record import NamedTuple
from courseware.site.absent import OPTIONAL
from courseware.site.literals import is_word, spelled, worth_naming
from courseware.site.modules import (
    SHORTHAND,
    LinkError,
    Module,
    Statement,
    Use,
    modules_without,
    runtime_modules,
)

_GLOBALS = frozenset(
    "caches console crypto document fetch globalThis history indexedDB localStorage location navigator "
    "performance sessionStorage window".split()
)
"""Names that may be a variable in one place and the browser's in another, and are therefore never shortened."""
_SHORTENED_GLOBALS = ("Map", "Math", "Object", "Promise", "clearTimeout", "document", "setTimeout", "window")
"""Global names of the browser that never change while a page is open and that modules use often."""
_MANY = 8
"""From how many words on it is shorter to split one text than to declare each."""
_PARTS = "parts.js"
"""The module that lists the optional parts."""
_FIRST = string.ascii_letters + "$_"
"""The characters with which a variable's name may begin."""
_KEYWORDS = frozenset({"as", "do", "if", "in", "of"})
_TOP = -1
"""In place of the number of a statement: the name is declared at the top, for all statements."""
_ONCE: Use = (1, 0, [0])


class Script(NamedTuple):
    """A linked script, and the keys of the interface texts that its modules use."""

    text: str = ""
    says: frozenset[str] = frozenset()


@cache
def link_runtime(driver: str, with_lrs: bool = False, parts: frozenset[str] | None = None) -> Script:
    """The runtime with the driver of one protocol, as one script without comments.

    `driver` names a module of `drivers/`, which the others import as `./driver.js`. `with_lrs` adds the reports to a
    learning record store alongside an LMS. `parts` are the optional parts that the course needs (`brought`); None means
    all of them.
    """
    every = runtime_modules()
    entry = "main_with_lrs.js" if with_lrs else "main.js"
    own = {"driver.js": every[f"drivers/{driver}.js"]}
    if parts is not None:
        own[_PARTS] = _with_parts(every[_PARTS], parts)
    without = modules_without() if parts is not None and OPTIONAL not in parts else {}
    modules = _reached(entry, (own, without, every))
    return Script(link(entry, modules), frozenset(key for module in modules.values() for key in module.says))


def _with_parts(module: Module, parts: Collection[str]) -> Module:
    """`parts.js`, reduced to the imports and list entries that the course needs."""
    imports = [(names, source) for names, source in module.imports if source.removesuffix(".js") in parts]
    listed = [name for names, _ in imports for name in names]
    between = ["let ", "=[", *[","] * (len(listed) - 1), "];"] if listed else ["let ", "=[];"]
    words = [*module.exports, *listed]
    pieces = [piece for pair in zip(between, words, strict=False) for piece in pair] + between[-1:]
    statement = Statement(pieces, module.exports, module.exports, dict.fromkeys(words, _ONCE))
    return Module(imports, module.exports, [statement])


def _reached(entry: str, known: Sequence[Mapping[str, Module]]) -> dict[str, Module]:
    """A module and everything it imports, each from the first of the mappings that has it."""
    reached: dict[str, Module] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        module = next((modules[name] for modules in known if name in modules), None)
        if module and name not in reached:  # the linker reports a module that is missing
            reached[name] = module
            waiting += [imported for _, imported in module.imports]
    return reached


def link(entry: str, modules: Mapping[str, Module]) -> str:
    """The module `entry` and everything it imports, as one classic script in strict mode.

    `modules` maps the names under which modules import each other to the modules. Raises `LinkError` for a missing
    module, a cycle, or a name that is not exported or is declared twice.
    """
    import rjsmin

    exports: dict[str, Sequence[str]] = {}
    owners: dict[str, str] = {}
    statements: list[Statement] = []

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise LinkError(f"modules import each other in a circle: {' -> '.join((*importers, name))}")
        if name in exports:
            return
        if name not in modules:
            raise LinkError(
                f"{importers[-1] if importers else 'the entry'} imports {name}, which is not there"
            )
        module = modules[name]
        for wanted, target in module.imports:
            add(target, (*importers, name))
            for imported in wanted:
                if imported not in exports[target]:
                    raise LinkError(f"{name} imports {imported} from {target}, which does not export it")
        for declared in (top for statement in module.statements for top in statement.top):
            if declared in owners:
                raise LinkError(f"{name} and {owners[declared]} both declare {declared}")
            owners[declared] = name
        exports[name] = module.exports
        statements.extend(module.statements)

    add(entry, ())
    # functions must be defined before anything calls them
    statements.sort(key=lambda statement: not statement.is_function)
    statements[:0] = _short_declarations(statements, owners)
    return f'"use strict";{{{rjsmin.jsmin(_joined(_written(_with_values(statements))))}\n}}\n'


def _short_declarations(statements: Sequence[Statement], declared: Container[str]) -> Iterator[Statement]:
    """Declarations of short names for globals of the browser and for literals, if they make the script shorter."""
    counts: Counter[str] = Counter()
    for statement in statements:
        counts.update(
            {word: statement.uses[word][0] for word in _SHORTENED_GLOBALS if word in statement.uses}
        )
    for word in _SHORTENED_GLOBALS:
        if word not in declared and counts[word] * (len(word) - 2) > len(word) + 4:
            yield Statement(["let ", word, f"={word};"], [word], [word], {word: _ONCE})
    named = [*worth_naming(piece for statement in statements for piece in statement.pieces[1::2])]
    words = [literal for literal in named if is_word(literal)]
    if len(words) < _MANY:
        words = []
    for literal in named:
        if literal not in words:
            yield Statement(["let ", literal, f"={literal};"], [literal], [literal], {literal: _ONCE})
    if words:
        between = ["let [", *[","] * (len(words) - 1)]
        pieces = [piece for pair in zip(between, words, strict=True) for piece in pair]
        text = " ".join(word[1:-1] for word in words)
        yield Statement([*pieces, f']="{text}".split(" ");'], words, words, dict.fromkeys(words, _ONCE))


def _joined(texts: Iterable[str]) -> str:
    """The statements one after another, with consecutive declarations of variables joined."""
    pieces: list[str] = []
    end = ""
    for text in texts:
        is_declaration = text.startswith("let ") and text.endswith(";")
        goes_on = is_declaration and end == ";"
        pieces += "," if goes_on else (end, "\n")
        pieces.append(text[len("let ") if goes_on else 0 : -1 if is_declaration else None])
        end = ";" if is_declaration else ""
    return "".join((*pieces, end))


def _with_values(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements, with each constant that is used only once replaced by its value."""
    values = {statement.top[0]: statement.value for statement in statements if statement.value}
    counts, declared = Counter[str](), Counter[str]()
    for statement in statements:
        for word in values.keys() & statement.uses:
            counts[word] += statement.uses[word][0]
            declared[word] += word in statement.declared
            counts[word] += (
                f"{SHORTHAND}{word}" in statement.pieces
            )  # a value cannot stand for a property's name, so this counts as too many uses
    values = {word: value for word, value in values.items() if counts[word] == 2 and declared[word] == 1}
    for statement in statements:
        if statement.value and statement.top[0] in values:
            continue
        if values.keys().isdisjoint(statement.uses):
            yield statement
            continue
        pieces = [statement.pieces[0]]
        for word, after in zip(statement.pieces[1::2], statement.pieces[2::2], strict=True):
            if word in values:
                pieces[-1] += values[word] + after
            else:
                pieces += [word, after]
        yield statement._replace(
            pieces=pieces, uses={word: use for word, use in statement.uses.items() if word not in values}
        )


def _written(given: Iterable[Statement]) -> Iterator[str]:
    """The text of each statement, with the variables declared in the modules shortened."""
    statements = list(given)
    for statement, short in zip(statements, _short_names(statements), strict=True):
        pieces = list(statement.pieces)
        pieces[1::2] = [short[piece] if piece in short else _spelled(piece, short) for piece in pieces[1::2]]
        yield "".join(pieces)


def _spelled(piece: str, short: Mapping[str, str]) -> str:
    """A literal by its variable, or `{name}` with the short name of its variable."""
    name = piece.removeprefix(SHORTHAND)
    if name == piece:
        return spelled(piece, short)
    return name if short[name] == name else f"{name}:{short[name]}"


def _short_names(statements: Sequence[Statement]) -> Iterator[Mapping[str, str]]:
    """For each statement, the short name of every variable that is declared in it or at the top of any statement.

    The most frequent variables get the shortest names. A variable has one short name within a statement, and everywhere
    if it is declared at the top. A variable of a single function may share its short name with one of an outer scope if
    the function does not use that.
    """
    top = frozenset[str]().union(*(statement.top for statement in statements))
    declared = frozenset[str]().union(*(statement.declared for statement in statements)) - (_GLOBALS - top)
    fixed = frozenset[str]().union(*(statement.uses for statement in statements)) - declared | _KEYWORDS
    # Each variable with the functions that it is used in, its own first. Functions are numbered through all statements
    # from 1; 0 is the scope around them.
    variables: list[tuple[int, int, str, list[int]]] = []
    counts: Counter[str] = Counter()
    places: dict[str, list[int]] = {word: [0] for word in top}
    functions = 1
    for number, statement in enumerate(statements):
        highest = 0
        for word in declared.intersection(statement.uses):
            count, innermost, within = statement.uses[word]
            highest = max(highest, within[-1])
            if word in top:
                counts[word] += count
                places[word] += [functions + function for function in within]
            else:
                within = [functions + function for function in within if function >= innermost]
                variables.append((-count, number, word, within))
        functions += highest + 1
    variables += [(-count, _TOP, word, places[word]) for word, count in counts.items()]
    candidates = [*islice((word for word in _short_words() if word not in fixed), len(variables))]
    # By function: the short names in use within it, whether its own or from outside, and those declared in it alone. A
    # set of short names is an integer, whose bit n stands for candidate n.
    seen, own = [0] * functions, [0] * functions
    short: list[dict[str, str]] = [{} for _ in statements]
    everywhere: dict[str, str] = {}
    for _, number, word, within in sorted(variables):
        taken = seen[within[0]]
        for place in within:
            taken |= own[place]
        new = ~taken & (taken + 1)  # the first free one
        (everywhere if number == _TOP else short[number])[word] = candidates[new.bit_length() - 1]
        own[within[0]] |= new
        for place in within:
            seen[place] |= new
    for statement, names in zip(statements, short, strict=True):
        yield {word: names.get(word) or everywhere.get(word, word) for word in statement.uses}


def _short_words() -> Iterator[str]:
    yield from _FIRST
    yield from (first + second for first in _FIRST for second in _FIRST + string.digits)
