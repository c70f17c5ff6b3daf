"""The statements of a class in its file, and how they are found (xAPI 1.0.3 Communication, 2.1.3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select

from courseware.preview.store import Store
from courseware.preview.tables import ACTOR, ELSEWHERE, MENTIONS, OBJECT, STATEMENTS, among
from courseware.record import NamedTuple
from courseware.validation.statements import IDENTIFIERS, VOIDED

Json = dict[str, Any]


class Sought(NamedTuple):
    """A query for statements, and their order.

    `agent` and `activity` are in the form of `name_of_agent` and `name_of_activity`, `since` (exclusive) and `until`
    (inclusive) in that of `moment`. `after` is the number of the last statement on the previous page.
    """

    agent: str = ""
    activity: str = ""
    related_agents: bool = False
    related_activities: bool = False
    verb: str = ""
    registration: str = ""
    since: str = ""
    until: str = ""
    ascending: bool = False
    after: int | None = None
    own: str = ""
    """The only actor whose statements may be returned; empty: all."""


class FoundStatements(NamedTuple):
    """Statements as JSON, as they were stored, and the number of the last one; None if there are no more."""

    contents: Sequence[str]
    last: int | None


class Statements(Mapping[str, Json]):
    """Id in lower case → statement, in the order of storing, including voided ones."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __len__(self) -> int:
        with self.store.read() as connection:
            return connection.execute(select(func.count()).select_from(STATEMENTS)).scalar_one()

    def __iter__(self) -> Iterator[str]:
        with self.store.read() as connection:
            return iter(
                [*connection.execute(select(STATEMENTS.c.id).order_by(STATEMENTS.c.number)).scalars()]
            )

    def __getitem__(self, identifier: str) -> Json:
        found = self.of_ids([identifier])
        return found[identifier]

    def of_ids(self, identifiers: Sequence[str]) -> dict[str, Json]:
        """Id → statement, for those ids that are stored."""
        query = select(STATEMENTS.c.id, STATEMENTS.c.content).where(STATEMENTS.c.id.in_(among(identifiers)))
        with self.store.read() as connection:
            return {row.id: json.loads(row.content) for row in connection.execute(query)}

    def of_registration(self, registration: str) -> list[Json]:
        """The statements of a registration, in the order of storing."""
        query = (
            select(STATEMENTS.c.content)
            .where(STATEMENTS.c.registration == registration)
            .order_by(STATEMENTS.c.number)
        )
        with self.store.read() as connection:
            return [json.loads(text) for text in connection.execute(query).scalars()]

    def is_voided(self, identifier: str) -> bool:
        """Whether a statement was voided; a voiding statement cannot be (Data, 2.3.2)."""
        query = select(STATEMENTS.c.number).where(STATEMENTS.c.id == identifier, _is_voided())
        with self.store.read() as connection:
            return connection.execute(query).first() is not None

    def find(self, sought: Sought, most: int) -> FoundStatements:
        """The statements that match, at most `most`, without voided ones."""
        query = _page(sought).limit(most + 1)
        with self.store.read() as connection:
            rows: Sequence[Row[Any]] = connection.execute(query).all()
        kept = rows[:most]
        return FoundStatements([row.content for row in kept], kept[-1].number if len(rows) > most else None)

    def add(self, statements: Sequence[Json]) -> None:
        """Stores complete statements, each with `id` and `stored`, in one transaction. None may be stored yet."""
        with self.store.write() as connection:
            last = connection.execute(select(func.max(STATEMENTS.c.number))).scalar() or 0
            numbered = list(enumerate(statements, last + 1))
            if not numbered:
                return
            connection.execute(
                insert(STATEMENTS), [_row(number, statement) for number, statement in numbered]
            )
            mentions = [
                {"name": name, "number": number, "place": place}
                for number, statement in numbered
                for name, place in _mentions(statement).items()
            ]
            connection.execute(insert(MENTIONS), mentions)


def name_of_agent(agent: Mapping[str, Any]) -> str:
    """The inverse functional identifier of an agent or group (Data, 2.4.2.3) as a text; empty if it has none."""
    for name in IDENTIFIERS:
        value = agent.get(name)
        if value is None:
            continue
        if isinstance(value, Mapping):
            value = f"{value.get('homePage')}|{value.get('name')}"
        return plain(f"{name}:{value}")
    return ""


def name_of_activity(iri: str) -> str:
    """The name of an activity in the table of mentions."""
    return plain(f"activity:{iri}")


def plain(text: str) -> str:
    """A text that can be encoded as UTF-8: lone surrogates, which JSON may contain, become `?`."""
    return text.encode("utf-8", "replace").decode()


def moment(value: datetime) -> str:
    """A moment in UTC to the millisecond, as a text that sorts by time."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _row(number: int, statement: Json) -> Json:
    target = statement["object"]
    is_reference = target.get("objectType") == "StatementRef"
    return {
        "number": number,
        "id": statement["id"].lower(),
        "stored": statement["stored"],
        "verb": plain(statement["verb"]["id"]),
        "registration": statement.get("context", {}).get("registration", "").lower() or None,
        "target": target["id"].lower() if is_reference else None,
        "content": _text(statement),
    }


def _text(statement: Json) -> str:
    """A statement as JSON that can be encoded as UTF-8: lone surrogates stay escaped, such as `\\ud83d`."""
    content = json.dumps(statement, ensure_ascii=False, separators=(",", ":"))
    return content if plain(content) == content else json.dumps(statement, separators=(",", ":"))


def _mentions(statement: Json) -> dict[str, int]:
    """Name of each agent and activity in a statement → its first place."""
    found: dict[str, int] = {}
    for place, names in (
        (ACTOR, _named(statement["actor"])),
        (OBJECT, _named(statement["object"])),
        (ELSEWHERE, _related(statement)),
    ):
        for name in names:
            found.setdefault(name, place)
    return found


def _related(statement: Json) -> Iterator[str]:
    context = statement.get("context", {})
    named = [statement.get("authority"), context.get("instructor"), context.get("team")]
    named += [context_agent.get("agent") for context_agent in context.get("contextAgents", ())]
    named += [context_group.get("group") for context_group in context.get("contextGroups", ())]
    for given in context.get("contextActivities", {}).values():
        named += given if isinstance(given, list) else [given]
    for agent in named:
        if agent is not None:
            yield from _named(agent)
    within = statement["object"]
    if within.get("objectType") == "SubStatement":
        yield from _named(within["actor"])
        yield from _named(within["object"])
        yield from _related(within)


def _named(statement: Json) -> Iterator[str]:
    """The names of an agent, a group with its members, or an activity."""
    kind = statement.get("objectType")
    if kind in ("StatementRef", "SubStatement"):
        return
    name = name_of_agent(statement)
    if name:
        yield name
    elif "id" in statement:
        yield name_of_activity(statement["id"])
    for member in statement.get("member", ()):
        yield name_of_agent(member)


def _is_voided() -> ColumnElement[bool]:
    voiding = STATEMENTS.alias()
    exists = (
        select(voiding.c.number).where(voiding.c.target == STATEMENTS.c.id, voiding.c.verb == VOIDED).exists()
    )
    return and_(STATEMENTS.c.verb != VOIDED, exists)


def _page(sought: Sought) -> Select[Any]:
    table = STATEMENTS.c
    query = select(table.number, table.content).where(~_is_voided())
    matching = list(_matching(sought))
    if matching:
        # statements about a matching one match, too, recursively (2.1.3, StatementRefs)
        wanted = select(table.number, table.id).where(*matching).cte("wanted", recursive=True)
        about = STATEMENTS.alias()
        wanted = wanted.union(select(about.c.number, about.c.id).where(about.c.target == wanted.c.id))
        query = query.where(table.number.in_(select(wanted.c.number)))
    if sought.own:
        as_actor = (MENTIONS.c.name == sought.own) & (MENTIONS.c.place == ACTOR)
        query = query.where(table.number.in_(select(MENTIONS.c.number).where(as_actor)))
    if sought.since:
        query = query.where(table.stored > sought.since)
    if sought.until:
        query = query.where(table.stored <= sought.until)
    if sought.after is not None:
        query = query.where(table.number > sought.after if sought.ascending else table.number < sought.after)
    return query.order_by(table.number if sought.ascending else table.number.desc())


def _matching(sought: Sought) -> Iterable[ColumnElement[bool]]:
    if sought.verb:
        yield STATEMENTS.c.verb == sought.verb
    if sought.registration:
        yield STATEMENTS.c.registration == sought.registration
    for name, broadly in (
        (sought.agent, sought.related_agents),
        (sought.activity, sought.related_activities),
    ):
        if name:
            named = select(MENTIONS.c.number).where(MENTIONS.c.name == name)
            yield STATEMENTS.c.number.in_(named if broadly else named.where(MENTIONS.c.place <= OBJECT))
