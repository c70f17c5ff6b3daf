"""The Content-Security-Policy in every page, as Chromium applies it in the frame of an LMS."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from courseware.course.compiler import check_course
from courseware.formats import FORMATS, load
from courseware.formats.build import packages
from courseware.site.policy import ANYWHERE, NOWHERE, OWN_SITE, origin

DOCUMENT = """---
title: Tides
---

![The bay](bay.svg) and <https://example.org>

## The moon

{type: selection, title: "How often?"}

- [x] Twice a day
- [ ] Once a day
"""
FILES = {
    "tides.md": DOCUMENT,
    "bay.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "ours.css": ":root { --accent: #123456 }",
}
BESIDE = "scorm12 with a record store"
SITES = (*FORMATS, BESIDE)
HOST = '<!doctype html><title>LMS</title><iframe id="sco" width="900" height="700"></iframe>'
VIOLATIONS = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
ATTACK = """
<script>window.ran = "an element"</script>
<b id="handler" onclick="window.ran = 'a handler'">!</b>
<a id="address" href="javascript:window.ran = 'an address'">!</a>
<style>:root { --accent: red }</style>
<p style="--accent: red">!</p>
<script src="ELSEWHERE"></script>
<img src="ELSEWHERE">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<iframe src="ELSEWHERE"></iframe>
<object data="ELSEWHERE"></object>
<base href="ELSEWHERE">
"""
REFUSED = {
    "base-uri", "frame-src", "img-src", "object-src", "script-src-attr", "script-src-elem", "style-src-attr",
    "style-src-elem", "require-trusted-types-for",
}  # fmt: skip


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/host.html":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(HOST.encode())

    def log_message(self, *_: Any) -> None:
        """Does not log requests, so that the tests' output shows only failures."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another origin, which responds to any request."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/host.html"
        server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Path:
    """A course in every format, unpacked; `attacked.html` is its page with what an attacker might insert."""
    folder = tmp_path_factory.mktemp("formats")
    for name in SITES:
        settings = "theme: ours.css\nbase_iri: https://example.org/tides\n"
        if name == BESIDE:
            settings += "xapi: {endpoint: /lrs/}\n"
        course, diagnostics = check_course({**FILES, "course.yaml": settings})
        assert course is not None
        assert diagnostics == []
        ((package, problems),) = packages(course, [load(name.split()[0])], (1980, 1, 1, 0, 0, 0))
        assert problems == []
        site = folder / name.replace(" ", "_")
        for file in package.files:
            path = site / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read())
        text = (site / "index.html").read_text(encoding="utf-8")
        attacked = text.replace("</body>", ATTACK.replace("ELSEWHERE", elsewhere) + "</body>")
        (site / "attacked.html").write_text(attacked, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(VIOLATIONS)
    yield context.new_page()
    context.close()


def framed(page: Page, address: str) -> Frame:
    """Opens a page of the course in the frame of an LMS, and waits until it runs."""
    with page.expect_event("framenavigated", lambda frame: frame.url == address):
        page.locator("#sco").evaluate("(frame, address) => { frame.src = address; }", address)
    frame = page.frames[1]
    frame.wait_for_selector("html[data-running]")
    return frame


def use(frame: Frame) -> None:
    """Answers the question, and opens the summary, which has a download."""
    frame.get_by_label("Twice a day").check()
    frame.get_by_role("button", name="Check").click()
    expect(frame.locator("[data-feedback=correct]")).to_be_visible()
    frame.locator("[data-next]").last.click()
    expect(frame.locator("#summary")).to_be_visible()
    frame.wait_for_function("() => document.querySelector('main img').naturalWidth > 0")
    accent = frame.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
    assert accent.strip() == "#123456"


@pytest.mark.parametrize("name", SITES)
def test_page_works_in_a_frame(name: str, page: Page, served: str) -> None:
    page.goto(f"{served}/host.html")
    frame = framed(page, f"{served}/{name.replace(' ', '_')}/index.html")
    use(frame)
    assert frame.evaluate("violations") == []


@pytest.mark.parametrize("name", SITES)
def test_what_is_put_into_a_page_does_not_run_and_loads_nothing(
    name: str, page: Page, served: str, elsewhere: str
) -> None:
    page.goto(f"{served}/host.html")
    frame = framed(page, f"{served}/{name.replace(' ', '_')}/attacked.html")
    frame.evaluate("for (const id of ['handler', 'address']) document.getElementById(id).click()")
    frame.evaluate("() => { try { document.body.innerHTML += '<b>' } catch {} }")
    frame.wait_for_function(f"() => new Set(violations).size >= {len(REFUSED)}")
    assert set(frame.evaluate("violations")) == REFUSED
    assert frame.evaluate("window.ran") is None
    use(frame)

    asks = "address => fetch(address, {mode: 'no-cors'}).then(() => true, () => false)"
    asks_anyone = "xapi" in name or "cmi5" in name
    assert frame.evaluate(asks, elsewhere) == asks_anyone
    assert frame.evaluate(asks, f"{served}/host.html") == (name != "html")


def test_page_that_is_opened_from_a_folder_works(page: Page, folder: Path) -> None:
    page.goto((folder / "html/index.html").as_uri())
    page.wait_for_selector("html[data-running]")
    use(page.main_frame)
    assert page.evaluate("violations") == []


@pytest.mark.parametrize(
    ("endpoint", "source"),
    [
        ("https://lrs.example/xapi/", "https://lrs.example"),
        ("http://LRS.example:8080/", "http://lrs.example:8080"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("https://[2001:db8::1]/", "https:"),
        ("https://lrs.example;script-src/", "https:"),
        ("/lrs/", "'self'"),
    ],
)
def test_source_of_an_endpoint(endpoint: str, source: str) -> None:
    assert origin(endpoint) == source


def test_formats_without_a_record_store_ask_their_own_site_at_most() -> None:
    course, _ = check_course({**FILES, "course.yaml": "base_iri: https://example.org/tides\n"})
    assert course is not None
    asks = {name: load(name).entries(course).connects for name in FORMATS}
    stores = {name for name in FORMATS if "xapi" in name or "cmi5" in name}
    own = {"html": NOWHERE}
    assert asks == {name: ANYWHERE if name in stores else own.get(name, OWN_SITE) for name in FORMATS}
