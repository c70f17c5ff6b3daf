"""Browsers that are killed, as by a power cut (SIGKILL), lose nothing that was called saved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import learner
import pytest
import sites
from computer import Computer
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses

from courseware.preview.cmi5_launch import Session
from courseware.preview.server import Preview

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("COURSEWARE_KILLS", "4"))
"""How often it is killed; a person sets more before a release."""
TRAVEL, WORK = "[data-shown] select", "[data-shown] input[type=text]"


def opened(context: BrowserContext, preview: Preview, standard: str) -> Page:
    page = context.new_page()
    page.goto(
        preview.launch_xapi("small", ADA, REGISTRATION)
        if standard == "xapi"
        else preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION))
    )
    learner.wait_for_start(page)
    return page


@pytest.mark.parametrize("standard", ["xapi", "cmi5"])
def test_what_was_saved_outlives_a_killed_browser(
    browser: Browser, preview: Preview, small: Mapping[str, bytes], tmp_path: Path, standard: str
) -> None:
    """Half of them with a store that is away: then this browser alone has the answers until it is back."""
    preview.courses["small"] = small
    computer = Computer(browser, tmp_path / "profile")
    given = []
    for number in range(KILLS):
        page = opened(computer.start(), preview, standard)
        learner.wait_until_saved(page)
        if number % 2:
            preview.faults.begin("refuse", "statements|activities/state")
        page.locator(WORK).fill(f"Place {number}")
        page.locator(WORK).blur()
        given.append(("where_do_you_work", f"Place {number}"))
        expect(page.locator("[data-saved]")).not_to_have_text("Saved")
        learner.wait_until_saved(page)
        computer.kill()
        preview.faults.end()
    page = opened(computer.start(), preview, standard)
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == len(given), seconds=60)
    assert responses(preview.lrs.statements) == given
    learner.wait_until_saved(page)
    expect(page.locator(WORK)).to_have_value(given[-1][1])
    computer.context.close()
