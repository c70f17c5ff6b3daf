"""Scales: questions whose answers are added up, and how reliable the sum is (docs/records.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.counts import value_of
from courseware.records.formulas import alpha, spread
from courseware.records.statistics import FEWEST_FOR_CORRELATION

RIGHT, RATING = "right answers", "rating"
"""What is added up."""

Attempt = tuple[str, int]


class OfScale(NamedTuple):
    """The numbers of a scale: `kind` is `RIGHT` or `RATING`, `name` the document and the ends of a rating.

    `mean` and `deviation` are of the sums of `attempts`; `too_few` names the numbers that too few of them stand behind.
    """

    course: str
    name: str
    kind: str
    questions: int
    attempts: int
    mean: float
    deviation: float | None
    alpha: float | None
    too_few: tuple[str, ...]


def scales(answers: Sequence[Answer]) -> list[OfScale]:
    """The scales of each course: its questions with right answers, and ratings of a document with the same points.

    A question with a right answer that was not answered counts as not right; a rating that is not whole is left out.
    """
    judged: dict[str, dict[Attempt, dict[str, float]]] = {}
    rated: dict[tuple[str, str, tuple[str, ...]], dict[Attempt, dict[str, float]]] = {}
    for answer in answers:
        attempt = answer.learner, answer.attempt
        value = value_of(answer.type, answer.response, answer.options)
        if answer.right is not None:
            judged.setdefault(answer.course, {}).setdefault(attempt, {})[answer.question_id] = float(
                answer.right
            )
        elif answer.type == "likert" and value is not None:
            key = answer.course, answer.document, answer.options
            rated.setdefault(key, {}).setdefault(attempt, {})[answer.question_id] = value
    found = [_of_scale(course, "", RIGHT, tried) for course, tried in judged.items()]
    for (course, document, options), tried in rated.items():
        ends = f"{options[0]} … {options[-1]}"
        found.append(_of_scale(course, f"{document}: {ends}" if document else ends, RATING, tried))
    return [scale for scale in found if scale is not None]


def _of_scale(course: str, name: str, kind: str, tried: dict[Attempt, dict[str, float]]) -> OfScale | None:
    """None where it has one question only, or no attempt has answered all."""
    questions = list(dict.fromkeys(identifier for given in tried.values() for identifier in given))
    rows = [
        [given.get(identifier, 0.0) for identifier in questions]
        for given in tried.values()
        if kind == RIGHT or len(given) == len(questions)
    ]
    sums = spread(Counter(sum(row) for row in rows))
    if len(questions) < 2 or sums is None:
        return None
    reliability = alpha(rows)
    is_few = reliability is not None and len(rows) < FEWEST_FOR_CORRELATION
    return OfScale(
        course=course,
        name=name,
        kind=kind,
        questions=len(questions),
        attempts=len(rows),
        mean=sums.mean,
        deviation=sums.deviation,
        alpha=reliability,
        too_few=("alpha",) if is_few else (),
    )
