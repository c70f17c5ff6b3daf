"""The documents of a class in its file: State, Agent Profile and Activity Profile (xAPI 1.0.3 Communication, 2.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, delete, func, insert, select

from courseware.preview.statements import moment
from courseware.preview.store import Store
from courseware.preview.tables import DOCUMENTS
from courseware.record import NamedTuple

DocumentKey = tuple[str, ...]
"""Key of a document: its resource, what it is about (activity, agent), its registration (or empty) and its name."""


class StoredDocument(NamedTuple):
    """A document: its content, its media type, and when it was written, in UTC."""

    content: bytes
    type: str
    updated: str = ""


class Documents(MutableMapping[DocumentKey, StoredDocument]):
    """Key → document, in the file of a class."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __len__(self) -> int:
        with self.store.read() as connection:
            return connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()

    def __iter__(self) -> Iterator[DocumentKey]:
        table = DOCUMENTS.c
        query = select(table.resource, table.about, table.registration, table.name)
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        return iter([(row.resource, *json.loads(row.about), row.registration, row.name) for row in rows])

    def __getitem__(self, key: DocumentKey) -> StoredDocument:
        query = select(DOCUMENTS.c.content, DOCUMENTS.c.type, DOCUMENTS.c.updated).where(_is(key))
        with self.store.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise KeyError(key)
        return StoredDocument(*row)

    def __setitem__(self, key: DocumentKey, document: StoredDocument) -> None:
        row = {
            "resource": key[0],
            "about": json.dumps(key[1:-2], ensure_ascii=False),
            "registration": key[-2],
            "name": key[-1],
            "content": document.content,
            "type": document.type,
            "updated": document.updated or moment(datetime.now(UTC)),
        }
        with self.store.write() as connection:
            connection.execute(insert(DOCUMENTS).prefix_with("OR REPLACE"), row)

    def __delitem__(self, key: DocumentKey) -> None:
        with self.store.write() as connection:
            connection.execute(delete(DOCUMENTS).where(_is(key)))

    def __repr__(self) -> str:
        return repr(dict(self))

    def below(self, key: DocumentKey, since: str = "") -> list[tuple[DocumentKey, str]]:
        """Keys of the documents about the same activity or agent as `key`, with the times when they were written.

        Without a registration in `key`, those of all registrations; with `since`, only those written later.
        """
        table = DOCUMENTS.c
        query = select(table.registration, table.name, table.updated).where(_of(key)).order_by(table.name)
        if key[-2]:
            query = query.where(table.registration == key[-2])
        if since:
            query = query.where(table.updated > since)
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        return [((*key[:-2], row.registration, row.name), row.updated) for row in rows]


def _of(key: DocumentKey) -> ColumnElement[bool]:
    about = json.dumps(key[1:-2], ensure_ascii=False)
    return and_(DOCUMENTS.c.resource == key[0], DOCUMENTS.c.about == about)


def _is(key: DocumentKey) -> ColumnElement[bool]:
    return and_(_of(key), DOCUMENTS.c.registration == key[-2], DOCUMENTS.c.name == key[-1])
