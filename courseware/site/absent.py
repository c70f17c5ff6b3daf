"""Removes the calls to an optional module of the runtime, for courses that do without it.

The module's name is undefined if it is absent. So `branches?.follow();` does nothing, `branches?.first() ?? other` is
`other`, and `all || branches?.some()` and `all && !branches?.some()` are `all`. A call of any other form is an error,
so that no trace of the module can be left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

OPTIONAL = "branches"
"""The name of the module that most courses do without, and of the variable that it exports."""

_CHAIN = frozenset({"member_expression", "call_expression"})


class NotOptional(Exception):
    """A use of the optional module that cannot be removed; the message shows it."""


def calls_on(source: bytes) -> bool:
    """Whether a module imports the optional one."""
    return f'from "./{OPTIONAL}.js";'.encode() in source


def without(source: bytes, root: Node) -> bytes:
    """The `source`, of which `root` is the syntax tree, without calls to the optional module. Raises `NotOptional`."""
    pieces, end = list[bytes](), 0
    for start, stop, kept in sorted(_edits(source, root)):
        pieces += [source[end:start], kept]
        end = stop
    return b"".join([*pieces, source[end:]])


def _edits(source: bytes, root: Node) -> Iterator[tuple[int, int, bytes]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "import_statement":
            if calls_on(node.text or b""):
                yield node.start_byte, node.end_byte, b""
        elif node.type == "identifier" and node.text == OPTIONAL.encode():
            whole, kept = _value(node)
            yield whole.start_byte, whole.end_byte, source[kept.start_byte : kept.end_byte] if kept else b""
        else:
            waiting += node.children


def _value(name: Node) -> tuple[Node, Node | None]:
    """The expression or statement that a call makes superfluous, and the part of it that stays (None: nothing)."""
    call, above = name, name.parent
    while above and above.type in _CHAIN and above.children[0] == call:
        call, above = above, above.parent
    if above and above.type == "expression_statement":
        return above, None
    if above and above.type == "unary_expression" and above.children[0].type == "!":
        call, above, operator = above, above.parent, "&&"
    else:
        operator = "||"
    if above and above.type == "binary_expression":
        left, token, right = above.children
        if token.type == operator and right == call:
            return above, left
        if token.type == "??" and left == call:
            return above, right
    raise NotOptional((call.text or b"")[:60].decode(errors="replace").splitlines()[0])
