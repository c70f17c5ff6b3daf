"""`courseware pin`: writes each interaction's id into its document."""

from __future__ import annotations

import sys

import click

from courseware.commands.course import read_course
from courseware.commands.help import Command
from courseware.commands.options import COURSE
from courseware.commands.output import FAILED, print_diagnostics
from courseware.course.pin import pin
from courseware.diagnostics import has_errors


@click.command("pin", cls=Command)
@COURSE
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def command(course: str, dry_run: bool) -> None:
    """Write each interaction's id into its document.

    You can then reword a label without losing its records. Nothing else in the documents changes. COURSE is a folder,
    `content` by default.
    """
    checked, diagnostics = read_course(course)
    if checked is None or has_errors(diagnostics):
        print_diagnostics(diagnostics, "text")
        sys.exit(FAILED)
    try:
        documents = list(pin(checked))
        for rewriting, _ in () if dry_run else documents:
            rewriting.write()
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None
    for rewriting, ids in documents:
        counted = f"{rewriting.path}: {len(ids)} id{'s' * (len(ids) != 1)}"
        click.echo(rewriting.diff() if dry_run else counted, nl=not dry_run)
    if not documents:
        click.echo("every interaction already has an id")
