"""`courseware preview` at a terminal: its address first, its errors in words, and nothing lost when it is killed."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from courses import write
from starting import PATIENCE, Start

from courseware.commands import main
from courseware.preview import launches
from courseware.preview.lms import scorm12, scorm2004


def source_of_frame(client: httpx.Client) -> str:
    """The address of the frame with the API, taken from the page."""
    found = re.search(r'<iframe [^>]*src="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def call(frame: str, *calls: tuple[str, ...]) -> Any:
    content = [{"act": act, "arguments": list(arguments)} for act, *arguments in calls]
    body = json.dumps(content).encode()  # a lone surrogate as browsers write it
    return httpx.post(f"{frame}call", content=body, timeout=PATIENCE).json()


def test_what_was_committed_survives_a_kill(start: Start, tmp_path: Path) -> None:
    folder, kept = write(tmp_path / "planets"), tmp_path / "class.sqlite3"
    address, process = start(folder, "--data", kept)
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        frame = source_of_frame(client)
    assert call(frame, ("LMSInitialize", ""))["value"] == "true"
    for number in range(30):
        told = ("LMSSetValue", "cmi.suspend_data", f"state {number}")
        assert call(frame, told, ("LMSCommit", ""))["value"] == "true"
        call(frame, ("LMSSetValue", "cmi.suspend_data", "not committed"))
    process.kill()
    process.wait()
    with closing(sqlite3.connect(kept)) as database:
        rows = dict(database.execute("select name, value from element"))
    assert rows["cmi.suspend_data"] == "state 29"
    address, _ = start(folder, "--data", kept)
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        frame = source_of_frame(client)
        call(frame, ("LMSInitialize", ""))
        assert call(frame, ("LMSGetValue", "cmi.suspend_data"))["value"] == "state 29"
        call(frame, ("LMSCommit", ""))
        told = json.loads(client.get("/inspector.json").text)
    assert "state 29" in {call_told.get("value") for call_told in told}
    assert [call_told["act"] for call_told in told[-2:]] == ["LMSGetValue", "LMSCommit"]


def test_a_lone_surrogate_does_not_keep_what_follows_from_being_saved(start: Start, tmp_path: Path) -> None:
    """A package that cuts a text within an emoji sends this. A bug report about it names no learner."""
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        assert client.post("/learners", data={"name": "Li Wu"}).status_code == 303
        frame = source_of_frame(client)
        call(frame, ("LMSInitialize", ""))
        assert call(frame, ("LMSGetValue", "cmi.core.student_name"))["value"] == "Wu, Li"
        for text in ("cut \ud83d", "whole"):
            told = ("LMSSetValue", "cmi.suspend_data", text)
            assert call(frame, told, ("LMSCommit", ""))["value"] == "true"
        assert client.get("/inspector.json").status_code == client.get("/inspector.har").status_code == 200
        said = client.get("/report.txt").text
    assert "LMSSetValue" in said
    assert "Wu" not in said


def test_another_site_is_refused_on_both_ports(start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        frame = source_of_frame(client)
        for url in (address, frame):
            for headers in ({"host": "rebound.example"}, {"origin": "http://evil.example"}):
                assert client.get(url, headers=headers).status_code == 403
                assert client.post(url, headers=headers).status_code == 403
        assert (
            httpx.get(frame.rsplit("/", 2)[0] + "/guessed/files/index.html", timeout=PATIENCE).status_code
            == 404
        )
        assert client.get("/").headers["content-security-policy"].startswith("default-src 'none'")
        assert "set-cookie" not in client.get("/").headers


def test_a_port_in_use_is_reported(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3")
    port = address.rstrip("/").rpartition(":")[2]
    result = CliRunner().invoke(main, ["preview", str(folder), "--port", port, "--no-open"])
    assert result.exit_code == 1
    assert f"cannot serve on port {port}" in result.stderr


@pytest.mark.parametrize(("option", "given"), [("--format", "cmi5"), ("--editor", "vi")])
def test_what_is_only_for_a_course_is_refused_for_a_package(option: str, given: str, tmp_path: Path) -> None:
    package = tmp_path / "planets.zip"
    package.touch()
    result = CliRunner().invoke(main, ["preview", str(package), "--no-open", option, given])
    assert result.exit_code == 2
    assert f"{option} is for a course, but {package} is a package" in result.stderr


def test_a_file_that_cannot_keep_answers_is_reported(tmp_path: Path) -> None:
    folder, kept = write(tmp_path / "planets"), tmp_path / "class.sqlite3"
    kept.write_text("this is no database, and it is longer than a header of one" * 9, encoding="utf-8")
    result = CliRunner().invoke(main, ["preview", str(folder), "--no-open", "--data", str(kept)])
    assert result.exit_code == 1
    assert f"cannot keep answers in {kept}" in result.stderr


def test_without_its_libraries_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "planets")
    for name in [name for name in sys.modules if name.startswith(("courseware.preview", "starlette"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    result = CliRunner().invoke(main, ["preview", str(folder), "--no-open"])
    assert result.exit_code == 2
    assert "pip install '.[preview]'" in result.stderr


def test_what_is_chosen_to_go_wrong_goes_wrong(start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--lms", "moodle")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        frame = source_of_frame(client)
        call(frame, ("LMSInitialize", ""))

        def choose(trouble: str) -> None:
            assert client.post("/choose", data={"trouble": trouble}).status_code == 303

        for trouble, given in (
            ("refuse", "false"),
            ("401", "false"),
            ("500", "false"),
            ("offline", "true"),
            ("", "true"),
        ):
            choose(trouble)
            assert call(frame, ("LMSCommit", ""))["value"] == given, trouble
        long = ("LMSSetValue", "cmi.suspend_data", "x" * 4097)
        assert call(frame, long)["value"] == "true"
        choose("4096")
        assert call(frame, long) == {"value": "false", "error": "405"}
        assert call(frame, ("LMSSetValue", "cmi.suspend_data", "x" * 4096))["value"] == "true"
        choose("lost")
        with pytest.raises(httpx.HTTPError):
            call(frame, ("LMSSetValue", "cmi.suspend_data", "kept"), ("LMSCommit", ""))
        choose("")
        assert call(frame, ("LMSGetValue", "cmi.suspend_data"))["value"] == "kept"


@pytest.mark.parametrize(("host", "kept"), [("moodle", "shore"), ("strict", "")])
def test_what_an_lms_keeps_of_browsing(host: str, kept: str, start: Start, tmp_path: Path) -> None:
    """Observed in Moodle 4.5: values set in browse mode are there at the next launch."""
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--lms", host)
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        for how in ("new", "resume"):
            assert client.post("/launch", data={"how": how, "mode": "browse"}).status_code == 303
            frame = source_of_frame(client)
            call(frame, ("LMSInitialize", ""))
            found = call(frame, ("LMSGetValue", "cmi.core.lesson_location"))["value"]
            if how == "new":
                call(frame, ("LMSSetValue", "cmi.core.lesson_location", "shore"), ("LMSCommit", ""))
        assert found == kept


@pytest.mark.parametrize(
    ("mode", "mastery", "set_", "status"),
    [
        ("normal", "", {}, "completed"),
        ("browse", "", {}, "completed"),
        ("normal", "80", {"cmi.core.score.raw": "79"}, "failed"),
        ("normal", "80", {"cmi.core.score.raw": "80"}, "passed"),
        ("browse", "80", {"cmi.core.score.raw": "80"}, "completed"),
        ("normal", "", {"cmi.core.lesson_status": "incomplete"}, "incomplete"),
    ],
)
def test_an_end_without_a_status_is_judged(
    mode: str, mastery: str, set_: dict[str, str], status: str
) -> None:
    values = launches.first_values(
        scorm12.MODEL, {"cmi.student_data.mastery_score": mastery} if mastery else {}
    )
    values |= set_
    assert (values | launches.end(scorm12.MODEL, values, mode))["cmi.core.lesson_status"] == status


def test_times_add_up_in_both_forms() -> None:
    assert launches.total(scorm12.MODEL, "0001:59:59.50", "00:00:00.50") == "0002:00:00.00"
    assert launches.total(scorm2004.MODEL, "PT1H0M0S", "PT61M1.5S") == "PT2H1M1.50S"
    assert launches.total(scorm2004.MODEL, "", "nonsense") == "PT0H0M0.00S"
