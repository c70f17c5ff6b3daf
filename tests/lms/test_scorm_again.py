"""Courses played in Chromium, with scorm-again as the LMS: each call, its result and its error code are checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import courses
import pytest
import seed as seed_course
from learner import (
    answer,
    answer_all,
    course_data,
    eventually,
    field,
    ranking_order,
    show_page,
    shown_answers,
    wait_for_start,
    wait_until_saved,
)
from playwright.sync_api import Browser, BrowserContext, expect
from scorm12_rules import problems
from scorm_host import Attempt, Launch, ScormHost


def by_id(launch: Launch) -> dict[str, dict[str, Any]]:
    return {interaction["id"]: interaction for interaction in course_data(launch.sco)["interactions"]}


def responses(attempt: Attempt) -> dict[str, str]:
    return {row["id"]: row["student_response"] for row in attempt.interactions}


def assert_clean(launch: Launch) -> None:
    """Checks that there are no errors in the console, and no problems for a strict LMS in any session."""
    assert launch.errors == []
    assert problems(launch.attempt.sessions) == []


@pytest.fixture(scope="module")
def seed(scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory) -> str:
    scorm_host.install(courses.package(courses.SEED, tmp_path_factory.mktemp("seed") / "seed.zip"), "seed")
    return "seed"


@pytest.fixture(scope="module")
def scored(scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("scored")
    course = courses.write(folder / "scored", courses.SCORED, "passing_score: 60\n")
    scorm_host.install(courses.package(course, folder / "scored.zip"), "scored")
    return "scored"


def test_seed_is_answered_left_resumed_finished_and_reviewed(
    scorm_host: ScormHost, context: BrowserContext, seed: str
) -> None:
    first = scorm_host.launch(context, seed)
    wait_for_start(first.sco)
    questions = by_id(first)
    assert len(questions) == 10
    shown = seed_course.leave_half_done(first.sco)
    first.leave()

    assert first.attempt.finished
    assert first.attempt.elements["cmi.core.lesson_status"] == "incomplete"
    assert responses(first.attempt) == {
        "phase4.rate_the_improvement_in_empathy_1_10_scale": seed_course.RATING,
        "phase4.has_fine_tuning_achieved_the_primary_objective": "Yes, mostly",
        "phase4.select_observed_improvements": "More empathetic acknowledgment of customer emotions; "
        "Proactive offering of solutions and assistance",
        **seed_course.HALF_DONE,
    }
    assert_clean(first)

    second = scorm_host.launch(context, seed)
    wait_for_start(second.sco)
    # Opening a course again does not report everything again.
    assert not [call for call in second.calls() if call.values[0].startswith("cmi.interactions.0")]
    words = seed_course.finish(second.sco, shown)
    second.leave()

    elements = second.attempt.elements
    assert responses(second.attempt) == words
    assert {row["result"] for row in second.attempt.interactions} == {"neutral"}
    assert elements["cmi.core.lesson_status"] == "completed"
    assert float(elements["cmi.core.score.raw"]) == 100
    assert_clean(second)

    before = second.attempt.elements
    looking = scorm_host.launch(context, seed, lesson_mode="review")
    wait_for_start(looking.sco)
    seed_course.look_back(looking.sco)
    looking.leave()
    assert not [call for call in looking.calls() if call.name in ("LMSSetValue", "LMSCommit")]
    assert looking.errors == []
    assert looking.attempt.elements == before


def test_a_preview_can_be_tried_and_does_not_begin_the_course(
    scorm_host: ScormHost, context: BrowserContext, seed: str
) -> None:
    looking = scorm_host.launch(context, seed, learner="looking", lesson_mode="browse")
    wait_for_start(looking.sco)
    expect(looking.sco.locator("[data-saved]")).to_have_text("Nothing is recorded")
    expect(looking.sco.locator("[data-banner]")).to_contain_text("This is a preview.")
    shown = seed_course.leave_half_done(looking.sco)
    assert shown_answers(looking.sco) == shown
    looking.sco.get_by_role("button", name="Exit").click()
    expect(looking.sco.locator("html")).to_have_attribute("data-finished", "")
    looking.leave()
    said = [call.values for call in looking.calls() if call.name in ("LMSSetValue", "LMSCommit")]
    assert said == [["cmi.core.lesson_status", "browsed"]]
    assert looking.attempt.elements["cmi.core.lesson_status"] == "browsed"

    first = scorm_host.launch(context, seed, learner="looking")
    wait_until_saved(first.sco)
    assert all(value in ([], [""]) for value in shown_answers(first.sco).values())
    first.leave()
    assert first.attempt.elements["cmi.core.lesson_status"] == "incomplete"


@pytest.mark.long
def test_demo_course_is_played_through(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    scorm_host.install(courses.package(courses.DEMO, tmp_path / "demo.zip"), "demo")
    first = scorm_host.launch(context, "demo")
    wait_for_start(first.sco)
    data = course_data(first.sco)
    halfway = data["pages"][len(data["pages"]) // 2]
    for page in data["pages"][: len(data["pages"]) // 2 + 1]:
        show_page(first.sco, page)
        for interaction in data["interactions"]:
            if interaction["page"] == page["key"]:
                answer(first.sco, interaction, right="attempts" not in interaction)
    shown = shown_answers(first.sco)
    show_page(first.sco, halfway)
    wait_until_saved(first.sco)
    first.leave()
    assert first.attempt.elements["cmi.core.lesson_status"] == "incomplete"
    assert_clean(first)

    second = scorm_host.launch(context, "demo")
    wait_for_start(second.sco)
    expect(second.sco.locator(f"[data-page='{halfway['key']}']")).to_be_visible()
    assert shown_answers(second.sco) == shown
    words = answer_all(second.sco)
    second.sco.locator("[data-next]:visible").click()
    wait_until_saved(second.sco)
    second.leave()
    assert responses(second.attempt) == words
    assert second.attempt.elements["cmi.core.lesson_status"] in ("completed", "passed")
    assert float(second.attempt.elements["cmi.core.score.raw"]) == 100
    assert_clean(second)


def test_right_and_wrong_answers_make_score_and_status(
    scorm_host: ScormHost, context: BrowserContext, scored: str
) -> None:
    first = scorm_host.launch(context, scored)
    wait_for_start(first.sco)
    wrong = answer_all(first.sco, right=False)
    first.leave()
    assert responses(first.attempt) == wrong
    assert first.attempt.elements["cmi.core.lesson_status"] == "failed"
    assert float(first.attempt.elements["cmi.core.score.raw"]) == 0
    answered = {row["id"]: row["result"] for row in first.attempt.interactions}
    assert sorted(answered.values()) == ["neutral"] * 2 + ["wrong"] * 5

    second = scorm_host.launch(context, scored)
    wait_for_start(second.sco)
    right = answer_all(second.sco)
    assert first.attempt.interactions[2]["correct_responses.0.pattern"] == "Mercury; Venus; Earth; Mars"
    second.leave()
    assert responses(second.attempt) == right
    assert second.attempt.elements["cmi.core.lesson_status"] == "passed"
    assert float(second.attempt.elements["cmi.core.score.raw"]) == 100
    assert len(second.attempt.interactions) == 7  # changed answers update their interactions
    assert_clean(second)


def test_ranking_order_and_half_typed_text_come_back(
    scorm_host: ScormHost, context: BrowserContext, scored: str
) -> None:
    first = scorm_host.launch(context, scored, learner="order")
    wait_for_start(first.sco)
    [ranking] = [question for question in by_id(first).values() if question["kind"] == "sequencing"]
    place = field(first.sco, ranking)
    shuffled = ranking_order(place)
    assert shuffled != ranking["answer"]
    place.locator("[data-move=down]").first.click()
    place.locator("[data-move=down]").nth(2).click()
    order = ranking_order(place)
    assert order != shuffled
    first.sco.get_by_label("How many planets are there?").press_sequentially("1")  # no Check
    first.sco.get_by_label("Which one would you visit").press_sequentially("Saturn, bec")
    first.leave()

    second = scorm_host.launch(context, scored, learner="order")
    wait_for_start(second.sco)
    assert ranking_order(field(second.sco, ranking)) == order
    expect(second.sco.get_by_label("How many planets are there?")).to_have_value("1")
    expect(second.sco.get_by_label("Which one would you visit")).to_have_value("Saturn, bec")
    second.leave()
    assert_clean(second)


def test_two_learners_on_one_computer_and_a_second_attempt(
    scorm_host: ScormHost, context: BrowserContext, seed: str
) -> None:
    launches = [("one", 1, "Ada was here"), ("two", 1, "Grace was here"), ("one", 2, "Ada again")]
    for learner, number, text in launches:
        launch = scorm_host.launch(context, seed, learner=learner, number=number)
        wait_for_start(launch.sco)
        box = launch.sco.get_by_label("What specific improvements")
        expect(box).to_have_value("")
        assert all(value in ([], [""]) for value in shown_answers(launch.sco).values())
        box.fill(text)
        box.blur()
        wait_until_saved(launch.sco)
        launch.leave()
    for learner, number, text in launches:
        launch = scorm_host.launch(context, seed, learner=learner, number=number)
        wait_for_start(launch.sco)
        expect(launch.sco.get_by_label("What specific improvements")).to_have_value(text)
        assert list(responses(launch.attempt).values()) == [text]
        launch.leave()
        assert_clean(launch)


def test_closing_the_tab_finishes(scorm_host: ScormHost, context: BrowserContext, seed: str) -> None:
    launch = scorm_host.launch(context, seed, learner="closing")
    wait_for_start(launch.sco)
    launch.sco.get_by_label("What specific improvements").press_sequentially("on the way out")
    launch.page.close()
    eventually(lambda: launch.attempt.finished)
    assert_clean(launch)
    again = scorm_host.launch(context, seed, learner="closing")
    wait_for_start(again.sco)
    expect(again.sco.get_by_label("What specific improvements")).to_have_value("on the way out")


def test_exit_button_leaves_cleanly(scorm_host: ScormHost, context: BrowserContext, seed: str) -> None:
    launch = scorm_host.launch(context, seed, learner="exit")
    wait_for_start(launch.sco)
    launch.sco.get_by_label("What specific improvements").press_sequentially("and out")
    launch.sco.get_by_role("button", name="Exit").click()
    expect(launch.sco.locator("html")).to_have_attribute("data-finished", "")
    assert launch.attempt.finished
    calls = launch.calls()
    launch.leave()
    assert launch.calls() == calls  # nothing more after LMSFinish
    assert_clean(launch)


def test_a_window_of_its_own_finds_the_api_in_its_opener(
    scorm_host: ScormHost, context: BrowserContext, seed: str
) -> None:
    with context.expect_event("page", lambda page: page.opener() is not None) as opened:
        launch = scorm_host.launch(context, seed, learner="window", window=True)
    sco = opened.value
    wait_for_start(sco)
    sco.get_by_label("What specific improvements").fill("in a window")
    sco.get_by_label("What specific improvements").blur()
    wait_until_saved(sco)
    sco.close()
    eventually(lambda: launch.attempt.finished)
    assert list(responses(launch.attempt).values()) == ["in a window"]
    assert_clean(launch)


def test_a_course_updated_between_two_sittings(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    course = courses.write(tmp_path / "edition", courses.FIRST_EDITION)
    scorm_host.install(courses.package(course, tmp_path / "first.zip"), "edition")
    first = scorm_host.launch(context, "edition")
    wait_for_start(first.sco)
    first.sco.get_by_label("Where do you work?").fill("At home")
    first.sco.get_by_label("Pencil").check()
    first.sco.get_by_label("Compass").check()
    first.sco.get_by_label("How do you travel?").select_option(label="By bicycle")
    wait_until_saved(first.sco)
    first.leave()
    recorded = responses(first.attempt)

    courses.write(tmp_path / "edition", courses.SECOND_EDITION)
    scorm_host.install(courses.package(course, tmp_path / "second.zip"), "edition")
    second = scorm_host.launch(context, "edition")
    wait_for_start(second.sco)
    expect(second.sco.get_by_label("Is this new?")).to_have_value("")
    expect(second.sco.get_by_label("Where do you work?")).to_have_value("At home")
    expect(second.sco.get_by_label("Pencil")).to_be_checked()
    expect(second.sco.get_by_label("Ruler")).not_to_be_checked()
    expect(second.sco.get_by_label("Compass")).to_be_checked()
    expect(second.sco.get_by_label("How do you travel?")).to_have_value("")
    second.sco.get_by_label("Is this new?").select_option(label="Yes")
    second.sco.get_by_label("What else?").fill("Nothing")
    second.sco.get_by_label("What else?").blur()
    wait_until_saved(second.sco)
    second.leave()
    assert responses(second.attempt) == {
        **recorded,
        "lesson.is_this_new": "Yes",
        "lesson.what_else": "Nothing",
    }
    assert second.attempt.elements["cmi.core.lesson_status"] == "incomplete"
    assert_clean(second)


def install_edition(scorm_host: ScormHost, folder: Path, edition: str) -> None:
    """Replaces the course that has the folder's name."""
    course = courses.write(folder, edition)
    scorm_host.install(courses.package(course, folder.with_suffix(".zip")), folder.name)


def finish_first_edition(scorm_host: ScormHost, context: BrowserContext, folder: Path) -> Launch:
    """A learner answers everything in a course, and leaves."""
    install_edition(scorm_host, folder, courses.FIRST_EDITION)
    first = scorm_host.launch(context, folder.name)
    wait_for_start(first.sco)
    answer_all(first.sco)
    first.leave()
    return first


def test_a_finished_course_stays_finished_when_it_is_updated(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    first = finish_first_edition(scorm_host, context, tmp_path / "finished")
    assert first.attempt.elements["cmi.core.lesson_status"] == "completed"

    install_edition(scorm_host, tmp_path / "finished", courses.SECOND_EDITION)
    second = scorm_host.launch(context, "finished")
    wait_for_start(second.sco)
    second.sco.get_by_label("Where do you work?").fill("Elsewhere")
    second.sco.get_by_label("Where do you work?").blur()
    wait_until_saved(second.sco)
    second.leave()
    assert second.attempt.elements["cmi.core.lesson_status"] == "completed"
    assert responses(second.attempt)["lesson.where_do_you_work"] == "Elsewhere"
    assert_clean(second)


def test_who_looks_back_at_a_course_that_grew_is_told_of_nothing_to_do(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    finish_first_edition(scorm_host, context, tmp_path / "grown")

    install_edition(scorm_host, tmp_path / "grown", courses.SECOND_EDITION)
    look = scorm_host.launch(context, "grown", lesson_mode="review")
    wait_for_start(look.sco)
    expect(look.sco.locator("[data-banner]")).to_have_text(course_data(look.sco)["texts"]["review_changed"])
    expect(look.sco.locator("[data-progress-text]")).to_contain_text("100%")
    for remaining in look.sco.locator("[data-remaining]").all():
        expect(remaining).to_have_text("")
    assert look.errors == []


def test_a_device_that_dies_after_saved_is_shown_loses_nothing(
    scorm_host: ScormHost, browser: Browser, context: BrowserContext, seed: str
) -> None:
    launch = scorm_host.launch(context, seed, learner="dying")
    wait_for_start(launch.sco)
    for place, label in enumerate(("What specific improvements", "What aspects", "What would you do")):
        launch.sco.get_by_label(label).fill(f"text {place}")
        launch.sco.get_by_label(label).blur()
        wait_until_saved(launch.sco)
    shown = shown_answers(launch.sco)
    launch.kill()
    assert not launch.attempt.finished

    elsewhere = browser.new_context(reduced_motion="reduce")
    again = scorm_host.launch(elsewhere, seed, learner="dying")
    wait_for_start(again.sco)
    assert shown_answers(again.sco) == shown
    assert sorted(responses(again.attempt).values()) == ["text 0", "text 1", "text 2"]
    again.leave()
    assert_clean(again)
    elsewhere.close()


def test_each_document_is_a_sco_of_its_own(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    course = courses.write_parts(tmp_path / "parts12")
    scorm_host.install(courses.package(course, tmp_path / "parts.zip"), "parts12")
    lesson = scorm_host.launch(context, "parts12", sco="resource-lesson")
    wait_for_start(lesson.sco)
    words = answer_all(lesson.sco)
    lesson.leave()
    assert responses(lesson.attempt) == words
    assert lesson.attempt.elements["cmi.core.lesson_status"] == "passed"
    more = scorm_host.launch(context, "parts12", sco="resource-more")
    wait_for_start(more.sco)
    assert all(value in ([], [""]) for value in shown_answers(more.sco).values())
    expect(more.sco.get_by_text("See the planets.")).to_be_visible()
    expect(more.sco.get_by_role("link", name="the planets")).to_have_count(0)
    words = answer_all(more.sco)
    more.leave()
    assert responses(more.attempt) == words
    for launch in (lesson, more):
        assert_clean(launch)
