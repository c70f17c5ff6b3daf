"""What the inspector shows in addition to calls: the saved state in words, the room left, and exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from courses import write
from playwright.sync_api import BrowserContext, Page, expect
from starting import Start
from workbench import course_in, shown

from courseware.preview.builds import Builds
from courseware.preview.exports import har, report
from courseware.preview.lms import scorm12, scorm2004
from courseware.preview.record_store import RecordStore
from courseware.preview.requests import Request
from courseware.preview.saved_state import decode, rooms, state_in
from courseware.preview.store import Store

CALL = {
    "kind": "call",
    "moment": 1_700_000_000.0,
    "act": "LMSSetValue",
    "name": "SetValue",
    "answer": "false",
}


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_the_saved_state_is_shown_in_words(tmp_path: Path) -> None:
    builds = Builds(write(tmp_path / "planets"))
    builds.read()
    course = builds.course
    assert course is not None
    page, asked = course.pages[0], {interaction.label: interaction for interaction in course.interactions}
    choice, essay = course.interactions[0], asked["Which one would you visit, and why?"]
    seen = page.key + choice.key  # like a question drawn from a pool
    text = rf"1|abcdefgh|1a|{page.key}|c~|{seen}|{choice.key}*2{choice.options[0].key}|~{essay.key}'a\!b\nc|."
    found = decode(text, course)
    assert found is not None
    assert (found.page, found.seen, found.pages, found.saves) == ("Planets", ["Planets"], 1, 46)
    assert (found.completed, found.passed, found.cut) == (True, False, False)
    assert [tuple(answer) for answer in found.answers] == [
        (choice.label, "Mars", False, False, 2),
        (essay.label, "a|b\nc", True, False, 0),
    ]
    cut = decode(text[:-9], course)
    assert cut is not None
    assert cut.cut
    assert len(cut.answers) == 1
    unknown = decode(text, None)
    assert unknown is not None
    assert unknown.answers[0].question == choice.key


@pytest.mark.parametrize("text", ["", "1|", "{}", "2|abcdefgh|1|p||", "1|abcdefgh|1|" + "x" * 1_000_001])
def test_a_state_of_another_tool_is_not_read(text: str) -> None:
    assert decode(text, None) is None


@pytest.mark.parametrize(
    ("document", "state"),
    [
        (b'{"format": 1, "state": "1|abcdefgh|1|p|||.", "times": {}}', "1|abcdefgh|1|p|||."),
        (b'{"format": 2, "state": "x"}', ""),
        (b'{"format": 1, "state": 7}', ""),
        (b"[1]", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_the_state_in_a_document_of_a_record_store(document: bytes, state: str) -> None:
    assert state_in(document) == state


@pytest.mark.parametrize("format_name", ["xapi", "cmi5"])
def test_the_inspector_tells_the_state_that_a_record_store_keeps(
    page: Page, start: Start, tmp_path: Path, format_name: str
) -> None:
    folder = write(tmp_path / "planets", settings="base_iri: https://example.org/planets\n")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--format", format_name)
    page.goto(address)
    shown(page)
    course_in(page).get_by_label("Mars", exact=True).first.check(force=True)
    state = page.locator("[data-state]")
    state.locator("summary").click()
    expect(state.locator(".kept")).to_contain_text("Mars")
    expect(state.locator("tr", has_text="courseware")).to_have_count(1)
    expect(state.locator("tr", has_text="LMS.LaunchData")).to_have_count(int(format_name == "cmi5"))


def test_the_room_that_is_left_is_that_of_each_lms() -> None:
    (state,) = rooms(scorm12.MODEL, {"cmi.suspend_data": "😀" * 100, "cmi.core.student_name": "Ada"})
    assert (state.used, dict(state.most)) == (200, {"Strict": 4096, "Moodle 4.5": 64_000})
    (state,) = rooms(scorm2004.MODEL, {"cmi.suspend_data": "x"})
    assert state.most["Strict"] == 64_000
    values = {"cmi.suspend_data": "x" * 100, "cmi.core.lesson_location": "x" * 100}
    assert [room.element for room in rooms(scorm12.MODEL, values)] == [
        "cmi.core.lesson_location",
        "cmi.suspend_data",
    ]


def test_an_archive_is_one_that_others_read() -> None:
    refused = {
        **CALL,
        "element": "cmi.core.score.raw",
        "value": "x",
        "error": "405",
        "text": "Incorrect Data Type",
    }
    sent = {
        "kind": "statement",
        "moment": 1.5,
        "raw": 'POST statements {}\n{"a": 1}',
        "error": "401",
        "words": "said",
    }
    log = har([{"kind": "launch", "moment": 1.0}, refused, sent])["log"]
    assert log["version"] == "1.2"
    call, statement = log["entries"]
    assert call["request"]["url"] == "http://lms.invalid/api/LMSSetValue"
    assert json.loads(call["request"]["postData"]["text"]) == ["cmi.core.score.raw", "x"]
    assert "Incorrect Data Type" in call["comment"]
    assert (statement["request"]["method"], statement["response"]["status"]) == ("POST", 401)
    assert statement["request"]["postData"]["text"] == '{"a": 1}'
    needed = {"startedDateTime", "time", "request", "response", "cache", "timings"}
    assert all(needed <= entry.keys() for entry in log["entries"])


def test_a_report_tells_errors_and_no_name() -> None:
    refused = {**CALL, "element": "cmi.comments", "value": "I am Ada", "error": "405", "text": "Incorrect Data Type",
               "why": "too long", "clause": "3.4.4"}  # fmt: skip
    text = report({"LMS": "Strict", "Theme": ""}, [refused], ["Ada"])
    assert 'LMSSetValue("cmi.comments", "I am (the learner)") → "false"' in text
    assert "error 405 Incorrect Data Type: too long; 3.4.4" in text
    assert "LMS: Strict" in text
    assert "Theme" not in text
    assert "Ada" not in text


def test_the_inspector_shows_and_copies_it(page: Page, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    page.goto(address)
    shown(page)
    course_in(page).get_by_label("Mars", exact=True).first.check(force=True)
    state = page.locator("[data-state]")
    state.locator("summary").click()
    expect(state).to_contain_text("Mars")
    expect(state.locator(".rooms tr", has_text="cmi.suspend_data")).to_contain_text("63,9")
    course_in(page).get_by_label("Venus, the morning star", exact=True).first.check(force=True)
    expect(state.locator(".kept")).to_contain_text("Venus")
    page.get_by_role("button", name="Copy as bug report").click()
    expect(page.locator("[data-reported]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "LMS: Strict" in copied
    assert "LMSInitialize" in copied
    assert "Learner" not in copied
    with page.expect_download() as download:
        page.get_by_role("link", name="HAR").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["log"]["entries"]


def test_a_request_is_shown_without_credentials_and_no_longer_than_a_person_reads() -> None:
    form = b"Content-Type=application%2Fjson&authorization=Basic%20c2VjcmV0&content=" + b"x" * 100_000
    _, said = RecordStore(Store(None)).failed(
        Request("POST", "statements", {"method": "PUT"}, {}, form), "no room"
    )
    assert "c2VjcmV0" not in said.raw
    assert "content=xxx" in said.raw
    assert len(said.raw) < 21_000
    assert said.raw.endswith("more characters)")
