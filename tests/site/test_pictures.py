"""Pictures without a connection: those of later pages are loaded before, and a missing one can be requested again."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import axe
import pytest
from chromium import PATIENCE
from playwright.sync_api import Browser, Page, expect
from sheet import PICTURE
from test_accessibility import build, write

PAGES = {
    f"{number}.md": f"---\ntitle: Page {number}\nphase: {number}\n---\n\n![Hill {number}](hill{number}.svg)\n"
    for number in (1, 2, 3)
}
PAGES["1.md"] += """
[![Linked](linked.svg)](2.md)

## Where?

{type: hotspot}

![A map](map.svg)

- [x] Here (circle 20% 50% 10%)
- [ ] There (circle 60% 50% 10%)

## Which?

{type: selection}

- [x] ![One](one.svg)
- [ ] ![Two](two.svg)
"""
PICTURES = ("hill1", "hill2", "hill3", "linked", "map", "one", "two")
HERE = "() => [...document.images].every((one) => one.complete && one.naturalWidth > 0)"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pictures")
    course = write(folder / "course", PAGES, "id: pictures\ntitle: Pictures\n")
    for name in PICTURES:
        (course / f"{name}.svg").write_text(PICTURE, encoding="utf-8")
    build(course, folder / "site")
    handler = functools.partial(_Handler, directory=folder / "site")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_pictures_of_later_pages_are_there_when_the_line_is_cut(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(HERE)
    page.context.set_offline(True)
    for number in (2, 3):
        page.evaluate(f"location.hash = 'page-{number}'")
        expect(page.get_by_role("img", name=f"Hill {number}")).to_be_visible()
    assert page.evaluate(HERE)
    expect(page.locator(".missing")).to_have_count(0)


def test_who_saves_data_fetches_what_is_looked_at(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    page.evaluate("location.hash = 'page-2'")
    picture = page.get_by_role("img", name="Hill 2")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth > 0")
    assert not any("hill3" in url for url in asked)


def test_a_picture_that_has_not_come_says_so_and_is_asked_for_again(page: Page, address: str) -> None:
    page.route("**/*.svg", lambda route: route.abort())
    page.goto(address)
    notes = page.locator("[data-shown] .missing")
    expect(notes).to_have_count(len(PICTURES) - 2)
    expect(notes.first).to_contain_text("This picture did not load.")
    expect(page.get_by_role("img", name="Hill 1")).to_be_visible()
    # no button within a link or label, or below the areas of a picture
    assert not page.locator("a .missing, label .missing, [data-hotspot] .missing").count()
    assert axe.violations(page) == []
    again = notes.first.get_by_role("button", name="Try again")
    again.focus()
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    page.unroute("**/*.svg")
    page.keyboard.press("Enter")
    expect(notes).to_have_count(len(PICTURES) - 3)
    expect(page.get_by_role("img", name="Hill 1")).to_be_focused()
    # the others by themselves, as soon as there is a connection
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".missing")).to_have_count(0)
    page.wait_for_function(HERE)
