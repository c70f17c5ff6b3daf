from pathlib import Path

import tiny_package
from playwright.sync_api import BrowserContext, expect
from wagtail_server import WagtailLms


def test_tiny(wagtail_lms: WagtailLms, browser, context: BrowserContext, tmp_path: Path) -> None:
    package = tiny_package.write(tmp_path / "tiny.zip")
    office = browser.new_context()
    office.set_default_timeout(6000)
    wagtail_lms.publish(wagtail_lms.log_in(office, "admin"), package, "Tiny course")
    page = wagtail_lms.log_in(context, "ada")
    wagtail_lms.enrol(page, "Tiny course")
    sco = wagtail_lms.launch(page, "Tiny course")
    sco.get_by_role("button", name="Answer").click()
    expect(sco.locator("#status")).to_have_text("saved")
    wagtail_lms.leave(page)
    record = wagtail_lms.record("ada", "Tiny course")
    print(record, record.interactions)
    assert record.suspend_data == "hello"
    assert record.score_raw == 100
