"""The catalogue of components: in any state, theme and scheme, axe finds nothing, and nothing is too wide."""

from __future__ import annotations

from pathlib import Path

import axe
import pytest
from catalogue import SCHEMES, STATES, courses, in_states
from playwright.sync_api import Browser
from test_accessibility import overflow

from courseware.course.theme import themes

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return courses(tmp_path_factory.mktemp("catalogue") / "made")


@pytest.mark.parametrize("theme", themes())
def test_axe_finds_nothing_in_any_state(
    browser: Browser,
    sites: dict[str, Path],
    theme: str,
) -> None:
    seen = 0
    for state, page in in_states(browser, sites[theme]):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert axe.violations(page) == [], f"{theme}, {state}, {scheme}"
            seen += 1
        page.set_viewport_size({"width": 320, "height": 900})
        assert overflow(page) == [], f"{theme}, {state}"
    assert seen == len(STATES) * len(SCHEMES)


def test_the_states_differ(browser: Browser, sites: dict[str, Path]) -> None:
    """Each state shows what its name says."""
    marks = {
        "as it opens": "html[data-running]",
        "something missing": "[data-problem]",
        "hints open": "details[open] > p",
        "answered wrong": "[data-shown] [data-verdict=incorrect]",
        "no more attempts": "[data-shown] [data-verdict=missed]",
        "answered right": "[data-shown] .choice[data-verdict=correct]",
        "not saved": "[data-saved=unsaved]",
        "the text": "[data-shown] .callout",
        "the end": "#summary[data-shown]",
    }
    assert marks.keys() == STATES.keys()
    shown = {state: page.locator(marks[state]).count() for state, page in in_states(browser, sites["plain"])}
    assert min(shown.values()) > 0, shown
