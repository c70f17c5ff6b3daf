"""Third-party learning record stores, run for the tests, and courses beside them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin

import httpx
from course_server import ENDPOINT, Preview
from learner import eventually
from sites import ADA

from courseware.preview.lrs import VERSION
from courseware.preview.requests import Json, Request, Response

HERE = Path(__file__).parent
PATIENCE = 300.0
"""Timeout in seconds, long enough for a busy machine."""
PAGE = 5
"""Statements on a page, few enough that there are several pages."""
USER, PASSWORD = "courseware", "as good as any"
HASH = "$2b$04$/XKBUjpzsT5iPenP0IrKlOJRdyoglrUNLnGYyVZveD6lzY03rHfRq"
"""Hash of the password by bcrypt."""
GUARDED = ["setpriv", "--pdeathsig", "KILL"]
"""Prefix of commands, so that servers end when the tests are killed."""
TO_STORE = ("authorization", "content-type", "if-match", "if-none-match", "x-experience-api-version")
FROM_STORE = ("content-type", "etag", "retry-after", "x-experience-api-consistent-through")
STATEMENTS, DOCUMENTS = "statements", "activities/profile"


class Store:
    """A store in its own process with its data in `folder`; the last argument of its `command` is its socket.

    `resource` is the path of its resource.
    """

    authorization = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    def __init__(
        self,
        name: str,
        folder: Path,
        command: list[str],
        settings: Mapping[str, str],
        resource: str = STATEMENTS,
    ) -> None:
        self.name = name
        self.resource = resource
        self.folder = folder
        self.command = command
        self.settings = settings
        self.client = httpx.Client(timeout=PATIENCE, trust_env=False)
        self.visits: list[tuple[str, int]] = []

    def start(self) -> None:
        """Runs the store with its present data."""
        with socket.create_server(("127.0.0.1", 0)) as listener, (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*GUARDED, *self.command, str(listener.fileno())],
                cwd=self.folder,
                env={**os.environ, **self.settings},
                pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            self.address = f"http://127.0.0.1:{listener.getsockname()[1]}/xAPI/{self.resource}"
        try:
            self.client.get(self.address, headers=self.headers())
        except httpx.TransportError as error:
            raise AssertionError((self.folder / "log").read_text()) from error

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def post(self, *statements: Json) -> httpx.Response:
        """Sends statements as one batch (xAPI 1.0.3 Communication, 2.1.2)."""
        return self.client.post(self.address, json=statements, headers=self.headers())

    def read(self, **query: str) -> list[Json]:
        """All statements in the store, read page by page (2.1.3)."""
        found, more = [], "?" + urlencode({**query, "limit": PAGE})
        while more:
            answer = self.client.get(urljoin(self.address, more), headers=self.headers())
            assert answer.status_code == 200, answer.text
            found += answer.json()["statements"]
            more = answer.json().get("more", "")
        return found

    def respond(self, request: Request, query: Mapping[str, str] | None = None) -> Response:
        """The store's response, to another query if given; 502, as from a gateway, if it does not respond."""
        headers = {name: request.headers[name] for name in TO_STORE if name in request.headers}
        try:
            answer = self.client.request(
                request.method,
                self.address,
                params=request.query if query is None else query,
                content=request.body,
                headers=headers,
            )
        except httpx.TransportError:
            return Response(502)
        back = {name: answer.headers[name] for name in FROM_STORE if name in answer.headers}
        return Response(answer.status_code, answer.content, back)

    def headers(self) -> Mapping[str, str]:
        """Headers of every request."""
        return {"Authorization": self.authorization, "X-Experience-API-Version": VERSION}


class Front(Preview):
    """A course server that passes statements on to `store`.

    xapi-statements and Ralph have no State resource. Saved states go to the server's own or, if given, to `documents`,
    as documents of the activity, for which entity tags and conditions work the same way (xAPI 1.0.3 Communication,
    3.1). `sent` is id → statement as a page first sent it.
    """

    def __init__(self, store: Store, documents: Store | None = None) -> None:
        super().__init__()
        self.store = store
        self.documents = documents
        self.sent: dict[str, Json] = {}

    def launch(self, course: str, registration: str) -> str:
        return self.launch_xapi(course, ADA, registration, self.store.authorization)

    def respond(self, request: Request) -> Response:
        if self.documents and request.path == f"{ENDPOINT}activities/state":
            answer = self.documents.respond(request, as_document(request.query))
            self.documents.visits.append((request.method, answer.status))
            return answer
        if request.path != f"{ENDPOINT}statements":
            return super().respond(request)
        for statement in json.loads(request.body or b"[]"):
            self.sent.setdefault(statement["id"], statement)
        return self.store.respond(request)


def as_document(query: Mapping[str, str]) -> Mapping[str, str]:
    """The query for a saved state (2.3) as one for an activity's document (2.7), with the agent in its name."""
    whose = [query[name] for name in ("stateId", "agent", "registration") if name in query]
    return {"activityId": query["activityId"], "profileId": " ".join(whose)}


@contextmanager
def running(store: Store) -> Iterator[Store]:
    store.start()
    try:
        yield store
    finally:
        store.kill()
        store.client.close()


@contextmanager
def xapi_statements(folder: Path) -> Iterator[Store]:
    """Learning Locker's xapi-statements: statements in memory, events in Redis; it accepts any credentials."""
    settings = {
        "AUTH_REPO": "test",
        "EVENTS_REPO": "redis",
        "MODELS_REPO": "memory",
        "REDIS_URL": "redis.sock",
        "STORAGE_REPO": "local",
    }
    with (folder / "redis.log").open("w") as log:
        redis = subprocess.Popen(
            [*GUARDED, "redis-server", "--port", "0", "--unixsocket", "redis.sock", "--save", ""],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        eventually(lambda: (folder / "redis.sock").exists() or redis.poll() is not None, PATIENCE)
        assert redis.poll() is None, (folder / "redis.log").read_text()
        with running(
            Store("xapi-statements", folder, ["node", str(HERE / "xapi_statements.mjs")], settings)
        ) as store:
            yield store
    finally:
        redis.kill()
        redis.wait()


@contextmanager
def ralph(folder: Path) -> Iterator[Store]:
    """Ralph of France Université Numérique: statements in a file, with credentials."""
    settings = {
        "RALPH_AUTH_FILE": "auth.json",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": "statements",
        "RALPH_HISTORY_FILE": "history.json",
        "RALPH_RUNSERVER_BACKEND": "fs",
    }
    user = {
        "agent": {"mbox": "mailto:lms@example.org"},
        "hash": HASH,
        "scopes": ["all"],
        "username": USER,
    }
    (folder / "auth.json").write_text(json.dumps([user]))
    with running(Store("Ralph", folder, [sys.executable, str(HERE / "ralph_server.py")], settings)) as store:
        yield store


@contextmanager
def xapi_activities(folder: Path) -> Iterator[Store]:
    """Learning Locker's store of activity documents, in memory; it accepts any credentials.

    Each document gets a random entity tag, which the response to a PUT does not contain."""
    settings = {"AUTH_REPO": "test", "MODELS_REPO": "memory", "STORAGE_REPO": "local"}
    command = ["node", str(HERE / "xapi_activities.mjs")]
    with running(Store("xapi-activities", folder, command, settings, DOCUMENTS)) as store:
        yield store


STORES = {"xapi-statements": xapi_statements, "Ralph": ralph}
