"""TeX → MathML, with the place of what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NoReturn
from xml.etree.ElementTree import Element, tostring

from latex2mathml import commands
from latex2mathml.converter import Converter
from latex2mathml.symbols_parser import SYMBOLS

from courseware.diagnostics.suggest import did_you_mean

LONGEST = 2000
"""The longest formula, in characters."""

_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_ENVIRONMENTS = {name.removeprefix("\\") for name in commands.MATRICES} | {"aligned"}
_ALIGNED = re.compile(r"(\\(?:begin|end)\s*\{align)ed\}")
"""`aligned`, which TeX uses within a formula; the library knows it only as `align*`."""
_REFUSED = re.compile(
    r"\\(?:href|style|class|unicode|require|(?:re)?newcommand|providecommand|(?:re)?newenvironment|[gex]?def|let"
    r"|DeclareMathOperator)(?![A-Za-z])\*?"
)
"""Commands that could affect the page around the formula, or make its output arbitrarily long."""

_PROBLEMS = {
    "NumeratorNotFoundError": ("a fraction has no numerator", r"\\(?:over|above|atop)"),
    "DenominatorNotFoundError": ("a fraction has no denominator", r"\\(?:over|above|atop)"),
    "ExtraLeftOrMissingRightError": ("each `\\left` needs a `\\right`", r"\\(?:left|right)(?![a-z])"),
    "MissingSuperScriptOrSubscriptError": ("nothing follows `^` or `_`", r"[\^_]\s*(?:$|[}&])"),
    "DoubleSubscriptsError": ("a symbol has two `_`: group them with braces", "_"),
    "DoubleSuperscriptsError": ("a symbol has two `^`: group them with braces", r"\^"),
    "NoAvailableTokensError": ("a command has no argument", r"\\[A-Za-z]+\s*$"),
    "MissingEndError": ("each `\\begin` needs an `\\end`", r"\\begin"),
    "LimitsMustFollowMathOperatorError": ("`\\limits` must follow an operator", r"\\limits"),
    "InvalidAlignmentError": ("give the columns of a table as in `{{lcr}}`", r"\\begin"),
    "InvalidWidthError": ("a width needs a number and a unit", r"\\(?:hspace|skew|rule)"),
    "InvalidStyleForGenfracError": ("the style of `\\genfrac` is 0, 1, 2 or 3", r"\\genfrac"),
}
"""The library's errors → the message, and a pattern for the likely cause in the formula."""

_CHILDREN = {
    **dict.fromkeys(("mfrac", "msub", "msup", "mroot", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_SCRIPTS = _CHILDREN.keys() - {"mfrac", "mroot"}
_SPACED = ("mo", "mspace", "mtext")
"""Elements with spacing of their own, next to which no space is added."""
_ATTRIBUTES = frozenset(
    "accent accentunder columnalign depth display displaystyle fence form height linethickness lspace mathcolor "
    "mathsize mathvariant maxsize minsize movablelimits notation rspace scriptlevel separator stretchy symmetric "
    "voffset width".split()
)
_WIDTHS = {"negativethinmathspace": "-0.167em"}
_LIMITS = frozenset("lim max min sup inf det gcd Pr lim\u2009sup lim\u2006sup lim\u2006inf".split(" "))
"""Operators with their limits below them in a formula on its own."""


_OPERATORS = {"⧵": "∖"}
"""Characters that the library treats as letters and few fonts have → the intended operators."""
_BARS = frozenset("|‖")
"""Fences that browsers stretch around a table only if told to."""
_LINE = "―"
_LINES = {"mover": "line-above", "munder": "line-under"}
"""Classes for lines over or under several letters: browsers do not stretch the character, so CSS draws them."""


_UPRIGHT = re.compile(r"\\mathrm\s*(\{[A-Za-z]\})")
"""A single upright letter, which the library would set in italics."""


class FormulaError(Exception):
    """A formula that cannot be read: `problem` in words, and the start and end of its place in the formula."""

    def __init__(self, problem: str, start: int, end: int) -> None:
        self.problem, self.start, self.end = problem, start, end


def mathml(tex: str, is_block: bool) -> str:
    """A formula as MathML with known elements and attributes only. Raises `FormulaError`."""
    if len(tex) > LONGEST:
        raise FormulaError(f"it has {len(tex):,} characters; the limit is {LONGEST:,}", 0, 1)
    _check(tex)
    try:
        tree = Converter(display="block" if is_block else "inline").convert_to_element(_upright(tex))
    except RecursionError:
        raise FormulaError("it is nested too deeply", 0, 1) from None
    except Exception as error:  # the author is told of anything that the library cannot read
        _fail(tex, type(error).__name__)
    tree.attrib.pop("xmlns")
    tree.set("dir", "ltr")
    for element in _elements(tree):
        _finish(element, tex, is_block)
    for element in _elements(tree):
        _stretch(element)
        _space(element)
    return tostring(tree, encoding="unicode")


def _upright(tex: str) -> str:
    """The formula with single upright letters as text, and with `aligned` under the name that the library knows."""
    return _ALIGNED.sub(
        r"\1*}", _UPRIGHT.sub(lambda match: rf"\text{match[1]}".ljust(len(match.group())), tex)
    )


def _elements(tree: Element) -> Iterator[Element]:
    yield from list(tree.iter())


def _check(tex: str) -> None:
    """Rejects what the library would misread or accept although it is wrong. Raises `FormulaError`."""
    if match := _REFUSED.search(tex):
        raise FormulaError(f"`{match.group()}` is not supported", *match.span())
    depth, opened = 0, 0
    begun: list[re.Match[str]] = []
    position = 0
    while position < len(tex):
        character = tex[position]
        if match := _ENVIRONMENT.match(tex, position):
            _check_environment(match, begun)
            position = match.end()
        elif character == "\\":
            match = _COMMAND.match(tex, position)
            position = match.end() if match else position + 1
        elif character == "%":
            raise FormulaError("write `%` as `\\%`", position, position + 1)
        elif character == "}" and depth == 0:
            raise FormulaError("this brace has no opening brace", position, position + 1)
        else:
            opened = position if character == "{" and depth == 0 else opened
            depth += {"{": 1, "}": -1}.get(character, 0)
            position += 1
    if depth:
        raise FormulaError("this brace is not closed", opened, opened + 1)
    if begun:
        raise FormulaError(f"`{begun[-1].group()}` has no `\\end`", *begun[-1].span())


def _check_environment(match: re.Match[str], begun: list[re.Match[str]]) -> None:
    name = match[2]
    if match[1] == "begin":
        if name not in _ENVIRONMENTS:
            suggestion = did_you_mean(name, sorted(_ENVIRONMENTS))
            raise FormulaError(f"`{name}` is unknown{suggestion}", *match.span(2))
        begun.append(match)
    elif not begun or begun.pop()[2] != name:
        raise FormulaError(f"no `\\begin{{{name}}}` before this", *match.span())


def _fail(tex: str, name: str) -> NoReturn:
    problem, cause = _PROBLEMS.get(name, ("it is not TeX that this program can read", ""))
    places = list(re.finditer(cause, tex)) if cause else []
    start, end = places[-1].span() if places else (0, len(tex))
    raise FormulaError(problem, start, max(end, start + 1)) from None


def _finish_sign(element: Element, character: str, tex: str) -> None:
    if character.startswith("\\") and len(character) > 1:
        _report_unknown(character, tex)
    element.tag = "mo" if character in _OPERATORS else element.tag
    element.text = _OPERATORS.get(character, character)


def _finish(element: Element, tex: str, is_block: bool) -> None:
    """Adapts an element for browsers. Raises `FormulaError` if browsers could not show it."""
    if element.text:
        _finish_sign(element, unescape(element.text), tex)
    needed = _CHILDREN.get(element.tag)
    if needed and len(element) > needed:
        _group_first(element, len(element) - needed + 1)
    if needed and len(element) < needed:
        raise FormulaError("a command has no argument", 0, len(tex))
    if is_block and element.tag == "msub" and (element[0].text or "") in _LIMITS:
        element.tag = "munder"
    if element.tag == "mtable":
        _draw_lines(element)
    for name in sorted(element.attrib.keys() - _ATTRIBUTES - {"class", "dir"}):
        del element.attrib[name]
    if (width := element.get("width")) in _WIDTHS:
        element.set("width", _WIDTHS[width])
    colour = element.get("mathcolor")
    if colour and not re.fullmatch(r"#?\w{1,30}", colour):
        del element.attrib["mathcolor"]


def _group_first(element: Element, count: int) -> None:
    """Wraps the first children in an `mrow`, such as the brackets and the matrix that an exponent applies to."""
    base = Element("mrow")
    base.extend(element[:count])
    element[:count] = [base]


def _stretch(element: Element) -> None:
    """Stretches bars to the height of the table between them, and lines to the width of what they are over or under."""
    for before, table, after in zip(element, element[1:], element[2:], strict=False):
        if table.tag == "mtable" and before.text == after.text and before.text in _BARS:
            for bar, form in ((before, "prefix"), (after, "postfix")):
                bar.attrib.update(stretchy="true", fence="true", form=form)
    if element.tag in _LINES and element[1].text == _LINE:
        element.set("class", _LINES[element.tag])
        element.tag = "mrow"
        element.remove(element[1])


def _space(element: Element) -> None:
    """Adds a thin space next to the name of a function, because Chromium adds none."""
    if element.tag in _CHILDREN:
        return
    for at in range(len(element) - 1, 0, -1):
        beside = element[at - 1], element[at]
        if any(map(_is_function, beside)) and not any(neighbour.tag in _SPACED for neighbour in beside):
            element.insert(at, Element("mspace", width="0.167em"))


def _is_function(element: Element) -> bool:
    """Whether an element is the name of a function such as sin, possibly with an exponent or index."""
    while element.tag in _SCRIPTS and len(element):
        element = element[0]
    return element.tag == "mi" and len(element.text or "") > 1


def _draw_lines(table: Element) -> None:
    """Draws the lines between rows and columns with classes, because browsers ignore the attributes."""
    rows = table.get("rowlines", "").split()
    columns = table.get("columnlines", "").split()
    for number, row in enumerate(table.findall("mtr")):
        if number < len(rows) and rows[number] != "none":
            row.set("class", "line-below")
        for place, cell in enumerate(row.findall("mtd")):
            if place < len(columns) and columns[place] != "none":
                cell.set("class", "line-behind")


def _report_unknown(text: str, tex: str) -> NoReturn:
    command = _COMMAND.match(text)
    name = command.group() if command else text
    every = {
        *SYMBOLS, *commands.CONVERSION_MAP, *commands.FUNCTIONS,
        *commands.COMMANDS_WITH_ONE_PARAMETER, *commands.COMMANDS_WITH_TWO_PARAMETERS,
    }  # fmt: skip
    known = [
        written for written in every if written.startswith("\\") and written[1].islower() == name[1].islower()
    ]
    start = next((place.start() for place in _COMMAND.finditer(tex) if place.group() == name), 0)
    raise FormulaError(
        f"unknown command `{name}`{did_you_mean(name, sorted(known))}", start, start + len(name)
    )
