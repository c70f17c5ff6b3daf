"""The resources Statements, Activities and Agents (xAPI 1.0.3 Communication, 2.1, 2.4, 2.5)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert, select

from courseware.preview import multipart
from courseware.preview.requests import (
    Json,
    Refusal,
    Request,
    Response,
    agent_in,
    date_of,
    iri_in,
    moment_in,
    number_in,
    of_json,
    only,
    parsed,
    truth_in,
    uuid_in,
)
from courseware.preview.statement_formats import activities_of, canonical, merged, with_ids
from courseware.preview.statements import (
    Sought,
    Statements,
    moment,
    name_of_activity,
    name_of_agent,
)
from courseware.preview.store import Store
from courseware.preview.tables import ATTACHMENTS, among
from courseware.validation.statements import IDENTIFIERS, problems

PAGE = 500
"""The most statements in one response."""
MOST_DEFINITIONS = 50
"""How many of the latest statements about an activity its definition is merged from."""
AUTHORITY = {
    "objectType": "Agent",
    "account": {"homePage": "https://courseware.invalid/preview", "name": "preview"},
}
"""The authority of statements (Data, 2.4.9): the store itself, because it does not know the senders."""

Guard = Callable[[Request, list[Json]], None]
"""Called with statements before they are stored; raises `Refusal` if they must not be."""

_SINGLE = ("statementId", "voidedStatementId")
_PARAMETERS = (*_SINGLE, "agent", "verb", "activity", "registration", "related_activities", "related_agents",
               "since", "until", "limit", "format", "attachments", "ascending", "after")  # fmt: skip
"""Parameters of a query (2.1.3); `after` is this store's own, in `more` links."""
_FORMATS = ("ids", "exact", "canonical")
_HASHES = {64: "sha256", 96: "sha384", 128: "sha512", 56: "sha224"}
"""Number of hexadecimal digits in a hash → hash function (Data, 2.4.11)."""


class StatementResource:
    """Stores and returns statements; `whose` gives the agent to whom the credentials are limited, if any.

    `repeats` counts statements that were sent again with the same id.
    """

    def __init__(
        self, store: Store, statements: Statements, guard: Guard | None, whose: Callable[[], Json | None]
    ) -> None:
        self.store, self.statements, self.guard, self.whose = store, statements, guard, whose
        self.repeats = 0

    # Storing (2.1.1, 2.1.2)

    def store_all(self, request: Request) -> Response:
        """Stores a statement or a list of statements, all or none."""
        only(request.query, ())
        content, parts = _content(request)
        ids = self._take(request, content if isinstance(content, list) else [content], parts)
        return _timed(of_json(ids))

    def store_one(self, request: Request) -> Response:
        """Stores the statement with the id in `statementId`."""
        only(request.query, ("statementId",))
        wanted = request.query.get("statementId", "")
        statement, parts = _content(request)
        if not isinstance(statement, dict) or str(statement.get("id", wanted)).lower() != wanted.lower():
            raise Refusal(400, "statementId is not the id of the statement")
        self._take(request, [{**statement, "id": wanted}], parts)
        return _timed(Response(204))

    def _take(
        self, request: Request, given: list[Any], parts: Sequence[multipart.BodyPart] | None
    ) -> list[str]:
        version = "2.0" if request.version.startswith("2.") else "1.0"
        for statement in given:
            found = problems(statement, version)
            if found:
                raise Refusal(400, "; ".join(f"{path} {reason}" for path, reason in found))
        known = [_with_lists({"id": str(uuid.uuid4()), **statement}) for statement in given]
        attached = _attached(known, parts)
        self._only_own(known)
        with self.store.write():
            return self._keep(request, known, attached, f"{version}.0")

    def _keep(self, request: Request, known: list[Json], attached: list[Json], version: str) -> list[str]:
        ids = [statement["id"].lower() for statement in known]
        if len(set(ids)) < len(ids):
            raise Refusal(400, "two statements of one batch have the same id")
        stored = self.statements.of_ids(ids)
        for identifier, statement in zip(ids, known, strict=True):
            if identifier in stored and not _is_same(stored[identifier], statement):
                raise Refusal(409, f"another statement is stored under {identifier}")
        # Repeated statements are tested, too: in CATAPULT, the cmi5 player is in front of the store.
        if self.guard:
            self.guard(request, known)
        self.repeats += len(stored)
        now = moment(datetime.now(UTC))
        made = {"stored": now, "authority": AUTHORITY}
        new = [
            {"timestamp": now, "version": version, **statement, **made}
            for identifier, statement in zip(ids, known, strict=True)
            if identifier not in stored
        ]
        self.statements.add(new)
        if attached:
            with self.store.write() as connection:
                connection.execute(insert(ATTACHMENTS).prefix_with("OR IGNORE"), attached)
        return [statement["id"] for statement in known]

    def _only_own(self, statements: Iterable[Json]) -> None:
        own = self.whose()
        if own is not None and any(
            name_of_agent(statement["actor"]) != name_of_agent(own) for statement in statements
        ):
            raise Refusal(403, "these credentials belong to an agent other than the actor")

    # Finding (2.1.3)

    def find(self, request: Request) -> Response:
        """Returns one statement, or those that match the query."""
        query = request.query
        only(query, _PARAMETERS)
        form = query.get("format", "exact")
        if form not in _FORMATS:
            raise Refusal(400, f"format must be one of {', '.join(_FORMATS)}")
        with_attachments = truth_in(query, "attachments")
        if set(query) & set(_SINGLE):
            return self._single(request, form, with_attachments)
        limit = number_in(query, "limit") or PAGE
        found = self.statements.find(self._sought(query), min(limit, PAGE))
        contents = [self._formed(content, form, request) for content in found.contents]
        more = ""
        if found.last is not None:
            more = f"{request.endpoint}statements?{urlencode({**query, 'after': found.last})}"
        body = f'{{"statements":[{",".join(contents)}],"more":{json.dumps(more)}}}'.encode("utf-8", "replace")
        answer = Response(200, body, {"Content-Type": "application/json"})
        return _timed(self._with_attachments(answer, found.contents) if with_attachments else answer)

    def _single(self, request: Request, form: str, with_attachments: bool) -> Response:
        query = request.query
        if len(set(query) - {"attachments", "format"}) > 1:
            raise Refusal(
                400, "statementId and voidedStatementId can be combined only with attachments and format"
            )
        name = next(iter(set(query) & set(_SINGLE)))
        wanted = uuid_in(query, name)
        found = self.statements.of_ids([wanted]).get(wanted)
        is_voided = found is not None and self.statements.is_voided(wanted)
        own = self.whose()
        is_other = found and own is not None and name_of_agent(found["actor"]) != name_of_agent(own)
        if found is None or is_other or is_voided != (name == "voidedStatementId"):
            raise Refusal(404, "there is no such statement")
        content = json.dumps(found, ensure_ascii=False)
        body = self._formed(content, form, request).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json", "Last-Modified": date_of(found["stored"])}
        answer = Response(200, body, headers)
        return _timed(self._with_attachments(answer, [content]) if with_attachments else answer)

    def _sought(self, query: Mapping[str, str]) -> Sought:
        own = self.whose()
        return Sought(
            agent=name_of_agent(agent_in(query)) or "nobody" if "agent" in query else "",
            own=name_of_agent(own) if own is not None else "",
            activity=name_of_activity(iri_in(query, "activity")) if "activity" in query else "",
            related_agents=truth_in(query, "related_agents"),
            related_activities=truth_in(query, "related_activities"),
            verb=iri_in(query, "verb") if "verb" in query else "",
            registration=uuid_in(query, "registration"),
            since=moment_in(query, "since"),
            until=moment_in(query, "until"),
            ascending=truth_in(query, "ascending"),
            after=number_in(query, "after"),
        )

    def _formed(self, content: str, form: str, request: Request) -> str:
        if form == "exact":
            return content
        statement = json.loads(content)
        if form == "ids":
            made = with_ids(statement)
        else:
            made = canonical(statement, self._definition, request.headers.get("accept-language", ""))
        return json.dumps(made, ensure_ascii=False)

    def _with_attachments(self, answer: Response, contents: Sequence[str]) -> Response:
        wanted = dict.fromkeys(
            sum_.lower() for content in contents for sum_, _ in _declared([json.loads(content)]) if sum_
        )
        query = select(ATTACHMENTS).where(ATTACHMENTS.c.sha2.in_(among(wanted)))
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        parts = [multipart.BodyPart({"Content-Type": "application/json"}, answer.body)]
        for row in rows:
            headers = {
                "Content-Type": row.type,
                "Content-Transfer-Encoding": "binary",
                "X-Experience-API-Hash": row.sha2,
            }
            parts.append(multipart.BodyPart(headers, row.content))
        kind, body = multipart.join(parts)
        return Response(answer.status, body, {**answer.headers, "Content-Type": kind})

    # Activities and agents (2.4, 2.5)

    def activity(self, request: Request) -> Response:
        """Returns an activity with its definition merged from statements."""
        only(request.query, ("activityId",))
        iri = iri_in(request.query, "activityId")
        definition = self._definition(iri)
        return of_json(
            {"objectType": "Activity", "id": iri, **({"definition": definition} if definition else {})}
        )

    def person(self, request: Request) -> Response:
        """Returns the Person of an agent; the store knows no further identifiers."""
        only(request.query, ("agent",))
        agent = agent_in(request.query)
        if agent.get("objectType") == "Group":
            raise Refusal(400, "agent must not be a group")
        values = {name: [agent[name]] for name in ("name", *IDENTIFIERS) if name in agent}
        return of_json({"objectType": "Person", **values})

    def _definition(self, iri: str) -> Json:
        sought = Sought(activity=name_of_activity(iri), related_activities=True)
        made: Json = {}
        for content in reversed(self.statements.find(sought, MOST_DEFINITIONS).contents):
            for activity in activities_of(json.loads(content)):
                if activity["id"] == iri and "definition" in activity:
                    made = merged(made, activity["definition"])
        return made


def _content(request: Request) -> tuple[Any, Sequence[multipart.BodyPart] | None]:
    """The JSON of a request, and the further parts of a multipart body; None if it is not multipart (1.5)."""
    kind, parameters = multipart.media_type(request.headers.get("content-type", ""))
    if kind == "application/json":
        return parsed(request.body), None
    if kind != "multipart/mixed":
        raise Refusal(400, "Content-Type is neither application/json nor multipart/mixed")
    try:
        first, *rest = multipart.split(request.body, parameters.get("boundary", ""))
    except ValueError as error:
        raise Refusal(400, f"the parts cannot be separated: {error}") from None
    if multipart.media_type(first.headers.get("content-type", ""))[0] != "application/json":
        raise Refusal(400, "the first part is not application/json")
    return parsed(first.content), rest


def _attached(statements: Sequence[Json], parts: Sequence[multipart.BodyPart] | None) -> list[Json]:
    """The attachments to keep. Raises `Refusal` unless all parts are declared, and all declared ones sent or linked."""
    declared = {sum_.lower(): attachment for sum_, attachment in _declared(statements)}
    kept: dict[str, Json] = {}
    for part in parts or ():
        given = part.headers.get("x-experience-api-hash", "").strip().lower()
        if not given:
            raise Refusal(400, "a part has no X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "binary").strip().lower() != "binary":
            raise Refusal(400, "the Content-Transfer-Encoding of a part is not binary")
        function = _HASHES.get(len(given))
        if function is None or hashlib.new(function, part.content).hexdigest() != given:
            raise Refusal(400, "the X-Experience-API-Hash of a part does not match the part")
        if given not in declared:
            raise Refusal(400, "no statement declares an attachment with the hash of this part")
        attachment = declared[given]
        if attachment["length"] != len(part.content):
            raise Refusal(
                400, f"an attachment has {len(part.content)} octets, but declares {attachment['length']}"
            )
        kept[given] = {"sha2": given, "type": attachment["contentType"], "content": part.content}
    for sum_, attachment in declared.items():
        if sum_ not in kept and "fileUrl" not in attachment:
            raise Refusal(400, "an attachment has neither a fileUrl nor its data")
    return list(kept.values())


def _declared(statements: Iterable[Json]) -> Iterable[tuple[str, Json]]:
    for statement in statements:
        within = statement["object"] if statement["object"].get("objectType") == "SubStatement" else {}
        for attachment in (*statement.get("attachments", ()), *within.get("attachments", ())):
            yield str(attachment.get("sha2", "")), attachment


def _with_lists(statement: Json) -> Json:
    """A statement with lists in place of single context activities (Data, 2.4.6.2)."""
    context = statement.get("context", {})
    given = context.get("contextActivities")
    if given and not all(isinstance(related, list) for related in given.values()):
        lists = {name: related if isinstance(related, list) else [related] for name, related in given.items()}
        statement = {**statement, "context": {**context, "contextActivities": lists}}
    within = statement["object"]
    if within.get("objectType") == "SubStatement":
        statement = {**statement, "object": _with_lists(within)}
    return statement


def _timed(answer: Response) -> Response:
    """A response with the time up to which all stored statements can be found."""
    through = {"X-Experience-API-Consistent-Through": moment(datetime.now(UTC))}
    return Response(answer.status, answer.body, {**answer.headers, **through})


def _is_same(stored: Json, given: Json) -> bool:
    """Whether a statement equals the stored one with the same id (Data, 2.3.1, Statement Immutability)."""
    added = {"id", "stored", "version", "authority", *({"timestamp"} - set(given))}
    return {name: value for name, value in stored.items() if name not in added} == {
        name: value for name, value in given.items() if name not in added
    }
