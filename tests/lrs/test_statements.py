"""Courses played in a browser, and their statements in a learning record store, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import learner
import pytest
import seed
import sites
from course_server import Preview
from lxml import etree
from parties import CLEAN, verdicts
from plays import play_seed
from playwright.sync_api import BrowserContext, expect
from sites import ADA, REGISTRATION, responses, said, verb

from courseware.formats.statements import examples
from courseware.preview.cmi5_launch import CATEGORIES, Session

ACTORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "mbox": ({"mbox": ["mailto:ada@example.org"], "name": ["Ada"]}, {"mbox": "mailto:ada@example.org", "name": "Ada"}),
    "mbox without a scheme": ({"mbox": "ada@example.org"}, {"mbox": "mailto:ada@example.org"}),
    "mbox_sha1sum": ({"mbox_sha1sum": "a" * 40}, {"mbox_sha1sum": "a" * 40}),
    "openid": ({"openid": "https://ada.example"}, {"openid": "https://ada.example"}),
    "account": (
        {"account": [{"accountServiceHomePage": "https://lms.example", "accountName": "ada"}], "mbox": []},
        {"account": {"homePage": "https://lms.example", "name": "ada"}},
    ),
}  # fmt: skip


def test_the_seed_arrives_cell_by_cell(context: BrowserContext, preview: Preview) -> None:
    preview.courses["seed"] = sites.site(sites.ROOT / "tests/courses/seed")
    play_seed(context, preview.launch_xapi("seed", ADA, REGISTRATION))
    statements = list(preview.lrs.statements.values())
    answered = {
        statement["object"]["id"].rpartition("/")[2]: (
            statement["object"]["definition"]["interactionType"],
            statement["result"]["response"].replace("\n", "/"),
        )
        for statement in statements
        if verb(statement) == "answered"
    }
    assert answered == {name.removeprefix("phase4."): cell for name, cell in seed.SCORM_2004.items()}
    assert all("success" not in statement.get("result", {}) for statement in statements)
    assert said(preview.lrs.statements).count("answered") == len(answered)
    assert verdicts(statements) == CLEAN
    verbs = said(preview.lrs.statements)
    assert verbs[0] == "initialized"
    assert verbs[-1] == "terminated"
    assert (verbs.count("resumed"), verbs.count("completed"), verbs.count("terminated")) == (1, 1, 2)


def normal(value: Any, path: str = "") -> Any:
    """A statement without what differs between statements."""
    if path in (
        "id",
        "timestamp",
        "stored",
        "authority",
        "version",
        "result.duration",
        "result.response",
        "result.success",
    ):
        return "…"
    if path.startswith(("result.score.", "result.extensions.")):
        return "…"
    if isinstance(value, dict):
        inner = {name: normal(part, f"{path}.{name}".lstrip(".")) for name, part in value.items()}
        if not path:
            inner = {"id": "…", "stored": "…", "version": "…", "authority": "…", **inner}
        return inner
    return [normal(item, f"{path}[]") for item in value] if isinstance(value, list) else value


def key_of(statement: Mapping[str, Any]) -> tuple[str, str]:
    return verb(statement), statement["object"]["id"]


@pytest.mark.parametrize("right", [True, pytest.param(False, marks=pytest.mark.long)])
def test_statements_are_those_that_the_examples_show(
    context: BrowserContext, preview: Preview, right: bool
) -> None:
    """The demo course with every kind of question."""
    folder = sites.ROOT / "content"
    preview.courses["demo"] = sites.site(folder)
    page = context.new_page()
    page.goto(preview.launch_xapi("demo", {**ADA, "name": "A learner"}, REGISTRATION))
    learner.wait_for_start(page)
    learner.answer_all(page, right)
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    statements = preview.lrs.statements.values()
    shown = {key_of(example): normal(example) for example in examples(sites.course(folder))}
    sent = {key_of(statement): normal(statement) for statement in statements}
    for key, statement in sent.items():
        shown[key]["actor"], shown[key]["context"]["registration"] = statement["actor"], REGISTRATION
        assert statement == shown[key]
    unsaid = {name for name, _ in shown} - {name for name, _ in sent}
    assert unsaid == {"failed" if right else "passed", "suspended", "resumed"}
    judged = [
        statement
        for statement in statements
        if "success" in statement.get("result", {}) and verb(statement) == "answered"
    ]
    assert judged
    assert all(statement["result"]["success"] is right for statement in judged)
    assert verdicts(statements) == CLEAN


@pytest.mark.parametrize("kind", ACTORS)
def test_actors_have_the_strict_form(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], kind: str
) -> None:
    given, wanted = ACTORS[kind]
    preview.courses["small"] = small
    page = context.new_page()
    page.goto(preview.launch_xapi("small", given, auth="Basic YTpi" if kind == "mbox" else "YTpi"))
    learner.eventually(lambda: preview.lrs.statements)
    statement = next(iter(preview.lrs.statements.values()))
    assert statement["actor"] == {"objectType": "Agent", **wanted}
    assert "registration" not in statement["context"]
    assert verdicts([statement]) == CLEAN


def test_cmi5_session_from_fetch_to_return(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    """The store enforces the session's rules, and refuses what breaks one."""
    preview.courses["quiz"] = quiz
    session = Session(sites.BASE, ADA, REGISTRATION, mastery=0.8, return_url=f"{preview.address}/back")
    page = context.new_page()
    page.goto(preview.launch_cmi5("quiz", session))
    learner.wait_for_start(page)
    learner.answer_all(page, right=False)
    learner.eventually(lambda: "completed" in session.said)
    before = [visit.line for visit in preview.visits if "favicon" not in visit.line]
    launching = before[: before.index("POST statements")]
    assert launching[0].startswith("POST fetch/")
    # LMS.LaunchData, the preferences and, at any time, the saved state
    assert set(launching[1:]) == {"GET activities/state", "GET agents/profile"}
    assert len(launching) <= 4
    page.reload()  # the token is not fetched again, and the session continues
    learner.wait_for_start(page)
    page.locator("[data-exit]").click()
    page.wait_for_url("**/back")
    assert session.said == ["initialized", "completed", "failed", "terminated"]
    failed = next(statement for statement in preview.lrs.statements.values() if verb(statement) == "failed")
    assert failed["result"]["score"] == {"scaled": 0, "raw": 0, "min": 0, "max": 100}
    answered = next(
        statement for statement in preview.lrs.statements.values() if verb(statement) == "answered"
    )
    categories = [activity["id"] for activity in answered["context"]["contextActivities"]["category"]]
    assert not [category for category in categories if category.startswith(CATEGORIES)]
    assert verdicts(preview.lrs.statements.values()) == CLEAN
    assert not [visit for visit in preview.visits if visit.status in (400, 401, 403)]
    # in a second session of the same registration, the course is passed
    again = Session(sites.BASE, ADA, REGISTRATION, mastery=0.8)
    page.goto(preview.launch_cmi5("quiz", again))
    learner.wait_for_start(page)
    learner.answer_all(page)
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    assert again.said == ["initialized", "passed", "terminated"]
    assert not [visit for visit in preview.visits if visit.status in (400, 401, 403)]


def test_each_document_can_be_an_au_of_its_own(
    context: BrowserContext, preview: Preview, tmp_path: Path
) -> None:
    files = sites.divided(tmp_path / "course")
    units = {
        unit.findtext("{*}url"): (unit.get("id"), unit.get("moveOn"), unit.get("masteryScore"))
        for unit in etree.fromstring(files["cmi5.xml"]).iterfind("{*}block/{*}au")
    }
    assert units == {
        "one.html": (f"{sites.BASE}/au/one", "Completed", None),
        "quiz.html": (f"{sites.BASE}/au/quiz", "CompletedAndPassed", "0.6"),
    }
    preview.courses["divided"] = files
    page = context.new_page()
    for file, verdict in (("one.html", []), ("quiz.html", ["passed"])):
        session = Session(str(units[file][0]), ADA, REGISTRATION, mastery=0.6 if verdict else None)
        page.goto(preview.launch_cmi5("divided", session, file))
        learner.wait_for_start(page)
        learner.answer_all(page)
        page.locator("[data-exit]").click()
        expect(page.locator("html")).to_have_attribute("data-finished", "")
        assert session.said == ["initialized", "completed", *verdict, "terminated"]
    answered = [statement for statement in preview.lrs.statements.values() if verb(statement) == "answered"]
    assert len(answered) == 3
    assert verdicts(preview.lrs.statements.values()) == CLEAN
    assert not [visit for visit in preview.visits if visit.status in (400, 401, 403)]


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_cmi5_records_nothing_but_the_session_in_other_modes(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], mode: str
) -> None:
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION, mode=mode)
    page = context.new_page()
    page.goto(preview.launch_cmi5("small", session))
    expect(page.locator("[data-saved]")).to_have_text("Nothing is recorded")
    page.locator("[data-shown] [data-next]").click()
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    assert said(preview.lrs.statements) == ["initialized", "terminated"]
    assert not [visit.line for visit in preview.visits if visit.line.startswith("PUT")]


def test_answers_of_an_abandoned_session_arrive_in_the_next(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    first = Session(sites.BASE, ADA, REGISTRATION)
    page = context.new_page()
    page.goto(preview.launch_cmi5("small", first))
    learner.wait_for_start(page)
    learner.eventually(lambda: first.said)
    preview.faults.begin("refuse")
    page.locator("[data-shown] input[type=text]").fill("At sea")
    page.locator("[data-shown] input[type=text]").blur()
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    page.close(run_before_unload=False)
    preview.faults.end()
    second = Session(sites.BASE, ADA, REGISTRATION)
    page = context.new_page()
    page.goto(preview.launch_cmi5("small", second))
    learner.eventually(lambda: responses(preview.lrs.statements))
    assert first.is_abandoned
    assert responses(preview.lrs.statements) == [("where_do_you_work", "At sea")]
    assert second.said[0] == "initialized"
    assert not [visit for visit in preview.visits if visit.status in (400, 401, 403)]
    expect(page.locator("[data-shown] input[type=text]")).to_have_value("At sea")


def test_a_token_that_was_lost_on_its_way_asks_for_a_new_launch(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION)
    page = context.new_page()
    preview.faults.begin("drop", "POST fetch", times=1)
    page.goto(preview.launch_cmi5("small", session))
    expect(page.locator("[data-banner]")).to_contain_text("open the course there again")
    page.locator("[data-shown] input[type=text]").fill("At sea")
    page.locator("[data-shown] input[type=text]").blur()
    expect(page.locator("[data-saved]")).to_have_text("Saved in this browser")
    page.goto(preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION)))
    learner.eventually(lambda: responses(preview.lrs.statements))
    assert responses(preview.lrs.statements) == [("where_do_you_work", "At sea")]
