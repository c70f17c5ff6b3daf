"""How many requests a launch, an answer and the Exit cost, and in which order they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import learner
import pytest
import sites
from course_server import Preview
from playwright.sync_api import BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses, said

from courseware.preview.cmi5_launch import Session
from courseware.preview.requests import Request, Response

WORK, TRAVEL = "[data-shown] input[type=text]", "[data-shown] select"
AT_MOST = {"xapi": 6, "cmi5": 9}
STATE = "activities/state"


def launcher(preview: Preview, standard: str) -> Callable[[], str]:
    if standard == "xapi":
        return lambda: preview.launch_xapi("small", ADA, REGISTRATION)
    back = f"{preview.address}/back"
    return lambda: preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION, return_url=back))


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    learner.wait_for_start(page)
    return page


def responded(preview: Preview, option: str) -> bool:
    """Whether the store has a response that names the option."""
    return option in str(responses(preview.lrs.statements))


def rested(page: Page, preview: Preview) -> int:
    """The number of requests once there are no more."""
    learner.wait_until_saved(page)
    before = -1
    while before < len(preview.visits):
        before = len(preview.visits)
        page.wait_for_timeout(1_500)  # a burst of changes is saved after a second
    return before


@pytest.mark.parametrize("standard", AT_MOST)
def test_a_launch_and_an_answer_cost_little(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], standard: str
) -> None:
    """Like ADL_LRS and the reference player, this store sends no entity tag with the response to a PUT."""
    preview.courses["small"] = small
    launch = launcher(preview, standard)
    for label in ("On foot", "By train"):
        preview.visits.clear()
        page = opened(context, launch())
        launched = rested(page, preview)
        assert launched <= AT_MOST[standard], [visit.line for visit in preview.visits]
        page.locator(TRAVEL).select_option(label=label)
        learner.eventually(partial(responded, preview, label.lower().replace(" ", "_")))
        answered = rested(page, preview)
        assert answered - launched <= 2, [visit.line for visit in preview.visits]
        page.locator("[data-exit]").click()
        expect(page.locator("html")).to_have_attribute(
            "data-finished", ""
        ) if standard == "xapi" else page.wait_for_url("**/back")
        page.close()


@pytest.mark.parametrize("delay", [0, 0.3, 1, pytest.param(5, marks=pytest.mark.long)])
@pytest.mark.parametrize("after", [0, 0.5, 3])
def test_exit_leads_back_when_statements_and_state_are_there(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], delay: float, after: float
) -> None:
    """The store is slow from the launch on. A second answer follows while the state of the first is being sent."""
    preview.courses["small"] = small
    asked: list[tuple[str, str, bytes, int]] = []
    respond = preview.respond

    def see(request: Request) -> Response:
        answer = respond(request)
        asked.append((request.method, request.path, request.body, answer.status))
        return answer

    preview.respond = see  # type: ignore[method-assign]  # the test answers in its place
    preview.delay = delay
    page = opened(context, launcher(preview, "cmi5")())
    page.locator(TRAVEL).select_option(label="On foot")
    page.wait_for_timeout(1_100)
    page.locator(WORK).fill("At sea")
    page.locator(WORK).blur()
    page.wait_for_timeout(after * 1_000)
    page.locator("[data-exit]").click()
    page.wait_for_url("**/back", timeout=120_000)
    assert said(preview.lrs.statements)[0] == "initialized"
    assert said(preview.lrs.statements)[-1] == "terminated"
    assert sorted(responses(preview.lrs.statements)) == [
        ("how_do_you_travel", "on_foot"),
        ("where_do_you_work", "At sea"),
    ]
    assert [visit for visit in asked if visit[3] in (400, 401, 403)] == []
    records = [visit for visit in asked if "/xapi/" in visit[1]]
    assert b"/terminated" in records[-1][2]
    assert [record for record in records[:-1] if b"/terminated" in record[2]] == []
    assert any("At sea" in content.decode() for content, *_ in preview.lrs.documents.values())


@pytest.mark.parametrize("standard", AT_MOST)
def test_a_state_that_cannot_be_stored_keeps_the_end_back(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], standard: str
) -> None:
    """The learner is told, and led on once it has arrived."""
    preview.courses["small"] = small
    page = opened(context, launcher(preview, standard)())
    rested(page, preview)
    preview.faults.begin("500", f"PUT {STATE}")
    page.locator(TRAVEL).select_option(label="On foot")
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_contain_text("sent when you open this course here again")
    assert "terminated" not in said(preview.lrs.statements)
    preview.faults.end()
    learner.eventually(lambda: "terminated" in said(preview.lrs.statements))
    wanted = [(f"PUT {STATE}", 204), ("POST statements", 200)]
    learner.eventually(lambda: [(visit.line, visit.status) for visit in preview.visits[-2:]] == wanted)
