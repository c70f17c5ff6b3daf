"""`courseware check`: reports what is wrong with a course."""

from __future__ import annotations

import click

from courseware.commands.course import counts, read_course
from courseware.commands.help import Command
from courseware.commands.options import COURSE, STRICT, FileOrFolder, output_format_option
from courseware.commands.output import fail_on_errors, print_diagnostics


@click.command("check", cls=Command)
@COURSE
@click.option(
    "--against",
    type=FileOrFolder(exists=True),
    metavar="OLD",
    help="Compare with an earlier package of this course, and list the records that survive.",
)
@click.option("--fix", is_flag=True, help="Fix what has only one possible fix, and report the rest.")
@click.option("--diff", is_flag=True, help="Show what `--fix` would change, and write nothing.")
@STRICT
@output_format_option()
def command(
    course: str, against: str | None, fix: bool, diff: bool, strict: bool, output_format: str
) -> None:
    """Report what is wrong with a course.

    COURSE is a folder of Markdown documents, `content` by default. Documents are changed only with `--fix`, which
    straightens curly quotes in markers, writes `- [x]` for `- (x)`, adds a space after a bullet, indents a feedback
    quote, gives all options the same bullet, removes a tab before a marker, and puts a path with spaces in angle
    brackets.
    """
    checked, diagnostics = read_course(course)
    if fix or diff:
        from courseware.course.fixing import fix_course

        try:
            corrected, left, changes = fix_course(course, checked, diagnostics)
            for change in changes if not diff else ():
                change.write()
        except OSError as error:
            raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None
        if diff:
            click.echo("".join(change.diff() for change in changes), nl=False)
        else:
            checked, diagnostics = corrected, left
    comparison = None
    if checked and against:
        from courseware.site.compare import compare

        comparison = compare(checked, against)
        diagnostics += comparison.diagnostics
    print_diagnostics(diagnostics, output_format)
    fail_on_errors(diagnostics, strict)
    if output_format == "text" and checked:
        click.echo(f"{counts(checked)}: {'nothing to report' if not diagnostics else 'no errors'}")
    if output_format == "text" and comparison:
        numbers = ", ".join(f"{len(getattr(comparison, fate))} {fate}" for fate in ("kept", "new", "gone"))
        click.echo(f"Against {against}: {numbers}")
