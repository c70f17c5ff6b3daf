"""Prints to standard error what was read of records: how much, what does not count, what was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from courseware.diagnostics.characters import harmless
from courseware.records.answer import NotUnderstood

MOST_SHOWN = 20
"""Names, and places of what was not understood, that are shown."""


def print_number(answers: int, learners: int, attempts: int) -> None:
    """How much was read."""
    counts = {"answer": answers, "learner": learners, "attempt": attempts}
    said = ", ".join(f"{number:,} {name}{'s' * (number != 1)}" for name, number in counts.items())
    click.echo(said, err=True)


def print_other(other: Mapping[str, int]) -> None:
    """What was understood and is no answer."""
    if other:
        also = ", ".join(f"{number} {harmless(name)}" for name, number in other.items())
        click.echo(f"not counted as answers: {also}", err=True)


def print_unread(words: str, unread: Sequence[NotUnderstood]) -> None:
    """The places of what was not understood, and why."""
    if unread:
        click.echo(f"{words}: {len(unread)}", err=True)
    for not_understood in unread[:MOST_SHOWN]:
        click.echo(f"  {harmless(not_understood.place)}: {harmless(not_understood.reason)}", err=True)
    if len(unread) > MOST_SHOWN:
        click.echo(f"  and {len(unread) - MOST_SHOWN} more", err=True)


def print_nobody(questions: Sequence[str]) -> None:
    """The questions of the course that nobody answered."""
    if questions:
        click.echo(f"answered by nobody: {some(questions)}", err=True)


def print_left_out(untimed: int, unknown: Sequence[str]) -> None:
    """How many answers have no time to compare, and which questions the course does not know."""
    if untimed:
        click.echo(f"left out, because their time is unknown: {untimed} answers", err=True)
    if unknown:
        click.echo(f"not in the course: {some(unknown)}", err=True)


def some(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - MOST_SHOWN
    return ", ".join(map(harmless, names[:MOST_SHOWN])) + (f" and {more} more" if more > 0 else "")
