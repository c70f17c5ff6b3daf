"""A page of another language than its course: buttons and messages are in its language, or marked with their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_accessibility import AXE, build, violations

COURSE = Path(__file__).parents[1] / "cases" / "course" / "language_of_pages" / "course"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    build(COURSE, folder / "site")
    return folder / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    yield page
    context.close()


@pytest.mark.parametrize(
    ("language", "check", "missing", "recorded", "marked"),
    [
        ("en", "Look", "Please answer this question.", "Your answer is recorded.", ""),
        ("de", "Prüfen", "Bitte beantworten Sie diese Frage.", "Ihre Antwort ist aufgezeichnet.", ""),
        ("la", "Look", "Please answer this question.", "Your answer is recorded.", "en"),
    ],
)
def test_buttons_and_messages_are_in_the_language_of_their_page_or_marked(
    page: Page, language: str, check: str, missing: str, recorded: str, marked: str
) -> None:
    page.evaluate("language => { location.hash = `page-${language}` }", language)
    shown = page.locator("[data-shown]")
    expect(shown).to_have_id(f"page-{language}")
    button = shown.get_by_role("button", name=check, exact=True)
    button.click()
    problem = shown.locator("[data-said-problem]").first
    expect(problem).to_have_text(missing)
    shown.get_by_label("duo").check()
    button.click()
    message = shown.locator("[data-message]").first
    expect(message).to_have_text(recorded)
    for said in (button, problem, message):
        assert said.evaluate("one => one.lang") == marked
        assert said.evaluate("one => one.closest('[lang]').lang") == (marked or language)
    assert violations(page, AXE.read_text(encoding="utf-8")) == []
