"""The browser of the tests: which program, with which options."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, Page, expect

PROGRAM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The one without windows opens a page in a third of the processor time."""
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000
"""Milliseconds: a busy machine is not a failure."""
WIDE = 1280


class Open(Protocol):
    """Opens an address in a browser profile of its own, and waits until its script runs, if there may be scripts.

    `options` are those of Playwright's contexts. Without one, less motion is asked for (see `context`).
    """

    def __call__(self, address: str, width: int = WIDE, height: int = 900, **options: Any) -> Page: ...


@contextmanager
def opener(browser: Browser) -> Iterator[Open]:
    """Closes at the end what it opened."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, width: int = WIDE, height: int = 900, **options: Any) -> Page:
        options = {"reduced_motion": "reduce", **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        if options.get("java_script_enabled", True):
            expect(page.locator("html")).to_have_attribute("data-running", "")
        return page

    yield open_page
    for context in contexts:
        context.close()
