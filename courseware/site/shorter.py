"""JavaScript with fewer characters that says the same: what a parser can tell is not needed is left out.

Words of variables are the linker's part, blanks and comments that of rjsmin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from courseware.record import NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

_CONSTANTS = {"true": b"!0", "false": b"!1", "undefined": b"void 0"}
_CLOSING = frozenset("}])")
_OPERANDS = frozenset(
    {"identifier", "call_expression", "member_expression", "subscript_expression", "parenthesized_expression"}
)
"""What binds as closely as parentheses do."""
_ASKED = frozenset({"member_expression", "subscript_expression", "call_expression"})
"""What asks something of what stands before it, which so has to bind closely."""
_ENDED = frozenset(
    {
        "function_declaration",
        "if_statement",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "try_statement",
    }
)
"""Statements that no semicolon ends."""


_TIGHT = _OPERANDS | {"unary_expression", "await_expression", "string", "number", "regex", "this"}
"""What binds more closely than any operator between two values."""
_LOOSE = frozenset(
    {
        "arrow_function",
        "assignment_expression",
        "augmented_assignment_expression",
        "sequence_expression",
        "ternary_expression",
        "yield_expression",
    }
)
"""What binds less closely than `||`."""
_LOOSEST = (b"", b"||", b"??")
"""Operators that bind no more closely than `&&`, and that a value has none."""
_AMBIGUOUS = (b"{", b"function", b"class", b"let", b"async")
"""How no expression may begin that is a statement."""


_WITH_BODY = frozenset(
    {"if_statement", "else_clause", "for_statement", "for_in_statement", "while_statement"}
)
"""Where a statement stands in place of a block."""


class _Edit(NamedTuple):
    """Bytes of the source, and what is written in their place."""

    start: int
    end: int
    text: bytes = b""


def shorter(source: bytes, root: Node) -> bytes:
    """The `source`, which was read as the tree `root`, in fewer bytes."""
    return _edited(source, root, _edits)


def closer(source: bytes, root: Node) -> bytes:
    """The `source`, which `shorter` made, without what that has made needless.

    These are blocks that only give a value, blocks of expressions, and parentheses round what binds as closely.
    """
    return _edited(source, root, _needless)


def _edited(source: bytes, root: Node, edits: Callable[[Node], Iterator[_Edit]]) -> bytes:
    pieces: list[bytes] = []
    end = 0
    for edit in sorted(edit for node in nodes(root) for edit in edits(node)):
        pieces += [source[end : edit.start], edit.text]
        end = edit.end
    return b"".join([*pieces, source[end:]])


def _needless(node: Node) -> Iterator[_Edit]:
    if node.type == "arrow_function" and (body := node.child_by_field_name("body")):
        if given := _given_alone(body):
            yield _Edit(body.start_byte, given.start_byte)
            yield _Edit(given.end_byte, body.end_byte)
    elif node.type == "parenthesized_expression" and node.parent and node.parent.type in _ASKED:
        if _code(node)[1].type in _OPERANDS and b"?." not in (node.text or b""):
            yield from _outer(node)

    elif node.type == "statement_block" and node.parent and node.parent.type in _WITH_BODY:
        yield from _in_a_row(node)


def _in_a_row(block: Node) -> Iterator[_Edit]:
    """Makes one expression of those that are all of a block."""
    statements = _code(block)[1:-1]
    values = [value for one in statements if one.type == "expression_statement" for value in _code(one)[:1]]
    if not values or len(values) < len(statements):
        return
    yield _Edit(block.start_byte, values[0].start_byte, b" ")
    for before, after in pairwise(values):
        yield _Edit(before.end_byte, after.start_byte, b",")
    last: Node = block
    while not (after_all := _next(last)) and last.parent:
        last = last.parent
    is_end = after_all is not None and after_all.type == "}"
    yield _Edit(values[-1].end_byte, block.end_byte, b"" if is_end else b";")


def _given_alone(block: Node) -> Node | None:
    """The value that a function gives in its only statement, where it can stand in place of the block."""
    statements = _code(block)[1:-1] if block.type == "statement_block" else []
    value = _said(statements[0], "return_statement") if len(statements) == 1 else None
    return value if value and not (value.text or b"").startswith(b"{") else None


def nodes(root: Node) -> Iterator[Node]:
    """The nodes of a module but those of its imports and of the comments."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in node.children if child.type not in ("import_statement", "comment")]


def _edits(node: Node) -> Iterator[_Edit]:
    """What can be left out at a node by itself."""
    kind, within = node.type, node.parent.type if node.parent else ""
    if kind in _CONSTANTS and within not in _ASKED:
        yield _Edit(node.start_byte, node.end_byte, _CONSTANTS[kind])
    elif kind == "number":
        yield _Edit(node.start_byte, node.end_byte, _number((node.text or b"").replace(b"_", b"")))
    elif kind == "parenthesized_expression" and within != "new_expression" and _is_cast(node):
        yield from _outer(node)
    elif kind == "arguments" and within == "new_expression" and node.text == b"()":
        if node.parent and node.parent.parent and node.parent.parent.type not in _ASKED:
            yield _Edit(node.start_byte, node.end_byte)
    elif kind == "," and (after := _next(node)) and after.type in _CLOSING:
        # a comma behind nothing is an element
        if node.prev_sibling and node.prev_sibling.type not in ("[", ","):
            yield _Edit(node.start_byte, node.end_byte)
    elif kind in _WRITTEN_ANEW:
        yield from _WRITTEN_ANEW[kind](node)
    elif kind == "statement_block":
        yield from _last_semicolon(_code(node)[:-1])
        yield from _gaps(_code(node)[1:-1])


def _number(digits: bytes) -> bytes:
    """A number with its last zeros as a power of ten, if there are three or more."""
    number = digits.rstrip(b"0")
    zeros = len(digits) - len(number)
    return b"%se%d" % (number, zeros) if digits.isdigit() and number and zeros > 2 else digits


def _blanks(node: Node) -> Iterator[_Edit]:
    """Takes what stands between an operator and its values in a template, where rjsmin leaves it."""
    inside = node.parent and node.parent.type == "template_substitution"
    for before, after in pairwise(node.children if inside else ()):
        if not {before.type, after.type} & {
            "comment",
            "unary_expression",
            "update_expression",
            "in",
            "instanceof",
        }:
            yield _Edit(before.end_byte, after.start_byte)


def _of_an_arrow(node: Node) -> Iterator[_Edit]:
    """Takes the parentheses of a function's only parameter, and those round what it gives."""
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    if parameters and [sign.type for sign in _code(parameters)] == ["(", "identifier", ")"]:
        yield from _outer(parameters)
    if body and body.type == "parenthesized_expression" and not _is_cast(body):
        inner = _code(body)[1]
        # a brace would begin a block, and a comma end the function
        if inner.type != "sequence_expression" and not (inner.text or b"").startswith(b"{"):
            yield from _outer(body)


def _of_a_condition(node: Node) -> Iterator[_Edit]:
    """Makes one expression of a condition and of what is done: `a && b()`, `a || b()`, `a ? b() : c()`."""
    condition, value = (
        _condition(node),
        _said(node.child_by_field_name("consequence"), "expression_statement"),
    )
    if not condition or not value:
        return
    if not node.child_by_field_name("alternative"):
        is_not = condition.type == "unary_expression" and (condition.text or b"").startswith(b"!")
        asked = _code(condition)[1] if is_not else condition
        if value.type in _TIGHT and (asked.type in _TIGHT or _operator(asked) not in _LOOSEST):
            yield _Edit(node.start_byte, asked.start_byte)
            yield _Edit(asked.end_byte, value.start_byte, b"||" if is_not else b"&&")
    elif other := _other(node):
        yield _Edit(node.start_byte, condition.start_byte)
        yield _Edit(condition.end_byte, value.start_byte, b"?")
        yield _Edit(value.end_byte, other.start_byte, b":")


def _other(node: Node) -> Node | None:
    """What an `else` does, where that is an expression or becomes one."""
    alternative = node.child_by_field_name("alternative")
    done = _code(alternative)[1] if alternative else None
    if done and done.type == "if_statement":
        return done if any(_of_a_condition(done)) else None
    return _said(done, "expression_statement")


def _of_a_return(node: Node) -> Iterator[_Edit]:
    """Makes one `return` of it and of those with conditions that stand right before it."""
    first, last = None, _said(node, "return_statement")
    before = _before(node)
    while last and before and before.type == "if_statement":
        condition = _condition(before)
        value = _said(before.child_by_field_name("consequence"), "return_statement")
        if not condition or not value or before.child_by_field_name("alternative"):
            break
        yield _Edit(condition.end_byte, value.start_byte, b"?")
        yield _Edit(value.end_byte, last.start_byte, b":")
        first, last, before = before, condition, _before(before)
    if first and last:
        yield _Edit(first.start_byte, last.start_byte, b"return ")


def _of_a_name(node: Node) -> Iterator[_Edit]:
    """Writes what is larger than any number as a fraction, where no operator would take that apart."""
    if node.text == b"Infinity" and node.parent and _operator(node.parent) not in (b"*", b"/", b"%", b"**"):
        yield _Edit(node.start_byte, node.end_byte, b"1/0")


def _of_a_call(node: Node) -> Iterator[_Edit]:
    """Writes `Number(a)` as `+a`, and `String(a)` as a template."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    inner = _code(arguments)[1:-1] if arguments else []
    if not called or not node.parent or len(inner) != 1 or inner[0].type == "spread_element":
        return
    end = node.end_byte - 1
    if called.text == b"String":
        yield _Edit(node.start_byte, inner[0].start_byte, b"`${")
        yield _Edit(end, node.end_byte, b"}`")
    elif called.text == b"Number" and node.parent.type not in _ASKED and _operator(node.parent) != b"**":
        is_tight = inner[0].type in _OPERANDS - {"parenthesized_expression"}
        yield _Edit(node.start_byte, inner[0].start_byte, b"+" if is_tight else b"+(")
        if is_tight:
            yield _Edit(end, node.end_byte)


def _of_a_comparison(node: Node) -> Iterator[_Edit]:
    """Takes a sign from a comparison of a `typeof`, which is a string, with one."""
    sides = [node.child_by_field_name(side) for side in ("left", "right")]
    operator = node.child_by_field_name("operator")
    asked, text = sides
    if not asked or not text or not operator or text.type != "string":
        return
    if _operator(node) in (b"===", b"!==") and (asked.text or b"").startswith(b"typeof "):
        yield _Edit(operator.end_byte - 1, operator.end_byte)


def _of_two_values(node: Node) -> Iterator[_Edit]:
    yield from _of_a_comparison(node)
    yield from _blanks(node)


_WRITTEN_ANEW: Mapping[str, Callable[[Node], Iterator[_Edit]]] = {
    "arrow_function": _of_an_arrow,
    "binary_expression": _of_two_values,
    "call_expression": _of_a_call,
    "identifier": _of_a_name,
    "if_statement": _of_a_condition,
    "return_statement": _of_a_return,
    "ternary_expression": _blanks,
}


def _condition(node: Node) -> Node | None:
    """The condition of an `if`, where `?` may follow it, and it may be how a statement begins."""
    asked = node.child_by_field_name("condition")
    condition = _code(asked)[1] if asked else None
    if not condition or condition.type in _LOOSE or (condition.text or b"").startswith(_AMBIGUOUS):
        return None
    return condition


def _said(node: Node | None, kind: str) -> Node | None:
    """The value that is all of a statement of this kind."""
    values = [value for value in _code(node) if value.is_named] if node and node.type == kind else []
    return values[0] if values and values[0].type != "sequence_expression" else None


def _operator(node: Node) -> bytes:
    operator = node.child_by_field_name("operator")
    return (operator.text or b"") if node.type == "binary_expression" and operator else b""


def _gaps(statements: list[Node]) -> Iterator[_Edit]:
    """Takes what stands between statements of which the first ends with a brace of its own."""
    for node, after in pairwise(statements):
        if node.type in _ENDED and (node.text or b"").endswith(b"}"):
            yield _Edit(node.end_byte, after.start_byte)


def _code(node: Node) -> list[Node]:
    """The children of a node that are no comments."""
    return [child for child in node.children if child.type != "comment"]


def _before(node: Node) -> Node | None:
    before = node.prev_sibling
    while before and before.type == "comment":
        before = before.prev_sibling
    return before


def _next(node: Node) -> Node | None:
    after = node.next_sibling
    while after and after.type == "comment":
        after = after.next_sibling
    return after


def _outer(node: Node) -> Iterator[_Edit]:
    """Takes the parentheses away."""
    yield _Edit(node.start_byte, node.start_byte + 1)
    yield _Edit(node.end_byte - 1, node.end_byte)


def _is_cast(node: Node) -> bool:
    """Whether parentheses are there only for the type that is said of what they hold."""
    before, inner = node.prev_sibling, _code(node)[1]
    # `(a?.b).c` fails where `a?.b.c` does not
    return (
        before is not None
        and before.type == "comment"
        and inner.type in _OPERANDS | {"array", "string"}
        and b"?." not in (inner.text or b"")
    )


def _last_semicolon(statements: list[Node]) -> Iterator[_Edit]:
    """Takes away what ends the last statement of a block."""
    while statements:
        last = statements[-1]
        if last.type == ";" and last.parent and last.parent.type != "for_statement":
            yield _Edit(last.start_byte, last.end_byte)
            return
        # an empty statement is a body that has to be there
        statements = [] if last.type in ("empty_statement", "statement_block") else _code(last)
