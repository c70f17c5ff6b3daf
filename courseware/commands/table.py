"""Tables of texts from outside, on a terminal and elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size

import click

from courseware.diagnostics.characters import harmless, width

NARROWEST = 12
"""Columns of a terminal that are left to a column of a table, if it has so many."""

GAP = 2


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]], indent: int = 0) -> None:
    """On a terminal its widest columns are cut so that it fits, elsewhere nothing is; `indent` is in columns."""
    table = [[one_line(text) for text in row] for row in (header, *rows)]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    if sys.stdout.isatty():
        widths = _narrowed(widths, get_terminal_size().columns - indent - GAP * (len(widths) - 1))
    for number, row in enumerate(table):
        cells = [_fitted(text, columns) for text, columns in zip(row, widths, strict=True)]
        click.secho(" " * indent + (" " * GAP).join(cells).rstrip(), bold=number == 0)


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
