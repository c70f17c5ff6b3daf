"""`courseware records`: what learners answered, in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from secrets import token_bytes

import click

from courseware.archive.reader import Unreadable
from courseware.commands.engine import compute
from courseware.commands.help import Command
from courseware.commands.large import print_large
from courseware.commands.learner import one_learner
from courseware.commands.numbers import SHOWN, print_rows
from courseware.commands.output import FAILED, print_diagnostics
from courseware.commands.source import PathOrAddress, fetched, of_systems
from courseware.commands.summary import (
    print_left_out,
    print_nobody,
    print_number,
    print_other,
    print_unread,
    some,
)
from courseware.commands.table import print_table
from courseware.diagnostics import has_errors
from courseware.diagnostics.address import is_address, is_engine, is_moodle_page
from courseware.diagnostics.characters import harmless
from courseware.diagnostics.extras import how_to_install
from courseware.record import NamedTuple
from courseware.records.answer import Answer, Records
from courseware.records.coded import latest
from courseware.records.learners import named, read_map
from courseware.records.numbers import KINDS, in_order, numbers
from courseware.records.pseudonyms import anonymous as without_names
from courseware.records.questions import QuestionInWords, in_words, of_course, of_package
from courseware.records.reading import read
from courseware.records.report import as_html, theme_colours
from courseware.records.statistics import is_asked, only
from courseware.records.texts import holds
from courseware.records.wanted import Wanted
from courseware.records.writing import WRITERS, TooLong, whole, write
from courseware.records.xapi import moment

KEY = "COURSEWARE_PSEUDONYM_KEY"
"""Environment variable: the secret that pseudonyms are made with."""

_RESULT = {True: "right", False: "wrong", None: ""}


class _Output(click.ParamType):  # type: ignore[type-arg]  # a type parameter is new in click 8.3
    """The path of a file that a table can be written to."""

    name = "file"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.suffix.lower() not in WRITERS:
            self.fail(f"{value} does not have the extension of a known format; known: {', '.join(WRITERS)}")
        return path


class _Moment(click.ParamType):  # type: ignore[type-arg]  # as above
    """A day or a moment in ISO 8601; in UTC where it has no offset."""

    name = "moment"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        found = moment(value)
        if found is None:
            self.fail(f"{value} is not a date or a time, such as 2026-01-31 or 2026-01-31T10:00")
        return found


@click.command("records", cls=Command)
@click.argument("sources", nargs=-1, required=True, type=PathOrAddress(), metavar="SOURCE…")
@click.option(
    "--save",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the statements of a record store in a file (JSON lines); the next run asks only for what is new.",
)
@click.option(
    "--course",
    "courses",
    multiple=True,
    type=click.Path(),
    metavar="COURSE|ZIP",
    help="The course that was answered, or a package of it, which gives the words, order and right answers of its "
    "questions; may be repeated for earlier versions.",
)
@click.option(
    "--history", is_flag=True, help="Show every answer of an attempt, not only the latest to each question."
)
@click.option(
    "--output",
    metavar="FILE",
    type=_Output(),
    help=f"Write the table to a file, in the format of its extension: {', '.join(WRITERS)}.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report with all numbers and texts: one HTML file, for the screen and for print.",
)
@click.option(
    "--against",
    "others",
    multiple=True,
    type=PathOrAddress(),
    metavar="SOURCE",
    help="With --report: the answers to another version, to compare with; may be repeated.",
)
@click.option(
    "--by",
    type=click.Choice(KINDS),
    help="Instead of the answers, print numbers for each question, learner, document, attempt or scale, or the "
    "frequent words or all the texts that learners typed.",
)
@click.option(
    "--learners",
    "names",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="MAP",
    help="A CSV file with one row for each person: the name, then the ids that the sources use.",
)
@click.option(
    "--export",
    "exported",
    metavar="LEARNER",
    help="Print everything that the sources hold about one learner, as JSON, or write it with --output.",
)
@click.option(
    "--erase",
    "erased",
    metavar="LEARNER",
    help="Remove everything about one learner from the files themselves.",
)
@click.option("--learner", "learners", multiple=True, help="Only this learner; may be repeated.")
@click.option(
    "--question",
    "asked",
    multiple=True,
    help="Only questions with this id, or these words; may be repeated.",
)
@click.option(
    "--search",
    "searched",
    multiple=True,
    metavar="TEXT",
    help="Only answers that contain this text, regardless of case and accents; may be repeated.",
)
@click.option(
    "--since", type=_Moment(), help="Only answers since this date or time, such as 2026-01-31 (UTC)."
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print: as tables, or as JSON.",
)
@click.option(
    "--engine",
    metavar="ENGINE",
    help="Compute --by in an engine, from Parquet files of the table: duckdb, spark, or an address that Ibis knows. "
    "All options work as with files, except those that need every answer.",
)
@click.option(
    "--columns",
    metavar="MAP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With a table in an engine: a CSV file with one row for each column: its name in courseware, then its name in "
    "that table.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="With --engine: print the queries and the engine's plan instead of numbers.",
)
@click.option(
    "--anonymous", is_flag=True, help="Replace learners with pseudonyms, and leave out what they typed."
)
@click.option("--keep-texts", is_flag=True, help="With --anonymous: keep what learners typed.")
def command(
    sources: tuple[str, ...],
    save: Path | None,
    courses: tuple[str, ...],
    history: bool,
    output: Path | None,
    report: Path | None,
    others: tuple[str, ...],
    by: str | None,
    names: Path | None,
    exported: str | None,
    erased: str | None,
    learners: tuple[str, ...],
    asked: tuple[str, ...],
    searched: tuple[str, ...],
    since: datetime | None,
    output_format: str,
    engine: str | None,
    columns: Path | None,
    explain: bool,
    anonymous: bool,
    keep_texts: bool,
) -> None:
    """Read what learners answered, in words.

    Each SOURCE is a file, a URL or a table in an engine. Files: Moodle's Interactions and Basic reports (text, Excel or
    ODS, in any language), xAPI statements (JSON or JSON lines, also with gzip), and the class file of the preview.
    URLs: a record store, or the address of a course or a SCORM activity in Moodle that a browser shows.

    \b
    courseware records class.csv              every answer, as a table
    courseware records class.csv --course my-course --course last-year.zip
    courseware records class.csv --course my-course --by question
    courseware records class.csv --course my-course --report class.html
    courseware records class.csv --course my-course --anonymous --output class.xlsx
    courseware records https://lrs.example/xapi --save said.jsonl --by question
    """
    in_engine = engine or any(map(is_engine, sources))
    _check(
        (
            by and (output or report),
            "--by only prints numbers; --output writes the answers, and --report writes everything",
        ),
        (keep_texts and not anonymous, "--keep-texts needs --anonymous; without it, no texts are left out"),
        (others and not report, "--against needs --report"),
        (explain and not in_engine, "--explain needs --engine"),
        (
            (in_engine or columns) and (output or report or exported or erased),
            "--output, --report, --export and --erase need every answer, and an engine gives the numbers of --by: read "
            "files of the table without --engine",
        ),
        (exported and erased, "--export and --erase cannot be combined: export first"),
        (
            (exported or erased) and (by or report or anonymous),
            "--export and --erase can be combined only with --learners",
        ),
        (
            save and not any(is_address(source) and not is_moodle_page(source) for source in sources),
            "--save keeps the statements of a record store: give its address",
        ),
    )
    known = _names(names)
    if exported or erased:
        one_learner(sources, known, exported, erased, output)
        return
    wanted = Wanted(
        by or "",
        [_questions(course) for course in courses],
        history,
        learners,
        since,
        asked,
        searched,
        known,
        _key() if anonymous else None,
        keep_texts,
    )
    if in_engine or columns:
        compute(engine or "", sources, columns, wanted, explain, output_format)
        return
    with fetched(sources, save) as paths:
        systems = of_systems(sources)
        if (
            by
            and not (systems or names or searched or anonymous)
            and print_large(paths, wanted, output_format)
        ):
            return
        found = _chosen(wanted, paths, systems)
    records, every, answers = found[:3]
    if output:
        _write(answers, output)
    if report:
        with fetched(others, None) as paths:
            before = _chosen(wanted, paths, of_systems(others)) if others else None
        _report(report, courses, found, before)
    elif by:
        print_rows(in_order(numbers(records, every, answers, by), wanted), SHOWN[by], output_format)
    elif not output:
        print_rows(answers, _print_answers, output_format)
    _print_summary(found)
    if records.not_understood and not (records.answers or records.attempts or records.never_tried):
        sys.exit(FAILED)


def _check(*wrong: tuple[object, str]) -> None:
    """Options that do not go together end the command."""
    for is_so, reason in wrong:
        if is_so:
            raise click.UsageError(reason)


def _names(path: Path | None) -> Mapping[str, str]:
    try:
        return read_map(path) if path else {}
    except OSError as error:
        raise click.UsageError(f"{path} is not a map of learners: {error.strerror or error}") from None


class _Chosen(NamedTuple):
    """What sources hold of what was asked for: `every` answer, and of them the `answers` to be shown."""

    records: Records
    every: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    unknown: tuple[str, ...]
    untimed: int


def _chosen(wanted: Wanted, paths: Sequence[str], databases: Sequence[Records]) -> _Chosen:
    """What is wanted of the records of files and databases, and the ids that the courses do not know."""
    records = read(paths, databases)
    unknown: tuple[str, ...] = ()
    if wanted.versions:
        records, unknown = in_words(records, wanted.versions)
    records = named(records, wanted.names) if wanted.names else records
    records, untimed = only(records, wanted.learners, wanted.since)
    if wanted.key is not None:
        records = without_names(records, wanted.key, wanted.keep_texts)
    every = records.answers if wanted.history else latest(records.answers)
    answers = tuple(
        answer
        for answer in every
        if is_asked(answer.question_id, answer.question, wanted.asked)
        and holds(answer.response, wanted.searched)
    )
    return _Chosen(records, every, answers, unknown, untimed)


def _report(path: Path, courses: Sequence[str], now: _Chosen, before: _Chosen | None) -> None:
    """Write the page, in the colours of the course's theme where its folder was given."""
    from courseware.commands.course import read_course  # the compiler, which large files need not wait for

    if before:
        print_unread("of the other version is not understood", before.records.not_understood)
        if not before.answers:
            raise click.ClickException("there is no answer to the other version to compare with")
    title, colours = "", theme_colours()
    if courses and os.path.isdir(courses[0]) and (course := read_course(courses[0])[0]):
        title, colours = course.settings.title, theme_colours(course.settings.theme, course.css)
    title = title or next(
        (answer.course for answer in now.answers if answer.course), "What learners answered"
    )
    other = (before.records, before.answers) if before else None
    page = as_html(title, now.records, now.answers, colours, other)
    try:
        whole(path, lambda place: place.write_text(page, encoding="utf-8", errors="replace"))
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from None
    click.echo(f"{path}: written", err=True)


def _print_answers(answers: Sequence[Answer]) -> None:
    print_table(("learner", "attempt", "question", "result", "response"), map(_row, answers))


def _key() -> bytes:
    """The key of pseudonyms, or one that nobody will know again."""
    key = os.environ.get(KEY, "")
    if not key:
        click.echo(f"pseudonyms change with each run: set {KEY} to a long secret to keep them", err=True)
    return key.encode() or token_bytes(32)


def _write(answers: tuple[Answer, ...], output: Path) -> None:
    try:
        write(answers, output)
    except ModuleNotFoundError as error:
        needs = f"{output.suffix} needs {error.name}, which is not installed"
        raise click.UsageError(f"{needs}: {how_to_install('records')}") from None
    except TooLong as error:
        raise click.ClickException(f"{harmless(str(error))}; choose another format, such as .csv") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror or error}") from None


def _questions(course: str) -> list[QuestionInWords]:
    """The questions of a course in a folder, or of a package in a zip; what is wrong with it ends the command."""
    from courseware.commands.course import read_course

    if os.path.isdir(course):
        checked, diagnostics = read_course(course)
        if checked is None or has_errors(diagnostics):
            print_diagnostics(diagnostics, "text")
            sys.exit(FAILED)
        return of_course(checked)
    try:
        return of_package(course)
    except Unreadable as error:
        raise click.UsageError(f"{course} is not a package to read questions from: {error}") from None


def _row(answer: Answer) -> tuple[str, ...]:
    return (
        answer.learner,
        str(answer.attempt),
        answer.question or answer.question_id,
        _RESULT[answer.right],
        "; ".join(answer.response),
    )


def _print_summary(found: _Chosen) -> None:
    """What was read, and what of it was not understood."""
    records, answers = found.records, found.answers
    learners = {answer.learner for answer in answers} | {attempt.learner for attempt in records.attempts}
    attempts = {(answer.learner, answer.attempt) for answer in answers}
    attempts |= {(attempt.learner, attempt.attempt) for attempt in records.attempts}
    print_number(len(answers), len(learners), len(attempts))
    told = {answer.question_id for answer in records.answers}
    print_nobody([question.id for question in records.questions if question.id not in told])
    if records.never_tried:
        click.echo(f"never tried: {some(records.never_tried)}", err=True)
    print_other(records.other)
    print_unread("not understood", records.not_understood)
    print_left_out(found.untimed, found.unknown)
