"""A course in Firefox: it loads, takes answers by pointer and keys, comes back with them, and axe finds nothing."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from firefox import FIREFOX, Window, firefox
from test_accessibility import AXE, ROOT, build

from courseware.course.theme import themes

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FIREFOX, reason="there is no Firefox here (Debian: firefox-esr)"),
]

COURSE = ROOT / "tests" / "cases" / "components" / "all" / "course"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the course of all components lies, in each theme."""
    folder = tmp_path_factory.mktemp("sites")
    for theme in themes():
        course = tmp_path_factory.mktemp("courses") / theme
        course.mkdir()
        for file in COURSE.iterdir():
            (course / file.name).write_bytes(file.read_bytes())
        (course / "course.yaml").write_text(f"id: all-{theme}\ntheme: {theme}\n", encoding="utf-8")
        build(course, folder / theme)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with firefox() as one:
        yield one


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
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install)")
    opened(window, f"{origin}/{theme}/index.html")
    window.evaluate("localStorage.clear()")
    opened(window, f"{origin}/{theme}/index.html")
    window.evaluate(f"(() => {{ {AXE.read_text(encoding='utf-8')} }})()")
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
