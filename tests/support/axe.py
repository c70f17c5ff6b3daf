"""axe-core, which finds what is not accessible in a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PROGRAM = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
COLOURS = {"runOnly": ["cat.color"], "rules": {"color-contrast-enhanced": {"enabled": False}}}
"""Options for the rules about colours, without the one that axe leaves out by default."""
PLACES = """() => JSON.stringify([...document.querySelectorAll("*")].map((one) => one.checkVisibility()
  && Object.values(one.getBoundingClientRect().toJSON())))"""
"""Script that returns where each visible element is."""


def violations(page: Page, exclude: Sequence[str] = (), **options: Any) -> list[str]:
    """What axe finds outside of what `exclude` selects; with all rules that it uses by default, or as `options` say."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(PROGRAM.read_text(encoding="utf-8"))
    passes, found = page.evaluate(
        """async ([exclude, options]) => {
          const { passes, violations } = await axe.run({ exclude }, { resultTypes: ["violations"], ...options });
          return [passes.length, violations.flatMap(({ id, nodes }) => nodes.map(
            ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`))];
        }""",
        [list(exclude), options],
    )
    assert passes
    return list(found)


def violations_in_both_schemes(page: Page, exclude: Sequence[str] = (), **options: Any) -> list[str]:
    """What axe finds in light and in dark. If each element is in the same place in both, only the rules about colours
    can find more in dark."""
    page.emulate_media(color_scheme="light")
    found, places = violations(page, exclude, **options), page.evaluate(PLACES)
    page.emulate_media(color_scheme="dark")
    in_dark = {**options, **COLOURS} if page.evaluate(PLACES) == places else options
    return found + [f"in dark: {words}" for words in violations(page, exclude, **in_dark)]
