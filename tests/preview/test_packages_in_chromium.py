"""Packages of other tools, launched in Chromium: each unit is shown, or the preview says why not."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sco_packages import OF_12, SCO_12, item, manifest, three_scos, write_zip
from workbench import course_in, shown

from courseware.archive.reader import open_package
from courseware.preview.builds import Builds
from courseware.preview.desk import Desk
from courseware.preview.lms.hosts import LENIENT, STRICT
from courseware.preview.saves import Saves
from courseware.preview.serve import listen, run
from courseware.preview.store import Store
from courseware.preview.units import units_of

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared")) / "corpus" / "scorm2004-4"
NEEDED = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not here (../shared, COURSEWARE_SHARED)"
)
SAID = {"5-js-entry": ("“Demo”: browsers do not show start.xyz: they download files with this extension",)}
"""Valid package of the corpus with a unit that cannot be played → what the preview says."""
PATIENCE = 120_000
"""Timeout in milliseconds, long enough for a busy machine."""


@dataclass
class Served:
    """A preview in this process, whose package can be changed."""

    desk: Desk
    address: str

    def play(self, page: Page, package: Path) -> None:
        """Opens the preview with another package and a new class."""
        self.desk.builds = Builds(package)
        self.desk.builds.read()
        self.desk.saves = Saves(self.desk.builds, self.desk.events.tell)
        self.desk.forget()
        self.desk.unit = ""
        page.goto(self.address)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    sockets = listen(0)
    desk = Desk(Builds(tmp_path / "none.zip"), Store(None), STRICT)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    task = loop.create_task(run(desk, sockets, ready.set))
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.wait([task])), daemon=True)
    thread.start()
    assert ready.wait(60)
    yield Served(desk, sockets.address)
    loop.call_soon_threadsafe(task.cancel)
    thread.join(30)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_prerequisites_open_a_unit_when_they_are_met(served: Served, page: Page, tmp_path: Path) -> None:
    needs = "<adlcp:prerequisites type='aicc_script'>a</adlcp:prerequisites>"
    items = item("a", "ra") + item("b", "rb", needs) + item("d", "away")
    files = {"imsmanifest.xml": manifest(OF_12, "1.2", items), "a.html": SCO_12, "b.html": SCO_12}
    served.play(page, write_zip(tmp_path / "twelve.zip", files))
    shown(page)
    second = page.get_by_role("button", name="b", exact=True)
    expect(second).to_be_disabled()
    expect(page.locator("[data-contents]")).to_contain_text("Available after: a")
    expect(page.locator("[data-contents]")).to_contain_text("it is on another server")
    course_in(page).get_by_text("Done").click()
    expect(second).to_be_enabled()
    expect(page.locator("[data-contents]")).not_to_contain_text("Not before")
    second.click()
    expect(page.get_by_role("button", name="b", exact=True)).to_have_attribute("aria-current", "true")
    expect(course_in(page).get_by_text("Done")).to_be_visible()


def test_a_sco_leads_on_and_so_does_the_lms(served: Served, page: Page, tmp_path: Path) -> None:
    served.play(page, three_scos(tmp_path / "flow.zip"))
    shown(page)

    def current() -> str:
        return page.locator("[aria-current=true]").inner_text()

    assert current() == "a"
    expect(page.get_by_role("button", name="b", exact=True)).to_be_disabled()
    expect(course_in(page).get_by_role("status")).to_have_text("true false false true")
    course_in(page).get_by_role("button", name="On").click()
    expect(page.locator("[data-contents] [aria-current=true]")).to_have_text("b")
    expect(course_in(page).locator("body")).to_contain_text("b")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("[data-contents] [aria-current=true]")).to_have_text("c")
    expect(page.get_by_role("button", name="Continue", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("[data-contents] [aria-current=true]")).to_have_text("b")
    expect(page.locator("[data-said] .wrong")).to_have_count(0)


@NEEDED
@pytest.mark.long
def test_each_unit_of_each_valid_package_of_the_corpus_is_shown(served: Served, page: Page) -> None:
    rows = [line.split("\t") for line in (CORPUS / "verdicts.tsv").read_text("utf-8").splitlines()]
    names = [row[0] for row in rows if row[1] == "PASS"]
    assert len(names) > 100
    said, not_shown = {}, []
    for name in names:
        package = CORPUS / f"{name}.zip"
        units, problems = units_of(open_package(package))
        unplayed = tuple(problem for problem in problems if "not evaluated" not in problem)
        if unplayed:
            said[name] = unplayed
        served.desk.choose_host(STRICT.name)
        served.play(page, package)
        expect(page.locator("[data-frame]"), name).to_have_count(min(len(units), 1), timeout=PATIENCE)
        served.desk.choose_host(LENIENT.name)
        for unit in units:
            opened = served.desk.launch(unit=unit.id)
            assert opened, (name, unit.id)
            page.goto(served.address)
            expect(page.locator("html"), f"{name}: {unit.file}").to_have_attribute(
                "data-shown", re.compile(".+"), timeout=PATIENCE
            )
            calls = served.desk.store.calls(opened.attempt.id)
            if unit.file.partition("?")[0] in {call["file"] for call in calls if call["kind"] == "missing"}:
                not_shown.append((name, unit.id))
    assert not_shown == []
    assert said == SAID
