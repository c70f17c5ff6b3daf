"""Navigation: the contents, the way back, the single main button, and what a learner reads after leaving."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe
import chromium
import pytest
from playwright.sync_api import Locator, Page, expect
from test_accessibility import build, write

from courseware.language.interface_texts import interface_texts

Open = Callable[..., Page]
PARAGRAPHS = "\n\n".join(["A paragraph that is long enough to fill some lines of a small screen. " * 4] * 12)
FIRST = f"""---
title: First
phase: 1
---
## Questions

{{type: form}}

**Name**
{{type: text}}

**Nick**
{{type: text}}

{PARAGRAPHS}

## Further down

[On](second.md#a-long-way-down) and [up](#questions).

{PARAGRAPHS}
"""
SECOND = f"""---
title: Second
phase: 2
---
{PARAGRAPHS}

## A long way down

{PARAGRAPHS}
"""
START = """---
title: Begin
phase: 0
---
Words.

{type: start_button, text: "Off you go"}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    documents = {"start.md": START, "first.md": FIRST, "second.md": SECOND}
    build(write(folder / "course", documents, "id: trial\ntitle: Trial\n"), folder / "site")
    return folder / "site"


@pytest.fixture
def visit(open_page: chromium.Open, site: Path) -> Open:
    def visit(address: str = "", width: int = 390, height: int = 700, **options: Any) -> Page:
        return open_page(
            f"{(site / 'index.html').as_uri()}{address}", width, height, bypass_csp=True, **options
        )

    return visit


def top(where: Locator) -> float:
    return float(where.evaluate("one => one.getBoundingClientRect().top"))


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


# The contents


def test_each_page_says_what_is_left_on_it_and_its_link_that_it_is_done(visit: Open) -> None:
    page = visit("#page-first", 1366, 768)
    links = page.locator("[data-contents] a")
    expect(links.nth(1)).to_have_accessible_name("First 2 left")
    field(page, "Name").fill("Ada")
    expect(links.nth(1)).to_have_accessible_name("First 1 left")
    field(page, "Nick").fill("A")
    expect(links.nth(1)).to_have_accessible_name("First Done")
    expect(links.nth(2)).to_have_accessible_name("Second")


def test_the_contents_open_as_a_dialog_below_their_button(visit: Open) -> None:
    page = visit("#page-first")
    toggle, dialog = page.locator("[data-contents-toggle]"), page.get_by_role("dialog", name="Contents")
    for width, height in ((390, 700), (600, 400), (320, 568)):
        page.set_viewport_size({"width": width, "height": height})
        expect(dialog).to_be_hidden()
        toggle.click()
        expect(dialog).to_be_visible()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(dialog.locator("[aria-current]")).to_be_focused()
        masthead, opened = page.locator(".masthead").bounding_box(), dialog.bounding_box()
        assert masthead
        assert opened
        assert abs(opened["y"] - masthead["y"] - masthead["height"]) < 3, width
        assert opened["y"] + opened["height"] <= height + 1, width
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(toggle).to_be_focused()
        toggle.click()
        toggle.click()
        expect(dialog).to_be_hidden()


def test_the_contents_close_by_a_click_outside_and_when_the_focus_leaves(visit: Open) -> None:
    page = visit("#page-second")
    toggle, dialog = page.locator("[data-contents-toggle]"), page.get_by_role("dialog")
    toggle.click()
    page.mouse.click(200, 650)
    expect(dialog).to_be_hidden()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()
    dialog.locator("button").last.focus()
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    expect(dialog).to_be_hidden()
    toggle.click()
    dialog.locator("a", has_text="First").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#page-first h1")).to_be_focused()


def test_the_contents_are_beside_the_page_on_a_wide_screen(visit: Open) -> None:
    page = visit()
    page.locator("[data-contents-toggle]").click()
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Contents")).to_be_visible()


# In a frame that is as tall as its page, within one that scrolls


@pytest.fixture
def framed(visit: Open, site: Path) -> Page:
    frame = (
        '<body style="margin:0"><div style="height:300px">LMS</div>'
        '<iframe src="index.html#page-first" style="width:100%;height:6000px;border:0"></iframe>'
    )
    (site / "lms.html").write_text(frame, encoding="utf-8")
    page = visit()
    page.goto((site / "lms.html").as_uri())
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("data-running", "")
    return page


def test_a_page_that_is_turned_in_a_tall_frame_begins_where_the_learner_looks(framed: Page) -> None:
    inside = framed.frame_locator("iframe")
    field_of = inside.locator("[data-shown] [data-next]")
    field_of.scroll_into_view_if_needed()
    assert framed.evaluate("scrollY") > 1_500
    field_of.click()
    inside.locator("[data-shown] [data-next]").click()
    heading = inside.locator("#page-second h1")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    assert framed.evaluate("scrollY") < 700


def test_the_contents_in_a_tall_frame_open_where_their_button_is(framed: Page) -> None:
    inside = framed.frame_locator("iframe")
    inside.locator("[data-contents-toggle]").click()
    expect(inside.get_by_role("dialog").locator("a").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("height", [9_000, 2_000, 600])
@pytest.mark.parametrize("late", [False, True])
def test_back_and_forward_in_a_tall_frame_lead_to_where_the_reader_was(
    framed: Page, height: int, late: bool
) -> None:
    inside = framed.frame_locator("iframe")
    if late:
        inside.locator("html").evaluate(HEARS_LATE)
    # the inner frames scroll, too
    framed.locator("iframe").evaluate("(one, height) => { one.style.height = `${height}px` }", height)
    link = inside.get_by_role("link", name="On", exact=True)
    link.scroll_into_view_if_needed()
    wait_until_drawn(framed)
    framed.evaluate("scrollBy(0, 200)")
    first, second = inside.locator("#page-first"), inside.locator("#page-second")
    left = first.bounding_box()
    # without delay, so that no observer has run yet
    link.evaluate("one => one.click()")
    expect(second.locator("h1")).to_be_focused()
    framed.evaluate("scrollTo(0, 700)")
    wait_until_drawn(framed)
    left_later = second.bounding_box()
    assert left
    assert left_later
    framed.evaluate("history.back()")
    expect_at(first, left["y"])
    framed.evaluate("history.forward()")
    expect_at(second, left_later["y"])


HEARS_LATE = """() => addEventListener("hashchange", (event) => {
    if (!event.isTrusted) return;
    event.stopImmediatePropagation();
    requestAnimationFrame(() => requestAnimationFrame(() => dispatchEvent(new HashChangeEvent("hashchange"))));
}, true)"""
"""On a slow machine, the page is drawn and gets scroll events before it gets the new address."""


def wait_until_drawn(page: Page) -> None:
    """A page gets scroll events when it is drawn."""
    for frame in page.frames:
        frame.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def expect_at(page: Locator, wanted: float) -> None:
    """Waits until the top of the page is where it was in the window, however far each frame is scrolled."""
    expect(page).to_be_visible()
    for _ in range(50):
        box = page.bounding_box()
        if box and abs(box["y"] - wanted) <= 2:
            return
        page.page.wait_for_timeout(100)
    pytest.fail(f"at {box and box['y']}, not at {wanted}")


def test_a_failure_to_save_is_in_view_in_a_tall_frame_wherever_the_learner_looks(framed: Page) -> None:
    inside = framed.frame_locator("iframe")
    inside.locator("html").evaluate(
        "() => { Storage.prototype.setItem = () => { throw new Error() }; indexedDB.open = () => ({}) }"
    )
    inside.get_by_label("Name", exact=True).fill("Ada")
    banner = inside.locator("[data-banner]")
    expect(banner).to_contain_text("cannot be saved")
    for top in (0, 1_200, 400):
        framed.evaluate("top => scrollTo(0, top)", top)
        expect(banner).to_be_in_viewport(ratio=1)


# Back, and links into a page


def test_back_leads_to_where_the_reader_was_on_that_page(visit: Open) -> None:
    page = visit("#page-first")
    page.evaluate("scrollTo(0, document.querySelector('#further-down, [id$=further-down]').offsetTop - 300)")
    wait_until_drawn(page)
    was = page.evaluate("scrollY")
    assert was > 500
    page.get_by_role("link", name="On", exact=True).click()
    expect(page.locator("#page-second")).to_be_visible()
    page.go_back()
    expect(page.locator("#page-first")).to_be_visible()
    page.wait_for_function("was => Math.abs(scrollY - was) < 2", arg=was)
    page.go_forward()
    expect(page.locator("#page-second")).to_be_visible()
    page.go_back()
    page.wait_for_function("was => Math.abs(scrollY - was) < 2", arg=was)
    page.locator("[data-shown] [data-previous]").click()
    expect(page.locator("#page-start h1")).to_be_focused()
    page.evaluate("document.querySelector('[data-contents] a[href=\"#page-first\"]').click()")
    expect(page.locator("#page-first h1")).to_be_focused()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize(("width", "height"), [(390, 700), (600, 400), (1366, 768)])
def test_a_link_shows_its_heading_whole(visit: Open, width: int, height: int) -> None:
    def expect_whole(page: Page) -> None:
        heading = page.locator("h2", has_text="A long way down")
        expect(heading).to_be_in_viewport(ratio=1)
        bottom = page.locator(".masthead").evaluate("one => one.getBoundingClientRect().bottom")
        assert top(heading) >= max(0, bottom)

    page = visit("#page-second-a-long-way-down", width, height)
    expect_whole(page)
    page.evaluate("location.hash = 'page-first'")
    page.get_by_role("link", name="On", exact=True).click()
    expect_whole(page)


# One thing to press


def test_beside_a_start_button_the_link_to_the_next_page_is_quiet(visit: Open) -> None:
    page = visit("#page-start")
    colour = "one => getComputedStyle(one).backgroundColor"
    start = page.locator("[data-shown] .button--start").evaluate(colour)
    assert page.locator("[data-shown] [data-next]").evaluate(colour) != start
    page.locator("[data-shown] .button--start").click()
    expect(page.locator("#page-first h1")).to_be_focused()
    assert page.locator("[data-shown] [data-next]").evaluate(colour) == start


# Leaving


def test_leaving_says_what_was_kept_where_and_what_is_left(visit: Open) -> None:
    page = visit("#page-first")
    field(page, "Name").fill("Ada")
    page.locator("[data-exit]").click()
    panel = page.locator("[data-farewell]")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("Answers kept in this browser: 1")
    # a question, and two pages that have not been seen
    expect(panel).to_contain_text("Not finished yet: 3 left.")
    assert panel.inner_text().count("in this browser") == 1
    expect(panel.locator("[data-banner]")).to_be_focused()
    expect(page.locator("#main")).to_be_hidden()
    expect(page.locator("[data-exit]")).to_be_hidden()
    assert axe.violations(page) == []


def test_who_has_finished_leaves_without_a_word_of_what_is_left(visit: Open) -> None:
    page = visit("#page-start")
    page.locator(".button--start").click()
    field(page, "Name").fill("Ada")
    field(page, "Nick").fill("A")
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("#page-second h1")).to_be_focused()
    page.locator("[data-exit]").click()
    expect(page.locator("[data-farewell]")).to_contain_text("Answers kept in this browser: 2")
    expect(page.locator("[data-to-do]")).to_be_hidden()


def test_what_cannot_be_saved_looks_like_it_and_stays_in_view(visit: Open) -> None:
    page = visit("#page-first")
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new Error() }; indexedDB.open = () => ({}) }"
    )
    field(page, "Name").fill("Ada")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("cannot be saved")
    expect(banner).to_have_attribute("data-trouble", "")
    red = page.evaluate(
        """() => {
          const one = document.body.appendChild(document.createElement("i"));
          one.style.color = "var(--bad)";
          return getComputedStyle(one).color;
        }"""
    )
    assert banner.evaluate("one => getComputedStyle(one).color") == red
    # neither another page nor another message hides it
    page.locator("[data-shown] [data-next]").click()
    expect(banner).to_contain_text(re.compile("cannot be saved.*Not answered yet on this page: 1", re.DOTALL))
    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("#page-second h1")).to_be_focused()
    expect(banner).to_contain_text("cannot be saved")
    expect(banner).to_be_in_viewport(ratio=1)


def test_what_cannot_be_saved_is_shown_above_a_chosen_point_of_a_scale(
    open_page: chromium.Open, tmp_path: Path
) -> None:
    rating = (
        '## Scale\n\n{type: form}\n\n**Rate it**\n{type: select, options: ["1 (low)", "2", "3 (high)"]}\n'
    )
    document = f"---\ntitle: One\nphase: 1\n---\n{PARAGRAPHS}\n\n{rating}\n{PARAGRAPHS}\n"
    build(write(tmp_path / "course", {"one.md": document}, "id: scale\ntitle: Scale\n"), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), 390, 700)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new Error() }; indexedDB.open = () => ({}) }"
    )
    page.get_by_label("3 (high)").check()
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("cannot be saved")
    above = """one => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      const chosen = document.querySelector(".choice:has(:checked)").getBoundingClientRect();
      scrollBy({ top: chosen.top - top - 5, behavior: "instant" });
      const { top: now } = document.querySelector(".choice:has(:checked)").getBoundingClientRect();
      return [now > top && now < bottom, one.contains(document.elementFromPoint((left + right) / 2, now + 5))];
    }"""
    assert banner.evaluate(above) == [True, True]
    # it takes little room on a phone
    for text, share in (("lms_fails", 10), ("not_kept", 10), ("lms_relaunch", 8)):
        banner.evaluate("(one, words) => { one.textContent = words }", interface_texts("en")[text])
        assert banner.evaluate("one => one.offsetHeight") <= 700 / share


def test_a_message_about_saving_disappears_once_saved(visit: Open) -> None:
    page = visit("#page-first")
    page.evaluate(
        """() => {
          const { setItem } = Storage.prototype;
          Storage.prototype.setItem = indexedDB.open = () => { throw new Error() };
          window.mend = () => { Storage.prototype.setItem = setItem; delete indexedDB.open };
        }"""
    )
    field(page, "Name").fill("Ada")
    page.locator("[data-exit]").click()
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("You have not left yet: not everything has been saved.")
    page.evaluate("mend()")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    expect(banner).to_be_hidden()


def test_what_one_storage_of_the_browser_takes_is_saved_and_comes_back(visit: Open) -> None:
    page = visit("#page-first")
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('courseware:'))")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error() } }")
    field(page, "Name").fill("Ada")
    field(page, "Name").blur()
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.reload()
    expect(field(page, "Name")).to_have_value("Ada")
