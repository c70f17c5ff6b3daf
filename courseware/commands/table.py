"""Tables of untrusted texts, printed to a terminal or elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from shutil import get_terminal_size

import click

from courseware.diagnostics.characters import harmless, width
from courseware.record import NamedTuple

NARROWEST = 12
"""The width in terminal columns below which no column of texts is cut."""

GAP = 2
LONGEST_BAR, SHORTEST_BAR = 20, 4
"""Lengths of a bar that shows a share of 1, in terminal columns: with enough room, and at least."""
MOST_DRAWN = 500
"""The most rows that are drawn with rich, which is slow; a longer table is printed plainly."""


class Share(NamedTuple):
    """A share from 0 to 1, shown as a bar."""

    part: float

    def __str__(self) -> str:
        """A bar in proportion to the share; at least one character, unless the share is 0."""
        return "█" * max(round(self.part * LONGEST_BAR), self.part > 0)


TableCell = str | Share
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?", re.ASCII)


def print_table(header: Sequence[str], rows: Iterable[Sequence[TableCell]], indent: int = 0) -> None:
    """Prints a table; on a terminal, and only there, the widest columns are cut to fit. `indent` is in columns."""
    given = [header, *rows]
    table = [[one_line(str(cell)) for cell in row] for row in given]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    if not sys.stdout.isatty():
        return _print(table, widths, indent)
    is_drawn = len(table) <= MOST_DRAWN and find_spec("rich") is not None
    if is_drawn and len(given) > 1:
        pairs = zip(given[1], widths, strict=True)
        widths = [LONGEST_BAR if isinstance(cell, Share) else natural for cell, natural in pairs]
    room = get_terminal_size().columns - indent - GAP * (len(widths) - 1)
    widths = _narrowed(widths, room)
    if is_drawn and len(given) > 1:
        over = max(sum(widths) - room, 0)
        widths = [
            max(columns - over, SHORTEST_BAR) if isinstance(cell, Share) else columns
            for cell, columns in zip(given[1], widths, strict=True)
        ]
    (_draw if is_drawn else _print)(table, widths, indent, given)


def print_indented(text: str, indent: int = 2) -> None:
    """Prints a text indented; on a terminal wrapped, with all lines indented."""
    columns = get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    click.echo(click.wrap_text(text, columns, initial_indent=" " * indent, subsequent_indent=" " * indent))


def _print(
    table: Sequence[Sequence[str]],
    widths: Sequence[int],
    indent: int,
    given: Sequence[Sequence[TableCell]] = (),
) -> None:
    for number, row in enumerate(table):
        cells = [_fitted(text, columns) for text, columns in zip(row, widths, strict=True)]
        click.secho(" " * indent + (" " * GAP).join(cells).rstrip(), bold=number == 0)


def _draw(
    table: Sequence[Sequence[str]], widths: Sequence[int], indent: int, given: Sequence[Sequence[TableCell]]
) -> None:
    """Draws a table with rich: numbers right-aligned, bars to an eighth of a column, colours if there are any."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for number, (title, columns) in enumerate(zip(table[0], widths, strict=True)):
        is_number = all(not row[number] or _NUMBER.fullmatch(row[number]) for row in table[1:])
        drawn.add_column(
            Text(title),
            justify="right" if is_number else "left",
            width=columns,
            no_wrap=True,
            overflow="ellipsis",
        )
    for cells, texts in zip(given[1:], table[1:], strict=True):
        row: list[Bar | Text] = []
        for cell, text, columns in zip(cells, texts, widths, strict=True):
            if isinstance(cell, Share):
                seen = max(cell.part, 1 / (8 * columns)) if cell.part else 0
                row.append(Bar(1, 0, seen, width=columns, color="green"))
            else:
                row.append(Text(text))
        drawn.add_row(*row)
    # On a narrower terminal the lines wrap, so that no number is cut.
    needed = indent + sum(widths) + GAP * len(widths)
    Console(width=needed, soft_wrap=True).print(Padding(drawn, (0, 0, 0, indent), expand=False))


def one_line(text: str) -> str:
    """A text on one line without control characters, but with the joiners that some scripts and emoji need."""
    return harmless(" ".join(text.split()), "\u200c\u200d")


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths, cut to the highest limit with which they fit into `room`, but not below `NARROWEST`."""
    limit = max(widths)
    while limit > NARROWEST and sum(min(natural, limit) for natural in widths) > room:
        limit -= 1
    return [min(natural, limit) for natural in widths]


def _fitted(text: str, columns: int) -> str:
    if width(text) > columns:
        kept = ""
        for sign in text[:columns]:
            if width(kept + sign) >= columns:
                break
            kept += sign
        text = f"{kept}…"
    return text + " " * (columns - width(text))
