"""JavaScript with fewer characters that says the same: what a parser can tell is not needed is left out.

Words of variables are the linker's part, blanks and comments that of rjsmin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
ENDED = frozenset(
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


TIGHT = _OPERANDS | {"unary_expression", "await_expression", "string", "number", "regex", "this"}
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
LOOSEST = (b"", b"||", b"??")
"""Operators that bind no more closely than `&&`, and that a value has none."""
_OPERATORS = (
    (b"??", b"||"),
    (b"&&",),
    (b"|",),
    (b"^",),
    (b"&",),
    (b"==", b"!=", b"===", b"!=="),
    (b"<", b">", b"<=", b">=", b"in", b"instanceof"),
    (b"<<", b">>", b">>>"),
    (b"+", b"-"),
    (b"*", b"/", b"%"),
    (b"**",),
)
"""Operators between two values, from those that bind least closely."""
_FREE = frozenset(
    {
        "arguments",
        "array",
        "assignment_expression",
        "assignment_pattern",
        "augmented_assignment_expression",
        "pair",
        "return_statement",
        "sequence_expression",
        "spread_element",
        "subscript_expression",
        "template_substitution",
        "ternary_expression",
        "variable_declarator",
    }
)
"""Where any value can stand that no comma joins."""
_AMBIGUOUS = (b"{", b"function", b"class", b"let", b"async")
"""How no expression may begin that is a statement."""


WITH_BODY = frozenset({"if_statement", "else_clause", "for_statement", "for_in_statement", "while_statement"})
"""Where a statement stands in place of a block."""


class Rewrite(NamedTuple):
    """Bytes of the source, and what is written in their place."""

    start: int
    end: int
    text: bytes = b""


def shorter(source: bytes, root: Node) -> bytes:
    """The `source`, which was read as the tree `root`, in fewer bytes."""
    return _edited(source, root, _edits)


def closer(source: bytes, root: Node) -> bytes:
    """The `source`, which `shorter` made, without what that has made needless.

    These are blocks that only give a value, blocks of expressions, and parentheses round what binds closely enough.
    """
    return _edited(source, root, _needless)


def _edited(source: bytes, root: Node, edits: Callable[[Node], Iterator[Rewrite]]) -> bytes:
    return rewritten(source, (edit for node in nodes(root) for edit in edits(node)))


def rewritten(source: bytes, edits: Iterable[Rewrite]) -> bytes:
    """The `source` with all `edits` made, but those that begin within another."""
    pieces: list[bytes] = []
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            pieces += [source[end : edit.start], edit.text]
            end = edit.end
    return b"".join([*pieces, source[end:]])


def _needless(node: Node) -> Iterator[Rewrite]:
    if node.type == "arrow_function" and (body := node.child_by_field_name("body")):
        if given := _given_alone(body):
            yield Rewrite(body.start_byte, given.start_byte)
            yield Rewrite(given.end_byte, body.end_byte)
    elif node.type == "parenthesized_expression" and _is_close_enough(node):
        inner = code(node)[1]
        is_apart = node.parent is not None and node.parent.type == "template_substitution"
        yield Rewrite(node.start_byte, inner.start_byte, b"" if is_apart else b" ")
        yield Rewrite(inner.end_byte, node.end_byte)
    elif node.type == "statement_block" and node.parent and node.parent.type in WITH_BODY:
        yield from _in_a_row(node)


def _is_close_enough(node: Node) -> bool:
    """Whether what is in parentheses binds closely enough for where they stand."""
    inner, parent = code(node)[1], node.parent
    if not parent or operator_of(inner) in (b"in", b"**"):
        return False
    kind = parent.type
    if kind == "binary_expression":
        return _is_closer(inner, parent, is_left=parent.child_by_field_name("left") == node)
    if kind in ("unary_expression", "await_expression"):
        return inner.type in TIGHT and not text_of(inner).startswith((b"+", b"-"))
    if kind == "parenthesized_expression":  # the outer ones stay where they belong to the statement
        return parent.parent is not None and parent.parent.type in ("if_statement", "while_statement")
    if kind in _ASKED and parent.child_by_field_name("index") != node:
        return inner.type in _OPERANDS | {"array", "string"} and b"?." not in text_of(node)
    is_condition = kind == "ternary_expression" and parent.child_by_field_name("condition") == node
    return kind in _FREE and _closeness(inner) > (_closeness(parent) if is_condition else 0)


def _is_closer(inner: Node, outer: Node, is_left: bool) -> bool:
    """Whether a value binds closely enough to stand beside the operator of another."""
    operator = operator_of(outer)
    if operator == b"**" or b"??" in (operator, operator_of(inner)):
        return False
    return _closeness(inner) + (is_left or operator in (b"&&", b"||")) > _closeness(outer)


def _closeness(node: Node) -> int:
    """How closely a value binds: more than 0 for all but those that a comma joins."""
    if node.type == "binary_expression":
        return next(number for number, signs in enumerate(_OPERATORS, 3) if operator_of(node) in signs)
    return {"sequence_expression": 0, "ternary_expression": 2}.get(
        node.type, 1 if node.type in _LOOSE else 100
    )


def _in_a_row(block: Node) -> Iterator[Rewrite]:
    """Makes one expression of those that are all of a block."""
    statements = code(block)[1:-1]
    values = [value for one in statements if one.type == "expression_statement" for value in code(one)[:1]]
    if not values or len(values) < len(statements):
        return
    yield Rewrite(block.start_byte, values[0].start_byte, b" ")
    for before, after in pairwise(values):
        yield Rewrite(before.end_byte, after.start_byte, b",")
    yield Rewrite(values[-1].end_byte, block.end_byte, b"" if is_last(block) else b";")


def is_last(node: Node) -> bool:
    """Whether what is behind a statement ends the block that it stands in."""
    while not (after := _next(node)) and node.parent:
        node = node.parent
    return after is not None and after.type == "}"


def _given_alone(block: Node) -> Node | None:
    """The value that a function gives in its only statement, where it can stand in place of the block."""
    statements = code(block)[1:-1] if block.type == "statement_block" else []
    value = said(statements[0], "return_statement") if len(statements) == 1 else None
    return value if value and not (value.text or b"").startswith(b"{") else None


def nodes(root: Node) -> Iterator[Node]:
    """The nodes of a module but those of its imports and of the comments."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in node.children if child.type not in ("import_statement", "comment")]


def _edits(node: Node) -> Iterator[Rewrite]:
    """What can be left out at a node by itself."""
    kind, within = node.type, node.parent.type if node.parent else ""
    if kind in _CONSTANTS and within not in _ASKED:
        yield Rewrite(node.start_byte, node.end_byte, _CONSTANTS[kind])
    elif kind == "number":
        yield Rewrite(node.start_byte, node.end_byte, _number((node.text or b"").replace(b"_", b"")))
    elif kind == "parenthesized_expression" and within != "new_expression" and _is_cast(node):
        yield from _outer(node)
    elif kind == "arguments" and within == "new_expression" and node.text == b"()":
        if node.parent and node.parent.parent and node.parent.parent.type not in _ASKED:
            yield Rewrite(node.start_byte, node.end_byte)
    elif kind == "," and (after := _next(node)) and after.type in _CLOSING:
        # a comma behind nothing is an element
        if node.prev_sibling and node.prev_sibling.type not in ("[", ","):
            yield Rewrite(node.start_byte, node.end_byte)
    elif kind in _WRITTEN_ANEW:
        yield from _WRITTEN_ANEW[kind](node)
    elif kind == "statement_block":
        yield from _last_semicolon(code(node)[:-1])
        yield from _gaps(code(node)[1:-1])


def _number(digits: bytes) -> bytes:
    """A number with its last zeros as a power of ten, if there are three or more."""
    number = digits.rstrip(b"0")
    zeros = len(digits) - len(number)
    return b"%se%d" % (number, zeros) if digits.isdigit() and number and zeros > 2 else digits


def _blanks(node: Node) -> Iterator[Rewrite]:
    """Takes what stands between an operator and its values in a template, where rjsmin leaves it."""
    around = node.parent
    while around and around.type.endswith("_expression"):
        around = around.parent
    inside = around and around.type == "template_substitution"
    for before, after in pairwise(node.children if inside else ()):
        if not {before.type, after.type} & {
            "comment",
            "unary_expression",
            "update_expression",
            "in",
            "instanceof",
        }:
            yield Rewrite(before.end_byte, after.start_byte)


def _of_an_arrow(node: Node) -> Iterator[Rewrite]:
    """Takes the parentheses of a function's only parameter, and those round what it gives."""
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    if parameters and [sign.type for sign in code(parameters)] == ["(", "identifier", ")"]:
        yield from _outer(parameters)
    if body and body.type == "parenthesized_expression" and not _is_cast(body):
        inner = code(body)[1]
        # a brace would begin a block, and a comma end the function
        if inner.type != "sequence_expression" and not (inner.text or b"").startswith(b"{"):
            yield from _outer(body)


def _of_a_condition(node: Node) -> Iterator[Rewrite]:
    """Makes one expression of a condition and of what is done: `a && b()`, `a || b()`, `a ? b() : c()`."""
    condition, value = (
        condition_of(node),
        said(node.child_by_field_name("consequence"), "expression_statement"),
    )
    if not condition or not value:
        return
    if not node.child_by_field_name("alternative"):
        is_not = is_negated(condition)
        asked = code(condition)[1] if is_not else condition
        if value.type in TIGHT and (asked.type in TIGHT or operator_of(asked) not in LOOSEST):
            yield Rewrite(node.start_byte, asked.start_byte)
            yield Rewrite(asked.end_byte, value.start_byte, b"||" if is_not else b"&&")
    elif other := _other(node):
        yield Rewrite(node.start_byte, condition.start_byte)
        yield Rewrite(condition.end_byte, value.start_byte, b"?")
        yield Rewrite(value.end_byte, other.start_byte, b":")


def _other(node: Node) -> Node | None:
    """What an `else` does, where that is an expression or becomes one."""
    alternative = node.child_by_field_name("alternative")
    done = code(alternative)[1] if alternative else None
    if done and done.type == "if_statement":
        return done if any(_of_a_condition(done)) else None
    return said(done, "expression_statement")


def _of_a_return(node: Node) -> Iterator[Rewrite]:
    """Makes one `return` of it and of those with conditions that stand right before it."""
    first, last = None, said(node, "return_statement")
    before = _before(node)
    while last and before and before.type == "if_statement":
        condition = condition_of(before)
        value = said(before.child_by_field_name("consequence"), "return_statement")
        if not condition or not value or before.child_by_field_name("alternative"):
            break
        yield Rewrite(condition.end_byte, value.start_byte, b"?")
        yield Rewrite(value.end_byte, last.start_byte, b":")
        first, last, before = before, condition, _before(before)
    if first and last:
        yield Rewrite(first.start_byte, last.start_byte, b"return ")


def _of_a_name(node: Node) -> Iterator[Rewrite]:
    """Writes what is larger than any number as a fraction, where no operator would take that apart."""
    if node.text == b"Infinity" and node.parent and operator_of(node.parent) not in (b"*", b"/", b"%", b"**"):
        yield Rewrite(node.start_byte, node.end_byte, b"1/0")


def _of_a_call(node: Node) -> Iterator[Rewrite]:
    """Writes `Number(a)` as `+a`, and `String(a)` as a template."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    inner = code(arguments)[1:-1] if arguments else []
    if not called or not node.parent or len(inner) != 1 or inner[0].type == "spread_element":
        return
    end = node.end_byte - 1
    if called.text == b"String":
        yield Rewrite(node.start_byte, inner[0].start_byte, b"`${")
        yield Rewrite(end, node.end_byte, b"}`")
    elif called.text == b"Number" and node.parent.type not in _ASKED and operator_of(node.parent) != b"**":
        is_tight = inner[0].type in _OPERANDS - {"parenthesized_expression"}
        yield Rewrite(node.start_byte, inner[0].start_byte, b"+" if is_tight else b"+(")
        if is_tight:
            yield Rewrite(end, node.end_byte)


def _of_a_comparison(node: Node) -> Iterator[Rewrite]:
    """Takes a sign from a comparison of a `typeof`, which is a string, with one."""
    sides = [node.child_by_field_name(side) for side in ("left", "right")]
    operator = node.child_by_field_name("operator")
    asked, text = sides
    if not asked or not text or not operator or text.type != "string":
        return
    if operator_of(node) in (b"===", b"!==") and (asked.text or b"").startswith(b"typeof "):
        yield Rewrite(operator.end_byte - 1, operator.end_byte)


def _of_two_values(node: Node) -> Iterator[Rewrite]:
    yield from _of_a_comparison(node)
    yield from _blanks(node)


_WRITTEN_ANEW: Mapping[str, Callable[[Node], Iterator[Rewrite]]] = {
    "arrow_function": _of_an_arrow,
    "binary_expression": _of_two_values,
    "call_expression": _of_a_call,
    "identifier": _of_a_name,
    "if_statement": _of_a_condition,
    "return_statement": _of_a_return,
    "ternary_expression": _blanks,
}


def condition_of(node: Node) -> Node | None:
    """The condition of an `if`, where `?` may follow it, and it may be how a statement begins."""
    asked = node.child_by_field_name("condition")
    condition = code(asked)[1] if asked else None
    if not condition or condition.type in _LOOSE or (condition.text or b"").startswith(_AMBIGUOUS):
        return None
    return condition


def said(node: Node | None, kind: str, is_any: bool = False) -> Node | None:
    """The value that is all of a statement of this kind; a sequence of values only where `is_any` will do."""
    values = [value for value in code(node) if value.is_named] if node and node.type == kind else []
    return values[0] if values and (is_any or values[0].type != "sequence_expression") else None


def is_negated(node: Node) -> bool:
    return node.type == "unary_expression" and text_of(node).startswith(b"!")


def text_of(node: Node) -> bytes:
    return node.text or b""


def operator_of(node: Node) -> bytes:
    operator = node.child_by_field_name("operator")
    return (operator.text or b"") if node.type == "binary_expression" and operator else b""


def _gaps(statements: list[Node]) -> Iterator[Rewrite]:
    """Takes what stands between statements of which the first ends with a brace of its own."""
    for node, after in pairwise(statements):
        if node.type in ENDED and (node.text or b"").endswith(b"}"):
            yield Rewrite(node.end_byte, after.start_byte)


def code(node: Node) -> list[Node]:
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


def _outer(node: Node) -> Iterator[Rewrite]:
    """Takes the parentheses away."""
    yield Rewrite(node.start_byte, node.start_byte + 1)
    yield Rewrite(node.end_byte - 1, node.end_byte)


def _is_cast(node: Node) -> bool:
    """Whether parentheses are there only for the type that is said of what they hold."""
    before, inner = node.prev_sibling, code(node)[1]
    # `(a?.b).c` fails where `a?.b.c` does not
    return (
        before is not None
        and before.type == "comment"
        and inner.type in _OPERANDS | {"array", "string"}
        and b"?." not in (inner.text or b"")
    )


def _last_semicolon(statements: list[Node]) -> Iterator[Rewrite]:
    """Takes away what ends the last statement of a block."""
    while statements:
        last = statements[-1]
        if last.type == ";" and last.parent and last.parent.type != "for_statement":
            yield Rewrite(last.start_byte, last.end_byte)
            return
        # an empty statement is a body that has to be there
        statements = [] if last.type in ("empty_statement", "statement_block") else code(last)
