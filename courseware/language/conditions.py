"""The grammar of `show_if` → Condition. It knows nothing of questions.

    condition  = term { "or" term }
    term       = factor { "and" factor }
    factor     = "not" factor | "(" condition ")" | comparison
    comparison = ( id | "score" "(" id ")" ) operator value
    operator   = "=" | "!=" | "<" | "<=" | ">" | ">="
    value      = '"' … '"' | "'" … "'" | number | word

The course decides what an id names, and which values that can have.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NoReturn

import yaml

from courseware.diagnostics import Diagnostic, Edit, Span, report
from courseware.language import faults
from courseware.language.marker import MarkerEntry, Scalar
from courseware.language.source_text import SourceText
from courseware.language.variables import replace_variables
from courseware.record import NamedTuple


class ValueComparison(NamedTuple):
    """A comparison of an answer or, if `of_score`, a document's score with a value, with the spans of its parts."""

    of: str
    of_score: bool
    operator: str
    value: str
    of_span: Span
    operator_span: Span
    value_span: Span


class Not(NamedTuple):
    """The negation of a condition."""

    condition: "Condition"


class Joined(NamedTuple):
    """Conditions that must all hold (`and`), or of which at least one must hold (`or`)."""

    word: str
    conditions: tuple["Condition", ...]


Condition = ValueComparison | Not | Joined


class WrittenCondition(NamedTuple):
    """A condition as written in its source; `span` maps a range of its characters to their place in the file."""

    text: str
    span: Callable[[int, int], Span]


DEEPEST = 20
"""The deepest nesting of parentheses and `not`."""

_PIECE = (
    r"""(?P<text>"[^"\n]*"|'[^'\n]*')|(?P<operator><=|>=|!=(?!=)|<(?!>)|>|=(?!=))|(?P<bracket>[()])"""
    r"""|(?P<number>[+-]?\d+(?:\.\d+)?(?![\w.]))|(?P<word>\w+(?:\.\w+)*)|(?P<other>===?|!==|<>|&&|\|\||[≠≤≥]|.)"""
)
_MEANT = {
    "==": "=", "===": "=", "!==": "!=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=",
    "&&": "and", "||": "or", "!": "not",
}  # fmt: skip
"""Operators of other languages → the operators here."""
_WORDS = ("and", "or", "not")


class _Unreadable(Exception):
    """The condition cannot be read any further; the diagnostic has been noted."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def comparisons(condition: Condition) -> Iterator[ValueComparison]:
    """All comparisons in a condition, in order."""
    if isinstance(condition, ValueComparison):
        yield condition
    else:
        for inner in (condition.condition,) if isinstance(condition, Not) else condition.conditions:
            yield from comparisons(inner)


def of_marker(entry: MarkerEntry, source: SourceText) -> WrittenCondition | None:
    """The condition under a key of a marker; None if the value is a list."""
    if not isinstance(entry.value, Scalar):
        return None
    start, end = entry.value.place
    inside = (start + 1, end - 1) if entry.value.quoted else (start, end)
    places = list(_places(source.text, *inside, '\\"' if entry.value.quoted else ""))
    text = "".join(source.text[at] for at in places)
    places.append(inside[1])
    return WrittenCondition(text, lambda first, last: source.span(places[first], places[last - 1] + 1))


def of_yaml(node: yaml.Node, file: str, first_line: int, source: str) -> WrittenCondition:
    """The condition in front matter whose YAML is `source`."""
    assert isinstance(node, yaml.ScalarNode)
    text = SourceText(file, source, first_line)
    start, end = node.start_mark.index, node.end_mark.index
    escape = {'"': '\\"', "'": "''"}.get(node.style or "", "")
    inside = (start + 1, end - 1) if escape else (start, end)
    places = list(_places(source, *inside, escape))
    written = "".join(source[at] for at in places)
    if written.strip() != node.value.strip():  # it extends over several lines
        line = text.line_place(node.start_mark.line)
        return WrittenCondition(node.value, lambda first, last: text.span(start, min(end, line[1])))
    places.append(inside[1])
    return WrittenCondition(written, lambda first, last: text.span(places[first], places[last - 1] + 1))


def _places(text: str, start: int, end: int, escape: str) -> Iterator[int]:
    """The offsets of the characters of a text, without the escaping ones.

    `escape` is empty, or the escaping character followed by the one that it escapes.
    """
    at = start
    while at < end:
        is_escape = escape != "" and at + 1 < end and text[at] == escape[0]
        at += is_escape and (escape[0] == "\\" or text[at + 1] == escape[1])
        yield at
        at += 1


def read_condition(
    written: WrittenCondition, variables: Mapping[str, str] | None = None
) -> tuple[Condition | None, list[Diagnostic]]:
    """A condition, or None and diagnostics; texts in it get the values of `variables`."""
    reader = _Reader(written, variables or {})
    try:
        condition = reader.condition(0)
        if reader.next():
            reader.expected("`and`, `or` or the end")
    except _Unreadable:
        return None, reader.diagnostics
    return (None if reader.diagnostics else condition), reader.diagnostics


class _Reader:
    """A recursive-descent parser of the tokens of a condition."""

    def __init__(self, written: WrittenCondition, variables: Mapping[str, str]) -> None:
        self.written = written
        self.variables = variables
        self.diagnostics: list[Diagnostic] = []
        self.tokens: Sequence[_Token] = [
            _Token(match.lastgroup or "", match.group(), *match.span())
            for match in re.finditer(_PIECE, written.text)
            if match.group().strip()
        ]
        self.at = 0
        for token in self.tokens:
            if token.kind == "other" and token.text in _MEANT:
                span, meant = self.span(token), _MEANT[token.text]
                found = report(faults.OTHER_OPERATOR, span, found=token.text, meant=meant)
                self.diagnostics.append(found._replace(edits=(Edit(span, self.apart(token, meant)),)))

    def span(self, token: _Token) -> Span:
        return self.written.span(token.start, token.end)

    def apart(self, token: _Token, meant: str) -> str:
        """What replaces a token, with spaces around it if it is a word and there are none."""
        text = self.written.text
        before = " " if meant.isalpha() and re.search(r"[\w\"')]$", text[: token.start]) else ""
        after = " " if meant.isalpha() and text[token.end :][:1].strip() else ""
        return f"{before}{meant}{after}"

    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def expected(self, what: str) -> NoReturn:
        if not self.diagnostics:
            token, end = self.next(), max(len(self.written.text), 1)
            span = self.span(token) if token else self.written.span(end - 1, end)
            found = f"`{token.text}`" if token else "the end"
            self.diagnostics.append(report(faults.CONDITION_SYNTAX, span, expected=what, found=found))
        raise _Unreadable

    def take(self, kind: str, what: str, *texts: str) -> _Token:
        token = self.next()
        if token is None or token.kind != kind or (texts and token.text.casefold() not in texts):
            self.expected(what)
        self.at += 1
        return token

    def is_at(self, kind: str, text: str) -> bool:
        """Whether this token is next; if so, it is consumed."""
        token = self.next()
        found = token is not None and token.kind == kind and token.text.casefold() == text
        self.at += found
        return found

    def condition(self, depth: int) -> Condition:
        return self.joined("or", lambda: self.joined("and", lambda: self.factor(depth)))

    def joined(self, word: str, read: Callable[[], Condition]) -> Condition:
        parts = [read()]
        while self.is_at("word", word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def factor(self, depth: int) -> Condition:
        if depth > DEEPEST:
            self.expected(f"at most {DEEPEST} nested parentheses and `not`")
        if self.is_at("word", "not"):
            return Not(self.factor(depth + 1))
        if self.is_at("bracket", "("):
            inner = self.condition(depth + 1)
            self.take("bracket", "`)`", ")")
            return inner
        return self.comparison()

    def comparison(self) -> ValueComparison:
        token = self.next()
        if token and token.text.casefold() in _WORDS:
            self.expected("the id of a question")
        subject = self.take("word", "the id of a question")
        of_score = subject.text == "score" and self.is_at("bracket", "(")
        if of_score:
            subject = self.take("word", "the id of a document")
            self.take("bracket", "`)`", ")")
        operator = self.take("operator", "`=`, `!=`, `<`, `<=`, `>` or `>=`")
        value = self.next()
        if value is None or value.kind not in ("text", "number", "word") or value.text.casefold() in _WORDS:
            self.expected("a number, or text in quotes")
        self.at += 1
        text = replace_variables(value.text[1:-1], self.variables) if value.kind == "text" else value.text
        return ValueComparison(
            subject.text, of_score, operator.text, text.strip(), *map(self.span, (subject, operator, value))
        )
