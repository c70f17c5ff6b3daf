"""A whole LMS that this project did not write: upload, enrol, play, and read what its database holds."""

from __future__ import annotations

import re
from pathlib import Path

import courses
import pytest
from learner import (
    answer_all,
    course_data,
    eventually,
    show_page,
    shown_answers,
    wait_for_start,
    wait_until_saved,
)
from playwright.sync_api import BrowserContext, Page, expect
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

# What a learner answers to the ten questions of the seed, and what an instructor reads: label, kind, answer.
SEED_RECORD = {
    "phase4.rate_the_improvement_in_empathy_1_10_scale": ("likert", "9-10 (Excellent improvement)"),
    "phase4.rate_the_improvement_in_helpfulness_1_10_scale": ("likert", "7-8 (Significant improvement)"),
    "phase4.rate_the_improvement_in_professionalism_1_10_scale": ("likert", "5-6 (Moderate improvement)"),
    "phase4.has_fine_tuning_achieved_the_primary_objective": ("choice", "Yes, mostly"),
    "phase4.what_specific_improvements_are_most_noticeable": (
        "fill-in",
        "It says sorry first./Then it helps.",
    ),
    "phase4.select_observed_improvements": (
        "choice",
        "More empathetic acknowledgment of customer emotions; Reduced robotic or mechanical communication style",
    ),
    "phase4.what_aspects_of_your_approach_worked_best": ("fill-in", "Small, clean data"),
    "phase4.which_dataset_characteristics_were_most_valuable": ("choice", "Consistent tone and style"),
    "phase4.what_would_you_do_differently_next_time": ("fill-in", "Ask 5 people first"),
    "phase4.what_additional_data_would_strengthen_future_fine_tuning": (
        "fill-in",
        "Größere Fälle – “quoted”",
    ),
}


def test_the_seed_is_uploaded_played_and_recorded_in_words(
    wagtail_lms: WagtailLms, office: Page, context: BrowserContext, tmp_path: Path
) -> None:
    wagtail_lms.publish(office, courses.package(courses.SEED, tmp_path / "seed.zip"), "Seed")
    page = wagtail_lms.log_in(context, "ada")
    wagtail_lms.enrol(page, "Seed")
    sitting = wagtail_lms.launch(page, "Seed")
    sco = sitting.sco
    wait_for_start(sco)
    for quality, points in (("empathy", "9-10"), ("helpfulness", "7-8"), ("professionalism", "5-6")):
        group = sco.get_by_role("group", name=f"Rate the improvement in {quality}")
        group.get_by_role("radio", name=points).check()
    sco.get_by_label("Has fine-tuning achieved").select_option(label="Yes, mostly")
    sco.get_by_label("What specific improvements").fill("It says sorry first.\nThen it helps.")
    wait_until_saved(sco)
    sitting.leave()
    record = wagtail_lms.record("ada", "Seed")
    assert record.lesson_status == "incomplete"
    assert not record.completed

    sitting = wagtail_lms.launch(page, "Seed")
    sco = sitting.sco
    wait_for_start(sco)
    expect(sco.get_by_label("What specific improvements")).to_have_value(
        "It says sorry first.\nThen it helps."
    )
    expect(sco.get_by_label("Has fine-tuning achieved").locator("option:checked")).to_have_text("Yes, mostly")
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

    record = wagtail_lms.record("ada", "Seed")
    print(table(COLUMNS, record.interactions, record.elements))
    assert {row["id"]: (row["type"], row["student_response"]) for row in record.interactions} == SEED_RECORD
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


def test_the_demo_course_is_played_through_and_resumed(
    wagtail_lms: WagtailLms, office: Page, context: BrowserContext, tmp_path: Path
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


@pytest.fixture(scope="module")
def edition(wagtail_lms: WagtailLms, office: Page, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("edition")
    course = courses.write(folder / "edition", courses.FIRST_EDITION)
    wagtail_lms.publish(office, courses.package(course, folder / "edition.zip"), "Edition")
    return "Edition"


def test_two_learners_on_one_computer(wagtail_lms: WagtailLms, context: BrowserContext, edition: str) -> None:
    for learner in ("ada", "grace"):
        context.clear_cookies()  # logs out; what the browser stores stays
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
    """wagtail-lms ends the session before the course hears that the page goes: the browser's copy has the rest."""
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
    eventually(
        lambda: (
            [row.get("student_response") for row in wagtail_lms.record("edsger", edition).interactions]
            == ["Austin", "in the middle of a wor"]
        )
    )
