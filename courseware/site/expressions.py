"""JavaScript whose statements are expressions where that takes fewer characters.

What is done under a condition becomes `a && (b(), c())`, `if (a) return b; c(); return d;` becomes
`return a ? b : (c(), d);`, and a function that only does something and gives a value has no block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from courseware.site.shorter import (
    ENDED,
    LOOSEST,
    TIGHT,
    WITH_BODY,
    Rewrite,
    code,
    condition_of,
    is_last,
    is_negated,
    nodes,
    operator_of,
    rewritten,
    said,
    text_of,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = frozenset({"arrow_function", "function_declaration", "function_expression", "method_definition"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement"})
_OF_OTHERS = ENDED - {"function_declaration"}
_NOT_OF_ARROWS = frozenset({b"this", b"super", b"arguments", b"new.target"})


def with_expressions(source: bytes, parse: Callable[[bytes], Node]) -> bytes:
    """The `source` with expressions in place of statements."""
    # what is within another has its turn once that is written
    while edits := [edit for node in nodes(parse(source)) for edit in _edits(node)]:
        source = rewritten(source, edits)
    return source


def _edits(node: Node) -> Iterator[Rewrite]:
    if node.type == "if_statement":
        yield from _of_a_condition(node)
    elif node.type == "return_statement":
        yield from _of_a_return(node)
    elif node.type == "statement_block" and node.parent:
        if node.parent.type == "arrow_function":
            yield from _of_an_arrow(node)
        if node.parent.type in WITH_BODY:
            yield from _of_one(node)
        yield from _of_a_body(node)
    elif node.type == "method_definition":
        yield from _of_a_method(node)


def _of_a_condition(node: Node) -> Iterator[Rewrite]:
    """Makes one expression of a condition and of what is done: `a && (b, c)`, `a ? (b, c) : d`."""
    condition, value = condition_of(node), _done(node.child_by_field_name("consequence"))
    alternative = node.child_by_field_name("alternative")
    if not condition or not value:
        return
    if not alternative:
        if asked := _asked(condition, b"&&"):
            yield Rewrite(node.start_byte, value.end_byte, asked + b"(" + text_of(value) + b")")
    elif other := _done(code(alternative)[1]):
        text = b"%s?%s:%s" % (text_of(condition), _one(value), _one(other))
        yield Rewrite(node.start_byte, other.end_byte, text)


def _asked(condition: Node, sign: bytes) -> bytes:
    """A condition and `&&`, or `||`, behind it; empty where it does not bind closely enough."""
    if is_negated(condition):
        condition, sign = code(condition)[1], b"||" if sign == b"&&" else b"&&"
    is_close = (
        condition.type in TIGHT or operator_of(condition) not in LOOSEST or operator_of(condition) == sign
    )
    return text_of(condition) + sign if is_close else b""


def _of_a_return(node: Node) -> Iterator[Rewrite]:
    """Makes one `return` of it, of those with conditions before it, and of the expressions between them."""
    value = said(node, "return_statement", is_any=True)
    row: list[Node] = []
    before = _before(node)
    while before and (_done(before) or _given(before)):
        row.insert(0, before)
        before = _before(before)
    while row and not _given(row[0]):
        del row[0]
    if value and row:
        yield Rewrite(row[0].start_byte, value.end_byte, b"return " + _value(row, value))


def _value(row: Sequence[Node], last: Node) -> bytes:
    """What statements give of which the last gives the value `last`, as one expression."""
    if not row:
        return text_of(last)
    rest = _value(row[1:], last)
    if value := _done(row[0]):
        return text_of(value) + b"," + rest
    condition, given = condition_of(row[0]), _given(row[0])
    is_sequence = _done(row[1]) if row[1:] else last.type == "sequence_expression"
    assert condition
    return b"%s?%s:%s" % (text_of(condition), given, b"(" + rest + b")" if is_sequence else rest)


def _given(node: Node) -> bytes:
    """What is returned under the condition that a statement is all of; empty where it is not that."""
    if node.type != "if_statement" or not condition_of(node) or node.child_by_field_name("alternative"):
        return b""
    consequence = node.child_by_field_name("consequence")
    value = said(consequence, "return_statement", is_any=True)
    return _one(value) if value else b""


def _of_an_arrow(block: Node) -> Iterator[Rewrite]:
    """Takes the block of a function that has expressions alone before it gives a value."""
    if text := _given_by(block):
        yield Rewrite(block.start_byte, block.end_byte, text)


def _given_by(block: Node) -> bytes:
    """What a function gives, as an expression where an arrow can have one; empty where its block is needed."""
    statements = code(block)[1:-1]
    before = statements[:-1]
    value = said(statements[-1], "return_statement", is_any=True) if statements else None
    values = [_done(statement) for statement in before]
    if not value or not all(values):
        return b""
    text = b",".join(text_of(one) for one in (*values, value) if one)
    return (
        b"(" + text + b")" if before or value.type == "sequence_expression" or text.startswith(b"{") else text
    )


def _of_a_body(block: Node) -> Iterator[Rewrite]:
    """Makes one expression of what is done at the end of a function or a loop, unless a condition ends it before."""
    assert block.parent
    kind = "return_statement" if block.parent.type in _FUNCTIONS else "continue_statement"
    if kind == "continue_statement" and block.parent.type not in _LOOPS:
        return
    row: list[Node] = []
    for statement in reversed(code(block)[1:-1]):
        if not _done(statement) and not _ends(statement, kind):
            break
        row.insert(0, statement)
    while row and not _ends(row[0], kind):
        del row[0]
    if len(row) > 1 and (text := _ended(row, kind)):
        yield Rewrite(row[0].start_byte, row[-1].end_byte, text)


def _ends(node: Node, kind: str) -> bool:
    """Whether a statement ends what is done under a condition, and does no more."""
    consequence = node.child_by_field_name("consequence")
    return (
        node.type == "if_statement"
        and not node.child_by_field_name("alternative")
        and consequence is not None
        and consequence.type == kind
        and not [child for child in code(consequence) if child.is_named]
        and (condition := condition_of(node)) is not None
        and _asked(condition, b"||") != b""
    )


def _ended(row: Sequence[Node], kind: str) -> bytes:
    if not row:
        return b""
    rest = _ended(row[1:], kind)
    if value := _done(row[0]):
        return text_of(value) + (b"," + rest if rest else b"")
    condition = condition_of(row[0])
    assert condition
    return _asked(condition, b"||") + b"(" + rest + b")" if rest else text_of(condition)


def _of_one(block: Node) -> Iterator[Rewrite]:
    """Takes the braces of a block of one statement that is itself of others."""
    statements = code(block)[1:-1]
    if len(statements) == 1 and statements[0].type in _OF_OTHERS and not _is_before_else(block):
        end = b";" * (_is_open(statements[0]) and not is_last(block))
        yield Rewrite(block.start_byte, block.end_byte, b" " + text_of(statements[0]) + end)


def _is_open(statement: Node) -> bool:
    """Whether a statement needs a semicolon behind it."""
    while statement.type in WITH_BODY:
        statement = code(statement)[-1]
    return not statement.type.startswith(("statement_block", "try")) and not text_of(statement).endswith(b";")


def _is_before_else(node: Node) -> bool:
    """Whether an `else` stands behind a statement, which a condition in it would take."""
    while (parent := node.parent) and parent.type in WITH_BODY:
        if parent.type == "if_statement" and parent.child_by_field_name("alternative") not in (None, node):
            return True
        node = parent
    return False


def _of_a_method(node: Node) -> Iterator[Rewrite]:
    """Makes an arrow of a method that gives a value."""
    name, parameters, body = map(node.child_by_field_name, ("name", "parameters", "body"))
    if not name or not parameters or not body or not node.parent or node.parent.type != "object":
        return
    text = _given_by(body)
    if text and code(node)[0] == name and not any(text_of(one) in _NOT_OF_ARROWS for one in nodes(node)):
        signs = code(parameters)
        given = signs[1] if [sign.type for sign in signs] == ["(", "identifier", ")"] else parameters
        arrow = b"%s:%s=>%s" % (text_of(name), text_of(given), text)
        yield Rewrite(node.start_byte, node.end_byte, arrow)


def _done(node: Node | None) -> Node | None:
    """The expression that is all of a statement."""
    return said(node, "expression_statement", is_any=True)


def _one(value: Node) -> bytes:
    """A value where a comma would end it."""
    return b"(" + text_of(value) + b")" if value.type == "sequence_expression" else text_of(value)


def _before(node: Node) -> Node | None:
    before = node.prev_sibling
    while before and before.type == "comment":
        before = before.prev_sibling
    return before
