"""SCORM 2004 packages played in Chromium, with scorm-again as the LMS: each call, its result and its error code."""

from __future__ import annotations

import re
from pathlib import Path

import courses
import pytest
import seed as seed_course
from learner import (
    answer_all,
    course_data,
    eventually,
    shown_answers,
    wait_for_start,
    wait_until_saved,
)
from playwright.sync_api import BrowserContext, expect
from records import table
from scorm2004_rules import problems
from scorm_host import Attempt, Call, Launch, ScormHost

EDITIONS = ("scorm2004-3", "scorm2004-4")
COLUMNS = ("id", "type", "description", "learner_response", "correct_responses.0.pattern", "result", "weighting",
           "objectives.0.id", "timestamp", "latency")  # fmt: skip


def responses(attempt: Attempt) -> dict[str, str]:
    return {row["id"]: row["learner_response"] for row in attempt.interactions}


def assert_clean(launch: Launch) -> None:
    """Checks that there are no errors in the console, and no problems for a strict LMS in any session."""
    assert launch.errors == []
    assert problems(launch.attempt.sessions) == []


@pytest.fixture(scope="module", params=[pytest.param(EDITIONS[0], marks=pytest.mark.long), EDITIONS[1]])
def seed(
    request: pytest.FixtureRequest, scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"seed-{request.param}"
    zip_file = courses.package(courses.SEED, tmp_path_factory.mktemp(name) / "seed.zip", request.param)
    scorm_host.install(zip_file, name)
    return name


def test_seed_is_answered_left_resumed_finished_and_reviewed(
    scorm_host: ScormHost, context: BrowserContext, seed: str
) -> None:
    first = scorm_host.launch(context, seed)
    wait_for_start(first.sco)
    expect(first.sco.locator("[data-greeting]")).to_have_text("Hello, ada")
    shown = seed_course.leave_half_done(first.sco)
    first.leave()

    assert first.attempt.finished
    elements = first.attempt.elements
    assert (elements["cmi.completion_status"], elements["cmi.exit"]) == ("incomplete", "suspend")
    assert 0 < float(elements["cmi.progress_measure"]) < 1
    assert responses(first.attempt) == {
        "phase4.rate_the_improvement_in_empathy_1_10_scale": "9_10_excellent_improvement",
        "phase4.has_fine_tuning_achieved_the_primary_objective": "yes_mostly",
        "phase4.select_observed_improvements": "more_empathetic_acknowledgment_of_customer_emotions[,]"
        "proactive_offering_of_solutions_and_assistance",
        **seed_course.HALF_DONE,
    }
    assert_clean(first)

    second = scorm_host.launch(context, seed)
    wait_for_start(second.sco)
    # Opening a course again does not report everything again.
    assert not [call for call in second.calls() if call.values[0].startswith("cmi.interactions.0")]
    seed_course.finish(second.sco, shown)
    second.leave()

    print(table(COLUMNS, second.attempt.interactions, second.attempt.elements))
    elements = second.attempt.elements
    assert len(second.attempt.interactions) == 10
    assert {row["result"] for row in second.attempt.interactions} == {"neutral"}
    assert {row["objectives.0.id"] for row in second.attempt.interactions} == {"phase4"}
    assert {row["type"] for row in second.attempt.interactions} == {"likert", "choice", "long-fill-in"}
    for row in second.attempt.interactions:
        assert row["description"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", row["timestamp"])
        assert re.fullmatch(r"PT\d+H\d+M\d+(\.\d\d?)?S", row["latency"])
    assert elements["cmi.completion_status"] == "completed"
    assert "cmi.success_status" not in elements
    assert [elements[f"cmi.score.{name}"] for name in ("scaled", "raw", "min", "max")] == [
        "1",
        "100",
        "0",
        "100",
    ]
    assert elements["cmi.progress_measure"] == "1"
    assert elements["cmi.objectives.0.id"] == "phase4"
    assert elements["cmi.objectives.0.completion_status"] == "completed"
    assert_clean(second)

    of_a_session = {"cmi.exit", "cmi.session_time", "cmi.total_time"}
    before = {name: value for name, value in second.attempt.elements.items() if name not in of_a_session}
    for mode in ("review", "browse"):
        looking = scorm_host.launch(context, seed, lesson_mode=mode)
        wait_for_start(looking.sco)
        if mode == "review":
            seed_course.look_back(looking.sco)
        else:
            expect(looking.sco.locator("[data-banner]")).to_contain_text("This is a preview.")
            answer_all(looking.sco, wait=False)
        looking.leave()
        assert {call.name for call in looking.calls()} == {"Initialize", "GetValue", "Terminate"}
        assert looking.errors == []
        after = looking.attempt.elements
        assert {name: value for name, value in after.items() if name not in of_a_session} == before


@pytest.fixture(scope="module")
def scored(scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("scored2004")
    course = courses.write(folder / "scored", courses.SCORED, "passing_score: 60\n")
    scorm_host.install(courses.package(course, folder / "scored.zip", "scorm2004"), "scored2004")
    return "scored2004"


@pytest.mark.parametrize(("right", "success"), [(True, "passed"), (False, "failed")])
def test_right_answers_and_their_patterns_are_reported_in_the_strict_forms(
    scorm_host: ScormHost, context: BrowserContext, scored: str, right: bool, success: str
) -> None:
    launch = scorm_host.launch(context, scored, learner=success)
    wait_for_start(launch.sco)
    answer_all(launch.sco, right)
    launch.leave()
    rows = {row["id"].removeprefix("lesson."): row for row in launch.attempt.interactions}
    patterns = {name: row.get("correct_responses.0.pattern") for name, row in rows.items()}
    assert patterns == {
        "the_red_one": "mars",
        "the_gas_giants": "jupiter[,]saturn",
        "from_the_sun_outwards": "mercury[,]venus[,]earth[,]mars",
        "how_many_planets_are_there": "8[:]8",
        "which_planet_has_the_clearest_rings": "Saturn",
        "which_one_would_you_visit_and_why": None,
        "how_sure_are_you": None,
    }
    assert rows["which_planet_has_the_clearest_rings"]["correct_responses.1.pattern"] == "the ringed one"
    if right:
        given = {name: row["learner_response"] for name, row in rows.items() if patterns[name]}
        numeric = {"how_many_planets_are_there": "8"}
        assert given == {name: pattern for name, pattern in patterns.items() if pattern} | numeric
    judged = {name: row["result"] for name, row in rows.items()}
    assert judged == {
        name: "neutral" if pattern is None else "correct" if right else "incorrect"
        for name, pattern in patterns.items()
    }
    elements = launch.attempt.elements
    assert elements["cmi.success_status"] == elements["cmi.objectives.0.success_status"] == success
    assert elements["cmi.completion_status"] == "completed"
    assert elements["cmi.score.scaled"] == ("1" if right else "0")
    assert_clean(launch)


@pytest.mark.long
def test_demo_course_is_played_through(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    scorm_host.install(courses.package(courses.DEMO, tmp_path / "demo.zip", "scorm2004"), "demo2004")
    launch = scorm_host.launch(context, "demo2004")
    wait_for_start(launch.sco)
    words = answer_all(launch.sco)
    documents = {page["document"] for page in course_data(launch.sco)["pages"]}
    launch.leave()
    assert {row["id"] for row in launch.attempt.interactions} == words.keys()
    elements = launch.attempt.elements
    assert (elements["cmi.completion_status"], elements["cmi.success_status"]) == ("completed", "passed")
    assert elements["cmi.score.scaled"] == "1"
    assert {
        value for name, value in elements.items() if re.fullmatch(r"cmi\.objectives\.\d+\.id", name)
    } == documents
    assert_clean(launch)


def test_media_play_as_the_learner_prefers(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    course = courses.write(tmp_path / "media", "---\ntitle: Media\n---\n\n## Sound\n\n![A tone](tone.mp3)\n")
    (course / "tone.mp3").write_bytes(b"ID3")
    scorm_host.install(courses.package(course, tmp_path / "media.zip", "scorm2004"), "media")
    plain = scorm_host.launch(context, "media", learner="plain")
    wait_for_start(plain.sco)
    sound = "audio => [audio.volume, audio.playbackRate]"
    assert plain.sco.locator("audio").evaluate(sound) == [1, 1]
    wishes = {"audio_level": "0.5", "delivery_speed": "1.5"}
    slow = scorm_host.launch(context, "media", learner="wishing", preferences=wishes)
    wait_for_start(slow.sco)
    assert slow.sco.locator("audio").evaluate(sound) == [0.5, 1.5]


def test_exit_suspends_the_attempt(scorm_host: ScormHost, context: BrowserContext, scored: str) -> None:
    launch = scorm_host.launch(context, scored, learner="exit")
    wait_for_start(launch.sco)
    launch.sco.get_by_label("Which one would you visit").press_sequentially("and out")
    launch.sco.get_by_role("button", name="Exit").click()
    expect(launch.sco.locator("html")).to_have_attribute("data-finished", "")
    assert launch.attempt.finished
    assert launch.attempt.elements["adl.nav.request"] == "suspendAll"
    calls = launch.calls()
    launch.leave()
    assert launch.calls() == calls
    assert_clean(launch)


def test_closing_the_tab_terminates(scorm_host: ScormHost, context: BrowserContext, scored: str) -> None:
    launch = scorm_host.launch(context, scored, learner="closing")
    wait_for_start(launch.sco)
    launch.sco.get_by_label("Which one would you visit").press_sequentially("on the way out")
    launch.page.close()
    eventually(lambda: launch.attempt.finished)
    assert "adl.nav.request" not in launch.attempt.elements
    assert_clean(launch)
    again = scorm_host.launch(context, scored, learner="closing")
    wait_for_start(again.sco)
    expect(again.sco.get_by_label("Which one would you visit")).to_have_value("on the way out")


def test_a_lost_state_finds_its_records_again(
    scorm_host: ScormHost, context: BrowserContext, scored: str
) -> None:
    launch = scorm_host.launch(context, scored, learner="lost")
    wait_for_start(launch.sco)
    answer_all(launch.sco)
    launch.leave()
    before = [row["id"] for row in launch.attempt.interactions]
    for report in launch.attempt.reports.values():
        report["changes"].pop("cmi.suspend_data", None)
    again = scorm_host.launch(context, scored, learner="lost")
    wait_for_start(again.sco)
    answer_all(again.sco, right=False)
    again.leave()
    assert [row["id"] for row in again.attempt.interactions] == before
    assert again.errors == []


def test_calls_are_judged() -> None:
    taken = [
        Call("Initialize", [""], "true", "0"),
        Call("SetValue", ["cmi.interactions.0.type", "choice"], "true", "0"),
    ]
    assert problems([taken]) == [
        "session 1, call 1: SetValue(cmi.interactions.0.type, choice) would give false, error 408",
        "session 1, call 2: the session does not end with Terminate",
        "session 1, call 2: Terminate without cmi.exit",
        "session 1, call 2: Terminate without cmi.session_time",
    ]
    refused = [
        Call("Initialize", [""], "true", "0"),
        Call("GetValue", ["cmi.location"], "", "301"),
        Call("Terminate", [""], "true", "0"),
    ]
    assert problems([refused]) == ["session 1, call 1: GetValue(cmi.location) gave , error 301"]


def test_each_document_is_a_sco_of_its_own(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path
) -> None:
    course = courses.write_parts(tmp_path / "parts")
    scorm_host.install(courses.package(course, tmp_path / "parts.zip", "scorm2004"), "parts")
    lesson = scorm_host.launch(context, "parts", sco="resource-lesson")
    wait_for_start(lesson.sco)
    assert [page["id"] for page in course_data(lesson.sco)["pages"]] == ["page-lesson"]
    answer_all(lesson.sco)
    lesson.sco.locator("[data-next]:visible").click()
    wait_until_saved(lesson.sco)
    lesson.sco.get_by_role("link", name="Edition").click()
    expect(lesson.sco.locator("html")).to_have_attribute("data-finished", "")
    assert lesson.attempt.elements["adl.nav.request"] == "continue"
    assert lesson.attempt.elements["cmi.success_status"] == "passed"
    assert {row["id"].split(".")[0] for row in lesson.attempt.interactions} == {"lesson"}
    assert_clean(lesson)

    more = scorm_host.launch(context, "parts", sco="resource-more")
    wait_for_start(more.sco)
    assert all(value in ([], [""]) for value in shown_answers(more.sco).values())
    more.sco.get_by_label("Where do you work?").fill("At home")
    more.sco.get_by_role("link", name="the planets").click()
    expect(more.sco.locator("html")).to_have_attribute("data-finished", "")
    assert responses(more.attempt) == {"more.where_do_you_work": "At home"}
    assert more.attempt.elements["adl.nav.request"] == "{target=item-lesson}choice"
    assert more.attempt.elements["cmi.completion_status"] == "incomplete"
    assert_clean(more)
