"""Places as editors count them (Language Server Protocol 3.17, Position): lines from 0, columns in UTF-16 units."""

from __future__ import annotations

from lsprotocol import types

from courseware.diagnostics import Span
from courseware.language.source_text import Place, SourceText


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def position_at(source: SourceText, offset: int) -> types.Position:
    """The position of an offset; one past the end is the end."""
    span = source.span(min(offset, len(source.text)), min(offset, len(source.text)))
    line = span.line - 1
    return types.Position(line, units(source.line(line)[: span.column - 1]))


def offset_at(source: SourceText, position: types.Position) -> int:
    """The offset of a position; what lies outside the text is its end, or the end of the line."""
    if position.line >= len(source.starts):
        return len(source.text)
    line = source.line(position.line)
    column = counted = 0
    while column < len(line) and counted < position.character:
        counted += 2 if line[column] > "\uffff" else 1
        column += 1
    return source.starts[position.line] + column


def range_at(source: SourceText, start: int, end: int) -> types.Range:
    """The range between two offsets."""
    return types.Range(position_at(source, start), position_at(source, end))


def range_of(source: SourceText, span: Span) -> types.Range:
    """The range of a diagnostic's span, which may be of an older text: it is kept within this one."""
    return range_at(source, *place_of(source, span))


def place_of(source: SourceText, span: Span) -> Place:
    """The offsets of a span, kept within the text."""
    return _offset(source, span.line, span.column), _offset(source, span.end_line, span.end_column)


def _offset(source: SourceText, line: int, column: int) -> int:
    if line > len(source.starts):
        return len(source.text)
    return source.starts[line - 1] + min(column - 1, len(source.line(line - 1)))
