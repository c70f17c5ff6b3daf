"""The preview in a browser, as an author uses it while writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from courses import PLANETS, write
from playwright.sync_api import BrowserContext, Page, expect
from starting import Start
from workbench import course_in, shown

ESSAY = 'Ünïted <script>alert("x")</script> & “words”'


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def answer(page: Page) -> None:
    course = course_in(page)
    course.get_by_label("Mars", exact=True).first.check(force=True)
    course.locator("textarea").first.fill(ESSAY)
    expect(course.locator("[data-saved]")).to_have_attribute("data-saved", "saved")


def values(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as database:
        return dict(database.execute("select name, value from element"))


def test_a_save_shows_with_the_answers_and_a_mistake_over_the_last_good_version(
    page: Page, start: Start, tmp_path: Path
) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--lms", "moodle")
    page.goto(address)
    first = shown(page)
    answer(page)
    page.locator("[data-said] .words", has_text="answered: Ünïted").first.wait_for()
    assert ESSAY in values(tmp_path / "class.sqlite3").values()

    lesson = folder / "lesson.md"
    lesson.write_text(PLANETS.replace("Which is the red planet?", "Which planet is red?"), encoding="utf-8")
    second = shown(page, first)
    course = course_in(page)
    expect(course.get_by_text("Which planet is red?").first).to_be_visible()
    expect(course.get_by_label("Mars", exact=True).first).to_be_checked()
    expect(course.locator("textarea").first).to_have_value(ESSAY)

    lesson.write_text(PLANETS.replace("{type: selection,", "{tpye: selection,", 1), encoding="utf-8")
    mistakes = page.locator("[data-mistakes] .failed")
    expect(mistakes).to_contain_text("lesson.md:8:1")
    expect(mistakes).to_contain_text("error[M201]")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(mistakes.get_by_text("error[M201]")).to_be_in_viewport()
    expect(course.get_by_text("Which planet is red?").first).to_be_visible()

    lesson.write_text(PLANETS, encoding="utf-8")
    shown(page, second)
    expect(mistakes).to_have_count(0)
    expect(course_in(page).get_by_text("Which is the red planet?").first).to_be_visible()


def test_what_is_typed_and_named_runs_nothing(page: Page, start: Start, tmp_path: Path) -> None:
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.add_init_script("alert = (words) => console.log(`alert ${words}`)")
    title = 'title: "<img src=x onerror=alert(1)>"'
    folder = write(tmp_path / "planets", PLANETS.replace("title: Planets", title))
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--lms", "moodle")
    page.goto(address)
    shown(page)
    page.get_by_placeholder("Name of a new learner").fill('<img src=x onerror="alert(2)">')
    page.get_by_role("button", name="Add").click()
    shown(page)
    answer(page)
    page.locator("[data-said] .words", has_text="<script>").first.wait_for()
    page.reload()
    shown(page)
    expect(page.locator("[data-facts]")).to_contain_text('<img src=x onerror="alert(2)">')
    assert page.locator("img[src=x], .inspector script").count() == 0
    assert [message for message in messages if "alert" in message] == []


def test_a_package_cannot_read_the_preview(page: Page, start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    shown(page)
    inner = next(frame for frame in page.frames if "/files/" in frame.url)
    tried = """async (address) => {
      const found = [];
      try { found.push(top.document.title) } catch { found.push("closed") }
      try { found.push((await fetch(address)).status) } catch { found.push("closed") }
      try { found.push((await fetch(address + "learners", {method: "POST", mode: "no-cors", body: "name=Eve"})).type) }
      catch { found.push("closed") }
      return found;
    }"""
    assert inner.evaluate("() => !!parent.API") is True
    assert inner.evaluate(tried, address)[:2] == ["closed", "closed"]
    page.reload()
    shown(page)
    assert page.locator("select[name=learner] option").all_inner_texts() == ["Ada Learner"]
