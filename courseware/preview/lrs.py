"""A learning record store in memory, as strict as the specification (xAPI 1.0.3 Communication).

A pure function from requests to responses over what is stored; `server` carries them over HTTP.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

from courseware.validation.statements import problems

VERSION = "1.0.3"
MOST_BYTES = 5_000_000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What came over HTTP: `path` is that below the endpoint, header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request that is answered with an error: a status and its reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


Guard = Callable[[Request, list[Json]], None]
"""Looks at statements before they are stored, and raises `Refusal`."""


def _of_json(value: Any, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    return Response(status, text.encode(), {"Content-Type": "application/json"})


def etag(content: bytes) -> str:
    """The entity tag of a document: the SHA-1 of its content, in quotes (3.1)."""
    return f'"{sha1(content).hexdigest()}"'  # noqa: S324, the specification names it


class Lrs:
    """Statements and documents, and the resources by which they are reached.

    `statements` in the order of storing; `documents` by resource and query; `guard` is asked before statements are
    stored. `repeats` counts statements that came again under their own id.
    """

    def __init__(self, authorize: Callable[[str], bool] = bool, guard: Guard | None = None) -> None:
        self.authorize = authorize
        self.guard = guard
        self.statements: dict[str, Json] = {}
        self.documents: dict[tuple[str, ...], tuple[bytes, str]] = {}
        self.repeats = 0
        self.has_state = True

    def respond(self, request: Request) -> Response:
        """The answer to a request; what is wrong with it is an error of HTTP, with its reason as text."""
        try:
            if request.path == "about":
                return _of_json({"version": [VERSION]})
            if request.headers.get("x-experience-api-version", "").split(".")[:2] != ["1", "0"]:
                raise Refusal(400, "X-Experience-API-Version is missing or not 1.0.x")
            if not self.authorize(request.headers.get("authorization", "")):
                raise Refusal(401, "not authorized")
            resource = self._resources().get((request.method, request.path))
            if resource is None:
                raise Refusal(404, "there is no such resource")
            return resource(request)
        except Refusal as refusal:
            return Response(refusal.status, str(refusal).encode(), {"Content-Type": "text/plain"})

    def _resources(self) -> Mapping[tuple[str, str], Callable[[Request], Response]]:
        documents = {
            (method, path): serve
            for path in ("activities/state", "agents/profile", "activities/profile")
            if self.has_state or path != "activities/state"
            for method, serve in (
                ("GET", self._read),
                ("PUT", self._write),
                ("POST", self._merge),
                ("DELETE", self._delete),
            )
        }
        return {
            ("GET", "statements"): self._find,
            ("POST", "statements"): self._store,
            ("PUT", "statements"): self._store_one,
            **documents,
        }

    # Statements (2.1)

    def _store(self, request: Request) -> Response:
        content = _parsed(request)
        given = content if isinstance(content, list) else [content]
        return _of_json(self._take(request, given))

    def _store_one(self, request: Request) -> Response:
        statement = _parsed(request)
        wanted = request.query.get("statementId", "")
        if not isinstance(statement, dict) or statement.get("id", wanted) != wanted:
            raise Refusal(400, "statementId is not the id of the statement")
        self._take(request, [{**statement, "id": wanted}])
        return Response(204)

    def _take(self, request: Request, given: list[Any]) -> list[str]:
        """All of them or none."""
        for statement in given:
            found = problems(statement)
            if found:
                raise Refusal(400, "; ".join(f"{path} {reason}" for path, reason in found))
        known = [{"id": str(uuid.uuid4()), **statement} for statement in given]
        ids = [statement["id"].lower() for statement in known]
        if len(set(ids)) < len(ids):
            raise Refusal(400, "two statements of one batch have the same id")
        for one, statement in zip(ids, known, strict=True):
            if one in self.statements and not _is_same(self.statements[one], statement):
                raise Refusal(409, f"another statement is stored under {one}")
        new = {one: known[place] for place, one in enumerate(ids) if one not in self.statements}
        self.repeats += len(ids) - len(new)
        if (
            self.guard
        ):  # what comes again, too, as the player of cmi5 stands before the store (seen in CATAPULT)
            self.guard(request, known)
        moment = _now()
        for one, statement in new.items():
            self.statements[one] = {"timestamp": moment, **statement, "stored": moment, "version": VERSION}
        return [statement["id"] for statement in known]

    def _find(self, request: Request) -> Response:
        query = request.query
        if "statementId" in query:
            found = self.statements.get(query["statementId"].lower())
            if found is None:
                raise Refusal(404, "there is no such statement")
            return _of_json(found)
        tests: Mapping[str, Callable[[Json, str], bool]] = {
            "verb": lambda one, value: one["verb"]["id"] == value,
            "activity": lambda one, value: one["object"].get("id") == value,
            "registration": lambda one, value: one.get("context", {}).get("registration") == value,
        }
        wanted = [(tests[name], value) for name, value in query.items() if name in tests]
        chosen = [one for one in self.statements.values() if all(test(one, value) for test, value in wanted)]
        ordered = chosen if query.get("ascending") == "true" else chosen[::-1]
        limit = int(query.get("limit", "0") or 0)
        body = _of_json({"statements": ordered[:limit] if limit else ordered, "more": ""}).body
        headers = {"Content-Type": "application/json", "X-Experience-API-Consistent-Through": _now()}
        return Response(200, body, headers)

    # Documents (2.2 to 2.6, 3.1)

    def _read(self, request: Request) -> Response:
        key = _key(request)
        if key[-1] == "":
            names = [other[-1] for other in self.documents if other[:-1] == key[:-1]]
            return _of_json(names)
        if key not in self.documents:
            raise Refusal(404, "there is no such document")
        content, kind = self.documents[key]
        return Response(200, content, {"Content-Type": kind, "ETag": etag(content)})

    def _write(self, request: Request) -> Response:
        key = _named(request)
        kept = self.documents.get(key)
        self._check_conditions(request, kept)
        conditional = {"if-match", "if-none-match"} & set(request.headers)
        if "profile" in request.path and kept and not conditional:
            raise Refusal(409, "the document is there: send If-Match")
        self.documents[key] = request.body, request.headers.get("content-type", "application/octet-stream")
        return Response(204)

    def _merge(self, request: Request) -> Response:
        key = _named(request)
        kept = self.documents.get(key)
        self._check_conditions(request, kept)
        merged = {**(json.loads(kept[0]) if kept else {}), **_parsed(request)}
        self.documents[key] = json.dumps(merged).encode(), "application/json"
        return Response(204)

    def _delete(self, request: Request) -> Response:
        self.documents.pop(_named(request), None)
        return Response(204)

    def _check_conditions(self, request: Request, kept: tuple[bytes, str] | None) -> None:
        wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
        if wanted is not None and (kept is None or (wanted != "*" and wanted != etag(kept[0]))):
            raise Refusal(412, "the document is another one now")
        if unwanted is not None and kept and unwanted in ("*", etag(kept[0])):
            raise Refusal(412, "the document is there")


def _parsed(request: Request) -> Any:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise Refusal(400, "Content-Type is not application/json")
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise Refusal(400, f"no JSON: {error}") from None


def _key(request: Request) -> tuple[str, ...]:
    """What names a document: the resource, whose it is, and its own name last."""
    needed = {
        "activities/state": ("activityId", "agent"),
        "agents/profile": ("agent",),
        "activities/profile": ("activityId",),
    }[request.path]
    for name in needed:
        if not request.query.get(name):
            raise Refusal(400, f"{name} is missing")
    about = [request.query.get(name, "") for name in (*needed, "registration")]
    if "agent" in needed:
        place = needed.index("agent")
        try:
            about[place] = json.dumps(json.loads(about[place]), sort_keys=True)
        except ValueError:
            raise Refusal(400, "agent is no JSON") from None
    name = request.query.get("stateId", request.query.get("profileId", ""))
    return (request.path, *about, name)


def _named(request: Request) -> tuple[str, ...]:
    key = _key(request)
    if not key[-1]:
        raise Refusal(400, "the document has no name")
    return key


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_same(stored: Json, given: Json) -> bool:
    """Whether a statement is the one that is stored already (2.4.2, Statement Immutability)."""
    added = {"stored", "version", "authority", *({"timestamp"} - set(given))}
    return {name: value for name, value in stored.items() if name not in added} == {
        name: value for name, value in given.items() if name not in added
    }
