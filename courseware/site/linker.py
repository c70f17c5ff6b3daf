"""Links the ES modules of the runtime into one classic script.

A package runs from folders, frames and file systems where a browser refuses `<script type="module">`, so the modules
become one function. The linker knows little on purpose, and says so about anything else: modules import names from
`"./x.js"`, drivers from `"../x.js"`, and export declarations. All declarations of all modules
share one scope, so no two modules may declare the same name.
"""

import re
import string
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from courseware.site.absent import OPTIONAL
from courseware.site.modules import (
    CONST,
    JOINT,
    SHORTHAND,
    VARIABLE,
    LinkError,
    Module,
    Statement,
    modules_without,
    runtime_modules,
)

_FIXED = {CONST: "let", JOINT: ","}
"""What is written at places that are no variables."""
_GLOBALS = frozenset(
    "caches console crypto document fetch globalThis history indexedDB localStorage location navigator "
    "performance sessionStorage window".split()
)
"""Words that may be a variable in one place and the browser's own in another: they stay."""
_LITERAL = re.compile(r' = (\d+|"[^"\\]*");')
"""What stands behind the name of a constant, where its value can stand in its place."""
_NAMED_ANEW = ("Map", "Math", "document", "window")
"""What the browser has under one name for as long as a page is there, and what modules ask for often."""
_PARTS = "parts.js"
"""The module that lists what components bring."""
_FIRST = string.ascii_letters + "$_"
"""How a word may begin."""
_KEYWORDS = frozenset({"as", "do", "if", "in", "of"})
_TOP = -1
"""In place of a statement's number: of all of them."""


class Script(NamedTuple):
    """A linked script, and the keys of the interface texts that its modules say."""

    text: str = ""
    says: frozenset[str] = frozenset()


@cache
def link_runtime(driver: str, with_lrs: bool = False, parts: frozenset[str] | None = None) -> Script:
    """The runtime with the driver of one standard, as one script without comments.

    `driver` names a module of `drivers/`, which the others import as `./driver.js`; `with_lrs` says whether a learning
    record store hears of what the LMS records; `parts` what the components of the course bring (`brought`), None for
    all that any of them does.
    """
    modules = runtime_modules()
    entry = "main_with_lrs.js" if with_lrs else "main.js"
    modules = {**modules, "driver.js": modules[f"drivers/{driver}.js"]}
    if parts is not None and OPTIONAL not in parts:
        modules.update(modules_without())
    if parts is not None:
        modules[_PARTS] = _with_parts(modules[_PARTS], parts)
    return Script(link(entry, modules), _said(entry, modules))


def _with_parts(module: Module, parts: Collection[str]) -> Module:
    """`parts.js` with those alone of its imports, and in its list, that are asked for."""
    imports = [(names, source) for names, source in module.imports if source.removesuffix(".js") in parts]
    listed = [name for names, _ in imports for name in names]
    between = ["", " ", "=[", *[","] * (len(listed) - 1), "];"] if listed else ["", " ", "=[];"]
    words = ["const", *module.exports, *listed]
    pieces = [piece for pair in zip(between, words, strict=False) for piece in pair] + between[-1:]
    kinds = CONST + VARIABLE * (len(words) - 1)
    scopes = dict.fromkeys(words, (0, [0]))
    statement = Statement(pieces, kinds, module.exports, module.exports, scopes)
    return Module(imports, module.exports, [statement])


def _said(entry: str, modules: Mapping[str, Module]) -> frozenset[str]:
    """What a module says, and all that it imports; each is looked at once."""
    reached, waiting = set[str](), [entry]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [imported for _, imported in modules[name].imports]
    return frozenset(key for name in reached for key in modules[name].says)


def link(entry: str, modules: Mapping[str, Module]) -> str:
    """The module `entry` and all that it imports as one classic script in strict mode.

    `modules` maps the names by which modules import each other to them. Raises `LinkError` for a module that is
    missing, a cycle, and a name that is not exported or declared twice.
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
            for one in wanted:
                if one not in exports[target]:
                    raise LinkError(f"{name} imports {one} from {target}, which does not export it")
        for declared in (one for statement in module.statements for one in statement.top):
            if declared in owners:
                raise LinkError(f"{name} and {owners[declared]} both declare {declared}")
            owners[declared] = name
        exports[name] = module.exports
        statements.extend(module.statements)

    add(entry, ())
    statements[:0] = _short_ways(statements, owners)
    return "\n".join(
        ['(()=>{"use strict";', rjsmin.jsmin(_joined(_written(_with_values(statements)))), "})();", ""]
    )


def _short_ways(statements: Iterable[Statement], declared: Container[str]) -> Iterator[Statement]:
    """Declarations that give what the browser has a name of one letter or two, where that makes the script shorter."""
    counts = Counter(word for statement in statements for word in statement.words())
    for word in _NAMED_ANEW:
        if word not in declared and counts[word] * (len(word) - 2) > len(word) + 4:
            yield Statement(
                ["", "const", " ", word, f"={word};"], CONST + VARIABLE, [word], [word], {word: (0, [0])}
            )


def _joined(texts: Iterable[str]) -> str:
    """Statements in a row, declarations of variables as one; functions, which are there from the start, behind them."""
    pieces, functions = [""], ""
    for text in texts:
        before = pieces[-1]
        if text.startswith(("function ", "async function ")):
            functions += text
        elif before.startswith("let ") and before.endswith(";") and text.startswith("let "):
            pieces[-1] = before[:-1] + "," + text.removeprefix("let ")
        else:
            pieces.append(text)
    return "\n".join([*pieces, functions])


def _with_values(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements with the values of constants that are used once in the place of their names."""
    places = Counter(place for one in statements for place in zip(one.pieces[1::2], one.kinds, strict=True))
    declared = Counter(word for one in statements for word in one.declared)
    values = {
        one.pieces[3]: found[1]
        for one in statements
        if one.kinds == CONST + VARIABLE
        and (found := _LITERAL.fullmatch(one.pieces[4]))
        and places[one.pieces[3], VARIABLE] == 2
        and not places[one.pieces[3], SHORTHAND]
        and declared[one.pieces[3]] == 1
    }
    for one in statements:
        words = one.pieces[1::2]
        if one.kinds == CONST + VARIABLE and words[1] in values:
            continue
        if values.keys().isdisjoint(words):
            yield one
            continue
        pieces, kinds = [one.pieces[0]], ""
        for word, kind, behind in zip(words, one.kinds, one.pieces[2::2], strict=True):
            if word in values:
                pieces[-1] += values[word] + behind
            else:
                pieces += [word, behind]
                kinds += kind
        yield one._replace(pieces=pieces, kinds=kinds)


def _written(given: Iterable[Statement]) -> Iterator[str]:
    """The text of each statement, with short names for what is declared in them."""
    statements = list(given)
    for statement, short in zip(statements, _short_names(statements), strict=True):
        written = {
            VARIABLE: short,
            SHORTHAND: {word: f"{word}:{new}" for word, new in short.items() if new != word},
        }
        pieces = list(statement.pieces)
        pieces[1::2] = [
            # what is never assigned to again was checked before
            written[kind].get(word, word) if kind in written else _FIXED[kind]
            for word, kind in zip(pieces[1::2], statement.kinds, strict=True)
        ]
        yield "".join(pieces)


def _short_names(statements: Sequence[Statement]) -> Iterator[Mapping[str, str]]:
    """For each statement, short words for the variables that are declared in it, or at the top of any.

    The shortest are for the most frequent. One word becomes one short word within a statement, and everywhere if it is
    of the top. What is of a function alone may be called like what is around it, unless that is used in it.
    """
    top = frozenset[str]().union(*(statement.top for statement in statements))
    declared = frozenset[str]().union(*(statement.declared for statement in statements)) - (_GLOBALS - top)
    counted = [Counter(statement.words()) for statement in statements]
    fixed = frozenset[str]().union(*counted) - declared | _KEYWORDS
    candidates = [word for word in _short_words() if word not in fixed]
    counts: Counter[tuple[int, str]] = Counter()
    # by function: what is called within it that is of it or from around it, and what is of it alone; a set of short
    # words is a number, whose bit n stands for candidate n
    seen, own = defaultdict[tuple[int, int], int](int), defaultdict[tuple[int, int], int](int)
    places: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for number, (statement, words) in enumerate(zip(statements, counted, strict=True)):
        for word in declared.intersection(words):
            innermost, functions = statement.scopes[word]
            variable = (_TOP, word) if word in top else (number, word)
            counts[variable] += words[word]
            if word in top:
                places.setdefault(variable, [(_TOP, 0)]).extend((number, one) for one in functions)
            else:
                places[variable] = [(number, one) for one in functions if one >= innermost]
    short: list[dict[str, str]] = [{} for _ in statements]
    everywhere: dict[str, str] = {}
    for variable in sorted(counts, key=lambda variable: (-counts[variable], variable)):
        number, word = variable
        within = places[variable]
        home = within[0]
        taken = seen[home]
        for place in within:
            taken |= own[place]
        new = ~taken & (taken + 1)  # the first that is free
        (everywhere if number == _TOP else short[number])[word] = candidates[new.bit_length() - 1]
        own[home] |= new
        for place in within:
            seen[place] |= new
    return ({**everywhere, **names} for names in short)


def _short_words() -> Iterator[str]:
    yield from _FIRST
    yield from (first + second for first in _FIRST for second in _FIRST + string.digits)
