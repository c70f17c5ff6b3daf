"""Shortens JavaScript without changing what it does, by leaving out what a parser can tell is not needed.

The linker shortens the names of variables; rjsmin removes spaces and comments.
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
"""What binds as closely as an expression in parentheses."""
_ACCESSES = frozenset({"member_expression", "subscript_expression", "call_expression"})
"""Expressions whose left side must bind closely: member accesses and calls."""
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
"""Statements that do not end with a semicolon."""


TIGHT = _OPERANDS | {"unary_expression", "await_expression", "string", "number", "regex", "this"}
"""What binds more closely than any binary operator."""
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
"""Operators that bind no more closely than `&&`; empty for an expression that is not binary."""
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
"""Binary operators, from those that bind least closely."""
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
"""Contexts that accept any expression without a comma."""
_AMBIGUOUS = (b"{", b"function", b"class", b"let", b"async")
"""How an expression statement must not begin."""


WITH_BODY = frozenset({"if_statement", "else_clause", "for_statement", "for_in_statement", "while_statement"})
"""Statements whose body may be a statement without braces."""


class Rewrite(NamedTuple):
    """The bytes from `start` to `end` of a source, and the text that replaces them."""

    start: int
    end: int
    text: bytes = b""


def shorter(source: bytes, root: Node) -> bytes:
    """The `source`, of which `root` is the syntax tree, in fewer bytes."""
    return _edited(source, root, _edits)


def unwrapped(source: bytes, root: Node) -> bytes:
    """The `source`, which `shorter` made, without blocks and parentheses that are no longer needed.

    These are blocks that only return a value, blocks of expressions, and parentheses around what binds closely enough.
    """
    return _edited(source, root, _needless)


def _edited(source: bytes, root: Node, edits: Callable[[Node], Iterator[Rewrite]]) -> bytes:
    return rewritten(source, (edit for node in nodes(root) for edit in edits(node)))


def rewritten(source: bytes, edits: Iterable[Rewrite]) -> bytes:
    """The `source` with all `edits` made, except those that begin within another."""
    pieces: list[bytes] = []
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            pieces += [source[end : edit.start], edit.text]
            end = edit.end
    return b"".join([*pieces, source[end:]])


def _needless(node: Node) -> Iterator[Rewrite]:
    if node.type == "arrow_function" and (body := node.child_by_field_name("body")):
        if given := _only_return_value(body):
            yield Rewrite(body.start_byte, given.start_byte)
            yield Rewrite(given.end_byte, body.end_byte)
    elif node.type == "parenthesized_expression" and _is_close_enough(node):
        inner = code(node)[1]
        is_apart = node.parent is not None and node.parent.type == "template_substitution"
        yield Rewrite(node.start_byte, inner.start_byte, b"" if is_apart else b" ")
        yield Rewrite(inner.end_byte, node.end_byte)
    elif node.type == "statement_block" and node.parent and node.parent.type in WITH_BODY:
        yield from _as_sequence(node)


def _is_close_enough(node: Node) -> bool:
    """Whether the content of parentheses binds closely enough for their context."""
    inner, parent = code(node)[1], node.parent
    if not parent or operator_of(inner) in (b"in", b"**"):
        return False
    kind = parent.type
    if kind == "binary_expression":
        return _binds_closer(inner, parent, is_left=parent.child_by_field_name("left") == node)
    if kind in ("unary_expression", "await_expression"):
        return inner.type in TIGHT and not text_of(inner).startswith((b"+", b"-"))
    if kind == "parenthesized_expression":  # the outer ones stay if they belong to the statement
        return parent.parent is not None and parent.parent.type in ("if_statement", "while_statement")
    if kind in _ACCESSES and parent.child_by_field_name("index") != node:
        return inner.type in _OPERANDS | {"array", "string"} and b"?." not in text_of(node)
    is_condition = kind == "ternary_expression" and parent.child_by_field_name("condition") == node
    return kind in _FREE and _precedence(inner) > (_precedence(parent) if is_condition else 0)


def _binds_closer(inner: Node, outer: Node, is_left: bool) -> bool:
    """Whether an expression binds closely enough to be an operand of another."""
    operator = operator_of(outer)
    if operator == b"**" or b"??" in (operator, operator_of(inner)):
        return False
    return _precedence(inner) + (is_left or operator in (b"&&", b"||")) > _precedence(outer)


def _precedence(node: Node) -> int:
    """The precedence of an expression, more than 0 unless it is a comma expression."""
    if node.type == "binary_expression":
        return next(number for number, signs in enumerate(_OPERATORS, 3) if operator_of(node) in signs)
    return {"sequence_expression": 0, "ternary_expression": 2}.get(
        node.type, 1 if node.type in _LOOSE else 100
    )


def _as_sequence(block: Node) -> Iterator[Rewrite]:
    """Joins the expressions that a block consists of."""
    statements = code(block)[1:-1]
    values = [
        value
        for statement in statements
        if statement.type == "expression_statement"
        for value in code(statement)[:1]
    ]
    if not values or len(values) < len(statements):
        return
    yield Rewrite(block.start_byte, values[0].start_byte, b" ")
    for before, after in pairwise(values):
        yield Rewrite(before.end_byte, after.start_byte, b",")
    yield Rewrite(values[-1].end_byte, block.end_byte, b"" if is_last(block) else b";")


def is_last(node: Node) -> bool:
    """Whether the next token after a statement, and after those that it ends, is a closing brace."""
    while not (after := _next(node)) and node.parent:
        node = node.parent
    return after is not None and after.type == "}"


def _only_return_value(block: Node) -> Node | None:
    """The value that a function's only statement returns, if it can replace the block."""
    statements = code(block)[1:-1] if block.type == "statement_block" else []
    value = sole_value(statements[0], "return_statement") if len(statements) == 1 else None
    return value if value and not (value.text or b"").startswith(b"{") else None


def nodes(root: Node) -> Iterator[Node]:
    """The nodes of a module, except those of its imports and of comments."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in node.children if child.type not in ("import_statement", "comment")]


def _edits(node: Node) -> Iterator[Rewrite]:
    """What can be left out at a single node."""
    kind, within = node.type, node.parent.type if node.parent else ""
    if kind in _CONSTANTS and within not in _ACCESSES:
        yield Rewrite(node.start_byte, node.end_byte, _CONSTANTS[kind])
    elif kind == "number":
        yield Rewrite(node.start_byte, node.end_byte, _number((node.text or b"").replace(b"_", b"")))
    elif kind == "parenthesized_expression" and within != "new_expression" and _is_cast(node):
        yield from _without_parentheses(node)
    elif kind == "arguments" and within == "new_expression" and node.text == b"()":
        if node.parent and node.parent.parent and node.parent.parent.type not in _ACCESSES:
            yield Rewrite(node.start_byte, node.end_byte)
    elif kind == "," and (after := _next(node)) and after.type in _CLOSING:
        # a comma after nothing is an empty element of an array
        if node.prev_sibling and node.prev_sibling.type not in ("[", ","):
            yield Rewrite(node.start_byte, node.end_byte)
    elif kind in _REWRITES:
        yield from _REWRITES[kind](node)
    elif kind == "statement_block":
        yield from _last_semicolon(code(node)[:-1])
        yield from _between_statements(code(node)[1:-1])


def _number(digits: bytes) -> bytes:
    """A number, with three or more zeros at its end written as a power of ten."""
    number = digits.rstrip(b"0")
    zeros = len(digits) - len(number)
    return b"%se%d" % (number, zeros) if digits.isdigit() and number and zeros > 2 else digits


def _blanks(node: Node) -> Iterator[Rewrite]:
    """Removes spaces around operators within template literals, which rjsmin leaves alone."""
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
    """Removes the parentheses around a function's only parameter and around the expression it returns."""
    parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
    if parameters and [token.type for token in code(parameters)] == ["(", "identifier", ")"]:
        yield from _without_parentheses(parameters)
    if body and body.type == "parenthesized_expression" and not _is_cast(body):
        inner = code(body)[1]
        # a brace would begin a block, and a comma would end the function
        if inner.type != "sequence_expression" and not (inner.text or b"").startswith(b"{"):
            yield from _without_parentheses(body)


def _of_a_condition(node: Node) -> Iterator[Rewrite]:
    """Joins a condition and its consequences: `a && b()`, `a || b()`, `a ? b() : c()`."""
    condition, value = (
        condition_of(node),
        sole_value(node.child_by_field_name("consequence"), "expression_statement"),
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
    """The statement of an `else`, if it is an expression or becomes one."""
    alternative = node.child_by_field_name("alternative")
    done = code(alternative)[1] if alternative else None
    if done and done.type == "if_statement":
        return done if any(_of_a_condition(done)) else None
    return sole_value(done, "expression_statement")


def _of_a_return(node: Node) -> Iterator[Rewrite]:
    """Joins a `return` with the conditional ones right before it."""
    first, last = None, sole_value(node, "return_statement")
    before = _before(node)
    while last and before and before.type == "if_statement":
        condition = condition_of(before)
        value = sole_value(before.child_by_field_name("consequence"), "return_statement")
        if not condition or not value or before.child_by_field_name("alternative"):
            break
        yield Rewrite(condition.end_byte, value.start_byte, b"?")
        yield Rewrite(value.end_byte, last.start_byte, b":")
        first, last, before = before, condition, _before(before)
    if first and last:
        yield Rewrite(first.start_byte, last.start_byte, b"return ")


def _of_a_name(node: Node) -> Iterator[Rewrite]:
    """Writes `Infinity` as a fraction, unless an operator beside it would take the fraction apart."""
    if node.text == b"Infinity" and node.parent and operator_of(node.parent) not in (b"*", b"/", b"%", b"**"):
        yield Rewrite(node.start_byte, node.end_byte, b"1/0")


def _of_a_call(node: Node) -> Iterator[Rewrite]:
    """Writes `Number(a)` as `+a`, and `String(a)` as a template literal."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    inner = code(arguments)[1:-1] if arguments else []
    if not called or not node.parent or len(inner) != 1 or inner[0].type == "spread_element":
        return
    end = node.end_byte - 1
    if called.text == b"String":
        yield Rewrite(node.start_byte, inner[0].start_byte, b"`${")
        yield Rewrite(end, node.end_byte, b"}`")
    elif called.text == b"Number" and node.parent.type not in _ACCESSES and operator_of(node.parent) != b"**":
        is_tight = inner[0].type in _OPERANDS - {"parenthesized_expression"}
        yield Rewrite(node.start_byte, inner[0].start_byte, b"+" if is_tight else b"+(")
        if is_tight:
            yield Rewrite(end, node.end_byte)


def _of_a_comparison(node: Node) -> Iterator[Rewrite]:
    """Writes `===` as `==`, and `!==` as `!=`, where a `typeof` is compared with a string."""
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


_REWRITES: Mapping[str, Callable[[Node], Iterator[Rewrite]]] = {
    "arrow_function": _of_an_arrow,
    "binary_expression": _of_two_values,
    "call_expression": _of_a_call,
    "identifier": _of_a_name,
    "if_statement": _of_a_condition,
    "return_statement": _of_a_return,
    "ternary_expression": _blanks,
}


def condition_of(node: Node) -> Node | None:
    """The condition of an `if`, if it can be followed by `?` and can begin a statement."""
    asked = node.child_by_field_name("condition")
    condition = code(asked)[1] if asked else None
    if not condition or condition.type in _LOOSE or (condition.text or b"").startswith(_AMBIGUOUS):
        return None
    return condition


def sole_value(node: Node | None, kind: str, is_any: bool = False) -> Node | None:
    """The expression that a statement of a `kind` consists of; a comma expression only if `is_any`."""
    values = [value for value in code(node) if value.is_named] if node and node.type == kind else []
    return values[0] if values and (is_any or values[0].type != "sequence_expression") else None


def is_negated(node: Node) -> bool:
    """Whether an expression begins with `!`."""
    return node.type == "unary_expression" and text_of(node).startswith(b"!")


def text_of(node: Node) -> bytes:
    """The source of a node."""
    return node.text or b""


def operator_of(node: Node) -> bytes:
    """The operator of a binary expression; empty for any other node."""
    operator = node.child_by_field_name("operator")
    return (operator.text or b"") if node.type == "binary_expression" and operator else b""


def _between_statements(statements: list[Node]) -> Iterator[Rewrite]:
    """Removes what separates two statements if the first ends with a brace."""
    for node, after in pairwise(statements):
        if node.type in ENDED and (node.text or b"").endswith(b"}"):
            yield Rewrite(node.end_byte, after.start_byte)


def code(node: Node) -> list[Node]:
    """The children of a node, without comments."""
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


def _without_parentheses(node: Node) -> Iterator[Rewrite]:
    """Removes the parentheses of a node."""
    yield Rewrite(node.start_byte, node.start_byte + 1)
    yield Rewrite(node.end_byte - 1, node.end_byte)


def _is_cast(node: Node) -> bool:
    """Whether parentheses are there only for a type cast in a comment."""
    before, inner = node.prev_sibling, code(node)[1]
    # `(a?.b).c` fails if `a` is missing, `a?.b.c` does not
    return (
        before is not None
        and before.type == "comment"
        and inner.type in _OPERANDS | {"array", "string"}
        and b"?." not in (inner.text or b"")
    )


def _last_semicolon(statements: list[Node]) -> Iterator[Rewrite]:
    """Removes the semicolon at the end of a block's last statement."""
    while statements:
        last = statements[-1]
        if last.type == ";" and last.parent and last.parent.type != "for_statement":
            yield Rewrite(last.start_byte, last.end_byte)
            return
        # an empty statement is a body, which must stay
        statements = [] if last.type in ("empty_statement", "statement_block") else code(last)
