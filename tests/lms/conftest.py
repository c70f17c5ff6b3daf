"""The independent parties: two LMSs that this project did not write, and packages to play in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import scorm_host as scorm_host_module
import wagtail_server
from playwright.sync_api import Browser, BrowserContext, Page, expect

expect.set_options(timeout=20_000)  # a busy machine is not a failure


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile: its pages share storage, as on one computer."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def wagtail_lms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wagtail_server.WagtailLms]:
    with wagtail_server.serve(tmp_path_factory.mktemp("wagtail-lms")) as lms:
        yield lms


@pytest.fixture(scope="module")
def office(browser: Browser, wagtail_lms: wagtail_server.WagtailLms) -> Iterator[Page]:
    """The browser of the administrator of wagtail-lms."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield wagtail_lms.log_in(context, "admin")
    context.close()


@pytest.fixture(scope="session")
def scorm_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[scorm_host_module.ScormHost]:
    with scorm_host_module.serve(tmp_path_factory.mktemp("scorm-host")) as host:
        yield host
