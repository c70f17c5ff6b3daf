"""New words reach a running page without reloading it; any other change reloads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from courses import PLANETS, write
from playwright.sync_api import BrowserContext, Page, expect
from starting import Start
from workbench import course_in, shown

HEAD, REST = PLANETS.split("## One")
TEXT = f"{HEAD}## Of planets\n\nEight of them *wander*.\n\n- near\n- far\n\n## One{REST}"

ARTICLE = """() => document.querySelector('article').outerHTML
  .replace(/\\s+/g, ' ').replace(/> (?=<)/g, '>')"""
"""Script that returns a page's HTML without space between elements."""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_new_words_come_into_the_page_that_runs(page: Page, start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets", TEXT)
    address, _ = start(
        folder, "--data", tmp_path / "class.sqlite3", "--lms", "moodle", "--editor", "x://{file}:{line}"
    )
    page.add_init_script("HTMLAnchorElement.prototype.click = function () { window.asked = this.href }")
    page.goto(address)
    before = shown(page)
    course = course_in(page)
    course.locator("textarea").first.press_sequentially("half a w")
    course.locator("body").evaluate("() => { window.isTheSame = true; window.scrollTo(0, 300) }")
    launched = page.locator(".said .launched").count()

    def save(text: str) -> None:
        nonlocal before
        (folder / "lesson.md").write_text(text, encoding="utf-8")
        before = shown(page, before)

    lines = TEXT.replace("Eight of them", "**Eight**, they say,").replace("- near\n", "- near\n- nearer\n")
    save(lines.replace("## One", "A new paragraph.\n\n## One"))
    expect(course.get_by_text("they say,")).to_have_text("Eight, they say, wander.")
    expect(course.locator("article li", has_text="nearer")).to_have_count(1)
    expect(course.get_by_text("A new paragraph.")).to_have_count(1)
    save(lines.replace("Which is the red planet?", "Look at the sky.\n\nWhich is the red planet?"))
    expect(course.get_by_text("A new paragraph.")).to_have_count(0)
    expect(course.get_by_text("Look at the sky.")).to_have_count(1)
    assert course.locator("body").evaluate("() => window.isTheSame && scrollY > 200") is True
    expect(course.locator("textarea").first).to_have_value("half a w")
    expect(page.locator(".said .launched")).to_have_count(launched)
    course.get_by_text("Which is the red planet?").first.click(modifiers=["Alt"])
    expect(page.locator("[data-opened]")).to_have_text(re.compile(r"lesson\.md:20$"))

    save(TEXT.replace("Venus, the morning star", "Venus"))
    expect(course.get_by_label("Venus", exact=True)).to_have_count(1)
    assert course.locator("body").evaluate("() => !window.isTheSame") is True
    expect(course.locator("textarea").first).to_have_value("half a w")


def test_what_is_refreshed_is_what_a_new_launch_shows(page: Page, start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets", TEXT)
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    before = shown(page)
    for text in (
        TEXT.replace("*wander*", "`wander`"),
        TEXT.replace("- far\n", "- far\n\n> [!NOTE]\n> A note.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        TEXT.replace("Eight of them *wander*.\n", ""),
        TEXT.replace("## Of planets", "## Of all planets"),
        TEXT.replace("title: Planets", "title: The planets"),
        TEXT.replace('title: "The red one"', 'title: "Red"'),
        TEXT,
    ):
        (folder / "lesson.md").write_text(text, encoding="utf-8")
        before = shown(page, before)
        refreshed = course_in(page).locator("body").evaluate(ARTICLE)
        page.reload()
        before = shown(page)
        assert refreshed == course_in(page).locator("body").evaluate(ARTICLE)
