"""The file of a class: a full disk is reported, and a class can be removed, copied and resumed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from courses import write
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from courseware.preview import gradebook
from courseware.preview.app import create_app
from courseware.preview.builds import Builds
from courseware.preview.classroom import create_classroom
from courseware.preview.desk import Classroom, Desk, OpenLaunch
from courseware.preview.lms.hosts import MOODLE, STRICT
from courseware.preview.one_learner import erase, of_learner
from courseware.preview.pages import Pages
from courseware.preview.record_store import actor_of
from courseware.preview.requests import Request
from courseware.preview.statements import Statements
from courseware.preview.store import Store
from courseware.preview.tables import VERSION

LARGE = "x" * 60_000
COPY = "/gradebook/class.sqlite3"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = opened_on(tmp_path, "scorm12")
    yield made
    made.store.close()


def opened_on(folder: Path, format_name: str) -> Desk:
    made = Desk(Builds(write(folder / "planets")), Store(folder / "class.sqlite3"), MOODLE, format_name)
    made.builds.read()
    return made


def fill(desk: Desk) -> None:
    """Keeps the file from growing, as on a full disk (SQLITE_FULL)."""
    with desk.store.write() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    event.listen(
        desk.store.engine,
        "checkout",
        lambda connection, *_: connection.execute(f"PRAGMA max_page_count = {pages}").close(),
    )


def begun(desk: Desk) -> OpenLaunch:
    opened = desk.launch()
    assert opened
    desk.call(opened, "LMSInitialize", ("",))
    return opened


def save(desk: Desk, opened: OpenLaunch, state: str) -> tuple[str, str]:
    desk.call(opened, "LMSSetValue", ("cmi.suspend_data", state))
    answer = desk.call(opened, "LMSCommit", ("",))
    return answer.value, answer.why


def test_a_full_disk_is_reported_and_values_are_kept_until_there_is_room(desk: Desk) -> None:
    opened = begun(desk)
    assert save(desk, opened, "first") == ("true", "")
    fill(desk)
    value, why = save(desk, opened, LARGE)
    assert value == "false"
    assert "full" in why
    assert desk.call(opened, "LMSFinish", ("",)).value == "false", "the end is no end"
    assert desk.store.values(opened.attempt.id)["cmi.suspend_data"] == "first"
    event.listen(
        desk.store.engine,
        "checkout",
        lambda connection, *_: connection.execute("PRAGMA max_page_count = 1000000").close(),
    )
    assert desk.call(opened, "LMSCommit", ("",)).value == "true"
    assert desk.store.values(opened.attempt.id)["cmi.suspend_data"] == LARGE


def test_a_full_disk_is_reported_by_the_record_store(tmp_path: Path) -> None:
    desk = opened_on(tmp_path, "xapi")
    opened = desk.launch()
    assert opened
    desk.address(opened, "http://127.0.0.1/x/")
    headers = {
        "x-experience-api-version": "1.0.3",
        "authorization": desk.records.credentials[opened.token],
        "content-type": "application/json",
    }

    def post(number: int, response: str) -> tuple[int, bytes]:
        statement = {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "actor": actor_of(opened.learner),
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "object": {"id": "https://example.org/q"},
            "result": {"response": response},
        }
        body = json.dumps([statement]).encode()
        answer = desk.record(opened, Request("POST", "statements", {}, headers, body))
        return answer.status, answer.body

    assert post(1, "first")[0] == 200
    fill(desk)
    status, words = post(2, LARGE)
    assert status == 503
    assert b"it cannot be saved" in words
    assert [kept["result"]["response"] for kept in desk.records.lrs.statements.values()] == ["first"]
    assert post(1, "first")[0] == 200, "it still answers"
    desk.store.close()


def test_a_full_disk_is_reported_on_the_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(desk, Pages(), lambda name: "http://127.0.0.1:1")
    room = create_classroom(desk, Pages(), Classroom("http://class/", "http://class/instructor/secret/"))
    monkeypatch.setattr(desk.store, "add_learner", no_room, raising=True)
    answers = [
        TestClient(app).post("/learners", data={"name": "Ada"}),
        TestClient(room).post("/join", json={"name": "Ada"}),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert "cannot be saved: database or disk is full" in answer.text


def no_room(*given: object) -> None:
    raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))


def test_another_sitting_ends_the_one_before_as_in_moodle(desk: Desk) -> None:
    """One browser plays all learners: its storage is cleared, and the earlier session is forgotten."""
    first = begun(desk)
    second = begun(desk)
    assert first.expired
    assert save(desk, first, "late")[0] == "false"
    assert save(desk, second, "new")[0] == "true"
    desk.choose_host(STRICT.name)
    begun(desk)
    assert save(desk, second, "still")[0] == "true"


def test_a_phone_of_a_class_does_not_end_the_sitting_of_another(desk: Desk) -> None:
    own = begun(desk)
    ada, bo = (desk.store.add_learner(name) for name in ("Ada", "Bo"))
    phones = [desk.launch_in_class(learner) for learner in (ada, bo)]
    assert not own.expired
    assert [phone.expired for phone in phones if phone] == [False, False]
    desk.launch_in_class(ada)
    assert [phone.expired for phone in phones if phone] == [True, False], "her own one before"


def outcomes(desk: Desk) -> Any:
    found = gradebook.overview(desk.store, desk.builds.build("scorm12").questions)  # type: ignore[union-attr]  # its build is there
    return [(line.learner.name, dict(line.answers)) for line in found.lines]


def test_a_class_is_copied_and_taken_up_again_and_forgotten(desk: Desk, tmp_path: Path) -> None:
    opened = begun(desk)
    question = opened.build.questions[0]
    for name, value in (("id", question.id), ("type", "choice"), ("student_response", "Mars")):
        desk.call(opened, "LMSSetValue", (f"cmi.interactions.0.{name}", value))
    assert save(desk, opened, "kept")[0] == "true"
    before = outcomes(desk)
    assert before[0][1]
    desk.store.close()
    other = tmp_path / "elsewhere"
    other.mkdir()
    shutil.copy(tmp_path / "class.sqlite3", other / "class.sqlite3")
    desk.forget()
    assert [(name, answers) for name, answers in outcomes(desk)] == [("Ada Learner", {})]
    assert desk.store.size() == 0
    again = opened_on(other, "scorm12")
    assert outcomes(again) == before
    assert desk.call(begun(again), "LMSGetValue", ("cmi.suspend_data",)).value == "kept"
    again.store.close()


def test_what_was_said_to_be_kept_outlives_the_power(desk: Desk) -> None:
    with desk.store.write() as connection:
        held = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous")
        }
    assert held == {"journal_mode": "wal", "synchronous": 2}, (
        "2 is FULL: the log is synchronised at each commit"
    )


def test_a_running_class_is_saved_with_its_latest_answers_and_taken_up_elsewhere(
    desk: Desk, tmp_path: Path
) -> None:
    opened = begun(desk)
    assert save(desk, opened, "until now")[0] == "true"
    before = outcomes(desk)
    answer = TestClient(create_app(desk, Pages(), lambda name: "http://127.0.0.1:1")).get(COPY)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert save(desk, opened, "afterwards")[0] == "true", "the class goes on"
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "class.sqlite3").write_bytes(answer.content)
    again = opened_on(other, "scorm12")
    assert outcomes(again) == before
    assert desk.call(begun(again), "LMSGetValue", ("cmi.suspend_data",)).value == "until now"
    again.store.close()


def test_a_class_is_saved_by_nobody_at_the_address_of_the_class(desk: Desk) -> None:
    room = create_classroom(desk, Pages(), Classroom("http://class/", "http://class/instructor/secret/"))
    assert TestClient(room).get("/instructor/secret/gradebook").status_code == 200
    assert "class.sqlite3" not in TestClient(room).get("/instructor/secret/gradebook").text
    for before in ("", "/instructor/secret", "/instructor/other"):
        assert TestClient(room).get(f"{before}{COPY}").status_code == 404


def test_a_class_that_cannot_be_saved_is_reported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.store, "copy", no_room)
    answer = TestClient(create_app(desk, Pages(), lambda name: "http://127.0.0.1:1")).get(COPY)
    assert (answer.status_code, answer.text) == (500, "It cannot be written: database or disk is full")


def test_a_file_of_other_tables_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "class.sqlite3"
    Store(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    content = path.read_bytes()
    with pytest.raises(OSError, match="another version of courseware"):
        Store(path)
    assert path.read_bytes() == content


def test_a_learner_may_have_more_statements_than_sqlite_takes_variables(tmp_path: Path) -> None:
    store = Store(tmp_path / "class.sqlite3")
    event.listen(
        store.engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 20)
    )
    store.engine.dispose()  # new connections have the limit
    (learner,) = store.learners()
    ids = [str(uuid.UUID(int=number)) for number in range(50)]
    statements = Statements(store)
    statements.add(
        [
            {
                "id": identifier,
                "stored": "2026-01-31T10:00:00.000Z",
                "actor": actor_of(learner),
                "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
                "object": {"id": "https://example.org/a"},
            }
            for identifier in ids
        ]
    )
    assert [*statements.of_ids(ids)] == ids
    assert [stored["id"] for stored in of_learner(store, {learner.id})[1:]] == ids
    assert erase(store, {learner.id}).number == len(ids) + 1  # and the learner
    assert len(statements) == 0
    store.close()
