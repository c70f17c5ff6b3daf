"""The numbers of records as a terminal shows them: tables, and bars of what was answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

import click

from courseware.commands.table import Share, TableCell, one_line, print_indented, print_table
from courseware.records.answer import Answer
from courseware.records.scales import OfScale
from courseware.records.statistics import OfGroup, OfQuestion, ResponseCount, remarks
from courseware.records.texts import OfText, OfWord
from courseware.records.writing import as_json

MOST_PARTS = 15
"""Different answers to a question that are shown."""
LONGEST_ANSWER = 60
MOST_WORDS = 20
"""Words of the answers to a question that are shown."""


def print_questions(questions: Sequence[OfQuestion]) -> None:
    """Each question with its numbers, and below it what was answered."""
    for number, question in enumerate(questions):
        if number:
            click.echo()
        click.secho(one_line(question.question or question.question_id), bold=True)
        print_indented("; ".join(said(question)))
        shown = question.distribution[:MOST_PARTS]
        if shown:
            print_table(("answer", "", "number", "share", ""), [_row(part) for part in shown], indent=2)
        if len(question.distribution) > len(shown):
            click.echo(f"  and {len(question.distribution) - len(shown):,} other answers")
        for remark in remarks(question):
            print_indented(f"note: {one_line(remark)}")


def said(question: OfQuestion) -> list[str]:
    """The numbers of a question in words, those with too few answers behind them marked."""
    said = [f"{question.answers:,} answer{'s' * (question.answers != 1)}"]
    numbers = (
        ("facility", question.facility, "facility {:.2f}"),
        ("discrimination", question.discrimination, "discrimination {:.2f}"),
        (
            "mean",
            question.mean,
            f"mean {{:.2f}}{f' (SD {question.deviation:.2f})' if question.deviation is not None else ''}",
        ),
        ("mean", question.top_two, "top two {:.0%}"),
        ("change", question.change.difference if question.change else None, "change {:+.2f}"),
        ("seconds", question.seconds, "median time {:.0f} s"),
    )
    for name, value, words in numbers:
        if value is not None:
            said.append(f"{words.format(value)}{' (too few answers)' if name in question.too_few else ''}")
    if question.skipped:
        said.append(f"skipped by {question.skipped:,}")
    if question.dropouts:
        said.append(f"last question of {question.dropouts:,}")
    if question.right_answer:
        said.append(f"right: {one_line(question.right_answer)}")
    return said


def _row(part: ResponseCount) -> tuple[TableCell, ...]:
    words = one_line(part.words)
    cut = words if len(words) <= LONGEST_ANSWER else f"{words[: LONGEST_ANSWER - 1]}…"
    # leading space would be taken away with that of what was answered
    return (
        f"\u00a0 {cut}",
        "right" if part.right else "",
        f"{part.answers:,}",
        f"{part.share:.0%}",
        Share(part.share),
    )


def print_groups(groups: Sequence[OfGroup], by: str) -> None:
    """A line for each learner, attempt or document."""
    names = ("learner", "attempt") if by == "attempt" else (by,)
    has_scores = any(group.score is not None for group in groups)
    header = (*names, "questions", "answers", "judged", "right", "share right", "", *["score"] * has_scores)
    print_table(header, [_group(group, by, has_scores) for group in groups])


def _group(group: OfGroup, by: str, has_scores: bool) -> tuple[TableCell, ...]:
    share = "" if group.share_right is None else f"{group.share_right:.0%}"
    names = (group.name or "(not known)", *([str(group.attempt)] if by == "attempt" else []))
    numbers = (group.questions, group.answers, group.judged, group.right)
    score = ["" if group.score is None else f"{group.score:g}"] * has_scores
    return (*names, *(f"{number:,}" for number in numbers), share, Share(group.share_right or 0), *score)


def print_scales(scales: Sequence[OfScale]) -> None:
    """A line for each scale."""
    header = ("scale", "of", "questions", "attempts", "mean", "SD", "alpha", "")
    print_table(header, [_scale(scale) for scale in scales])


def _scale(scale: OfScale) -> tuple[str, ...]:
    deviation, alpha = ("" if value is None else f"{value:.2f}" for value in (scale.deviation, scale.alpha))
    name = " ".join(filter(None, (scale.course, scale.name))) or "(not known)"
    few = "too few attempts" if scale.too_few else ""
    return (
        name,
        scale.kind,
        f"{scale.questions:,}",
        f"{scale.attempts:,}",
        f"{scale.mean:.2f}",
        deviation,
        alpha,
        few,
    )


def print_words(words: Sequence[OfWord]) -> None:
    """The most frequent words of each question."""
    for number, group in enumerate(_by_question(words)):
        _print_heading(number, group[0])
        rows = [
            (word.word, f"{word.answers:,}", f"{word.share:.0%}", Share(word.share))
            for word in group[:MOST_WORDS]
        ]
        print_table(("word", "answers", "share", ""), rows, indent=2)
        if len(group) > MOST_WORDS:
            click.echo(f"  and {len(group) - MOST_WORDS:,} other words")


def print_texts(texts: Sequence[OfText]) -> None:
    """All texts of each question, whole, below who wrote them."""
    for number, group in enumerate(_by_question(texts)):
        _print_heading(number, group[0])
        for row in group:
            print_indented(", ".join(map(one_line, row.learners)))
            for line in row.text.splitlines() or [row.text]:
                print_indented(one_line(line), 4)


Row = TypeVar("Row", OfWord, OfText)


def _print_heading(number: int, group: OfWord | OfText) -> None:
    if number:
        click.echo()
    click.secho(one_line(group.question or group.question_id), bold=True)


def _by_question(rows: Iterable[Row]) -> list[list[Row]]:
    return [list(those) for _, those in groupby(rows, lambda row: (row.course, row.question_id))]


SHOWN: Mapping[str, Callable[[Sequence[Any]], None]] = {
    "question": print_questions,
    "learner": partial(print_groups, by="learner"),
    "document": partial(print_groups, by="document"),
    "attempt": partial(print_groups, by="attempt"),
    "scale": print_scales,
    "word": print_words,
    "text": print_texts,
}
"""What prints the numbers of `--by`."""


def print_rows(rows: Sequence[Any], show: Callable[[Sequence[Any]], None], output_format: str) -> None:
    """Print rows as tables, or as JSON."""
    if output_format == "json":
        click.echo(_json([_object(row) for row in rows]))
    elif rows:
        show(rows)


def _object(row: Any) -> Any:
    """A row as JSON: an answer, or numbers, whose parts are rows themselves."""
    if isinstance(row, Answer):
        return as_json(row)
    if hasattr(row, "_asdict"):
        return {name: _object(value) for name, value in row._asdict().items()}
    return [_object(field) for field in row] if isinstance(row, tuple) else row


def _json(value: object) -> str:
    """With no character outside ASCII, so that nothing commands the terminal and any can show it."""
    return json.dumps(value, indent=2)
