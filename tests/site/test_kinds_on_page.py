"""Questions with parts on the page: by pointer and touch, on a narrow phone, right to left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import WIDE, in_widths
from playwright.sync_api import Browser, Page, expect
from sheet import MEDIA
from test_accessibility import NARROW, build, write

COURSE = """---
title: Places
---

## Which city is where?

{type: matching}

| City | Country |
| - | - |
| Paris | France |
| Rome | Italy |
| | A country with a name that is much longer than any phone is wide |

## Where is the circle?

{type: hotspot, attempts: 1}

![A circle](picture.svg)

- [x] In the middle (circle 50% 50% 12%)
- [ ] On the left (rect 0 0 20 100)
- [ ] On the right (polygon 80 0, 100 0, 100 100, 80 100)

## Fill in

{type: gaps}

The capital of France is [[Paris]], that of Italy [[(Rome)|A city with a name that is longer than any phone is wide]].

## Set

{type: form}

**How far?**
{type: number, control: slider, min: 0, max: 100, unit: km}
"""


@pytest.fixture(scope="module", params=["en", "ar"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("kinds")
    course = write(folder / "course", {"places.md": COURSE}, f"id: places\nlanguage: {request.param}\n")
    (course / "picture.svg").write_bytes(MEDIA["picture.svg"])
    build(course, folder / "site")
    return (folder / "site" / "index.html").as_uri()


@pytest.fixture(params=[WIDE, NARROW])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-running", "")
    yield page
    context.close()


def drag(page: Page, chip: str, row: str) -> None:
    source = page.locator("[data-partner]", has_text=chip)
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), page.locator("[data-part]", has_text=row).first.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + end["height"] / 2, steps=4)
    page.mouse.up()


def test_a_partner_is_dragged_to_its_row(page: Page) -> None:
    drag(page, "France", "Paris")
    drag(page, "Italy", "Rome")
    field = page.locator("[data-kind=matching]")
    assert page.get_by_label("Paris", exact=True).locator("option:checked").text_content() == "France"
    field.locator("[data-check]").click()
    expect(field).to_have_attribute("data-result", "correct")
    expect(field.locator("[data-part-mark]:visible")).to_have_count(2)


def test_the_page_scrolls_under_a_partner_at_its_edge(page: Page) -> None:
    page.set_viewport_size({"width": NARROW, "height": 240})
    chip = page.locator("[data-partner]", has_text="France")
    chip.scroll_into_view_if_needed()
    start = chip.bounding_box()
    assert start
    row = page.locator("[data-part]", has_text="Paris").first
    at = row.bounding_box()
    assert at
    assert at["y"] < 0
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    for step in range(100):
        page.mouse.move(start["x"] + 9 + step % 2, 20)
        if (row.bounding_box() or at)["y"] >= 0:
            break
    moved = chip.bounding_box()
    assert moved
    assert abs(moved["y"] + 9 - 20) <= 12
    at = row.bounding_box()
    assert at
    page.mouse.move(at["x"] + 20, at["y"] + at["height"] / 2)
    page.mouse.up()
    assert page.get_by_label("Paris", exact=True).locator("option:checked").text_content() == "France"


def test_a_place_is_pressed_or_chosen_in_the_list(page: Page) -> None:
    field = page.locator("[data-kind=choice]")
    radios = field.get_by_role("radio")
    for area, place in enumerate(field.locator("[data-area]").all()):
        place.locator("circle, rect, polygon").click()
        expect(radios.nth(area)).to_be_checked()
        expect(place).to_have_attribute("data-chosen", "")
    radios.first.focus()
    page.keyboard.press("Space")
    expect(field.locator("[data-chosen]")).to_have_count(1)
    field.locator("[data-check]").click()
    expect(field).to_have_attribute("data-result", "correct")
    field.locator("[data-area] rect").click()
    expect(radios.first).to_be_checked()


def test_areas_lie_on_the_picture_whatever_is_written_behind_it(browser: Browser, tmp_path: Path) -> None:
    pictures = (
        '![A circle](picture.svg "A caption of the picture")',
        "![A circle](picture.svg){width=50%}",
        "![A circle](picture.svg){width=60}",
        '![A circle](picture.svg "A caption"){.zoom}',
    )
    options = "- [x] All (rect 0 0 100 100)\n- [ ] Half (rect 0 0 50 50)"
    questions = (
        f"## Where in {number}?\n\n{{type: hotspot}}\n\n{picture}\n\n{options}"
        for number, picture in enumerate(pictures)
    )
    text = "\n\n".join(("---\ntitle: Places\n---", *questions))
    course = write(tmp_path / "course", {"places.md": text}, "id: places\n")
    (course / "picture.svg").write_bytes(MEDIA["picture.svg"])
    build(course, tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    for width in in_widths(page, WIDE, NARROW):
        for picture, question in zip(pictures, page.locator("[data-shown] section").all(), strict=True):
            shown = question.locator(".hotspot img").first
            expect(shown).to_be_visible()
            frame, area = (
                element.evaluate(
                    "one => (({ x, y, width, height }) => [x, y, width, height])(one.getBoundingClientRect())"
                )
                for element in (shown, question.locator("[data-area] rect").first)
            )
            assert area == pytest.approx(frame, abs=3), (picture, width)
            assert frame[2] > 0, (picture, width)
            if "caption" in picture:
                expect(question.get_by_text("A caption"), picture).to_be_visible()
            if "zoom" in picture:
                button = question.get_by_role("button", name="Enlarge A circle")
                button.press("Enter")
                expect(page.get_by_role("dialog", name="A circle")).to_be_visible()
                page.keyboard.press("Escape")
                above, room, below = (
                    one.bounding_box() for one in (shown, button, question.locator(".choices").first)
                )
                assert above
                assert room
                assert below
                assert room["y"] >= above["y"] + above["height"], width
                assert room["y"] + room["height"] <= below["y"], width
                assert room["height"] >= 44, width
    page.close()


def test_no_word_breaks_on_a_narrow_screen_with_text_of_twice_the_size(
    browser: Browser, tmp_path: Path
) -> None:
    text = (
        "---\ntitle: Words\n---\n\n## What?\n\n{type: matching}\n\n| a | b |\n| - | - |\n| Moon | Tide |\n"
        "| Wind | Storm |\n| | Earthquake |\n\n## When?\n\n{type: grid}\n\n| | Always | Sometimes |\n"
        "| - | - | - |\n| It pulls | x | |\n"
    )
    build(write(tmp_path / "course", {"words.md": text}, "id: words\n"), tmp_path / "site")
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.evaluate("size => { document.documentElement.style.fontSize = `${2 * size}px` }", size)
    for word in ("Sometimes", "Earthquake"):
        found = page.locator(".grid__point, [data-partner]").get_by_text(word, exact=True).first
        lines = """one => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return new Set([...words.getClientRects()].map(({ top }) => top)).size;
        }"""
        expect(found).to_be_visible()
        assert found.evaluate(lines) == 1, word
    page.close()


@pytest.mark.parametrize("width", ["", ' width="100%"'])
def test_a_drawing_without_a_width_of_its_own_is_as_wide_as_there_is_room(
    browser: Browser, tmp_path: Path, width: str
) -> None:
    places = (
        "## Where?\n\n{type: hotspot}\n\n![A](a.svg)\n\n- [x] All (rect 0 0 100 100)\n- [ ] Half (rect 0 0 50 50)",
        "## Near\n\n![B](a.svg){.zoom}",
        "## Cards\n\n{type: flashcards}\n\n| Sign | Word |\n| - | - |\n| ![C](a.svg) | Sea |",
    )
    course = write(
        tmp_path / "course", {"a.md": "\n\n".join(("---\ntitle: Places\n---", *places))}, "id: places\n"
    )
    (course / "a.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"{width} viewBox="0 0 9 3"><rect stroke-width="1"/></svg>'
    )
    build(course, tmp_path / "site")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    for name in "ABC":
        picture = page.get_by_role("img", name=name).first
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        box = picture.bounding_box()
        assert box
        assert box["width"] > 200
        assert box["height"] == pytest.approx(box["width"] / 3, abs=1)
    page.close()


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in page.locator("select, input, [data-partner], .hotspot").all():
        box = part.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= width)


def test_a_slider_says_that_nothing_is_answered_until_it_is_set(page: Page) -> None:
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute(
        "aria-valuetext", page.locator("[data-slider-value]").text_content() or "?"
    )
    page.locator("[data-confirm]").click()
    expect(page.locator("[data-slider-value]")).to_contain_text("km")
    expect(slider).to_have_attribute(
        "aria-valuetext", page.locator("[data-slider-value]").text_content() or "?"
    )


def test_marks_can_be_told_without_colours(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(address)
    field = page.locator("[data-kind=fill-in]")
    field.locator("input").fill("Paris")
    field.locator("select").select_option(index=2)
    field.locator("[data-check]").click()
    words = [mark.text_content() for mark in field.locator("[data-part-mark]:visible").all()]
    context.close()
    assert len({*words}) == 2
