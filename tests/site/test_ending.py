"""The ending: the result, what is left, the answers by page, and the certificate."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe
import chromium
import pytest
from playwright.sync_api import Page, expect
from sheet import PICTURE
from test_accessibility import build, write

from courseware.course.theme import themes

Open = Callable[..., Page]

FIRST = """---
title: First
phase: 1
---
## Questions

{type: form}

**Name**
{type: text}

## Capital

{type: selection, title: "Capital"}

- [ ] Lyon
- [x] Paris

## River

{type: selection, title: "River", points: 2}

- [ ] Rhine
- [x] Seine
"""
SECOND = """---
title: Second
phase: 2
---
## North

{type: selection, title: "North", attempts: 1}

- [x] Up
- [ ] Down
"""
EXAM = "passing_score: 75\ncertificate: true\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    def address(settings: str) -> str:
        folder = tmp_path_factory.mktemp("course")
        text = f"id: trial\ntitle: Trial\n{settings}"
        build(write(folder / "course", {"1.md": FIRST, "2.md": SECOND}, text), folder / "site")
        return (folder / "site" / "index.html").as_uri()

    return address


@pytest.fixture
def visit(open_page: chromium.Open, site: Callable[[str], str]) -> Open:
    def visit(settings: str = "", **options: Any) -> Page:
        return open_page(site(settings), 390, 700, bypass_csp=True, **options)

    return visit


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = place }", place)
    expect(page.locator(f"#{place}")).to_be_visible()


def choose(page: Page, *options: str) -> None:
    for option in options:
        page.locator("[data-shown]").get_by_label(option).check(force=True)
        page.locator("[data-shown] .field", has_text=option).locator("[data-check]").click()


def answer(page: Page, *options: str) -> None:
    """Answer all questions with a capital, a river and a direction, then go to the summary."""
    go(page, "page-1")
    page.get_by_label("Name", exact=True).fill("Ada")
    choose(page, *options[:2])
    go(page, "page-2")
    choose(page, options[2])
    go(page, "summary")


def endings(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-ending]:visible").evaluate_all(
        "all => all.map((one) => one.dataset.ending)"
    )
    return found


@pytest.mark.parametrize(
    ("settings", "options", "ending", "words"),
    [
        (EXAM, ("Paris", "Seine", "Up"), "passed", "You have passed this course."),
        (EXAM, ("Lyon", "Rhine", "Up"), "failed", "You have not passed this course yet."),
        (f"{EXAM}retries: false\n", ("Lyon", "Rhine", "Up"), "over", "You have not passed this course."),
        ("", ("Lyon", "Rhine", "Up"), "completed", "You have completed this course."),
    ],
)
def test_each_ending_has_a_hero_of_its_own(
    visit: Open, settings: str, options: tuple[str, ...], ending: str, words: str
) -> None:
    page = visit(settings)
    answer(page, *options)
    assert endings(page) == [ending]
    hero = page.locator("[data-ending]:visible")
    expect(hero).to_contain_text(words)
    expect(hero.locator(".icon")).to_be_visible()
    assert len(hero.inner_text()) > len(words) + 10
    expect(page.locator("[data-go-to-left]")).to_be_hidden()
    assert axe.violations(page) == []


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_no_word_of_the_result_is_alone_on_its_line(visit: Open, language: str, width: int) -> None:
    page = visit(f"{EXAM}language: {language}\n")
    answer(page, "Lyon", "Rhine", "Up")
    page.set_viewport_size({"width": width, "height": 700})
    lines = page.locator("[data-ending]:visible b").evaluate(
        """one => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return [...words.getClientRects()].map(({ width }) => width);
        }"""
    )
    assert len(lines) == 2
    assert min(lines) > max(lines) / 2


def test_the_author_has_the_last_word(visit: Open) -> None:
    page = visit(f'{EXAM}closing:\n  passed: "See you <there>."\n  failed: Not today.\n')
    answer(page, "Paris", "Seine", "Up")
    expect(page.locator("[data-ending]:visible")).to_contain_text("See you <there>.")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    go(page, "page-1")
    choose(page, "Lyon", "Rhine")
    go(page, "summary")
    # a pass is not taken back
    expect(page.locator("[data-ending]:visible")).to_contain_text("See you <there>.")


def test_what_is_left_is_counted_and_its_button_leads_to_the_first_of_it(visit: Open) -> None:
    page = visit(EXAM)
    page.get_by_label("Name", exact=True).fill("Ada")
    choose(page, "Paris")
    go(page, "summary")
    assert endings(page) == ["incomplete"]
    left = page.locator("[data-go-to-left]")
    expect(left).to_have_text("2 left: go to the first")
    assert axe.violations(page) == []
    left.click()
    expect(page.locator("#page-1")).to_be_visible()
    expect(page.get_by_label("Rhine")).to_be_focused()


def test_the_score_is_a_bar_with_the_pass_mark_on_it_in_whole_numbers_rounded_down(visit: Open) -> None:
    page = visit(EXAM)
    told = page.locator("[data-pass-mark-told]")
    expect(told).to_be_visible()
    expect(told).to_have_text("To pass, you need a score of 75 out of 100.")
    expect(page.locator("#page-2 [data-pass-mark-told]")).to_have_count(0)
    answer(page, "Paris", "Seine", "Down")
    # three points of four
    bar = page.locator("[data-score-bar]")
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    width = bar.evaluate("one => parseFloat(getComputedStyle(one, '::before').width)")
    mark = bar.evaluate("one => parseFloat(getComputedStyle(one, '::after').left)")
    box = bar.bounding_box()
    assert box
    assert abs(width / box["width"] - 0.75) < 0.02
    assert abs(mark / box["width"] - 0.75) < 0.02
    expect(page.locator("[data-pass-mark]")).to_have_text("To pass: 75")
    expect(page.locator("[data-summary-row=score] dd").first).to_have_text("75 out of 100")


def test_who_has_just_missed_the_pass_mark_does_not_read_that_it_was_reached(
    open_page: chromium.Open, tmp_path: Path
) -> None:
    documents = {"1.md": FIRST.replace(", points: 2", ""), "2.md": SECOND}
    build(write(tmp_path / "course", documents, "id: trial\npassing_score: 67\n"), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), 390, 700, bypass_csp=True)
    answer(page, "Paris", "Seine", "Down")
    # two of three
    expect(page.locator("[data-summary-row=score] dd").first).to_have_text("66 out of 100")
    assert endings(page) == ["over"]


def test_without_a_passing_score_no_pass_mark_is_shown(visit: Open) -> None:
    page = visit()
    expect(page.locator("[data-pass-mark-told]")).to_be_hidden()
    answer(page, "Paris", "Seine", "Down")
    expect(page.locator("[data-pass-mark]")).to_be_hidden()


def test_answers_are_listed_by_page_with_their_verdicts(visit: Open) -> None:
    page = visit(EXAM)
    answer(page, "Paris", "Rhine", "Up")
    parts = page.locator("[data-answers] > section")
    assert parts.locator("h3").all_inner_texts() == ["First", "Second"]
    assert parts.nth(0).locator("[data-question]").all_inner_texts() == ["Name", "Capital", "River"]
    verdicts = parts.nth(0).locator("[data-verdict]")
    assert [verdict.inner_text() for verdict in verdicts.all()] == ["", "Right", "Not right"]
    colours = verdicts.evaluate_all("all => all.map((one) => getComputedStyle(one).backgroundColor)")
    assert colours[1] != colours[2]


def test_the_summary_is_made_when_it_is_looked_at(visit: Open) -> None:
    """Otherwise a course with 10,000 questions would open slowly."""
    page = visit()
    assert page.locator("[data-answers] > *").count() == 0
    go(page, "summary")
    expect(page.locator("[data-answers] > section")).to_have_count(2)


def test_a_summary_that_is_shown_takes_in_what_was_kept(visit: Open) -> None:
    page = visit()
    page.get_by_label("Name", exact=True).fill("Ada")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    later = page.context.new_page()
    later.goto(f"{page.url}#summary")
    name = later.locator("[data-summary-answers] [data-answer]").first
    expect(name).to_have_text("No answer")
    later.locator("[data-go-on]").click()
    expect(name).to_have_text("Ada")


# The right answer, if an answer can no longer be changed


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", "Right answer: Up"),
        ("passing_score: 75\n", ""),
        ("passing_score: 75\nreveal: true\n", "Right answer: Up"),
        ("reveal: false\n", ""),
    ],
)
def test_the_summary_tells_the_right_answer_where_it_may(visit: Open, settings: str, told: str) -> None:
    page = visit(settings)
    answer(page, "Lyon", "Rhine", "Down")
    rows = page.locator("[data-summary-answers] > li")
    told_of = rows.locator("[data-right-answer]")
    # the others can still be changed
    assert [element.inner_text() for element in told_of.all()] == ["", "", "", told]


@pytest.mark.parametrize(
    ("language", "text", "is_left_to_right"), [("ar", "It helps.", True), ("en", "هذا جيد.", False)]
)
def test_answers_are_listed_in_the_direction_of_their_own_words(
    visit: Open, language: str, text: str, is_left_to_right: bool
) -> None:
    page = visit(f"language: {language}\n")
    go(page, "page-1")
    page.get_by_label("Name", exact=True).fill(text)
    go(page, "summary")
    first, last = page.locator("[data-answer]", has_text=text).evaluate(
        """({ firstChild: text }) => [0, text.length - 1].map((at) => {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          return range.getBoundingClientRect().x;
        })"""
    )
    assert (first < last) == is_left_to_right


LINES = """(one, text) => {
  one.style.width = "2.5em";
  const words = one.firstChild, range = document.createRange(), at = words.data.indexOf(text);
  range.setStart(words, at);
  range.setEnd(words, at + text.length);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
}"""
"""The number of lines of a text in a narrow element."""


def test_a_unit_and_a_range_stay_on_their_line(open_page: chromium.Open, tmp_path: Path) -> None:
    question = (
        "{type: form}\n\n**Height (on a 1-10 scale):**\n{type: number, unit: m}\n\n**Depth**\n{type: text}\n"
    )
    document = f"---\ntitle: First\n---\n\n## Heights\n\n{question}"
    build(write(tmp_path / "course", {"1.md": document}, "id: trial\ntitle: Trial\n"), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), 390, 700, bypass_csp=True)
    for field, text in zip(page.locator("[data-shown] input").all(), ("40", "up to 55 m"), strict=True):
        field.fill(text)
    go(page, "summary")
    page.add_style_tag(content="[data-answer], [data-question] { display: block; overflow-wrap: normal }")
    answers = page.locator("[data-answer]:visible")
    assert answers.nth(0).evaluate(LINES, "40\xa0m") == 1
    assert answers.nth(1).evaluate(LINES, "55\xa0m") == 1
    assert page.locator("[data-question]:visible").first.evaluate(LINES, "1-\u206010") == 1


# The certificate


def test_a_certificate_is_there_when_it_is_earned_and_keeps_its_date(visit: Open) -> None:
    page = visit(EXAM)
    sheet = page.locator("[data-certificate]")
    page.clock.set_fixed_time("2026-03-04T12:00:00")
    answer(page, "Lyon", "Rhine", "Up")
    expect(sheet).to_be_hidden()
    go(page, "page-1")
    choose(page, "Paris", "Seine")
    go(page, "summary")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("Trial")
    expect(sheet).to_contain_text("March 4, 2026")
    expect(sheet).to_contain_text("The proof is the record on the learning platform.")
    assert axe.violations(page) == []
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.clock.set_fixed_time("2027-09-09T12:00:00")
    page.reload()
    page.locator("[data-go-on]").click()
    go(page, "summary")
    expect(sheet).to_contain_text("March 4, 2026")


@pytest.mark.parametrize("settings", ["certificate: true\n", "certificate: false\n"])
def test_who_has_completed_a_course_without_a_passing_score_has_one_too(visit: Open, settings: str) -> None:
    page = visit(settings)
    page.get_by_label("Name", exact=True).fill("Ada")
    go(page, "summary")
    expect(page.locator("[data-certificate]:visible")).to_have_count(0)
    answer(page, "Lyon", "Rhine", "Up")
    expect(page.locator("[data-certificate]:visible")).to_have_count(int("true" in settings))


# On paper


def test_what_is_chosen_is_printed(visit: Open) -> None:
    page = visit("certificate: true\n")
    answer(page, "Lyon", "Rhine", "Up")
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print }")
    for choice, shown, hidden in (
        ("page", ["#summary"], ["#page-1", "#page-2", "[data-certificate]"]),
        ("answers", ["[data-answers]"], ["#page-1", "#page-2", "[data-certificate]"]),
        ("course", ["#page-1", "#page-2", "#summary"], []),
        ("certificate", ["[data-certificate]"], ["#page-1", "[data-answers]", "[data-ending]"]),
    ):
        button = page.locator(f"#summary [data-print={choice}], [data-contents] [data-print={choice}]").first
        button.evaluate("one => one.click()")
        assert page.evaluate("printed") == choice
        page.emulate_media(media="print")
        for selector in shown:
            expect(page.locator(selector), choice).to_be_visible()
        for selector in hidden:
            expect(page.locator(selector).first, choice).to_be_hidden()
        if choice == "course":
            expect(page.get_by_label("Down")).not_to_be_checked()
            expect(page.get_by_label("Up")).to_be_checked()
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.documentElement.dataset.print") is None, choice


def sheets_of(pdf: bytes) -> int:
    """The number of pages in a PDF by Chromium."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_certificate_is_one_sheet_across_with_the_logo_of_the_course(
    open_page: chromium.Open, tmp_path: Path
) -> None:
    settings = f"id: trial\ntitle: Trial\n{EXAM}logo: logo.svg\nauthor: Harbour\n"
    documents = {"1.md": FIRST, "2.md": SECOND, "logo.svg": PICTURE}
    build(write(tmp_path / "course", documents, settings), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), 390, 700, bypass_csp=True)
    page.evaluate("window.print = () => 0")
    answer(page, "Paris", "Seine", "Up")
    expect(page.locator("[data-certificate]").get_by_role("img", name="Harbour")).to_be_visible()
    page.locator("#summary [data-print=certificate]").click()
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert sheets_of(pdf) == 1
    width, height = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
    assert float(width) > float(height)


def test_a_sheet_is_begun_only_where_a_page_of_a_printed_course_begins(visit: Open) -> None:
    """Chromium sometimes prints an empty sheet before the only page."""
    page = visit()
    go(page, "page-2")
    page.emulate_media(media="print")
    begins = "one => getComputedStyle(one).breakBefore"
    assert page.locator("#page-2").evaluate(begins) == "auto"
    page.evaluate("document.documentElement.dataset.print = 'course'")
    assert page.locator("#page-2").evaluate(begins) == "page"
    assert page.locator("#page-1").evaluate(begins) == "auto"


@pytest.mark.parametrize("theme", themes())
def test_the_head_of_a_page_is_dark_on_paper(visit: Open, theme: str) -> None:
    """Browsers do not print backgrounds."""
    page = visit(f"theme: {theme}\n")
    page.emulate_media(media="print")
    assert page.locator("#page-1 h1").evaluate(
        "one => getComputedStyle(one).color.match(/\\d+/g).every((part) => part < 60)"
    )


def test_a_saved_state_holds_when_the_certificate_was_earned(visit: Open) -> None:
    page = visit("certificate: true\n")
    page.clock.set_fixed_time("2026-03-04T12:00:00Z")
    answer(page, "Lyon", "Rhine", "Up")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith(':here'))[1]")
    minutes = [int(entry[1:], 36) for entry in kept.split("|") if entry.startswith("#")]
    assert minutes == [29_543_760]
