"""Courses, the learning record store and cmi5 sessions over HTTP on this machine, with faults on demand."""

from __future__ import annotations

import json
import mimetypes
import re
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from courseware.preview.cmi5_launch import Session
from courseware.preview.documents import StoredDocument
from courseware.preview.lrs import CROSSING, MOST_BYTES, Lrs
from courseware.preview.requests import Json, Request, Response

ENDPOINT = "/xapi/"
POLICY = "default-src 'self'; connect-src 'self' http://127.0.0.1:* http://localhost:*"
"""The content security policy for courses: strict, except that LRSs may be reached (`connect-src`)."""

STALL_AT_MOST = 60.0
"""Longest time that a request is stalled, in seconds."""

_JSON = {"Content-Type": "application/json"}
_HTML = {"Content-Type": "text/html"}

Handle = Callable[[], Response]


def _away(handle: Handle, faults: Faults) -> Response | None:
    if time.monotonic() < faults.begun + faults.away:
        return None
    faults.end()
    return handle()


def _status(status: int) -> Callable[[Handle, Faults], Response | None]:
    return lambda handle, faults: Response(status, b"{}", _JSON)


def _busy(handle: Handle, faults: Faults) -> Response:
    return Response(429, b"{}", {**_JSON, "Retry-After": str(faults.retry_after)})


def _conflict(handle: Handle, faults: Faults) -> Response:
    handle()
    return Response(409, b"{}", _JSON)


def _drop(handle: Handle, faults: Faults) -> None:
    handle()


def _lose(handle: Handle, faults: Faults) -> Response:
    handle()
    return Response(502, b"<html>Bad Gateway</html>", _HTML)


def _stall(handle: Handle, faults: Faults) -> None:
    faults.release.wait(STALL_AT_MOST)


def _rubbish(handle: Handle, faults: Faults) -> Response:
    return Response(200, b"<!doctype html><title>Please log in</title>", _HTML)


@dataclass(slots=True)
class Faults:
    """Faults on demand: the `kind` of fault for the next `times` requests whose line (`POST statements`) matches."""

    kind: str = ""
    pattern: re.Pattern[str] = re.compile("")
    times: float = 0
    retry_after: int = 1
    """Value of the header `Retry-After`, in seconds."""
    away: float = 60.0
    """How long the fault `away` lasts, in seconds."""
    begun: float = 0.0
    release: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, kind: str, pattern: str = "", times: float = float("inf")) -> None:
        """Begins a fault; requests that an earlier one stalls continue."""
        self.end()
        self.release = threading.Event()
        self.kind, self.pattern, self.times = kind, re.compile(pattern), times
        self.begun = time.monotonic()

    def end(self) -> None:
        """Ends the fault."""
        self.times = 0
        self.release.set()

    def next(self, line: str) -> str:
        """The kind of fault for a request; empty if none."""
        with self.lock:
            if self.times <= 0 or not self.pattern.search(line):
                return ""
            self.times -= 1
            return self.kind


FAULTS: Mapping[str, Callable[[Handle, Faults], Response | None]] = {
    "refuse": lambda handle, faults: None,
    "away": _away,
    "stall": _stall,
    "401": _status(401),
    "409": _conflict,
    "429": _busy,
    "500": _status(500),
    "drop": _drop,
    "lose": _lose,
    "rubbish": _rubbish,
}
"""Kind of fault → the response in place of the real one; None: the connection is closed.

`away` ends by itself after `Faults.away` seconds. `409`, `drop` and `lose` store the request first; then the response
is a conflict, the connection is closed, or a gateway responds in place of the store.
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, as the server logs it."""

    line: str
    status: int
    in_flight: int


class Preview:
    """A server: `lrs` is its record store, `faults` are those on demand, `visits` are all requests.

    `courses` is name → files, which are path → content.
    """

    def __init__(self, host: str = "127.0.0.1", delay: float = 0.0) -> None:
        self.courses: dict[str, Mapping[str, bytes]] = {}
        self.sessions: dict[str, Session] = {}
        self.tokens: set[str] = set()
        self.faults = Faults()
        self.visits: list[Visit] = []
        self.delay = delay
        self.lock = threading.RLock()
        self.in_flight = 0
        self.pause = threading.Event()
        self.exposed = CROSSING["Access-Control-Expose-Headers"]
        self.lrs = Lrs(self._authorize, self._guard)
        self.http = ThreadingHTTPServer((host, 0), _handler(self))
        self.http.daemon_threads = True

    @property
    def address(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    @contextmanager
    def serve(self) -> Iterator[Preview]:
        """Runs the server in the background for the duration of the context."""
        thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.faults.end()
            self.http.shutdown()
            self.http.server_close()

    # Launching

    def launch_xapi(self, course: str, actor: Json, registration: str = "", auth: str = "") -> str:
        """The address of an xAPI launch, by default with a new token for Basic authentication."""
        token = auth or f"Basic {uuid.uuid4().hex}"
        self.tokens.add(token if token.startswith("Basic ") else f"Basic {token}")
        values = {"endpoint": f"{self.address}{ENDPOINT}", "auth": token, "actor": json.dumps(actor)}
        query = urlencode({**values, **({"registration": registration} if registration else {})})
        return f"{self.address}/courses/{course}/index.html?{query}"

    def launch_cmi5(self, course: str, session: Session, file: str = "index.html") -> str:
        """The address of a launch of an AU's `file`; open sessions of the same registration are abandoned (9.3.6)."""
        for other in self.sessions.values():
            if other.registration == session.registration and "terminated" not in other.said:
                other.is_abandoned = True
        self.sessions[session.id] = session
        fetch = f"{self.address}/fetch/{session.id}"
        endpoint = f"{self.address}{ENDPOINT}{session.id}/"
        query = session.parameters(endpoint, fetch, json.dumps(session.actor))
        content = json.dumps(session.launch_data()).encode()
        self.lrs.documents[session.launch_data_key] = StoredDocument(content, "application/json")
        return f"{self.address}/courses/{course}/{file}?{query}"

    def _authorize(self, given: str) -> bool:
        return given in self.tokens or self._session(given) is not None

    def _session(self, authorization: str) -> Session | None:
        token = authorization.removeprefix("Basic ")
        return next(
            (session for session in self.sessions.values() if session.is_fetched and session.token == token),
            None,
        )

    def _guard(self, request: Request, statements: list[Json]) -> None:
        session = self._session(request.headers.get("authorization", ""))
        if session is None:
            return
        before = [
            verb
            for other in self.sessions.values()
            if (other.registration, other.activity) == (session.registration, session.activity)
            and other is not session
            for verb in other.said
        ]
        session.take(statements, before)

    # Requests

    def respond(self, request: Request) -> Response:
        """The response to a request, without faults."""
        place, _, rest = request.path.lstrip("/").partition("/")
        if place == "courses":
            return self._file(*rest.partition("/")[::2])
        if place == "fetch" and request.method == "POST" and rest in self.sessions:
            return Response(200, json.dumps(self.sessions[rest].fetch()).encode(), _JSON)
        if place == "back":
            return Response(200, b"<!doctype html><title>Back</title>Back in the LMS.", _HTML)
        if request.path.startswith(ENDPOINT):
            return self._record(request)
        return Response(404, b"there is nothing here", {"Content-Type": "text/plain"})

    def _record(self, request: Request) -> Response:
        """The store's response, or the launcher's refusal if the session must not send the request."""
        own, below = self._below(request.path)
        session = self._session(request.headers.get("authorization", ""))
        if session is not None:
            if own != session.id:
                return Response(404, b"this is not the endpoint of the session")
            if session.is_over:
                return Response(403, b"the session is over (8.1.2)")
            refusal = session.refusal(request.method, below, request.query)
            if refusal:
                return Response(403, refusal.encode())
            names = (request.query.get(name) for name in ("stateId", "profileId"))
            session.reads += [name for name in names if name and request.method == "GET"]
        return self.lrs.respond(replace(request, path=below, endpoint=request.path.removesuffix(below)))

    def _below(self, path: str) -> tuple[str, str]:
        """The id of the session whose endpoint a path is in, if any, and the resource.

        A launcher may give each session its own endpoint, as cmi5's conformance suite does.
        """
        below = path.removeprefix(ENDPOINT)
        first, _, rest = below.partition("/")
        return (first, rest) if first in self.sessions else ("", below)

    def _file(self, course: str, name: str) -> Response:
        content = self.courses.get(course, {}).get(unquote(name))
        if content is None:
            return Response(404, b"there is no such file", {"Content-Type": "text/plain"})
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(200, content, {"Content-Type": kind, "Content-Security-Policy": POLICY})

    def answer(self, request: Request) -> Response | None:
        """The response to a request, with delay and faults; None: the connection is closed."""
        is_record = request.path.startswith((ENDPOINT, "/fetch/"))
        if not is_record or request.method == "OPTIONS":
            return Response(204) if is_record else self.respond(request)

        def handle() -> Response:
            with self.lock:
                return self.respond(request)

        line = f"{request.method} {self._below(request.path)[1].lstrip('/')}"
        with self.lock:
            self.in_flight += 1
            in_flight = self.in_flight
        try:
            self.pause.wait(self.delay) if self.delay else None
            kind = self.faults.next(line)
            response = FAULTS[kind](handle, self.faults) if kind else handle()
        finally:
            with self.lock:
                self.in_flight -= 1
        self.visits.append(Visit(line, response.status if response else 0, in_flight))
        return response


def _handler(preview: Preview) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > MOST_BYTES:
                self.close_connection = True
                return
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            request = Request(self.command, parts.path, query, headers, self.rfile.read(length))
            response = preview.answer(request)
            if response is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(response.status)
            for name, value in {**self._crossing(), **response.headers}.items():
                self.send_header(name, value)
            if response.status != 204:
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def _crossing(self) -> Mapping[str, str]:
            """CORS headers that allow pages of other origins."""
            exposed = {"Access-Control-Expose-Headers": preview.exposed}
            return {"Access-Control-Allow-Origin": "*", **CROSSING, **exposed}

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_OPTIONS = _serve

        def handle(self) -> None:
            with suppress(OSError):  # the browser has closed the connection
                super().handle()

        def log_message(self, format: str, *values: Any) -> None:
            pass

    return Handler
