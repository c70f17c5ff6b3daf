"""The store is as strict as the specification: what it refuses, others refuse, too."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sites
from click.testing import CliRunner
from parties import CLEAN, of_ours, of_xapi_validation, verdicts
from sites import ADA, REGISTRATION

from courseware.cli import main
from courseware.preview.cmi5_launch import CATEGORIES, MASTERY, SESSION, VERBS, Session
from courseware.preview.lrs import Lrs, Refusal, Request, etag
from courseware.standards.statements import examples

VERSION = {
    "x-experience-api-version": "1.0.3",
    "authorization": "Basic x",
    "content-type": "application/json",
}
EXAMPLE = {
    "id": "0b5a9d2e-6a3c-4a57-9a55-0d9c6f6f1c11",
    **list(examples(sites.course(sites.ROOT / "content")))[3],
}

TOO_LOW = {"success": True, "score": {"scaled": 0.5}, "duration": "PT1S"}

BREAKS: dict[str, Callable[[Any], Any]] = {
    "no actor": lambda one: one.pop("actor"),
    "two identifiers": lambda one: one["actor"].update(mbox="mailto:a@example.org"),
    "no identifier": lambda one: one["actor"].pop("account"),
    "mbox without a scheme": lambda one: one.update(actor={"mbox": "a@example.org"}),
    "a short sum": lambda one: one.update(actor={"mbox_sha1sum": "abc"}),
    "a verb that is no IRI": lambda one: one["verb"].update(id="answered"),
    "a display that is no map": lambda one: one["verb"].update(display="answered"),
    "an activity that is no IRI": lambda one: one["object"].update(id="question 1"),
    "an id that is no UUID": lambda one: one.update(id="1"),
    "a registration that is no UUID": lambda one: one["context"].update(registration="1"),
    "a duration in words": lambda one: one.update(result={"duration": "5 minutes"}),
    "a response that is no text": lambda one: one.update(result={"response": 5}),
    "success in words": lambda one: one.update(result={"success": "yes"}),
    "a score above its maximum": lambda one: one.update(result={"score": {"raw": 9, "min": 0, "max": 5}}),
    "a scaled score above 1": lambda one: one.update(result={"score": {"scaled": 2}}),
    "an extension that is no IRI": lambda one: one.update(result={"extensions": {"progress": 5}}),
    "a timestamp in words": lambda one: one.update(timestamp="yesterday"),
    "null": lambda one: one.update(result=None),
    "a property of nobody": lambda one: one.update(score=5),
    "an interaction of no kind": lambda one: one["object"]["definition"].update(interactionType="quiz"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_a_statement(name: str) -> None:
    statement = copy.deepcopy(EXAMPLE)
    assert verdicts([statement]) == CLEAN
    BREAKS[name](statement)
    assert of_ours([statement])
    assert of_xapi_validation([statement])
    body = json.dumps([statement]).encode()
    assert Lrs().respond(Request("POST", "statements", {}, VERSION, body)).status == 400


def test_statements_in_files_are_judged(tmp_path: Path) -> None:
    """One, a list, or the answer of a store."""
    wrong = {**EXAMPLE, "verb": {"id": "answered"}}
    for name, content in {"one": wrong, "list": [EXAMPLE, wrong], "answer": {"statements": [wrong]}}.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        result = CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / name)])
        assert result.exit_code == 1
        assert f"statement {2 if name == 'list' else 1}: verb.id must be an IRI" in result.output
    (tmp_path / "sound").write_text(json.dumps([EXAMPLE]), encoding="utf-8")
    assert CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / "sound")]).exit_code == 0
    (tmp_path / "none").write_text("{", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / "none")])
    assert (result.exit_code, "P707" in result.output, "no JSON: " in result.output) == (1, True, True)


def post(lrs: Lrs, *statements: Any, **headers: str) -> int:
    request = Request("POST", "statements", {}, {**VERSION, **headers}, json.dumps(statements).encode())
    return lrs.respond(request).status


def test_statements_do_not_change() -> None:
    lrs = Lrs()
    assert post(lrs, EXAMPLE) == 200
    assert post(lrs, EXAMPLE) == 200
    assert post(lrs, {**EXAMPLE, "timestamp": "2026-02-01T10:00:00Z"}) == 409
    other = {**EXAMPLE, "id": "1b5a9d2e-6a3c-4a57-9a55-0d9c6f6f1c11"}
    assert post(lrs, other, {**EXAMPLE, "timestamp": "2026-02-01T10:00:00Z"}) == 409
    assert post(lrs, other, other) == 400
    assert (len(lrs.statements), lrs.repeats) == (1, 1)


def test_requests_without_version_or_authorization() -> None:
    assert Lrs().respond(Request("GET", "statements", {}, {"authorization": "x"})).status == 400
    assert (
        Lrs().respond(Request("GET", "statements", {}, {"x-experience-api-version": "1.0.3"})).status == 401
    )


def test_documents_are_written_by_their_tags() -> None:
    lrs = Lrs()
    query = {"activityId": "https://example.org/c", "agent": json.dumps(ADA), "stateId": "courseware"}

    def put(body: bytes, **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return lrs.respond(Request("PUT", "activities/state", query, {**VERSION, **named}, body)).status

    assert put(b"1", if_match='"x"') == 412
    assert put(b"1", if_none_match="*") == 204
    assert put(b"2", if_none_match="*") == 412
    assert put(b"2", if_match=etag(b"1")) == 204
    found = lrs.respond(Request("GET", "activities/state", query, VERSION))
    assert (found.status, found.body, found.headers["ETag"]) == (200, b"2", etag(b"2"))
    other = {**query, "registration": REGISTRATION}
    assert lrs.respond(Request("GET", "activities/state", other, VERSION)).status == 404


def said(session: Session, verb: str, **more: Any) -> dict[str, Any]:
    """A statement of a session as cmi5 wants it."""
    marks = ["cmi5", *(["moveon"] if verb in ("completed", "passed", "failed") else [])]
    context = {
        "registration": session.registration,
        "contextActivities": {
            **session.template["contextActivities"],
            "category": [{"id": CATEGORIES + mark} for mark in marks],
        },
        "extensions": {
            SESSION: session.id,
            **({MASTERY: session.mastery} if verb in ("passed", "failed") else {}),
        },
    }
    results = {
        "completed": {"completion": True, "duration": "PT1S"},
        "passed": {"success": True, "score": {"scaled": 0.9}, "duration": "PT1S"},
        "failed": {"success": False, "score": {"scaled": 0.1}, "duration": "PT1S"},
        "terminated": {"duration": "PT1S"},
    }
    result = {"result": results[verb]} if verb in results else {}
    head = {"id": EXAMPLE["id"], "timestamp": "2026-01-31T10:00:00Z", "actor": session.actor}
    about = {"verb": {"id": VERBS + verb}, "object": {"id": session.activity}}
    return {**head, **about, "context": context, **result, **more}


def session(*before: str, **more: Any) -> Session:
    made = Session(sites.BASE, ADA, REGISTRATION, **{"mastery": 0.8, **more})
    made.reads += ["LMS.LaunchData", "cmi5LearnerPreferences"]
    for verb in before:
        made.take(said(made, verb), list(made.said))
    return made


@pytest.mark.parametrize(
    ("made", "verb", "more", "words"),
    [
        (session(), "completed", {}, "initialized comes first"),
        (session("initialized"), "initialized", {}, "twice in a session"),
        (session("initialized", "terminated"), "completed", {}, "nothing comes after"),
        (session("initialized", "failed"), "passed", {}, "passed and failed in one session"),
        (session("initialized", "passed"), "failed", {}, "a verdict after passed"),
        (session("initialized"), "completed", {"result": {"completion": True}}, "no duration"),
        (session("initialized"), "completed", {"result": {"duration": "PT1S"}}, "no completion"),
        (session("initialized"), "passed", {"result": TOO_LOW}, "wrong verdict"),
        (session("initialized"), "completed", {"actor": {**ADA, "name": "Eve"}}, "the actor"),
        (session("initialized"), "completed", {"object": {"id": "https://example.org/other"}}, "not the activity"),
        (session("initialized", mode="Browse"), "completed", {}, "no result in this mode"),
        (session("initialized"), "experienced", {}, "on a verb that cmi5 does not define"),
        (Session(sites.BASE, ADA, REGISTRATION), "initialized", {}, "was not read"),
    ],
)  # fmt: skip
def test_what_breaks_a_session(made: Session, verb: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        made.take(said(made, verb, **more), list(made.said))


def test_a_whole_session_is_taken() -> None:
    made = session("initialized", "completed", "passed", "terminated")
    assert made.said == ["initialized", "completed", "passed", "terminated"]


def test_a_token_is_given_out_once() -> None:
    made = Session(sites.BASE, ADA, REGISTRATION)
    assert made.fetch() == {"auth-token": made.token}
    assert "error-code" in made.fetch()
