"""Answers and outcomes of attempts from statements (xAPI, cmi5).

SQLite extracts the parts of statements. Of most answers only the result is parsed, because the question and its
definition are the same for every learner.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import TextClause, text

from courseware.preview.alike import Alike, latest_of
from courseware.preview.launches import Outcome, of_statements
from courseware.preview.store import Store, UnitAttempt
from courseware.record import NamedTuple
from courseware.records.answer import Answer, NotUnderstood, Records
from courseware.records.coded import Latest
from courseware.records.questions import QuestionInWords
from courseware.records.xapi import (
    ANSWERED,
    MOST_KNOWN,
    VOIDED,
    Asked,
    Other,
    RecurringQuestion,
    UnnumberedAnswer,
    Voiding,
    answer_to,
    asked_by,
    gathered,
    moment,
    question_of,
    understood,
)

HOME = "https://courseware.invalid/preview"
"""The `homePage` of learners' accounts in statements."""
TOGETHER = 20
"""How many attempts are read at once."""

_PARTS = """
SELECT registration, id,
  CASE WHEN simple THEN
    json_extract(content, '$.object.id', '$.context.contextActivities', '$.object.definition') END,
  CASE WHEN simple THEN json_extract(content, {result}) END,
  coalesce(json_extract(content, '$.timestamp'), stored),
  CASE WHEN NOT simple THEN content END
FROM (
  SELECT *, verb = :answered AND coalesce(json_type(content, '$.result.response') = 'text', 0)
    AND coalesce(json_type(content, '$.object.id') = 'text', 0) AS simple
  FROM statement WHERE registration IN (SELECT value FROM json_each(:registrations))
) ORDER BY number
"""
"""Plain answers as the parts that say what was answered and when, all other statements whole."""
_WHOLE_RESULT = text(_PARTS.format(result="'$.result'"))
_ANSWER_ALONE = text(_PARTS.format(result="'$.result.response', '$.result.success'"))
_TAKEN_BACK = text("SELECT target FROM statement WHERE verb = :voided AND target IS NOT NULL")
_OUTLINE = {"verb": {"id": ANSWERED}}
"""As much of an answer as matters for the outcome of its attempt."""


Understood = UnnumberedAnswer | Voiding | Other | NotUnderstood
"""What a statement was understood as."""


class _Parts(NamedTuple):
    registration: str
    id: str
    question: str
    result: str
    when: str
    content: str | None


def registration_of(attempt: UnitAttempt) -> str:
    """The registration of an attempt, which stays the same when it is resumed."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/{attempt.learner}/{attempt.id}/{attempt.started}"))


def said_in(
    store: Store, attempts: Sequence[UnitAttempt], names: Mapping[str, str]
) -> Iterator[tuple[Records, Outcome]]:
    """For each attempt its answers, under the learner's name and without voided ones, and its outcome."""
    reader = _Reader()
    voided = [("", Voiding(target)) for target in _voided(store)]
    for attempt, own in _parts_of(store, attempts, _WHOLE_RESULT):
        whole = _whole(own)
        every: list[tuple[str, Understood]] = [*voided]
        for parts in own:
            place = f"attempt {attempt.id}, statement {parts.id}"
            every.append((parts.id, reader.understood(parts, whole, names[attempt.learner], place)))
        said = gathered(every)
        whose = names[attempt.learner], attempt.number, ""
        answers = (
            answer
            if (answer.learner, answer.attempt, answer.course) == whose
            else answer._replace(learner=whose[0], attempt=whose[1], course=whose[2])
            for answer in said.answers
        )
        yield said._replace(answers=tuple(answers)), of_statements(_outlines(own, whole))


def latest_in(
    store: Store, attempts: Sequence[UnitAttempt], questions: Sequence[QuestionInWords]
) -> Iterator[tuple[list[Answer], Outcome]]:
    """For each attempt the latest answer to each question, in the words of a course, and its outcome.

    Equal answers of many learners are the same object, so it has no learner and no time.
    """
    reader, alike, voided = _Reader(), Alike(questions), _voided(store)
    with closing(Latest()) as latest:
        for _, own in _parts_of(store, attempts, _ANSWER_ALONE):
            whole = _whole(own)
            told = (
                (answer, parts.when)
                for parts in own
                if parts.id not in voided and (answer := reader.answer(parts, whole, alike))
            )
            yield latest_of(told, moment, latest), of_statements(_outlines(own, whole))


def _voided(store: Store) -> set[str]:
    """The ids of voided statements."""
    with store.read() as connection:
        return {row.target for row in connection.execute(_TAKEN_BACK, {"voided": VOIDED})}


def _parts_of(
    store: Store, attempts: Sequence[UnitAttempt], query: TextClause
) -> Iterator[tuple[UnitAttempt, Sequence[_Parts]]]:
    """Each attempt with its statements, in the order of storing."""
    for start in range(0, len(attempts), TOGETHER):
        some = [(registration_of(attempt), attempt) for attempt in attempts[start : start + TOGETHER]]
        asked = {
            "answered": ANSWERED,
            "registrations": json.dumps([registration for registration, _ in some]),
        }
        own: dict[str, list[_Parts]] = defaultdict(list)
        with store.read() as connection:
            for row in connection.execute(query, asked):
                own[row[0]].append(_Parts(*row))
        for registration, attempt in some:
            yield attempt, own[registration]


def _whole(own: Sequence[_Parts]) -> dict[str, Mapping[str, Any]]:
    """Id → statement, for statements that were read whole."""
    return {parts.id: json.loads(parts.content) for parts in own if parts.content}


def _outlines(own: Sequence[_Parts], whole: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The statements of an attempt; one stands for all plain answers, which have the same effect on its outcome."""
    return [_OUTLINE] * (len(own) > len(whole)) + list(whole.values())


class _Reader:
    """Interprets statements, and remembers questions so that each is parsed once."""

    def __init__(self) -> None:
        self.known: dict[bytes, Asked] = {}
        self.questions: dict[str, RecurringQuestion] = {}

    def understood(
        self, parts: _Parts, whole: Mapping[str, Mapping[str, Any]], learner: str, place: str
    ) -> Understood:
        """What a statement is understood as, an answer with its whole result."""
        if parts.content:
            return understood(whole[parts.id], place, self.known)
        question, result = self._question(parts.question), json.loads(parts.result)
        answer = answer_to(question, result["response"], result, learner, moment(parts.when), place)
        return UnnumberedAnswer(answer, parts.registration, question.asked.right)

    def answer(self, parts: _Parts, whole: Mapping[str, Mapping[str, Any]], alike: Alike) -> Answer | None:
        """The answer in a statement, without learner and time; None if it is not an answer."""
        if parts.content:
            said = understood(whole[parts.id], "", self.known)
            return alike.in_words(said.answer) if isinstance(said, UnnumberedAnswer) else None
        key = (parts.question, parts.result)
        answer = alike.known.get(key)
        if answer is None:
            response, success = json.loads(parts.result)
            question = self._question(parts.question)
            answer = alike.keep(key, answer_to(question, response, {"success": success}, "", None, ""))
        return answer

    def _question(self, told: str) -> RecurringQuestion:
        question = self.questions.get(told)
        if question is None:
            if len(self.questions) == MOST_KNOWN:
                self.questions.clear()
            iri, activities, definition = json.loads(told)
            asked = asked_by(definition, self.known)
            # no course: it is always the one that is played
            question = question_of(iri, {"contextActivities": activities}, asked)._replace(course="")
            self.questions[told] = question
        return question
