"""The learning record store of xAPI and cmi5 launches. What it has answered is on disk, in the file of the class."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from courseware.preview.cmi5_launch import Session
from courseware.preview.documents import StoredDocument
from courseware.preview.inspector import statement_told
from courseware.preview.lrs import Lrs
from courseware.preview.registrations import HOME, registration_of
from courseware.preview.requests import Json, Refusal, Request, Response
from courseware.preview.statements import name_of_agent
from courseware.preview.store import Learner, Store, UnitAttempt
from courseware.preview.texts import Message
from courseware.preview.units import Unit
from courseware.record import NamedTuple

MODES = {"normal": "Normal", "browse": "Browse", "review": "Review"}
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOST_RAW = 20_000
"""How many characters of a request's content the inspector shows."""


class StoreRequest(NamedTuple):
    """A request to the store, for the inspector: in words, as it was sent, its status, and what was wrong with it."""

    told: Sequence[Message]
    raw: str
    status: int
    why: str


def actor_of(learner: Learner) -> Json:
    """A learner as an agent, identified by an account."""
    return {"objectType": "Agent", "name": learner.name, "account": {"homePage": HOME, "name": learner.id}}


class RecordStore:
    """Statements and documents of a class, with access by cmi5 sessions and xAPI credentials."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sessions: dict[str, Session] = {}
        self.credentials: dict[str, str] = {}
        self.actors: dict[str, Json] = {}
        self.is_shared = False
        self.lrs = Lrs(self._authorize, self._guard, store, self._whose)

    def launch(
        self, token: str, unit: Unit, attempt: UnitAttempt, learner: Learner, mode: str, base: str
    ) -> str:
        """Starts a launch, and returns its query string; `base` is the address below which the launch is served."""
        self.actors[token] = actor_of(learner)
        if unit.standard == "xapi":
            self.credentials[token] = f"Basic {secrets.token_urlsafe(24)}"
            values = {
                "endpoint": f"{base}xapi/",
                "auth": self.credentials[token],
                "actor": json.dumps(actor_of(learner)),
                "registration": registration_of(attempt),
                "activity_id": unit.id,
            }
            return urlencode(values)
        for other in self.sessions.values():
            if other.registration == registration_of(attempt) and "terminated" not in other.said:
                other.is_abandoned = True
        data = dict(unit.data)
        mastery = float(data["masteryScore"]) if data.get("masteryScore") else None
        session = Session(
            unit.id, actor_of(learner), registration_of(attempt), MODES[mode], mastery, f"{base}returned"
        )
        self.sessions[token] = session
        content = json.dumps(session.launch_data()).encode()
        self.lrs.documents[session.launch_data_key] = StoredDocument(content, "application/json")
        return session.parameters(f"{base}xapi/", f"{base}fetch", json.dumps(session.actor))

    def states(self, activity: str, learner: Learner, registration: str) -> Mapping[str, StoredDocument]:
        """Name → State document of an attempt."""
        documents, agent = self.lrs.documents, name_of_agent(actor_of(learner))
        below = documents.below(("activities/state", activity, agent, registration, ""))
        return {key[-1]: documents[key] for key, _ in below}

    def fetch(self, token: str) -> Json | None:
        """The response of a session's fetch URL; None if there is no session."""
        session = self.sessions.get(token)
        return session.fetch() if session else None

    def respond(self, token: str, request: Request) -> tuple[Response, StoreRequest]:
        """The response to a request of a launch. What it writes is kept when the caller's transaction ends."""
        self._token = token
        response = self._respond(token, request)
        why = response.body.decode("utf-8", "replace") if response.status >= 400 else ""
        return response, StoreRequest(_told(request), _raw(request), response.status, why)

    def failed(self, request: Request, reason: object) -> tuple[Response, StoreRequest]:
        """The response if nothing can be written, for example because the disk is full."""
        why = f"it cannot be saved: {reason}"
        response = Response(503, why.encode(), {"Content-Type": "text/plain; charset=utf-8"})
        return response, StoreRequest(_told(request), _raw(request), response.status, why)

    def _respond(self, token: str, request: Request) -> Response:
        session = self.sessions.get(token)
        if session is not None:
            if session.is_over:
                return Response(403, b"the session is over (8.1.2)")
            try:
                refusal = session.refusal(request.method, request.path, request.query)
            except (ValueError, RecursionError):
                refusal = "the agent is not JSON"
            if refusal:
                return Response(403, refusal.encode())
            names = (request.query.get(name) for name in ("stateId", "profileId"))
            session.reads += [name for name in names if name and request.method == "GET"]
        return self.lrs.respond(request)

    def _authorize(self, given: str) -> bool:
        session = self.sessions.get(self._token)
        if session is not None:
            return session.is_fetched and given.removeprefix("Basic ") == session.token
        return given != "" and given == self.credentials.get(self._token)

    def _guard(self, request: Request, statements: list[Json]) -> None:
        session = self.sessions.get(self._token)
        if session is None:
            return
        before = [
            str(stored["verb"]["id"]).rpartition("/")[2]
            for stored in self.lrs.statements.of_registration(session.registration)
            if _is_defined(stored) and _session_of(stored) != session.id
        ]
        try:
            session.take(statements, before)
        except (KeyError, TypeError, AttributeError):
            raise Refusal(400, "a statement does not have the form that cmi5 requires") from None

    def _whose(self) -> Json | None:
        """The agent to whom credentials are limited: in a classroom the learner, otherwise None."""
        return self.actors.get(self._token, {}) if self.is_shared else None

    _token = ""


def _is_defined(statement: Json) -> bool:
    given = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    return CATEGORY in {activity.get("id") for activity in (given if isinstance(given, list) else [given])}


def _session_of(statement: Json) -> object:
    extensions: Mapping[str, object] = statement.get("context", {}).get("extensions", {})
    return extensions.get("https://w3id.org/xapi/cmi5/context/extensions/sessionid")


def _raw(request: Request) -> str:
    """A request as it was sent, without credentials in form fields (1.3), cut to `MOST_RAW`."""
    line = f"{request.method} {request.path} {json.dumps(dict(request.query), ensure_ascii=False)}"
    body = request.body.decode("utf-8", "replace")
    if "method" in request.query:
        body = re.sub(r"(?i)\b(authorization)=[^&]*", r"\1=…", body)
    more = f"… ({len(body) - MOST_RAW:,} more characters)" if len(body) > MOST_RAW else ""
    return f"{line}\n{body[:MOST_RAW]}{more}".strip()


_DOES = {"GET": "told_asked", "PUT": "told_saved", "POST": "told_added", "DELETE": "told_deleted"}
"""Method of a request for a document → key of its text."""


def _told(request: Request) -> Sequence[Message]:
    """A request in words."""
    name = request.query.get("stateId", request.query.get("profileId", ""))
    if request.path != "statements":
        values = {"element": name or request.path, "value": f"{len(request.body):,}"}
        return [Message(_DOES.get(request.method, "told_request"), values)]
    if request.method == "GET":
        return [Message("told_asked_statements", {})]
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return [Message("told_no_json", {})]
    return [statement_told(statement) for statement in (given if isinstance(given, list) else [given])[:20]]
