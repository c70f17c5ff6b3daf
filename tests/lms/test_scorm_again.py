from pathlib import Path

import tiny_package
from playwright.sync_api import BrowserContext, expect
from scorm12_rules import problems
from scorm_host import ScormHost


def test_tiny(scorm_host: ScormHost, context: BrowserContext, tmp_path: Path) -> None:
    scorm_host.install(tiny_package.write(tmp_path / "tiny.zip"), "tiny")
    first = scorm_host.launch(context, "tiny")
    expect(first.sco.locator("#status")).to_have_text("started ab-initio ")
    first.sco.get_by_role("button", name="Answer").click()
    expect(first.sco.locator("#status")).to_have_text("saved")
    first.leave()
    print(first.calls(), first.attempt, first.errors)
    assert first.attempt.finished
    second = scorm_host.launch(context, "tiny")
    expect(second.sco.locator("#status")).to_have_text("started resume hello")
    second.close()
    import time

    time.sleep(1)
    print(second.calls(), second.attempt.elements)
    print(problems(second.attempt.sessions))
