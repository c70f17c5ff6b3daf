"""The gradebook on a phone: no broken words, and nothing beyond the edge."""

from __future__ import annotations

from pathlib import Path

from courses import write
from playwright.sync_api import Browser, expect
from starting import Start
from workbench import shown

BROKEN = """all => all.flatMap((cell) => {
  const words = document.createRange();
  const found = [];
  for (const text of [...cell.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)) {
    for (const word of text.data.matchAll(/\\p{L}+/gu)) {
      words.setStart(text, word.index);
      words.setEnd(text, word.index + word[0].length);
      if (words.getClientRects().length > 1) found.push(word[0]);
    }
  }
  return found;
})"""
"""Script that finds words of cells that are on several lines."""


def test_the_attempts_of_a_learner_are_read_in_whole_words(
    browser: Browser, start: Start, tmp_path: Path
) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--simulate", "2")
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}gradebook")
    page.locator("tbody th a").last.click()
    for language in ("en", "de", "es", "fr", "ar"):
        page.evaluate(
            "to => fetch('/choose', {method: 'POST', body: new URLSearchParams({language: to})})", language
        )
        page.reload()
        expect(page.locator(".attempts tbody td").first).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator(".attempts th, .attempts td").evaluate_all(BROKEN) == [], language
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, language
    context.close()


def test_a_mistake_is_read_without_scrolling_sideways(browser: Browser, start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3")
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    shown(page)
    lesson = folder / "lesson.md"
    lesson.write_text(
        lesson.read_text(encoding="utf-8") + f'\n{{typ: information, title: "{"A long title " * 9}"}}\n',
        encoding="utf-8",
    )
    mistakes = page.locator("[data-mistakes]")
    expect(mistakes.locator(".failed pre").first).to_be_visible()
    wide = mistakes.locator("section, ol, p").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.outerHTML)"
    )
    assert wide == []
    context.close()
