"""The preview in a browser: the course's frame, and waiting until it is shown."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect


def course_in(page: Page) -> FrameLocator:
    """The frame in which the package runs."""
    return page.frame_locator("[data-frame]").frame_locator("iframe:not([inert])")


def shown(page: Page, before: str = "") -> str:
    """Waits until the course is shown, or shown again after `before`. Returns a value to wait for the next time."""
    other = re.compile(rf"^(?!{before}$).+") if before else re.compile(".+")
    expect(page.locator("html")).to_have_attribute("data-shown", other)
    return page.locator("html").get_attribute("data-shown") or ""
