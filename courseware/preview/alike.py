"""Answers for the table of a class, in which many learners give the same answer.

Each different answer is put into words once, and times are parsed only if several answers compete.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from courseware.records.answer import Answer
from courseware.records.coded import Latest
from courseware.records.questions import QuestionInWords, known_questions, question_of, told_by
from courseware.records.xapi import MOST_KNOWN

When = TypeVar("When")
"""The time of an answer in the form of its source, not yet parsed."""


class Alike:
    """Answers in the words of a course. Equal answers are the same object, so it has no learner and no time."""

    def __init__(self, questions: Sequence[QuestionInWords]) -> None:
        self.course = known_questions([questions])
        self.known: dict[Hashable, Answer] = {}

    def keep(self, key: Hashable, answer: Answer) -> Answer:
        """Puts an answer into words, and keeps it in `known` under `key`."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[key] = self.in_words(answer)
        return self.known[key]

    def in_words(self, answer: Answer) -> Answer:
        """An answer in the words of the course; unchanged if the course does not have the question."""
        question = question_of(answer.question_id, self.course)
        return told_by(answer, question) if question else answer


def latest_of(
    told: Iterable[tuple[Answer, When]], moment: Callable[[When], datetime | None], latest: Latest
) -> list[Answer]:
    """The latest answer to each question of an attempt."""
    given = list(told)
    places: dict[str, list[int]] = {}
    for place, (answer, _) in enumerate(given):
        places.setdefault(answer.question_id, []).append(place)
    return [given[at][0] for at in latest.of(places.values(), lambda place: moment(given[place][1]))]
