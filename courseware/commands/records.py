"""`courseware records`: what learners answered, in words."""

from __future__ import annotations

import sys

import click

from courseware.commands.output import FAILED
from courseware.commands.table import print_table
from courseware.diagnostics.characters import harmless
from courseware.records.answer import Answer, Records, latest
from courseware.records.reading import read

MOST_SHOWN = 20
"""Places of what was not understood that are shown."""

_RESULT = {True: "right", False: "wrong", None: ""}


@click.command("records")
@click.argument(
    "sources", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False), metavar="SOURCE…"
)
@click.option(
    "--history", is_flag=True, help="Every answer of an attempt, not only the latest to each question."
)
def command(sources: tuple[str, ...], history: bool) -> None:
    """Read what learners answered, in words.

    Each SOURCE is a file: what Moodle's Interactions and Basic reports download (text, Excel or ODS, in any language),
    or xAPI statements (JSON or JSON lines, also packed with gzip).

    \b
    courseware records class.csv              every answer, as a table
    courseware records statements.jsonl.gz
    """
    records = read(sources)
    answers = records.answers if history else latest(records.answers)
    if answers:
        print_table(("learner", "attempt", "question", "result", "response"), map(_row, answers))
    _print_summary(records, answers)
    if records.not_understood and not (records.answers or records.attempts or records.never_tried):
        sys.exit(FAILED)


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
        click.echo(f"never tried: {', '.join(map(harmless, records.never_tried))}", err=True)
    if records.other:
        also = ", ".join(f"{number} {harmless(name)}" for name, number in records.other.items())
        click.echo(f"not counted as answers: {also}", err=True)
    if records.not_understood:
        click.echo(f"not understood: {len(records.not_understood)}", err=True)
        for one in records.not_understood[:MOST_SHOWN]:
            click.echo(f"  {harmless(one.place)}: {harmless(one.reason)}", err=True)
        if len(records.not_understood) > MOST_SHOWN:
            click.echo(f"  and {len(records.not_understood) - MOST_SHOWN} more", err=True)
