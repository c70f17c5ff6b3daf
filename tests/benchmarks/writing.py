"""What an author waits for: from a save until the page in Chromium shows it, with a running preview."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from chromium import OPTIONS
from documents import write_course
from playwright.sync_api import Page, sync_playwright
from rows import Row

from courseware.preview.builds import Builds

ROOT = Path(__file__).parents[2]
ROUNDS = 5
PATIENCE = 120_000
"""Timeout in milliseconds."""


def writing(folder: Path) -> Iterator[Row]:
    """The time from a save until it is shown, and the part of reading and building in it."""
    demo, large = folder / "demo", folder / "large"
    shutil.copytree(ROOT / "content", demo)
    write_course(large, 1000)
    for name, course, limit in (("the demo", demo, 0.3), ("1,000 documents", large, 1.0)):
        document = course / "phase1.md"
        reads, builds = zip(*_in_process(course, document), strict=True)
        yield Row(f"preview, {name}: a save is read again", _milliseconds(reads), "", 0, "", None)
        yield Row(f"preview, {name}: and built again", _milliseconds(builds), "", 0, "", None)
        seconds = median(_in_browser(course, document, folder / f"{course.name}.sqlite3"))
        yield Row(
            f"preview, {name}: from a save to what is shown", f"{seconds:.2f} s", "", seconds, " s", limit
        )


def _change(document: Path, number: int) -> str:
    """Adds a sentence to a document. Returns the sentence."""
    words = f"Sentence {number} of the benchmark."
    document.write_text(f"{document.read_text(encoding='utf-8')}\n\n{words}\n", encoding="utf-8")
    return words


def _in_process(course: Path, document: Path) -> Iterator[tuple[float, float]]:
    builds = Builds(course)
    for number in range(ROUNDS + 1):
        _change(document, number)
        begun = time.perf_counter()
        builds.read()
        read = time.perf_counter()
        builds.build("scorm12")
        if number:  # the first time, everything is read and built
            yield read - begun, time.perf_counter() - read


def _in_browser(course: Path, document: Path, kept: Path) -> list[float]:
    command = [sys.executable, "-m", "courseware", "preview", str(course), "--no-open", "--data", str(kept)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
            page = browser.new_page()
            page.goto(process.stdout.readline().strip(), timeout=PATIENCE)
            seconds = [_shown(page, document, number) for number in range(ROUNDS)]
            browser.close()
            return seconds
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _shown(page: Page, document: Path, number: int) -> float:
    """Seconds from a save until a working page shows it."""
    page.wait_for_selector("html[data-shown]", timeout=PATIENCE)
    before = page.locator("html").get_attribute("data-shown")
    begun = time.time()
    words = _change(document, 100 + number)
    page.wait_for_selector(f"html:not([data-shown='{before}'])", timeout=PATIENCE)
    course = page.frame_locator("[data-frame]").frame_locator("iframe")
    course.get_by_text(words).wait_for(state="attached", timeout=PATIENCE)
    return float(page.locator("html").get_attribute("data-shown") or 0) / 1000 - begun


def _milliseconds(seconds: tuple[float, ...]) -> str:
    return f"{median(seconds) * 1000:.0f} ms"
