"""The structure of a document: its outline, folding ranges, and semantic tokens for its markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from courseware.editor.document_text import DocumentText, HeadingPlace
from courseware.editor.mentions import interactions_at
from courseware.editor.positions import position_at, range_at, range_of, units
from courseware.editor.workspace import Workspace
from courseware.language.blocks import ReadMarker
from courseware.language.marker import Scalar
from courseware.language.source_text import Place

TOKEN_TYPES = ["keyword", "property", "string", "number", "enumMember"]


def outline(workspace: Workspace, document: DocumentText) -> list[types.DocumentSymbol]:
    """The headings as a tree, with questions as leaves."""
    roots: list[types.DocumentSymbol] = []
    open_symbols: list[tuple[int, types.DocumentSymbol]] = []
    parts: list[HeadingPlace | ReadMarker] = [*document.headings, *document.markers]
    for part in sorted(parts, key=lambda read_marker: _start(document, read_marker)):
        if isinstance(part, HeadingPlace):
            while open_symbols and open_symbols[-1][0] >= part.level:
                open_symbols.pop()
        siblings = open_symbols[-1][1].children if open_symbols else roots
        assert isinstance(siblings, list)
        if isinstance(part, HeadingPlace):
            symbol = _of_heading(document, part)
            siblings.append(symbol)
            open_symbols.append((part.level, symbol))
        else:
            siblings.extend(_of_questions(workspace, document, part))
    return roots


def _start(document: DocumentText, part: HeadingPlace | ReadMarker) -> int:
    return part.place[0] if isinstance(part, HeadingPlace) else document.within(part.marker.place)[0]


def _of_heading(document: DocumentText, heading: HeadingPlace) -> types.DocumentSymbol:
    words = range_at(document.source, *heading.place)
    whole = range_at(document.source, heading.place[0], _section_end(document, heading))
    return types.DocumentSymbol(heading.words or "#", types.SymbolKind.String, whole, words, children=[])


def _of_questions(
    workspace: Workspace, document: DocumentText, marker: ReadMarker
) -> Iterator[types.DocumentSymbol]:
    """A symbol for the question of a marker, or for each row of a grid."""
    of_marker = range_at(document.source, *document.within(marker.marker.place))
    shown: set[str] = set()
    for interaction in interactions_at(workspace, document, marker):
        own = interaction.id.partition(".")[2]
        if own not in shown:  # a question in a file that is included twice has two ids
            shown.add(own)
            place = range_of(document.source, interaction.span) if interaction.marker else of_marker
            yield types.DocumentSymbol(
                interaction.label or interaction.id,
                types.SymbolKind.Field,
                place,
                place,
                detail=interaction.id,
            )


def _section_end(document: DocumentText, heading: HeadingPlace) -> int:
    following = (
        later.place[0]
        for later in document.headings
        if later.place > heading.place and later.level <= heading.level
    )
    end = next(following, len(document.text))
    blank = "# \t\n" if end < len(document.text) else " \t\n"
    return max(heading.place[1], len(document.text[:end].rstrip(blank)))


def folds(document: DocumentText) -> list[types.FoldingRange]:
    """Folding ranges: front matter, sections and markers, if they have several lines."""
    start, end = document.matter
    places = [(max(0, start - 1), end)] if end > start else []
    places += [(heading.place[0], _section_end(document, heading)) for heading in document.headings]
    places += [document.within(marker.marker.place) for marker in document.markers]
    ranges = (range_at(document.source, *place) for place in places)
    return [
        types.FoldingRange(start_line=span.start.line, end_line=span.end.line)
        for span in ranges
        if span.end.line > span.start.line
    ]


def semantic_tokens(document: DocumentText) -> list[int]:
    """The tokens of markers in the protocol's encoding (Language Server Protocol 3.17, Semantic Tokens)."""
    packed: list[int] = []
    line = column = 0
    for (start, end), kind in sorted(_tokens(document)):
        at = position_at(document.source, start)
        shift = at.character - (column if at.line == line else 0)
        packed += [at.line - line, shift, units(document.text[start:end]), TOKEN_TYPES.index(kind), 0]
        line, column = at.line, at.character
    return packed


def _tokens(document: DocumentText) -> Iterator[tuple[Place, str]]:
    for marker in document.markers:
        for entry in marker.marker.entries.values():
            yield document.within(entry.key_place), "property"
            values: Sequence[Scalar] = (entry.value,) if isinstance(entry.value, Scalar) else entry.value
            for value in values:
                place = document.within(value.place)
                if "\n" not in document.text[slice(*place)]:
                    yield place, "keyword" if entry.key == "type" else _kind(value)


def _kind(value: Scalar) -> str:
    if not value.quoted and value.text in ("true", "false", "ordered"):
        return "enumMember"
    return (
        "number" if not value.quoted and value.text.lstrip("+-").replace(".", "", 1).isdigit() else "string"
    )
