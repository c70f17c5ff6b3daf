"""A learning record store that follows the specification strictly (xAPI 1.0.3 Communication; 2.0: IEEE 9274.1.1).

It turns requests into responses, and keeps its data in the file of a class; `player` connects it to HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha1
from urllib.parse import parse_qsl

from courseware.preview.document_resource import DocumentResource
from courseware.preview.documents import Documents
from courseware.preview.multipart import media_type
from courseware.preview.requests import Json, Refusal, Request, Response, of_json
from courseware.preview.statement_resource import Guard, StatementResource
from courseware.preview.statements import Statements
from courseware.preview.store import Store

VERSION = "1.0.3"
"""The latest release of 1.0, which answers all requests for version 1.0 (3.3)."""
VERSIONS = (VERSION, "2.0.0")
MOST_BYTES = 5_000_000

CROSSING = {
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, "
    "X-Experience-API-Version",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, X-Experience-API-Version, "
    "X-Experience-API-Consistent-Through, Date",
    "Access-Control-Max-Age": "600",
}
"""CORS headers: what pages of other origins may send and read. The server adds which origins."""

_HEADERS = (
    "authorization",
    "x-experience-api-version",
    "content-type",
    "content-length",
    "if-match",
    "if-none-match",
)
"""Headers that a request may send as form fields (1.3)."""


class Lrs:
    """A record store: statements and documents, and their resources.

    `authorize` tests credentials; `guard` is called before statements are stored; `whose` gives the agent to whom the
    credentials are limited, if any, so that no statements or documents of others are read or written.
    """

    def __init__(
        self,
        authorize: Callable[[str], bool] = bool,
        guard: Guard | None = None,
        store: Store | None = None,
        whose: Callable[[], Json | None] = lambda: None,
    ) -> None:
        self.authorize = authorize
        self.store = store or Store(None)
        self.statements = Statements(self.store)
        self.documents = Documents(self.store)
        self.has_state = True
        self._statement_resource = StatementResource(self.store, self.statements, guard, whose)
        self._document_resource = DocumentResource(self.documents, whose)

    @property
    def repeats(self) -> int:
        """How many statements were sent again with the same id."""
        return self._statement_resource.repeats

    def respond(self, request: Request) -> Response:
        """The response to a request; for a wrong request, an HTTP error with the reason as its body."""
        version = _version(request)
        try:
            if len(request.body) > MOST_BYTES:
                raise Refusal(413, f"it has more than {MOST_BYTES:,} bytes")
            if request.method == "POST" and set(request.query) == {"method"}:
                request = _unfolded(request)
                version = _version(request)
            answer = self._respond(replace(request, version=version))
        except Refusal as refusal:
            answer = _refused(refusal, request)
        except RecursionError:
            answer = _refused(Refusal(400, "it is nested too deeply"), request)
        body = b"" if request.method == "HEAD" else answer.body
        return Response(
            answer.status, body, {"X-Experience-API-Version": version or VERSION, **answer.headers}
        )

    def _respond(self, request: Request) -> Response:
        if request.path == "about" and request.method in ("GET", "HEAD"):
            return of_json({"version": [*VERSIONS]})
        if not request.version:
            raise Refusal(400, "X-Experience-API-Version is missing, or is neither 1.0.x nor 2.0.x")
        if not self.authorize(request.headers.get("authorization", "")):
            raise Refusal(401, "not authorized")
        methods = self._resources().get(request.path)
        if methods is None:
            raise Refusal(404, "there is no such resource")
        serve = methods.get("GET" if request.method == "HEAD" else request.method)
        if serve is None:
            raise Refusal(405, f"this resource does not accept {request.method}")
        answer = serve(request)
        if request.method in ("GET", "HEAD") and answer.status == 200 and "ETag" not in answer.headers:
            return replace(answer, headers={**answer.headers, "ETag": etag(answer.body)})
        return answer

    def _resources(self) -> Mapping[str, Mapping[str, Callable[[Request], Response]]]:
        documents = self._document_resource
        of_documents = {
            "GET": documents.read,
            "PUT": documents.write,
            "POST": documents.merge,
            "DELETE": documents.delete,
        }
        statements = self._statement_resource
        return {
            "statements": {"GET": statements.find, "POST": statements.store_all, "PUT": statements.store_one},
            "activities": {"GET": statements.activity},
            "agents": {"GET": statements.person},
            "activities/profile": of_documents,
            "agents/profile": of_documents,
            **({"activities/state": of_documents} if self.has_state else {}),
        }


def etag(content: bytes) -> str:
    """The entity tag of a response: the SHA-1 of its content, in quotes (3.1)."""
    return f'"{sha1(content).hexdigest()}"'  # noqa: S324, the specification names it


def _version(request: Request) -> str:
    """The version in which to answer a request; empty if it asks for an unknown one (3.3)."""
    given = request.headers.get("x-experience-api-version", "")
    return next(
        (version for version in VERSIONS if re.fullmatch(rf"{version[0]}\.0(\.\d+)?", given, re.ASCII)), ""
    )


def _unfolded(request: Request) -> Request:
    """The request that is encoded in the fields of a form (1.3)."""
    if media_type(request.headers.get("content-type", ""))[0] != "application/x-www-form-urlencoded":
        raise Refusal(400, "with method, the content must be application/x-www-form-urlencoded (1.3)")
    try:
        fields = dict(
            parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=100, errors="strict")
        )
    except ValueError as error:
        raise Refusal(400, f"the form cannot be read: {error}") from None
    content = fields.pop("content", "").encode()
    own = {name: value for name, value in request.headers.items() if name != "content-type"}
    headers = {**own, **{name.lower(): value for name, value in fields.items() if name.lower() in _HEADERS}}
    query = {name: value for name, value in fields.items() if name.lower() not in _HEADERS}
    return replace(request, method=request.query["method"], headers=headers, query=query, body=content)


def _refused(refusal: Refusal, request: Request) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return of_json({"error": str(refusal)}, refusal.status)
    return Response(
        refusal.status, str(refusal).encode("utf-8", "replace"), {"Content-Type": "text/plain; charset=utf-8"}
    )
