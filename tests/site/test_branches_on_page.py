"""Conditional parts on the page: shown and hidden by earlier answers; their effect on contents, links, progress, the
ending and print; after a break, and right to left."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import chromium
import pytest
from playwright.sync_api import Browser, Page, expect
from test_accessibility import build, write

CASES = Path(__file__).parents[1] / "cases"
Open = Callable[..., Page]
START = """---
title: Start
phase: 1
id: start
---

## You

{type: form}

**Your role?**
{type: select, options: [Manager, Other]}

## Your team

{type: form, show_if: start.your_role = Manager}

**How many are they?**
{type: number, answer: 3}

## Your tide

{type: selection}

- [x] twice a day
- [ ] once

## You said

{type: recall, of: start.how_many_are_they, empty: "Nobody."}
"""
MANAGERS = """---
title: For managers
phase: 2
show_if: start.your_role = Manager
---

## Your plan

{type: form}

**What next?**
{type: textarea, required: false}
"""
END = """---
title: The end
phase: 3
---

## Try again

{type: selection, show_if: score(start) < 60}

- [x] twice
- [ ] once

## That is all

[Back to the managers](managers.md)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    @cache
    def address(settings: str) -> str:
        folder = tmp_path_factory.mktemp("branches")
        documents = {"start.md": START, "managers.md": MANAGERS, "end.md": END}
        build(
            write(folder / "course", documents, f"id: branches\ntitle: Branches\n{settings}"), folder / "site"
        )
        return (folder / "site" / "index.html").as_uri()

    return address


@pytest.fixture
def visit(open_page: chromium.Open, site: Callable[[str], str]) -> Open:
    def visit(settings: str = "", **options: Any) -> Page:
        return open_page(site(settings), **options)

    return visit


def choose(page: Page, role: str) -> None:
    page.get_by_label("Your role?").select_option(label=role)


def contents(page: Page) -> list[str]:
    return [
        re.sub(r"\s+\d+ left.*|\s+Done$", "", text.strip())
        for text in page.locator(".contents li:visible").all_inner_texts()
    ]


def test_a_part_and_a_page_are_shown_by_an_earlier_answer_and_taken_away_again(visit: Open) -> None:
    page = visit()
    team = page.get_by_role("heading", name="Your team")
    expect(team).to_be_hidden()
    assert contents(page) == ["Start", "The end", "Summary"]
    following = page.locator("[data-shown] [data-next]")
    expect(following).to_have_text(re.compile("The end"))
    choose(page, "Manager")
    expect(team).to_be_visible()
    assert contents(page) == ["Start", "For managers", "The end", "Summary"]
    expect(following).to_have_text(re.compile("For managers"))
    choose(page, "Other")
    expect(team).to_be_hidden()
    assert contents(page) == ["Start", "The end", "Summary"]
    expect(following).to_have_text(re.compile("The end"))


def test_what_appears_and_disappears_is_announced_to_screen_readers(visit: Open) -> None:
    page = visit()
    voice = page.locator("[data-announce]")
    expect(voice).to_have_text("")
    choose(page, "Manager")
    expect(voice).to_have_text("Now shown: For managers, Your team")
    choose(page, "Other")
    expect(voice).to_have_text("No longer shown: For managers, Your team")


def test_what_was_typed_there_is_back_when_it_is_asked_again_and_after_a_break(visit: Open) -> None:
    page = visit()
    choose(page, "Manager")
    page.get_by_label("How many are they?").fill("3")
    page.locator("[data-interaction]:has-text('How many are they?')").get_by_role(
        "button", name="Check"
    ).click()
    recalled = page.locator(".recall")
    expect(recalled).to_contain_text("3")
    choose(page, "Other")
    expect(recalled).to_contain_text("Nobody.")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-running", "")
    expect(page.get_by_role("heading", name="Your team")).to_be_hidden()
    expect(page.locator("[data-announce]")).to_have_text("")
    choose(page, "Manager")
    expect(page.get_by_label("How many are they?")).to_have_value("3")
    expect(recalled).to_contain_text("3")


def test_progress_ending_and_answers_count_what_is_asked(visit: Open) -> None:
    page = visit()
    choose(page, "Other")
    page.get_by_label("twice a day").check()
    page.get_by_role("button", name="Check").last.click()
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("[data-shown] h1")).to_have_text("The end")
    expect(page.get_by_role("heading", name="Try again")).to_be_hidden()
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("[data-progress-text]")).to_have_text("100% done")
    expect(page.locator("[data-summary-row=score] dd").first).to_have_text("100 out of 100")
    expect(page.locator(".answers li")).to_have_count(2)
    expect(page.locator("[data-ending=completed]")).to_be_visible()
    # a learner who turns out to be a manager has something left, but does not lose what was reached
    page.get_by_role("link", name="Your role?").click()
    choose(page, "Manager")
    page.locator(".contents").get_by_role("link", name="Summary").click()
    expect(page.locator("[data-ending=completed]")).to_be_visible()
    expect(page.locator("[data-progress-text]")).not_to_have_text("100% done")
    expect(page.locator("[data-summary-row=score] dd").first).to_have_text("33 out of 100")


def test_a_score_shows_a_part_from_the_first_answer_that_is_judged(visit: Open) -> None:
    page = visit()
    choose(page, "Other")
    page.get_by_label("once").first.check()
    page.get_by_role("button", name="Check").last.click()
    page.locator("[data-shown] [data-next]").click()
    expect(page.get_by_role("heading", name="Try again")).to_be_visible()


@pytest.mark.parametrize("settings", ["", "navigation: sequential\n"])
def test_a_link_to_a_page_that_is_not_shown_leads_to_the_next_that_is(visit: Open, settings: str) -> None:
    page = visit(settings)
    choose(page, "Other")
    page.get_by_label("twice a day").check()
    page.get_by_role("button", name="Check").last.click()
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("[data-shown] h1")).to_have_text("The end")
    page.get_by_role("link", name="Back to the managers").click()
    expect(page.locator("[data-shown] h1")).to_have_text("The end")
    page.locator("[data-shown] [data-previous]").click()
    expect(page.locator("[data-shown] h1")).to_have_text("Start")
    choose(page, "Manager")
    page.go_back()
    if settings:  # an earlier page must be completed first
        expect(page.locator("[data-shown] h1")).to_have_text("Start")
        return
    expect(page.locator("[data-shown] h1")).to_have_text("For managers")
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("[data-shown] h1")).to_have_text("The end")
    page.locator("[data-shown] [data-previous]").click()
    expect(page.locator("[data-shown] h1")).to_have_text("For managers")


def test_everything_is_reachable_by_keyboard(visit: Open) -> None:
    page = visit()
    page.get_by_label("Your role?").focus()
    page.keyboard.press("M")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name(re.compile("How many are they"))
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result=correct]")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("O")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("type", "radio")


def test_the_course_is_printed_as_it_is_asked(visit: Open) -> None:
    page = visit()
    page.evaluate("window.print = () => 0")
    page.get_by_role("button", name="Print the whole course").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="That is all")).to_be_visible()
    expect(page.get_by_role("heading", name="Your plan")).to_be_hidden()


def test_without_scripts_everything_is_there(browser: Browser, site: Callable[[str], str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site(""))
    for name in ("Your team", "Your plan", "Try again"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    context.close()


def test_the_last_page_that_is_shown_ends_a_course_without_a_summary(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("last")
    documents = {"start.md": START, "managers.md": MANAGERS}
    build(write(folder / "course", documents, "id: last\ntitle: Last\nsummary: false\n"), folder / "site")
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / "site" / "index.html").as_uri())
    end = page.locator("[data-shown] button[data-finish]")
    expect(end).to_be_visible()
    expect(page.locator("[data-shown] a[data-next]")).to_be_hidden()
    choose(page, "Manager")
    expect(end).to_have_count(0)
    choose(page, "Other")
    end.click()
    expect(page.locator("[data-farewell]")).to_be_visible()
    context.close()


def test_it_works_right_to_left(visit: Open) -> None:
    page = visit("language: ar\n")
    choose(page, "Manager")
    expect(page.get_by_role("heading", name="Your team")).to_be_visible()
    expect(page.locator("[data-announce]")).to_have_text(re.compile("يظهر الآن: For managers, Your team"))


POOL = """---
title: Pool
---

## Two of four

{type: pool, draw: 2}

Everybody gets other questions.

### Is the first one true?

{type: true_false, answer: true}

### Is the second one true?

{type: true_false, answer: true}

### The third

{type: selection}

- [x] right
- [ ] wrong

### The fourth

{type: number, answer: 4}

## Behind it

Text.
"""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("pool")
    build(write(folder / "course", {"pool.md": POOL}, "id: pool\n"), folder / "site")
    return (folder / "site" / "index.html").as_uri()


def drawn(page: Page) -> list[str]:
    expect(page.locator("html")).to_have_attribute("data-running", "")
    parts = page.locator("[data-drawn]:visible")
    expect(parts).to_have_count(2)
    return [str(part.get_attribute("data-drawn")) for part in parts.all()]


def test_a_pool_asks_some_of_its_questions_and_the_same_after_a_break(browser: Browser, pool: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for _ in range(8):
        if len(seen) > 1:
            break
        context = browser.new_context()
        page = context.new_page()
        page.goto(pool)
        first = drawn(page)
        seen.add(tuple(first))
        expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
        page.reload()
        assert drawn(page) == first
        page.locator("[data-shown] [data-next]").click()
        page.locator("[data-shown] [data-next]").click()
        expect(page.locator(".answers li")).to_have_count(2)
        expect(page.locator("[data-go-to-left]")).to_have_text("2 left: go to the first")
        context.close()
    assert len(seen) > 1


def test_a_footnote_is_there_whenever_a_part_is_that_refers_to_it(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("footnotes")
    build(CASES / "course" / "branches_footnotes" / "course", folder / "site")
    page = browser.new_page()
    page.goto((folder / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    notes = page.locator("li.footnote-item")

    def shown() -> list[str]:
        led_to = page.locator(".footnote-ref a:visible").evaluate_all(
            "all => all.map((one) => one.hash.slice(1))"
        )
        there: list[str] = notes.locator("visible=true").evaluate_all("all => all.map((one) => one.id)")
        assert {*led_to} == {*there}
        ways_back = page.locator(".footnote-backref:visible").evaluate_all(
            "all => all.map((one) => document.getElementById(one.hash.slice(1)).checkVisibility())"
        )
        assert ways_back.count(True) == len(ways_back) >= len(there)
        return [identifier.removeprefix("fn-tides-") for identifier in there]

    assert shown() == ["1"]
    page.get_by_label("Manager").check()
    expect(notes.nth(0)).to_be_visible()
    assert sorted(shown()) == ["1", "2", "3", "4"]
    page.get_by_label("Other").check()
    expect(notes.locator("visible=true")).to_have_count(1)
    page.get_by_label("True").check()
    page.locator("[data-check]:visible").click()
    expect(notes.locator("visible=true")).to_have_count(2)
    assert shown() == ["1", "3"]
    page.close()


def test_a_way_back_opens_what_is_folded_round_its_reference_as_often_as_it_is_taken(
    browser: Browser, tmp_path: Path
) -> None:
    text = "## More\n\n{type: details}\n\nIn a part[^note] that is folded.\n\n[^note]: Below it.\n"
    course = write(tmp_path / "course", {"one.md": f"---\ntitle: One\n---\n\n{text}"}, "id: folded\n")
    build(course, tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    folded = page.locator("details")
    for _ in range(2):
        expect(folded).not_to_have_attribute("open", "")
        page.locator(".footnote-backref").click()
        expect(folded).to_have_attribute("open", "")
        page.locator("details > summary").click()
    page.close()
