"""Writes function declarations as arrow functions: `function add(a) {…}` becomes `let add = (a) => {…};`.

A declared function exists from the start of its block, so an arrow that replaces it is moved to that start. At the top
of a module it stays where it is, because the linker moves all functions to the front. A function that uses `this` or
`arguments`, yields, or is called with `new` is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courseware.site.shorter import nodes

if TYPE_CHECKING:
    from tree_sitter import Node

_OF_FUNCTIONS = frozenset({b"this", b"arguments"})
"""What an arrow function takes from its surroundings and a function defines itself."""


def with_arrows(source: bytes, root: Node) -> bytes:
    """The `source`, of which `root` is the syntax tree, with arrow functions in place of function declarations."""
    constructed = {
        node.child_by_field_name("constructor") for node in nodes(root) if node.type == "new_expression"
    }
    kept = {made.text for made in constructed if made}

    def written(node: Node) -> bytes:
        """The text of a node, with the functions in it as arrows."""
        if node.type == "statement_block":
            return block(node)
        if node.type == "function_declaration" and is_at_top(node) and is_arrow(node):
            return b"let " + arrow(node) + b";"
        return between(node, [])

    def between(node: Node, left_out: list[Node]) -> bytes:
        """The text of a node without some of its children."""
        pieces, end = list[bytes](), node.start_byte
        for child in node.children:
            pieces += [source[end : child.start_byte], b"" if child in left_out else written(child)]
            end = child.end_byte
        return b"".join([*pieces, source[end : node.end_byte]])

    def block(node: Node) -> bytes:
        functions = [child for child in node.children if child.type == "function_declaration"]
        moved = [function for function in functions if is_arrow(function)]
        text = between(node, moved)
        return b"{ let " + b", ".join(map(arrow, moved)) + b";" + text[1:] if moved else text

    def is_at_top(node: Node) -> bool:
        return node.parent is not None and node.parent.type in ("program", "export_statement")

    def is_arrow(function: Node) -> bool:
        name, outer = function.child_by_field_name("name"), function.parent
        around = outer.parent.child_by_field_name("parameters") if outer and outer.parent else None
        words = [node.text for node in nodes(around) if not node.children] if around else []
        return (
            name is not None
            and name.text not in [*kept, *words]
            and not any(
                node.text in _OF_FUNCTIONS for node in nodes(function) if node.type in ("this", "identifier")
            )
        )

    def arrow(function: Node) -> bytes:
        parts = map(function.child_by_field_name, ("name", "parameters", "body"))
        name, parameters, body = (written(part) for part in parts if part)
        begin = b"async " if function.children[0].type == "async" else b""
        return name + b" = " + begin + parameters + b" => " + body

    return written(root)
