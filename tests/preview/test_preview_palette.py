"""The command palette: all menus by keyboard; and the two troubles that take effect at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses import write
from playwright.sync_api import BrowserContext, Page, expect
from starting import Start
from workbench import course_in, shown


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_every_choice_of_the_menus_is_a_command(page: Page, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    before = shown(page)
    choices = page.locator("select option").evaluate_all(
        """all => all.filter((one) => one.closest("[data-view]") || !one.selected).filter((one) => one.closest(".menu"))
          .map((one) => `${one.closest("label").querySelector("span").textContent}: ${one.textContent}`)"""
    )
    commands = page.locator("[role=option]").all_text_contents()
    assert len(choices) > 20
    assert set(choices) <= set(commands)

    course_in(page).locator("textarea").first.focus()
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Commands")
    expect(dialog).to_be_visible()
    field = page.get_by_role("combobox", name="Commands")
    expect(field).to_be_focused()
    page.keyboard.type("lms moodle")
    chosen = dialog.locator("[aria-selected=true]")
    expect(chosen).to_have_text("LMS: Moodle 4.5")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    page.keyboard.press("Enter")
    before = shown(page, before)
    expect(page.locator("select[name=host]")).to_have_value("moodle")

    page.keyboard.press("Control+k")
    page.keyboard.type("size phone")
    page.keyboard.press("Enter")
    assert course_in(page).locator("html").evaluate("() => innerWidth") == 390
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_text("Delete the class")
    page.keyboard.type("there is none of it")
    expect(dialog).to_contain_text("There is no such command.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Commands").click()
    page.keyboard.type("gradebook")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gradebook")).to_be_visible()
    page.wait_for_load_state()  # from then on, its scripts handle keys
    page.keyboard.press("Control+k")
    page.keyboard.type("lms lenient")
    with page.expect_navigation(url="**/gradebook"):
        page.keyboard.press("Enter")
    page.goto(address)
    expect(page.locator("select[name=host]")).to_have_value("lenient")


def test_trouble_is_taken_back_where_it_was_made(page: Page, start: Start, tmp_path: Path) -> None:
    """It applies to the open page, so the palette's commands must be up to date."""
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    shown(page)
    menu = page.locator("select[name=trouble]")
    page.keyboard.press("Control+k")
    page.keyboard.type("trouble offline")
    page.keyboard.press("Enter")
    expect(menu).to_have_value("offline")
    page.keyboard.press("Control+k")
    page.keyboard.type("trouble offline")
    expect(page.get_by_role("dialog", name="Commands")).to_contain_text("There is no such command.")
    page.get_by_role("combobox", name="Commands").fill("trouble nothing")
    page.keyboard.press("Enter")
    expect(menu).to_have_value("")


def test_a_keyboard_user_continues_from_the_control_that_was_used(
    page: Page, start: Start, tmp_path: Path
) -> None:
    """A choice loads the page again, which would move the focus to its beginning."""
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--lms", "strict")
    page.goto(address)
    first = shown(page)
    menu = page.locator("select[name=host]")
    menu.focus()
    page.keyboard.press("ArrowDown")
    second = shown(page, first)
    expect(menu).to_be_focused()
    page.keyboard.press("ArrowDown")
    third = shown(page, second)
    expect(menu).to_have_value("lenient")
    page.get_by_role("button", name="New attempt").focus()
    page.keyboard.press("Enter")
    shown(page, third)
    expect(page.get_by_role("button", name="New attempt")).to_be_focused()


def test_a_tab_that_is_killed_says_nothing_more_and_is_taken_up_again(
    page: Page, start: Start, tmp_path: Path
) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    before = shown(page)
    course = course_in(page)
    course.get_by_label("Mars", exact=True).first.check(force=True)
    expect(course.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    said = page.locator(".said > li")
    page.locator("select[name=trouble]").select_option("killed")
    expect(page.frame_locator("[data-frame]").locator("iframe")).to_have_count(0)
    expect(said.last).to_contain_text("committed")  # what was said before comes to the list a moment later
    count = said.count()
    page.wait_for_timeout(500)
    assert said.count() == count
    expect(said.last).not_to_contain_text("ended")
    page.get_by_role("button", name="Resume").click()
    shown(page, before)
    expect(page.locator("select[name=trouble]")).to_have_value("")
    expect(course_in(page).get_by_label("Mars", exact=True).first).to_be_checked()


def test_a_session_that_expires_takes_the_browsers_copy_with_it(
    page: Page, start: Start, tmp_path: Path
) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    shown(page)
    course = course_in(page)
    course.get_by_label("Mars", exact=True).first.check(force=True)
    expect(course.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    inner = next(frame for frame in page.frames if "/files/" in frame.url)
    assert inner.evaluate("localStorage.length") > 0
    page.locator("select[name=trouble]").select_option("expired")
    expect(page.locator("select[name=trouble]")).to_have_value("expired")
    inner.wait_for_function("() => localStorage.length === 0")
    course.get_by_label("Venus, the morning star", exact=True).first.check(force=True)
    expect(page.locator(".said .wrong").last).to_be_visible()
