"""The numbers of records as a terminal shows them: tables, and bars of what was answered."""

from __future__ import annotations

from collections.abc import Sequence

import click

from courseware.commands.table import one_line, print_table
from courseware.records.statistics import OfGroup, OfQuestion, Part

LONGEST_BAR = 20
"""Signs."""
MOST_PARTS = 15
"""Different answers to a question that are shown."""
LONGEST_ANSWER = 60


def print_questions(questions: Sequence[OfQuestion]) -> None:
    """Each question with its numbers, and below it what was answered."""
    for number, one in enumerate(questions):
        if number:
            click.echo()
        click.secho(one_line(one.question or one.question_id), bold=True)
        click.echo(f"  {'; '.join(_said(one))}")
        shown = one.distribution[:MOST_PARTS]
        if shown:
            print_table(("answer", "", "number", "share", ""), [_row(part) for part in shown], indent=2)
        if len(one.distribution) > len(shown):
            click.echo(f"  and {len(one.distribution) - len(shown):,} other answers")


def _said(one: OfQuestion) -> list[str]:
    said = [f"{one.answers:,} answer{'s' * (one.answers != 1)}"]
    for name, value in (("facility", one.facility), ("discrimination", one.discrimination)):
        if value is not None:
            said.append(f"{name} {value:.2f}{' (too few answers)' if name in one.too_few else ''}")
    if one.seconds is not None:
        said.append(f"median time {one.seconds:.0f} s")
    if one.right_answer:
        said.append(f"right: {one_line(one.right_answer)}")
    return said


def _row(part: Part) -> tuple[str, ...]:
    words = one_line(part.words)
    cut = words if len(words) <= LONGEST_ANSWER else f"{words[: LONGEST_ANSWER - 1]}…"
    # leading space would be taken away with that of what was answered
    return (
        f"\u00a0 {cut}",
        "right" if part.right else "",
        f"{part.answers:,}",
        f"{part.share:.0%}",
        bar(part.share),
    )


def bar(share: float) -> str:
    """A bar as long as the share; nothing that was answered at all is without one."""
    return "█" * max(round(share * LONGEST_BAR), share > 0)


def print_groups(groups: Sequence[OfGroup], by: str) -> None:
    """A line for each learner, attempt or document."""
    names = ("learner", "attempt") if by == "attempt" else (by,)
    score = () if by == "document" else ("score",)
    header = (*names, "questions", "answers", "judged", "right", "share right", "", *score)
    print_table(header, [_group(one, by) for one in groups])


def _group(one: OfGroup, by: str) -> tuple[str, ...]:
    share = "" if one.share_right is None else f"{one.share_right:.0%}"
    names = (one.name or "(not known)", *([str(one.attempt)] if by == "attempt" else []))
    numbers = (one.questions, one.answers, one.judged, one.right)
    score = () if by == "document" else ("" if one.score is None else f"{one.score:g}",)
    return (*names, *(f"{number:,}" for number in numbers), share, bar(one.share_right or 0), *score)
