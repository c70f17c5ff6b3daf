"""States of saving for a learner who only uses the keyboard: the focus stays, or moves to what is new."""

from __future__ import annotations

import courses
import pytest
from learner import course_data, wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext, Locator, expect
from scorm_host import Launch, ScormHost

COURSE = "keyboard"
MOST_TABS = 60


@pytest.fixture(scope="module", autouse=True)
def _course(scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("keyboard")
    course = courses.write(folder / COURSE, courses.PLANETS)
    scorm_host.install(courses.package(course, folder / "keyboard.zip"), COURSE)


def text(launch: Launch, key: str) -> str:
    return str(course_data(launch.sco)["texts"][key])


def tab_to(launch: Launch, target: Locator, key: str = "Tab") -> None:
    for _ in range(MOST_TABS):
        launch.page.keyboard.press(key)
        if target.evaluate("one => one.matches(':focus')"):
            return
    raise AssertionError(f"{target} is not reached by {key}")


def dot(launch: Launch) -> str:
    """The colour of the dot beside the words about saving in the header."""
    saved = launch.sco.locator("[data-saved]")
    return str(saved.evaluate("one => getComputedStyle(one, '::before').borderTopColor"))


def choose(launch: Launch, name: str) -> None:
    tab_to(launch, launch.sco.get_by_label(name))
    launch.page.keyboard.press("Space")
    tab_to(launch, launch.sco.locator("[data-check]:visible").first)
    launch.page.keyboard.press("Enter")


def leave(launch: Launch) -> None:
    tab_to(launch, launch.sco.locator("[data-exit]"), "Shift+Tab")
    launch.page.keyboard.press("Enter")


def test_who_goes_off_line_stays_where_they_were_and_hears_of_both(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="offline")
    wait_until_saved(launch.sco)
    looks_saved = dot(launch)
    context.set_offline(True)
    choose(launch, "Mars")
    expect(launch.sco.locator("[data-banner]")).to_have_text(text(launch, "lrs_waits"))
    expect(launch.sco.locator("[data-saved]")).to_have_text(text(launch, "saved_here"))
    # nothing looks like success while a line reports trouble
    assert dot(launch) != looks_saved
    here = launch.sco.locator("[data-check]").first
    expect(here).to_be_focused()
    context.set_offline(False)
    expect(launch.sco.locator("[data-announce]")).to_have_text(text(launch, "saved"))
    expect(launch.sco.locator("[data-banner]")).to_be_hidden()
    assert dot(launch) == looks_saved
    expect(here).to_be_focused()


@pytest.mark.parametrize("answer", ["go-on", "begin-anew"])
def test_who_has_said_whose_answers_these_are_is_on_the_page(
    scorm_host: ScormHost, context: BrowserContext, answer: str
) -> None:
    first = scorm_host.launch(context, COURSE, learner=answer, api="absent")
    wait_for_start(first.sco)
    choose(first, "Mars")
    expect(first.sco.locator("[data-saved]")).to_have_text(text(first, "saved_here"))
    first.page.close()
    second = scorm_host.launch(context, COURSE, learner=answer, api="absent")
    button = second.sco.locator(f"[data-{answer}]")
    expect(second.sco.locator("[data-go-on]")).to_be_focused()
    expect(second.sco.locator("[data-saved]")).to_have_text(text(second, "saved_here"))
    tab_to(second, button, "Shift+Tab" if answer == "go-on" else "Tab")
    second.page.keyboard.press("Enter")
    expect(button).to_be_hidden()
    expect(second.sco.locator("[data-shown] h1")).to_be_focused()
    expect(second.sco.get_by_label("Mars")).to_be_checked(checked=answer == "go-on")


def test_who_has_erased_their_answers_is_not_told_that_they_are_kept(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="erased", api="absent")
    wait_for_start(launch.sco)
    choose(launch, "Mars")
    expect(launch.sco.locator("[data-saved]")).to_have_text(text(launch, "saved_here"))
    leave(launch)
    farewell = launch.sco.locator("[data-farewell]")
    expect(farewell).to_contain_text(text(launch, "kept_here").format(count=1))
    colour = launch.sco.locator("[data-saved]").evaluate("one => getComputedStyle(one).color")
    assert dot(launch) == colour, "below it stands that no platform was found"
    tab_to(launch, farewell.locator("[data-erase]"))
    launch.page.keyboard.press("Enter")
    expect(farewell.locator("[data-banner]")).to_be_focused()
    assert farewell.locator("p:visible").all_inner_texts() == [text(launch, "erased")]
    expect(launch.sco.locator("[data-saved]")).to_have_text(text(launch, "read_only"))


def test_after_leaving_no_control_leads_nowhere(scorm_host: ScormHost, context: BrowserContext) -> None:
    launch = scorm_host.launch(context, COURSE, learner="gone")
    wait_until_saved(launch.sco)
    choose(launch, "Mars")
    leave(launch)
    expect(launch.sco.locator("[data-banner]")).to_be_focused()
    for key in ("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        launch.page.keyboard.press(key)
        assert launch.sco.locator("a:focus, button:focus").count() == 0


def test_who_cannot_leave_because_the_session_is_over_reads_only_what_helps(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="over")
    wait_until_saved(launch.sco)
    launch.change(faults={"LMSCommit": "refuse"})
    choose(launch, "Mars")
    expect(launch.sco.locator("[data-banner]")).to_have_text(text(launch, "lms_relaunch"))
    expect(launch.sco.locator("[data-check]").first).to_be_focused()
    leave(launch)
    expect(launch.sco.locator("[data-banner]")).to_be_focused()
    expect(launch.sco.locator("[data-banner]")).to_have_text(text(launch, "lms_relaunch"))
    expect(launch.sco.locator("[data-banner]")).to_be_in_viewport(ratio=1)


def test_a_review_has_no_buttons_without_effect(scorm_host: ScormHost, context: BrowserContext) -> None:
    launch = scorm_host.launch(context, COURSE, learner="back", lesson_mode="review")
    expect(launch.sco.locator("[data-banner]")).to_have_text(text(launch, "review_mode"))
    moves = launch.sco.locator("[data-ranking] [data-move]")
    assert moves.count() == 6
    assert moves.filter(visible=True).count() == 0
    tab_to(launch, launch.sco.locator("[data-shown] [data-next]"))
