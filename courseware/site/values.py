"""Replaces a constant that is used only once by its value.

`const PATTERN = /a/;` and `PATTERN.test(b)` become `/a/.test(b)`, if the module does not export the name and the value
is made of literals only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courseware.site.shorter import Rewrite, code, nodes, rewritten, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_LITERALS = frozenset({"array", "object", "regex"})
"""The kinds of values that are replaced here; the linker, which sees all modules, replaces texts and numbers."""
_OF_VARIABLES = frozenset(
    {
        "arrow_function",
        "assignment_expression",
        "call_expression",
        "function_expression",
        "identifier",
        "method_definition",
        "new_expression",
        "shorthand_property_identifier",
        "spread_element",
        "template_string",
        "this",
    }
)
"""What is not a literal, or may change."""


def with_values(source: bytes, root: Node) -> bytes:
    """The `source`, of which `root` is the syntax tree, with such values in place of their names."""
    uses: dict[bytes, list[Node]] = {}
    for node in nodes(root):
        if node.type in (
            "identifier",
            "shorthand_property_identifier",
            "shorthand_property_identifier_pattern",
        ):
            uses.setdefault(text_of(node), []).append(node)
    edits: list[Rewrite] = []
    for node in root.children:
        declared = [child for child in code(node) if child.type == "variable_declarator"]
        if node.type != "lexical_declaration" or len(declared) != 1:
            continue
        name, value = (declared[0].child_by_field_name(part) for part in ("name", "value"))
        if value and value.type == "parenthesized_expression":
            value = code(value)[1]
        if not name or not value or not _is_literal(value):
            continue
        places = [place for place in uses.get(text_of(name), ()) if place != name]
        if len(places) == 1 and places[0].type == "identifier":
            text = text_of(value)
            if _begins(places[0]):
                # a brace would begin a block, and rjsmin does not recognise a pattern after an arrow
                text = b"(" + text + b")"
            edits.append(Rewrite(node.start_byte, node.end_byte))
            edits.append(Rewrite(places[0].start_byte, places[0].end_byte, text))
    return rewritten(source, edits)


def _is_literal(value: Node) -> bool:
    """Whether a value is made of literals only, and not a pattern with state (`g`, `y`)."""
    if value.type not in _LITERALS:
        return False
    for node in nodes(value):
        if node.type in _OF_VARIABLES or (node.type == "regex_flags" and set(text_of(node)) & set(b"gy")):
            return False
    return True


def _begins(place: Node) -> bool:
    """Whether a statement, or the expression that an arrow function returns, begins at this place."""
    node = place
    while node.parent and node.parent.start_byte == place.start_byte:
        node = node.parent
    return node.type == "expression_statement" or (
        node.parent is not None and node.parent.type in ("arrow_function", "return_statement")
    )
