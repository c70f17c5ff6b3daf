"""What statements say of attempts (xAPI, cmi5): the answers in them, and how each came out.

SQLite takes the statements apart, and of an answer only its result is read: which question it is, and what its
definition says, comes again with every learner.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import text

from courseware.preview.launches import Outcome, of_statements
from courseware.preview.store import Attempt, Store
from courseware.record import NamedTuple
from courseware.records.answer import NotUnderstood, Records
from courseware.records.xapi import (
    ANSWERED,
    MOST_KNOWN,
    VOIDED,
    Asked,
    Other,
    RecurringQuestion,
    Said,
    Voiding,
    answer_to,
    asked_by,
    gathered,
    moment,
    question_of,
    understood,
)

HOME = "https://courseware.invalid/preview"
"""The home page of the accounts of learners in statements."""
TOGETHER = 20
"""Attempts that are read at once."""

_PARTS = text("""
SELECT registration, id,
  CASE WHEN simple THEN json_extract(content, '$.object.id', '$.context.contextActivities') END,
  CASE WHEN simple THEN json_extract(content, '$.object.definition') END,
  CASE WHEN simple THEN json_extract(content, '$.result') END,
  CASE WHEN simple THEN coalesce(json_extract(content, '$.timestamp'), stored) END,
  CASE WHEN NOT simple THEN content END
FROM (
  SELECT *, verb = :answered AND coalesce(json_type(content, '$.result.response') = 'text', 0)
    AND coalesce(json_type(content, '$.object.id') = 'text', 0) AS simple
  FROM statement WHERE registration IN (SELECT value FROM json_each(:registrations))
) ORDER BY number
""")
"""Statements whole, but those that are plainly answers: of these the parts that tell what was answered, and when."""
_TAKEN_BACK = text("SELECT target FROM statement WHERE verb = :voided AND target IS NOT NULL")
_OUTLINE = {"verb": {"id": ANSWERED}}
"""What an answer says of how an attempt comes out."""


Told = Said | Voiding | Other | NotUnderstood
"""What a statement says."""


class _Parts(NamedTuple):
    registration: str
    id: str
    where: str
    definition: str | None
    result: str
    when: str
    content: str | None


def registration_of(attempt: Attempt) -> str:
    """The registration of an attempt: the same whenever it is taken up again."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/{attempt.learner}/{attempt.id}/{attempt.started}"))


def said_in(
    store: Store, attempts: Sequence[Attempt], names: Mapping[str, str]
) -> Iterator[tuple[Records, Outcome]]:
    """Of each attempt the answers, under the learner's name, without what any statement took back; and its outcome."""
    reader = _Reader()
    with store.read() as connection:
        voided = [("", Voiding(row.target)) for row in connection.execute(_TAKEN_BACK, {"voided": VOIDED})]
    for start in range(0, len(attempts), TOGETHER):
        some = [(registration_of(attempt), attempt) for attempt in attempts[start : start + TOGETHER]]
        asked = {
            "answered": ANSWERED,
            "registrations": json.dumps([registration for registration, _ in some]),
        }
        own: dict[str, list[_Parts]] = defaultdict(list)
        with store.read() as connection:
            for row in connection.execute(_PARTS, asked):
                own[row[0]].append(_Parts(*row))
        for registration, attempt in some:
            statements: list[Mapping[str, Any]] = []
            every: list[tuple[str, Told]] = [*voided]
            for parts in own[registration]:
                statement = json.loads(parts.content) if parts.content else _OUTLINE
                statements.append(statement)
                place = f"attempt {attempt.id}, statement {parts.id}"
                every.append((parts.id, reader.understood(parts, statement, names[attempt.learner], place)))
            said = gathered(every)
            whose = names[attempt.learner], attempt.number, ""
            answers = (
                answer
                if (answer.learner, answer.attempt, answer.course) == whose
                else answer._replace(learner=whose[0], attempt=whose[1], course=whose[2])
                for answer in said.answers
            )
            yield said._replace(answers=tuple(answers)), of_statements(statements)


class _Reader:
    """Understands statements; it knows questions again."""

    def __init__(self) -> None:
        self.known: dict[bytes, Asked] = {}
        self.questions: dict[tuple[str, str | None], RecurringQuestion] = {}

    def understood(self, parts: _Parts, statement: Mapping[str, Any], learner: str, place: str) -> Told:
        if parts.content:
            return understood(statement, place, self.known)
        key = (parts.where, parts.definition)
        question = self.questions.get(key)
        if question is None:
            if len(self.questions) == MOST_KNOWN:
                self.questions.clear()
            iri, activities = json.loads(parts.where)
            asked = asked_by(json.loads(parts.definition or "null"), self.known)
            # the course is known: it is the one that is played
            question = question_of(iri, {"contextActivities": activities}, asked)._replace(course="")
            self.questions[key] = question
        result = json.loads(parts.result)
        answer = answer_to(question, result["response"], result, learner, moment(parts.when), place)
        return Said(answer, parts.registration, question.asked.right)
