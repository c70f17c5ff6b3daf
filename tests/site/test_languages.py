"""A page in another language than its course: buttons and messages are in its language, or have a `lang` attribute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
from chromium import PATIENCE
from playwright.sync_api import Browser, Page, expect
from test_accessibility import build

from courseware.language.interface_texts import interface_texts

COURSE = Path(__file__).parents[1] / "cases" / "course" / "language_of_pages" / "course"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    build(COURSE, folder / "site")
    return folder / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
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
    button = shown.get_by_role("button", name=check, exact=True).first
    button.click()
    problem = shown.locator("[data-said-problem]").first
    expect(problem).to_have_text(missing)
    shown.get_by_label("duo", exact=True).check()
    button.click()
    message = shown.locator("[data-message]").first
    expect(message).to_have_text(recorded)
    for said in (button, problem, message):
        assert said.evaluate("one => one.lang") == marked
        assert said.evaluate("one => one.closest('[lang]').lang") == (marked or language)
    assert axe.violations(page) == []


OF_THE_COURSE = """texts => {
  const found = [];
  const look = (text, one) => {
    const isOfCourse = texts.some((each) => text.trim().startsWith(each));
    if (isOfCourse && one.closest("[lang]").lang !== "en") found.push(text.trim());
  };
  const page = document.querySelector("[data-shown]");
  for (const one of page.querySelectorAll("*")) {
    for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node.data, one);
    for (const name of ["aria-label", "aria-valuetext", "placeholder"]) look(one.getAttribute(name) ?? "", one);
  }
  return found;
}"""
"""Interface texts in the course's language on a page that is marked as being in another language."""


@pytest.mark.parametrize("language", ["de", "la"])
def test_no_text_of_the_course_passes_for_one_of_the_page(page: Page, language: str) -> None:
    page.evaluate("language => { location.hash = `page-${language}` }", language)
    shown = page.locator(f"#page-{language}[data-shown]")
    shown.locator("[data-next]").click()
    for button in shown.locator("[data-check]:visible, [data-confirm]:visible").all():
        button.click()
    begins = (text.split("{")[0] for text in interface_texts("en").values())
    texts = ["Look", *(text for text in begins if len(text) > 3)]
    assert page.evaluate(OF_THE_COURSE, texts) == []
    names = "one => [...one.labels].map((label) => label.textContent).join() || one.ariaLabel"
    assert shown.locator("[data-gap]").first.evaluate(names) == {"de": "Lücke 1", "la": "Gap 1"}[language]


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("de", "de"), ("la", "en")])
def test_a_move_is_announced_in_the_language_of_its_page_or_marked(
    page: Page, language: str, spoken: str
) -> None:
    page.evaluate("language => { location.hash = `page-${language}` }", language)
    texts = interface_texts(spoken)
    down = texts["move_down"].replace("{option}", "unum")
    page.locator(f"#page-{language}").get_by_role("button", name=down, exact=True).click()
    voice = page.locator("[data-announce]")
    expect(voice).to_have_text(texts["moved"].format(item="unum", place=2, count=2))
    expect(voice).to_have_attribute("lang", spoken)


def test_what_it_takes_to_pass_is_shown_in_the_language_of_its_page(page: Page) -> None:
    told = page.locator("#page-de [data-pass-mark-told]")
    expect(told).to_have_text(interface_texts("de")["pass_mark_told"].format(score=50))
