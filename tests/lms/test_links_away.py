"""Leaving by a link of the LMS's page: the session ends while everything can still be sent to the LMS.

At most 64 kB arrive from a page that is being closed. Moodle sends all values with each call of SCORM 2004, and adds a
session's time at its end.
"""

from __future__ import annotations

from collections.abc import Callable

import courses
import pytest
from learner import course_data, eventually, wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext, Locator, Page, expect
from scorm_host import Launch, ScormHost

COUNT = 20
WORDS = "many words " * 200


@pytest.fixture(scope="module", params=["scorm12", "scorm2004-4"])
def course(
    request: pytest.FixtureRequest, scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"leaving-{request.param}"
    folder = courses.write(tmp_path_factory.mktemp("leaving") / name, courses.long_texts(COUNT))
    scorm_host.install(courses.package(folder, folder.parent / "leaving.zip", request.param), name)
    return name


def last_box(launch: Launch) -> Locator:
    return launch.sco.get_by_label(f"Question number {COUNT}", exact=True)


def enter(
    scorm_host: ScormHost, context: BrowserContext, course: str, learner: str, **settings: object
) -> Launch:
    """A large course with unsaved words in an LMS that sends all values with each call."""
    launch = scorm_host.launch(context, course, learner=learner, sends_all=True)
    wait_for_start(launch.sco)
    boxes = launch.sco.locator("textarea")
    boxes.evaluate_all(
        """(boxes, words) => boxes.slice(1).forEach((box) => {
          box.value = words;
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
        })""",
        WORDS,
    )
    wait_until_saved(launch.sco)
    assert sum(map(len, launch.attempt.elements.values())) > 64_000
    last_box(launch).fill("last words")
    return launch


def wait_until_stored(launch: Launch, words: str) -> None:
    eventually(lambda: words in launch.attempt.elements["cmi.suspend_data"])


def by_key(page: Page) -> None:
    page.get_by_role("link", name="Exit activity").focus()
    page.keyboard.press("Enter")


def send(page: Page) -> None:
    page.get_by_label("Words").fill("courses")
    page.get_by_label("Words").press("Enter")


WAYS: dict[str, Callable[[Page], None]] = {
    "link": lambda page: page.get_by_role("link", name="Exit activity").click(),
    "part of a link": lambda page: page.get_by_text("Home").click(),
    "key": by_key,
    "form": send,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_time_and_the_last_words_are_there(
    scorm_host: ScormHost, context: BrowserContext, course: str, way: str
) -> None:
    launch = enter(scorm_host, context, course, way)
    WAYS[way](launch.page)
    expect(launch.page.get_by_role("heading", name="Courses")).to_be_visible()
    eventually(lambda: launch.attempt.finished)
    elements = launch.attempt.elements
    (time,) = [value for name, value in elements.items() if name.endswith("total_time")]
    assert time not in ("PT0S", "PT0H0M0S", "00:00:00")
    assert "last words" in [
        value
        for name, value in elements.items()
        if name.endswith("er_response") or "student_response" in name
    ]
    ends = [call.name for call in launch.attempt.sessions[0] if call.name in ("LMSFinish", "Terminate")]
    assert len(ends) == 1
    assert launch.errors == []
    again = scorm_host.launch(context, course, learner=way)
    wait_until_saved(again.sco)
    expect(last_box(again)).to_have_value("last words")


STAYS = {
    "another place of the page": "Skip",
    "a window of its own": "Help",
    "a file": "Handout",
    "a menu": "Menu",
    "no page": "Mail",
}


def test_a_learner_who_stays_continues(scorm_host: ScormHost, context: BrowserContext, course: str) -> None:
    launch = enter(scorm_host, context, course, "staying")
    for way, link in STAYS.items():
        last_box(launch).fill(f"words before {way}")
        launch.page.get_by_role("link", name=link).click()
        assert launch.page.get_by_role("heading", name="Courses").count() == 0, way
        last_box(launch).fill(f"words after {way}")
        wait_until_saved(launch.sco)
        assert f"words after {way}" in launch.attempt.elements["cmi.suspend_data"]
        assert not launch.attempt.finished, way
    launch.leave()


def test_a_link_in_another_tab_leaves_nothing(
    scorm_host: ScormHost, context: BrowserContext, course: str
) -> None:
    launch = enter(scorm_host, context, course, "another tab")
    with context.expect_page() as opened:
        launch.page.get_by_role("link", name="Exit activity").click(modifiers=["Control"])
    opened.value.close()
    wait_until_saved(launch.sco)
    assert not launch.attempt.finished
    launch.leave()


def test_a_link_that_leads_nowhere_after_all_is_reported(
    scorm_host: ScormHost, context: BrowserContext, course: str
) -> None:
    launch = enter(scorm_host, context, course, "nowhere")
    texts = course_data(launch.sco)["texts"]
    with launch.page.expect_download():
        launch.page.get_by_role("link", name="File").click()
    expect(launch.sco.locator("[data-farewell]")).to_be_visible()
    expect(launch.sco.locator("[data-banner]")).to_have_text(texts["left_frame"])
    expect(launch.sco.locator("main")).to_have_attribute("inert", "")
    eventually(lambda: launch.attempt.finished)
    assert "last words" in launch.attempt.elements["cmi.suspend_data"]


def test_a_refused_call_ends_nothing(scorm_host: ScormHost, context: BrowserContext, course: str) -> None:
    launch = enter(scorm_host, context, course, "refused")
    for function in ("LMSSetValue", "LMSFinish") if course.endswith("12") else ("SetValue", "Terminate"):
        last_box(launch).fill(f"words before {function}")
        launch.change(faults={function: "refuse"})
        with launch.page.expect_download():
            launch.page.get_by_role("link", name="File").click()
        expect(launch.sco.locator("[data-farewell]")).to_be_hidden()
        launch.change(faults={})
        wait_until_saved(launch.sco)
        wait_until_stored(launch, f"words before {function}")
        assert not launch.attempt.finished, function
    launch.leave()


def test_words_are_sent_when_the_pointer_moves_to_leave(
    scorm_host: ScormHost, context: BrowserContext, course: str
) -> None:
    """To close the tab or go back, a learner first moves the pointer out of the course."""
    launch = enter(scorm_host, context, course, "pointer")
    last_box(launch).hover()
    wait_until_saved(launch.sco)
    last_box(launch).focus()
    launch.page.keyboard.type("!")
    launch.page.get_by_role("link", name="Skip").hover()
    launch.kill()
    assert "last words!" in launch.attempt.elements["cmi.suspend_data"]
