"""What commands print: diagnostics in each form, and tables of two columns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import cache

import click

from courseware.diagnostics import ERROR, MOST_PRINTED, Diagnostic, has_errors, in_order, tally

MACHINE_FORMS = ("json", "sarif", "github")
"""The forms of diagnostics that machines read."""

FAILED = 1
"""The exit status when there is an error; click's own, for misuse, is 2."""


def print_diagnostics(diagnostics: Sequence[Diagnostic], output_format: str) -> None:
    """Text to standard error, errors before warnings; the forms for machines to standard output, in order of place.

    Of more than `MOST_PRINTED` the worst are printed and the rest is counted, on standard error.
    """
    worst_first = sorted(diagnostics, key=lambda diagnostic: diagnostic.severity != ERROR)
    printed, more = worst_first[:MOST_PRINTED], len(diagnostics) - MOST_PRINTED
    if output_format in MACHINE_FORMS:
        from courseware.diagnostics.renderers import RENDERERS

        written = RENDERERS[output_format](in_order(printed))
        click.echo(written, nl=bool(written))
    elif diagnostics:
        from courseware.archive.reader import lines_of  # most runs have no line to show
        from courseware.diagnostics.text import as_text

        click.echo(as_text(printed, cache(lines_of)), err=True)
    if more > 0:
        click.echo(f"and {more:,} more", err=True)
    if diagnostics and output_format not in MACHINE_FORMS:
        click.echo(tally(diagnostics), err=True)
        click.echo(f"`courseware explain {worst_first[0].code}` says more.", err=True)


def fail_on_errors(diagnostics: Sequence[Diagnostic], strict: bool = False) -> None:
    """Ends the command when there is an error; `strict` counts warnings too."""
    if has_errors(diagnostics, strict):
        sys.exit(FAILED)


def print_columns(rows: Sequence[tuple[str, str]]) -> None:
    """A table of two columns, indented."""
    width = max((len(first) for first, _ in rows), default=0)
    for first, second in rows:
        click.echo(f"  {first.ljust(width)}  {second}")


def quoted(path: str) -> str:
    """A path as it is typed in a shell, so that a printed command can be copied."""
    path = f"./{path}" if path.startswith("-") else path
    if os.name == "nt":
        return f'"{path}"' if re.search(r"[^\w.:/\\-]", path) else path
    from shlex import quote

    return quote(path)
