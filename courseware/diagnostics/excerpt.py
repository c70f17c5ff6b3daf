"""The source line that a diagnostic points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from courseware.diagnostics.diagnostic import Span

Lines = Callable[[str], Sequence[str]]
"""Returns the lines of a file, by its path as diagnostics show it; an empty list if the file cannot be read."""

_LONGEST_LINE, _BEFORE = 300, 120


def place_of(span: Span) -> str:
    """A place as `file:line:column`, or as the file's name if it stands for the whole file."""
    return span.file if span.is_whole else f"{span.file}:{span.line}:{span.column}"


def excerpt_of(span: Span, lines_of: Lines) -> tuple[int, str, str, str] | None:
    """The source line of a place: its number, and the text before, at and after the place.

    None if the line is not available or must not be shown. A long line is cut to the part around the place, with `…` at
    each cut.
    """
    lines = [] if span.is_whole or span.secret else lines_of(span.file)
    if not 0 < span.line <= len(lines):
        return None
    line = lines[span.line - 1]
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(line) > _LONGEST_LINE:
        before = f"…{before[-_BEFORE:]}" if len(before) > _BEFORE else before
        marked = f"{marked[:_LONGEST_LINE]}…" if len(marked) > _LONGEST_LINE else marked
        room = max(_LONGEST_LINE - len(before) - len(marked), 0)
        after = f"{after[:room]}…" if len(after) > room else after
    return span.line, before, marked, after
