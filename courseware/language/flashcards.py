"""Flashcards: the rows of a table or the terms of a definition list, each with a front and a back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens, is_tokens, split
from courseware.language.document import Card, Cards
from courseware.language.identifier import digest
from courseware.language.markdown import written
from courseware.language.option_lists import first_line
from courseware.language.plain_section import plain_section
from courseware.language.prose import inline, rendered
from courseware.language.reading import Reading

_HOLDERS = {"table_open", "dl_open"}


def flashcards(marker: ReadMarker, blocks: Sequence[ReadBlock], reading: Reading) -> list[document.Block]:
    """The prose above the cards, the cards, and the blocks after them."""
    last = max(
        (at for at, block in enumerate(blocks) if is_tokens(block) and block[0].type in _HOLDERS), default=-1
    )
    if last < 0:
        reading.report(faults.NO_CARDS, marker.start)
        return plain_section(blocks, reading)
    holder = blocks[last]
    assert is_tokens(holder)
    read = _of_table if holder[0].type == "table_open" else _of_list
    cards = list(read(holder, reading))
    if marker.values["shuffle"]:
        cards.sort(key=lambda card: digest(card[0]))
    shown = Cards(tuple(card for _, card in cards))
    return [*plain_section(blocks[:last], reading), shown, *plain_section(blocks[last + 1 :], reading)]


def _of_table(table: Tokens, reading: Reading) -> Iterator[tuple[str, Card]]:
    """A card for each row below the header, with the plain text of its front."""
    rows = [token for token in table if token.type == "tr_open"]
    cells = [token for token in table if token.type == "inline"]
    columns = len(cells) // len(rows)
    if columns != 2 or len(rows) < 2:
        counts = {"column": columns, "row": len(rows) - 1}
        said = {f"{name}s": f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items()}
        reading.report(faults.NO_TABLE_OF_CARDS, reading.text.line_place(first_line(table)), **said)
        return
    for row, front, back in zip(rows[1:], cells[2::2], cells[3::2], strict=True):
        for side, cell in (("front", front), ("back", back)):
            if not cell.content.strip():
                place = reading.text.line_place(row.map[0] if row.map else 0)
                reading.report(faults.CARD_WITHOUT_A_SIDE, place, side=side)
        yield _card(front, [inline(back.children or [], reading)], reading)


def _of_list(terms: Tokens, reading: Reading) -> Iterator[tuple[str, Card]]:
    """A card for each term, with the plain text of its front; several definitions of a term make one back."""
    front: Token | None = None
    back: Tokens = []
    for part in split(terms[1:-1], 1):
        if part[0].type == "dt_open":
            if front:
                yield _card(front, [rendered(back, reading)], reading)
            front, back = part[1], []
        else:
            back += part[1:-1]
    if front:
        yield _card(front, [rendered(back, reading)], reading)


def _card(front: Token, back: list[document.Prose], reading: Reading) -> tuple[str, Card]:
    children = front.children or []
    return written(children), Card(inline(children, reading), back[0])
