"""The file of a class, in SQLite: learners, attempts and their values, calls, statements, documents.

A commit is on disk when the function that makes it returns (`synchronous = FULL`, write-ahead log).
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    StaticPool,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from courseware.preview.tables import ATTEMPTS, CALLS, EVERY, LEARNERS, METADATA, STATEMENTS, VALUES, VERSION
from courseware.record import NamedTuple

FIRST_LEARNER = "Ada Learner"


class Learner(NamedTuple):
    """A learner: an id, as an LMS would assign it, and a name."""

    id: str
    name: str
    simulated: bool = False


class UnitAttempt(NamedTuple):
    """One attempt of a learner on a unit (a SCO or an AU): its number from 1, and moments in seconds since 1970."""

    id: int
    learner: str
    unit: str
    standard: str
    number: int
    started: float
    last: float


class Store:
    """The file of a class. Transactions that write are serialized; within one, its thread reads what it wrote."""

    def __init__(self, path: Path | None) -> None:
        """Opens or creates the file; None: in memory. Raises `OSError` or SQLAlchemy's errors if it cannot be used."""
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.lock = threading.RLock()
        self.engine = create_engine(
            f"sqlite:///{path}" if path else "sqlite://",
            connect_args={"check_same_thread": False, "timeout": 30},
            poolclass=None if path else StaticPool,
        )
        self._connection: Connection | None = None
        self._writer = 0
        event.listen(self.engine, "connect", _prepare)
        with self.write() as connection:
            made = connection.execute(text("PRAGMA user_version")).scalar_one()
            if made != VERSION and inspect(connection).get_table_names():
                raise OSError(f"it belongs to another version of courseware (tables {made}, not {VERSION})")
            if made != VERSION:
                METADATA.create_all(connection)
                connection.execute(text(f"PRAGMA user_version = {VERSION}"))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction; nested ones join the outer one. What it wrote is on disk when it ends."""
        with self.lock:
            if self._connection is not None:
                yield self._connection
                return
            with self.engine.begin() as connection:
                self._connection, self._writer = connection, threading.get_ident()
                try:
                    yield connection
                finally:
                    self._connection, self._writer = None, 0

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read; within a transaction of this thread, its connection. A store in memory has only one."""
        if self.path is None or self._writer == threading.get_ident():
            with self.write() as connection:
                yield connection
        else:
            with self.engine.connect() as connection:
                yield connection

    def copy(self, path: Path) -> None:
        """Copies the class to a new file, with which a preview can be started.

        Raises SQLAlchemy's errors if it cannot be written.
        """
        with self.lock, self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM INTO :path"), {"path": str(path)})

    def close(self) -> None:
        """Closes the file."""
        self.engine.dispose()

    # Learners

    def learners(self) -> list[Learner]:
        """All learners in the order in which they were added; the first one always exists."""
        with self.read() as connection:
            rows = connection.execute(select(LEARNERS).order_by(LEARNERS.c.created, LEARNERS.c.id)).all()
        if not rows:
            return [self.add_learner(FIRST_LEARNER)]
        return [Learner(row.id, row.name, bool(row.simulated)) for row in rows]

    def add_learner(self, name: str, identifier: str = "", simulated: bool = False) -> Learner:
        """Adds a learner, by default with a random id."""
        learner = Learner(identifier or f"learner-{uuid.uuid4().hex[:8]}", name, simulated)
        with self.write() as connection:
            connection.execute(
                insert(LEARNERS).values(
                    id=learner.id, name=learner.name, created=time.time(), simulated=int(simulated)
                )
            )
        return learner

    def reset(self) -> None:
        """Removes the class: learners and everything they did."""
        with self.write() as connection:
            for table in EVERY:
                connection.execute(delete(table))

    # Attempts

    def attempts(self, learner: str | None = None) -> list[UnitAttempt]:
        """The attempts of a learner, or of all, in order."""
        query = select(ATTEMPTS).order_by(ATTEMPTS.c.id)
        if learner is not None:
            query = query.where(ATTEMPTS.c.learner == learner)
        with self.read() as connection:
            return [UnitAttempt(*row) for row in connection.execute(query)]

    def add_attempt(
        self, learner: str, unit: str, standard: str, values: Mapping[str, str], begun: float | None = None
    ) -> UnitAttempt:
        """Adds the learner's next attempt on a unit, which begins now or at `begun`, in seconds since 1970."""
        now = time.time() if begun is None else begun
        with self.write() as connection:
            same = (ATTEMPTS.c.learner == learner) & (ATTEMPTS.c.unit == unit)
            before = connection.execute(select(func.max(ATTEMPTS.c.number)).where(same)).scalar() or 0
            made = connection.execute(
                insert(ATTEMPTS).values(
                    learner=learner, unit=unit, standard=standard, number=before + 1, started=now, last=now
                )
            )
            attempt = UnitAttempt(
                int((made.inserted_primary_key or (0,))[0]), learner, unit, standard, before + 1, now, now
            )
            self.save(attempt.id, values)
        return attempt

    def values(self, attempt: int) -> dict[str, str]:
        """Element → value of an attempt."""
        query = select(VALUES.c.name, VALUES.c.value).where(VALUES.c.attempt == attempt)
        with self.read() as connection:
            return {row.name: row.value for row in connection.execute(query)}

    def each_values(self) -> Iterator[tuple[int, str]]:
        """The id of each attempt, in order, with its values as JSON; read one by one, because there may be many."""
        grouped = (
            select(VALUES.c.attempt, func.json_group_object(VALUES.c.name, VALUES.c.value))
            .group_by(VALUES.c.attempt)
            .order_by(VALUES.c.attempt)
        )
        with self.read() as connection:
            yield from ((row[0], row[1]) for row in connection.execute(grouped))

    def save(
        self,
        attempt: int,
        values: Mapping[str, str],
        calls: Sequence[Mapping[str, Any]] = (),
        when: float | None = None,
    ) -> None:
        """Saves values of an attempt and the calls that set them, in one transaction. `when`: seconds since 1970."""
        last = time.time() if when is None else when
        with self.write() as connection:
            if values:
                rows = [{"attempt": attempt, "name": name, "value": value} for name, value in values.items()]
                connection.execute(insert(VALUES).prefix_with("OR REPLACE"), rows)
            connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt).values(last=last))
            self.log(attempt, calls)

    def size(self) -> int:
        """The number of values and statements."""
        with self.read() as connection:
            return sum(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (VALUES, STATEMENTS)
            )

    # The inspector's log

    def log(self, attempt: int, calls: Sequence[Mapping[str, Any]]) -> None:
        """Saves calls for the inspector."""
        if calls:
            rows = [
                {
                    "attempt": attempt,
                    "moment": call["moment"],
                    "content": json.dumps(call, ensure_ascii=False),
                }
                for call in calls
            ]
            with self.write() as connection:
                connection.execute(insert(CALLS), rows)

    def calls(self, attempt: int | None = None, most: int | None = None) -> list[dict[str, Any]]:
        """The calls that the inspector shows, in order, of an attempt or of all; at most the latest `most`."""
        query = select(CALLS.c.content).order_by(CALLS.c.id.desc()).limit(most)
        if attempt is not None:
            query = query.where(CALLS.c.attempt == attempt)
        with self.read() as connection:
            return [json.loads(row.content) for row in reversed(connection.execute(query).all())]


def _prepare(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
