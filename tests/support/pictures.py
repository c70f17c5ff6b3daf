"""The pictures in the documentation, taken from the current pages: run `make pictures`, then look at each of them.

They show the demo course, its gradebook and preview, and questions of the catalogue.
"""

from __future__ import annotations

import base64
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from catalogue import ANSWER, courses
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from starting import starter
from test_accessibility import ROOT, build
from workbench import course_in, shown

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36" viewBox="0 0 36 36">
<rect width="36" height="36" rx="4" fill="#006b5b"/><circle cx="18" cy="18" r="8" fill="#f2b705"/></svg>"""
CORPORATE = 'theme: corporate\nlogo: logo.svg\naccent: ["#006b5b", "#f2b705"]'
PHONE = {"width": 390, "height": 900}


def _write(shot: bytes, picture: Path) -> None:
    """Writes a picture with 256 colours, which is enough for these and takes a third of the bytes."""
    with Image.open(io.BytesIO(shot)) as image:
        colours = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, 4, dither=Image.Dither.NONE)
    colours.save(picture, optimize=True)


def _opened(browser: Browser, site: Path, **options: Any) -> Page:
    page = browser.new_page(reduced_motion="reduce", **options)
    page.goto((site / "index.html").resolve().as_uri())
    page.locator("html[data-running]").wait_for()
    return page


def _beside(browser: Browser, pictures: Sequence[bytes], picture: Path) -> None:
    """Writes several pictures side by side as one."""
    page = browser.new_page()
    shots = (f"<img src='data:image/png;base64,{base64.b64encode(shot).decode()}'>" for shot in pictures)
    page.set_content(
        f"<div style='display: inline-flex; gap: 16px; align-items: start'>{''.join(shots)}</div>"
    )
    _write(page.locator("div").screenshot(), picture)
    page.close()


def _demo(folder: Path, **settings: str) -> Path:
    """Builds the site of the demo course with some settings of its course.yaml replaced."""
    course = folder / "course"
    shutil.copytree(ROOT / "content", course)
    (course / "logo.svg").write_text(LOGO, encoding="utf-8")
    text = (course / "course.yaml").read_text(encoding="utf-8")
    for old, new in settings.items():
        text = "\n".join(new if line.startswith(f"{old}:") else line for line in text.splitlines())
    (course / "course.yaml").write_text(text, encoding="utf-8")
    build(course, folder / "site")
    return folder / "site"


def page_picture(browser: Browser, folder: Path, picture: Path) -> None:
    """The first page of the demo course on a wide screen."""
    page = _opened(browser, _demo(folder), viewport={"width": 1180, "height": 1010})
    page.locator(".card--mission").evaluate("one => scrollTo(0, one.parentElement.offsetTop - 80)")
    page.locator("[data-saved=saved]").wait_for()
    _write(page.screenshot(), picture)


def themes_picture(browser: Browser, folder: Path, picture: Path) -> None:
    """The first page of the demo course in each theme, on a phone."""
    shots = []
    for number, theme in enumerate(("theme: plain", "theme: field-notes", CORPORATE)):
        site = _demo(folder / str(number), theme=theme, author="author: Harbour")
        page = _opened(browser, site, viewport={"width": 360, "height": 760})
        page.locator("[data-saved=saved]").wait_for()
        shots.append(page.screenshot())
    _beside(browser, shots, picture)


def catalogue_picture(browser: Browser, folder: Path, picture: Path) -> None:
    """Questions of the catalogue on a phone after Check: wrong, in the dark scheme, and right."""
    site = courses(folder / "made")["plain"]

    def card(page: Page, name: str) -> Locator:
        return (
            page.locator(".card--task").filter(has=page.get_by_role("heading", name=name, exact=True)).first
        )

    shots = []
    for name, is_right, options in (
        ("Selection", False, {}),
        ("Matching", False, {"color_scheme": "dark"}),
        ("Ranking", True, {}),
    ):
        page = _opened(browser, site, viewport=PHONE, **options)
        page.evaluate(ANSWER, is_right)
        page.locator("[data-saved=saved]").wait_for()
        page.locator(".masthead").evaluate("one => one.remove()")
        shots.append(card(page, name).screenshot())
    _beside(browser, shots, picture)


def preview_pictures(browser: Browser, folder: Path, gradebook: Path, preview: Path) -> None:
    """The gradebook of simulated learners, and the preview after an answer that the LMS refused."""
    folder.mkdir()
    with starter(folder) as start:
        address, _ = start(ROOT / "content", "--simulate", 12, "--data", folder / "class.sqlite3")
        page = browser.new_page(viewport={"width": 1180, "height": 560}, reduced_motion="reduce")
        page.goto(f"{address}gradebook")
        _write(page.screenshot(), gradebook)
        page.set_viewport_size({"width": 1280, "height": 760})
        page.goto(address)
        shown(page)
        rating = course_in(page).locator(".points").first
        rating.locator("label").nth(2).click()
        expect(page.locator("[data-said]")).to_contain_text("405")
        rating.evaluate("one => one.closest('section').scrollIntoView()")
        page.locator("[data-filter=kind]").select_option("set")
        page.locator("[data-said] li", has_text="405").evaluate("one => one.scrollIntoView()")
        _write(page.screenshot(), preview)


def take(browser: Browser, folder: Path, target: Path) -> Iterator[Path]:
    """Takes all pictures, and gives the path of each once it is written."""
    page_picture(browser, folder / "page", target / "page.png")
    yield target / "page.png"
    themes_picture(browser, folder / "themes", target / "themes.png")
    yield target / "themes.png"
    catalogue_picture(browser, folder / "catalogue", target / "catalogue.png")
    yield target / "catalogue.png"
    preview_pictures(browser, folder / "preview", target / "gradebook.png", target / "preview.png")
    yield from (target / "gradebook.png", target / "preview.png")


if __name__ == "__main__":
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as made:
        program, options = shutil.which("chromium"), ["--headless", "--no-sandbox"]
        chromium = playwright.chromium.launch(executable_path=program, args=options)
        for path in take(chromium, Path(made), Path(sys.argv[1])):
            print(f"{path}: {path.stat().st_size} bytes")
