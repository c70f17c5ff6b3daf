"""What is kept of a class, in one SQLite file: learners, attempts and their values, calls, statements, documents.

A commit is on disk when the function that makes it returns (`synchronous = FULL`, write-ahead log).
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

from courseware.preview.lrs import Json

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
    Column("content", Text, nullable=False),
)
DOCUMENTS = Table(
    "document",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("type", Text, nullable=False),
)

FIRST_LEARNER = "Ada Learner"


class Learner(NamedTuple):
    """Somebody who learns: an id that an LMS would give, and a name."""

    id: str
    name: str
    simulated: bool = False


class Attempt(NamedTuple):
    """One attempt of a learner on a unit (a SCO or an AU): its number from 1, and moments in seconds since 1970."""

    id: int
    learner: str
    unit: str
    standard: str
    number: int
    started: float
    last: float


class Store:
    """The file of a class. One thread writes; others may read."""

    def __init__(self, path: Path | None) -> None:
        """Opens or makes the file; None: in memory. Raises `OSError` or SQLAlchemy's errors where it cannot be used."""
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.engine = create_engine(
            f"sqlite:///{path}" if path else "sqlite://",
            connect_args={"check_same_thread": False, "timeout": 30},
        )
        event.listen(self.engine, "connect", _prepare)
        METADATA.create_all(self.engine)
        self._connection: Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction; one within another is the same one. What it wrote is on disk when it ends."""
        if self._connection is not None:
            yield self._connection
            return
        with self.engine.begin() as connection:
            self._connection = connection
            try:
                yield connection
            finally:
                self._connection = None

    def close(self) -> None:
        """Nothing is read or written afterwards."""
        self.engine.dispose()

    # Learners

    def learners(self) -> list[Learner]:
        """All of them, in the order in which they came; the first is there from the beginning."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(LEARNERS).order_by(LEARNERS.c.created, LEARNERS.c.id)).all()
        if not rows:
            return [self.add_learner(FIRST_LEARNER)]
        return [Learner(row.id, row.name, bool(row.simulated)) for row in rows]

    def add_learner(self, name: str, identifier: str = "", simulated: bool = False) -> Learner:
        """A new learner, with an id of her own."""
        one = Learner(identifier or f"learner-{uuid.uuid4().hex[:8]}", name, simulated)
        with self.write() as connection:
            connection.execute(
                insert(LEARNERS).values(
                    id=one.id, name=one.name, created=time.time(), simulated=int(simulated)
                )
            )
        return one

    def reset(self) -> None:
        """Forgets the class: learners and all they did."""
        with self.write() as connection:
            for table in (CALLS, VALUES, ATTEMPTS, LEARNERS, STATEMENTS, DOCUMENTS):
                connection.execute(delete(table))

    # Attempts

    def attempts(self, learner: str | None = None) -> list[Attempt]:
        """The attempts of a learner, or of all, in order."""
        query = select(ATTEMPTS).order_by(ATTEMPTS.c.id)
        if learner is not None:
            query = query.where(ATTEMPTS.c.learner == learner)
        with self.engine.connect() as connection:
            return [Attempt(*row) for row in connection.execute(query)]

    def add_attempt(self, learner: str, unit: str, standard: str, values: Mapping[str, str]) -> Attempt:
        """The learner's next attempt on a unit."""
        now = time.time()
        with self.write() as connection:
            same = (ATTEMPTS.c.learner == learner) & (ATTEMPTS.c.unit == unit)
            before = connection.execute(select(func.max(ATTEMPTS.c.number)).where(same)).scalar() or 0
            made = connection.execute(
                insert(ATTEMPTS).values(
                    learner=learner, unit=unit, standard=standard, number=before + 1, started=now, last=now
                )
            )
            attempt = Attempt(
                int((made.inserted_primary_key or (0,))[0]), learner, unit, standard, before + 1, now, now
            )
            self.save(attempt.id, values)
        return attempt

    def values(self, attempt: int) -> dict[str, str]:
        """The values of an attempt by the names of elements."""
        query = select(VALUES.c.name, VALUES.c.value).where(VALUES.c.attempt == attempt)
        with self.engine.connect() as connection:
            return {row.name: row.value for row in connection.execute(query)}

    def all_values(self) -> dict[int, dict[str, str]]:
        """The values of every attempt."""
        found: dict[int, dict[str, str]] = {}
        with self.engine.connect() as connection:
            for attempt, name, value in connection.execute(select(VALUES)):
                found.setdefault(attempt, {})[name] = value
        return found

    def save(self, attempt: int, values: Mapping[str, str], calls: Sequence[Mapping[str, Any]] = ()) -> None:
        """Values of an attempt, and the calls that set them, in one transaction."""
        with self.write() as connection:
            if values:
                rows = [{"attempt": attempt, "name": name, "value": value} for name, value in values.items()]
                connection.execute(insert(VALUES).prefix_with("OR REPLACE"), rows)
            connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt).values(last=time.time()))
            self.log(attempt, calls)

    # What was called and said

    def log(self, attempt: int, calls: Sequence[Mapping[str, Any]]) -> None:
        """Keeps what the inspector shows."""
        if calls:
            rows = [
                {"attempt": attempt, "moment": one["moment"], "content": json.dumps(one, ensure_ascii=False)}
                for one in calls
            ]
            with self.write() as connection:
                connection.execute(insert(CALLS), rows)

    def calls(self, attempt: int | None = None, most: int = 1000) -> list[Json]:
        """The latest that the inspector shows, in order; of an attempt, or of all."""
        query = select(CALLS.c.content).order_by(CALLS.c.id.desc()).limit(most)
        if attempt is not None:
            query = query.where(CALLS.c.attempt == attempt)
        with self.engine.connect() as connection:
            return [json.loads(row.content) for row in reversed(connection.execute(query).all())]

    # The record store

    def statements(self) -> dict[str, Json]:
        """All statements by id, in the order of storing; what is set in it is written."""
        query = select(STATEMENTS.c.id, STATEMENTS.c.content).order_by(STATEMENTS.c.number)
        with self.engine.connect() as connection:
            return _Statements(self, ((row.id, json.loads(row.content)) for row in connection.execute(query)))

    def documents(self) -> dict[tuple[str, ...], tuple[bytes, str]]:
        """All documents by their keys; what is set in it or taken out is written."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(DOCUMENTS)).all()
        return _Documents(self, ((tuple(json.loads(row.key)), (row.content, row.type)) for row in rows))


class _Statements(dict[str, Json]):
    def __init__(self, store: Store, rows: Iterable[tuple[str, Json]]) -> None:
        super().__init__(rows)
        self.store = store

    def __setitem__(self, key: str, value: Json) -> None:
        content = json.dumps(value, ensure_ascii=False)
        with self.store.write() as connection:
            connection.execute(insert(STATEMENTS).values(id=key, content=content))
        super().__setitem__(key, value)


class _Documents(dict[tuple[str, ...], tuple[bytes, str]]):
    def __init__(self, store: Store, rows: Iterable[tuple[tuple[str, ...], tuple[bytes, str]]]) -> None:
        super().__init__(rows)
        self.store = store

    def __setitem__(self, key: tuple[str, ...], value: tuple[bytes, str]) -> None:
        row = {"key": json.dumps(key), "content": value[0], "type": value[1]}
        with self.store.write() as connection:
            connection.execute(insert(DOCUMENTS).prefix_with("OR REPLACE"), row)
        super().__setitem__(key, value)

    def pop(self, key: tuple[str, ...], *default: Any) -> Any:
        with self.store.write() as connection:
            connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.key == json.dumps(key)))
        return super().pop(key, *default)


def _prepare(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
