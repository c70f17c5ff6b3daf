"""The store is as strict as the specification: third-party validators refuse what it refuses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sites
from click.testing import CliRunner
from parties import CLEAN, of_ours, of_ralph, of_xapi_validation, verdicts
from sites import ADA, REGISTRATION

from courseware.commands import main
from courseware.formats.statements import examples
from courseware.preview.cmi5_launch import (
    CATEGORIES,
    MASTERY,
    PROGRESS,
    RULES,
    SESSION,
    VERBS,
    Session,
)
from courseware.preview.lrs import Lrs, etag
from courseware.preview.requests import Refusal, Request

VERSION = {
    "x-experience-api-version": "1.0.3",
    "authorization": "Basic x",
    "content-type": "application/json",
}
EXAMPLE = {
    "id": "0b5a9d2e-6a3c-4a57-9a55-0d9c6f6f1c11",
    **list(examples(sites.course(sites.ROOT / "content")))[3],
}

AGENT = {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
ANOTHER = {"objectType": "StatementRef", "id": EXAMPLE["id"]}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
ATTACHMENT = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A note"},
    "contentType": "text/plain; charset=utf-8",
    "length": 3,
    "sha2": "a" * 64,
}


def attach_without(name: str, statement: Any) -> None:
    """Adds an attachment that lacks a property to a statement."""
    statement.update(attachments=[{key: value for key, value in ATTACHMENT.items() if key != name}])


def scale(value: Any) -> Any:
    """Gives a statement the definition of a Likert interaction."""
    return {"interactionType": "likert", "scale": value}


def within(**more: Any) -> Any:
    """A statement with a substatement."""
    head = {"objectType": "SubStatement", "actor": AGENT, "verb": EXAMPLE["verb"]}
    return {**head, "object": {"id": "https://example.org/a"}, **more}


BREAKS: dict[str, Callable[[Any], Any]] = {
    "no actor": lambda given: given.pop("actor"),
    "two identifiers": lambda given: given["actor"].update(mbox="mailto:a@example.org"),
    "no identifier": lambda given: given["actor"].pop("account"),
    "mbox without a scheme": lambda given: given.update(actor={"mbox": "a@example.org"}),
    "a short sum": lambda given: given.update(actor={"mbox_sha1sum": "abc"}),
    "a verb that is no IRI": lambda given: given["verb"].update(id="answered"),
    "a display that is no map": lambda given: given["verb"].update(display="answered"),
    "an activity that is no IRI": lambda given: given["object"].update(id="question 1"),
    "an id that is no UUID": lambda given: given.update(id="1"),
    "a registration that is no UUID": lambda given: given["context"].update(registration="1"),
    "a duration in words": lambda given: given.update(result={"duration": "5 minutes"}),
    "a response that is no text": lambda given: given.update(result={"response": 5}),
    "success in words": lambda given: given.update(result={"success": "yes"}),
    "a score above its maximum": lambda given: given.update(result={"score": {"raw": 9, "min": 0, "max": 5}}),
    "a scaled score above 1": lambda given: given.update(result={"score": {"scaled": 2}}),
    "an extension that is no IRI": lambda given: given.update(result={"extensions": {"progress": 5}}),
    "a timestamp in words": lambda given: given.update(timestamp="yesterday"),
    "null": lambda given: given.update(result=None),
    "a property of nobody": lambda given: given.update(score=5),
    "an interaction of no kind": lambda given: given["object"]["definition"].update(interactionType="quiz"),
    "a month and an hour that no calendar has": lambda given: given.update(timestamp="2020-13-45T99:99:99Z"),
    "an hour that ends the day": lambda given: given.update(timestamp="2020-01-01T24:00:00Z"),
    "a leap second": lambda given: given.update(timestamp="2016-12-31T23:59:60Z"),
    "an offset beyond a day": lambda given: given.update(timestamp="2020-01-01T00:00:00+25:00"),
    "a timestamp in other digits": lambda given: given.update(timestamp="\u0662\u0660\u0662\u0660-01-01T00:00:00Z"),
    "voided, about an activity": lambda given: given.update(verb=VOIDED),
    "voided, about an activity, within": lambda given: given.update(object=within(verb=VOIDED), context={}),
    "attachments that are one": lambda given: given.update(attachments=ATTACHMENT),
    "attachments that are an object": lambda given: given.update(attachments={}),
    **{f"an attachment without {name}": partial(attach_without, name) for name in ATTACHMENT},
    "an attachment of a part of an octet": lambda given: given.update(attachments=[{**ATTACHMENT, "length": 1.5}]),
    "an attachment of no media type": lambda given: given.update(attachments=[{**ATTACHMENT, "contentType": "text"}]),
    "an agent with members": lambda given: given["actor"].update(member=[AGENT]),
    "a member that is no list": lambda given: given.update(actor={"objectType": "Group", "member": AGENT}),
    "a scale that is no list": lambda given: given["object"].update(definition=scale({"id": "a"})),
    "a platform, about an agent": lambda given: given.update(object=AGENT, context={"platform": "x"}),
    "a revision, about an agent": lambda given: given.update(object=AGENT, context={"revision": "1"}),
    "a platform, about a group": lambda given: given.update(
        object={"objectType": "Group", "member": [AGENT]}, context={"platform": "x"}
    ),
    "a platform, about a statement": lambda given: given.update(object=ANOTHER, context={"platform": "x"}),
    "a platform, about an agent, within": lambda given: given.update(
        object=within(object=AGENT, context={"platform": "x"}), context={}
    ),
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


@pytest.mark.parametrize("time", ["2020-02-30T00:00:00Z", "2019-02-29T00:00:00Z", "0000-01-01T00:00:00Z"])
def test_days_that_are_in_no_calendar(time: str) -> None:
    """xapi-validation does not check the length of months."""
    statement = {**EXAMPLE, "timestamp": time}
    assert of_ralph([statement])
    assert of_ours([statement]) == ["timestamp must be an ISO 8601 timestamp"]


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "2020-02-29T23:59:59.123456789Z"},
        {"timestamp": "2020-02-29T00:00:00-23:59"},
        {"verb": VOIDED, "object": ANOTHER, "context": {"language": "en"}},
        {"object": within(context={"platform": "x", "revision": "1"}), "context": {"language": "en"}},
        {"object": AGENT, "context": {"language": "en"}},
        {"actor": {"objectType": "Group", "member": [AGENT]}},
        {"object": {"id": "https://example.org/a", "definition": scale([{"id": "a"}, {"id": "b"}])}},
        {"attachments": []},
        {"attachments": [{**ATTACHMENT, "description": {"en": "x"}, "fileUrl": "https://example.org/f"}]},
    ],
)
def test_what_stays_a_statement(change: Any) -> None:
    assert verdicts([{**EXAMPLE, **change}]) == CLEAN


def test_context_activities_alone_may_come_without_a_list() -> None:
    """As in version 0.95, which xapi-validation does not allow (Data, 2.4.6.2)."""
    statement = {**EXAMPLE, "context": {"contextActivities": {"parent": {"id": "https://example.org/a"}}}}
    assert (of_ours([statement]), of_ralph([statement])) == ([], [])


def test_statements_in_files_are_judged(tmp_path: Path) -> None:
    """A statement, a list of statements, or the response of a store."""
    wrong = {**EXAMPLE, "verb": {"id": "answered"}}
    for name, content in {"one": wrong, "list": [EXAMPLE, wrong], "answer": {"statements": [wrong]}}.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        result = CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / name)])
        assert result.exit_code == 1
        assert f"statement {2 if name == 'list' else 1} is not valid: verb.id must be an IRI" in result.output
    (tmp_path / "sound").write_text(json.dumps([EXAMPLE]), encoding="utf-8")
    assert CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / "sound")]).exit_code == 0
    (tmp_path / "none").write_text("{", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", "--statements", str(tmp_path / "none")])
    assert (result.exit_code, "P707" in result.output, "not JSON: " in result.output) == (1, True, True)


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
    """A statement of a session that satisfies cmi5."""
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
        "platform": session.template["platform"],
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
        made.take([said(made, verb)], [])
    return made


def category(statement: Any, *marks: str) -> None:
    statement["context"]["contextActivities"]["category"] = [{"id": CATEGORIES + mark} for mark in marks]


def result(**more: Any) -> Callable[[Any], None]:
    return lambda statement: statement["result"].update(more)


def more_after_completion(statement: Any) -> None:
    category(statement)
    statement.update(result={"extensions": {PROGRESS: 50}})


Break = tuple[Session, str, Callable[[Any], Any]]

REFUSED: dict[str, Break] = {
    "the session was abandoned": (session(), "initialized", lambda given: None),
    "LMS.LaunchData was not read": (session(), "initialized", lambda given: None),
    "the learner's preferences were not read": (session(), "initialized", lambda given: None),
    "it has no id": (session(), "initialized", lambda given: given.pop("id")),
    "it does not have a timestamp in UTC": (
        session(),
        "initialized",
        lambda given: given.update(timestamp="2026-01-31T10:00:00+01:00"),
    ),
    "the actor is not that of the launch": (
        session(),
        "initialized",
        lambda given: given["actor"].update(name="Eve"),
    ),
    "the registration is not that of the launch": (
        session(),
        "initialized",
        lambda given: given["context"].pop("registration"),
    ),
    "the session id is not that of the launch": (
        session(),
        "initialized",
        lambda given: given["context"]["extensions"].update({SESSION: "x"}),
    ),
    "it does not contain the contextTemplate": (
        session(),
        "initialized",
        lambda given: given["context"].update(platform="The AU"),
    ),
    "initialized must come first": (session(), "completed", lambda given: None),
    "nothing can follow terminated": (session("initialized", "terminated"), "completed", lambda given: None),
    "the verb was already used in the session": (session("initialized"), "initialized", lambda given: None),
    "completed or passed was already reported in this registration": (
        session("initialized"),
        "completed",
        lambda given: None,
    ),
    "passed or failed cannot follow passed": (session("initialized", "passed"), "failed", lambda given: None),
    "a session cannot have both passed and failed": (
        session("initialized", "failed"),
        "passed",
        lambda given: None,
    ),
    "the cmi5 category is missing": (session("initialized"), "terminated", lambda given: category(given)),
    "the cmi5 category is only for verbs that cmi5 defines": (
        session("initialized"),
        "experienced",
        lambda given: None,
    ),
    "the moveOn category belongs only to completed, passed and failed": (
        session("initialized"),
        "terminated",
        lambda given: category(given, "cmi5", "moveon"),
    ),
    "the object is not the activity of the launch": (
        session("initialized"),
        "completed",
        lambda given: given["object"].update(id="https://example.org/x"),
    ),
    "the duration is missing": (
        session("initialized"),
        "terminated",
        lambda given: given["result"].pop("duration"),
    ),
    "only initialized and terminated are allowed in this mode": (
        session("initialized", mode="Browse"),
        "completed",
        lambda given: None,
    ),
    "a score is not allowed here": (session("initialized"), "completed", result(score={"scaled": 1})),
    "min, raw and max must be whole numbers, and scaled from 0 to 1": (
        session("initialized"),
        "passed",
        result(score={"scaled": 0.9, "raw": 90.5, "min": 0, "max": 100}),
    ),
    "success must be true in passed, false in failed, and absent elsewhere": (
        session("initialized"),
        "completed",
        result(success=True),
    ),
    "completion must be true in completed, and absent elsewhere": (
        session("initialized"),
        "passed",
        result(completion=True),
    ),
    "progress cannot be reported after completion": (
        session("initialized"),
        "completed",
        result(extensions={PROGRESS: 100}),
    ),
    "passed or failed contradicts the mastery score": (
        session("initialized"),
        "passed",
        result(score={"scaled": 0.5}),
    ),
    "the mastery score is missing": (
        session("initialized"),
        "passed",
        lambda given: given["context"]["extensions"].pop(MASTERY),
    ),
}
"""Words of a rule → how to break it: a session, and a valid statement with a change."""

REFUSED["the session was abandoned"][0].is_abandoned = True
REFUSED["LMS.LaunchData was not read"][0].reads.remove("LMS.LaunchData")
REFUSED["the learner's preferences were not read"][0].reads.remove("cmi5LearnerPreferences")
EARLIER = {"completed or passed was already reported in this registration": ["completed"]}
"""Words of a rule → verbs of earlier sessions that it needs."""


@pytest.mark.parametrize("words", [words for _, words, _ in RULES])
def test_what_breaks_a_session(words: str) -> None:
    """The expected rule refuses the statement, and no earlier rule."""
    made, verb, change = REFUSED[words]
    statement = copy.deepcopy(said(made, verb))
    change(statement)
    with pytest.raises(Refusal, match=re.escape(words)):
        made.take([statement], EARLIER.get(words, []))


@pytest.mark.parametrize(
    ("made", "verb", "change", "words"),
    [
        (
            session("initialized"),
            "completed",
            lambda given: given["result"].pop("completion"),
            "completion must be true",
        ),
        (
            session("initialized"),
            "passed",
            lambda given: given["result"].pop("score"),
            "contradicts the mastery score",
        ),
        (session("initialized"), "failed", result(score={"scaled": 0.8}), "contradicts the mastery score"),
        (
            session("initialized"),
            "passed",
            lambda given: given["result"].pop("success"),
            "success must be true",
        ),
        (session("initialized"), "passed", result(score={"scaled": 1.5}), "must be whole numbers"),
        (session("initialized"), "passed", result(score={"scaled": 1, "raw": 1}), "must be whole numbers"),
        (session("initialized"), "completed", lambda given: category(given, "cmi5"), "the moveOn category"),
        (session("initialized"), "answered", lambda given: category(given, "moveon"), "the moveOn category"),
        (session("initialized"), "completed", lambda given: given.pop("timestamp"), "not have a timestamp"),
        (
            session("initialized", "completed"),
            "answered",
            more_after_completion,
            "after completion",
        ),
        (
            session("initialized"),
            "completed",
            lambda given: given["context"].update(contextActivities={}),
            "the contextTemplate",
        ),
    ],
)
def test_what_else_breaks_a_session(
    made: Session, verb: str, change: Callable[[Any], Any], words: str
) -> None:
    statement = copy.deepcopy(said(made, verb))
    change(statement)
    with pytest.raises(Refusal, match=words):
        made.take([statement], [])


def test_what_cmi5_allows_is_taken() -> None:
    """Statements with other verbs, in the session's context, without its categories (7.1.3)."""
    made = session("initialized")
    statement = copy.deepcopy(said(made, "answered", object={"id": "https://example.org/q"}))
    category(statement)
    made.take([statement], [])
    assert made.said == ["initialized"]


def test_a_whole_session_is_taken() -> None:
    made = session("initialized", "completed", "passed", "terminated")
    assert made.said == ["initialized", "completed", "passed", "terminated"]


def test_a_token_is_given_out_once() -> None:
    made = Session(sites.BASE, ADA, REGISTRATION)
    assert made.fetch() == {"auth-token": made.token}
    assert "error-code" in made.fetch()


def test_each_rule_has_words_of_its_own() -> None:
    words = [rule_words for _, rule_words, _ in RULES]
    assert sorted(words) == sorted(REFUSED)
    assert len(set(words)) == len(words)
