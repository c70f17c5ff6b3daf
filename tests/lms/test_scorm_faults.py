"""LMSs with faults: the learner is told what is not saved, and it is saved once the LMS works again."""

from __future__ import annotations

from pathlib import Path

import courses
import pytest
from learner import answer_all, course_data, eventually, shown_answers, wait_for_start, wait_until_saved
from playwright.sync_api import Browser, BrowserContext, expect
from scorm12_rules import problems
from scorm_host import Attempt, Launch, ScormHost

COURSE = "faults"


@pytest.fixture(scope="module", autouse=True)
def _course(scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("faults")
    course = courses.write(folder / COURSE, courses.SCORED)
    scorm_host.install(courses.package(course, folder / "faults.zip"), COURSE)


def texts(launch: Launch) -> dict[str, str]:
    words: dict[str, str] = course_data(launch.sco)["texts"]
    return words


def responses(attempt: Attempt) -> dict[str, str]:
    return {row["id"]: row["student_response"] for row in attempt.interactions}


def write(launch: Launch, text: str) -> None:
    box = launch.sco.get_by_label("Which one would you visit")
    box.fill(text)
    box.blur()


def test_without_an_lms_the_browser_keeps_everything(scorm_host: ScormHost, context: BrowserContext) -> None:
    first = scorm_host.launch(context, COURSE, learner="absent", api="absent")
    wait_for_start(first.sco)
    expect(first.sco.locator("[data-banner]")).to_have_text(texts(first)["no_lms"])
    before = shown_answers(first.sco)
    write(first, "kept here")
    expect(first.sco.locator("[data-saved]")).to_have_text(texts(first)["saved_here"])
    shown = shown_answers(first.sco)
    assert shown != before
    first.leave()
    second = scorm_host.launch(context, COURSE, learner="absent", api="absent")
    wait_for_start(second.sco)
    second.sco.locator("[data-go-on]").click()
    expect(second.sco.locator("[data-saved]")).to_have_text(texts(second)["saved_here"])
    assert shown_answers(second.sco) == shown
    assert first.errors == second.errors == []


def test_an_lms_that_appears_two_seconds_late_gets_everything(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="late", api="late")
    write(launch, "before the LMS was there")
    eventually(lambda: responses(launch.attempt))
    wait_until_saved(launch.sco)
    expect(launch.sco.locator("[data-banner]")).to_be_hidden()
    assert list(responses(launch.attempt).values()) == ["before the LMS was there"]
    launch.leave()
    assert problems(launch.attempt.sessions) == []
    assert launch.errors == []


@pytest.mark.parametrize("fault", ["refuse", "throw"])
@pytest.mark.parametrize("function", ["LMSSetValue", "LMSCommit"])
def test_a_failing_lms_is_reported_and_nothing_is_lost(
    scorm_host: ScormHost, context: BrowserContext, function: str, fault: str
) -> None:
    launch = scorm_host.launch(context, COURSE, learner=f"{function}-{fault}")
    wait_for_start(launch.sco)
    write(launch, "while all was well")
    wait_until_saved(launch.sco)
    launch.change(faults={function: fault})
    write(launch, "in the bad time")
    launch.sco.get_by_label("Venus, the morning star").check()
    expect(launch.sco.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")
    expect(launch.sco.locator("[data-banner]")).to_have_text(texts(launch)["lms_fails"])
    stored = responses(launch.attempt)
    assert list(stored.values()) == ["while all was well"]
    launch.change(faults={})
    write(launch, "in better times")
    wait_until_saved(launch.sco)
    expect(launch.sco.locator("[data-banner]")).to_be_hidden()
    assert "in better times" in responses(launch.attempt).values()
    launch.leave()
    assert launch.attempt.finished
    assert all("failed in the LMS" in error for error in launch.errors)


def test_work_of_the_bad_time_is_sent_again_by_itself(scorm_host: ScormHost, context: BrowserContext) -> None:
    launch = scorm_host.launch(context, COURSE, learner="again", faults={"LMSCommit": "refuse"})
    wait_for_start(launch.sco)
    write(launch, "nobody touches this again")
    expect(launch.sco.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")
    launch.change(faults={})
    eventually(lambda: list(responses(launch.attempt).values()) == ["nobody touches this again"], seconds=30)
    wait_until_saved(launch.sco)


def test_work_of_the_bad_time_survives_leaving(scorm_host: ScormHost, context: BrowserContext) -> None:
    first = scorm_host.launch(context, COURSE, learner="gone")
    wait_for_start(first.sco)
    write(first, "saved")
    wait_until_saved(first.sco)
    first.change(faults=dict.fromkeys(["LMSSetValue", "LMSCommit", "LMSFinish"], "throw"))
    write(first, "not saved by the LMS")
    expect(first.sco.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")
    first.leave()
    assert list(responses(first.attempt).values()) == ["saved"]
    second = scorm_host.launch(context, COURSE, learner="gone")
    wait_for_start(second.sco)
    expect(second.sco.get_by_label("Which one would you visit")).to_have_value("not saved by the LMS")
    wait_until_saved(second.sco)
    second.leave()
    assert list(responses(second.attempt).values()) == ["not saved by the LMS"]


def test_an_lms_that_cannot_be_read_for_a_while_is_not_taken_for_an_empty_one(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    first = scorm_host.launch(context, COURSE, learner="unread")
    wait_for_start(first.sco)
    answer_all(first.sco)
    shown = shown_answers(first.sco)
    first.leave()
    for fault in ("refuse", "throw"):
        launch = scorm_host.launch(context, COURSE, learner="unread", faults={"LMSGetValue": fault})
        wait_for_reading(launch)
        assert not [call for call in launch.calls() if call.name in ("LMSSetValue", "LMSCommit")]
        launch.change(faults={})
        wait_until_saved(launch.sco)
        assert shown_answers(launch.sco) == shown
        launch.leave()
        assert launch.attempt.elements["cmi.core.lesson_status"] == "completed"


def wait_for_reading(launch: Launch) -> None:
    eventually(lambda: len([call for call in launch.calls() if call.name == "LMSGetValue"]) > 5)


def test_an_lms_that_does_not_open_is_reported(scorm_host: ScormHost, context: BrowserContext) -> None:
    launch = scorm_host.launch(context, COURSE, learner="closed", faults={"LMSInitialize": "refuse"})
    wait_for_start(launch.sco)
    expect(launch.sco.locator("[data-banner]")).to_be_visible()
    write(launch, "all the same")
    expect(launch.sco.locator("[data-saved]")).not_to_have_attribute("data-saved", "saving")
    assert {call.name for call in launch.calls()} == {"LMSInitialize", "LMSGetValue"}  # nothing is written
    assert launch.errors == []


@pytest.mark.parametrize("is_begun", [False, True], ids=["new", "begun"])
@pytest.mark.parametrize(
    "faults", [{"LMSInitialize": "refuse"}, {"LMSGetValue": "odd"}], ids=["closed", "odd"]
)
def test_what_was_written_without_the_lms_is_offered_when_it_is_well(
    scorm_host: ScormHost, context: BrowserContext, faults: dict[str, str], is_begun: bool
) -> None:
    learner = f"offered-{is_begun}-{next(iter(faults))}"
    if is_begun:
        before = scorm_host.launch(context, COURSE, learner=learner)
        wait_for_start(before.sco)
        write(before, "earlier words")
        wait_until_saved(before.sco)
        before.leave()
    launch = scorm_host.launch(context, COURSE, learner=learner, faults=faults)
    wait_for_start(launch.sco)
    write(launch, "and these")
    expect(launch.sco.locator("[data-banner]")).to_have_text(texts(launch)["no_lms"])
    expect(launch.sco.locator("[data-saved]")).to_have_text(texts(launch)["saved_here"])
    launch.page.close()
    well = scorm_host.launch(context, COURSE, learner=learner)
    well.sco.locator("[data-go-on]").click()
    wait_until_saved(well.sco)
    expected = "earlier words\nand these" if is_begun else "and these"
    expect(well.sco.get_by_label("Which one would you visit")).to_have_value(expected)
    well.leave()
    assert list(responses(well.attempt).values()) == [expected.replace("\n", "/")]
    assert well.errors == []
    assert all("GetValue" in error for error in launch.errors)
    again = scorm_host.launch(context, COURSE, learner=learner)
    wait_until_saved(again.sco)
    expect(again.sco.locator("[data-ask]")).to_be_hidden()


def test_real_booleans_instead_of_strings(scorm_host: ScormHost, context: BrowserContext) -> None:
    launch = scorm_host.launch(context, COURSE, learner="booleans", booleans=True)
    wait_for_start(launch.sco)
    words = answer_all(launch.sco)
    launch.leave()
    assert launch.attempt.finished
    assert responses(launch.attempt) == words
    assert launch.attempt.elements["cmi.core.lesson_status"] == "completed"
    assert problems(launch.attempt.sessions) == []


def test_a_strict_lms_gets_the_strict_form_after_one_refusal(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="strict", strict_responses=True, response_limit=255)
    wait_for_start(launch.sco)
    words = answer_all(launch.sco)
    [ranking] = [
        interaction
        for interaction in course_data(launch.sco)["interactions"]
        if interaction["kind"] == "sequencing"
    ]
    keys = [option["key"] for option in ranking["options"]]
    launch.leave()
    given = {row["id"]: row for row in launch.attempt.interactions}
    assert given.keys() == words.keys()
    assert given["lesson.the_red_one"]["student_response"] == "a"
    assert given["lesson.the_gas_giants"]["student_response"] == "a,b"
    letters = ",".join("abcd"[keys.index(key)] for key in ranking["answer"])
    assert given["lesson.from_the_sun_outwards"]["student_response"] == letters
    assert given["lesson.which_planet_has_the_clearest_rings"]["student_response"] == "Saturn"
    refused = [call for call in launch.calls() if call.result == "false"]
    assert len(refused) == 2  # one choice, one sequencing: remembered for the session
    accepted = [[call for call in session if call.result != "false"] for session in launch.attempt.sessions]
    assert problems(accepted) == []


def test_a_long_answer_is_recorded_whole_where_there_is_room(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="room")
    wait_for_start(launch.sco)
    text = " ".join(f"word {number}" for number in range(400))
    write(launch, text)
    wait_until_saved(launch.sco)
    assert list(responses(launch.attempt).values()) == [text]


def test_last_words_of_a_large_course_arrive_when_the_lms_closes_it(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    """A closing page sends at most 64 KB; by the LMS's own button, the frame is left before that."""
    launch = scorm_host.launch(context, COURSE, learner="hasty")
    wait_for_start(launch.sco)
    text = "a" * 60_000
    write(launch, text)
    wait_until_saved(launch.sco)
    launch.sco.get_by_label("Which one would you visit").fill(f"{text} and last words")
    launch.leave()
    assert list(responses(launch.attempt).values()) == [f"{text} and last words"]


@pytest.mark.parametrize("limit", [4096, pytest.param(64000, marks=pytest.mark.long)])
def test_more_text_than_the_lms_holds_is_kept_by_the_browser(
    scorm_host: ScormHost, browser: Browser, context: BrowserContext, tmp_path: Path, limit: int
) -> None:
    name = f"long{limit}"
    course = courses.write(tmp_path / name, courses.long_texts(200))
    scorm_host.install(courses.package(course, tmp_path / "long.zip"), name)
    first = scorm_host.launch(context, name, suspend_data_limit=limit, response_limit=min(limit, 255))
    wait_for_start(first.sco)
    words = [f"{number}: " + chr(97 + number % 26) * 3990 + f" end {number}" for number in range(1, 201)]
    boxes = first.sco.locator("textarea")
    boxes.evaluate_all(
        """(boxes, words) => boxes.forEach((box, place) => {
          box.value = words[place];
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
        })""",
        words,
    )
    wait_until_saved(first.sco)
    expect(first.sco.locator("[data-banner]")).to_have_text(texts(first)["shortened"])
    first.leave()
    eventually(lambda: first.attempt.finished)
    assert len(first.attempt.elements["cmi.suspend_data"]) <= limit
    assert len(first.attempt.interactions) == 200
    for answer, text in zip(responses(first.attempt).values(), words, strict=True):
        assert len(answer) == 255  # shortened, which an instructor can see
        assert answer == text[:254] + "…"

    second = scorm_host.launch(context, name, suspend_data_limit=limit, response_limit=min(limit, 255))
    wait_for_start(second.sco)
    assert [value for [value] in shown_answers(second.sco).values()] == words
    wait_for_first_report(second)
    second.leave()

    elsewhere = browser.new_context(reduced_motion="reduce")
    third = scorm_host.launch(elsewhere, name, suspend_data_limit=limit, response_limit=min(limit, 255))
    wait_for_start(third.sco)
    beginnings = [value for [value] in shown_answers(third.sco).values()]
    assert all(text.startswith(beginning) for text, beginning in zip(words, beginnings, strict=True))
    assert sum(map(bool, beginnings)) == 200
    assert third.errors == []
    wait_for_first_report(third)
    third.leave()
    elsewhere.close()
    accepted = [[call for call in session if call.result != "false"] for session in first.attempt.sessions]
    assert problems(accepted) == []


def wait_for_first_report(launch: Launch) -> None:
    """The host page sends all calls, including the saved state that was read: too much for a beacon."""
    eventually(lambda: launch.attempt.sessions[launch.session])


def test_a_copy_outlives_an_lms_that_clears_the_storage_of_the_session_before(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    """Observed in Moodle 4.5: opening the login page clears localStorage, but not IndexedDB."""
    first = scorm_host.launch(context, COURSE, learner="expired")
    wait_until_saved(first.sco)
    first.change(faults={"LMSCommit": "refuse"})
    write(first, "of the session before")
    expect(first.sco.locator("[data-saved]")).to_have_text(texts(first)["not_saved"])
    first.page.close()
    page = context.new_page()
    page.goto(f"{scorm_host.url}/host.html")
    page.evaluate("localStorage.clear()")
    second = scorm_host.launch(context, COURSE, learner="expired")
    expect(second.sco.get_by_label("Which one would you visit")).to_have_value("of the session before")
    wait_until_saved(second.sco)
    second.leave()
    assert list(responses(second.attempt).values()) == ["of the session before"]


def test_offline_answers_wait_in_the_browser_and_arrive_when_the_line_is_back(
    scorm_host: ScormHost, context: BrowserContext
) -> None:
    launch = scorm_host.launch(context, COURSE, learner="offline")
    wait_until_saved(launch.sco)
    context.set_offline(True)
    write(launch, "without a line")
    expect(launch.sco.locator("[data-saved]")).to_have_text(texts(launch)["saved_here"])
    expect(launch.sco.locator("[data-banner]")).to_have_text(texts(launch)["lrs_waits"])
    context.set_offline(False)
    expect(launch.sco.locator("[data-saved]")).to_have_text(texts(launch)["saved"])
    expect(launch.sco.locator("[data-banner]")).to_be_hidden()
    assert list(responses(launch.attempt).values()) == ["without a line"]
