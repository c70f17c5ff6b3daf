"""The place of a part of a text in its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from courseware.language.other_programs import OTHERS
from courseware.language.source_text import SourceText


class InlinePlaces:
    """Maps positions in the content of an inline token to offsets in the file.

    Markdown keeps the lines of an inline token but not its columns, so the content of each line is searched for in the
    source line, from `column` on.
    """

    def __init__(self, token: Token, text: SourceText, column: int = 0, in_table: bool = False) -> None:
        self._token, self._text = token, text
        self._column, self._in_table = column, in_table
        self._starts = [0]
        self._offsets: list[int] = []

    def __call__(self, position: int) -> int:
        """The offset in the file of a position in the content."""
        if not self._offsets:  # the place is needed of few tokens only
            self._find_lines()
        line = bisect_right(self._starts, position, hi=len(self._offsets)) - 1
        return self._offsets[line] + len(self._written(self._token.content[self._starts[line] : position]))

    def _find_lines(self) -> None:
        first_line, end_line = self._token.map or (0, 0)
        lines = self._token.content.split("\n")
        # Lines with only white space that Markdown does not treat as such (no-break spaces) are not in the content.
        while first_line + 1 < end_line and self._written(lines[0]) not in self._text.line(first_line):
            first_line += 1
        for number, line in enumerate(lines, first_line):
            at = self._text.line(number).find(self._written(line), self._column)
            self._offsets.append(self._text.starts[number] + max(0, at))
            self._starts.append(self._starts[-1] + len(line) + 1)

    def _written(self, words: str) -> str:
        """Words as written in the source, where bars within a table are escaped."""
        return words.replace("|", "\\|") if self._in_table else words


def inline_places(block: Sequence[Token], text: SourceText) -> Iterator[tuple[Token, InlinePlaces]]:
    """The inline tokens of a block that may contain markup, with their places.

    A table cell is searched for after the cells before it in its row.
    """
    in_table = block[0].type == "table_open"
    column, row = 0, -1
    for token in block:
        if token.type != "inline":
            continue
        line = token.map[0] if token.map else 0
        if line != row:
            column, row = 0, line
        if (
            OTHERS in token.meta
            or any(character in token.content for character in "[{<:@$\\")
            or "!!!" in token.content
        ):
            yield token, InlinePlaces(token, text, column, in_table)
        if in_table:
            written = token.content.replace("|", "\\|")
            column = max(column, text.line(line).find(written, column) + len(written))
