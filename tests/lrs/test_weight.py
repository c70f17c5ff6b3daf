"""How many bytes reporting to a learning record store adds to the shipped script."""

from __future__ import annotations

import pytest
import rjsmin

from courseware.data import templates_folder
from courseware.site.linker import link_runtime


@pytest.mark.parametrize("driver", ["xapi", "cmi5", "xapi_cmi5", "scorm12", "scorm2004"])
def test_the_runtime_is_light(driver: str) -> None:
    """The limit in docs/page.md."""
    linked = link_runtime(driver, driver.startswith("scorm"), frozenset()).text
    assert "X-Experience-API-Version" in linked
    assert len(linked.encode()) <= 55_000


@pytest.mark.parametrize("driver", ["scorm12", "scorm2004", "html"])
def test_who_does_not_report_does_not_carry_it(driver: str) -> None:
    assert "X-Experience-API-Version" not in link_runtime(driver).text


def test_delivery_is_light() -> None:
    runtime = templates_folder() / "runtime"
    texts = [(runtime / name).read_text(encoding="utf-8") for name in ("delivery.js", "queue.js")]
    assert len("".join(rjsmin.jsmin(text) for text in texts).encode()) <= 12_000
