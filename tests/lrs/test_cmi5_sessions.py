"""cmi5 sessions played in a browser, tested clause by clause (see cmi5_requirements.py).

The preview's LMS refuses whatever breaks one of its rules, so a session without refusals satisfies all of them.
"""

from __future__ import annotations

import json
import uuid
import wave
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import learner
import pytest
import sites
from course_server import Preview
from parties import CLEAN, verdicts
from playwright.sync_api import BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses, said, verb

from courseware.preview.cmi5_launch import CATEGORIES, MASTERY, PROGRESS, SESSION, Session
from courseware.preview.documents import StoredDocument
from courseware.preview.requests import Request, Response
from courseware.preview.statements import name_of_agent

PLANETS = """---
title: Planets
phase: 1
---

## First

{type: selection, title: "The red one"}

- [x] Mars
- [ ] Venus

![A horn](horn.wav)

## Second

{type: selection, title: "The large one"}

- [x] Jupiter
- [ ] Mercury

## Third

{type: selection, title: "The far one"}

- [x] Neptune
- [ ] Earth
"""
RED, LARGE, FAR = range(3)


@pytest.fixture(scope="module")
def planets(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A course with three questions and a sound; its first right answer passes and completes it."""
    folder = tmp_path_factory.mktemp("planets") / "course"
    sites.write(folder, {"planets.md": PLANETS}, "passing_score: 30\ncompletion: passed\n")
    with wave.open(str(folder / "horn.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 800)
    return sites.site(folder)


def launched(
    context: BrowserContext, preview: Preview, files: Mapping[str, bytes], **more: Any
) -> tuple[Page, Session]:
    preview.courses["course"] = files
    session = Session(sites.BASE, ADA, REGISTRATION, **more)
    page = context.new_page()
    page.goto(preview.launch_cmi5("course", session))
    learner.wait_for_start(page)
    return page, session


def choose(page: Page, question: int, right: bool) -> None:
    learner.answer(page, learner.course_data(page)["interactions"][question], right)
    learner.wait_until_saved(page)


def leave(page: Page) -> None:
    learner.wait_until_saved(page)
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")


def refusals(preview: Preview) -> list[str]:
    return [visit.line for visit in preview.visits if visit.status in (400, 401, 403)]


def time_of(statement: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(statement["timestamp"])


def test_a_session_that_breaks_no_rule(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes]
) -> None:
    page, session = launched(context, preview, planets, mastery=0.6)
    choose(page, RED, True)
    choose(page, LARGE, True)
    choose(page, FAR, False)
    leave(page)
    statements = list(preview.lrs.statements.values())
    assert refusals(preview) == []
    assert verdicts(statements) == CLEAN
    assert session.said == ["initialized", "completed", "passed", "terminated"]
    assert {"experienced", "answered", "progressed"} <= set(said(preview.lrs.statements))
    assert all(uuid.UUID(statement["id"]).version == 4 for statement in statements)
    assert all(statement["actor"] == ADA for statement in statements)
    assert all(statement["timestamp"].endswith("Z") for statement in statements)
    for statement in statements:
        context_of = statement["context"]
        assert context_of["registration"] == REGISTRATION
        assert context_of["extensions"][SESSION] == session.id
        assert context_of["platform"] == session.template["platform"]
        assert (
            session.template["contextActivities"]["grouping"][0]
            in context_of["contextActivities"]["grouping"]
        )
    progress = [
        statement["result"]["extensions"][PROGRESS]
        for statement in statements
        if verb(statement) == "progressed"
    ]
    assert progress == sorted(progress)
    assert all(type(percent) is int and 0 < percent <= 100 for percent in progress)
    defined = [statement for statement in statements if verb(statement) in session.said]
    assert all(statement["object"]["id"] == session.activity for statement in defined)
    marks = {
        verb(statement): [
            category["id"].removeprefix(CATEGORIES)
            for category in statement["context"]["contextActivities"]["category"]
            if category["id"].startswith(CATEGORIES)
        ]
        for statement in statements
    }
    assert {name: mark for name, mark in marks.items() if mark} == {
        "initialized": ["cmi5"],
        "completed": ["cmi5", "moveon"],
        "passed": ["cmi5", "moveon"],
        "terminated": ["cmi5"],
    }


def test_the_order_holds_by_the_time_of_the_statements(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes]
) -> None:
    """Even if the browser's clock is hours off, and pages are shown before the LMS has responded."""
    preview.delay = 0.1
    preview.courses["course"] = planets
    page, session = context.new_page(), Session(sites.BASE, ADA, REGISTRATION)
    page.clock.install(time=datetime.now(UTC) + timedelta(hours=5))
    page.goto(preview.launch_cmi5("course", session))
    learner.wait_for_start(page)
    choose(page, RED, True)
    leave(page)
    statements = sorted(preview.lrs.statements.values(), key=time_of)
    assert (verb(statements[0]), verb(statements[-1])) == ("initialized", "terminated")
    assert "experienced" in said(preview.lrs.statements)
    assert all(abs(time_of(statement) - datetime.now(UTC)) < timedelta(minutes=1) for statement in statements)
    lasted = time_of(statements[-1]) - time_of(statements[0])
    duration = float(statements[-1]["result"]["duration"].removeprefix("PT").removesuffix("S"))
    assert abs(lasted.total_seconds() - duration) < 0.1


def test_a_score_is_whole_and_exact_where_it_is_scaled(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes]
) -> None:
    page, session = launched(context, preview, planets, mastery=0.7)
    choose(page, RED, True)
    choose(page, LARGE, True)
    choose(page, FAR, False)
    leave(page)
    assert session.said == ["initialized", "failed", "terminated"]
    failed = next(statement for statement in preview.lrs.statements.values() if verb(statement) == "failed")
    assert failed["result"]["score"] == {"scaled": 0.6667, "raw": 66, "min": 0, "max": 100}
    assert failed["context"]["extensions"][MASTERY] == 0.7
    assert refusals(preview) == []


def test_no_progress_is_sent_after_completion(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes]
) -> None:
    """Neither in the session nor in the next one; nothing is completed, passed or failed again."""
    page, session = launched(context, preview, planets)
    choose(page, RED, True)
    learner.eventually(lambda: "passed" in session.said)
    choose(page, LARGE, True)
    leave(page)
    page, again = launched(context, preview, planets)
    learner.wait_until_saved(page)
    choose(page, FAR, True)
    choose(page, FAR, False)
    leave(page)
    assert session.said == ["initialized", "completed", "passed", "terminated"]
    assert again.said == ["initialized", "terminated"]
    verbs = said(preview.lrs.statements)
    assert "progressed" not in verbs[verbs.index("completed") :]
    assert verbs.count("answered") == 4
    completed = next(
        statement for statement in preview.lrs.statements.values() if verb(statement) == "completed"
    )
    assert PROGRESS not in completed["result"].get("extensions", {})
    assert refusals(preview) == []


def test_what_is_counted_goes_without_a_long_batch_that_the_player_may_give_up(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes]
) -> None:
    """The reference player gives up after ten seconds, and ignores statements that the store then has nevertheless."""
    page, session = launched(context, preview, planets)
    learner.eventually(lambda: "initialized" in session.said)
    learner.wait_until_saved(page)
    respond = preview.respond
    batches: list[list[str]] = []

    def see(request: Request) -> Response:
        if request.method == "POST" and request.path.endswith("statements"):
            batches.append([verb(statement) for statement in json.loads(request.body)])
        return respond(request)

    preview.faults.begin("refuse", "statements")
    choose(page, RED, True)
    choose(page, LARGE, True)
    choose(page, FAR, True)
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    preview.respond = see  # type: ignore[method-assign]  # the test answers in its place
    preview.faults.end()
    leave(page)
    assert [batch[:2] for batch in batches if "completed" in batch] == [["completed", "passed"]], batches


@pytest.mark.parametrize("before", ["slow", "failed"])
def test_a_few_statements_given_up_take_no_verdict_along(
    context: BrowserContext, preview: Preview, planets: Mapping[str, bytes], before: str
) -> None:
    """The player ignores statements that it gave up (504), and the store refuses those that it has (ADL_LRS)."""
    page, session = launched(context, preview, planets)
    learner.eventually(lambda: "initialized" in session.said)
    learner.wait_until_saved(page)
    questions = learner.course_data(page)["interactions"]
    respond = preview.respond
    given_up: list[list[str]] = []

    def give_up(request: Request) -> Response:
        if request.method != "POST" or not request.path.endswith("statements"):
            return respond(request)
        statements = json.loads(request.body)
        if any(statement["id"] in preview.lrs.statements for statement in statements):
            return Response(409)
        counted = list(session.said)
        answer = respond(request)
        if given_up or "answered" not in map(verb, statements):
            return answer
        session.said[:] = counted
        given_up.append([verb(statement) for statement in statements])
        return Response(504)

    if before == "slow":
        preview.delay = 2.2
        choose(page, LARGE, False)
        learner.eventually(lambda: responses(preview.lrs.statements) and not preview.in_flight)
        preview.delay = 0
        preview.respond = give_up  # type: ignore[method-assign]  # the test answers in its place
        learner.answer(page, questions[RED], True)
    else:
        preview.faults.begin("refuse", "statements")
        learner.answer(page, questions[RED], True)
        expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
        preview.respond = give_up  # type: ignore[method-assign]  # the test answers in its place
        preview.faults.end()
    learner.eventually(lambda: given_up)
    leave(page)
    assert session.said == ["initialized", "completed", "passed", "terminated"], given_up
    assert given_up == [["answered", "progressed"]]


def test_launch_parameters_come_in_any_order_beside_others(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION)
    parts = urlsplit(preview.launch_cmi5("small", session))
    pairs = [("theme", "a=b&c"), *reversed(parse_qsl(parts.query))]
    page = context.new_page()
    page.goto(parts._replace(query=urlencode(pairs)).geturl())
    learner.eventually(lambda: session.said == ["initialized"])
    assert refusals(preview) == []


def test_the_token_is_fetched_once_by_post_and_sent_with_every_request(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    asked: list[Request] = []
    answer = preview.respond

    def respond(request: Request) -> Response:
        asked.append(request)
        return answer(request)

    preview.respond = respond  # type: ignore[method-assign]  # the test answers in its place
    page, session = launched(context, preview, small)
    page.locator("[data-shown] select").select_option(label="On foot")
    learner.eventually(lambda: responses(preview.lrs.statements))
    page.reload()
    learner.wait_until_saved(page)
    leave(page)
    fetched = [visit.method for visit in asked if visit.path.startswith("/fetch/")]
    assert fetched == ["POST"]
    sent = {visit.headers.get("authorization") for visit in asked if visit.path.startswith("/xapi/")}
    assert sent == {f"Basic {session.token}"}
    order = [visit.path for visit in asked if visit.path.startswith(("/fetch/", "/xapi/"))]
    assert order.index(f"/xapi/{session.id}/statements") > max(
        place
        for place, document in enumerate(asked_documents(asked))
        if document in ("LMS.LaunchData", "cmi5LearnerPreferences")
    )


def asked_documents(asked: list[Request]) -> list[str]:
    """The names of the documents in requests to the LMS, in order."""
    here = [request for request in asked if request.path.startswith(("/fetch/", "/xapi/"))]
    return [request.query.get("stateId", request.query.get("profileId", "")) for request in here]


def test_a_token_that_is_spent_asks_for_a_new_launch(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """The LMS responds with an `error-code`; nothing is sent."""
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION)
    url = preview.launch_cmi5("small", session)
    session.fetch()
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-banner]")).to_contain_text("open the course there again")
    assert preview.lrs.statements == {}
    assert [visit.line.partition("/")[0] for visit in preview.visits] == ["POST fetch"]


def test_the_launch_data_stay_as_they_are(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION)
    url = preview.launch_cmi5("small", session)
    (key,) = preview.lrs.documents
    before = preview.lrs.documents[key]
    page = context.new_page()
    page.goto(url)
    learner.wait_until_saved(page)
    page.locator("[data-shown] select").select_option(label="On foot")
    learner.wait_until_saved(page)
    assert preview.lrs.documents[key] == before
    assert json.loads(before[0])["contextTemplate"] == session.template
    headers = {"authorization": f"Basic {session.token}", "x-experience-api-version": "1.0.3"}
    query = {"activityId": session.activity, "agent": json.dumps(ADA), "registration": REGISTRATION}
    for method in ("PUT", "POST", "DELETE"):
        path = f"/xapi/{session.id}/activities/state"
        assert (
            preview.respond(Request(method, path, {**query, "stateId": key[-1]}, headers, b"{}")).status
            == 403
        )


def test_without_a_return_address_the_page_stays_and_says_so(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    page, session = launched(context, preview, small)
    leave(page)
    expect(page.locator("[data-banner]")).to_have_text("Everything is saved. You can close this window now.")
    assert session.said == ["initialized", "terminated"]
    page.reload()  # the session is over: no more statements
    expect(page.locator("[data-banner]")).to_contain_text("open the course there again")
    assert session.said == ["initialized", "terminated"]


@pytest.mark.parametrize("delay", [0, 0.8])
def test_initialized_is_sent_alone_and_waiting_statements_follow_in_the_next_session(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], delay: float
) -> None:
    """Even if launching takes longer than the page waits for it."""
    page, before = launched(context, preview, small)
    learner.wait_until_saved(page)
    preview.faults.begin("refuse", "statements")
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    page.close()
    preview.faults.end()
    preview.delay = delay
    page, session = launched(context, preview, small)
    page.locator("[data-shown] select").select_option(label="By train")
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 2)
    leave(page)
    assert responses(preview.lrs.statements) == [
        ("how_do_you_travel", name) for name in ("on_foot", "by_train")
    ]
    learner.eventually(lambda: session.said == ["initialized", "terminated"])
    assert before.said == ["initialized"]
    assert refusals(preview) == []


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize(
    "case",
    [(0.6, 1, ["failed"]), (0.6, 2, ["completed", "passed"]), (0.1, 1, ["completed", "passed"])],
)
def test_nobody_passes_or_fails_before_the_mastery_score_is_known(
    context: BrowserContext,
    preview: Preview,
    planets: Mapping[str, bytes],
    case: tuple[float, int, list[str]],
    leaves: bool,
) -> None:
    """Everything is answered before the launch data arrives, with or without Exit."""
    mastery, right, verdicts = case
    preview.faults.begin("stall", "activities/state")
    page, session = launched(context, preview, planets, mastery=mastery, return_url=f"{preview.address}/back")
    for question in (RED, LARGE, FAR):
        learner.answer(page, learner.course_data(page)["interactions"][question], question < right)
    expect(page.locator("[data-saved]")).to_have_text("Saved in this browser")
    if leaves:
        page.locator("[data-exit]").click()
        expect(page.locator("html")).to_have_attribute("data-finished", "")
    preview.faults.end()
    if not leaves:
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == 3)
        learner.wait_until_saved(page)
        page.locator("[data-exit]").click()
    page.wait_for_url("**/back")
    assert session.said == ["initialized", *verdicts, "terminated"]
    assert refusals(preview) == []
    judged = [
        statement for statement in preview.lrs.statements.values() if verb(statement) in ("passed", "failed")
    ]
    assert [statement["context"]["extensions"][MASTERY] for statement in judged] == [mastery]


def test_a_score_that_is_the_mastery_score_passes(
    context: BrowserContext, preview: Preview, tmp_path: Path
) -> None:
    """In floating point, 0.55 times 100 is more than 55."""
    twenty = "".join(
        f'## {number}\n\n{{type: selection, title: "{number}"}}\n\n- [x] Right\n- [ ] Wrong\n\n'
        for number in range(20)
    )
    files = sites.site(
        sites.write(tmp_path / "course", {"a.md": f"---\ntitle: A\nphase: 1\n---\n\n{twenty}"})
    )
    page, session = launched(context, preview, files, mastery=0.55)
    for number, interaction in enumerate(learner.course_data(page)["interactions"]):
        learner.answer(page, interaction, number < 11)
    leave(page)
    learner.eventually(lambda: session.said == ["initialized", "completed", "passed", "terminated"])


def test_without_a_mastery_score_the_passing_score_of_the_course_counts(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    """The LMS's value is null."""
    page, session = launched(context, preview, quiz)
    learner.answer_all(page, right=False)
    leave(page)
    learner.eventually(lambda: session.said == ["initialized", "completed", "failed", "terminated"])


@pytest.mark.parametrize("address", ["javascript:document.title='ran'", "data:text/html,ran", "file:///etc"])
def test_an_address_to_go_back_to_that_is_none_of_the_web_is_not_opened(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], address: str
) -> None:
    page, session = launched(context, preview, small, return_url=address)
    page.locator("[data-shown] select").select_option(label="On foot")
    leave(page)
    expect(page.locator("[data-banner]")).to_contain_text("not a web address")
    assert (page.title(), session.said) == ("Small – Small", ["initialized", "terminated"])
    assert page.url.startswith(preview.address)
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]


@pytest.mark.parametrize("status", [403, 404])
def test_missing_preferences_are_no_obstacle(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], status: int
) -> None:
    answer = preview.respond

    def respond(request: Request) -> Response:
        given = answer(request)
        return Response(status) if request.path.endswith("agents/profile") else given

    preview.respond = respond  # type: ignore[method-assign]  # the test answers in its place
    page, session = launched(context, preview, small)
    learner.eventually(lambda: session.said == ["initialized"])
    learner.wait_until_saved(page)
    expect(page.locator("[data-banner]")).to_be_hidden()


@pytest.mark.parametrize(("preference", "volume"), [("off", 0), ("on", 1), (None, 1)])
def test_sound_is_on_or_off_as_the_learner_prefers(
    context: BrowserContext,
    preview: Preview,
    planets: Mapping[str, bytes],
    preference: str | None,
    volume: int,
) -> None:
    wishes = json.dumps(
        {"languagePreference": "en", **({"audioPreference": preference} if preference else {})}
    )
    key = ("agents/profile", name_of_agent(ADA), "", "cmi5LearnerPreferences")
    preview.lrs.documents[key] = StoredDocument(wishes.encode(), "application/json")
    page, session = launched(context, preview, planets)
    learner.wait_until_saved(page)
    assert session.said == ["initialized"]
    assert page.locator("audio").evaluate("audio => audio.volume") == volume
    page.reload()
    learner.wait_until_saved(page)
    assert page.locator("audio").evaluate("audio => audio.volume") == volume
