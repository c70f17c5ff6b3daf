"""`courseware check`: reports what is wrong with a course."""

from __future__ import annotations

import click

from courseware.commands.course import counts, read_course
from courseware.commands.options import COURSE, STRICT, output_format_option
from courseware.commands.output import fail_on_errors, print_diagnostics
from courseware.formats import warnings
from courseware.site.compare import compare


@click.command("check")
@COURSE
@click.option(
    "--against",
    type=click.Path(exists=True),
    metavar="OLD",
    help="Compare with an earlier package of this course, and list the records that survive.",
)
@STRICT
@output_format_option()
def command(course: str, against: str | None, strict: bool, output_format: str) -> None:
    """Report what is wrong with a course.

    COURSE is a folder of Markdown documents, `content` by default. Nothing is written.
    """
    checked, diagnostics = read_course(course)
    comparison = None
    if checked:
        diagnostics += warnings(checked)
    if checked and against:
        comparison = compare(checked, against)
        diagnostics += comparison.diagnostics
    print_diagnostics(diagnostics, output_format)
    fail_on_errors(diagnostics, strict)
    if output_format == "text" and checked:
        click.echo(f"{counts(checked)}: {'nothing to report' if not diagnostics else 'no errors'}")
    if output_format == "text" and comparison:
        numbers = ", ".join(f"{len(getattr(comparison, fate))} {fate}" for fate in ("kept", "new", "gone"))
        click.echo(f"Against {against}: {numbers}")
