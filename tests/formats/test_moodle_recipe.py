"""The printed and documented steps for Moodle use the labels of its forms.

The labels are from Moodle 4.5 in English: the course page, the form of a SCORM package, and the activity's report.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import courses
import pytest
import sites

from courseware.formats import scorm12, scorm2004

FORM = {
    "course page": ("Edit mode", "Add an activity or resource", "SCORM package"),
    "activity": ("Preview", "Settings", "Reports"),
    "reports": ("Basic report", "Graph report", "Interactions report", "Objectives report"),
    "Package": ("Package file",),
    "Grade": (
        "Grading method",
        *("Learning objects", "Highest grade", "Average grade", "Sum grade"),
        "Maximum grade",
    ),
    "Attempts management": (
        "Number of attempts",
        "Attempts grading",
        "Force new attempt",
        *("No", "When previous attempt completed, passed or failed", "Always"),
        "Lock after final attempt",
    ),
    "Completion conditions": (
        *("None", "Students must manually mark the activity as done", "Add requirements"),
        *("View the activity", "Require minimum score", "Passed", "Completed"),
        *("All SCOs must return completion status", "Receive a grade"),
    ),
    "Interactions report": (
        *("Summary of question", "Summary of responses", "Summary of right answer", "Summary of result"),
    ),
}
"""Heading → labels below it."""
TICKED = {"Completed", "Summary of responses"}
SECTIONS = [name for name in FORM if name[0].isupper()]
LABELS = {*SECTIONS, *(label for labels in FORM.values() for label in labels)}


def recipe() -> str:
    """The guide's part about Moodle, without later parts about other systems."""
    text = (courses.ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    return " ".join(text.split("\n## Moodle\n")[1].split("\n## ")[0].replace("**", "").split())


def named(text: str) -> list[str]:
    return re.findall(r"\*([^*]+)\*", text)


STANDARDS = (scorm12, scorm2004.FOURTH_EDITION)


@pytest.fixture
def printed(tmp_path: Path) -> list[str]:
    """All advice about Moodle: for a survey, a course that can be passed, and a course with several launches."""
    folders = (
        courses.write(tmp_path / "survey", courses.FIRST_EDITION),
        courses.write(tmp_path / "scored", courses.SCORED, "passing_score: 60\n"),
        courses.write_parts(tmp_path / "parts"),
    )
    given = [standard.advice(sites.course(folder)) for folder in folders for standard in STANDARDS]
    lines = [line for advice in given for line in advice]
    return [line for line in lines if line.startswith("Moodle:")]


def test_the_guide_names_what_the_form_names() -> None:
    assert set(named(recipe())) <= LABELS
    first_hour = (courses.ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")
    into_the_lms = " ".join(first_hour.split("into the LMS\n")[1].split("\n## ")[0].split())
    assert set(named(into_the_lms)) <= LABELS
    records = (courses.ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    [reports] = re.findall(r"\n### Moodle's reports\n(.*?)\n### ", records, re.DOTALL)
    assert set(FORM["Interactions report"]) <= set(named(" ".join(reports.split()))) <= LABELS


@pytest.mark.parametrize("section", SECTIONS)
def test_a_step_under_a_heading_names_what_stands_there(section: str) -> None:
    begins = rf"(?:\d\. Under \*{section}\*,|- \*{section}\*:)"
    steps = re.findall(rf"{begins} (.*?)(?= \d\. | - \*|$)", recipe())
    for step in steps:
        first = re.split(r"\. ", step)[0]
        assert set(named(first)) <= set(FORM[section]), step
    assert steps or section in ("Package", "Interactions report")


def test_what_is_printed_names_what_the_form_names(printed: list[str]) -> None:
    labels = {label for line in printed for label in re.findall(r'"([^"]+)"', line)}
    assert labels <= LABELS
    assert {"Passed", "Average grade", "All SCOs must return completion status"} <= labels
    told = {label for line in printed for label in re.findall(r'"([^"]+)" is ticked already', line)}
    assert told == {"Completed"}
    assert told <= TICKED


def test_what_is_said_of_boxes_is_how_the_form_opens() -> None:
    [ticked] = re.findall(r"\*([^*]+)\* is already ticked", recipe())
    assert ticked in TICKED
    [off] = re.findall(r"Tick \*([^*]+)\* there, which is off by default", recipe())
    assert off in FORM["Interactions report"]
    assert off not in TICKED


def test_who_fails_has_completed_only_in_scorm_2004(tmp_path: Path) -> None:
    folder = courses.write(tmp_path / "scored", courses.SCORED, "passing_score: 60\n")
    scorm12, other = (" ".join(standard.advice(sites.course(folder))) for standard in STANDARDS)
    assert '"Completed" is ticked already: tick "Passed" as well.' in scorm12
    assert '"Completed" is ticked already: untick it, and tick "Passed".' in other


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda module: module.NAME)
def test_the_parts_of_a_course_complete_it_together(standard: Any, tmp_path: Path) -> None:
    together = "All SCOs must return completion status"
    parts, whole = courses.write_parts(tmp_path / "parts"), courses.write(tmp_path / "whole", courses.SCORED)
    assert together in " ".join(standard.advice(sites.course(parts)))
    assert together not in " ".join(standard.advice(sites.course(whole)))
