"""What a page looks like where that is a behaviour: nothing jumps, breaks, is cut or reaches into what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sheet import write_sheet
from test_accessibility import NARROW, PHONE, WIDE, build, write

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The address of a course of one document, or of several by name; made once for each text."""

    @cache
    def address(settings: str, target: str, *documents: str) -> str:
        folder = tmp_path_factory.mktemp("course")
        files = {f"{number}.md": text for number, text in enumerate(documents, 1)}
        build(write(folder / "course", files, f"id: trial\n{settings}"), folder / "site", target)
        return (folder / "site" / "index.html").as_uri()

    return lambda *documents, settings="title: Trial\n", target="html": address(
        settings, target, *map(document, documents)
    )


def document(text: str) -> str:
    """A document with front matter, where it has none."""
    return text if text.startswith("---") else f"---\ntitle: A page\n---\n\n{text}"


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def open_page(url: str, width: int = WIDE, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("data-running", "")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sheet")
    build(write_sheet(folder / "course"), folder / "site")
    return (folder / "site" / "index.html").as_uri()


def css(page: Page, selector: str, name: str, pseudo: str = "") -> list[str]:
    """A computed property of all elements that match."""
    found: list[str] = page.locator(selector).evaluate_all(
        "(all, [name, pseudo]) => all.map((one) => getComputedStyle(one, pseudo || undefined)[name])",
        [name, pseudo],
    )
    assert found, selector
    return found


# Components inside each other


def test_a_card_does_not_reach_into_the_button_it_holds(visit: Open, sheet: str) -> None:
    page = visit(sheet)
    buttons = ".button--start > .icon"
    assert set(css(page, buttons, "backgroundColor")) == {"rgba(0, 0, 0, 0)"}
    assert set(css(page, buttons, "color")) == set(css(page, ".button--start", "color"))


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_badges_are_as_wide_as_their_words_and_apart(visit: Open, sheet: str, width: int) -> None:
    page = visit(sheet, width)
    for badges in page.locator("[data-shown] .badges").all():
        boxes = [badge.bounding_box() for badge in badges.locator("> div").all()]
        row = badges.bounding_box()
        assert row
        for box in boxes:
            assert box
            assert box["width"] < row["width"] * 0.95
        for before, after in pairwise(boxes):
            assert before
            assert after
            beside = after["x"] - before["x"] - before["width"]
            below = after["y"] - before["y"] - before["height"]
            assert max(beside, below) >= 6


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_icon_without_a_title_has_a_column_of_its_own(visit: Open, sheet: str, width: int) -> None:
    page = visit(sheet, width)
    cards = page.locator("[data-shown] .card--icon")
    assert cards.count() >= 4
    starts = cards.evaluate_all(
        """all => all.flatMap((card) => {
          const icon = card.querySelector(":scope > .card__icon").getBoundingClientRect();
          return [...card.querySelectorAll(":scope > :not(.card__icon)")]
            .map((one) => one.getBoundingClientRect().left - icon.right);
        })"""
    )
    assert min(starts) >= 8
    assert len({round(start) for start in starts}) == 1


# Lines that break where they should


def lines(page: Page, selector: str) -> list[int]:
    """How many lines the text of each element has."""
    found: list[int] = page.locator(selector).evaluate_all(
        """all => all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
        })"""
    )
    assert found, selector
    return found


@pytest.mark.parametrize("width", [NARROW, PHONE])
def test_the_marker_of_a_heading_is_below_each_of_its_lines(visit: Open, site: Any, width: int) -> None:
    text = "# What survives the photocopier, and all of its friends?\n\nText."
    page = visit(site(text, settings="title: Trial\ntheme: field-notes\n"), width)
    (rows,) = lines(page, "[data-shown] section > h2")
    assert rows > 1
    marked = "[data-shown] section > h2 > .heading"
    assert page.locator(marked).evaluate("one => one.getClientRects().length") == rows
    assert css(page, marked, "boxDecorationBreak") == ["clone"]
    assert "gradient" in css(page, marked, "backgroundImage")[0]
    assert css(page, "[data-shown] section > h2", "backgroundImage") == ["none"]


@pytest.mark.parametrize("width", range(NARROW, PHONE + 1, 10))
def test_a_title_does_not_break_at_a_hyphen(visit: Open, site: Any, width: int) -> None:
    title = "The Art of Fine-Tuning"
    page = visit(site(f"---\ntitle: {title}\n---\n\n# All about Fine-Tuning\n\nText."), width)
    for heading in ("h1", "h2"):
        assert lines(page, f"[data-shown] {heading} .whole") == [1]
    expect(page.locator("[data-shown] h1")).to_have_text(title)


def test_fenced_text_keeps_its_lines_and_scrolls(visit: Open, site: Any) -> None:
    line = "from  Westhaven  307 723  15:45  by the hut  331 716  about 16:30"
    page = visit(site(f"```\n{line}\n{line}\n```"), PHONE)
    fence = page.locator("[data-shown] pre")
    assert lines(page, "[data-shown] pre code") == [2]
    assert fence.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fence.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-shown] pre').scrollLeft > 0")


@pytest.mark.parametrize(("width", "rows"), [(WIDE, [11, 10]), (PHONE, [7, 7, 7])])
def test_a_long_scale_breaks_into_rows_of_one_length(
    visit: Open, site: Any, width: int, rows: list[int]
) -> None:
    page = visit(site("# Form\n\n{type: form}\n\n**How warm?**\n{type: rating, min: -10, max: 10}"), width)
    tops = page.locator("[data-shown] .choice").evaluate_all(
        "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    assert [tops.count(top) for top in sorted(set(tops))] == rows


# Loading


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries()
  .filter((one) => !one.hadRecentInput).map((one) => one.value))).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [NARROW, PHONE, 600, 768, 900, 1024, WIDE, 1440])
def test_nothing_jumps_while_a_page_loads(browser: Browser, width: int, site: Any) -> None:
    """Cumulative layout shift, with a script that comes after the page was painted."""
    course = site(
        "# Here\n\nMany words.", settings="title: A title that is rather long for the head of a page\n"
    )
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    held: list[Any] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(course, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert held
    held[0].continue_()
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shifts = page.evaluate("shifts")
    context.close()
    assert sum(shifts) <= 0.01, shifts
