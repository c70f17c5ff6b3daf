"""Where something within a line of text stands in its file."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from courseware.language.source_text import SourceText


def offset_of(block: Sequence[Token], number: int, position: int, text: SourceText) -> int:
    """The offset in the file of a position in the content of the inline token `number` of a block.

    Markdown keeps an inline token's lines but not its columns; its words are looked up in the source line, behind
    those of the cells before it when it is one of a table's row.
    """
    token = block[number]
    first_line = token.map[0] if token.map else 0
    line = first_line + token.content.count("\n", 0, position)
    line_start = token.content.rfind("\n", 0, position) + 1
    before, behind = token.content[line_start:position], token.content[position:].split("\n", 1)[0]
    source_line = text.line(line)
    column = 0
    if block[0].type == "table_open":
        cells = [one.content for one in block[:number] if one.type == "inline" and one.map == token.map]
        *cells, before, behind = (words.replace("|", "\\|") for words in (*cells, before, behind))
        for cell in cells:
            column = max(column, source_line.find(cell, column) + len(cell))
    return text.starts[line] + max(0, source_line.find(before + behind, column)) + len(before)
