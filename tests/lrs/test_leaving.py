"""Leaving by the Exit button: everything is sent, and what the page says about it is true."""

from __future__ import annotations

from collections.abc import Mapping

import learner
import sites
from course_server import Preview
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect
from sites import ADA, REGISTRATION, responses, said

from courseware.preview.cmi5_launch import Session

TRAVEL = "[data-shown] select"
SAVED = "Everything is saved. You can close this window now."


def opened(context: BrowserContext, preview: Preview, small: Mapping[str, bytes]) -> Page:
    """The small course, launched by xAPI, after its first statements have arrived."""
    preview.courses["small"] = small
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    learner.wait_until_saved(page)
    return page


def begun(context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]) -> tuple[Page, Session]:
    """A cmi5 quiz with a mastery score, after it has started."""
    preview.courses["quiz"] = quiz
    session = Session(sites.BASE, ADA, REGISTRATION, mastery=0.8, return_url=f"{preview.address}/back")
    page = context.new_page()
    page.goto(preview.launch_cmi5("quiz", session))
    learner.wait_for_start(page)
    return page, session


def test_exit_at_once_waits_for_the_start(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    page, session = begun(context, preview, quiz)
    learner.answer_all(page, right=False)
    learner.eventually(lambda: "completed" in session.said)
    preview.delay = 0.5
    page.reload()
    learner.wait_for_start(page)
    page.locator("[data-exit]").click()
    page.wait_for_url("**/back")
    assert session.said == ["initialized", "completed", "failed", "terminated"]


def test_exit_after_the_answer_to_a_completion_was_lost(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    """Statements that were sent with it are refused when sent again, even progress (cmi5 9.5.5.1); the rest is sent."""
    page, session = begun(context, preview, quiz)
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if lost or "/verbs/completed" not in (route.request.post_data or ""):
            return route.fallback()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/statements*", lose)
    with page.expect_event("requestfailed", timeout=120_000):
        learner.answer_all(page, right=False)
    assert [visit.status for visit in lost] == [200]
    page.locator("[data-exit]").click()
    page.wait_for_url("**/back")
    assert session.said == ["initialized", "completed", "failed", "terminated"]


def test_exit_tries_again_and_says_when_it_got_through(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """A page that stays open keeps trying, and goes to the launcher's address as soon as everything is sent."""
    page = opened(context, preview, small)
    preview.faults.begin("500", "POST statements")
    page.locator(TRAVEL).select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    preview.faults.end()
    expect(page.locator("[data-banner]")).to_have_text(SAVED)
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    assert said(preview.lrs.statements)[-1] == "terminated"


def test_exit_without_a_token_says_saved_only_when_it_is(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """In a cmi5 session whose LMS comes back after the learner has left, statements arrive first, then the rest."""
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION, return_url=f"{preview.address}/back")
    preview.faults.begin("refuse", "fetch|statements|activities|agents")
    page = context.new_page()
    page.goto(preview.launch_cmi5("small", session))
    learner.wait_for_start(page)
    page.locator(TRAVEL).select_option(label="On foot")
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    preview.faults.begin("refuse", "statements")
    learner.eventually(lambda: any("POST statements" in visit.line for visit in preview.visits))
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    preview.faults.end()
    page.wait_for_url("**/back")
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    assert session.said == ["initialized", "terminated"]


def test_two_clicks_on_exit_are_one(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """The second click does not report that everything is saved while the first is still being handled."""
    page = opened(context, preview, small)
    preview.faults.begin("stall", "POST statements")
    page.locator(TRAVEL).select_option(label="On foot")
    page.locator("[data-exit]").dblclick()
    assert page.evaluate("document.documentElement.dataset.finished") is None
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    preview.faults.end()
    expect(page.locator("[data-banner]")).to_have_text(SAVED)
    assert said(preview.lrs.statements).count("terminated") == 1


def test_who_only_looks_leaves_when_the_end_got_through(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    session = Session(sites.BASE, ADA, REGISTRATION, mode="Browse", return_url=f"{preview.address}/back")
    page = context.new_page()
    page.goto(preview.launch_cmi5("small", session))
    learner.eventually(lambda: session.said)
    expect(page.locator("[data-saved]")).to_have_text("Nothing is recorded")
    preview.faults.begin("500", "POST statements")
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    preview.faults.end()
    page.wait_for_url("**/back")
    assert session.said == ["initialized", "terminated"]


def test_a_launch_that_turns_out_to_be_a_look_leaves_no_trace(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    """Not even in this browser; the next launch sends the completion."""
    preview.courses["quiz"] = quiz
    look = Session(sites.BASE, ADA, REGISTRATION, mode="Browse")
    preview.faults.begin("stall", "fetch")
    page = context.new_page()
    page.goto(preview.launch_cmi5("quiz", look))
    learner.wait_for_start(page)
    learner.answer_all(page, wait=False)
    learner.wait_until_saved(page)
    preview.faults.end()
    expect(page.locator("[data-saved]")).to_have_text("Nothing is recorded")
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    session = Session(sites.BASE, ADA, REGISTRATION)
    page.goto(preview.launch_cmi5("quiz", session))
    learner.wait_for_start(page)
    learner.answer_all(page)
    learner.eventually(lambda: "completed" in session.said)
    assert look.said == ["initialized", "terminated"]


def test_exit_does_not_wait_out_a_pause(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    page = context.new_page()
    # pauses between attempts never end by themselves
    page.add_init_script("Math.random = () => 1e6;")
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    learner.wait_until_saved(page)
    preview.faults.begin("500", "POST statements", times=1)
    page.locator(TRAVEL).select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_have_text(SAVED)
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]


def test_an_unreachable_state_resource_is_no_obstacle(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """A missing resource of another origin looks like this; the browser gives no more details."""
    preview.courses["small"] = small
    preview.faults.begin("refuse", "activities/state")
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    page.locator(TRAVEL).select_option(label="On foot")
    learner.eventually(lambda: responses(preview.lrs.statements))
    learner.wait_until_saved(page)
    expect(page.locator("[data-banner]")).to_be_hidden()
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_have_text(SAVED)
