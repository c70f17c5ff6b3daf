"""What the numbers of a question are computed from: how often each answer was given, and related counts.

The counts come from the queries of `expressions`, for answers in memory through `coded`; only `statistics` has the
formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courseware.record import NamedTuple
from courseware.records.answer import Answer


class JudgedAnswer(NamedTuple):
    """An answer in words, whether it is right, and how many other questions are right in its attempt.

    `rest` is None if the answer is neither right nor wrong.
    """

    response: tuple[str, ...]
    right: bool | None
    rest: int | None


class Counts(NamedTuple):
    """A question and how often each answer was given to it.

    `times` answers have a duration, with these `quartiles` in seconds. `differences` are the changes from a learner's
    first attempt to the last one, for learners with at least two, and how often each occurs.
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
"""The two kinds of scales."""


class Scale(NamedTuple):
    """What identifies a scale: a course's questions that are right or wrong, or ratings of a document of one kind."""

    course: str
    kind: str
    document: str = ""
    options: tuple[str, ...] = ()


def scale_of(answer: Answer, value: float | None) -> Scale | None:
    """The scale that an answer counts towards, given its `value_of`; None if it counts towards none."""
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
    """What identifies the attempt of an answer."""
    return answer.learner, answer.course, answer.attempt
