"""`courseware validate`: validates packages of any tool, and xAPI statements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import click

from courseware.archive.reader import lines_of
from courseware.commands.help import Command
from courseware.commands.options import STRICT, Name, output_format_option
from courseware.commands.output import fail_on_errors, print_diagnostics
from courseware.commands.progress import progress
from courseware.commands.source import PathOrAddress
from courseware.diagnostics import tally
from courseware.diagnostics.address import is_address
from courseware.validation.validate import DEMANDS, STANDARDS, validate_all


@click.command("validate", cls=Command)
@click.argument("paths", nargs=-1, required=True, type=PathOrAddress(dir_okay=True), metavar="PATH…")
@click.option(
    "--standard",
    type=Name("standard", STANDARDS),
    help="Validate against this standard, ignoring the declared one.",
)
@click.option(
    "--profile",
    type=click.Choice(list(DEMANDS)),
    default="spec",
    show_default=True,
    help="What to validate against: only the specification, or also Moodle's requirements and limits.",
)
@click.option(
    "--control-documents",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with the official schema files, to use instead of the project's own.",
)
@click.option(
    "--statements", is_flag=True, help="Validate xAPI statements: each PATH is a JSON file or a URL."
)
@STRICT
@output_format_option("html")
def command(
    paths: tuple[str, ...],
    standard: str | None,
    profile: str,
    control_documents: str | None,
    statements: bool,
    strict: bool,
    output_format: str,
) -> None:
    """Validate packages from any tool.

    Each PATH is a zip, a folder or a single manifest. Nothing is unpacked or written, and only URLs of statements are
    fetched.

    \b
    courseware validate course.zip other.zip    what is wrong with each; the standard is recognised
    courseware validate --profile moodle course.zip
    courseware validate --statements https://user:password@lrs.example/xapi/statements
    courseware validate --output-format html packages/*.zip > report.html
    """
    if statements:
        of_packages = {
            "--standard": standard,
            "--profile": profile != "spec",
            "--control-documents": control_documents,
        }
        for option in (option for option, value in of_packages.items() if value):
            raise click.UsageError(f"{option} is for packages, not for --statements")
        _validate_statements(paths, strict, output_format)
        return
    if any(map(is_address, paths)):
        raise click.UsageError(
            "a package must be a file or a folder; addresses are read only with --statements"
        )
    try:
        with progress("Validating") as advance:
            reports = validate_all(
                paths,
                standard=standard,
                profile=profile,
                control_documents=control_documents,
                progress=advance,
            )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    diagnostics = [diagnostic for report in reports for diagnostic in report.diagnostics]
    if output_format == "html":
        from courseware.diagnostics.html import as_html

        click.echo(as_html(reports, cache(lines_of)))
    else:
        print_diagnostics(diagnostics, output_format)
    if output_format == "text":
        for report in reports:
            standing = f" ({report.standard})" if report.standard else ""
            click.echo(f"{report.path}{standing}: {tally(report.diagnostics) or 'nothing to report'}")
    fail_on_errors(diagnostics, strict)


def _validate_statements(paths: Sequence[str], strict: bool, output_format: str) -> None:
    # Imported here because it takes a tenth of the time of validating a package.
    from courseware.validation.statement_source import shown, validate_statements

    if output_format == "html":
        raise click.UsageError("--output-format html is only for packages")
    try:
        diagnostics = [diagnostic for path in paths for diagnostic in validate_statements(path)]
    except OSError as error:
        raise click.ClickException(f"cannot read {error.filename}: {error.strerror}") from None
    print_diagnostics(diagnostics, output_format)
    fail_on_errors(diagnostics, strict)
    if output_format == "text":
        for path in paths:
            click.echo(f"{shown(path)}: nothing to report")
