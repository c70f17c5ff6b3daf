"""Browsers that are killed, with an LMS that keeps only the beginning of a long state but claims to keep it all."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import courses
import pytest
from computer import Computer
from learner import course_data, shown_answers, wait_for_start, wait_until_saved
from playwright.sync_api import Browser, expect
from scorm_host import Launch, ScormHost

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("COURSEWARE_KILLS", "4"))
"""Number of kills; set more before a release."""
KEPT = 4096
FIELDS = 6
SOON = 1500
"""Latest time of a kill if the page is not waited for, in milliseconds."""


def is_told(launch: Launch) -> bool:
    """Whether the page says that a part may be missing."""
    texts = course_data(launch.sco)["texts"]
    banner = launch.sco.locator("[data-banner]")
    return banner.is_visible() and banner.inner_text() in (texts["lms_cut"], texts["shortened"])


def found(launch: Launch) -> list[str]:
    wait_for_start(launch.sco)
    wait_until_saved(launch.sco)
    return [value for [value] in shown_answers(launch.sco).values()]


@pytest.mark.parametrize("at_once", [False, True], ids=["cut-later", "cut-at-once"])
def test_what_was_saved_outlives_a_killed_browser_where_the_lms_cuts_it(
    scorm_host: ScormHost, browser: Browser, tmp_path: Path, at_once: bool
) -> None:
    """Two thirds are killed when "Saved" is shown, the others at any moment after the last key.

    In between, the course is opened on another computer, which has no copy."""
    course = courses.write(tmp_path / f"kills{at_once:d}", courses.long_texts(FIELDS))
    scorm_host.install(courses.package(course, tmp_path / "kills.zip"), course.name)
    settings: dict[str, Any] = {"suspend_data_kept": KEPT, "cuts_at_once": at_once}
    computer = Computer(browser, tmp_path / "profile")
    dice = random.Random(1)
    given = [""] * FIELDS
    counts = {"killed": 0, "lost unsaved": 0, "cut elsewhere": 0}
    was_told = False
    for number in range(KILLS):
        launch = scorm_host.launch(computer.start(), course.name, **settings)
        assert found(launch) == given
        place = dice.randrange(FIELDS)
        text = f"{number} {'x' * dice.randrange(200 if dice.random() < 0.5 else 2500)} end"
        box = launch.sco.locator("textarea").nth(place)
        box.fill(text)
        box.blur()
        is_saved = number % 3 < 2
        if is_saved:
            wait_until_saved(launch.sco)
            was_told = is_told(launch)
        else:
            launch.page.wait_for_timeout(dice.randrange(SOON))
        computer.kill()
        counts["killed"] += 1
        before, given[place] = given[place], text
        if not is_saved:
            again = scorm_host.launch(computer.start(), course.name, **settings)
            [now] = found(again)[place : place + 1]
            assert now in (before, text)
            counts["lost unsaved"] += now != text
            given[place] = now
            was_told = is_told(again)
            computer.kill()
            counts["killed"] += 1
        if number % 4 == 3:
            elsewhere = browser.new_context()
            look = scorm_host.launch(elsewhere, course.name, **settings)
            for mine, theirs in zip(given, found(look), strict=True):
                if mine != theirs:
                    assert was_told or is_told(look)
                    assert mine.startswith(theirs.removesuffix("…"))
                    counts["cut elsewhere"] += 1
            elsewhere.close()
    launch = scorm_host.launch(computer.start(), course.name, **settings)
    expect(launch.sco.locator("textarea").first).to_have_value(given[0])
    assert found(launch) == given
    computer.context.close()
    print(counts)
