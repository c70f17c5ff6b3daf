"""SCORM 2004 packages in a complete third-party LMS.

wagtail-lms looks for the launch address only in the namespace of SCORM 1.2, so the tests write it to the database. Its
API of SCORM 2004 has the functions of SCORM 1.2, too, and stores any element, but does not evaluate those of SCORM
2004: its own columns for status and score stay empty.
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
from learner import answer_all, wait_for_start
from playwright.sync_api import BrowserContext, Page
from records import table
from wagtail_server import WagtailLms

COLUMNS = ("id", "type", "description", "learner_response", "result", "weighting", "timestamp", "latency")


def enter(wagtail_lms: WagtailLms, title: str) -> None:
    """Writes the launch address where wagtail-lms looks for it."""
    with closing(sqlite3.connect(wagtail_lms.database)) as database, database:
        change = "UPDATE wagtail_lms_scormpackage SET launch_url = 'index.html' WHERE title = ?"
        assert database.execute(change, (title,)).rowcount == 1


@pytest.mark.parametrize(
    ("format_name", "learner"),
    [pytest.param("scorm2004-3", "ada", marks=pytest.mark.long), ("scorm2004-4", "grace")],
)
def test_the_seed_is_uploaded_played_and_recorded_in_words(
    wagtail_lms: WagtailLms,
    office: Page,
    context: BrowserContext,
    tmp_path: Path,
    format_name: str,
    learner: str,
) -> None:
    title = f"Seed {format_name}"
    wagtail_lms.publish(office, courses.package(courses.SEED, tmp_path / "seed.zip", format_name), title)
    enter(wagtail_lms, title)
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
    print(table(COLUMNS, record.interactions, record.elements))
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
def test_questions_with_parts_are_recorded_in_the_forms_of_the_standard(
    wagtail_lms: WagtailLms, office: Page, context: BrowserContext, tmp_path: Path
) -> None:
    title = "Geography of 2004"
    package = courses.package(kinds.write(tmp_path / "geography"), tmp_path / "geography.zip", "scorm2004-4")
    wagtail_lms.publish(office, package, title)
    enter(wagtail_lms, title)
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
