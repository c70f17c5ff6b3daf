"""`courseware records`: what learners answered, in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from courseware.archive.reader import Unreadable
from courseware.commands.course import read_course
from courseware.commands.output import FAILED, print_diagnostics
from courseware.commands.table import print_table
from courseware.diagnostics import has_errors
from courseware.diagnostics.characters import harmless
from courseware.records.answer import Answer, Records, latest
from courseware.records.questions import Question, in_words, of_course, of_package
from courseware.records.reading import read

MOST_SHOWN = 20
"""Names, and places of what was not understood, that are shown."""

_RESULT = {True: "right", False: "wrong", None: ""}


@click.command("records")
@click.argument(
    "sources", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False), metavar="SOURCE…"
)
@click.option(
    "--course",
    "courses",
    multiple=True,
    type=click.Path(),
    metavar="COURSE|ZIP",
    help="The course that was answered, or a package of it, for its words, order and right answers; again for earlier "
    "versions.",
)
@click.option(
    "--history", is_flag=True, help="Every answer of an attempt, not only the latest to each question."
)
def command(sources: tuple[str, ...], courses: tuple[str, ...], history: bool) -> None:
    """Read what learners answered, in words.

    Each SOURCE is a file: what Moodle's Interactions and Basic reports download (text, Excel or ODS, in any language),
    or xAPI statements (JSON or JSON lines, also packed with gzip).

    \b
    courseware records class.csv              every answer, as a table
    courseware records class.csv --course my-course --course last-year.zip
    """
    versions = [_questions(course) for course in courses]
    records = read(sources)
    unknown: tuple[str, ...] = ()
    if versions:
        records, unknown = in_words(records, versions)
    answers = records.answers if history else latest(records.answers)
    if answers:
        print_table(("learner", "attempt", "question", "result", "response"), map(_row, answers))
    _print_summary(records, answers)
    if unknown:
        click.echo(f"not in the course: {_some(unknown)}", err=True)
    if records.not_understood and not (records.answers or records.attempts or records.never_tried):
        sys.exit(FAILED)


def _questions(course: str) -> list[Question]:
    """The questions of a course in a folder, or of a package in a zip; what is wrong with it ends the command."""
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


def _print_summary(records: Records, answers: tuple[Answer, ...]) -> None:
    """What was read, and what of it was not understood, to standard error."""
    learners = {one.learner for one in answers} | {one.learner for one in records.attempts}
    attempts = {(one.learner, one.attempt) for one in answers}
    attempts |= {(one.learner, one.attempt) for one in records.attempts}
    counts = {"answer": len(answers), "learner": len(learners), "attempt": len(attempts)}
    said = ", ".join(f"{number:,} {name}{'s' * (number != 1)}" for name, number in counts.items())
    click.echo(said, err=True)
    if records.never_tried:
        click.echo(f"never tried: {_some(records.never_tried)}", err=True)
    if records.other:
        also = ", ".join(f"{number} {harmless(name)}" for name, number in records.other.items())
        click.echo(f"not counted as answers: {also}", err=True)
    if records.not_understood:
        click.echo(f"not understood: {len(records.not_understood)}", err=True)
        for one in records.not_understood[:MOST_SHOWN]:
            click.echo(f"  {harmless(one.place)}: {harmless(one.reason)}", err=True)
        if len(records.not_understood) > MOST_SHOWN:
            click.echo(f"  and {len(records.not_understood) - MOST_SHOWN} more", err=True)


def _some(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - MOST_SHOWN
    return ", ".join(map(harmless, names[:MOST_SHOWN])) + (f" and {more} more" if more > 0 else "")
