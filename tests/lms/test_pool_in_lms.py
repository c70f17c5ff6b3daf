"""The draw of a pool stays the same after a break and on another device, by LMSs and record stores."""

from __future__ import annotations

from pathlib import Path

import courses
import pytest
import sites
from course_server import Preview
from learner import wait_for_start, wait_until_saved, wait_until_stored
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from scorm_host import ScormHost

QUESTIONS = range(1, 9)
COURSE = """---
title: Tides
---

## Two of eight

{type: pool, draw: 2}
""" + "".join(
    f"\n### Is number {number} true?\n\n{{type: true_false, answer: true}}\n" for number in QUESTIONS
)


def drawn(place: FrameLocator | Page) -> list[str]:
    """The drawn questions in order; there are 56 possible draws of two of eight questions."""
    parts = place.locator("[data-drawn]:visible")
    expect(parts).to_have_count(2)
    keys: list[str] = parts.evaluate_all("all => all.map((one) => one.dataset.drawn)")
    return keys


def begin(place: FrameLocator | Page) -> list[str]:
    """Answers the second drawn question. Returns both."""
    wait_for_start(place)
    asked = drawn(place)
    second = place.locator("[data-drawn]:visible").nth(1)
    second.get_by_label("True").check()
    second.get_by_role("button", name="Check").click()
    wait_until_saved(place)
    return asked


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004-4"])
def test_an_lms_brings_what_was_drawn_to_another_device(
    scorm_host: ScormHost, context: BrowserContext, browser: Browser, tmp_path: Path, format_name: str
) -> None:
    name = f"pool-{format_name}"
    course = courses.write(tmp_path / "course", COURSE)
    scorm_host.install(courses.package(course, tmp_path / "course.zip", format_name), name)
    first = scorm_host.launch(context, name, learner="pool")
    asked = begin(first.sco)
    first.leave()
    other = browser.new_context(reduced_motion="reduce")
    second = scorm_host.launch(other, name, learner="pool")
    wait_for_start(second.sco)
    expect(second.sco.locator("[data-drawn]:visible [data-result]")).to_have_count(1)
    assert drawn(second.sco) == asked
    assert first.errors + second.errors == []
    other.close()


def test_a_record_store_brings_what_was_drawn_to_another_device(
    preview: Preview, context: BrowserContext, browser: Browser, tmp_path: Path
) -> None:
    preview.courses["pool"] = sites.site(sites.write(tmp_path / "course", {"lesson.md": COURSE}), "xapi")
    other = browser.new_context(reduced_motion="reduce")
    here, there = context.new_page(), other.new_page()
    here.goto(preview.launch_xapi("pool", sites.ADA, sites.REGISTRATION))
    asked = begin(here)
    wait_until_stored(preview, f"!{asked[1]}")
    here.close()
    there.goto(preview.launch_xapi("pool", sites.ADA, sites.REGISTRATION))
    wait_for_start(there)
    expect(there.locator("[data-drawn]:visible [data-result]")).to_have_count(1)
    assert drawn(there) == asked
    other.close()
