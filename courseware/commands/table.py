"""Tables of texts from outside, on a terminal and elsewhere."""

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
"""Columns of a terminal that are left to a column of a table, if it has so many."""

GAP = 2
LONGEST_BAR, SHORTEST_BAR = 20, 4
"""Columns."""
MOST_DRAWN = 500
"""Rows of a table that rich draws, which is slow; more are printed."""


class Share(NamedTuple):
    """A part of a whole, from 0 to 1, to be seen as a bar."""

    part: float

    def __str__(self) -> str:
        """As long as the part; where there is one at all, it is seen."""
        return "█" * max(round(self.part * LONGEST_BAR), self.part > 0)


Cell = str | Share
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?", re.ASCII)


def print_table(header: Sequence[str], rows: Iterable[Sequence[Cell]], indent: int = 0) -> None:
    """On a terminal its widest columns are cut so that it fits, elsewhere nothing is; `indent` is in columns."""
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


def print_indented(text: str) -> None:
    """A text below a heading; on a terminal all its lines are indented."""
    columns = get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    click.echo(click.wrap_text(text, columns, initial_indent="  ", subsequent_indent="  "))


def _print(
    table: Sequence[Sequence[str]], widths: Sequence[int], indent: int, given: Sequence[Sequence[Cell]] = ()
) -> None:
    for number, row in enumerate(table):
        cells = [_fitted(text, columns) for text, columns in zip(row, widths, strict=True)]
        click.secho(" " * indent + (" " * GAP).join(cells).rstrip(), bold=number == 0)


def _draw(
    table: Sequence[Sequence[str]], widths: Sequence[int], indent: int, given: Sequence[Sequence[Cell]]
) -> None:
    """With rich: numbers below one another, bars in eighths of a column, in colours where the terminal has them."""
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
    # where the terminal is narrower its lines break: no number is cut
    needed = indent + sum(widths) + GAP * len(widths)
    Console(width=needed, soft_wrap=True).print(Padding(drawn, (0, 0, 0, indent), expand=False))


def one_line(text: str) -> str:
    """The text in one line; what joins letters and pictures stays in it, what commands a terminal does not."""
    return harmless(" ".join(text.split()), "\u200c\u200d")


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths, of which those above a limit are cut to it: the highest limit with which they fit."""
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
