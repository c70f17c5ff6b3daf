"""The resources State, Agent Profile and Activity Profile (xAPI 1.0.3 Communication, 2.2, 2.3, 2.6, 2.7, 3.1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha1

from courseware.preview.documents import DocumentKey, Documents, StoredDocument
from courseware.preview.multipart import media_type
from courseware.preview.requests import (
    Json,
    Refusal,
    Request,
    Response,
    agent_in,
    date_of,
    iri_in,
    moment_in,
    of_json,
    only,
    parsed,
    uuid_in,
)
from courseware.preview.statements import name_of_agent
from courseware.record import NamedTuple


class _Kind(NamedTuple):
    """A resource: parameters for what its documents are about, for the name of a document, and optional ones."""

    about: tuple[str, ...]
    name: str
    more: tuple[str, ...] = ()


_KINDS: Mapping[str, _Kind] = {
    "activities/state": _Kind(("activityId", "agent"), "stateId", ("registration",)),
    "agents/profile": _Kind(("agent",), "profileId"),
    "activities/profile": _Kind(("activityId",), "profileId"),
}


class DocumentResource:
    """Requests for `documents`; `whose` gives the agent to whom the credentials are limited, if any."""

    def __init__(self, documents: Documents, whose: Callable[[], Json | None]) -> None:
        self.documents, self.whose = documents, whose

    def read(self, request: Request) -> Response:
        """Returns a document or, if none is named, the names of all, or of those written since a moment."""
        key = self._key(request)
        if key[-1]:
            kept = self._kept(key)
            if kept is None:
                raise Refusal(404, "there is no such document")
            headers = {"Content-Type": kept.type, "ETag": _tag(kept), "Last-Modified": date_of(kept.updated)}
            return Response(200, kept.content, headers)
        rows = self.documents.below(key, moment_in(request.query, "since"))
        answer = of_json(list(dict.fromkeys(place[-1] for place, _ in rows)))
        newest = {"Last-Modified": date_of(max(updated for _, updated in rows))} if rows else {}
        return Response(200, answer.body, {**answer.headers, **newest})

    def write(self, request: Request) -> Response:
        """Stores a document in place of the present one."""
        key = self._named(request)
        kept = self._kept(key)
        _check(request, kept)
        conditional = {"if-match", "if-none-match"} & set(request.headers)
        guards = request.path != "activities/state" or request.version.startswith("2.")
        if guards and kept and not conditional:
            raise Refusal(409, "the document already exists: read it, and send If-Match with its ETag (3.1)")
        kind = request.headers.get("content-type", "application/octet-stream")
        if media_type(kind)[0] == "application/json":
            parsed(request.body)
        self.documents[key] = StoredDocument(request.body, kind)
        return Response(204)

    def merge(self, request: Request) -> Response:
        """Sets the given properties of a JSON object."""
        key = self._named(request)
        kept = self._kept(key)
        _check(request, kept)
        given = StoredDocument(request.body, request.headers.get("content-type", ""))
        merged = {**(_object(kept, "the existing document") if kept else {}), **_object(given, "it")}
        self.documents[key] = StoredDocument(json.dumps(merged).encode(), "application/json")
        return Response(204)

    def delete(self, request: Request) -> Response:
        """Deletes a document; in State, all documents if none is named."""
        key = self._key(request)
        if key[-1]:
            _check(request, self._kept(key))
            self.documents.pop(key, None)
        elif request.path != "activities/state":
            raise Refusal(400, "profileId is missing")
        else:
            for place, _ in self.documents.below(key):
                self.documents.pop(place, None)
        return Response(204)

    def _kept(self, key: DocumentKey) -> StoredDocument | None:
        return self.documents.get(key)

    def _named(self, request: Request) -> DocumentKey:
        key = self._key(request)
        if not key[-1]:
            raise Refusal(400, f"{_KINDS[request.path].name} is missing")
        return key

    def _key(self, request: Request) -> DocumentKey:
        kind, query = _KINDS[request.path], request.query
        reads = request.method in ("GET", "HEAD")
        only(query, (*kind.about, *kind.more, kind.name, *(("since",) if reads else ())))
        about = []
        if "activityId" in kind.about:
            about.append(iri_in(query, "activityId"))
        if "agent" in kind.about:
            name, own = name_of_agent(agent_in(query)), self.whose()
            if own is not None and name != name_of_agent(own):
                raise Refusal(403, "these credentials belong to another agent")
            about.append(name)
        return (request.path, *about, uuid_in(query, "registration"), query.get(kind.name, ""))


def _object(document: StoredDocument, words: str) -> Json:
    if media_type(document.type)[0] != "application/json":
        raise Refusal(400, f"{words} is not application/json, so it cannot be merged (2.2)")
    value = parsed(document.content)
    if not isinstance(value, dict):
        raise Refusal(400, f"{words} is not a JSON object, so it cannot be merged (2.2)")
    return value


def _tag(document: StoredDocument) -> str:
    return f'"{sha1(document.content).hexdigest()}"'  # noqa: S324, the specification requires it (3.1)


def _check(request: Request, kept: StoredDocument | None) -> None:
    """Checks `If-Match` and `If-None-Match` against a document (RFC 2616, 14.24 and 14.26). Raises `Refusal`."""
    wanted, unwanted = (request.headers.get(name) for name in ("if-match", "if-none-match"))
    tag = _tag(kept) if kept else ""
    if wanted is not None and (kept is None or not {"*", tag} & _tags(wanted)):
        raise Refusal(412, "the document has changed")
    if unwanted is not None and kept and {"*", tag} & _tags(unwanted):
        raise Refusal(412, "the document already exists")


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}
