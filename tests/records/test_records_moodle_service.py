"""Answers from a Moodle's web services, with replies like those of Moodle 4.5."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records import store
from courseware.records.moodle_service import AT_ONCE, read_service

TOKEN = "0123456789abcdef0123456789abcdef"
STUDENT, TEACHER = [{"roleid": 5, "shortname": "student"}], [{"roleid": 3, "shortname": "editingteacher"}]
PEOPLE = [
    {"id": 3, "username": "teacher", "fullname": "Tea Cher", "email": "t@example.org", "roles": TEACHER},
    {"id": 4, "username": "ann", "fullname": "Ann", "email": "ann@example.org", "roles": STUDENT},
    {"id": 5, "username": "bo", "fullname": "Bo", "roles": STUDENT},
    {"id": 6, "fullname": "Cy", "roles": STUDENT},
]
SCORMS = [
    {"id": 23, "coursemodule": 24, "course": 2, "name": "Rain", "version": "SCORM_1.2"},
    {"id": 24, "coursemodule": 25, "course": 2, "name": "Wind", "version": "SCORM_1.3"},
]
TRACKS: dict[tuple[str, str, str], dict[str, Any]] = {
    ("66", "4", "1"): {"score_raw": 70, "timemodified": "1795635329", **{
        "cmi.interactions_0.id": "rain.cloud",
        "cmi.interactions_0.type": "choice",
        "cmi.interactions_0.student_response": "Cirrus",
        "cmi.interactions_0.result": "wrong",
        "cmi.interactions_0.latency": "0000:01:02.50",
        "cmi.interactions_0.correct_responses_0.pattern": "Nimbostratus",
        "cmi.core.score.raw": 70,
        "cmi.suspend_data": f"holds {TOKEN}",
    }},
    ("66", "4", "2"): {
        "cmi.interactions_0.id": "rain.cloud",
        "cmi.interactions_0.student_response": "Nimbostratus",
        "cmi.interactions_0.result": "correct",
    },
    ("67", "5", "1"): {"cmi.interactions.0.id": "wind.how", "cmi.interactions.0.learner_response": "a[,]b",
        "cmi.interactions.0.type": "choice", "cmi.interactions.0.result": "incorrect"},
}  # fmt: skip
COUNTS = {("23", "4"): 2, ("24", "5"): 1, ("24", "4"): 1}


def reply(function: str, given: dict[str, str]) -> Any:
    """Moodle's reply to a call."""
    return REPLIES[function](given)


def scos(given: dict[str, str]) -> Any:
    sco = {"23": 66, "24": 67}[given["scormid"]]
    return {"scoes": [{"id": 65, "scormtype": ""}, {"id": sco, "scormtype": "sco"}], "warnings": []}


def tracks(given: dict[str, str]) -> Any:
    found = TRACKS.get((given["scoid"], given["userid"], given["attempt"]), {})
    told = [{"element": name, "value": value} for name, value in found.items()]
    return {"data": {"attempt": 1, "tracks": told}, "warnings": []}


REPLIES: dict[str, Callable[[dict[str, str]], Any]] = {
    "core_webservice_get_site_info": lambda _: {"sitename": "Site", "userid": 3, "functions": []},
    "core_enrol_get_users_courses": lambda given: [{"id": 2}] if given == {"userid": "3"} else [],
    "core_enrol_get_enrolled_users": lambda _: PEOPLE,
    "mod_scorm_get_scorms_by_courses": lambda given: {
        "scorms": SCORMS if given == {"courseids[0]": "2"} else [],
        "warnings": [],
    },
    "mod_scorm_get_scorm_scoes": scos,
    "mod_scorm_get_scorm_attempt_count": lambda given: {
        "attemptscount": COUNTS.get((given["scormid"], given["userid"]), 0),
        "warnings": [],
    },
    "mod_scorm_get_scorm_sco_tracks": tracks,
}


class Moodle(ThreadingHTTPServer):
    """A Moodle site. `faults` replace the first replies: a status, or JSON. Each reply takes `pause` seconds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[Any] = []
        self.asked: list[tuple[str, str]] = []
        self.pause = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self.lock = Lock()

    def page(self, page: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/site/{page}"


class Handler(BaseHTTPRequestHandler):
    server: Moodle

    def do_POST(self) -> None:
        given = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        function, token = given.pop("wsfunction"), given.pop("wstoken")
        assert given.pop("moodlewsrestformat") == "json"
        self.server.asked.append((self.path, function))
        with self.server.lock:
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(self.server.pause)
        fault = self.server.faults.pop(0) if self.server.faults else None
        answer = fault if fault is not None else reply(function, given)
        if token != TOKEN:
            answer = {
                "exception": "core\\exception",
                "errorcode": "invalidtoken",
                "message": f"not found: {token}",
            }
        content = json.dumps(answer).encode()
        self.send_response(fault if isinstance(fault, int) else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with self.server.lock:
            self.server.at_once -= 1
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        """Does not log requests."""


@pytest.fixture
def moodle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moodle]:
    monkeypatch.setattr(store, "PAUSES", (0.0, 0.0))
    monkeypatch.setenv("COURSEWARE_MOODLE_TOKEN", TOKEN)
    with Moodle() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["records", *arguments])
    assert TOKEN not in result.output
    assert "Traceback" not in result.output
    return result


def test_every_attempt_at_every_activity_of_a_course(moodle: Moodle) -> None:
    result = run(moodle.page("course/view.php?id=2"), "--output-format", "json")
    assert result.exit_code == 0, result.output
    told = ("learner", "attempt", "course", "question_id", "type", "response", "right", "seconds", "when")
    assert [tuple(row[name] for name in told) for row in json.loads(result.stdout)] == [
        ("ann@example.org", 1, "Rain", "rain.cloud", "choice", ["Cirrus"], False, 62.5, None),
        ("ann@example.org", 2, "Rain", "rain.cloud", "", ["Nimbostratus"], True, None, None),
        ("bo", 1, "Wind", "wind.how", "choice", ["a", "b"], False, None, None),
    ]
    assert "3 answers, 2 learners, 3 attempts" in result.stderr
    assert "never tried: Cy\n" in result.stderr
    assert {path for path, _ in moodle.asked} == {"/site/webservice/rest/server.php"}


def test_what_was_drawn_of_pools_is_in_the_saved_state(
    moodle: Moodle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TRACKS, ("67", "4", "1"), {"cmi.suspend_data": "1|token000|1|||pageabcd|."})
    monkeypatch.setitem(TRACKS["67", "5", "1"], "cmi.suspend_data", "1|token000|1|||pageefgh|.")
    records = read_service(moodle.page("course/view.php?id=2"), TOKEN)
    assert {who: keys for who, keys in records.seen.items() if keys} == {
        ("ann@example.org", "Wind", 1): {"page", "abcd"},
        ("bo", "Wind", 1): {"page", "efgh"},
    }
    assert len(records.attempts) == 4


def test_one_activity_by_the_address_of_its_page(moodle: Moodle) -> None:
    result = run(moodle.page("mod/scorm/view.php?id=25"), "--by", "learner", "--output-format", "json")
    assert [(row["name"], row["answers"]) for row in json.loads(result.stdout)] == [
        ("bo", 1), ("ann@example.org", 0), ("Cy", 0),
    ]  # fmt: skip


def test_a_temporary_failure_is_tried_again(moodle: Moodle) -> None:
    moodle.faults = [503, 503]
    assert run(moodle.page("course/view.php?id=2")).exit_code == 0
    moodle.faults = [503] * 3
    assert "even after 2 more tries" in run(moodle.page("course/view.php?id=2")).stderr


def test_a_large_class_is_read_by_a_few_requests_at_once_and_in_its_order(
    moodle: Moodle, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = range(4, 44)
    told = [{"id": person, "username": f"p{person}", "roles": STUDENT} for person in people]
    monkeypatch.setitem(REPLIES, "core_enrol_get_enrolled_users", lambda _: told)
    for person in people:
        monkeypatch.setitem(COUNTS, ("23", str(person)), person % 4)
        for attempt in range(1, person % 4 + 1):
            tried = {
                "cmi.interactions_0.id": "q",
                "cmi.interactions_0.student_response": f"{person}/{attempt}",
            }
            monkeypatch.setitem(TRACKS, ("66", str(person), str(attempt)), tried)
    moodle.pause = 0.005
    moodle.faults = [*[None] * 40, 503, 429, None, 503]
    steps: list[tuple[int, int]] = []
    records = read_service(moodle.page("mod/scorm/view.php?id=24"), TOKEN, lambda *step: steps.append(step))
    assert [
        (answer.learner, answer.attempt, answer.response, answer.source) for answer in records.answers
    ] == [
        (f"p{person}", attempt, (f"{person}/{attempt}",), f"127.0.0.1, attempt {number}")
        for number, (person, attempt) in enumerate(
            ((person, attempt) for person in people for attempt in range(1, person % 4 + 1)), 1
        )
    ]
    assert records.never_tried == tuple(f"p{person}" for person in people if person % 4 == 0)
    assert steps == [(done, len(people)) for done in range(1, len(people) + 1)]
    assert 1 < moodle.most_at_once <= AT_ONCE


def test_a_failure_for_one_learner_ends_the_reading(moodle: Moodle) -> None:
    told = [{"id": number, "username": f"p{number}", "roles": STUDENT} for number in range(4, 400)]
    moodle.faults = [None, None, None, told, None, None, None, None, {"errorcode": "nopermissions"}]
    assert "is not allowed to see what others did" in run(moodle.page("mod/scorm/view.php?id=24")).stderr
    assert len(moodle.asked) < 100


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"exception": "x", "errorcode": "accessexception", "message": "Access"}, "get_scorms_by_courses"),
        ({"exception": "x", "errorcode": "other", "message": f"\x1b[2J {TOKEN}"}, "it says: "),
        ([], "not have the form"),
        ({"scorms": [7]}, "not have the form"),
        ({"scorms": [{"id": "x", "course": 2}]}, "not have the form"),
        ({"scorms": []}, "sees no SCORM activity"),
        (403, "is the web service switched on"),
        (301, "status 301"),
    ],
)
def test_errors_are_one_line(moodle: Moodle, fault: Any, said: str) -> None:
    moodle.faults = [fault]
    result = run(moodle.page("course/view.php?id=2"))
    assert (result.exit_code, said in result.stderr) == (1, True), result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "\x1b" not in result.stderr


ODD: list[Any] = [None, 7, "x", [], {}, [[]], {"data": 7}, {"data": {"tracks": [7]}}, {"attemptscount": "x"}]


def test_no_response_stops_the_program(moodle: Moodle) -> None:
    for at in range(8):
        for odd in ODD:
            moodle.faults = [*[None] * at, odd]
            assert run(moodle.page("mod/scorm/view.php?id=24")).exit_code in (0, 1)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://moodle.example/course/view.php?id=2", "over https only"),
        ("https://moodle.example/course/view.php", "not the address of a course"),
        ("https://moodle.example/mod/scorm/view.php?id=x", "not the address of a course"),
    ],
)
def test_some_addresses_are_refused(moodle: Moodle, address: str, said: str) -> None:
    assert said in run(address).stderr
    assert moodle.asked == []


def test_the_token_comes_from_the_environment(moodle: Moodle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSEWARE_MOODLE_TOKEN")
    assert "COURSEWARE_MOODLE_TOKEN" in run(moodle.page("course/view.php?id=2")).stderr
    monkeypatch.setenv("COURSEWARE_MOODLE_TOKEN", "sesame")
    result = run(moodle.page("course/view.php?id=2"))
    assert "does not contain a token that it knows" in result.stderr
    assert "sesame" not in result.output
