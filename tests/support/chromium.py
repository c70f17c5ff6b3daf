"""The browser of the tests: its program and options."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, Page, expect

PROGRAM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Prefers the headless shell, which opens a page in a third of the processor time."""
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
PATIENCE = 60_000
"""Timeout in milliseconds, long enough for a busy machine."""
WIDE = 1280


def in_widths(page: Page, *widths: int, height: int = 900) -> Iterator[int]:
    """Shows a page in each of these widths."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        yield width


class Open(Protocol):
    """Opens an address in a new browser profile, and waits until the page's script runs, unless scripts are disabled.

    `options` are those of Playwright's contexts. By default, reduced motion is requested (see `context`).
    """

    def __call__(self, address: str, width: int = WIDE, height: int = 900, **options: Any) -> Page: ...


@contextmanager
def opener(browser: Browser) -> Iterator[Open]:
    """Gives a function that opens pages; they are closed at the end of the context."""
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
