"""Positions in the Language Server Protocol (3.17, Position): lines from 0, columns from 0 in UTF-16 code units."""

from __future__ import annotations

from lsprotocol import types

from courseware.diagnostics import Span
from courseware.language.source_text import Place, SourceText


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def position_at(source: SourceText, offset: int) -> types.Position:
    """The position of an offset; past the end of the text, the position of its end."""
    span = source.span(min(offset, len(source.text)), min(offset, len(source.text)))
    line = span.line - 1
    return types.Position(line, units(source.line(line)[: span.column - 1]))


def offset_at(source: SourceText, position: types.Position) -> int:
    """The offset of a position; past the end of the text or of a line, the offset of that end."""
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
    """The range of a diagnostic's span, limited to this text, because the span may come from an older one."""
    return range_at(source, *place_of(source, span))


def place_of(source: SourceText, span: Span) -> Place:
    """The offsets of a span, limited to the text."""
    return _offset(source, span.line, span.column), _offset(source, span.end_line, span.end_column)


def _offset(source: SourceText, line: int, column: int) -> int:
    if line > len(source.starts):
        return len(source.text)
    return source.starts[line - 1] + min(column - 1, len(source.line(line - 1)))
