"""A learner's actions before the learning record store has responded for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import courses
import learner
import pytest
import sites
from course_server import Preview
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sites import ADA, REGISTRATION, responses

from courseware.preview.cmi5_launch import Session

WORK, TRAVEL = "[data-shown] input[type=text]", "[data-shown] select"


def kill(page: Page) -> None:
    """Kills the tab's process."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def wait_for_ever(page: Page) -> None:
    """Makes the page wait for the store indefinitely, so that a busy machine makes no difference."""
    page.add_init_script(
        "{ const { setTimeout } = window; window.setTimeout = (...all) => all[1] === 2000 || setTimeout(...all); }"
    )


def launch(preview: Preview, standard: str) -> str:
    if standard == "xapi":
        return preview.launch_xapi("small", ADA, REGISTRATION)
    return preview.launch_cmi5("small", Session("https://example.org/courses/small", ADA, REGISTRATION))


@contextmanager
def opened(context: BrowserContext, url: str) -> Iterator[Page]:
    page = context.new_page()
    page.goto(url)
    learner.wait_for_start(page)
    yield page
    page.close()


@pytest.mark.parametrize("standard", ["xapi", "cmi5"])
def test_what_is_given_at_once_to_a_silent_store_outlives_the_tab(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], standard: str
) -> None:
    preview.courses["small"] = small
    preview.faults.begin("stall")
    page = context.new_page()
    wait_for_ever(page)
    page.goto(launch(preview, standard))
    learner.wait_for_start(page)
    page.locator(TRAVEL).select_option(label="On foot")
    page.locator(WORK).press_sequentially("At s")
    expect(page.locator("[data-saved]")).to_have_text("Connecting…")
    kill(page)
    preview.faults.end()
    with opened(context, launch(preview, standard)) as page:
        expect(page.locator(f"{TRAVEL} option:checked")).to_have_text("On foot")
        expect(page.locator(WORK)).to_have_value("At s")
        learner.wait_until_saved(page)
        learner.eventually(lambda: responses(preview.lrs.statements))
        page.locator(WORK).blur()
    with opened(context, launch(preview, standard)) as page:
        learner.wait_until_saved(page)
        expect(page.locator(f"{TRAVEL} option:checked")).to_have_text("On foot")
        expect(page.locator(WORK)).to_have_value("At s")
    found = responses(preview.lrs.statements)
    assert found.count(("how_do_you_travel", "on_foot")) == 1
    assert len(found) <= 2


def test_an_answer_that_another_device_gave_since_stays(
    browser: Browser, context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    url = launch(preview, "xapi")
    preview.faults.begin("stall")
    page = context.new_page()
    wait_for_ever(page)
    page.goto(url)
    learner.wait_for_start(page)
    page.locator(TRAVEL).select_option(label="On foot")
    page.locator(WORK).fill("At sea")
    page.locator(WORK).blur()
    kill(page)
    preview.faults.end()
    elsewhere = browser.new_context(reduced_motion="reduce")
    with opened(elsewhere, url) as page:
        learner.wait_until_saved(page)
        page.locator(TRAVEL).select_option(label="By train")
        learner.eventually(lambda: responses(preview.lrs.statements))
    with opened(context, url) as page:
        learner.wait_until_saved(page)
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == 3)
        learner.eventually(lambda: "At sea" in str(preview.lrs.documents))
    for browser_profile in (context, elsewhere):
        with opened(browser_profile, url) as page:
            expect(page.locator(WORK)).to_have_value("At sea")
            expect(page.locator(f"{TRAVEL} option:checked")).to_have_text("By train")
    elsewhere.close()


def test_what_another_device_wrote_stays_in_front_of_what_is_typed_before_it_is_seen(
    browser: Browser, context: BrowserContext, preview: Preview, tmp_path: Path
) -> None:
    """A long text; of several short answers only the last counts."""
    courses.write(tmp_path / "course", courses.long_texts(1))
    preview.courses["small"] = sites.site(tmp_path / "course")
    url = launch(preview, "xapi")
    field = "[data-shown] textarea"
    elsewhere = browser.new_context(reduced_motion="reduce")
    with opened(elsewhere, url) as page:
        page.locator(field).fill("Old words")
        page.locator(field).blur()
        learner.eventually(lambda: "Old words" in str(preview.lrs.documents))
    preview.faults.begin("stall", "GET activities/state")
    with opened(context, url) as page:
        page.locator(field).fill("Other words")
        page.locator(field).blur()
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == 2)
        preview.faults.end()
        expect(page.locator(field)).to_have_value("Old words\nOther words")
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == 3)
        learner.wait_until_saved(page)
    with opened(elsewhere, url) as page:
        expect(page.locator(field)).to_have_value("Old words\nOther words")
    assert [words for _, words in responses(preview.lrs.statements)] == [
        "Old words", "Other words", "Old words\nOther words"
    ]  # fmt: skip
    elsewhere.close()
