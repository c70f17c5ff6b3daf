"""Statements from an address: from a learning record store, and from hostile servers."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from course_server import Preview
from hypothesis import given, settings
from hypothesis import strategies as st
from test_lrs import EXAMPLE, VERSION

from courseware.commands import main
from courseware.preview.requests import Request
from courseware.validation import statement_source
from courseware.validation.statement_source import validate_statements
from courseware.validation.statements import problems

WRONG = {**EXAMPLE, "verb": {"id": "answered"}}
PASSWORD = "sesame?"
USER = "ada:sesame%3F"
SECRETS = (PASSWORD, USER, b64encode(b"ada:sesame?").decode())

Place = tuple[int, dict[str, str], Any]


class Server(ThreadingHTTPServer):
    """Serves a table of paths: status, headers and JSON; some paths never end."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.places: dict[str, Place] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = Event()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers.items())))
        if self.path == "/silent":
            self.server.over.wait()
        elif self.path == "/trickle":  # a header that never ends
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            while not self.server.over.wait(0.02):
                self.wfile.write(b"x")
        elif self.path == "/endless":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n[")
            while not self.server.over.is_set():
                self.wfile.write(b"1," * 10_000)
        else:
            status, headers, content = self.server.places[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

    def handle(self) -> None:
        with suppress(OSError):  # the client has closed the connection
            super().handle()

    def log_message(self, format: str, *values: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()


def ok(content: Any, **headers: str) -> Place:
    return 200, headers, content


def moved(there: str) -> Place:
    return 302, {"Location": there}, b""


def validate(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--statements", *arguments])


def said(source: str) -> list[str]:
    return [f"{diagnostic.code} {diagnostic.message}" for diagnostic in validate_statements(source)]


def test_the_statements_of_a_store(preview: Preview) -> None:
    """A server that requires the version and the authorization."""
    authorization = f"Basic {SECRETS[2]}"
    preview.tokens.add(authorization)
    headers, body = {**VERSION, "authorization": authorization}, json.dumps([EXAMPLE]).encode()
    assert preview.lrs.respond(Request("POST", "statements", {}, headers, body)).status == 200
    place = f"{preview.address.removeprefix('http://')}/xapi/statements"
    result = validate(f"http://{USER}@{place}")
    assert (result.exit_code, result.output) == (0, f"http://{place}: nothing to report\n")
    result = validate(f"http://ada:wrong@{place}")
    assert result.exit_code == 1
    assert (
        f"http://{place}: error[P707]: the statements cannot be read: it replies with status 401"
        in result.output
    )
    assert "wrong" not in result.output


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_each_format_names_address_and_statement_and_no_password(server: Server, output_format: str) -> None:
    first, second = {"statements": [EXAMPLE, EXAMPLE], "more": "/b"}, {"statements": [WRONG]}
    server.places |= {"/a?limit=2": ok(first), "/b": ok(second)}
    result = validate(f"http://{USER}@{server.address}/a?limit=2", "--output-format", output_format)
    assert result.exit_code == 1
    address = f"http://{server.address}/a?limit=2"
    assert (address.replace(":", "%3A") if output_format == "github" else address) in result.output
    assert "statement 3 is not valid: verb.id must be an IRI" in result.output
    assert not [secret for secret in SECRETS if secret in result.output]
    assert [headers["Authorization"] for _, headers in server.asked] == [f"Basic {SECRETS[2]}"] * 2


def test_the_authorization_may_come_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.places["/"] = ok([EXAMPLE])
    monkeypatch.setenv("COURSEWARE_AUTHORIZATION", "Bearer sesame?")
    assert said(f"http://{server.address}/") == []
    assert said(f"http://ada:b@{server.address}/") == []
    assert [headers["Authorization"] for _, headers in server.asked] == ["Bearer sesame?", "Basic YWRhOmI="]
    monkeypatch.setenv("COURSEWARE_AUTHORIZATION", "Bearer sesame?\nX: y")
    [message] = said(f"http://{server.address}/")
    assert "no request can be made" in message
    assert PASSWORD not in message


CIRCLE = "redirects or `more` links that lead in a circle"
ELSEWHERE = "it leads to another origin, to which no request is sent"
FAULTS: dict[str, tuple[dict[str, Place], str]] = {
    "not authorized": ({"/": (401, {}, b"")}, "it replies with status 401"),
    "no JSON": ({"/": ok(b"<!doctype html>")}, "not JSON: Expecting value"),
    "no text": ({"/": ok(b'"\xff"')}, "not JSON: 'utf-8' codec"),
    "nested without end": ({"/": ok(b"[" * 100_000)}, "not JSON: maximum recursion depth"),
    "a file": ({"/": moved("file:///etc/passwd")}, ELSEWHERE),
    "another scheme": ({"/": moved("https://127.0.0.1/")}, ELSEWHERE),
    "another host": ({"/": moved("//localhost/")}, ELSEWHERE),
    "another host's page": ({"/": ok({"statements": [], "more": "http://localhost:1/"})}, ELSEWHERE),
    "no address": ({"/": moved("http://[")}, ELSEWHERE),
    "a `more` that is none": ({"/": ok({"statements": [], "more": {"a": 1}})}, ELSEWHERE),
    "a circle of redirects": ({"/": moved("/a"), "/a": moved("/")}, CIRCLE),
    "a circle of pages": (
        {path: ok({"statements": [], "more": two}) for path, two in (("/", "/a"), ("/a", "/"))},
        CIRCLE,
    ),
    "a redirect to itself": ({"/": moved("")}, CIRCLE),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_followed_and_not_read(server: Server, name: str) -> None:
    server.places, reason = FAULTS[name]
    [message] = said(f"http://ada:sesame@{server.address}/")
    assert message.startswith(f"P707 the statements cannot be read: {reason}")
    assert {path for path, _ in server.asked} <= set(server.places)


def test_a_redirect_of_the_same_origin_is_followed(server: Server) -> None:
    server.places |= {"/": moved(f"http://{server.address}/a"), "/a": ok(WRONG)}
    assert said(f"http://{server.address}/") == ["P706 statement 1 is not valid: verb.id must be an IRI"]


def test_the_number_of_pages_is_limited(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_source, "MOST_REQUESTS", 5)
    server.places = {f"/{n}": ok({"statements": [WRONG], "more": f"/{n + 1}"}) for n in range(9)}
    *found, last = said(f"http://{server.address}/0")
    assert found == [f"P706 statement {n} is not valid: verb.id must be an IRI" for n in range(1, 6)]
    assert last == "P707 the statements cannot be read: no end after 5 replies"
    assert len(server.asked) == 5


def test_the_size_of_answers_is_limited(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(statement_source, "MOST_BYTES", 1_000_000)
    too_much = ["P707 the statements cannot be read: more than 1 MB"]
    assert said(f"http://{server.address}/endless") == too_much
    server.places = {
        f"/{n}": ok({"statements": [], "more": f"/{n + 1}", "": "x" * 300_000}) for n in range(9)
    }
    assert said(f"http://{server.address}/0") == too_much  # all of them together
    assert len(server.asked) == 5
    (tmp_path / "large").write_bytes(b"[" + b"1," * 1_000_000)
    assert said(str(tmp_path / "large")) == too_much


@pytest.mark.parametrize("place", ["silent", "trickle"])
def test_the_total_time_is_limited(server: Server, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(statement_source, "IN_ALL", 0.3)
    assert said(f"http://{server.address}/{place}") == [
        "P707 the statements cannot be read: no complete reply within 0.3 seconds"
    ]


def test_a_silent_server_is_not_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_source, "CONNECT", 0.3)
    assert said(f"http://{server.address}/silent") == ["P707 the statements cannot be read: timed out"]


def test_nobody_answers() -> None:
    with Server() as server:  # to get a port that nobody listens on
        address = server.address
    assert said(f"http://{address}/") == ["P707 the statements cannot be read: Connection refused"]


@pytest.mark.parametrize("address", ["http://", "http://[", "http://ada:sesame?x@example.org:y/"])
def test_what_is_not_an_address_is_refused(address: str) -> None:
    result = validate(address)
    assert (result.exit_code, "P707" in result.output, "sesame" in result.output) == (1, True, False)


@pytest.mark.parametrize(
    "address",
    [
        "http://ada:12/ses@ame@127.0.0.1:1/x", "http://sesame/en@127.0.0.1:1/x", "HTTP://ada:1?sesame@127.0.0.1:1/x",
        "http://ada:1#sesame@127.0.0.1:1/x", "http://a@sesame:1/2@127.0.0.1:1/x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_a_password_that_is_not_escaped_is_neither_asked_nor_printed(
    address: str, output_format: str
) -> None:
    result = validate(address, "--output-format", output_format)
    assert result.exit_code == 1
    assert "P707" in result.output
    assert "`%2F`" in result.output or "`%252F`" in result.output
    assert not [secret for secret in ("ses", "ame", "ada:1") if secret in result.output.replace("name", "")]


@pytest.mark.parametrize(
    "address",
    [
        "htps://ada:sesame@lrs.example/xapi", "https:/ada:sesame@lrs.example/xapi", "https//ada:sesame@lrs.example",
        "ada:sesame@lrs.example", "lrs.example/xapi?token=sesame", "ftp://ada:sesame@lrs.example/",
        "http//lrs.example/?token=sesame", "//ada:sesame@lrs.example",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_not_printed(address: str) -> None:
    result = validate(address)
    assert result.exit_code == 2
    assert "sesame" not in result.output
    assert "an address must begin with https://" in result.output


def test_space_before_an_address_is_ignored(server: Server) -> None:
    server.places["/a"] = ok([EXAMPLE])
    result = validate(f" http://{USER}@{server.address}/a ")
    assert (result.exit_code, result.output) == (0, f"http://{server.address}/a: nothing to report\n")


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_of_a_query_only_what_an_lrs_defines_is_printed(server: Server, output_format: str) -> None:
    path = "/a?limit=2&token=sesame&sesame&key=sesame=&since="
    server.places[path] = ok([WRONG])
    result = validate(f"http://{server.address}{path}", "--output-format", output_format)
    assert result.exit_code == 1
    assert "sesame" not in result.output
    assert "/a?limit=2&token=…&…&key=…&since=" in result.output.replace("%2C", ",")
    assert "sesame" not in statement_source.shown("http://[?token=sesame")


def test_request_errors_are_reported_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*values: object) -> None:
        raise RuntimeError(f"sesame {values}")

    monkeypatch.setattr(statement_source, "_ask", broken)
    assert said("http://ada:sesame@127.0.0.1:1/") == [
        "P707 the statements cannot be read: the request failed (RuntimeError)"
    ]


def test_an_address_that_cannot_be_requested_is_refused() -> None:
    assert said("http://ada:\udcff@127.0.0.1:1/") == ["P707 the statements cannot be read: not an address"]


def test_the_number_of_findings_is_limited_and_they_show_no_control_characters(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_source, "MOST_FINDINGS", 5)
    server.places["/"] = ok([{**EXAMPLE, "\x1b[31m\u202e": 1}] * 9)
    *found, last = said(f"http://{server.address}/")
    assert found == [
        f"P706 statement {n} is not valid: \ufffd[31m\ufffd is not a known property" for n in range(1, 6)
    ]
    assert last == "P707 the statements cannot be read: more than 5 faults: the rest are not shown"


def test_packages_are_not_fetched(server: Server) -> None:
    result = CliRunner().invoke(main, ["validate", f"http://{server.address}/course.zip"])
    assert (result.exit_code, server.asked) == (2, [])
    assert "addresses are read only with --statements" in result.output


def test_a_statement_within_a_statement() -> None:
    inner = {name: value for name, value in EXAMPLE.items() if name != "id"}
    context = {name: value for name, value in EXAMPLE["context"].items() if name != "platform"}
    within = {**EXAMPLE, "context": context, "object": {"objectType": "SubStatement", **inner}}
    assert problems(within) == []
    assert problems({**within, "object": {**within["object"], "id": EXAMPLE["id"]}})
    assert problems({**within, "object": {**inner, "objectType": "SubStatement", "object": within["object"]}})


def test_a_group_within_a_group() -> None:
    group = {"objectType": "Group", "member": [{"openid": "https://ada.example"}]}
    assert problems({**EXAMPLE, "actor": group}) == []
    nested = {**EXAMPLE, "actor": {**group, "member": [group]}}
    assert problems(nested) == [("actor.member[0]", "must be an agent")]


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["objectType", "id", "member"]), inner)
    ),
    max_leaves=5,
)


def places(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """The paths to all values in a statement."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, place in parts:
        yield (*path, name)
        yield from places(place, *path, name)


@settings(max_examples=300, derandomize=True)
@given(place=st.sampled_from(list(places(json.loads(json.dumps(EXAMPLE))))), value=VALUES)
def test_any_statement_can_be_judged(place: tuple[Any, ...], value: Any) -> None:
    """No value anywhere in a statement makes a rule raise an exception."""
    statement = json.loads(json.dumps(EXAMPLE))
    inner = statement
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    assert isinstance(problems(statement), list)
