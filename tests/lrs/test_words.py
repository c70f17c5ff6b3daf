"""Messages about answers that cannot be sent fit the cause, and are where the learner is looking."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

import learner
import pytest
import sites
from course_server import Preview
from playwright.sync_api import BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses, said
from test_faults import old_statements, waiting

from courseware.preview.cmi5_launch import Session
from courseware.preview.requests import Request, Response

TRAVEL = "[data-shown] select"
RELAUNCH, FAULTY, SLOW = "open the course there again", "incomplete information", "are being sent"


def opened(context: BrowserContext, preview: Preview, small: Mapping[str, bytes], url: str) -> Page:
    preview.courses["small"] = small
    page = context.new_page()
    page.set_viewport_size({"width": 400, "height": 500})
    page.goto(url)
    learner.wait_for_start(page)
    page.locator(TRAVEL).select_option(label="On foot")
    page.mouse.wheel(0, 10_000)
    return page


def is_told(page: Page, words: str) -> None:
    """Waits until a message is in view, and nothing is reported as saved that is not."""
    expect(page.locator("[data-banner]")).to_contain_text(words)
    expect(page.locator("[data-banner]")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-saved]")).to_have_text("Saved in this browser")


def answering(preview: Preview, line: str, status: int) -> None:
    """Responds to requests of one kind with `status`."""
    respond = preview.respond

    def refuse(request: Request) -> Response:
        return Response(status, b"{}") if re.search(line, request.path) else respond(request)

    preview.respond = refuse  # type: ignore[method-assign]  # the test answers in its place


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_token_that_nobody_gives(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], status: int
) -> None:
    answering(preview, "^/fetch/", status)
    page = opened(
        context, preview, small, preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION))
    )
    is_told(page, RELAUNCH)
    assert [visit.line.split("/")[0] for visit in preview.visits] == ["POST fetch"]


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("registration", "", FAULTY),
        ("registration", "registration=2026-1", FAULTY),
        ("registration", "registration=00000000-0000-4000-8000-000000000000", RELAUNCH),
        ("activityId", "", FAULTY),
        ("activityId", "activityId=the%20course", FAULTY),
        ("activityId", "activityId=https://example.org/another", FAULTY),
    ],
)
def test_a_launch_of_cmi5_that_lacks_something(
    context: BrowserContext,
    preview: Preview,
    small: Mapping[str, bytes],
    parameter: str,
    value: str,
    words: str,
) -> None:
    """The reference player refuses another registration (403), and has no launch data for another activity."""
    url = preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION))
    page = opened(context, preview, small, re.sub(f"{parameter}=[^&]*", value, url))
    is_told(page, words)
    assert preview.lrs.statements == {}


def test_a_registration_of_xapi_that_is_none_is_left_out(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """With an invalid registration, the store would refuse every statement."""
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, "2026-1"))
    learner.eventually(lambda: responses(preview.lrs.statements))
    expect(page.locator("[data-banner]")).to_be_hidden()


def test_a_long_queue_at_a_healthy_store_is_not_reported_as_trouble(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.faults.begin("refuse", "statements")
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_until_saved(page)
    waiting(page, old_statements(300))
    page.close()
    preview.faults.end()
    preview.delay = 0.6
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, REGISTRATION))
    page.evaluate(
        """() => new MutationObserver(() => {
          const banner = document.querySelector("[data-banner]");
          if (!banner.hidden) document.documentElement.dataset.told = banner.textContent;
        }).observe(document.querySelector("[data-banner]"), { attributes: true })"""
    )
    learner.eventually(lambda: len(preview.lrs.statements) > 300, seconds=60)
    assert page.locator("html").get_attribute("data-told") is None


def test_a_store_that_takes_long_is_not_called_out_of_reach(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_until_saved(page)
    preview.delay = 7
    page.locator(TRAVEL).select_option(label="By train")
    is_told(page, SLOW)
    expect(page.locator("[data-banner]")).to_be_hidden()
    assert responses(preview.lrs.statements)[-1] == ("how_do_you_travel", "by_train")


def test_who_tries_a_course_out_is_not_told_to_look_back(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    session = Session(sites.BASE, ADA, REGISTRATION, mode="Browse")
    page = opened(context, preview, small, preview.launch_cmi5("small", session))
    expect(page.locator("[data-saved]")).to_have_text("Nothing is recorded")
    expect(page.locator("[data-banner]")).not_to_contain_text("looking back")
    expect(page.locator(f"{TRAVEL} option:checked")).to_have_text("On foot")
    page.locator("[data-exit]").click()
    learner.eventually(lambda: session.said == ["initialized", "terminated"])
    assert said(preview.lrs.statements) == ["initialized", "terminated"]


def refuse(preview: Preview, response: bytes, status: int = 400) -> Callable[[], None]:
    """Makes the store refuse requests with a text, like a bad gateway, until the returned function is called."""
    respond = preview.lrs.respond
    preview.lrs.respond = lambda request: (  # type: ignore[method-assign]  # the test answers in its place
        Response(status) if response in request.body and request.path == "statements" else respond(request)
    )

    def mend() -> None:
        preview.lrs.respond = respond  # type: ignore[method-assign]  # the test answers in its place

    return mend


@pytest.mark.parametrize("status", [400, 413])
def test_what_a_gateway_refused_can_be_handed_on_and_is_sent_at_a_later_launch(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], status: int
) -> None:
    mend = refuse(preview, b"on_foot", status)
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, REGISTRATION))
    expect(page.locator("[data-banner]")).to_contain_text("has refused some")
    expect(page.locator("[data-unsent]")).to_be_in_viewport(ratio=1)
    with page.expect_download() as download:
        page.locator("[data-unsent]").click()
    assert download.value.suggested_filename == "small-unsent.json"
    handed = json.loads(download.value.path().read_text())
    assert [statement["result"]["response"] for statement in handed] == ["on_foot"]
    assert sites.said({statement["id"]: statement for statement in handed}) == ["answered"]
    page.close()
    assert responses(preview.lrs.statements) == []
    mend()
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.eventually(lambda: responses(preview.lrs.statements))
    learner.wait_until_saved(page)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert preview.lrs.statements[handed[0]["id"]]["timestamp"] == handed[0]["timestamp"]


def test_who_leaves_when_the_gateway_is_mended_leaves_nothing_behind(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """What was refused in a session is sent before its end, and the learner is led back."""
    mend = refuse(preview, b"on_foot")
    session = Session(sites.BASE, ADA, REGISTRATION, return_url=f"{preview.address}/back")
    page = opened(context, preview, small, preview.launch_cmi5("small", session))
    expect(page.locator("[data-banner]")).to_contain_text("has refused some")
    mend()
    page.locator("[data-exit]").click()
    page.wait_for_url("**/back")
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    assert said(preview.lrs.statements)[-1] == "terminated"


def test_who_leaves_with_refused_answers_hears_nowhere_that_they_are_saved(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    refuse(preview, b"on_foot")
    page = opened(context, preview, small, preview.launch_xapi("small", ADA, REGISTRATION))
    expect(page.locator("[data-banner]")).to_contain_text("has refused some")
    page.evaluate(
        """() => {
          window.heard = [];
          for (const one of document.querySelectorAll("[data-saved], [data-announce]")) {
            const hear = () => heard.push(one.textContent);
            new MutationObserver(hear).observe(one, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    page.locator("[data-exit]").click()
    expect(page.locator("[data-farewell]")).to_be_visible()
    is_told(page, "has refused some")
    assert "Saved" not in page.evaluate("heard")


def test_what_has_the_focus_stays_clear_of_the_lines_at_the_bottom(
    context: BrowserContext, preview: Preview, quiz: Mapping[str, bytes]
) -> None:
    """WCAG 2.4.11: even if the lines appear below the focus, and at the end of the page."""
    preview.courses["quiz"] = quiz
    refuse(preview, b"venus")
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(preview.launch_xapi("quiz", ADA, REGISTRATION))
    learner.wait_until_saved(page)
    check, notice = page.locator("[data-shown] [data-check]"), page.locator("[data-notice]")
    page.get_by_label("Venus").press("Space")
    check.focus()
    check.evaluate("one => window.scrollBy(0, one.getBoundingClientRect().bottom - window.innerHeight)")
    page.keyboard.press("Enter")
    expect(page.locator("[data-unsent]")).to_be_in_viewport(ratio=1)

    def is_clear() -> bool:
        below, above = notice.bounding_box(), page.locator(":focus").bounding_box()
        assert below
        assert above
        return above["y"] > 0 and above["y"] + above["height"] < below["y"]

    expect(check).to_be_focused()
    learner.eventually(is_clear, seconds=5)
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    expect(check).not_to_be_focused()
    learner.eventually(is_clear, seconds=5)
