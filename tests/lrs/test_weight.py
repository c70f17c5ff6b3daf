"""What reporting to a learning record store costs a learner's line, as shipped."""

from __future__ import annotations

import rjsmin

from courseware.data import manifests_folder, templates_folder
from courseware.runtime import link_runtime


def test_the_runtime_is_light() -> None:
    linked = link_runtime(manifests_folder() / "xapi/driver.js")
    assert len(linked.encode()) <= 52_000


def test_delivery_is_light() -> None:
    runtime = templates_folder() / "runtime"
    texts = [(runtime / name).read_text(encoding="utf-8") for name in ("delivery.js", "queue.js")]
    assert len("".join(rjsmin.jsmin(text) for text in texts).encode()) <= 12_000
