"""Browsers that are killed (SIGKILL), as if the power were cut, lose nothing that was reported as saved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import learner
import pytest
import sites
from computer import Computer
from course_server import Preview
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses

from courseware.preview.cmi5_launch import Session

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("COURSEWARE_KILLS", "4"))
"""Number of kills; set more before a release."""
TRAVEL, WORK = "[data-shown] select", "[data-shown] input[type=text]"

COPIES = """(written) => new Promise((resolve) => {
    const opening = indexedDB.open("courseware-copies");
    opening.onsuccess = () => {
        const texts = opening.result.transaction("texts", "readwrite").objectStore("texts");
        if (written.length) localStorage.clear();
        for (const [name, text] of written) texts.put([name, text], name);
        const all = texts.getAll();
        texts.transaction.oncomplete = () => {
            opening.result.close();
            resolve(all.result.filter(([name]) => name.endsWith(":record")));
        };
    };
})"""
"""Script that reads the records in this browser's database, and replaces them by the given ones."""


def opened(context: BrowserContext, preview: Preview, standard: str) -> Page:
    page = context.new_page()
    page.goto(
        preview.launch_xapi("small", ADA, REGISTRATION)
        if standard == "xapi"
        else preview.launch_cmi5("small", Session(sites.BASE, ADA, REGISTRATION))
    )
    learner.wait_for_start(page)
    return page


def is_told(preview: Preview, word: str) -> bool:
    return ("where_do_you_work", word) in responses(preview.lrs.statements)


@pytest.mark.parametrize("standard", ["xapi", "cmi5"])
def test_what_was_saved_outlives_a_killed_browser(
    browser: Browser, preview: Preview, small: Mapping[str, bytes], tmp_path: Path, standard: str
) -> None:
    """Half of them while the store is away, so that only this browser has the answers until it is back.

    A database that opens late sends its answers after newer ones, so the order is that of timestamps (docs/xapi.md)."""
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
    # not by their number, in which a repeated one would count for a missing one
    learner.eventually(lambda: set(given) <= set(responses(preview.lrs.statements)), seconds=60)
    learner.wait_until_saved(page)
    in_time = sorted(preview.lrs.statements.items(), key=lambda item: item[1]["timestamp"])
    assert responses(dict(in_time)) == given
    expect(page.locator(WORK)).to_have_value(given[-1][1])
    computer.context.close()


@pytest.mark.parametrize("missing", ["statements|activities/state", "activities/state"])
@pytest.mark.parametrize("standard", ["xapi", "cmi5"])
def test_an_answer_is_reported_once_although_its_record_was_lost(
    browser: Browser,
    preview: Preview,
    small: Mapping[str, bytes],
    tmp_path: Path,
    standard: str,
    missing: str,
) -> None:
    """The kill comes when the answer and its statement are in the databases or the store, but the record of both is
    not."""
    preview.courses["small"] = small
    computer = Computer(browser, tmp_path / "profile")
    records = []
    for number, word in enumerate(["Graz", "Faro"]):
        page = opened(computer.start(), preview, standard)
        learner.wait_until_saved(page)
        if number:
            records = page.evaluate(COPIES, [])
            preview.faults.begin("refuse", missing)
        page.locator(WORK).fill(word)
        page.locator(WORK).blur()
        expect(page.locator("[data-saved]")).not_to_have_text("Saved")
        learner.wait_until_saved(page)
        if missing == "activities/state":
            learner.eventually(partial(is_told, preview, word))
        computer.kill()
    preview.faults.end()
    elsewhere = computer.start().new_page()
    elsewhere.goto(f"{preview.address}/nowhere")
    elsewhere.evaluate(COPIES, records)
    elsewhere.close()
    page = opened(computer.context, preview, standard)
    learner.eventually(partial(is_told, preview, "Faro"))
    page.locator(TRAVEL).select_option(label="By train")
    learner.eventually(lambda: ("how_do_you_travel", "by_train") in responses(preview.lrs.statements))
    assert [response for _, response in responses(preview.lrs.statements)] == ["Graz", "Faro", "by_train"]
    computer.context.close()
