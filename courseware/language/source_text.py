"""The text of a file, which maps offsets to lines and columns."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from courseware.diagnostics import Span
from courseware.record import NamedTuple

Place = tuple[int, int]
"""A range of offsets; the end is exclusive."""


class Origin(NamedTuple):
    """Where a line was written: its file, and its number there."""

    file: str
    line: int


class SourceText:
    """A file's text, which maps offsets to lines and columns.

    A text that is joined from several files has `origins`, one for each line.
    """

    def __init__(
        self, file: str, text: str, first_line: int = 1, origins: Sequence[Origin] | None = None
    ) -> None:
        self.file = file
        self.text = text
        self.first_line = first_line
        self._origins = origins
        self._starts: list[int] = []

    @property
    def starts(self) -> list[int]:
        """The offset of each line's first character."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return self._starts

    def line(self, number: int) -> str:
        """The text of a line without its line end; `number` counts from 0 in this text."""
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]

    def line_place(self, number: int) -> Place:
        """The place of a line without the spaces around it; `number` counts from 0."""
        line = self.line(number)
        start = self.starts[number] + len(line) - len(line.lstrip())
        return start, start + len(line.strip())

    def span(self, start: int, end: int) -> Span:
        """The place between two offsets."""
        line = end_line = bisect_right(self.starts, start) - 1
        if end_line + 1 < len(self.starts) and self.starts[end_line + 1] <= end:
            end_line = bisect_right(self.starts, end) - 1
        first = last = self.origin(line)
        if end_line != line:
            last = self.origin(end_line)
        column, end_column = start - self.starts[line] + 1, end - self.starts[end_line] + 1
        if first.file != last.file:  # a place cannot extend into another file
            last, end_column = first, column + 1
        return Span(first.file, first.line, column, last.line, end_column)

    def origin(self, line: int) -> Origin:
        """Where a line was written; `line` counts from 0 in this text."""
        return self._origins[line] if self._origins else Origin(self.file, line + self.first_line)
