"""A course in Chromium without an LMS, used with mouse, touch, keyboard and address bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from courses import package
from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, Route, expect

FIRST = """---
title: First
phase: 1
---
# Questions

{type: form}

**Name**
{type: text}

**Nick**
{type: text, required: false}

**Weight**
{type: number, min: 0, max: 10}

## Planets

Put them in order.

{type: ranking, title: Planets}

- Mercury
- Venus
- Earth

## Capital

{type: selection, attempts: 2}

What is the capital of France? [Later](#further-down)

- [ ] Lyon
- [x] Paris
- [ ] Nice

## Further down

Text.
"""
SECOND = """---
title: Second
phase: 2
---
# More

{type: form}

**Colour**
{type: select, options: [red, green, blue]}
"""
FIRST = FIRST.replace(
    "Put them in order.\n\n{type: ranking, title: Planets}",
    "{type: ranking, title: Planets}\n\nPut them in order.",
)


def build(folder: Path, settings: str = "", second: str = SECOND) -> str:
    course = folder / "course"
    course.mkdir()
    for name, text in {
        "a.md": FIRST,
        "b.md": second,
        "course.yaml": f"id: trial\ntitle: Trial\n{settings}",
    }.items():
        (course / name).write_text(text, encoding="utf-8")
    return (package(course, f"{folder}/site/", "html") / "index.html").as_uri()


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("free"))


@pytest.fixture(scope="module")
def sequential(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("sequential"), "navigation: sequential\n")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("once"), "retries: false\n")


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("unread"), "review: false\ncompletion: viewed\n")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 900, "height": 1200}, has_touch=True)
    context.set_default_timeout(5_000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext) -> Callable[[str], Page]:
    def open_page(url: str) -> Page:
        page = context.new_page()
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("data-running", "")
        return page

    return open_page


def interaction(page: Page, label: str) -> Locator:
    key = page.evaluate(
        """label => JSON.parse(document.getElementById("course-data").textContent)
          .interactions.find((one) => one.label === label).key""",
        label,
    )
    return page.locator(f"#i-{key}")


def order(ranking: Locator) -> list[str]:
    return [
        text.strip() for text in ranking.locator("[data-option] > span:not([data-grip])").all_inner_texts()
    ]


def wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")


def touch(page: Page, client: CDPSession, start: tuple[float, float], end: tuple[float, float]) -> None:
    def send(kind: str, *points: tuple[float, float]) -> None:
        client.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    send("touchStart", start)
    for step in range(1, 6):
        x, y = (a + (b - a) * step / 5 for a, b in zip(start, end, strict=True))
        send("touchMove", (x, y))
    send("touchEnd")
    page.wait_for_timeout(50)


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_ranking_is_dragged_with_the_mouse_and_comes_back(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    ranking = interaction(page, "Planets")
    before = order(ranking)
    items = ranking.locator("[data-option]")
    items.first.scroll_into_view_if_needed()
    x, y = middle(items.first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, middle(items.nth(2))[1] + 5, steps=5)
    expect(items.filter(has_text=before[0])).to_have_attribute("data-dragging", "")
    page.mouse.up()
    after = [before[1], before[2], before[0]]
    assert order(ranking) == after
    expect(page.locator("[data-announce]")).to_have_text(re.compile(rf"{before[0]}.*3.*3"))
    expect(ranking).to_have_attribute("data-result", "neutral")
    wait_until_saved(page)
    page.reload()
    assert order(interaction(page, "Planets")) == after


def test_a_ranking_is_dragged_by_a_finger_on_its_grip_alone(
    free: str, visit: Callable[[str], Page], context: BrowserContext
) -> None:
    page = visit(free)
    client = context.new_cdp_session(page)
    ranking = interaction(page, "Planets")
    ranking.scroll_into_view_if_needed()
    before = order(ranking)
    items = ranking.locator("[data-option]")
    x, y = middle(items.first.locator("[data-grip]"))
    touch(page, client, (x, y), (x, middle(items.nth(1))[1] + 5))
    assert order(ranking) == [before[1], before[0], before[2]]
    words = items.nth(2).locator("span:not([data-grip])")
    x, y = middle(words)
    touch(page, client, (x, y), (x, y - 120))
    assert order(ranking) == [before[1], before[0], before[2]]


def test_escape_gives_a_dragged_item_back(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    ranking = interaction(page, "Planets")
    before = order(ranking)
    items = ranking.locator("[data-option]")
    items.first.scroll_into_view_if_needed()
    x, y = middle(items.first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, middle(items.nth(1))[1] + 5, steps=5)
    assert order(ranking) != before
    page.keyboard.press("Escape")
    assert order(ranking) == before
    page.mouse.up()
    expect(ranking).not_to_have_attribute("data-result", "neutral")


def test_moving_keeps_the_focus(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    ranking = interaction(page, "Planets")
    before = order(ranking)
    down = ranking.locator("[data-option]").first.locator("[data-move=down]")
    down.focus()
    for _ in range(2):
        page.keyboard.press("Enter")
    assert order(ranking) == [before[1], before[2], before[0]]
    focused = ranking.locator("[data-option]").nth(2).locator("[data-move=down]")
    expect(focused).to_be_focused()
    expect(focused).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Home")
    assert order(ranking) == before


def test_links_the_back_button_and_addresses_lead_to_pages(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    first, second = page.locator("article.page").nth(0), page.locator("article.page").nth(1)
    first.locator("[data-next]").click()
    expect(interaction(page, "Name").locator("input")).to_be_focused()
    expect(page.locator("[data-banner]")).to_have_text("Not answered yet on this page: 4")
    first.locator("[data-next]").click()
    expect(second.locator("h1")).to_be_focused()
    expect(page.locator("[data-banner]")).to_be_hidden()
    expect(first).to_be_hidden()
    expect(page).to_have_title(re.compile("^Second"))
    page.go_back()
    expect(first.locator("h1")).to_be_focused()
    page.go_forward()
    expect(second).to_be_visible()
    page.goto(f"{free}#{interaction(page, 'Nick').get_attribute('id')}")
    expect(first).to_be_visible()
    expect(interaction(page, "Nick").locator("input")).to_be_focused()
    other = visit(f"{free}#{second.get_attribute('id')}")
    expect(other.locator("article.page").nth(1)).to_be_visible()
    assert other.locator("article.page:visible").count() == 1


def test_text_typed_before_the_script_runs_is_kept(free: str, context: BrowserContext) -> None:
    page = context.new_page()
    held: list[Route] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(free, wait_until="commit")
    name = page.locator("[data-interaction] input[type=text]").first
    name.fill("early")
    held[0].continue_()
    expect(interaction(page, "Name")).to_have_attribute("data-result", "neutral")
    expect(name).to_have_value("early")


def test_text_half_typed_survives_a_reload_at_once(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    interaction(page, "Name").locator("input").press_sequentially("Ada L")
    page.reload()
    expect(interaction(page, "Name").locator("input")).to_have_value("Ada L")


def test_a_wrong_number_is_reported_when_the_field_is_left_and_is_kept(
    free: str, visit: Callable[[str], Page]
) -> None:
    page = visit(free)
    weight = interaction(page, "Weight")
    field = weight.locator("input")
    field.fill("1")
    field.fill("11")
    expect(weight.locator("[data-said-problem]")).to_be_hidden()
    field.press("Tab")
    expect(weight.locator("[data-said-problem]")).to_have_text(re.compile("10"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("11")
    field.fill("9,5")
    field.press("Tab")
    expect(weight.locator("[data-said-problem]")).to_be_hidden()
    expect(weight).to_have_attribute("data-result", "neutral")


def test_attempts_run_out_and_the_answer_is_judged(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    capital = interaction(page, "Capital")
    check = capital.locator("[data-check]")
    check.click()
    expect(capital.locator("[data-said-problem]")).to_be_visible()
    expect(capital).not_to_have_attribute("data-result", re.compile("."))
    capital.get_by_label("Lyon").check()
    check.click()
    expect(capital).to_have_attribute("data-result", "incorrect")
    expect(capital.locator("[data-message]")).to_have_text(re.compile("1"))
    capital.get_by_label("Nice").check()
    expect(capital).not_to_have_attribute("data-result", re.compile("."))
    check.click()
    expect(capital.locator("input").first).to_be_disabled()
    expect(check).to_be_hidden()
    check.dispatch_event("click")
    expect(capital).to_have_attribute("data-result", "incorrect")


def test_pages_open_in_order(sequential: str, visit: Callable[[str], Page]) -> None:
    page = visit(sequential)
    first, second = page.locator("article.page").nth(0), page.locator("article.page").nth(1)
    locked = page.locator("[data-contents-page]").nth(1).locator("a")
    expect(locked).to_have_attribute("aria-disabled", "true")
    page.goto(f"{sequential}#{second.get_attribute('id')}")
    expect(first).to_be_visible()
    first.locator("[data-next]").click()
    expect(first).to_be_visible()
    expect(interaction(page, "Name").locator("input")).to_be_focused()
    expect(interaction(page, "Name").locator("[data-said-problem]")).to_be_visible()
    expect(interaction(page, "Nick").locator("[data-said-problem]")).to_be_hidden()
    expect(page.locator("[data-banner]")).to_be_visible()
    interaction(page, "Name").locator("input").fill("Ada")
    interaction(page, "Weight").locator("input").fill("5")
    interaction(page, "Planets").locator("[data-confirm]").click()
    interaction(page, "Capital").get_by_label("Lyon").check()
    interaction(page, "Capital").locator("[data-check]").click()
    expect(locked).to_have_attribute("aria-disabled", "false")
    first.locator("[data-next]").click()
    expect(second.locator("h1")).to_be_focused()
    expect(page.locator("[data-contents-page]").nth(0).locator("[data-done]")).not_to_have_attribute(
        "hidden", ""
    )


def test_without_retries_an_answer_is_final_when_it_is_left(once: str, visit: Callable[[str], Page]) -> None:
    page = visit(once)
    name, nick = (interaction(page, label).locator("input") for label in ("Name", "Nick"))
    name.fill("Ada")
    expect(name).to_be_enabled()
    name.press("Tab")
    expect(nick).to_be_focused()
    expect(name).to_be_disabled()
    expect(nick).to_be_enabled()


def test_a_finished_course_that_may_not_be_reread_shows_only_its_summary(
    unread: str, visit: Callable[[str], Page]
) -> None:
    page = visit(unread)
    interaction(page, "Name").locator("input").fill("Ada")
    page.locator("article.page").first.locator("[data-next]").click()
    wait_until_saved(page)
    expect(page.locator("article.page").nth(1)).to_be_visible()
    again = visit(unread)
    again.locator("[data-go-on]").click()
    expect(again.locator("#summary")).to_be_visible()
    expect(again.locator("[data-summary-answers] [data-answer]").first).to_have_text("Ada")
    expect(again.locator("[data-contents] a").first).to_have_attribute("aria-disabled", "true")
    words = again.locator("[data-banner]").text_content()
    again.locator("[data-summary-answers] [data-question]").first.click()
    expect(again.locator("#summary")).to_be_visible()
    expect(again.locator("[data-banner]")).to_have_text(words or "a notice")


def test_a_broken_part_does_not_affect_the_others(
    tmp_path: Path, free: str, visit: Callable[[str], Page], context: BrowserContext
) -> None:
    def break_name(route: Any) -> None:
        html = Path(free.removeprefix("file://")).read_text(encoding="utf-8")
        broken, count = re.subn(r'<input type="text"[^>]*>', "", html, count=1)
        assert count == 1
        route.fulfill(body=broken, content_type="text/html")

    context.route("**/index.html", break_name)
    page = visit(free)
    expect(interaction(page, "Name").locator("[data-message]")).to_be_visible()
    interaction(page, "Nick").locator("input").fill("A")
    interaction(page, "Nick").locator("input").press("Tab")
    expect(interaction(page, "Nick")).to_have_attribute("data-result", "neutral")


def test_a_runtime_that_cannot_start_shows_all_pages(free: str, context: BrowserContext) -> None:
    def break_data(route: Any) -> None:
        html = Path(free.removeprefix("file://")).read_text(encoding="utf-8")
        route.fulfill(body=html.replace('{"format":', '{"format"'), content_type="text/html")

    context.route("**/index.html", break_data)
    page = context.new_page()
    page.goto(free)
    expect(page.locator("html")).to_have_attribute("data-failed", "")
    for place in range(2):
        expect(page.locator("article.page").nth(place)).to_be_visible()


def test_the_summary_tells_and_keeps_what_was_answered(free: str, visit: Callable[[str], Page]) -> None:
    page = visit(free)
    interaction(page, "Name").locator("input").fill("Ada <Lovelace> & co")
    interaction(page, "Capital").get_by_label("Paris").check()
    interaction(page, "Capital").locator("[data-check]").click()
    page.goto(f"{free}#summary")
    summary = page.locator("#summary")
    rows = summary.locator("[data-summary-answers] > *")
    expect(rows).to_have_count(6)
    expect(rows.nth(0).locator("[data-answer]")).to_have_text("Ada <Lovelace> & co")
    expect(rows.nth(4).locator("[data-verdict]")).to_be_visible()
    expect(rows.nth(0).locator("[data-verdict]")).to_be_hidden()
    with page.expect_download() as downloading:
        summary.locator("[data-download]").click()
    download = downloading.value
    assert download.suggested_filename == "trial.txt"
    text = Path(download.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Trial\n")
    assert "\nName\nAda <Lovelace> & co\n" in text
    assert "\nCapital\nParis\n" in text
    rows.nth(1).locator("[data-question]").click()
    expect(interaction(page, "Nick").locator("input")).to_be_focused()


def test_exit_ends_typing_in_the_course(
    free: str, context: BrowserContext, visit: Callable[[str], Page]
) -> None:
    page = visit(free)
    page.evaluate("window.close = () => {}")
    interaction(page, "Name").locator("input").fill("Ada")
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    expect(page.locator("[data-banner]")).to_be_focused()
    assert page.locator("#main").evaluate("main => main.inert")
    again = visit(free)
    again.locator("[data-go-on]").click()
    expect(interaction(again, "Name").locator("input")).to_have_value("Ada")


def test_without_an_lms_the_next_learner_is_asked_before_anything_is_shown(
    free: str, context: BrowserContext, visit: Callable[[str], Page]
) -> None:
    page = visit(free)
    interaction(page, "Name").locator("input").fill("Ada")
    wait_until_saved(page)
    page.reload()  # whoever reloads the page has seen its answers, and is not asked
    expect(interaction(page, "Name").locator("input")).to_have_value("Ada")
    expect(page.locator("[data-ask]")).to_be_hidden()
    page.close()
    later = visit(free)
    expect(later.locator("[data-ask]")).to_be_visible()
    expect(later.locator("[data-go-on]")).to_be_focused()
    expect(later.locator("[data-saved]")).to_have_attribute("data-saved", "")
    expect(interaction(later, "Name").locator("input")).to_have_value("")
    assert later.locator("#main").evaluate("main => main.inert")
    later.locator("[data-begin-anew]").click()
    expect(later.locator("[data-ask]")).to_be_hidden()
    expect(interaction(later, "Name").locator("input")).to_have_value("")
    interaction(later, "Name").locator("input").fill("Grace")
    wait_until_saved(later)
    assert "Ada" not in later.evaluate("JSON.stringify(localStorage)")
    later.locator("[data-exit]").click()
    assert later.locator("[data-progress]").evaluate("progress => progress.value") > 0
    later.locator("[data-erase]").click()
    expect(later.locator("[data-progress]")).to_have_js_property("value", 0)
    expect(later.locator("[data-progress-text]")).to_have_text("0% done")
    expect(later.locator("[data-banner]")).to_have_text("Your answers have been erased from this browser.")
    assert "Grace" not in later.evaluate("JSON.stringify(localStorage)")
    later.close()
    last = visit(free)
    expect(last.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    expect(last.locator("[data-ask]")).to_be_hidden()
