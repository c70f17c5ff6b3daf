"""`courseware statements`: prints the xAPI statements that a course can send."""

from __future__ import annotations

import json
import sys

import click

from courseware.commands.course import read_course
from courseware.commands.help import Command
from courseware.commands.options import COURSE
from courseware.commands.output import FAILED, print_diagnostics
from courseware.formats.statements import examples


@click.command("statements", cls=Command)
@COURSE
def command(course: str) -> None:
    """Print the xAPI statements that a course can send.

    The output is a JSON list with an example of each. COURSE is a folder, `content` by default.
    """
    checked, diagnostics = read_course(course)
    if checked is None:
        print_diagnostics(diagnostics, "text")
        sys.exit(FAILED)
    click.echo(json.dumps(list(examples(checked)), ensure_ascii=False, indent=2))
