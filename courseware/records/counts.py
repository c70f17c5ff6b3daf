"""What the numbers of a question are made of: how often each answer was given, and what goes with it.

Counted by the queries of `expressions`, of answers in memory in `coded`; the formulas are in `statistics` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courseware.record import NamedTuple
from courseware.records.answer import Answer


class JudgedAnswer(NamedTuple):
    """An answer in words, whether it is right, and how many other questions are right in its attempt.

    `rest` is None where the answer is neither right nor wrong.
    """

    response: tuple[str, ...]
    right: bool | None
    rest: int | None


class Counts(NamedTuple):
    """A question and how often each answer was given to it.

    `times` answers say how long they took, with these `quartiles` in seconds; `differences` are those from a learner's
    first attempt to the last one, of learners who have two, and how often each came.
    """

    course: str
    question_id: str
    question: str
    type: str
    document: str
    options: tuple[str, ...]
    given: Mapping[JudgedAnswer, int]
    times: int
    quartiles: tuple[float, float, float] | None
    differences: Mapping[float, int]


RIGHT, RATING = "right answers", "rating"
"""What is added up in a scale."""


class Scale(NamedTuple):
    """What tells a scale: all questions of a course that are right or wrong; or ratings of a document, of one kind."""

    course: str
    kind: str
    document: str = ""
    options: tuple[str, ...] = ()


def scale_of(answer: Answer, value: float | None) -> Scale | None:
    """The scale for which an answer counts, of which `value_of` is known; None where it counts for none."""
    if answer.right is not None:
        return Scale(answer.course, RIGHT)
    is_rating = answer.type == "likert" and value is not None
    return Scale(answer.course, RATING, answer.document, answer.options) if is_rating else None


def value_of(kind: str, response: Sequence[str], options: Sequence[str]) -> float | None:
    """The point of a rating, counted from 1, or the number that was answered; None for anything else."""
    if len(response) != 1:
        return None
    (text,) = response
    if kind == "likert":
        return options.index(text) + 1.0 if text in options else None
    if kind == "numeric":
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            return None
        return value if abs(value) < 1e15 else None
    return None


def attempt_of(answer: Answer) -> tuple[str, str, int]:
    """What tells the attempt of an answer from all others."""
    return answer.learner, answer.course, answer.attempt
