"""xAPI and cmi5 launches, packages of other tools, and many learners at once: all answers are kept."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from courses import write
from playwright.sync_api import BrowserContext, Page, expect
from starting import PATIENCE, Start
from workbench import course_in, shown

TWO_SCOS = """<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Two</title>
<item identifier="first" identifierref="r1" parameters="?a=1"><title>First &lt;b&gt;</title>
<adlcp:datafromlms>from the manifest</adlcp:datafromlms></item>
<item identifier="folder"><title>Folder</title>
<item identifier="second" identifierref="r2"><title>Second</title></item></item>
<item identifier="far" identifierref="r3"><title>Far</title></item>
<item identifier="gone" identifierref="r4"><title>Gone</title></item>
</organization></organizations>
<resources>
<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="one.html"><file href="one.html"/></resource>
<resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="two.html"><file href="two.html"/></resource>
<resource identifier="r3" type="webcontent" adlcp:scormtype="sco" href="https://example.invalid/x.html"/>
<resource identifier="r4" type="webcontent" adlcp:scormtype="sco" href="none.html"/>
</resources></manifest>"""
SCO = """<!doctype html><title>SCO</title><p id="p"></p><script>
const api = parent.API; api.LMSInitialize("");
document.getElementById("p").textContent = location.pathname.split("/").pop() + location.search + " " +
  api.LMSGetValue("cmi.launch_data") + " " + api.LMSGetValue("cmi.core.entry");
api.LMSSetValue("cmi.core.lesson_status", "completed"); api.LMSSetValue("cmi.core.exit", "suspend"); api.LMSFinish("");
</script>"""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def frame_of(client: httpx.Client) -> str:
    found = re.search(r'<iframe [^>]*src="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def launched(frame: str) -> dict[str, Any]:
    """The launch data of the frame."""
    found = re.search(r'id="launch">(.*?)</script>', httpx.get(frame, timeout=PATIENCE).text)
    assert found
    return dict(json.loads(found[1]))


def parameters(frame: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(launched(frame)["file"]).query).items()}


def statement(number: int, given: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "actor": json.loads(given["actor"]),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {
            "id": f"https://example.org/q{number}",
            "definition": {"interactionType": "fill-in", "description": {"en": f"Question {number}"}},
        },
        "result": {"response": f"answer {number}"},
        "context": {"registration": given["registration"]},
    }


@pytest.mark.parametrize("format_name", ["xapi", "cmi5"])
def test_an_answer_arrives_in_words_and_in_the_gradebook(
    page: Page, start: Start, tmp_path: Path, format_name: str
) -> None:
    kept = tmp_path / "class.sqlite3"
    address, _ = start(write(tmp_path / "planets"), "--data", kept, "--format", format_name)
    page.goto(address)
    shown(page)
    course = course_in(page)
    course.locator("textarea").first.fill("Neptune")
    expect(course.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.locator(
        "[data-said] .words", has_text="answered “Which one would you visit, and why?”: Neptune"
    ).first.wait_for()
    expect(page.locator("[data-said] .wrong")).to_have_count(0)
    page.get_by_role("link", name="Gradebook").click()
    expect(page.locator("td", has_text="Neptune")).to_have_count(1)
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("select count(*) from statement").fetchone()[0] >= 2


def test_an_endpoint_may_be_joined_with_one_slash_more(start: Start, tmp_path: Path) -> None:
    """As the library in CATAPULT's courses does."""
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--format", "cmi5")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        given = parameters(frame_of(client))
        token = client.post(given["fetch"]).json()["auth-token"]
        headers = {"X-Experience-API-Version": "1.0.3", "Authorization": f"Basic {token}"}
        asked = {
            "stateId": "LMS.LaunchData",
            "activityId": given["activityId"],
            "agent": given["actor"],
            "registration": given["registration"],
        }
        reply = client.get(f"{given['endpoint']}/activities/state", params=asked, headers=headers)
    assert reply.json()["launchMode"] == "Normal"


def test_why_nothing_of_a_package_can_be_played_is_open_to_see(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(
            "cmi5.xml",
            '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">'
            '<course id="https://rain.example"/><au id="https://rain.example/au"><title>'
            '<langstring lang="en">Rain</langstring></title><url>https://rain.example/au.html</url></au>'
            "</courseStructure>",
        )
    address, _ = start(path, "--data", tmp_path / "class.sqlite3")
    page = httpx.get(address, timeout=PATIENCE).text
    assert '<details class="units" open>' in page
    assert "“Rain”: it is on another server (https://rain.example/au.html)" in page


def test_statements_that_were_acknowledged_survive_a_kill(start: Start, tmp_path: Path) -> None:
    folder, kept = write(tmp_path / "planets"), tmp_path / "class.sqlite3"
    address, process = start(folder, "--data", kept, "--format", "xapi")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        given = parameters(frame_of(client))
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": given["auth"]}
    acknowledged = []
    with httpx.Client(headers=headers, timeout=PATIENCE) as client:
        for number in range(0, 100, 5):
            batch = [statement(each, given) for each in range(number, number + 5)]
            reply = client.post(f"{given['endpoint']}statements", json=batch)
            assert reply.status_code == 200, reply.text
            acknowledged += reply.json()
        assert client.post(f"{given['endpoint']}statements", json=[{"id": "no"}]).status_code == 400
        other = {"Authorization": "Basic other"}
        assert client.get(f"{given['endpoint']}statements", headers=other).status_code == 401
    process.kill()
    process.wait()
    with closing(sqlite3.connect(kept)) as database:
        assert [
            row[0] for row in database.execute("select id from statement order by number")
        ] == acknowledged
    address, _ = start(folder, "--data", kept, "--format", "xapi")
    told = httpx.get(f"{address}gradebook/answers.json", timeout=PATIENCE).json()
    assert [each["response"] for each in told] == [[f"answer {number}"] for number in range(100)]


def test_a_session_of_cmi5_gives_its_token_once_and_holds_to_its_rules(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--format", "cmi5")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        given = parameters(frame_of(client))
    token = httpx.post(given["fetch"], timeout=PATIENCE).json()["auth-token"]
    assert "error-code" in httpx.post(given["fetch"], timeout=PATIENCE).json()
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": f"Basic {token}"}
    reply = httpx.post(
        f"{given['endpoint']}statements", json=[statement(1, given)], headers=headers, timeout=PATIENCE
    )
    assert reply.status_code == 403
    assert "LMS.LaunchData was not read" in reply.text


def test_a_package_of_another_tool_plays_and_what_cannot_be_played_is_reported(
    page: Page, start: Start, tmp_path: Path
) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("imsmanifest.xml", TWO_SCOS)
        package.writestr("one.html", SCO)
        package.writestr("two.html", SCO)
    address, _ = start(path, "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    shown(page)
    expect(course_in(page).locator("#p")).to_have_text("one.html?a=1 from the manifest ab-initio")
    units = page.locator(".units")
    assert units.get_by_role("button").all_inner_texts() == ["First <b>", "Second"]
    expect(units).to_contain_text("“Far”: it is on another server")
    expect(units).to_contain_text("“Gone”: the package does not contain none.html")
    units.get_by_role("button", name="Second").click()
    shown(page)
    expect(course_in(page).locator("#p")).to_have_text("two.html  ab-initio")
    units.get_by_role("button", name="First").click()
    shown(page)
    expect(course_in(page).locator("#p")).to_have_text("one.html?a=1 from the manifest resume")
    expect(page.locator("[data-fact=status]")).to_have_text("completed")


def test_a_cut_connection_gives_no_answer_and_loses_nothing(page: Page, start: Start, tmp_path: Path) -> None:
    kept = tmp_path / "class.sqlite3"
    address, _ = start(write(tmp_path / "planets"), "--data", kept, "--format", "xapi")
    page.goto(address)
    shown(page)
    with page.expect_response(lambda reply: reply.url.endswith("/choose")):
        page.locator("select[name=trouble]").select_option("offline")
    course = course_in(page)
    course.locator("textarea").first.fill("Neptune")
    page.locator("[data-said] .wrong").first.wait_for()
    with closing(sqlite3.connect(kept)) as database:
        assert not any("Neptune" in row[0] for row in database.execute("select content from statement"))
    with page.expect_response(lambda reply: reply.url.endswith("/choose")):
        page.locator("select[name=trouble]").select_option("")
    words = page.locator("[data-said] li:not(.wrong) .words", has_text="Neptune")
    words.first.wait_for(timeout=90_000)  # the course waits longer before each attempt
    with closing(sqlite3.connect(kept)) as database:
        assert any("Neptune" in row[0] for row in database.execute("select content from statement"))


def test_a_hundred_learners_at_once_lose_nothing(start: Start, tmp_path: Path) -> None:
    kept = tmp_path / "class.sqlite3"
    address, _ = start(write(tmp_path / "planets"), "--data", kept)
    frames = []
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        for number in range(100):
            client.post("/learners", data={"name": f"Learner {number}"})
            frames.append(frame_of(client))

    def answer(place: tuple[int, str]) -> int:
        number, frame = place
        kept = 0
        with httpx.Client(timeout=PATIENCE) as client:
            for round_ in range(5):
                calls = [
                    ("LMSInitialize", [""]),
                    ("LMSSetValue", ["cmi.suspend_data", f"{number}: {round_}"]),
                    ("LMSCommit", [""]),
                ][1 if round_ else 0 :]
                content = [{"act": act, "arguments": given} for act, given in calls]
                kept += client.post(f"{frame}call", json=content).json()["value"] == "true"
        return kept

    with ThreadPoolExecutor(25) as pool:
        assert sum(pool.map(answer, enumerate(frames))) == 500
    with closing(sqlite3.connect(kept)) as database:
        rows = database.execute(
            "select learner.name, element.value from element join attempt on attempt.id = element.attempt "
            "join learner on learner.id = attempt.learner where element.name = 'cmi.suspend_data' and value <> ''"
        ).fetchall()
    assert dict(rows) == {f"Learner {n}": f"{n}: 4" for n in range(100)}
