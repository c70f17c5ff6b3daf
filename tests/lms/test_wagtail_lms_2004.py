"""SCORM 2004 packages in a whole LMS that this project did not write.

wagtail-lms looks for the launch address in the namespace of SCORM 1.2 alone, so it is entered behind its back here. It
gives its API the functions of SCORM 1.2 under the name of 2004 too, stores any element, and makes nothing of those of
2004: its own columns for status and score stay empty.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import courses
import pytest
from learner import wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext, Page, expect
from records import table
from wagtail_server import WagtailLms

COLUMNS = ("id", "type", "description", "learner_response", "result", "weighting", "timestamp", "latency")

# What a learner answers to the ten questions of the seed, and what an instructor reads: id, kind, answer.
SEED_RECORD = {
    "phase4.rate_the_improvement_in_empathy_1_10_scale": ("likert", "9_10_excellent_improvement"),
    "phase4.rate_the_improvement_in_helpfulness_1_10_scale": ("likert", "7_8_significant_improvement"),
    "phase4.rate_the_improvement_in_professionalism_1_10_scale": ("likert", "5_6_moderate_improvement"),
    "phase4.has_fine_tuning_achieved_the_primary_objective": ("choice", "yes_mostly"),
    "phase4.what_specific_improvements_are_most_noticeable": (
        "long-fill-in",
        "It says sorry first./Then it helps.",
    ),
    "phase4.select_observed_improvements": (
        "choice",
        "more_empathetic_acknowledgment_of_customer_emotions[,]"
        "reduced_robotic_or_mechanical_communication_style",
    ),
    "phase4.what_aspects_of_your_approach_worked_best": ("long-fill-in", "Small, clean data"),
    "phase4.which_dataset_characteristics_were_most_valuable": ("choice", "consistent_tone_and_style"),
    "phase4.what_would_you_do_differently_next_time": ("long-fill-in", "Ask 5 people first"),
    "phase4.what_additional_data_would_strengthen_future_fine_tuning": (
        "long-fill-in",
        "Größere Fälle – “quoted”",
    ),
}


@pytest.mark.parametrize(("format_name", "learner"), [("scorm2004-3", "ada"), ("scorm2004-4", "grace")])
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
    with closing(sqlite3.connect(wagtail_lms.database)) as database, database:
        change = "UPDATE wagtail_lms_scormpackage SET launch_url = 'index.html' WHERE title = ?"
        assert database.execute(change, (title,)).rowcount == 1
    page = wagtail_lms.log_in(context, learner)
    wagtail_lms.enrol(page, title)
    sitting = wagtail_lms.launch(page, title)
    sco = sitting.sco
    wait_for_start(sco)
    for quality, points in (("empathy", "9-10"), ("helpfulness", "7-8"), ("professionalism", "5-6")):
        group = sco.get_by_role("group", name=f"Rate the improvement in {quality}")
        group.get_by_role("radio", name=points).check()
    sco.get_by_label("Has fine-tuning achieved").select_option(label="Yes, mostly")
    sco.get_by_label("What specific improvements").fill("It says sorry first.\nThen it helps.")
    wait_until_saved(sco)
    sitting.leave()
    elements = wagtail_lms.record(learner, title).elements
    assert (elements["cmi.completion_status"], elements["cmi.exit"]) == ("incomplete", "suspend")

    sitting = wagtail_lms.launch(page, title)
    sco = sitting.sco
    wait_for_start(sco)
    expect(sco.get_by_label("What specific improvements")).to_have_value(
        "It says sorry first.\nThen it helps."
    )
    sco.get_by_role("checkbox", name="More empathetic").check()
    sco.get_by_role("checkbox", name="Reduced robotic").check()
    sco.get_by_label("What aspects of your approach").fill("Small, clean data")
    sco.get_by_label("Which dataset characteristics").select_option(label="Consistent tone and style")
    sco.get_by_label("What would you do differently").fill("Ask 5 people first")
    sco.get_by_label("What additional data").fill("Größere Fälle – “quoted”")
    sco.locator("[data-next]:visible").click()
    expect(sco.get_by_role("heading", name="Summary")).to_be_visible()
    wait_until_saved(sco)
    sitting.leave()

    record = wagtail_lms.record(learner, title)
    print(table(COLUMNS, record.interactions, record.elements))
    assert {row["id"]: (row["type"], row["learner_response"]) for row in record.interactions} == SEED_RECORD
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
