"""The tables of a class's file."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)

VERSION = 2
"""Version of the tables, in the file's `user_version`."""

METADATA = MetaData()
LEARNERS = Table(
    "learner",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("simulated", Integer, nullable=False, default=0),
)
ATTEMPTS = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("learner", Text, ForeignKey("learner.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("started", Float, nullable=False),
    Column("last", Float, nullable=False),
    UniqueConstraint("learner", "unit", "standard", "number"),
)
VALUES = Table(
    "element",
    METADATA,
    Column("attempt", Integer, ForeignKey("attempt.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
CALLS = Table(
    "call",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("attempt", Integer, index=True),
    Column("moment", Float, nullable=False),
    Column("content", Text, nullable=False),
)
STATEMENTS = Table(
    "statement",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Text, unique=True, nullable=False),
    Column("stored", Text, nullable=False, index=True),
    Column("verb", Text, nullable=False, index=True),
    Column("registration", Text, index=True),
    Column("target", Text),
    Column("content", Text, nullable=False),
)
"""`number` is the order of storing; `target` is the id of the statement that it refers to (StatementRef)."""
Index("statement_target", STATEMENTS.c.target, sqlite_where=STATEMENTS.c.target.is_not(None))
MENTIONS = Table(
    "mention",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", Integer, ForeignKey("statement.number"), primary_key=True),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Agents and activities that a statement names, and where: the first of `ACTOR`, `OBJECT`, `ELSEWHERE`."""
ACTOR, OBJECT, ELSEWHERE = range(3)
DOCUMENTS = Table(
    "document",
    METADATA,
    Column("resource", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("registration", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("type", Text, nullable=False),
    Column("updated", Text, nullable=False),
)
ATTACHMENTS = Table(
    "attachment",
    METADATA,
    Column("sha2", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

EVERY = (CALLS, VALUES, ATTEMPTS, LEARNERS, MENTIONS, STATEMENTS, DOCUMENTS, ATTACHMENTS)
"""Each table before those that it refers to, so that rows can be deleted in this order."""


def among(values: Collection[str] | Collection[int]) -> Select[tuple[str | int]]:
    """Values for `in_`, as one variable of SQLite, which allows only 32,766 variables."""
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return select(each.c.value)
