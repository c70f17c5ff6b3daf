"""Layout: nothing jumps, breaks, is cut off or overlaps."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from catalogue import NOT_STORED
from chromium import WIDE, Open, in_widths
from playwright.sync_api import Browser, Page, expect
from sheet import PICTURE, PROGRAMS, write_sheet
from test_accessibility import NARROW, PHONE, build, write

from courseware.course.theme import themes
from courseware.language.interface_texts import interface_texts, languages


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The address of a course with one document, or several by name; built once for each text."""

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
    """A document, with front matter added if it has none."""
    return text if text.startswith("---") else f"---\ntitle: A page\n---\n\n{text}"


@pytest.fixture
def visit(open_page: Open) -> Open:
    return partial(open_page, bypass_csp=True)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sheet")
    build(write_sheet(folder / "course"), folder / "site")
    return (folder / "site" / "index.html").as_uri()


def css(page: Page, selector: str, name: str, pseudo: str = "") -> list[str]:
    """A computed style property of all elements that match a selector."""
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


def test_badges_are_as_wide_as_their_words_and_apart(visit: Open, sheet: str) -> None:
    page = visit(sheet)
    for width in in_widths(page, WIDE, PHONE):
        for badges in page.locator("[data-shown] .badges").all():
            boxes = [badge.bounding_box() for badge in badges.locator("> div").all()]
            row = badges.bounding_box()
            assert row
            for box in boxes:
                assert box
                assert box["width"] < row["width"] * 0.95, width
            for before, after in pairwise(boxes):
                assert before
                assert after
                beside = after["x"] - before["x"] - before["width"]
                below = after["y"] - before["y"] - before["height"]
                assert max(beside, below) >= 6, width


def test_an_icon_without_a_title_has_a_column_of_its_own(visit: Open, sheet: str) -> None:
    page = visit(sheet)
    cards = page.locator("[data-shown] .card--icon")
    assert cards.count() >= 4
    for width in in_widths(page, WIDE, PHONE):
        starts = cards.evaluate_all(
            """all => all.flatMap((card) => {
              const icon = card.querySelector(":scope > .card__icon").getBoundingClientRect();
              return [...card.querySelectorAll(":scope > :not(.card__icon)")]
                .map((one) => one.getBoundingClientRect().left - icon.right);
            })"""
        )
        assert min(starts) >= 8, width
        assert len({round(start) for start in starts}) == 1, width


# Lines that break where they should


def lines(page: Page, selector: str) -> list[int]:
    """The number of lines of text in each element."""
    found: list[int] = page.locator(selector).evaluate_all(
        """all => all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
        })"""
    )
    assert found, selector
    return found


def test_the_marker_of_a_heading_is_below_each_of_its_lines(visit: Open, site: Any) -> None:
    text = "# What survives the photocopier, and all of its friends?\n\nText."
    page = visit(site(text, settings="title: Trial\ntheme: field-notes\n"))
    marked = "[data-shown] section > h2 > .heading"
    for width in in_widths(page, NARROW, PHONE):
        (rows,) = lines(page, "[data-shown] section > h2")
        assert rows > 1, width
        assert page.locator(marked).evaluate("one => one.getClientRects().length") == rows, width
        assert css(page, marked, "boxDecorationBreak") == ["clone"], width
        assert "gradient" in css(page, marked, "backgroundImage")[0], width
        assert css(page, "[data-shown] section > h2", "backgroundImage") == ["none"], width


def test_a_title_does_not_break_at_a_hyphen(visit: Open, site: Any) -> None:
    title = "The Art of Fine-Tuning"
    page = visit(site(f"---\ntitle: {title}\n---\n\n# All about Fine-Tuning\n\nText."))
    for width in in_widths(page, *range(NARROW, PHONE + 1, 10)):
        for heading in ("h1", "h2"):
            assert lines(page, f"[data-shown] {heading} .whole") == [1], width
    expect(page.locator("[data-shown] h1")).to_have_text(title)


def test_the_title_of_a_page_does_not_break_at_a_hyphen_in_the_summary(visit: Open, site: Any) -> None:
    title = "Fine-Tuning for Beginners: what Fine-Tuning is, and what comes after Fine-Tuning"
    page = visit(site(f"---\ntitle: '{title}'\n---\n\n{ROUND}"))
    page.evaluate("location.hash = 'summary'")
    heading = page.locator("#summary section section h3")
    expect(heading).to_be_visible()
    for width in in_widths(page, NARROW, PHONE, 768):
        ends = heading.evaluate(
            """one => {
              const letter = document.createRange();
              const bottom = (place) => {
                letter.setStart(one.firstChild, place);
                letter.setEnd(one.firstChild, place + 1);
                return letter.getBoundingClientRect().bottom;
              };
              return [...one.textContent.matchAll(/-[^T]*/g)]
                .map(({ index, 0: { length } }) => bottom(index + length) - bottom(index));
            }"""
        )
        assert ends == [0, 0, 0], width


def test_a_title_with_a_hyphen_is_one_text_in_the_contents(visit: Open, site: Any) -> None:
    page = visit(site("---\ntitle: Fine-Tuning for all\n---\n\nText."))
    for width in in_widths(page, 1440, PHONE):
        if width == PHONE:
            page.locator("[data-contents-toggle]").click()
        gap = page.locator("[data-contents-page] .whole").evaluate(
            """one => {
              const behind = document.createRange();
              behind.selectNodeContents(one.nextSibling);
              return behind.getBoundingClientRect().left - one.getBoundingClientRect().right;
            }"""
        )
        assert abs(gap) < 1, width


def test_fenced_text_keeps_its_lines_and_scrolls(visit: Open, site: Any) -> None:
    line = "from  Westhaven  307 723  15:45  by the hut  331 716  about 16:30"
    page = visit(site(f"```\n{line}\n{line}\n```"), PHONE)
    fence = page.locator("[data-shown] pre")
    assert lines(page, "[data-shown] pre code") == [2]
    assert fence.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # in Safari, a box that scrolls does not get the focus by itself
    expect(fence).to_have_attribute("tabindex", "0")
    fence.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-shown] pre').scrollLeft > 0")


def test_a_long_scale_breaks_into_rows_of_one_length(visit: Open, site: Any) -> None:
    page = visit(site("# Form\n\n{type: form}\n\n**How warm?**\n{type: rating, min: -10, max: 10}"))
    rows = {WIDE: [11, 10], PHONE: [7, 7, 7]}
    for width in in_widths(page, *rows):
        tops = page.locator("[data-shown] .choice").evaluate_all(
            "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
        )
        assert [tops.count(top) for top in sorted(set(tops))] == rows[width], width


WORDS_IN_PIECES = """all => all.flatMap((cell) => {
  const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode();
  return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).map(([word]) => word);
})"""


@pytest.mark.parametrize("points", [5, 9])
def test_the_words_of_a_scale_are_whole_and_a_long_one_scrolls(visit: Open, site: Any, points: int) -> None:
    scale = " | ".join(f"Strongly disagree {point}" for point in range(points))
    rows = f"| | {scale} |\n|{' - |' * (points + 1)}\n| I like the sea | {' | '.join([''] * points)} |"
    page = visit(site(f"## You\n\n{{type: grid}}\n\n{rows}"))
    assert page.locator("[data-shown] th").evaluate_all(WORDS_IN_PIECES) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = page.locator("[data-shown] .grid__frame")
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth") == (points == 9)
    page.get_by_role("radio").last.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio").last).to_be_in_viewport(ratio=1)


def test_the_long_words_of_a_scale_are_beside_their_control_on_a_phone(visit: Open, site: Any) -> None:
    rows = "| | Another time, when there are more of us and the wind is calm | Never |\n| - | - | - |\n| I sail | x | |"
    page = visit(site(f"## You\n\n{{type: grid}}\n\n{rows}"), PHONE)
    for point in page.locator("[data-shown] .choice").all():
        control, words = point.locator("input").bounding_box(), point.locator(".grid__point").bounding_box()
        assert control is not None
        assert words is not None
        assert words["x"] >= control["x"] + control["width"]
        assert words["y"] < control["y"] + control["height"]


@pytest.mark.parametrize(("word", "rows"), [("Occasionally", 1), ("Exceptionally", 5)])
def test_words_of_a_scale_are_side_by_side_unless_one_is_too_long(
    visit: Open, site: Any, word: str, rows: int
) -> None:
    labels = f"[Never, Rarely, {word}, Often, Always]"
    page = visit(
        site(f"# Form\n\n{{type: form}}\n\n**How often?**\n{{type: rating, labels: {labels}}}"), 1440
    )
    points = page.locator("[data-shown] .choice")
    assert points.count() == 5
    tops = points.evaluate_all("all => all.map((one) => Math.round(one.getBoundingClientRect().top))")
    assert len(set(tops)) == rows
    assert page.locator("[data-shown] .choice span").evaluate_all(WORDS_IN_PIECES) == []


def test_words_of_a_scale_keep_away_from_their_borders(visit: Open, site: Any) -> None:
    words = ["No", "Slight", "Moderate", "Significant", "Excellent"]
    labels = ", ".join(f'"{number} ({word} improvement)"' for number, word in enumerate(words, 1))
    page = visit(site(f"# Form\n\n{{type: form}}\n\n**Rate:**\n{{type: select, options: [{labels}]}}"), 1440)
    gaps = page.locator("[data-shown] .points .choice").evaluate_all(
        """all => all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one.querySelector("span"));
          return range.getBoundingClientRect().left - one.getBoundingClientRect().left;
        })"""
    )
    assert len(gaps) == 5
    assert min(gaps) >= 6, gaps


def test_a_long_formula_scrolls_on_a_phone_everywhere(visit: Open, site: Any) -> None:
    formula = r"$\cos(\alpha+\beta) = \cos\alpha\cos\beta - \sin\alpha\sin\beta$"
    text = f"""It holds that {formula}.

- In a list {formula}

## What is {formula}?

{{type: selection}}

- {formula}
- none

## Which?

{{type: matching}}

| A | B |
| - | - |
| {formula} | one |
| b | two |

## Cards

{{type: flashcards}}

| A | B |
| - | - |
| {formula} | {formula} |
"""
    page = visit(site(text), NARROW, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    boxes = page.locator("[data-shown] .formula-in-text:visible")
    assert boxes.count() == 6
    for box in boxes.all():
        assert box.evaluate(
            "one => one.scrollWidth > one.clientWidth && one.scrollHeight <= one.clientHeight"
        )
        place = box.bounding_box()
        assert place
        assert place["x"] + place["width"] <= NARROW
    # it is on the line of its text
    shift = page.locator("[data-shown] p", has_text="It holds").evaluate(
        """one => {
          const inside = document.createElement("span"), outside = document.createElement("span");
          for (const mark of [inside, outside]) mark.style.cssText = "display: inline-block; width: 1px; height: 1px";
          one.querySelector(".formula-in-text").replaceChildren(inside);
          one.append(outside);
          return inside.getBoundingClientRect().bottom - outside.getBoundingClientRect().bottom;
        }"""
    )
    assert abs(shift) <= 1


# Loading


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries()
  .filter((one) => !one.hadRecentInput).map((one) => one.value))).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [NARROW, PHONE, 600, 768, 900, 1024, WIDE, 1440])
def test_nothing_jumps_while_a_page_loads(browser: Browser, width: int, site: Any) -> None:
    """Cumulative layout shift with a script that arrives after the page was painted."""
    course = site(
        "# Here\n\nMany words.", settings="title: A title that is rather long for the head of a page\n"
    )
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
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


@pytest.mark.parametrize("width", [NARROW, PHONE, 768, 1440])
def test_nothing_jumps_while_a_page_loads_in_a_frame(
    browser: Browser, width: int, site: Any, tmp_path: Path
) -> None:
    """The style sheet arrives after the host page was painted."""
    host = tmp_path / "host.html"
    course = site("# Here\n\nMany words.")
    host.write_text(
        f"<!doctype html><p>Host</p><iframe src='{course}' style='width: 100%; height: 90vh'>", "utf-8"
    )
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    held: list[Any] = []
    page.route("**/*.css", lambda route: held.append(route))
    page.goto(host.as_uri(), wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    page.wait_for_function(
        "requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true })), window.drawn"
    )
    assert held
    held[0].continue_()
    frame = page.frames[1]
    expect(page.frame_locator("iframe").locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    frame.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shifts = frame.evaluate("shifts")
    context.close()
    assert sum(shifts) <= 0.01, shifts


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wide_logo_that_comes_late_moves_nothing(browser: Browser, tmp_path: Path, language: str) -> None:
    logo = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 241 48'><path d='M0 0h241v48H0z'/></svg>"
    settings = f"id: trial\nlanguage: {language}\n{LOGO}"
    course = write(tmp_path / "course", {"1.md": document("# One\n\nWords."), "logo.svg": logo}, settings)
    build(course, tmp_path / "site")
    page = browser.new_page(bypass_csp=True)
    held: list[Any] = []
    page.route("**/logo.svg", lambda route: held.append(route))
    page.goto((tmp_path / "site" / "index.html").as_uri(), wait_until="domcontentloaded")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    boxes = """[...document.querySelectorAll(".masthead, .masthead__brand > *")]
      .flatMap((one) => Object.values(one.getBoundingClientRect().toJSON()))"""
    widths = (NARROW, PHONE, 600, 768, 1440)
    before = {width: page.evaluate(boxes) for width in in_widths(page, *widths, height=800)}
    held[0].continue_()
    page.wait_for_function("document.querySelector('.masthead img').naturalWidth")
    for width in in_widths(page, *widths, height=800):
        assert page.evaluate(boxes) == pytest.approx(before[width], abs=0.6), width
    page.close()


def test_only_the_first_page_is_shown_until_the_script_runs(browser: Browser, site: Any) -> None:
    page = browser.new_page(bypass_csp=True)
    held: list[Any] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(site("# Here", "# There"), wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert held
    pages = page.locator("article.page")
    assert pages.count() == 3
    assert pages.evaluate_all("all => all.map((one) => one.checkVisibility())") == [True, False, False]
    held[0].continue_()
    page.close()


LARGE_TEXT = "document.documentElement.style.fontSize = '34px'"
"""Like a browser that enlarges only text, which no media query detects."""
CUT = """() => [...document.querySelectorAll(".masthead__title, .masthead__saved, .masthead .button, .pager a")]
  .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1
    || one.scrollHeight > one.clientHeight + 2 || one.getBoundingClientRect().right > innerWidth))
  .map((one) => one.textContent)"""


@pytest.mark.parametrize("title", ["title: The catalogue\n", "title: السلامة في المختبر\nlanguage: ar\n"])
def test_the_head_shows_its_words_whole_where_text_is_twice_as_large(
    visit: Open, site: Any, title: str
) -> None:
    page = visit(site(f"# Here\n\n{'Many words. ' * 900}", "# There", settings=title))
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.evaluate(LARGE_TEXT)
    for width in in_widths(page, NARROW, PHONE, 768, WIDE):
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_words_about_saving_are_whole_on_a_phone_and_move_nothing(
    visit: Open, site: Any, language: str
) -> None:
    texts = interface_texts(language)
    page = visit(site("# Here", settings=f"title: Trial\nlanguage: {language}\n"), NARROW)
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    done = texts["progress"].replace("{percent}", "100")
    page.locator("[data-progress-text]").evaluate("(one, done) => { one.textContent = done }", done)
    said = [texts[key] for key in ("saving", "saved", "saved_here", "not_saved")]
    saying = f"""said => said.map((text) => {{
      document.querySelector("[data-saved]").textContent = text;
      return [({CUT})(), document.querySelector(".masthead").offsetHeight];
    }})"""
    for width in in_widths(page, NARROW, 360, PHONE, 480, 600, height=700):
        cut, heights = zip(*page.evaluate(saying, said), strict=True)
        assert cut == ([], [], [], []), width
        assert len({*heights}) == 1, width


def test_a_title_with_a_long_word_is_whole_in_the_head_of_a_phone(visit: Open, site: Any) -> None:
    title = "Sicherheitsunterweisung für Datenschutzgrundverordnungsbeauftragte"
    page = visit(site("# Here", settings=f"title: {title}\nlanguage: de\n"))
    for size in ("17px", "34px"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        for width in in_widths(page, NARROW, PHONE, 768):
            cut = {text.strip() for text in page.evaluate(CUT)}
            assert title not in cut, (size, width)


def test_a_long_word_stays_in_the_link_to_the_next_page(visit: Open, site: Any) -> None:
    page = visit(site("# Here", "---\ntitle: Datenschutzgrundverordnung\n---\n\n# There"), PHONE)
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(CUT) == []


def test_the_head_stays_in_view_where_it_leaves_room_for_the_page(visit: Open, site: Any) -> None:
    page = visit(site(f"# Here\n\n{'Many words. ' * 900}"))
    for width, size, stays in ((PHONE, 17, True), (PHONE, 34, False), (NARROW, 17, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => { document.documentElement.style.fontSize = `${size}px` }", size)
        page.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
        bottom = page.evaluate("document.querySelector('.masthead').getBoundingClientRect().bottom")
        assert (bottom > 0) is stays, (width, size)


# After answering


ROUND = """# Round

{type: selection, attempts: 1}

Which is round?

- [ ] A box
  > It has corners.
- [x] A ball
  > It has none.
- [ ] A book

# Several

{type: selection, multiple: true}

Which fly?

- [x] Birds
- [x] Bats
- [ ] Boxes

# Words

{type: form}

**How many legs has a spider?**
{type: number, answer: 8, unit: legs, attempts: 1}

**Tell us**
{type: textarea, max_length: 20, feedback: "Thank you."}
"""


def verdicts(question: Any) -> list[str | None]:
    found: list[str | None] = question.locator(".choice").evaluate_all(
        "all => all.map((one) => one.dataset.verdict ?? null)"
    )
    return found


def questions(page: Page) -> list[Any]:
    return page.locator("[data-shown] [data-interaction]").all()


def test_each_option_has_the_verdict_of_its_own_truth(visit: Open, site: Any) -> None:
    page = visit(site(ROUND), reduced_motion="reduce")
    single, several, *_ = questions(page)
    several.get_by_label("Birds").check()
    several.get_by_label("Boxes").check()
    several.locator("[data-check]").click()
    assert verdicts(several) == ["correct", None, "incorrect"]
    expect(several.get_by_label("Birds Right")).to_be_checked()
    several.get_by_label("Boxes").uncheck()
    assert verdicts(several) == [None, None, None]
    single.get_by_label("A box").check()
    single.locator("[data-check]").click()
    assert verdicts(single) == ["incorrect", "missed", None]
    box = single.locator(".choice").first
    expect(box).to_contain_text("It has corners.")
    inside = "one => getComputedStyle(one.closest('.choice')).backgroundColor"
    assert (
        box.locator(".feedback").evaluate(inside)
        == css(page, ".choice[data-verdict=incorrect]", "backgroundColor")[0]
    )


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("", True),
        ("reveal: false\n", False),
        ("passing_score: 60\n", False),
        ("passing_score: 60\nreveal: true\n", True),
    ],
)
def test_the_right_answer_is_shown_when_nothing_can_be_changed(
    visit: Open, site: Any, settings: str, shown: bool
) -> None:
    page = visit(site(ROUND, settings=f"title: Trial\n{settings}"))
    single, _, legs, _ = questions(page)
    single.get_by_label("A box").check()
    single.locator("[data-check]").click()
    assert verdicts(single) == ["incorrect", "missed" if shown else None, None]
    legs.locator("input").fill("6")
    legs.locator("[data-check]").click()
    expect(legs.locator("[data-solution]")).to_have_text("Right answer: 8 legs" if shown else "")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 700), (600, 400)])
@pytest.mark.parametrize("answer", ["A box", "A ball"])
def test_the_verdict_comes_into_view_and_check_stays_under_the_pointer(
    visit: Open, site: Any, width: int, height: int, answer: str
) -> None:
    page = visit(site(ROUND.replace("attempts: 1}\n\nWhich is", "attempts: 3}\n\nWhich is")), width, height)
    single, *_ = questions(page)
    single.get_by_label(answer).check()
    check = single.locator("[data-check]")
    check.evaluate("one => scrollBy(0, one.getBoundingClientRect().bottom - innerHeight + 5)")
    before = check.bounding_box()
    assert before
    # Playwright's `click` would scroll first
    page.mouse.click(before["x"] + 5, before["y"] + 5)
    verdict = single.locator("[data-feedback]:visible")
    assert verdict.evaluate(
        "one => [one.getBoundingClientRect()].every(({ top, bottom }) => top >= 0 && bottom <= innerHeight)"
    )
    if answer == "A box":
        after = check.bounding_box()
        assert after
        assert abs(after["y"] - before["y"]) <= 1
    else:
        expect(check).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 700), (600, 400)])
@pytest.mark.parametrize("feedback", ["Read it again.", "Read it again, from the beginning. " * 20])
def test_the_verdict_is_in_view_where_check_is_pressed_below_the_head_of_the_window(
    visit: Open, site: Any, width: int, height: int, feedback: str
) -> None:
    page = visit(
        site(f"""{{type: form}}

**How many legs has a spider?**
{{type: number, answer: 8, attempts: 3, feedback: "{feedback.strip()}"}}

{"A paragraph of some words. " * 200}
"""),
        width,
        height,
    )
    (legs,) = questions(page)
    legs.locator("input").fill("6")
    check = legs.locator("[data-check]")
    below_head = "Math.max(0, document.querySelector('.masthead').getBoundingClientRect().bottom)"
    check.evaluate(f"one => scrollBy(0, one.getBoundingClientRect().top - {below_head} - 4)")
    before = check.bounding_box()
    assert before
    page.mouse.click(before["x"] + 5, before["y"] + 5)
    verdict = legs.locator("[data-feedback=incorrect]")
    # it moves to its place with an animation
    verdict.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")
    top, bottom, first, last = verdict.evaluate(
        f"one => (({{ top, bottom }}) => [top, bottom, {below_head}, innerHeight])(one.getBoundingClientRect())"
    )
    assert first - 1 < top < bottom < last + 1  # browsers scroll to a whole pixel


def test_what_is_optional_is_marked_and_what_is_required_is_not(visit: Open, site: Any) -> None:
    page = visit(
        site("# Form\n\n{type: form}\n\n**A**\n{type: text}\n\n**B**\n{type: text, required: false}")
    )
    assert page.locator("[data-shown] .field > label").all_inner_texts() == ["A", "B (optional)"]


def test_what_is_missing_is_shown_at_the_question_until_it_is_answered(visit: Open, site: Any) -> None:
    page = visit(site(ROUND, "# Next\n\nThe end."))
    first = page.locator("[data-shown]").get_attribute("data-page")
    page.locator("[data-shown] [data-next]").click()
    single, several, legs, words = questions(page)
    expect(single).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-banner]")).to_have_text("Not answered yet on this page: 4")
    problem = single.locator("[data-said-problem]")
    expect(problem).to_have_text("Please answer this question.")
    assert problem.get_attribute("id") in (single.get_attribute("aria-describedby") or "").split()
    top = "one => one.getBoundingClientRect().top"
    assert problem.evaluate(top) < single.locator(".choice").first.evaluate(top)
    expect(single.get_by_label("A box")).to_be_focused()
    for question in (single, several):
        question.locator("input").first.check()
    legs.locator("input").fill("8")
    words.locator("textarea").fill("Well")
    for question in (single, several, legs, words):
        question.locator("[data-check]").click()
        expect(question.locator("[data-said-problem]")).to_be_hidden()
    expect(page.locator("[data-banner]")).to_be_hidden()
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator(f"[data-page='{first}']")).to_be_hidden()


def test_who_goes_on_freely_is_asked_for_what_is_missing_once_on_each_page(visit: Open, site: Any) -> None:
    page = visit(site(ROUND, ROUND, "# Last\n\nThe end."))
    shown = page.locator("[data-shown]")
    for number in (1, 2):
        expect(shown).to_have_id(f"page-{number}")
        page.locator("[data-shown] [data-next]").click()
        expect(shown).to_have_id(f"page-{number}")
        expect(page.locator("[data-banner]")).to_have_text("Not answered yet on this page: 4")
        page.locator("[data-shown] [data-next]").click()
    expect(shown).to_have_id("page-3")
    page.locator("[data-shown] [data-previous]").click()
    expect(shown).to_have_id("page-2")
    page.locator("[data-shown] [data-next]").click()
    expect(shown).to_have_id("page-3")


def test_a_text_says_what_is_left_and_is_submitted(visit: Open, site: Any) -> None:
    page = visit(site(ROUND))
    *_, legs, words = questions(page)
    expect(words.locator("[data-check]")).to_have_text("Submit")
    expect(legs.locator("[data-check]")).to_have_text("Check")
    words.locator("textarea").fill("Well")
    expect(words.locator("[data-room]")).to_have_text("Characters left: 16")
    unit, field = legs.get_by_text("legs", exact=True).bounding_box(), legs.locator("input").bounding_box()
    assert field["x"] < unit["x"] < field["x"] + field["width"]
    assert field["y"] <= unit["y"] < field["y"] + field["height"]


def test_the_heading_of_a_question_is_in_its_card_once(visit: Open, site: Any) -> None:
    text = "# Round\n\n{type: selection, title: Round}\n\nWhich?\n\n- A\n- B"
    page = visit(site(text))
    assert page.locator("[data-shown] .card--task").get_by_role("heading").all_inner_texts() == ["Round"]


def test_long_items_of_a_ranking_keep_their_width_on_a_phone(visit: Open, site: Any) -> None:
    page = visit(
        site(
            "# Order\n\n{type: ranking}\n\nOrder these.\n\n- Short\n- A margin for what we did not think of\n"
        ),
        PHONE,
    )
    assert max(lines(page, "[data-shown] [data-option] > span:not([data-grip])")) <= 2


def test_ticks_and_amounts_are_printed_where_backgrounds_are_not(visit: Open, site: Any) -> None:
    page = visit(site(ROUND))
    marks = (".choice > label > input", ".hero__ending > .icon", ".score-bar")
    for mark in marks:
        assert set(css(page, mark, "printColorAdjust")) == {"economy"}, mark
    page.emulate_media(media="print")
    for mark in marks:
        assert set(css(page, mark, "printColorAdjust")) == {"exact"}, mark


PARTNERS = """# Capitals

{type: matching}

| City | Country |
| ---- | ------- |
| Paris | France |
| Rome | Italy |
"""


def test_the_title_of_a_list_is_above_the_lists_before_and_after_check(visit: Open, site: Any) -> None:
    page = visit(site(PARTNERS))
    places = """() => [".matching__titles > :last-child", ".matching select"]
      .map((one) => Math.round(document.querySelector(one).getBoundingClientRect().left))"""
    widths = (500, 768, 1440)
    before = {width: page.evaluate(places) for width in in_widths(page, *widths)}
    for select in page.locator(".matching select").all():
        select.select_option(index=1)
    page.locator("[data-shown] [data-check]").click()
    expect(page.locator(".matching .part-mark").first).to_be_visible()
    for width in in_widths(page, *widths):
        title, of_list = before[width]
        assert title == of_list, width
        assert page.evaluate(places) == [title, title], width


GAPS = """# Capitals

{type: gaps}

The capital of France is [[(Paris)|Bern]], that of Switzerland is [[(Bern)|Paris]].
"""


def test_what_follows_a_gap_is_right_after_it_at_every_width(visit: Open, site: Any) -> None:
    page = visit(site(GAPS))
    behind = """() => [...document.querySelectorAll(".gap__end")].map((one) => {
      const last = [...one.querySelectorAll("select, .part-mark:not([hidden])")].at(-1).getBoundingClientRect();
      const sign = document.createRange();
      sign.setStart(one.nextSibling, 0);
      sign.setEnd(one.nextSibling, 1);
      const { left, top, bottom } = sign.getBoundingClientRect();
      return left - last.right < 6 && top < last.bottom && bottom > last.top;
    })"""

    def in_both_sizes(script: str) -> Any:
        return page.evaluate(
            f"""() => [17, 34].map((size) => {{
              document.documentElement.style.fontSize = `${{size}}px`;
              return ({script})();
            }})"""
        )

    for is_judged in (False, True):
        if is_judged:
            for select in page.locator(".gap select").all():
                select.select_option("Bern")
            page.locator("[data-shown] [data-check]").click()
            expect(page.locator(".gap .part-mark").first).to_be_visible()
        for width in in_widths(page, *range(320, 1000, 20)):
            assert in_both_sizes(behind) == [[True, True], [True, True]], width
            if is_judged:
                assert in_both_sizes(BESIDE) == [[True, True], [True, True]], width


BESIDE = """() => [...document.querySelectorAll(".gap")].map((one) => {
  const [control, mark] = [...one.querySelectorAll("select, .part-mark")].map((each) => each.getBoundingClientRect());
  return mark.top < control.bottom && mark.bottom > control.top;
})"""
"""Script that returns for each gap whether its mark is on the same line."""


@pytest.mark.parametrize("width", [NARROW, PHONE, 768])
def test_a_text_with_gaps_is_there_as_soon_as_the_page_opens(visit: Open, site: Any, width: int) -> None:
    """Chromium sometimes gives no height to a question with container queries."""
    page = visit(site(GAPS), width)
    assert page.locator(".gaps").evaluate("one => one.offsetHeight") > 60
    assert set(css(page, "fieldset, fieldset *", "containerType")) == {"normal"}


def test_a_gap_with_long_words_leaves_nothing_outside(visit: Open, site: Any) -> None:
    long = "a city with a name that is longer than any phone is wide, and is told all the same"
    page = visit(
        site(f"# Capitals\n\n{{type: gaps}}\n\nOne is [[({long})|Bern]], another [[Constantinople]].\n")
    )
    widths = (NARROW, PHONE, 768)
    for width in in_widths(page, *widths):
        assert page.locator(".gaps").evaluate("one => one.offsetHeight") > 60, width
    page.locator(".gap select").select_option("Bern")
    page.locator(".gap input").fill("Bern")
    page.locator("[data-shown] [data-check]").click()
    for size in ("17px", "34px"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        for width in in_widths(page, *widths):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, size
            right = page.locator(".gap__end > *").evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect().right)"
            )
            assert max(right) <= width, size


def test_the_arrows_of_a_long_item_stay_beside_it_where_there_is_room(visit: Open, site: Any) -> None:
    long = "Lay the compass on the map, from the hut to the harbour, and read it"
    page = visit(site(f"# Order\n\n{{type: ranking}}\n\nOrder these.\n\n- Short\n- {long}\n"))
    row = page.locator("[data-option]", has_text=long)
    for width in in_widths(page, 768, WIDE):
        middles = row.locator("> *").evaluate_all(
            """all => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2)"""
        )
        assert max(middles) - min(middles) < 12, width


ORDER = "# Order\n\n{type: ranking, answer: ordered}\n\nOrder these.\n\n- One\n- Two\n- Three\n"


def test_a_judged_order_has_the_colour_of_its_verdict_at_its_rows(visit: Open, site: Any) -> None:
    page = visit(site(ORDER))
    quiet = set(css(page, ".ranking > li", "borderTopColor"))
    page.locator("[data-shown] [data-check]").click()
    verdict = page.locator("[data-shown] .outcome > .feedback:visible b")
    expect(verdict).to_have_count(1)
    judged = set(css(page, ".ranking > li", "borderTopColor"))
    assert judged == {verdict.evaluate("one => getComputedStyle(one).color")}
    assert judged != quiet


def test_what_a_row_is_dragged_by_is_seen_in_the_learners_own_colours(visit: Open, site: Any) -> None:
    page = visit(site(ORDER), forced_colors="active")
    assert all("gradient" in image for image in css(page, "[data-grip]", "backgroundImage"))


def test_saving_is_announced_when_it_recovers_and_not_each_time(visit: Open, site: Any) -> None:
    page = visit(site(ROUND))
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    assert page.locator("[data-saved]").evaluate("one => one.closest('[role=status], [aria-live]')") is None
    announced = page.locator("[data-announce]")
    expect(announced).to_have_text("")
    page.evaluate(NOT_STORED)
    page.locator("[data-shown] textarea").fill("Well")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")


def test_the_score_of_the_summary_is_a_whole_number_and_never_rounded_up(visit: Open, site: Any) -> None:
    page = visit(site(ROUND))
    single, _, legs, _ = questions(page)
    single.get_by_label("A ball").check()
    single.locator("[data-check]").click()
    legs.locator("input").fill("8")
    legs.locator("[data-check]").click()
    page.evaluate("location.hash = 'summary'")
    expect(page.locator("[data-summary-row=score] dd").first).to_have_text("66 out of 100")


# What opens on demand, and callouts


PARTS = """
> [!NOTE]
> Low tide is at noon.

> [!CAUTION]
> Deep water.

## Why twice a day?

{type: details}

Because of the moon.

| a | b |
| - | - |
| A_very_long_word_that_does_not_break_anywhere_0123456789 | another_of_that_kind_0123456789_0123456789 |
"""


def test_what_opens_on_demand_is_closed_at_first_and_opens_by_keyboard(visit: Open, site: Any) -> None:
    page = visit(site(PARTS))
    answer = page.get_by_text("Because of the moon.")
    expect(answer).to_be_hidden()
    page.locator("summary").press("Enter")
    expect(answer).to_be_visible()


def test_what_opens_on_demand_is_open_on_paper(visit: Open, site: Any) -> None:
    page = visit(site(PARTS))
    height = "one => one.getBoundingClientRect().height"
    closed = page.locator(".details").evaluate(height)
    page.emulate_media(media="print")
    assert page.locator(".details").evaluate(height) > closed + 60
    assert page.locator(".details__body").evaluate(
        "one => one.checkVisibility({ contentVisibilityAuto: true })"
    )


@pytest.mark.parametrize("theme", ["plain", "field-notes"])
def test_a_callout_says_what_it_is_in_words_and_its_kinds_differ(visit: Open, site: Any, theme: str) -> None:
    page = visit(site(PARTS, settings=f"title: Trial\ntheme: {theme}\nlanguage: de\n"))
    assert page.locator(".callout").all_inner_texts() == [
        "Hinweis\n\nLow tide is at noon.",
        "Vorsicht\n\nDeep water.",
    ]
    assert page.locator(".callout").first.get_attribute("role") == "note"
    assert len(set(css(page, ".callout", "borderTopWidth"))) == 2


def test_a_wide_table_scrolls_for_itself_by_keyboard(visit: Open, site: Any) -> None:
    page = visit(site(PARTS), PHONE)
    page.locator("summary").press("Enter")
    table = page.locator(".table")
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    page.wait_for_function("document.querySelector('.table').scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_table_of_short_words_fits_a_phone_in_text_of_twice_the_size(visit: Open, site: Any) -> None:
    page = visit(site("| Left | Middle | Right |\n| - | - | - |\n| a | b | c |\n"), PHONE)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert page.locator(".table").evaluate("one => one.scrollWidth <= one.clientWidth")


# Programs


CONTRASTS = """(all) => all.map((one) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
  let behind = one;
  while (parts(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const pair = [getComputedStyle(one).color, getComputedStyle(behind).backgroundColor].map(light).sort((a, b) => b - a);
  return (pair[0] + .05) / (pair[1] + .05);
})"""


@pytest.mark.parametrize("theme", ["plain", "field-notes"])
def test_each_colour_of_a_program_can_be_read(visit: Open, site: Any, theme: str) -> None:
    cards = (f"## A card\n\n{{type: {name}}}\n{PROGRAMS}" for name in ("instructions", "information"))
    text = "\n".join([PROGRAMS, *cards])
    page = visit(site(text, settings=f"title: Trial\ntheme: {theme}\n"))
    spans = page.locator("pre span")
    assert set(spans.evaluate_all("all => all.map(({ className }) => className)")) == {
        "c", "k", "s", "m", "nf", "nc", "nt", "gd", "gi",
    }  # fmt: skip
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert min(spans.evaluate_all(CONTRASTS)) >= 4.5, scheme
        assert len({*css(page, "pre span", "color")}) >= 4, scheme


# Flashcards, and pictures that are seen large


LARGE = """
![A chart](chart.svg){.zoom}

## Words

{type: flashcards}

| word | meaning |
| ---- | ------- |
| ebb | the sea goes out |
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("large")
    course = write(folder / "course", {"1.md": document(LARGE)}, "id: trial\ntitle: Trial\n")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1500"><rect width="9" height="9"/></svg>'
    (course / "chart.svg").write_text(svg, encoding="utf-8")
    build(course, folder / "site")
    return (folder / "site" / "index.html").as_uri()


def test_a_picture_is_seen_large_and_left_by_keyboard(visit: Open, large: str) -> None:
    page = visit(large)
    button = page.get_by_role("button", name="Enlarge A chart")
    opened = page.get_by_role("dialog", name="A chart")
    for width in in_widths(page, WIDE, PHONE):
        button.press("Enter")
        expect(opened).to_be_visible()
        page.wait_for_function("document.querySelector('.zoomable__large > img').naturalWidth === 2000")
        assert opened.evaluate("one => one.scrollWidth") >= 2000, width
        page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
        expect(button).to_be_focused()


def test_flashcards_stand_apart_from_what_is_before_them(visit: Open, sheet: str) -> None:
    page = visit(sheet, PHONE)
    apart = page.locator("[data-shown] .flashcards").evaluate_all(
        """all => all.map((one) => one.getBoundingClientRect().top
          - one.previousElementSibling.getBoundingClientRect().bottom)"""
    )
    assert len(apart) == 2
    assert min(apart) >= 12


def test_a_flashcard_is_turned_by_keyboard_and_printed_with_its_back(visit: Open, large: str) -> None:
    page = visit(large)
    back = page.get_by_text("the sea goes out")
    expect(back).to_be_hidden()
    page.get_by_text("ebb").press("Enter")
    expect(back).to_be_visible()
    page.get_by_text("ebb").press("Enter")
    expect(back).to_be_hidden()
    page.emulate_media(media="print")
    assert back.evaluate("one => one.getBoundingClientRect().height") > 0


# Motion


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_rows_glide_and_verdicts_arrive_where_motion_is_welcome(
    visit: Open, site: Any, motion: str, moves: bool
) -> None:
    ranking = "# Order\n\n{type: ranking}\n\nOrder these.\n\n- One\n- Two\n- Three\n\n"
    page = visit(site(ranking + ROUND), reduced_motion=motion)
    # animations are listed in the same task, so that their duration does not matter
    moving = """([button, list]) => {
      document.querySelector(`[data-shown] ${button}`).click();
      const around = document.querySelector(`[data-shown] ${list}`);
      return around.getAnimations({ subtree: true }).map(({ animationName }) => animationName);
    }"""
    gliding = page.evaluate(moving, ["[data-move=down]:not([aria-disabled=true])", ".ranking"])
    assert len(gliding) == 2 * moves
    page.locator("[data-shown]").get_by_label("A box").check()
    question = "fieldset:has(.choice .feedback)"
    page.evaluate("""async () => {
      await Promise.all(document.getAnimations().map((one) => one.finished));
    }""")
    judged = page.evaluate(moving, [f"{question} [data-check]", question])
    # the box of the verdict, and its tick or cross
    assert {"arrive", "draw"}.intersection(judged) == ({"arrive", "draw"} if moves else set())
    grows = page.locator("[data-score-bar]").evaluate_all(
        "([bar]) => (bar.closest('.page').dataset.shown = '', getComputedStyle(bar, '::before').animationName)"
    )
    assert grows == ("grow" if moves else "none")


# The card and what is in it


def test_a_picture_by_itself_is_as_wide_as_its_card(visit: Open, sheet: str) -> None:
    page = visit(sheet)
    wide = page.locator("[data-shown] .card--instructions > .picture:has(> img)").first
    card = wide.locator("xpath=..")
    assert wide.evaluate("one => one.offsetWidth") == card.evaluate("one => one.clientWidth")


def test_only_instructions_are_tinted(visit: Open, sheet: str) -> None:
    page = visit(sheet)
    clear = "rgba(0, 0, 0, 0)"
    for name, tinted in {"instructions": True, "information": False, "introduction": False}.items():
        grounds = set(css(page, f"[data-shown] .card--{name}", "backgroundColor"))
        assert (clear not in grounds) == tinted, name
        assert tinted or grounds == {clear}


# Earlier answers


FIRST = """---
title: First
id: first
---

## Form

{type: form}

**What is your goal?**
{type: text}

**Which day?**
{type: select, options: ["Monday", "Friday"]}

## Here

{type: recall, of: first.what_is_your_goal}
"""
SECOND = """---
title: Second
---

## You said

{type: recall, of: first.what_is_your_goal}

{type: recall, of: first.which_day, empty: "No day yet."}
"""


def test_an_earlier_answer_is_shown_in_words_here_on_other_pages_and_after_a_break(
    visit: Open, site: Any
) -> None:
    page = visit(site(FIRST, SECOND))
    here = page.locator("[data-shown] .recall")
    expect(here).to_contain_text("Not answered yet.")
    page.get_by_label("What is your goal?").fill("To see <b>seals</b>")
    page.get_by_label("Which day?").focus()
    expect(here).to_contain_text("To see <b>seals</b>")
    expect(here.locator("[data-not-answered]")).to_be_hidden()
    page.get_by_role("link", name="Second").first.click()
    expect(page.get_by_role("heading", name="Second", level=1)).to_be_visible()
    shown = page.locator("[data-shown] .recall")
    expect(shown.nth(0)).to_contain_text("To see <b>seals</b>")
    expect(shown.nth(1)).to_contain_text("No day yet.")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-running", "")
    expect(page.locator(".recall:visible").first).to_contain_text("To see <b>seals</b>")


def test_an_earlier_answer_is_at_its_question_in_a_page_from_right_to_left(visit: Open, site: Any) -> None:
    page = visit(site(FIRST, settings="title: Trial\nlanguage: ar\n"))
    page.get_by_label("What is your goal?").fill("Seals")
    page.get_by_label("Which day?").focus()
    answer = page.locator("[data-shown] [data-recalled]")
    expect(answer).to_have_text("Seals")
    gap = answer.evaluate(
        """one => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return one.getBoundingClientRect().right - words.getBoundingClientRect().right;
        }"""
    )
    assert gap <= 1


LOGO = 'title: "The Last Ferry: how to read a map"\nauthor: Harbour\nlogo: logo.svg\n'


@pytest.mark.parametrize("theme", themes())
def test_a_logo_leaves_the_title_its_width_on_a_phone(visit: Open, tmp_path: Path, theme: str) -> None:
    settings = f"id: trial\ntheme: {theme}\n{LOGO}"
    documents = {"1.md": document("# One\n\nWords."), "logo.svg": PICTURE}
    build(write(tmp_path / "course", documents, settings), tmp_path / "site")
    page = visit((tmp_path / "site" / "index.html").as_uri())
    places = {}
    for width in in_widths(page, 320, 390, height=700):
        assert lines(page, ".masthead__title") <= [3], width
        assert page.locator(".masthead").evaluate("one => one.offsetHeight") <= 130, width
        # it is beside the progress, and its place is reserved before it appears
        boxes = [
            page.locator(f".masthead {part}").bounding_box()
            for part in ("img", "[data-progress-text]", ".masthead__title")
        ]
        logo, places[width], title = [box for box in boxes if box]
        assert title["y"] + title["height"] <= logo["y"] + 1, width
        assert logo["x"] + logo["width"] < places[width]["x"], width
    page.locator(".masthead img").evaluate("one => one.removeAttribute('src')")
    for width in in_widths(page, *places, height=700):
        assert page.locator("[data-progress-text]").bounding_box() == places[width], width


def test_progress_and_completion_of_a_page_are_at_the_same_edge(visit: Open, site: Any) -> None:
    page = visit(site(ROUND, "# Next\n\nThe end.", "# Last\n\n" + ROUND.partition("\n")[2]))
    page.locator("[data-shown] [data-check]").first.wait_for()
    page.evaluate("location.hash = 'page-2'")
    page.locator("[data-contents] [data-done]:visible").first.wait_for()
    edges = page.locator("[data-contents] :is([data-done], [data-remaining])").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width).map(({ right }) => right)"
    )
    assert len(edges) >= 3
    assert max(edges) - min(edges) < 1


@pytest.mark.parametrize(("wide", "fills"), [("640", True), ("640px", True), ("300", False), ("20%", True)])
def test_a_drawing_of_nearly_a_page_is_as_wide_as_its_card(
    visit: Open, tmp_path: Path, wide: str, fills: bool
) -> None:
    drawing = PICTURE.replace('width="640" height="240"', f'width="{wide}"', 1)
    text = "# One\n\n{type: instructions}\n\nWords.\n\n![A sea](sea.svg)\n"
    documents = {"1.md": document(text), "sea.svg": drawing}
    build(write(tmp_path / "course", documents, "id: trial\ntitle: Trial\n"), tmp_path / "site")
    page = visit((tmp_path / "site" / "index.html").as_uri())
    picture, card = (page.locator(f"[data-shown] .card{part}") for part in (" img", ""))
    wide_as_card = picture.evaluate("one => one.width") >= card.evaluate("one => one.clientWidth") - 1
    assert wide_as_card == fills
