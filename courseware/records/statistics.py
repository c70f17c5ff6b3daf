"""Numbers of the tidy table, by question, learner, attempt or document; formulas and sources are in docs/records.md.

Attempts are the unit: two attempts of one learner are two. What nothing is known of is None, never 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from statistics import fmean, median, pstdev
from typing import NamedTuple, TypeVar

from courseware.records.answer import Answer, Records

Key = TypeVar("Key")

FEWEST_FOR_FACILITY, FEWEST_FOR_DISCRIMINATION = 10, 30
"""Answers below which a number says little: with 30 a correlation has a standard error of about 0.19."""


class Part(NamedTuple):
    """What was answered, and how often; `right`: whether it is, or is part of, a right answer."""

    words: str
    answers: int
    share: float
    right: bool


class OfQuestion(NamedTuple):
    """The numbers of a question. `judged` answers are right or wrong; `seconds` is the median.

    `distribution` is empty for texts that are longer than a word or two. `too_few` names the numbers that too few
    answers stand behind.
    """

    course: str
    question_id: str
    question: str
    type: str
    document: str
    answers: int
    judged: int
    facility: float | None
    discrimination: float | None
    seconds: float | None
    right_answer: str
    distribution: tuple[Part, ...]
    too_few: tuple[str, ...]


class OfGroup(NamedTuple):
    """The numbers of a learner, an attempt or a document; `attempt` is None where it is not one attempt.

    `score` is what a report tells of the attempt, or the best of the learner's.
    """

    name: str
    attempt: int | None
    attempts: int
    questions: int
    answers: int
    judged: int
    right: int
    share_right: float | None
    score: float | None


def point_biserial(right: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The correlation of being right with a score; None where either is the same for all."""
    if len({*right}) < 2 or len({*scores}) < 2:
        return None
    ones = [score for one, score in zip(right, scores, strict=True) if one]
    zeros = [score for one, score in zip(right, scores, strict=True) if not one]
    share = len(ones) / len(right)
    return (fmean(ones) - fmean(zeros)) / pstdev(scores) * sqrt(share * (1 - share))


def by_question(answers: Sequence[Answer], right_answers: Mapping[str, str]) -> list[OfQuestion]:
    """The numbers of each question, in the order in which they come first."""
    totals = Counter(_attempt(one) for one in answers if one.right)
    return [
        _of_question(group, right_answers.get(identifier, ""), totals)
        for (_, identifier), group in _grouped(answers, lambda one: (one.course, one.question_id)).items()
    ]


def _of_question(answers: Sequence[Answer], right_answer: str, totals: Mapping[object, int]) -> OfQuestion:
    first = answers[0]
    judged = [one for one in answers if one.right is not None]
    right = [bool(one.right) for one in judged]
    rest = [totals[_attempt(one)] - bool(one.right) for one in judged]
    times = [one.seconds for one in answers if one.seconds is not None]
    fewest = {"facility": FEWEST_FOR_FACILITY, "discrimination": FEWEST_FOR_DISCRIMINATION}
    return OfQuestion(
        course=first.course,
        question_id=first.question_id,
        question=first.question,
        type=first.type,
        document=first.document,
        answers=len(answers),
        judged=len(judged),
        facility=fmean(right) if right else None,
        discrimination=point_biserial(right, rest),
        seconds=median(times) if times else None,
        right_answer=right_answer,
        distribution=_distribution(answers, right_answer),
        too_few=tuple(name for name, least in fewest.items() if judged and len(judged) < least),
    )


def _distribution(answers: Sequence[Answer], right_answer: str) -> tuple[Part, ...]:
    """Each option and how often it was chosen, in order, and what else was answered, the most frequent first."""
    first = answers[0]
    if first.type == "long-fill-in":
        return ()
    if first.type == "sequencing":
        found = Counter("; ".join(one.response) for one in answers if one.response)
    else:
        found = Counter(part for one in answers for part in one.response)
    options = dict.fromkeys(first.options if first.type != "sequencing" else (), 0)
    right = {right_answer, *(right_answer.split("; ") if first.type != "sequencing" else ())}
    words = [*options, *(one for one, _ in found.most_common() if one not in options)]
    return tuple(Part(one, found[one], found[one] / len(answers), one in right) for one in words)


def by_group(records: Records, answers: Sequence[Answer], by: str) -> list[OfGroup]:
    """The numbers of each `learner`, `attempt` or `document`, and of learners who never tried."""
    names: Mapping[str, Callable[[Answer], tuple[str, int | None]]] = {
        "learner": lambda one: (one.learner, None),
        "attempt": lambda one: (one.learner, one.attempt),
        "document": lambda one: (one.document, None),
    }
    groups: dict[tuple[str, int | None], list[Answer]] = _grouped(answers, names[by])
    scores: dict[tuple[str, int | None], list[float]] = {}
    if by != "document":
        for tried in records.attempts:
            name = (tried.learner, tried.attempt if by == "attempt" else None)
            groups.setdefault(name, [])
            scores.setdefault(name, []).extend([tried.score] if tried.score is not None else [])
    if by == "learner":
        groups |= {(name, None): [] for name in records.never_tried if (name, None) not in groups}
    return [_of_group(name, group, scores.get(name, [])) for name, group in groups.items()]


def _of_group(name: tuple[str, int | None], answers: Sequence[Answer], scores: Sequence[float]) -> OfGroup:
    judged = [bool(one.right) for one in answers if one.right is not None]
    return OfGroup(
        name=name[0],
        attempt=name[1],
        attempts=max(len({_attempt(one) for one in answers}), len(scores)),
        questions=len({(one.course, one.question_id) for one in answers}),
        answers=len(answers),
        judged=len(judged),
        right=sum(judged),
        share_right=fmean(judged) if judged else None,
        score=max(scores, default=None),
    )


def only(records: Records, learners: Sequence[str], since: datetime | None) -> tuple[Records, int]:
    """The records of some learners (none given: of all) from a moment on; and how many answers have no time to compare.

    With `since`, attempts and learners who never tried are left out, as nothing says when they began.
    """
    of_learners = [one for one in records.answers if not learners or one.learner in learners]
    attempts = [one for one in records.attempts if not learners or one.learner in learners]
    never = [one for one in records.never_tried if not learners or one in learners]
    if since is None:
        kept = records._replace(
            answers=tuple(of_learners), attempts=tuple(attempts), never_tried=tuple(never)
        )
        return kept, 0
    timed = tuple(one for one in of_learners if one.when and one.when >= since)
    untimed = sum(one.when is None for one in of_learners)
    return records._replace(answers=timed, attempts=(), never_tried=()), untimed


def is_asked(answer: Answer, asked: Sequence[str]) -> bool:
    """Whether a question has one of the ids, or one of the texts among its words; all have where none are given."""
    words = answer.question.casefold()
    return not asked or any(one == answer.question_id or one.casefold() in words for one in asked)


def _attempt(answer: Answer) -> object:
    return answer.learner, answer.course, answer.attempt


def _grouped(answers: Iterable[Answer], key: Callable[[Answer], Key]) -> dict[Key, list[Answer]]:
    groups: dict[Key, list[Answer]] = {}
    for one in answers:
        groups.setdefault(key(one), []).append(one)
    return groups
