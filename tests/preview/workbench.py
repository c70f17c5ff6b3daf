"""The preview in a browser: the frame that the course is in, and when it is shown."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect


def course_in(page: Page) -> FrameLocator:
    """The frame that the package runs in."""
    return page.frame_locator("[data-frame]").frame_locator("iframe:not([inert])")


def shown(page: Page, before: str = "") -> str:
    """Waits until the course is shown, anew where it was before; gives what tells the next time."""
    other = re.compile(rf"^(?!{before}$).+") if before else re.compile(".+")
    expect(page.locator("html")).to_have_attribute("data-shown", other, timeout=30_000)
    return page.locator("html").get_attribute("data-shown") or ""
