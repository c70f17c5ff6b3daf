"""An earlier answer is recalled after a break and on another device, by LMSs and record stores."""

from __future__ import annotations

from pathlib import Path

import courses
import pytest
import sites
from course_server import Preview
from learner import course_data, wait_for_start, wait_until_saved, wait_until_stored
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from scorm_host import ScormHost

COURSE = """---
title: Plans
---

## Before you go

{type: form}

**What do you want to see?**
{type: text}

**How will you travel?**
{type: select, options: ["On foot", "By bicycle, or by train"]}

## What you wanted

{type: recall, of: lesson.what_do_you_want_to_see}

## How you go

So you go:

{type: recall, of: lesson.how_will_you_travel, empty: "You have not said yet."}
"""
WORDS = "Seals,\tand “terns”"


EXPECTED = ["What do you want to see? Seals, and “terns”", "How will you travel? By bicycle, or by train"]


def expect_recalled(place: FrameLocator | Page) -> None:
    """Waits until both answers are recalled, because the state may arrive after the page has started."""
    expect(place.locator(".recall")).to_have_text(EXPECTED, use_inner_text=True)


def answer(place: FrameLocator | Page) -> None:
    expect(place.locator(".recall").nth(1)).to_contain_text("You have not said yet.")
    place.get_by_label("What do you want to see?").fill(WORDS)
    place.get_by_label("How will you travel?").select_option(label="By bicycle, or by train")
    wait_until_saved(place)


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004-4"])
def test_an_lms_brings_it_to_another_device(
    scorm_host: ScormHost, context: BrowserContext, browser: Browser, tmp_path: Path, format_name: str
) -> None:
    name = f"plans-{format_name}"
    course = courses.write(tmp_path / "course", COURSE)
    scorm_host.install(courses.package(course, tmp_path / "course.zip", format_name), name)
    first = scorm_host.launch(context, name, learner="plans")
    wait_for_start(first.sco)
    answer(first.sco)
    expect_recalled(first.sco)
    first.leave()
    other = browser.new_context(reduced_motion="reduce")
    second = scorm_host.launch(other, name, learner="plans")
    wait_for_start(second.sco)
    expect_recalled(second.sco)
    assert first.errors + second.errors == []
    other.close()


def test_a_record_store_brings_it_to_another_device(
    preview: Preview, context: BrowserContext, browser: Browser, tmp_path: Path
) -> None:
    preview.courses["plans"] = sites.site(sites.write(tmp_path / "course", {"lesson.md": COURSE}), "xapi")
    other = browser.new_context(reduced_motion="reduce")
    here, there = context.new_page(), other.new_page()
    here.goto(preview.launch_xapi("plans", sites.ADA, sites.REGISTRATION))
    wait_for_start(here)
    answer(here)
    expect_recalled(here)
    for question in course_data(here)["interactions"]:
        wait_until_stored(preview, f"!{question['key']}")
    here.close()
    there.goto(preview.launch_xapi("plans", sites.ADA, sites.REGISTRATION))
    wait_for_start(there)
    expect_recalled(there)
    other.close()
