"""A complete third-party LMS: upload, enrol, play, and read its database.

wagtail-lms looks for the launch address only in the namespace of SCORM 1.2, so the tests write that of a SCORM 2004
package to the database. Its API of SCORM 2004 has the functions of SCORM 1.2, too, and stores any element, but does not
evaluate those of SCORM 2004: its own columns for status and score stay empty.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import courses
import kinds
import pytest
import seed
from learner import (
    answer_all,
    course_data,
    eventually,
    show_page,
    shown_answers,
    wait_for_start,
    wait_until_saved,
)
from playwright.sync_api import APIRequestContext, BrowserContext, expect
from records import table
from wagtail_server import WagtailLms

COLUMNS = (
    "id",
    "type",
    "student_response",
    "correct_responses.0.pattern",
    "result",
    "weighting",
    "time",
    "latency",
)
COLUMNS_2004 = (
    "id",
    "type",
    "description",
    "learner_response",
    "result",
    "weighting",
    "timestamp",
    "latency",
)


def test_the_seed_is_uploaded_played_and_recorded_in_words(
    wagtail_lms: WagtailLms, office: APIRequestContext, context: BrowserContext, tmp_path: Path
) -> None:
    wagtail_lms.publish(office, courses.package(courses.SEED, tmp_path / "seed.zip"), "Seed")
    page = wagtail_lms.log_in(context, "ada")
    wagtail_lms.enrol(page, "Seed")
    sitting = wagtail_lms.launch(page, "Seed")
    sco = sitting.sco
    wait_for_start(sco)
    seed.first_sitting(sco)
    sitting.leave()
    record = wagtail_lms.record("ada", "Seed")
    assert record.lesson_status == "incomplete"
    assert not record.completed

    sitting = wagtail_lms.launch(page, "Seed")
    sco = sitting.sco
    wait_for_start(sco)
    seed.second_sitting(sco)
    sitting.leave()

    record = wagtail_lms.record("ada", "Seed")
    print(table(COLUMNS, record.interactions, record.elements))
    assert {row["id"]: (row["type"], row["student_response"]) for row in record.interactions} == seed.SCORM_12
    assert [row["result"] for row in record.interactions] == ["neutral"] * 10
    for row in record.interactions:
        assert re.fullmatch(r"\d\d:\d\d:\d\d", row["time"])
        assert re.fullmatch(r"\d{4}:\d\d:\d\d(\.\d\d?)?", row["latency"])
    assert (record.lesson_status, record.completed) == ("completed", True)
    assert (record.score_raw, record.score_min, record.score_max) == (100, 0, 100)
    assert record.elements["cmi.core.exit"] == "suspend"
    assert re.fullmatch(r"\d{4}:\d\d:\d\d(\.\d\d?)?", record.elements["cmi.core.session_time"])
    assert record.lesson_location
    assert sitting.errors == []


@pytest.mark.long
def test_the_demo_course_is_played_through_and_resumed(
    wagtail_lms: WagtailLms, office: APIRequestContext, context: BrowserContext, tmp_path: Path
) -> None:
    wagtail_lms.publish(office, courses.package(courses.DEMO, tmp_path / "demo.zip"), "Demo")
    page = wagtail_lms.log_in(context, "grace")
    wagtail_lms.enrol(page, "Demo")
    sitting = wagtail_lms.launch(page, "Demo")
    sco = sitting.sco
    wait_for_start(sco)
    words = answer_all(sco)
    last = course_data(sco)["pages"][-1]
    shown = shown_answers(sco)
    sitting.leave()

    sitting = wagtail_lms.launch(page, "Demo")
    sco = sitting.sco
    wait_for_start(sco)
    expect(sco.locator(f"[data-page='{last['key']}']")).to_be_visible()
    assert shown_answers(sco) == shown
    show_page(sco, course_data(sco)["pages"][0])
    wait_until_saved(sco)
    sitting.leave()
    record = wagtail_lms.record("grace", "Demo")
    assert {row["id"]: row["student_response"] for row in record.interactions} == words
    assert record.lesson_status in ("completed", "passed")
    assert record.completed
    assert record.score_raw == 100


def test_questions_with_parts_are_resumed_and_recorded_in_words(
    wagtail_lms: WagtailLms, office: APIRequestContext, context: BrowserContext, tmp_path: Path
) -> None:
    course = kinds.write(tmp_path / "geography")
    wagtail_lms.publish(office, courses.package(course, tmp_path / "geography.zip"), "Geography")
    page = wagtail_lms.log_in(context, "ada")
    wagtail_lms.enrol(page, "Geography")
    sitting = wagtail_lms.launch(page, "Geography")
    wait_for_start(sitting.sco)
    answer_all(sitting.sco)
    shown = shown_answers(sitting.sco)
    sitting.leave()

    sitting = wagtail_lms.launch(page, "Geography")
    wait_for_start(sitting.sco)
    assert shown_answers(sitting.sco) == shown
    sitting.leave()
    record = wagtail_lms.record("ada", "Geography")
    assert kinds.rows(record.interactions) == kinds.SCORM_12.format(maps=0)
    assert (record.lesson_status, record.score_raw) == ("passed", 100)
    assert sitting.errors == []


@pytest.fixture(scope="module")
def edition(
    wagtail_lms: WagtailLms, office: APIRequestContext, tmp_path_factory: pytest.TempPathFactory
) -> str:
    folder = tmp_path_factory.mktemp("edition")
    course = courses.write(folder / "edition", courses.FIRST_EDITION)
    wagtail_lms.publish(office, courses.package(course, folder / "edition.zip"), "Edition")
    return "Edition"


def test_two_learners_on_one_computer(wagtail_lms: WagtailLms, context: BrowserContext, edition: str) -> None:
    for learner in ("ada", "grace"):
        context.clear_cookies()  # logs out, but the browser's storage stays
        page = wagtail_lms.log_in(context, learner)
        wagtail_lms.enrol(page, edition)
        sitting = wagtail_lms.launch(page, edition)
        sco = sitting.sco
        wait_for_start(sco)
        expect(sco.get_by_label("Where do you work?")).to_have_value("")
        sco.get_by_label("Where do you work?").fill(f"{learner}'s desk")
        sco.get_by_label("Where do you work?").blur()
        wait_until_saved(sco)
        sitting.leave()
        page.close()
    for learner in ("ada", "grace"):
        [row] = wagtail_lms.record(learner, edition).interactions
        assert row["student_response"] == f"{learner}'s desk"


def test_typing_that_the_lms_closed_on_comes_back(
    wagtail_lms: WagtailLms, context: BrowserContext, edition: str
) -> None:
    """wagtail-lms ends the session before the course gets `pagehide`; the browser's copy has the rest."""
    page = wagtail_lms.log_in(context, "edsger")
    wagtail_lms.enrol(page, edition)
    sitting = wagtail_lms.launch(page, edition)
    sco = sitting.sco
    wait_for_start(sco)
    sco.get_by_label("Where do you work?").fill("Austin")
    sco.get_by_label("Where do you work?").blur()
    wait_until_saved(sco)
    sco.get_by_label("What else?").press_sequentially("in the middle of a wor")
    sitting.leave()
    sitting = wagtail_lms.launch(page, edition)
    sco = sitting.sco
    wait_for_start(sco)
    expect(sco.get_by_label("Where do you work?")).to_have_value("Austin")
    expect(sco.get_by_label("What else?")).to_have_value("in the middle of a wor")

    # a record has its question's index in the course; the indices before it have only id and type
    def responses() -> list[str]:
        rows = wagtail_lms.record("edsger", edition).interactions
        return [row["student_response"] for row in rows if row.get("student_response")]

    eventually(lambda: responses() == ["Austin", "in the middle of a wor"])


def enter_2004(wagtail_lms: WagtailLms, title: str) -> None:
    """Writes the launch address where wagtail-lms looks for it."""
    with closing(sqlite3.connect(wagtail_lms.database)) as database, database:
        change = "UPDATE wagtail_lms_scormpackage SET launch_url = 'index.html' WHERE title = ?"
        assert database.execute(change, (title,)).rowcount == 1


@pytest.mark.parametrize(
    ("format_name", "learner"),
    [pytest.param("scorm2004-3", "ada", marks=pytest.mark.long), ("scorm2004-4", "grace")],
)
def test_the_seed_of_scorm_2004_is_uploaded_played_and_recorded_in_words(
    wagtail_lms: WagtailLms,
    office: APIRequestContext,
    context: BrowserContext,
    tmp_path: Path,
    format_name: str,
    learner: str,
) -> None:
    title = f"Seed {format_name}"
    wagtail_lms.publish(office, courses.package(courses.SEED, tmp_path / "seed.zip", format_name), title)
    enter_2004(wagtail_lms, title)
    page = wagtail_lms.log_in(context, learner)
    wagtail_lms.enrol(page, title)
    sitting = wagtail_lms.launch(page, title)
    sco = sitting.sco
    wait_for_start(sco)
    seed.first_sitting(sco)
    sitting.leave()
    elements = wagtail_lms.record(learner, title).elements
    assert (elements["cmi.completion_status"], elements["cmi.exit"]) == ("incomplete", "suspend")

    sitting = wagtail_lms.launch(page, title)
    sco = sitting.sco
    wait_for_start(sco)
    seed.second_sitting(sco)
    sitting.leave()

    record = wagtail_lms.record(learner, title)
    print(table(COLUMNS_2004, record.interactions, record.elements))
    assert {
        row["id"]: (row["type"], row["learner_response"]) for row in record.interactions
    } == seed.SCORM_2004
    assert [row["result"] for row in record.interactions] == ["neutral"] * 10
    for row in record.interactions:
        assert row["objectives.0.id"] == "phase4"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", row["timestamp"])
        assert re.fullmatch(r"PT\d+H\d+M\d+(\.\d\d?)?S", row["latency"])
    assert record.elements["cmi.completion_status"] == "completed"
    scores = [record.elements[f"cmi.score.{name}"] for name in ("scaled", "raw", "min", "max")]
    assert scores == ["1", "100", "0", "100"]
    assert record.elements["cmi.progress_measure"] == "1"
    assert record.elements["cmi.exit"] == "suspend"
    assert record.suspend_data
    assert sitting.errors == []


@pytest.mark.long
def test_questions_with_parts_of_scorm_2004_are_recorded_in_words(
    wagtail_lms: WagtailLms, office: APIRequestContext, context: BrowserContext, tmp_path: Path
) -> None:
    title = "Geography of 2004"
    package = courses.package(kinds.write(tmp_path / "geography"), tmp_path / "geography.zip", "scorm2004-4")
    wagtail_lms.publish(office, package, title)
    enter_2004(wagtail_lms, title)
    page = wagtail_lms.log_in(context, "ada")
    wagtail_lms.enrol(page, title)
    sitting = wagtail_lms.launch(page, title)
    wait_for_start(sitting.sco)
    answer_all(sitting.sco)
    sitting.leave()
    record = wagtail_lms.record("ada", title)
    assert kinds.rows(record.interactions) == kinds.SCORM_2004.format(maps=0)
    assert record.elements["cmi.success_status"] == "passed"
    assert sitting.errors == []
