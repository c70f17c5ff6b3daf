"""What the numbers of a question are made of: how often each answer was given, and what goes with it.

Counted here of answers in memory, and in `engine` of tables of any size; the formulas are in `statistics` alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.formulas import quartiles

Key = TypeVar("Key")


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


def counted(answers: Sequence[Answer]) -> list[Counts]:
    """The counts of each question, in the order in which they come first."""
    totals = Counter(attempt_of(answer) for answer in answers if answer.right)
    return [
        _counts(those, totals)
        for those in grouped(answers, lambda answer: (answer.course, answer.question_id)).values()
    ]


def _counts(answers: Sequence[Answer], totals: Mapping[tuple[str, str, int], int]) -> Counts:
    first = answers[0]
    times = [answer.seconds for answer in answers if answer.seconds is not None]
    return Counts(
        first.course,
        first.question_id,
        first.question,
        first.type,
        first.document,
        first.options,
        Counter(JudgedAnswer(answer.response, answer.right, _rest(answer, totals)) for answer in answers),
        len(times),
        quartiles(times),
        _differences(answers),
    )


def _rest(answer: Answer, totals: Mapping[tuple[str, str, int], int]) -> int | None:
    return None if answer.right is None else totals[attempt_of(answer)] - answer.right


def _differences(answers: Sequence[Answer]) -> Counter[float]:
    found: Counter[float] = Counter()
    for tried in grouped(answers, lambda answer: answer.learner).values():
        known = [(answer.attempt, value) for answer in tried if (value := _points(answer)) is not None]
        first, last = min(known, default=(0, 0.0)), max(known, default=(0, 0.0))
        if first[0] < last[0]:
            found[last[1] - first[1]] += 1
    return found


def _points(answer: Answer) -> float | None:
    if answer.right is not None:
        return float(answer.right)
    return value_of(answer.type, answer.response, answer.options)


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


def grouped(answers: Iterable[Answer], key: Callable[[Answer], Key]) -> dict[Key, list[Answer]]:
    """The answers by a key, in their order."""
    groups: dict[Key, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(key(answer), []).append(answer)
    return groups
