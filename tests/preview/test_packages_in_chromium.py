"""Packages of others, launched in Chromium: each of their units is shown, or the preview says why it cannot be."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Page, expect
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
SAID = {"5-js-entry": ("“Demo”: browsers do not show start.xyz: they download a file with this ending",)}
"""Valid packages of the corpus of which a unit cannot be played, and why the preview says so."""
PATIENCE = 120_000
"""Milliseconds: a busy machine is not a failure."""
NAMESPACES = """xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" """
OF_12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'


@dataclass
class Served:
    """A preview in this process, whose package can be changed."""

    desk: Desk
    address: str

    def play(self, page: Page, package: Path) -> None:
        """Opens the preview with another package, for a class that has done nothing."""
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


def item(identifier: str, resource: str, more: str = "") -> str:
    return (
        f'<item identifier="{identifier}" identifierref="{resource}"><title>{identifier}</title>{more}</item>'
    )


def manifest(namespaces: str, version: str, items: str, course: str = "") -> bytes:
    resources = "".join(
        f'<resource identifier="r{name}" type="webcontent" adlcp:scormType="sco" href="{name}.html"/>'
        for name in "abc"
    )
    return f"""<manifest identifier="m" {namespaces}><metadata><schemaversion>{version}</schemaversion></metadata>
      <organizations default="o"><organization identifier="o"><title>Course</title>{items}{course}</organization>
      </organizations><resources>{resources}<resource identifier="away" href="https://example.org/a.html"/></resources>
      </manifest>""".encode()


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


SCO_12 = b"""<script>const api = parent.API; api.LMSInitialize("");
  function done() { api.LMSSetValue("cmi.core.lesson_status", "completed"); api.LMSFinish(""); }</script>
  <button onclick="done()">Done</button>"""
SCO_2004 = b"""<script>const api = parent.API_1484_11; api.Initialize("");
  function go(to) { api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.exit", "normal");
    api.SetValue("adl.nav.request", to); api.Terminate(""); }</script>
  <button onclick="go('continue')">On</button>"""


def test_prerequisites_open_a_unit_when_they_are_met(served: Served, page: Page, tmp_path: Path) -> None:
    needs = "<adlcp:prerequisites type='aicc_script'>a</adlcp:prerequisites>"
    items = item("a", "ra") + item("b", "rb", needs) + item("d", "away")
    files = {"imsmanifest.xml": manifest(OF_12, "1.2", items), "a.html": SCO_12, "b.html": SCO_12}
    served.play(page, write_zip(tmp_path / "twelve.zip", files))
    shown(page)
    second = page.get_by_role("button", name="b", exact=True)
    expect(second).to_be_disabled()
    expect(page.locator("[data-contents]")).to_contain_text("Not before: a")
    expect(page.locator("[data-contents]")).to_contain_text("it lies elsewhere")
    course_in(page).get_by_text("Done").click()
    expect(second).to_be_enabled(timeout=30_000)
    expect(page.locator("[data-contents]")).not_to_contain_text("Not before")
    second.click()
    expect(page.get_by_role("button", name="b", exact=True)).to_have_attribute("aria-current", "true")
    expect(course_in(page).get_by_text("Done")).to_be_visible()


def test_a_sco_leads_on_and_so_does_the_lms(served: Served, page: Page, tmp_path: Path) -> None:
    flow = '<imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>'
    items = item("a", "ra") + item("b", "rb") + item("c", "rc")
    texts = {f"{name}.html": SCO_2004 + name.encode() for name in "abc"}
    package = {"imsmanifest.xml": manifest(NAMESPACES, "2004 4th Edition", items, flow), **texts}
    served.play(page, write_zip(tmp_path / "flow.zip", package))
    shown(page)

    def current() -> str:
        return page.locator("[aria-current=true]").inner_text()

    assert current() == "a"
    expect(page.get_by_role("button", name="b", exact=True)).to_be_disabled()
    course_in(page).get_by_text("On").click()
    expect(page.locator("[data-contents] [aria-current=true]")).to_have_text("b", timeout=30_000)
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
