"""Browsers that are killed, as by a power cut (SIGKILL), lose nothing that was called saved."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import learner
import pytest
import sites
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sites import ADA, REGISTRATION, responses

from courseware.preview.cmi5_launch import Session
from courseware.preview.server import Preview

KILLS = int(os.environ.get("COURSEWARE_KILLS", "4"))
"""How often it is killed; a person sets more before a release."""
TRAVEL, WORK = "[data-shown] select", "[data-shown] input[type=text]"


class Computer:
    """A browser with its profile on disk, which outlives it."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self.kind, self.profile = browser.browser_type, profile

    def start(self) -> BrowserContext:
        self.context = self.kind.launch_persistent_context(
            self.profile, executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        self.context.set_default_timeout(30_000)
        return self.context

    def kill(self) -> None:
        mark = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)


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
