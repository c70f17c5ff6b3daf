"""Fixtures for all tests: browsers, LMSs and record stores; and options that rewrite generated files.

One file for all folders, because the type checker allows only one module of this name.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import chromium
import hypothesis
import pytest
import scorm_host as scorm_host_module
import sites
import starting
import wagtail_server
from course_server import Preview
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, expect, sync_playwright

hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")
expect.set_options(timeout=chromium.PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.OPTIONS)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[starting.Start]:
    """A function that starts a preview like its users."""
    with starting.starter(tmp_path) as start:
        yield start


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile, whose pages share storage as on one computer.

    Reduced motion is requested, because a click takes a third less time without animations.
    """
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(chromium.PATIENCE)
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[chromium.Open]:
    """A function that opens an address in a new browser profile."""
    with chromium.opener(browser) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def wagtail_lms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wagtail_server.WagtailLms]:
    """wagtail-lms, an LMS that is not part of this project."""
    with wagtail_server.serve(tmp_path_factory.mktemp("wagtail-lms")) as lms:
        yield lms


@pytest.fixture(scope="session")
def office(browser: Browser, wagtail_lms: wagtail_server.WagtailLms) -> Iterator[APIRequestContext]:
    """A session of wagtail-lms in which its administrator is logged in."""
    context = browser.new_context()
    wagtail_lms.log_in(context, "admin")
    yield context.request
    context.close()


@pytest.fixture(scope="session")
def scorm_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[scorm_host_module.ScormHost]:
    """Pages with scorm-again, a SCORM run-time that is not part of this project."""
    with scorm_host_module.serve(tmp_path_factory.mktemp("scorm-host")) as host:
        yield host


@pytest.fixture
def preview() -> Iterator[Preview]:
    """A learning record store that fails on demand."""
    with Preview().serve() as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return sites.small(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture(scope="session")
def quiz(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return sites.quiz(tmp_path_factory.mktemp("quiz") / "course")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collects tests without garbage collection, which would take an eighth of the time: they are all kept anyway."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for each processor, because tests spend over half of their time waiting for pages and timers."""
    return 3 * (os.cpu_count() or 1)


LONGEST_FIRST = (
    "lrs/test_cmi5_sessions.py",
    "site/test_accessibility.py",
    "lms/test_wagtail_lms.py",
    "site/test_looks.py",
    "lms/test_scorm_faults.py",
    "lrs/test_beside.py",
    "lrs/test_faults.py",
    "preview/test_preview_looks.py",
    "lms/test_links_away.py",
    "lrs/test_stores.py",
    "validation/test_hostile.py",
    "lrs/test_requests.py",
    "lms/test_scorm_again.py",
    "site/test_ending.py",
    "lrs/test_words.py",
    "lms/test_scorm_again_2004.py",
    "lrs/test_devices.py",
    "site/test_policy.py",
    "lms/test_kinds_in_lms.py",
    "lrs/test_leaving.py",
    "records/test_records_engine.py",
    "lms/test_states_by_keyboard.py",
    "site/test_kinds_on_page.py",
    "lms",
    "preview",
    "lrs",
    "site",
)
"""The files that take longest, those that mostly wait beside those that mostly compute, so that no processor is idle;
then the folders of others that are played in browsers."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and end with files that take a second: a file is run by one process, and all
    others would wait for a long one that comes last."""
    tests = Path(__file__).parent
    places = {tests / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, places.get(item.path.parent, len(places))))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite the expectations of tests/cases instead of comparing with them; then read the diff",
    )
    parser.addoption(
        "--update-codes",
        action="store_true",
        help="rewrite docs/codes.md from the table of faults instead of comparing with it",
    )
    parser.addoption(
        "--update-queries",
        action="store_true",
        help="rewrite the SQL of courseware/records from its expressions instead of comparing with it",
    )
