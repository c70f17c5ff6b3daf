"""Scales: questions whose answers are added up, and how reliable the sum is (docs/records.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.coded import by_first, latest, summed
from courseware.records.counts import RIGHT, Scale
from courseware.records.formulas import alpha, spread
from courseware.records.statistics import FEWEST_FOR_CORRELATION


class OfScale(NamedTuple):
    """The numbers of a scale: `kind` is `RIGHT` or `RATING`, `name` the document and the ends of a rating.

    `mean` and `deviation` are of the sums of `attempts`; `too_few` names the numbers that are based on too few of them.
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

    A question with a right answer that was not answered counts as not right; an incomplete rating is left out. Of
    several answers to a question in an attempt, the latest counts.
    """
    return of_scales(summed(latest(tuple(answers))))


def of_scales(found: Iterable[tuple[Scale, Sequence[Any], Sequence[Any]]]) -> list[OfScale]:
    """The numbers of scales, right answers first, given how often each sum occurs and each question's points."""
    ordered = sorted(found, key=lambda item: item[0].kind != RIGHT)
    known = (_of_scale(scale, Counter(dict(sums)), by_first(parts)) for scale, sums, parts in ordered)
    return [scale for scale in known if scale is not None]


def _of_scale(
    scale: Scale, sums: Counter[float], questions: dict[Any, list[tuple[float, int]]]
) -> OfScale | None:
    """The numbers of a scale; None if it has only one question or no attempt has answered all of it."""
    found = spread(sums)
    if len(questions) < 2 or found is None:
        return None
    answered = [Counter(dict(points)) for points in questions.values()]
    for points in answered:
        points[0.0] += found.number - points.total()
    reliability = alpha(answered, sums)
    ends = f"{scale.options[0]} … {scale.options[-1]}" if scale.options else ""
    return OfScale(
        course=scale.course,
        name=": ".join(filter(None, (scale.document, ends))),
        kind=scale.kind,
        questions=len(questions),
        attempts=found.number,
        mean=found.mean,
        deviation=found.deviation,
        alpha=reliability,
        too_few=("alpha",) if reliability is not None and found.number < FEWEST_FOR_CORRELATION else (),
    )
