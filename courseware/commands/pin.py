"""`courseware pin`: writes each interaction's id into its document."""

from __future__ import annotations

import sys

import click

from courseware.commands.course import read_course
from courseware.commands.options import COURSE
from courseware.commands.output import FAILED, print_diagnostics
from courseware.course.pin import pin
from courseware.diagnostics import has_errors


@click.command("pin")
@COURSE
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def command(course: str, dry_run: bool) -> None:
    """Write each interaction's id into its document.

    A label can then be reworded, and its records stay. Nothing else in the documents changes. COURSE is a folder,
    `content` by default.
    """
    checked, diagnostics = read_course(course)
    if checked is None or has_errors(diagnostics):
        print_diagnostics(diagnostics, "text")
        sys.exit(FAILED)
    try:
        documents = list(pin(checked))
        for document in () if dry_run else documents:
            document.write()
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None
    for document in documents:
        counted = f"{document.path}: {len(document.ids)} id{'s' * (len(document.ids) != 1)}"
        click.echo(document.diff() if dry_run else counted, nl=not dry_run)
    if not documents:
        click.echo("every interaction has an id already")
