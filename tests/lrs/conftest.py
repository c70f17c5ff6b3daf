"""A learning record store that fails on demand, and courses to play against it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from courseware.preview.server import Preview

sys.path.append(str(Path(__file__).parents[1] / "lms"))  # what a learner does in a course is said there

import sites

expect.set_options(timeout=20_000)  # a busy machine is not a failure


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile: its pages share storage, as on one computer."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def preview() -> Iterator[Preview]:
    with Preview().serve() as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return sites.small(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture(scope="session")
def quiz(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return sites.quiz(tmp_path_factory.mktemp("quiz") / "course")
