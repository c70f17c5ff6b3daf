"""Two devices at once: changes on one show on the other, and no typed text is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import learner
import pytest
import sites
from course_server import Preview
from learner import wait_until_stored
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import ADA, REGISTRATION, SMALL, responses, said

COURSE = (
    SMALL
    + """
**What do you see there?**
{type: textarea}

## Which

{type: selection, title: "The red one", attempts: 3}

- [x] Mars
- [ ] Venus

## Order

{type: ranking, title: "From the Sun outwards"}

- Venus
- Earth
- Mars
"""
)

WORK, TRAVEL, SEE = "input[type=text]", "select", "textarea"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    documents = {"one.md": COURSE, "two.md": sites.SECOND}
    return sites.site(sites.write(tmp_path_factory.mktemp("devices") / "course", documents), "xapi")


@pytest.fixture
def devices(
    browser: Browser, context: BrowserContext, preview: Preview, course: Mapping[str, bytes]
) -> Iterator[tuple[Page, Page]]:
    """The course, open on two devices."""
    preview.courses["devices"] = course
    other = browser.new_context(reduced_motion="reduce")
    pages = (context.new_page(), other.new_page())
    for page in pages:
        open_course(page, preview)
        learner.wait_until_saved(page)
    yield pages
    other.close()


def open_course(page: Page, preview: Preview) -> None:
    page.goto(preview.launch_xapi("devices", ADA, REGISTRATION))
    learner.wait_for_start(page)


def write(page: Page, control: str, text: str) -> None:
    page.locator(control).first.fill(text)
    page.locator(control).first.blur()


def test_what_another_device_did_shows_here_and_nothing_jumps(
    devices: tuple[Page, Page], preview: Preview
) -> None:
    here, there = devices
    write(here, WORK, "At sea")
    wait_until_stored(preview, "At sea")
    there.locator(TRAVEL).select_option(label="By train")
    there.get_by_label("Venus", exact=True).check()
    there.locator("[data-check]").click()
    write(there, SEE, "Gulls")
    wait_until_stored(preview, "Gulls")
    expect(there.locator(WORK).first).to_have_value("At sea")  # it had to read the state before writing it
    learner.next_page(there, missing=1)
    write(there, "[data-shown] input", "Nothing")
    wait_until_stored(preview, "Nothing")
    # here, somebody is typing a word, and has moved an item
    here.locator("[data-move=down]").first.focus()
    here.keyboard.press("Enter")
    order = learner.ranking_order(here.locator("[data-ranking]"))
    here.locator(WORK).first.press("End")
    here.keyboard.type(", and in h", delay=5)
    expect(here.locator(f"{TRAVEL} option:checked")).to_have_text("By train")
    expect(here.locator(SEE)).to_have_value("Gulls")
    expect(here.get_by_role("radio", name="Venus Not right", exact=True)).to_be_checked()
    expect(here.locator("[data-shown] h1")).to_have_text("Small")
    expect(here.locator(WORK).first).to_be_focused()
    here.keyboard.type("arbours")
    expect(here.locator(WORK).first).to_have_value("At sea, and in harbours")
    assert learner.ranking_order(here.locator("[data-ranking]")) == order
    here.locator(WORK).first.blur()
    wait_until_stored(preview, "harbours")
    there.locator("[data-shown] [data-previous]").click()
    write(there, SEE, "Terns")
    wait_until_stored(preview, "Terns")
    moving = here.locator("[data-move=up]").last
    moving.focus()
    here.keyboard.press("Enter")
    moved = here.evaluate_handle("document.activeElement")
    expect(here.locator(SEE)).to_have_value("Terns")
    assert here.evaluate("(moved) => moved === document.activeElement", moved)
    expect(here.locator("[data-message]", has_text="Attempts left: 2")).to_be_visible()
    assert said(preview.lrs.statements).count("resumed") <= 1
    found = responses(preview.lrs.statements)
    assert len(found) == len(set(found))


def test_attempts_are_not_counted_twice(devices: tuple[Page, Page], preview: Preview) -> None:
    here, there = devices
    here.get_by_label("Venus", exact=True).check()
    here.locator("[data-check]").click()
    learner.eventually(lambda: responses(preview.lrs.statements))
    for number in range(3):
        write(there, WORK, f"there {number}")
        wait_until_stored(preview, f"there {number}")
        write(here, SEE, f"here {number}")
        wait_until_stored(preview, f"here {number}")
        expect(here.locator(WORK).first).to_have_value(f"there {number}")
    expect(here.locator("[data-message]", has_text="Attempts left: 2")).to_be_visible()


def test_what_is_typed_here_is_not_mixed_with_what_is_typed_there(
    browser: Browser, devices: tuple[Page, Page], preview: Preview
) -> None:
    """The last answer counts; a draft is not an answer."""
    here, there = devices
    write(here, SEE, "ab")
    wait_until_stored(preview, "ab")
    write(here, SEE, "xb")
    write(there, WORK, "At home")
    wait_until_stored(preview, "At home")
    wait_until_stored(preview, "xb")
    here.locator(SEE).press("End")
    here.keyboard.type("y")  # while typing
    expect(here.locator(WORK).first).to_have_value("At home")
    expect(here.locator(SEE)).to_have_value("xby")
    here.locator(SEE).blur()
    wait_until_stored(preview, "xby")
    write(there, SEE, "theirs")
    wait_until_stored(preview, "theirs")
    write(here, WORK, "In town")
    wait_until_stored(preview, "In town")
    write(here, WORK, "In town, and here")  # after it has received them
    wait_until_stored(preview, "and here")
    wait_until_stored(preview, "theirs")
    here.close()
    there.close()
    fresh = browser.new_context(reduced_motion="reduce")
    page = fresh.new_page()
    open_course(page, preview)
    expect(page.locator(SEE)).to_have_value("theirs")
    expect(page.locator(WORK).first).to_have_value("In town, and here")
    fresh.close()


def test_devices_that_cannot_read_tags_do_not_call_each_other_for_ever(
    devices: tuple[Page, Page], preview: Preview, tmp_path: Path
) -> None:
    here, there = devices
    preview.exposed = ""
    for page in devices:
        address = page.url.replace("http://127.0.0.1", "http://localhost", 1)
        page.goto(address)
        learner.wait_until_saved(page)
    write(here, WORK, "At sea")
    wait_until_stored(preview, "At sea")
    write(there, SEE, "Gulls")
    wait_until_stored(preview, "Gulls")
    for page in devices:
        learner.wait_until_saved(page)
    before = len(preview.visits)
    here.wait_for_timeout(4_000)  # nothing may happen, so there is nothing to wait for
    assert len(preview.visits) - before <= 2
