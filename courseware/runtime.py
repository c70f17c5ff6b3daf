"""Links the ES modules of the runtime into one classic script.

A package runs from folders, frames and file systems where a browser refuses `<script type="module">`, so the modules
become one function. The linker knows little on purpose, and says so about anything else: modules import names from
`"./x.js"`, drivers from `"../../templates/runtime/x.js"`, with statements that begin at the start of a line, and export
declarations. All declarations of all modules share one scope, so no two modules may declare the same name.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from courseware.data import templates_folder

_IMPORT = re.compile(
    r'^import \{([\w$,\s]+)\} from "(?:\.|\.\./\.\./templates/runtime)/([\w-]+\.js)";\n', re.MULTILINE
)
_DECLARATION = re.compile(r"^(export )?(?:async )?(?:function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_MODULE_SYNTAX = re.compile(r"""(?<![\w$.'"-])(import|export)(?![\w$:-])""")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")

_DECLARED = re.compile(r"(?<![\w$.])(?:function\*?|const|let) ([\w$]+)")
# strings, templates and regular expressions: their words mean themselves
_LITERAL = re.compile(
    r'"(?:\\.|[^"\\\n])*"|'
    r"'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
    r"|(?<=[(,=:\[!&|?{};])/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/"
)
_LITERAL_OR_NAME = re.compile(f"{_LITERAL.pattern}|{_NAME.pattern}")
# where a word may be the name of a property: a.word; {get word() {}}
_PROPERTIES = (
    re.compile(r"(?<!\.\.)\.([A-Za-z_$][\w$]*)"),
    re.compile(r"(?:get|set|async) ([\w$]+)\("),
)
# and, within braces: {word}, {word = 1}, {word() {}}
_SHORTHAND = re.compile(rf"{_LITERAL.pattern}|[\[({{\])}}]|(?<=[{{,])[\w$]+(?=[,}}=(])")
# {word: 1}, read from the end
_KEY_BACKWARDS = re.compile(r":([\w$]+)")
_GLOBALS = frozenset(
    "caches console crypto document event fetch globalThis history indexedDB localStorage location name navigator "
    "origin parent performance screen self sessionStorage status top window".split()
)
_KEYWORDS = {"as", "do", "if", "in", "of"}


class LinkError(Exception):
    """Modules that cannot be linked; the message names the module and what is wrong with it."""


@cache
def link_runtime(driver: Path) -> str:
    """The whole runtime with the driver of one standard, as one script without comments.

    `driver` is the standard's `driver.js`; `main.js` imports it as `./driver.js`.
    """
    folder = templates_folder() / "runtime"
    modules = {path.name: path for path in sorted(folder.glob("*.js"))}
    return link("main.js", {**modules, "driver.js": driver})


def link(entry: str, modules: Mapping[str, Path]) -> str:
    """The module `entry` and all that it imports as one classic script in strict mode.

    `modules` maps the names by which modules import each other to files. Raises `LinkError` for a module that is
    missing, a cycle, a name that is not exported or declared twice, and all module syntax but named imports of
    `"./x.js"` and exported declarations.
    """
    import rjsmin

    exports: dict[str, set[str]] = {}
    owners: dict[str, str] = {}
    bodies: list[str] = []

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise LinkError(f"modules import each other in a circle: {' -> '.join((*importers, name))}")
        if name in exports:
            return
        if name not in modules:
            raise LinkError(
                f"{importers[-1] if importers else 'the entry'} imports {name}, which is not there"
            )
        text = modules[name].read_text(encoding="utf-8")
        for match in _IMPORT.finditer(text):
            wanted, target = match.groups()
            add(target, (*importers, name))
            for one in filter(None, (part.strip() for part in wanted.split(","))):
                if not _NAME.fullmatch(one):
                    raise LinkError(
                        f"{name} imports {one!r} from {target}: a name cannot be changed on the way"
                    )
                if one not in exports[target]:
                    raise LinkError(f"{name} imports {one} from {target}, which does not export it")
        exports[name] = set()
        for exported, declared in _DECLARATION.findall(text):
            if declared in owners:
                raise LinkError(f"{name} and {owners[declared]} both declare {declared}")
            owners[declared] = name
            if exported:
                exports[name].add(declared)
        body = _DECLARATION.sub(lambda match: match[0].removeprefix("export "), _IMPORT.sub("", text))
        body = str(rjsmin.jsmin(body))
        if refused := _MODULE_SYNTAX.search(body):
            excerpt = body[refused.start() : refused.start() + 60].splitlines()[0]
            raise LinkError(f"{name} has an {refused[1]} that the linker does not know: {excerpt}")
        bodies.append(body)

    add(entry, ())
    return "\n".join(['(()=>{"use strict";', _shorten_names("\n".join(bodies)), "})();", ""])


def _shorten_names(script: str) -> str:
    """The script with short words for the variables and functions that it declares.

    One word becomes the same short word wherever it stands, so scopes need not be known; a word that may be anything
    but a variable somewhere (a property, a part of a template, a global of the browser) stays.
    """
    fixed = set(_GLOBALS)
    for literal in _LITERAL.findall(script):
        if not literal.startswith(('"', "'")):  # variables stand in a template
            fixed.update(_NAME.findall(literal))
    for pattern in _PROPERTIES:
        fixed.update(pattern.findall(script))
    fixed.update(_shorthands(script))
    fixed.update(word[::-1] for word in _KEY_BACKWARDS.findall(script[::-1]))
    counts = Counter(_NAME.findall(script))
    declared = sorted({*_DECLARED.findall(script)} - fixed, key=lambda name: (-counts[name], name))
    free = (word for word in _short_words() if word not in counts and word not in _KEYWORDS)
    # what is never assigned to again was checked before
    short = {**dict(zip(declared, free, strict=False)), "const": "let"}
    return _LITERAL_OR_NAME.sub(lambda match: short.get(match[0], match[0]), script)


def _shorthands(script: str) -> Iterator[str]:
    """Words in braces that stand where a property does: the braces may be those of a block."""
    within: list[str] = []
    for match in _SHORTHAND.finditer(script):
        found = match[0]
        if found in "[({":
            within.append(found)
        elif found in "])}":
            within.pop()
        elif within[-1:] == ["{"] and found[0] not in "\"'`/":
            yield found


def _short_words() -> Iterator[str]:
    letters = string.ascii_letters
    yield from letters
    yield from (first + second for first in letters for second in letters)
