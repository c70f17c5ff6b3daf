"""`courseware package`: compiles a course into a package, or one for each format."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from courseware.archive.writer import Package, moment, write_folder, write_zip
from courseware.commands.course import counts, read_course
from courseware.commands.help import Command
from courseware.commands.options import COURSE, STRICT, Name, output_format_option
from courseware.commands.output import FAILED, fail_on_errors, print_columns, print_diagnostics
from courseware.course.course import Course
from courseware.diagnostics import has_errors
from courseware.formats import ALIASES, FORMATS, Format, load
from courseware.formats.build import packages
from courseware.formats.forecast import forecast

ALL = "all"
"""The value of `--format` that stands for all formats."""


@click.command("package", cls=Command)
@COURSE
@click.option(
    "--format",
    "format_name",
    type=Name("format", (*ALIASES, *FORMATS, ALL)),
    default="scorm",
    show_default=True,
    help="The format to make: scorm is SCORM 1.2, scorm2004 is SCORM 2004 4th Edition, html is the pages without a "
    "manifest, and all is one package in each format.",
)
@click.option(
    "--output",
    type=click.Path(),
    metavar="PATH",
    help="Where to write the zip [default: build/<id>-<format>.zip]. A PATH that ends in / is a folder for the "
    "unpacked files; with `--format all`, PATH is the folder for the zips.",
)
@click.option(
    "--control-documents",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with the official schema files to put into the package, instead of the project's own.",
)
@click.option(
    "--against",
    type=click.Path(exists=True),
    metavar="OLD",
    help="An earlier package of this course. Its questions keep their columns in the LMS's reports, and new ones "
    "follow.",
)
@STRICT
@output_format_option()
def command(
    course: str,
    format_name: str,
    output: str | None,
    control_documents: str | None,
    against: str | None,
    strict: bool,
    output_format: str,
) -> None:
    """Compile a course into a package.

    COURSE is a folder of Markdown documents, `content` by default.

    \b
    courseware package                          content/ to build/<id>-scorm12.zip
    courseware package my-course --strict       the same, with warnings as errors
    courseware package --format html --output site/
    courseware package --format all             one zip for each format
    """
    formats = _formats(format_name, control_documents)
    checked, diagnostics = read_course(course)
    old = None
    if checked and against:
        from courseware.site.compare import compare_and_read

        comparison, old = compare_and_read(checked, against)
        diagnostics += comparison.diagnostics
    if checked is None or has_errors(diagnostics, strict):
        print_diagnostics(diagnostics, output_format)
        sys.exit(FAILED)
    documents = Path(control_documents) if control_documents else None
    made: list[Package] = []
    try:
        date = moment(os.environ.get("SOURCE_DATE_EPOCH"))
        for built, problems in packages(checked, formats, date, documents, old):
            made.append(built)
            diagnostics += [problem for problem in problems if problem not in diagnostics]
    except OSError as error:
        raise click.ClickException(f"cannot read {error.filename}: {error.strerror}") from None
    except ValueError as error:  # SOURCE_DATE_EPOCH
        raise click.UsageError(str(error)) from None
    if output_format != "text" or diagnostics:
        print_diagnostics(diagnostics, output_format)
    fail_on_errors(diagnostics, strict)
    names = [f"{checked.settings.id}-{each.NAME}.zip" for each in formats]
    if format_name == ALL:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor() as pool:  # most of the time is spent compressing, which releases the GIL
            paths = list(pool.map(_write, made, [f"{output or 'build'}/{name}" for name in names]))
    else:
        paths = [_write(made[0], output or f"build/{names[0]}")]
    if output_format == "text":
        for each, built, path in zip(formats, made, paths, strict=True):
            _summary(checked, each, built, path)


def _formats(format_name: str, control_documents: str | None) -> list[Format]:
    """The formats to make. Raises `click.UsageError` for schema files that a format cannot hold."""
    if format_name == ALL and control_documents:
        raise click.UsageError(
            "--control-documents contains the schema files of one format: choose it with --format"
        )
    formats = [load(name) for name in (FORMATS if format_name == ALL else [format_name])]
    if control_documents and not formats[0].HOLDS_SCHEMAS:
        raise click.UsageError(
            f"a package of {formats[0].TITLE} contains no schema files: leave out --control-documents"
        )
    return formats


def _write(package: Package, output: str) -> Path:
    """Writes a zip, or, if the path ends in a slash, a folder. Returns the path."""
    path = Path(output)
    unpacked = output.endswith(("/", os.sep))
    if not unpacked and os.path.isdir(path):
        raise click.UsageError(f"{output} is a folder; to write the unpacked files there, give {output}/")
    try:
        (write_folder if unpacked else write_zip)(package, path)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        if error.errno is None:  # raised by courseware, not by the system
            raise click.UsageError(str(error)) from None
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from None
    return path


def _summary(course: Course, made: Format, package: Package, path: Path) -> None:
    """Prints what was made, what it will report to an LMS, and what to do next."""
    size = path.stat().st_size if path.is_file() else sum(len(file.read()) for file in package.files)
    click.secho(f"{path}  {size / 1000:,.1f} kB", bold=True)
    rows = [("Course", f"{course.settings.title} (id {course.settings.id})"), ("Contents", counts(course))]
    print_columns(rows + forecast(course, made))
    click.echo()
    for line in made.advice(course):
        click.echo(f"  {line}")
