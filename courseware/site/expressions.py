"""Writes JavaScript statements as expressions if that takes fewer characters.

Conditional statements become `a && (b(), c())`; `if (a) return b; c(); return d;` becomes `return a ? b : (c(), d);`;
the body of a function that only evaluates expressions and returns a value loses its block.
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
    sole_value,
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
    # A statement within another is rewritten in a later round, once the outer one has been.
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
            yield from _of_a_single_statement(node)
        yield from _of_a_body(node)
    elif node.type == "method_definition":
        yield from _of_a_method(node)


def _of_a_condition(node: Node) -> Iterator[Rewrite]:
    """Joins a condition and its consequences: `a && (b, c)`, `a ? (b, c) : d`."""
    condition, value = condition_of(node), _expression_of(node.child_by_field_name("consequence"))
    alternative = node.child_by_field_name("alternative")
    if not condition or not value:
        return
    if not alternative:
        if asked := _guard(condition, b"&&"):
            yield Rewrite(node.start_byte, value.end_byte, asked + b"(" + text_of(value) + b")")
    elif other := _expression_of(code(alternative)[1]):
        text = b"%s?%s:%s" % (text_of(condition), _operand(value), _operand(other))
        yield Rewrite(node.start_byte, other.end_byte, text)


def _guard(condition: Node, operator: bytes) -> bytes:
    """A condition followed by `&&` or `||`; empty if the condition does not bind closely enough."""
    if is_negated(condition):
        condition, operator = code(condition)[1], b"||" if operator == b"&&" else b"&&"
    is_close = (
        condition.type in TIGHT or operator_of(condition) not in LOOSEST or operator_of(condition) == operator
    )
    return text_of(condition) + operator if is_close else b""


def _of_a_return(node: Node) -> Iterator[Rewrite]:
    """Joins a `return` with the conditional ones before it and the expressions between them."""
    value = sole_value(node, "return_statement", is_any=True)
    row: list[Node] = []
    before = _before(node)
    while before and (_expression_of(before) or _returned_value(before)):
        row.insert(0, before)
        before = _before(before)
    while row and not _returned_value(row[0]):
        del row[0]
    if value and row:
        yield Rewrite(row[0].start_byte, value.end_byte, b"return " + _value_of_all(row, value))


def _value_of_all(row: Sequence[Node], last: Node) -> bytes:
    """The value of a series of statements that ends by returning `last`, as one expression."""
    if not row:
        return text_of(last)
    rest = _value_of_all(row[1:], last)
    if value := _expression_of(row[0]):
        return text_of(value) + b"," + rest
    condition, given = condition_of(row[0]), _returned_value(row[0])
    is_sequence = _expression_of(row[1]) if row[1:] else last.type == "sequence_expression"
    assert condition
    return b"%s?%s:%s" % (text_of(condition), given, b"(" + rest + b")" if is_sequence else rest)


def _returned_value(node: Node) -> bytes:
    """The value returned by a statement that consists of one conditional `return`; otherwise empty."""
    if node.type != "if_statement" or not condition_of(node) or node.child_by_field_name("alternative"):
        return b""
    consequence = node.child_by_field_name("consequence")
    value = sole_value(consequence, "return_statement", is_any=True)
    return _operand(value) if value else b""


def _of_an_arrow(block: Node) -> Iterator[Rewrite]:
    """Removes the block of an arrow function that only evaluates expressions and returns a value."""
    if text := _as_expression(block):
        yield Rewrite(block.start_byte, block.end_byte, text)


def _as_expression(block: Node) -> bytes:
    """The value that a function's block returns, as an expression; empty if the block is needed."""
    statements = code(block)[1:-1]
    before = statements[:-1]
    value = sole_value(statements[-1], "return_statement", is_any=True) if statements else None
    values = [_expression_of(statement) for statement in before]
    if not value or not all(values):
        return b""
    text = b",".join(text_of(node) for node in (*values, value) if node)
    return (
        b"(" + text + b")" if before or value.type == "sequence_expression" or text.startswith(b"{") else text
    )


def _of_a_body(block: Node) -> Iterator[Rewrite]:
    """Joins the statements at the end of a function or a loop, with conditions in place of early exits."""
    assert block.parent
    kind = "return_statement" if block.parent.type in _FUNCTIONS else "continue_statement"
    if kind == "continue_statement" and block.parent.type not in _LOOPS:
        return
    row: list[Node] = []
    for statement in reversed(code(block)[1:-1]):
        if not _expression_of(statement) and not _is_exit(statement, kind):
            break
        row.insert(0, statement)
    while row and not _is_exit(row[0], kind):
        del row[0]
    if len(row) > 1 and (text := _with_exits(row, kind)):
        yield Rewrite(row[0].start_byte, row[-1].end_byte, text)


def _is_exit(node: Node, kind: str) -> bool:
    """Whether a statement is nothing but a conditional `return` or `continue` (its `kind`), without a value."""
    consequence = node.child_by_field_name("consequence")
    return (
        node.type == "if_statement"
        and not node.child_by_field_name("alternative")
        and consequence is not None
        and consequence.type == kind
        and not [child for child in code(consequence) if child.is_named]
        and (condition := condition_of(node)) is not None
        and _guard(condition, b"||") != b""
    )


def _with_exits(row: Sequence[Node], kind: str) -> bytes:
    if not row:
        return b""
    rest = _with_exits(row[1:], kind)
    if value := _expression_of(row[0]):
        return text_of(value) + (b"," + rest if rest else b"")
    condition = condition_of(row[0])
    assert condition
    return _guard(condition, b"||") + b"(" + rest + b")" if rest else text_of(condition)


def _of_a_single_statement(block: Node) -> Iterator[Rewrite]:
    """Removes the braces around a single statement that itself contains statements."""
    statements = code(block)[1:-1]
    if len(statements) == 1 and statements[0].type in _OF_OTHERS and not _is_before_else(block):
        end = b";" * (_is_open(statements[0]) and not is_last(block))
        yield Rewrite(block.start_byte, block.end_byte, b" " + text_of(statements[0]) + end)


def _is_open(statement: Node) -> bool:
    """Whether a statement needs a semicolon after it."""
    while statement.type in WITH_BODY:
        statement = code(statement)[-1]
    return not statement.type.startswith(("statement_block", "try")) and not text_of(statement).endswith(b";")


def _is_before_else(node: Node) -> bool:
    """Whether an `else` follows a statement, to which an `if` within it would otherwise belong."""
    while (parent := node.parent) and parent.type in WITH_BODY:
        if parent.type == "if_statement" and parent.child_by_field_name("alternative") not in (None, node):
            return True
        node = parent
    return False


def _of_a_method(node: Node) -> Iterator[Rewrite]:
    """Writes a method that only returns a value as a property with an arrow function."""
    name, parameters, body = map(node.child_by_field_name, ("name", "parameters", "body"))
    if not name or not parameters or not body or not node.parent or node.parent.type != "object":
        return
    text = _as_expression(body)
    if text and code(node)[0] == name and not any(text_of(child) in _NOT_OF_ARROWS for child in nodes(node)):
        tokens = code(parameters)
        given = tokens[1] if [token.type for token in tokens] == ["(", "identifier", ")"] else parameters
        arrow = b"%s:%s=>%s" % (text_of(name), text_of(given), text)
        yield Rewrite(node.start_byte, node.end_byte, arrow)


def _expression_of(node: Node | None) -> Node | None:
    """The expression that a statement consists of, or None."""
    return sole_value(node, "expression_statement", is_any=True)


def _operand(value: Node) -> bytes:
    """An expression, in parentheses if it contains a comma."""
    return b"(" + text_of(value) + b")" if value.type == "sequence_expression" else text_of(value)


def _before(node: Node) -> Node | None:
    before = node.prev_sibling
    while before and before.type == "comment":
        before = before.prev_sibling
    return before
