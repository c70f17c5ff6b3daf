"""The text of a file, with the way from an offset to a line and column."""

from __future__ import annotations

import re
from bisect import bisect_right

from courseware.diagnostics import Span

Place = tuple[int, int]
"""From one offset up to another."""


class SourceText:
    """A file's text with the way from an offset to a line and column."""

    def __init__(self, file: str, text: str, first_line: int = 1) -> None:
        self.file = file
        self.text = text
        self.first_line = first_line
        self._starts: list[int] = []

    @property
    def starts(self) -> list[int]:
        """The offset of each line's first character."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return self._starts

    def line(self, number: int) -> str:
        """The text of a line, counted from 0 in this text, without its end."""
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]

    def line_place(self, number: int) -> Place:
        """The place of a line, counted from 0, without the space around it."""
        line = self.line(number)
        start = self.starts[number] + len(line) - len(line.lstrip())
        return start, start + len(line.strip())

    def span(self, start: int, end: int) -> Span:
        """The place between two offsets."""
        line, end_line = (bisect_right(self.starts, offset) - 1 for offset in (start, end))
        return Span(
            self.file,
            line + self.first_line,
            start - self.starts[line] + 1,
            end_line + self.first_line,
            end - self.starts[end_line] + 1,
        )
