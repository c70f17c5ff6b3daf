"""What commands print: diagnostics in every output format, and tables with two columns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import cache

import click

from courseware.diagnostics import ERROR, MOST_PRINTED, Diagnostic, has_errors, in_order, tally

MACHINE_FORMS = ("json", "sarif", "github")
"""The output formats for other programs."""

FAILED = 1
"""The exit status if there are errors; click's exit status for wrong usage is 2."""


def print_diagnostics(diagnostics: Sequence[Diagnostic], output_format: str) -> None:
    """Prints text to standard error, errors first, or one of `MACHINE_FORMS` to standard output, in order of place.

    At most `MOST_PRINTED` are printed, errors before warnings; standard error says how many more there are.
    """
    worst_first = sorted(diagnostics, key=lambda diagnostic: diagnostic.severity != ERROR)
    printed, more = worst_first[:MOST_PRINTED], len(diagnostics) - MOST_PRINTED
    if output_format in MACHINE_FORMS:
        from courseware.diagnostics.renderers import RENDERERS

        written = RENDERERS[output_format](in_order(printed))
        click.echo(written, nl=bool(written))
    elif diagnostics:
        from courseware.archive.reader import lines_of  # imported here because most runs show no lines
        from courseware.diagnostics.text import as_text

        click.echo(as_text(printed, cache(lines_of)), err=True)
    if more > 0:
        click.echo(f"and {more:,} more", err=True)
    if diagnostics and output_format not in MACHINE_FORMS:
        click.echo(tally(diagnostics), err=True)
        click.echo(f"`courseware explain {worst_first[0].code}` says more.", err=True)


def fail_on_errors(diagnostics: Sequence[Diagnostic], strict: bool = False) -> None:
    """Ends the command with `FAILED` if there are errors; with `strict`, warnings count as errors."""
    if has_errors(diagnostics, strict):
        sys.exit(FAILED)


def print_columns(rows: Sequence[tuple[str, str]]) -> None:
    """Prints a table with two columns, indented."""
    width = max((len(first) for first, _ in rows), default=0)
    for first, second in rows:
        click.echo(f"  {first.ljust(width)}  {second}")


def quoted(path: str) -> str:
    """A path quoted for the shell if necessary, so that a printed command can be copied."""
    path = f"./{path}" if path.startswith("-") else path
    if os.name == "nt":
        return f'"{path}"' if re.search(r"[^\w.:/\\-]", path) else path
    from shlex import quote

    return quote(path)
