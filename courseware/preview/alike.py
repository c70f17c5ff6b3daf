"""Answers for the table of a class, in which many learners answer alike.

Each answer is put into words once, and times are read only where they decide.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from courseware.records.answer import Answer
from courseware.records.questions import QuestionInWords, known_questions, question_of, told_by
from courseware.records.xapi import MOST_KNOWN

When = TypeVar("When")
"""When an answer was given, as its source tells it."""


class Alike:
    """Answers in the words of a course: one object for all that are alike, which says neither whose nor when."""

    def __init__(self, questions: Sequence[QuestionInWords]) -> None:
        self.course = known_questions([questions])
        self.known: dict[Hashable, Answer] = {}

    def keep(self, key: Hashable, answer: Answer) -> Answer:
        """The answer in words; afterwards `known` has it."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[key] = self.in_words(answer)
        return self.known[key]

    def in_words(self, answer: Answer) -> Answer:
        """An answer in the words of the course; one to a question that it does not have stays as it is."""
        question = question_of(answer.question_id, self.course)
        return told_by(answer, question) if question else answer


def latest_of(told: Iterable[tuple[Answer, When]], moment: Callable[[When], datetime | None]) -> list[Answer]:
    """As `latest` has them: of one attempt the latest answer to each question."""
    found: dict[str, tuple[Answer, When]] = {}
    for answer, when in told:
        before = found.get(answer.question_id)
        if before is None or not _is_earlier(moment(when), moment(before[1])):
            found[answer.question_id] = answer, when
    return [answer for answer, _ in found.values()]


def _is_earlier(one: datetime | None, other: datetime | None) -> bool:
    """Whether a moment is before another; one that is not known is later than those before it."""
    return bool(one and other and one < other)
