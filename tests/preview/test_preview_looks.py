"""Each view of the preview with axe, on a phone and a wide screen, light and dark; and by keyboard only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe
from courses import write
from playwright.sync_api import Browser, Page, expect
from starting import Start
from workbench import course_in, shown

RULES: dict[str, Any] = {
    "iframes": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def views(page: Page) -> list[str]:
    """The addresses of pages of all kinds, from the gradebook's links."""
    links = page.locator("main a[href^='/gradebook/']").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    kinds = ("questions", "learners", "moodle")
    found: list[str] = []
    for kind in kinds:
        found += [link for link in links if f"/gradebook/{kind}" in link][: 7 if kind == "questions" else 1]
    return found


def check(page: Page, view: str, *widths: int) -> None:
    """Tests an open page in each width and both colour schemes."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert axe.violations_in_both_schemes(page, **RULES) == [], (view, width)
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, (view, width, beyond)


def test_every_view_is_accessible_and_fits(browser: Browser, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--simulate", "8")
    context = browser.new_context(bypass_csp=True)  # because axe is injected, which the pages' policy forbids
    page = context.new_page()
    page.goto(f"{address}gradebook")
    seen = views(page)
    assert len(seen) >= 8
    for view in ("/", "/#commands", "/gradebook", *seen):
        page.goto(address.rstrip("/") + view)
        if view == "/":
            shown(page)
        if view == "/#commands":
            page.keyboard.press("Control+k")
            expect(page.get_by_role("dialog")).to_be_visible()
        check(page, view, 1440, 390)
    context.close()


def test_the_door_of_a_class_is_accessible_and_fits(browser: Browser, start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    options = ("--data", tmp_path / "class.sqlite3", "--share", "--address", "127.0.0.1")
    own, process = start(folder, *options)
    door, instructor = (process.stderr.readline().strip().rpartition(": ")[2] for _ in range(2))
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for view in (door, f"{own}classroom", f"{instructor}gradebook"):
        page.goto(view)
        check(page, view, 1440, 320)
    context.close()


def test_long_ids_fit_on_a_phone(browser: Browser, start: Start, tmp_path: Path) -> None:
    question = "Which of these would you rather do on a long and rainy afternoon?"
    folder = write(
        tmp_path / "rain",
        f"---\ntitle: Rain\n---\n\n## {question}\n\n{{type: selection}}\n\n- Sail\n- Read\n",
    )
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--simulate", "1")
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}gradebook")
    page.get_by_role("link", name=question).click()
    expect(page.get_by_text("lesson.which_of_these_would_you_rather_do")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_menus_work_by_keyboard(browser: Browser, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    context = browser.new_context(viewport={"width": 1440, "height": 800})
    page = context.new_page()
    page.goto(address)
    shown(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the course")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator("select[name=learner]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Mood")
    expect(page.locator("select[name=host]")).to_have_value("moodle")
    context.close()


def test_the_view_reaches_the_course(browser: Browser, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    context = browser.new_context(viewport={"width": 1440, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.goto(address)
    shown(page)
    body = course_in(page).locator("body")
    light = body.evaluate("one => getComputedStyle(one).color")
    page.locator("[data-view=scheme]").select_option("dark")
    expect(body).not_to_have_css("color", light)
    page.locator("[data-view=scheme]").select_option("light")
    expect(body).to_have_css("color", light)
    page.locator("[data-view=rtl]").check()
    page.locator("[data-view=text]").check()
    page.locator("[data-view=size]").select_option("phone")
    root = course_in(page).locator("html")
    expect(root).to_have_attribute("dir", "rtl")
    expect(root).to_have_css("font-size", "32px")
    assert root.evaluate("() => innerWidth") == 390
    context.close()


def test_the_course_fills_its_frame_on_a_phone(browser: Browser, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address)
    shown(page)
    pane = page.locator("[data-pane]").bounding_box()
    assert pane is not None
    assert pane["height"] >= 500
    assert course_in(page).locator("html").evaluate("() => innerHeight") >= pane["height"] - 10
    context.close()
