"""A course in Firefox: it loads, accepts answers by pointer and keyboard, restores them, and axe finds nothing."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import zlib
from collections.abc import Iterator

import axe
import pytest
from firefox import FIREFOX, Window, firefox
from test_accessibility import ROOT, build, write

from courseware.course.theme import themes

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FIREFOX, reason="there is no Firefox here (Debian: firefox-esr)"),
]

COURSE = ROOT / "tests" / "cases" / "components" / "all" / "course"
SHORT = """---
title: Capitals
---

## Of Switzerland

{type: selection}

Which city is the capital?

- [ ] Zurich
  > It is the largest.
- [x] Bern
"""
ESCAPE = "\ue00c"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Theme → site of the course with all components."""
    folder = tmp_path_factory.mktemp("sites")
    for theme in themes():
        course = tmp_path_factory.mktemp("courses") / theme
        course.mkdir()
        for file in COURSE.iterdir():
            (course / file.name).write_bytes(file.read_bytes())
        (course / "course.yaml").write_text(f"id: all-{theme}\ntheme: {theme}\n", encoding="utf-8")
        build(course, folder / theme)
    settings = "id: short\ntitle: Short\npassing_score: 50\ncertificate: true\n"
    build(write(tmp_path_factory.mktemp("short") / "course", {"1.md": SHORT}, settings), folder / "short")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with firefox() as tab:
        yield tab


def opened(window: Window, url: str) -> None:
    window.go(url)
    window.wait_for("document.documentElement.matches('[data-running]')")


def test_what_was_answered_is_there_again(window: Window, origin: str) -> None:
    opened(window, f"{origin}/plain/index.html")
    assert window.evaluate("getComputedStyle(document.querySelector('.page--summary')).display") == "none"
    window.click(".numbers input")
    window.click("textarea")
    window.type("Well, tea")
    window.click(".ranking [data-move=down]")
    order = "[...document.querySelectorAll('.ranking > li')].map((one) => one.dataset.option)"
    before = window.evaluate(order)
    window.click("[data-kind=long-fill-in] [data-check]")
    window.wait_for("document.querySelector('[data-saved=saved]')")
    opened(window, f"{origin}/plain/index.html")
    window.click("[data-go-on]")
    window.wait_for("document.querySelector('.numbers input').checked")
    assert window.evaluate("document.querySelector('textarea').value") == "Well, tea"
    assert window.evaluate(order) == before
    verdict = "document.querySelector('[data-kind=long-fill-in] [data-feedback]:not([hidden])')"
    assert window.evaluate(f"{verdict}.innerText.trim() !== ''")


@pytest.mark.parametrize("theme", themes())
def test_axe_finds_nothing_before_and_after_answering(window: Window, origin: str, theme: str) -> None:
    if not axe.PROGRAM.is_file():
        pytest.skip("axe-core is not installed (npm install)")
    opened(window, f"{origin}/{theme}/index.html")
    window.evaluate("localStorage.clear()")
    opened(window, f"{origin}/{theme}/index.html")
    window.evaluate(f"(() => {{ {axe.PROGRAM.read_text(encoding='utf-8')} }})()")
    run = (
        "axe.run({ resultTypes: ['violations'] })"
        ".then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    )
    assert window.evaluate(run) == []
    window.evaluate(
        "(() => { for (const one of document.querySelectorAll('[data-shown] .choice:first-child input')) one.click();"
        " for (const one of document.querySelectorAll('[data-shown] [data-check]')) one.click() })()"
    )
    window.wait_for("document.querySelector('[data-shown] [data-verdict]')")
    window.evaluate(
        "Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => 0)"
    )
    assert window.evaluate(run) == []
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_verdict_stands_at_the_option_and_the_course_ends_with_its_certificate(
    window: Window, origin: str
) -> None:
    window.resize(390, 700)
    opened(window, f"{origin}/short/index.html")
    verdict = "document.querySelector('.choice[data-verdict]')"
    for option, judged in ((1, "incorrect"), (2, "correct")):
        window.click(f".choice:nth-of-type({option}) label")
        window.click("[data-check]")
        window.wait_for(f"{verdict}?.dataset.verdict === '{judged}'")
        assert (
            window.evaluate(f"getComputedStyle({verdict}.querySelector('input'), '::before').clipPath")
            != "none"
        )
        top, bottom = window.evaluate(
            "(({ top, bottom }) => [top, bottom])"
            "(document.querySelector('.outcome > .feedback:not([hidden])').getBoundingClientRect())"
        )
        assert window.evaluate("document.querySelector('.masthead').offsetHeight") <= top < bottom <= 700
    window.click("[data-shown] [data-next]")
    window.wait_for("document.querySelector('#summary[data-shown]')")
    assert "passed" in window.evaluate("document.querySelector('.hero__ending:not([hidden])').innerText")
    window.wait_for("document.querySelector('.certificate').checkVisibility()")


def test_contents_opens_below_its_button_and_closes_with_escape(window: Window, origin: str) -> None:
    window.resize(390, 700)
    opened(window, f"{origin}/plain/index.html")
    window.click("[data-contents-toggle]")
    window.wait_for("document.querySelector('[data-contents-dialog]').open")
    top = "document.querySelector('[data-contents-dialog]').getBoundingClientRect().top"
    assert window.evaluate(f"{top} < innerHeight / 2")
    window.type(ESCAPE)
    window.wait_for("!document.querySelector('[data-contents-dialog]').open")
    assert window.evaluate("document.activeElement.matches('[data-contents-toggle]')")


def sheets_of(pdf: bytes) -> int:
    """The number of pages in a PDF with compressed streams."""
    streams = re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.DOTALL)
    texts = (pdf, *(zlib.decompressobj().decompress(stream) for stream in streams))
    return sum(len(re.findall(rb"/Type\s*/Page\b", text)) for text in texts)


def test_answers_are_on_one_to_three_sheets_of_paper_and_a_course_on_more(
    window: Window, origin: str
) -> None:
    window.resize(1280, 900)
    opened(window, f"{origin}/plain/index.html")
    sheets = {}
    for what in ("page", "answers", "course"):
        window.evaluate(f"document.documentElement.dataset.print = '{what}'")
        sheets[what] = sheets_of(window.printed())
    assert 1 <= sheets["answers"] <= 3
    assert sheets["answers"] < sheets["page"] < sheets["course"]
