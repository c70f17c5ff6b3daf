"""The HTML report: one page by itself, that takes hostile names as text and is fit for everyone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hostile import SOUND
from packages import ROOT, write_zip
from playwright.sync_api import Browser

from courseware.archive.reader import lines_of
from courseware.diagnostics import Report
from courseware.diagnostics.html import as_html
from courseware.validation.validate import validate, validate_all

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def report(tmp_path: Path) -> str:
    """A sound package, one with an error, one with a warning, and one of a hostile name."""
    broken = SOUND["imsmanifest.xml"].replace(b'identifierref="r2"', b'identifierref="r22"')
    paths = [
        write_zip(tmp_path / "sound.zip", SOUND),
        write_zip(tmp_path / "broken.zip", {**SOUND, "imsmanifest.xml": broken}),
        write_zip(tmp_path / "more.zip", {**SOUND, "more.html": b""}),
        write_zip(tmp_path / "<img src=x onerror=alert(1)>.zip", {**SOUND, "<script>.html": b""}),
    ]
    return as_html(validate_all(paths), lines_of)


def test_the_page_needs_no_other_file(report: str) -> None:
    assert not re.search(
        r"""\b(?:src|href|url)\s*[=(]\s*["']?(?!#)\w""", re.sub(r"<(?:td|h2|h3|p|pre).*?>.*", "", report)
    )
    assert "default-src 'none'" in report


def test_names_are_text(report: str) -> None:
    assert "<script" not in report
    assert "<img" not in report
    assert "&lt;script&gt;.html" in report


def test_what_it_says(report: str) -> None:
    assert "<h1>Errors in 1 of 4 packages</h1>" in report
    assert report.count("nothing to report") == 2
    assert "<mark>&lt;item</mark>" in report or "<mark>item" in report


def test_a_line_with_a_secret_is_not_shown(tmp_path: Path) -> None:
    broken = SOUND["imsmanifest.xml"].replace(b'identifierref="r2"', b'identifierref="r22"')
    report = validate(write_zip(tmp_path / "broken.zip", {**SOUND, "imsmanifest.xml": broken}))
    assert "<pre" in as_html([report], lines_of)
    places = [(diagnostic, diagnostic.span) for diagnostic in report.diagnostics]
    hidden = [diagnostic._replace(span=span and span._replace(secret=True)) for diagnostic, span in places]
    assert "<pre" not in as_html([report._replace(diagnostics=tuple(hidden))], lines_of)


def test_one_sound_package(tmp_path: Path) -> None:
    report = as_html([validate(write_zip(tmp_path / "sound.zip", SOUND))], lines_of)
    assert "<h1>No errors in 1 package</h1>" in report
    assert "<table>" not in report


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(report: str, scheme: Any, width: int, browser: Browser, tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install)")
    path = tmp_path / "report.html"
    path.write_text(report, encoding="utf-8")
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run().then(result => result.violations.map(one => one.id))")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    assert (found, wide) == ([], False)


def test_of_very_many_diagnostics_a_thousand_are_shown() -> None:
    (diagnostic,) = validate("there is none.zip").diagnostics
    page = as_html([Report("x.zip", "", (diagnostic,) * 1_222)], lines_of)
    assert (page.count("<li "), "and 222 more" in page, "1222 errors" in page) == (1_000, True, True)
