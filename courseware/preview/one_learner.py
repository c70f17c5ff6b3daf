"""Everything about one learner in the file of a class, to hand out or to erase (GDPR, Articles 15, 17 and 20)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from courseware.preview.gradebook import names_of
from courseware.preview.registrations import HOME
from courseware.preview.statements import name_of_agent
from courseware.preview.store import Store
from courseware.preview.tables import (
    ATTACHMENTS,
    ATTEMPTS,
    CALLS,
    DOCUMENTS,
    ELSEWHERE,
    LEARNERS,
    MENTIONS,
    STATEMENTS,
    VALUES,
    among,
)
from courseware.record import NamedTuple
from courseware.records.one_learner import Erased


class _Theirs(NamedTuple):
    """What belongs to a learner: ids, row numbers of attempts and statements, and keys of documents."""

    learners: Sequence[str]
    attempts: Sequence[int]
    statements: Sequence[int]
    documents: Sequence[Mapping[str, str]]
    agents: Set[str]


def of_learner(store: Store, ids: Set[str]) -> list[Any]:
    """The learner, attempts with values and calls, statements and documents, as JSON values."""
    theirs = _theirs(store, ids)
    with store.read() as connection:
        statements = select(STATEMENTS.c.content).where(STATEMENTS.c.number.in_(among(theirs.statements)))
        said = [json.loads(row.content) for row in connection.execute(statements)]
        documents = [
            {
                **document,
                "content": connection.execute(select(DOCUMENTS.c.content).where(_is(document))).scalar_one(),
            }
            for document in theirs.documents
        ]
    learners = [learner._asdict() for learner in store.learners() if learner.id in theirs.learners]
    attempts = [
        {**attempt._asdict(), "values": store.values(attempt.id), "calls": store.calls(attempt.id)}
        for attempt in store.attempts()
        if attempt.id in theirs.attempts
    ]
    for document in documents:
        document["content"] = document["content"].decode("utf-8", "replace")
    return [*learners, *attempts, *said, *documents]


def erase(store: Store, ids: Set[str]) -> Erased:
    """Erases everything about a learner from the file, or nothing; free pages of the file are overwritten, too.

    Returns the number of erased learners, attempts, statements and documents, and that of statements by others that
    still name the learner.
    """
    theirs = _theirs(store, ids)
    number = sum(len(rows) for rows in theirs[:4])
    with store.write() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        for table, column, values in (
            (CALLS, CALLS.c.attempt, theirs.attempts),
            (VALUES, VALUES.c.attempt, theirs.attempts),
            (ATTEMPTS, ATTEMPTS.c.id, theirs.attempts),
            (LEARNERS, LEARNERS.c.id, theirs.learners),
            (MENTIONS, MENTIONS.c.number, theirs.statements),
            (STATEMENTS, STATEMENTS.c.number, theirs.statements),
        ):
            connection.execute(delete(table).where(column.in_(among(values))))
        for document in theirs.documents:
            connection.execute(delete(DOCUMENTS).where(_is(document)))
        for (sha2,) in connection.execute(select(ATTACHMENTS.c.sha2)).all() if theirs.statements else []:
            used = select(STATEMENTS.c.number).where(STATEMENTS.c.content.contains(sha2)).limit(1)
            if connection.execute(used).first() is None:
                connection.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.sha2 == sha2))
        named = select(MENTIONS.c.number).where(MENTIONS.c.name.in_(among(theirs.agents))).distinct()
        mentions = len(connection.execute(named).all())
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Erased(number, mentions)


def _theirs(store: Store, ids: Set[str]) -> _Theirs:
    everyone = store.learners()
    names = names_of(everyone)
    learners = [
        learner.id for learner in everyone if {learner.id, names[learner.id], f"{learner.id} ({HOME})"} & ids
    ]
    agents = {name_of_agent({"account": {"homePage": HOME, "name": learner}}) for learner in learners}
    agents |= {
        f"{kind}:{identifier}" for kind in ("mbox:mailto", "openid", "mbox_sha1sum") for identifier in ids
    }
    attempts = select(ATTEMPTS.c.id).where(ATTEMPTS.c.learner.in_(among(learners)))
    statements = (
        select(MENTIONS.c.number)
        .where(MENTIONS.c.name.in_(among(agents)) & (MENTIONS.c.place != ELSEWHERE))
        .distinct()
    )
    with store.read() as connection:
        documents = connection.execute(
            select(DOCUMENTS.c.resource, DOCUMENTS.c.about, DOCUMENTS.c.registration, DOCUMENTS.c.name)
        ).all()
        return _Theirs(
            learners,
            [row.id for row in connection.execute(attempts)],
            [row.number for row in connection.execute(statements)],
            [row._asdict() for row in documents if agents & set(json.loads(row.about))],
            agents,
        )


def _is(document: Mapping[str, str]) -> ColumnElement[bool]:
    columns = (DOCUMENTS.c.resource, DOCUMENTS.c.about, DOCUMENTS.c.registration, DOCUMENTS.c.name)
    found = columns[0] == document["resource"]
    for column in columns[1:]:
        found &= column == document[column.name]
    return found
