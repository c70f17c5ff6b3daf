"""Requests to the record store and its responses: a row for each, with its clause (xAPI 1.0.3 Communication)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from courseware.preview import multipart, statement_resource
from courseware.preview.lrs import MOST_BYTES, Lrs, etag
from courseware.preview.requests import Request, Response
from courseware.preview.statements import Statements

ADA, BO = ({"objectType": "Agent", "mbox": f"mailto:{name}@example.org"} for name in ("ada", "bo"))
CLASS = {
    "objectType": "Group",
    "account": {"homePage": "https://example.org", "name": "class"},
    "member": [ADA],
}
COURSE, QUESTION = "https://example.org/course", "https://example.org/course/q"
PASSED, SAID = "http://adlnet.gov/expapi/verbs/passed", "http://adlnet.gov/expapi/verbs/answered"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
REGISTRATION = "0b5a9d2e-6a3c-4a57-9a55-0d9c6f6f1c11"
JSON = {"content-type": "application/json"}
OWN = {"x-experience-api-version": "1.0.3", "authorization": "Basic x"}


def identifier(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def statement(number: int, **more: Any) -> dict[str, Any]:
    made = {
        "id": identifier(number),
        "actor": ADA,
        "verb": {"id": SAID, "display": {"en": "answered", "de": "beantwortete"}},
        "object": {"id": QUESTION},
    }
    return {**made, **more}


def about(number: int, **more: Any) -> dict[str, Any]:
    """A statement about another statement."""
    return {"actor": BO, "object": {"objectType": "StatementRef", "id": identifier(number)}, **more}


def voids(number: int) -> dict[str, Any]:
    return about(number, verb={"id": VOIDED})


KEPT = [
    statement(1),
    statement(2, actor=BO, verb={"id": PASSED}, object={"id": COURSE, "objectType": "Activity"}),
    statement(3, actor=CLASS, context={"registration": REGISTRATION}),
    statement(4, actor=BO, context={"contextActivities": {"parent": {"id": COURSE}}, "instructor": ADA}),
    statement(5, **about(2, verb={"id": "https://example.org/confirmed"})),
    statement(6, **about(5, actor=CLASS, verb={"id": "https://example.org/doubted"})),
    statement(7, actor=BO),
    statement(8, **voids(7)),
    statement(
        9,
        actor=BO,
        object={"objectType": "SubStatement", "actor": ADA, "verb": {"id": PASSED}, "object": {"id": COURSE}},
    ),
    statement(10, actor=BO, object=ADA),
]
"""The statements that are stored before each request."""


def ask(
    lrs: Lrs,
    method: str,
    path: str,
    query: Mapping[str, str] = {},
    body: bytes | Any = b"",
    headers: Mapping[str, str] = {},
) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {} if isinstance(body, bytes) else JSON
    return lrs.respond(Request(method, path, query, {**OWN, **kind, **headers}, content))


@pytest.fixture
def lrs() -> Iterator[Lrs]:
    made = Lrs()
    for stored in KEPT:
        assert ask(made, "POST", "statements", {}, stored).status == 200, stored
    yield made
    made.store.close()


def numbers(answer: Response) -> list[int]:
    assert answer.status == 200, answer.body
    return [int(statement["id"][-12:]) for statement in json.loads(answer.body)["statements"]]


ada, bo, group = (json.dumps(agent) for agent in (ADA, BO, CLASS))
NOT_VOIDED = [10, 9, 8, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("clause", "query", "expected"),
    [
        ("2.1.3", {}, NOT_VOIDED),
        ("2.1.3", {"ascending": "true"}, NOT_VOIDED[::-1]),
        ("2.1.3", {"limit": "2"}, [10, 9]),
        ("2.1.3", {"limit": "0"}, NOT_VOIDED),
        ("2.1.3", {"verb": SAID}, [10, 9, 8, 4, 3, 1]),
        ("2.1.3, StatementRefs", {"verb": PASSED}, [6, 5, 2]),
        ("2.1.3", {"activity": QUESTION}, [8, 4, 3, 1]),
        ("2.1.3, StatementRefs", {"activity": COURSE}, [6, 5, 2]),
        ("2.1.3", {"activity": COURSE, "related_activities": "true"}, [9, 6, 5, 4, 2]),
        ("2.1.3", {"agent": ada}, [10, 6, 3, 1]),
        ("2.1.3", {"agent": ada, "related_agents": "true"}, [10, 9, 6, 4, 3, 1]),
        ("2.1.3", {"agent": group}, [6, 3]),
        ("2.1.3", {"agent": json.dumps({**ADA, "name": "Ada"})}, [10, 6, 3, 1]),
        ("2.1.3", {"agent": json.dumps({"mbox": "mailto:nobody@example.org"})}, []),
        ("2.1.3", {"registration": REGISTRATION}, [3]),
        ("2.1.3", {"registration": REGISTRATION.upper()}, [3]),
        ("2.1.3", {"agent": ada, "verb": SAID, "activity": QUESTION}, [3, 1]),
        ("2.1.3", {"since": "2999-01-01T00:00:00Z"}, []),
        ("2.1.3", {"until": "2000-01-01T00:00:00Z"}, []),
        ("2.1.3", {"since": "2000-01-01T00:00:00+02:00", "until": "2999-01-01T00:00:00Z"}, NOT_VOIDED),
        # time and order are those of the statement itself, not of the statement that it refers to
        ("2.1.3, StatementRefs", {"verb": PASSED, "limit": "1"}, [6]),
    ],
)
def test_statements_that_match(lrs: Lrs, clause: str, query: dict[str, str], expected: list[int]) -> None:
    assert numbers(ask(lrs, "GET", "statements", query)) == expected


LONG = {"x": "y" * MOST_BYTES}
STATE = {"activityId": COURSE, "agent": ada, "stateId": "s"}
ACTIVITY, AGENT = {"activityId": COURSE, "profileId": "p"}, {"agent": ada, "profileId": "p"}
S, ST, AP, GP = "statements", "activities/state", "activities/profile", "agents/profile"
TEXT, FORM = {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"}
Row = tuple[str, str, str, str, dict[str, str], Any, dict[str, str], int]
ROWS: list[Row] = [
    # clause, words, method, resource, query, body, headers, status
    ("3.3", "no version", "GET", S, {}, b"", {"x-experience-api-version": ""}, 400),
    ("3.3", "version 0.95", "GET", S, {}, b"", {"x-experience-api-version": "0.95"}, 400),
    ("3.3", "version 1.1.0", "GET", S, {}, b"", {"x-experience-api-version": "1.1.0"}, 400),
    ("3.3", "version 1.0", "GET", S, {}, b"", {"x-experience-api-version": "1.0"}, 200),
    ("3.3", "version 1.0.9", "GET", S, {}, b"", {"x-experience-api-version": "1.0.9"}, 200),
    ("3.3", "version 2.0.0", "GET", S, {}, b"", {"x-experience-api-version": "2.0.0"}, 200),
    ("2.8", "about needs no version", "GET", "about", {}, b"", {"x-experience-api-version": ""}, 200),
    ("4.0", "no credentials", "GET", S, {}, b"", {"authorization": ""}, 401),
    ("3.2", "no such resource", "GET", "verbs", {}, b"", {}, 404),
    ("3.2", "no such method", "DELETE", S, {}, b"", {}, 405),
    ("3.2", "an unknown parameter", "GET", S, {"colour": "red"}, b"", {}, 400),
    ("3.2", "a parameter in another case", "GET", S, {"Agent": ada}, b"", {}, 400),
    ("3.2", "a parameter of nothing on POST", "POST", S, {"x": "y"}, statement(20), {}, 400),
    ("3.2", "too large", "POST", S, {}, statement(20, result={"extensions": {COURSE: LONG}}), {}, 413),
    ("1.1", "HEAD", "HEAD", S, {}, b"", {}, 200),
    ("2.1.1", "PUT", "PUT", S, {"statementId": identifier(20)}, statement(20), {}, 204),
    ("2.1.1", "PUT of another id", "PUT", S, {"statementId": identifier(21)}, statement(20), {}, 400),
    ("2.1.1", "PUT without an id", "PUT", S, {}, statement(20), {}, 400),
    ("2.1.1", "PUT of a list", "PUT", S, {"statementId": identifier(20)}, [statement(20)], {}, 400),
    ("2.1.1", "PUT again", "PUT", S, {"statementId": identifier(1)}, statement(1), {}, 204),
    ("2.1.1", "PUT of another", "PUT", S, {"statementId": identifier(1)}, statement(1, actor=BO), {}, 409),
    ("2.1.2", "POST of a list", "POST", S, {}, [statement(20), statement(21)], {}, 200),
    ("2.1.2", "POST of nothing", "POST", S, {}, [], {}, 200),
    ("2.1.2", "an id twice in a batch", "POST", S, {}, [statement(20), statement(20)], {}, 400),
    ("3.2", "one that is wrong in a batch", "POST", S, {}, [statement(20), {"id": "x"}], {}, 400),
    ("3.2", "JSON that is none", "POST", S, {}, b"{", JSON, 400),
    ("3.2", "NaN", "POST", S, {}, b'[{"a": NaN}]', JSON, 400),
    ("3.2", "nested without end", "POST", S, {}, b"[" * 100_000, JSON, 400),
    ("3.2", "JSON said to be a text", "POST", S, {}, json.dumps(statement(20)).encode(), TEXT, 400),
    ("3.2", "a form without method", "POST", S, {}, b"a=b", FORM, 400),
    ("2.1.3", "one statement", "GET", S, {"statementId": identifier(1)}, b"", {}, 200),
    ("2.1.3", "one with its format", "GET", S, {"statementId": identifier(1), "format": "ids"}, b"", {}, 200),
    ("2.1.3", "none of that id", "GET", S, {"statementId": identifier(99)}, b"", {}, 404),
    ("2.1.3", "an id that is none", "GET", S, {"statementId": "1"}, b"", {}, 400),
    ("2.1.3", "both ids", "GET", S, {"statementId": identifier(1), "voidedStatementId": identifier(7)}, b"", {}, 400),
    ("2.1.3", "an id and a filter", "GET", S, {"statementId": identifier(1), "verb": SAID}, b"", {}, 400),
    ("2.1.4", "a voided one by its id", "GET", S, {"statementId": identifier(7)}, b"", {}, 404),
    ("2.1.4", "a voided one as such", "GET", S, {"voidedStatementId": identifier(7)}, b"", {}, 200),
    ("2.1.4", "one that is not voided", "GET", S, {"voidedStatementId": identifier(1)}, b"", {}, 404),
    ("2.1.3", "a format of nobody", "GET", S, {"format": "short"}, b"", {}, 400),
    ("2.1.3", "a limit below zero", "GET", S, {"limit": "-1"}, b"", {}, 400),
    ("2.1.3", "a limit in words", "GET", S, {"limit": "all"}, b"", {}, 400),
    ("2.1.3", "truth in another case", "GET", S, {"ascending": "True"}, b"", {}, 400),
    ("2.1.3", "a moment in words", "GET", S, {"since": "yesterday"}, b"", {}, 400),
    ("2.1.3", "a day of no calendar", "GET", S, {"until": "2026-02-30T00:00:00Z"}, b"", {}, 400),
    ("2.1.3", "an agent that is none", "GET", S, {"agent": "{}"}, b"", {}, 400),
    ("2.1.3", "an agent that is no JSON", "GET", S, {"agent": "ada"}, b"", {}, 400),
    ("2.1.3", "a verb that is no IRI", "GET", S, {"verb": "passed"}, b"", {}, 400),
    ("2.1.3", "a registration that is no UUID", "GET", S, {"registration": "1"}, b"", {}, 400),
    ("2.3", "State", "PUT", ST, STATE, b"1", {}, 204),
    ("2.3", "State, no stateId", "PUT", ST, {"activityId": COURSE, "agent": ada}, b"1", {}, 400),
    ("2.3", "State, no agent", "PUT", ST, {"activityId": COURSE, "stateId": "s"}, b"1", {}, 400),
    ("2.3", "State, no activity", "PUT", ST, {"agent": ada, "stateId": "s"}, b"1", {}, 400),
    ("2.3", "State, an agent that is none", "PUT", ST, {**STATE, "agent": "{}"}, b"1", {}, 400),
    ("2.3", "State, a registration that is none", "PUT", ST, {**STATE, "registration": "1"}, b"1", {}, 400),
    ("2.3", "State that is not there", "GET", ST, STATE, b"", {}, 404),
    ("2.3", "names of States", "GET", ST, {"activityId": COURSE, "agent": ada}, b"", {}, 200),
    ("2.3", "names since words", "GET", ST, {"activityId": COURSE, "agent": ada, "since": "x"}, b"", {}, 400),
    ("2.3", "all States go", "DELETE", ST, {"activityId": COURSE, "agent": ada}, b"", {}, 204),
    ("2.2", "JSON that is none", "PUT", ST, STATE, b"{", JSON, 400),
    ("2.2", "merging what is no JSON", "POST", ST, STATE, b"1", {"content-type": "text/plain"}, 400),
    ("2.2", "merging what is no object", "POST", ST, STATE, [1], {}, 400),
    ("2.2", "merging with nothing", "POST", ST, STATE, {"x": 1}, {}, 204),
    ("2.6", "Agent Profile", "PUT", GP, AGENT, {"x": 1}, {"if-none-match": "*"}, 204),
    ("2.6", "Agent Profile, unconditional, new", "PUT", GP, AGENT, {"x": 1}, {}, 204),
    ("2.6", "Agent Profile, a parameter of others", "PUT", GP, {**AGENT, "activityId": COURSE}, b"", {}, 400),
    ("2.6", "all of an Agent Profile", "DELETE", GP, {"agent": ada}, b"", {}, 400),
    ("2.7", "Activity Profile", "PUT", AP, ACTIVITY, {"x": 1}, {"if-none-match": "*"}, 204),
    ("2.7", "Activity Profile, an IRI that is none", "GET", AP, {"activityId": "x"}, b"", {}, 400),
    ("3.1", "If-Match of nothing", "PUT", AP, ACTIVITY, b"1", {"if-match": '"x"'}, 412),
    ("3.1", "DELETE, If-Match of nothing", "DELETE", AP, ACTIVITY, b"", {"if-match": '"x"'}, 412),
    ("2.4", "a person", "GET", "agents", {"agent": ada}, b"", {}, 200),
    ("2.4", "a group is no person", "GET", "agents", {"agent": group}, b"", {}, 400),
    ("2.5", "an activity", "GET", "activities", {"activityId": COURSE}, b"", {}, 200),
    ("2.5", "no activity", "GET", "activities", {}, b"", {}, 400),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_status(lrs: Lrs, row: Row) -> None:
    _, _, method, path, query, body, headers, status = row
    before = len(lrs.statements)
    answer = ask(lrs, method, path, query, body, headers)
    assert answer.status == status, answer.body
    version = "2.0.0" if headers.get("x-experience-api-version") == "2.0.0" else "1.0.3"
    assert answer.headers["X-Experience-API-Version"] == version
    if status >= 400:
        assert answer.body, "an error tells its reason"
        assert len(lrs.statements) == before
    if path == "statements" and status < 300:
        assert "X-Experience-API-Consistent-Through" in answer.headers


def test_pages_survive_statements_that_come_meanwhile(lrs: Lrs) -> None:
    for ascending in ("false", "true"):
        query = {"limit": "2", "ascending": ascending, "agent": bo, "related_agents": "true"}
        whole = numbers(ask(lrs, "GET", "statements", {**query, "limit": "0"}))
        seen: list[int] = []
        for number in range(30, 40):
            answer = ask(lrs, "GET", "statements", query)
            seen += numbers(answer)
            more = json.loads(answer.body)["more"]
            if not more:
                break
            assert urlsplit(more).path == "/xapi/statements"
            query = dict(parse_qsl(urlsplit(more).query))
            if ascending == "false":
                ask(lrs, "POST", "statements", {}, statement(number, actor=BO))
        assert seen == whole


def test_a_page_has_a_bound(lrs: Lrs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_resource, "PAGE", 3)
    for limit in ("0", "100"):
        answer = ask(lrs, "GET", "statements", {"limit": limit})
        assert numbers(answer) == NOT_VOIDED[:3]
        assert json.loads(answer.body)["more"]


def test_what_voids_cannot_be_voided_and_may_come_first(lrs: Lrs) -> None:
    ask(lrs, "POST", "statements", {}, statement(40, **voids(8)))
    assert 8 in numbers(ask(lrs, "GET", "statements"))
    ask(lrs, "POST", "statements", {}, statement(41, **voids(42)))
    ask(lrs, "POST", "statements", {}, statement(42))
    assert 42 not in numbers(ask(lrs, "GET", "statements"))
    voided = ask(lrs, "GET", "statements", {"voidedStatementId": identifier(42)})
    assert json.loads(voided.body)["id"] == identifier(42)


def test_what_is_added_to_a_statement(lrs: Lrs) -> None:
    """Data 2.4.7 to 2.4.10: timestamp, stored, authority, version; context activities in lists (2.4.6.2)."""
    given = {"authority": BO, "stored": "2001-01-01T00:00:00Z"}
    ask(lrs, "POST", "statements", {}, statement(50, **given))
    told = json.loads(ask(lrs, "GET", "statements", {"statementId": identifier(50)}).body)
    assert told["timestamp"] == told["stored"] > "2002"
    assert told["authority"] == statement_resource.AUTHORITY
    assert told["version"] == "1.0.0"
    parent = json.loads(ask(lrs, "GET", "statements", {"statementId": identifier(4)}).body)["context"]
    assert parent["contextActivities"] == {"parent": [{"id": COURSE}]}
    assert ask(lrs, "POST", "statements", {}, KEPT[3]).status == 200, "it is still the same"
    two = {"x-experience-api-version": "2.0.0"}
    context = {"contextAgents": [{"objectType": "contextAgent", "agent": ADA, "relevantTypes": [COURSE]}]}
    assert ask(lrs, "POST", "statements", {}, statement(51, actor=BO, context=context)).status == 400
    assert ask(lrs, "POST", "statements", {}, statement(51, actor=BO, context=context), two).status == 200
    told = json.loads(ask(lrs, "GET", "statements", {"statementId": identifier(51)}).body)
    assert (told["version"], told["context"]) == ("2.0.0", context)
    assert 51 in numbers(ask(lrs, "GET", "statements", {"agent": ada, "related_agents": "true"}))


def test_formats(lrs: Lrs) -> None:
    """2.1.3, format, and its rules for languages."""
    definition = {"name": {"en": "Course", "de": "Kurs"}, "description": {"de-AT": "Ein Kurs"}}
    first = statement(60, object={"id": QUESTION, "definition": definition})
    later = statement(61, object={"id": QUESTION, "definition": {"name": {"fr": "Cours"}, "type": COURSE}})
    ask(lrs, "POST", "statements", {}, [first, later])

    def told(**query: str) -> Any:
        headers = {"accept-language": "de-CH;q=0.2, de;q=0.9, en;q=0.5"}
        body = ask(lrs, "GET", "statements", {"statementId": identifier(60), **query}, b"", headers).body
        return json.loads(body)

    assert told()["object"] == told(format="exact")["object"] == first["object"]
    assert told(format="ids")["object"] == {"id": QUESTION}
    assert told(format="ids")["verb"] == {"id": SAID}
    assert told(format="canonical")["object"]["definition"] == {
        "name": {"de": "Kurs"},
        "description": {"de-AT": "Ein Kurs"},
        "type": COURSE,
    }
    assert told(format="canonical")["verb"]["display"] == {"de": "beantwortete"}
    whole = json.loads(ask(lrs, "GET", "activities", {"activityId": QUESTION}).body)
    assert whole["definition"]["name"] == {"en": "Course", "de": "Kurs", "fr": "Cours"}
    member = json.loads(ask(lrs, "GET", "statements", {"statementId": identifier(3), "format": "ids"}).body)
    assert member["actor"] == {name: value for name, value in CLASS.items() if name != "member"}
    person = json.loads(ask(lrs, "GET", "agents", {"agent": json.dumps({**ADA, "name": "Ada"})}).body)
    assert person == {"objectType": "Person", "name": ["Ada"], "mbox": [ADA["mbox"]]}


DATA = b"\x00\r\n--x\r\n\xff the data\r\n"
SUM, LONG_SUM = hashlib.sha256(DATA).hexdigest(), hashlib.sha512(DATA).hexdigest()
ATTACHMENT = {
    "usageType": "https://example.org/usage",
    "display": {"en": "Data"},
    "contentType": "application/octet-stream",
    "length": len(DATA),
    "sha2": SUM,
}


def with_parts(
    attachment: Any, *parts: tuple[str, bytes], first: str = "application/json"
) -> tuple[str, bytes]:
    body = json.dumps(statement(70, attachments=[attachment])).encode()
    more = [
        multipart.BodyPart({"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": digest}, content)
        for digest, content in parts
    ]
    return multipart.join([multipart.BodyPart({"Content-Type": first}, body), *more])


def test_attachments_come_and_go_as_they_are(lrs: Lrs) -> None:
    """1.5.2, and `attachments` in 2.1.3."""
    kind, body = with_parts(ATTACHMENT, (SUM, DATA))
    assert ask(lrs, "POST", "statements", {}, body, {"content-type": kind}).status == 200
    for query in ({"attachments": "true"}, {"statementId": identifier(70), "attachments": "true"}):
        answer = ask(lrs, "GET", "statements", query)
        main, parameters = multipart.media_type(answer.headers["Content-Type"])
        assert main == "multipart/mixed"
        first, part = multipart.split(answer.body, parameters["boundary"])
        assert part.content == DATA
        assert part.headers == {
            "content-type": "application/octet-stream",
            "content-transfer-encoding": "binary",
            "x-experience-api-hash": SUM,
        }
        assert json.loads(first.content)
    assert ask(lrs, "GET", "statements").headers["Content-Type"] == "application/json"
    nothing = ask(lrs, "GET", "statements", {"agent": json.dumps(BO), "attachments": "true"})
    assert nothing.headers["Content-Type"].startswith("multipart/mixed")


@pytest.mark.parametrize(
    ("words", "attachment", "parts", "status"),
    [
        ("neither data nor an address", ATTACHMENT, [], 400),
        ("an address", {**ATTACHMENT, "fileUrl": "https://example.org/f"}, [], 200),
        ("other data than the hash says", ATTACHMENT, [(SUM, DATA + b"x")], 400),
        ("a hash of nothing", ATTACHMENT, [(SUM, DATA), ("1" * 64, DATA)], 400),
        ("data that nobody declares", ATTACHMENT, [(SUM, DATA), (hashlib.sha256(b"").hexdigest(), b"")], 400),
        ("another length", {**ATTACHMENT, "length": 3}, [(SUM, DATA)], 400),
        ("SHA-512", {**ATTACHMENT, "sha2": LONG_SUM}, [(LONG_SUM, DATA)], 200),
    ],
)  # fmt: skip
def test_attachments_are_checked(
    lrs: Lrs, words: str, attachment: Any, parts: list[tuple[str, bytes]], status: int
) -> None:
    kind, body = with_parts(attachment, *parts)
    assert ask(lrs, "POST", "statements", {}, body, {"content-type": kind}).status == status
    if not parts:
        assert ask(lrs, "POST", "statements", {}, statement(71, attachments=[attachment])).status == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n{}\r\n",
        b"--x y\r\n\r\n{}\r\n--x--",
        b"--x\r\nContent-Type: text/plain\r\n\r\n{}\r\n--x--",
        b"--x\r\nno header\r\n--x--",
        b"--x" * 5000,
    ],
)
def test_parts_that_cannot_be_told_apart_are_refused(lrs: Lrs, body: bytes) -> None:
    for kind in ('multipart/mixed; boundary="x"', "multipart/mixed", f"multipart/mixed; boundary={'x' * 99}"):
        assert ask(lrs, "POST", "statements", {}, body, {"content-type": kind}).status == 400


@pytest.mark.parametrize("path", [ST, AP, GP])
def test_documents_by_the_letter(lrs: Lrs, path: str) -> None:
    """2.2 and 3.1."""
    query = {ST: STATE, AP: ACTIVITY, GP: AGENT}[path]
    some = {name: value for name, value in query.items() if name not in ("stateId", "profileId")}
    name = query.get("stateId", query.get("profileId", ""))
    assert json.loads(ask(lrs, "GET", path, some).body) == []
    assert ask(lrs, "PUT", path, query, b"\xff\x00", {"content-type": "image/png"}).status == 204
    found = ask(lrs, "GET", path, query)
    assert (found.status, found.body, found.headers["Content-Type"]) == (200, b"\xff\x00", "image/png")
    assert found.headers["ETag"] == etag(b"\xff\x00")
    assert found.headers["Last-Modified"].endswith("GMT")
    head = ask(lrs, "HEAD", path, query)
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", found.headers["ETag"])
    assert ask(lrs, "POST", path, query, {"x": 1}).status == 400, "what is there is no JSON"
    assert ask(lrs, "PUT", path, query, {"x": 1}, {"if-match": '"other"'}).status == 412
    assert ask(lrs, "PUT", path, query, {"x": 1}, {"if-none-match": "*"}).status == 412
    # only State may be overwritten without being read (3.1), in 2.0 not even that
    two = {"x-experience-api-version": "2.0.0"}
    assert ask(lrs, "PUT", path, query, {"x": 1}, two).status == 409
    assert ask(lrs, "PUT", path, query, {"x": 0}).status == (204 if path == ST else 409)
    found = ask(lrs, "GET", path, query)
    assert ask(lrs, "PUT", path, query, {"x": 1, "y": 1}, {"if-match": found.headers["ETag"]}).status == 204
    assert ask(lrs, "POST", path, query, {"x": 2, "z": 3}).status == 204
    assert json.loads(ask(lrs, "GET", path, query).body) == {"x": 2, "y": 1, "z": 3}
    named = ask(lrs, "GET", path, some)
    assert json.loads(named.body) == [name]
    assert "Last-Modified" in named.headers
    assert json.loads(ask(lrs, "GET", path, {**some, "since": "2999-01-01T00:00:00Z"}).body) == []
    assert ask(lrs, "DELETE", path, query, b"", {"if-match": '"other"'}).status == 412
    assert ask(lrs, "DELETE", path, query).status == 204
    assert ask(lrs, "GET", path, query).status == 404


def test_states_by_registration(lrs: Lrs) -> None:
    """2.3: without a registration, all documents of the activity and agent."""
    some = {"activityId": COURSE, "agent": ada}
    for more in ({}, {"registration": REGISTRATION}):
        assert ask(lrs, "PUT", ST, {**STATE, **more, "stateId": f"s{len(more)}"}, b"1").status == 204
    assert json.loads(ask(lrs, "GET", ST, some).body) == ["s0", "s1"]
    own = {**some, "registration": REGISTRATION.upper()}
    assert json.loads(ask(lrs, "GET", ST, own).body) == ["s1"]
    assert ask(lrs, "GET", ST, {**STATE, "stateId": "s1"}).status == 404
    assert json.loads(ask(lrs, "GET", ST, {**some, "agent": bo}).body) == []
    assert ask(lrs, "DELETE", ST, own).status == 204
    assert json.loads(ask(lrs, "GET", ST, some).body) == ["s0"]


def test_a_request_in_a_form(lrs: Lrs) -> None:
    """1.3, for browsers that cannot send headers."""
    bare = {"x-experience-api-version": "", "authorization": ""}

    def sent(method: str, **fields: str) -> Response:
        given = {"Authorization": "Basic x", "X-Experience-API-Version": "1.0.3", **fields}
        return ask(lrs, "POST", "statements", {"method": method}, urlencode(given).encode(), {**bare, **FORM})

    body = json.dumps(statement(80, result={"response": "über & ü"}))
    put = {"statementId": identifier(80), "content": body, "Content-Type": "application/json"}
    assert sent("PUT", **put).status == 204
    found = sent("GET", statementId=identifier(80))
    assert json.loads(found.body)["result"] == {"response": "über & ü"}
    assert sent("GET", colour="red").status == 400
    assert sent("GET", Authorization="").status == 401
    assert ask(lrs, "POST", "statements", {"method": "GET"}, b"", JSON).status == 400


def test_errors_in_the_form_that_is_asked_for(lrs: Lrs) -> None:
    """3.2."""
    answer = ask(lrs, "GET", "statements", {"x": "y"}, b"", {"accept": "application/json"})
    assert json.loads(answer.body) == {"error": "unknown parameter: x"}
    assert ask(lrs, "GET", "statements", {"x": "y"}).headers["Content-Type"].startswith("text/plain")


def test_a_lone_surrogate_is_kept(lrs: Lrs) -> None:
    sent = json.dumps(statement(90, result={"response": "\ud83d half"})).encode()
    assert ask(lrs, "POST", "statements", {}, sent, JSON).status == 200
    assert Statements(lrs.store)[identifier(90)]["result"] == {"response": "\ud83d half"}
    for form in ("exact", "ids"):
        assert b"half" in ask(lrs, "GET", "statements", {"statementId": identifier(90), "format": form}).body


HALF = {"account": {"homePage": "https://example.org", "name": "\ud83d"}}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("POST", ST, STATE, {"draft": "\ud83d"}, JSON), 204),
        (("PUT", ST, {**STATE, "agent": json.dumps(HALF)}, b"1"), 204),
        (("GET", "statements", {"agent": json.dumps(HALF)}), 200),
        (("GET", "statements", {"verb": f"{SAID}\ud83d", "activity": f"{QUESTION}\ud83d"}), 200),
        (("GET", "activities", {"activityId": f"{QUESTION}\ud83d"}), 200),
        (("POST", "statements", {}, {**statement(91), "\ud83d": 1}, JSON), 400),
        (("POST", "statements", {}, b"", {"content-type": "multipart/mixed; boundary*=utf-8''%ff"}), 400),
    ],
)
def test_lone_surrogates_are_answered(lrs: Lrs, asked: tuple[Any, ...], status: int) -> None:
    assert ask(lrs, *asked).status == status


def test_credentials_of_one_agent_reach_nothing_of_another() -> None:
    lrs = Lrs(whose=lambda: BO)
    assert ask(lrs, "POST", "statements", {}, statement(1, actor=BO)).status == 200
    assert ask(lrs, "POST", "statements", {}, statement(2)).status == 403
    Statements(lrs.store).add([{**statement(3), "stored": "2026-01-01T00:00:00.000Z"}])
    assert numbers(ask(lrs, "GET", "statements")) == [1]
    assert numbers(ask(lrs, "GET", "statements", {"agent": ada})) == []
    assert ask(lrs, "GET", "statements", {"statementId": identifier(3)}).status == 404
    assert ask(lrs, "GET", ST, {**STATE, "agent": bo}).status == 404
    for path, query in ((ST, STATE), (GP, AGENT)):
        for method in ("GET", "PUT", "POST", "DELETE"):
            assert ask(lrs, method, path, query, {"x": 1}).status == 403
