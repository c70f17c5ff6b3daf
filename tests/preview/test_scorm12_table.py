"""The run-time of SCORM 1.2: results of calls, with the specification's errors."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from courseware.preview.lms.engine import Sitting, initial, place_of
from courseware.preview.lms.hosts import LENIENT, MOODLE, STRICT, Host
from courseware.preview.lms.model import READ, WRITE, Element
from courseware.preview.lms.scorm12 import MODEL

Calls = Sequence[tuple[str, ...]]

START: Calls = [("LMSInitialize", "")]
ID = ("LMSSetValue", "cmi.interactions.0.id", "q1")


def kind(name: str) -> Calls:
    return [*START, ID, ("LMSSetValue", "cmi.interactions.0.type", name)]


RESPONSE, PATTERN = "cmi.interactions.0.student_response", "cmi.interactions.0.correct_responses.0.pattern"

# earlier calls, the call, its result, the error (SCORM 1.2 Run-Time Environment, 3.3 and 3.4.4)
CALLS: Sequence[tuple[Calls, tuple[str, ...], str, str]] = [
    # the state of the API
    ([], ("LMSInitialize", ""), "true", "0"),
    ([], ("LMSInitialize", "x"), "false", "201"),
    (START, ("LMSInitialize", ""), "false", "101"),
    ([], ("LMSGetValue", "cmi.core.student_id"), "", "301"),
    ([], ("LMSSetValue", "cmi.core.lesson_status", "passed"), "false", "301"),
    ([], ("LMSCommit", ""), "false", "301"),
    ([], ("LMSFinish", ""), "false", "301"),
    (START, ("LMSCommit", ""), "true", "0"),
    (START, ("LMSCommit", "x"), "false", "201"),
    (START, ("LMSFinish", ""), "true", "0"),
    (START, ("LMSFinish", "x"), "false", "201"),
    ([*START, ("LMSFinish", "")], ("LMSFinish", ""), "false", "301"),
    ([*START, ("LMSFinish", "")], ("LMSGetValue", "cmi.core.student_id"), "", "301"),
    ([*START, ("LMSFinish", "")], ("LMSSetValue", "cmi.suspend_data", "x"), "false", "301"),
    ([*START, ("LMSFinish", "")], ("LMSCommit", ""), "false", "301"),
    ([*START, ("LMSFinish", "")], ("LMSInitialize", ""), "false", "101"),
    # names
    (START, ("LMSGetValue", ""), "", "201"),
    (START, ("LMSSetValue", "", "x"), "false", "201"),
    (START, ("LMSGetValue", "cmi"), "", "201"),
    (START, ("LMSGetValue", "cmi.core"), "", "201"),
    (START, ("LMSGetValue", "cmi.nothing"), "", "201"),
    (START, ("LMSSetValue", "cmi.nothing", "x"), "false", "201"),
    (START, ("LMSGetValue", "CMI.core.student_id"), "", "201"),
    (START, ("LMSGetValue", "cmi.core.student_id "), "", "201"),
    (START, ("LMSGetValue", "cmi.interactions.n.id"), "", "201"),
    # keywords
    (START, ("LMSGetValue", "cmi._version"), "3.4", "0"),
    (START, ("LMSGetValue", "cmi.core.score._children"), "raw,max,min", "0"),
    (START, ("LMSGetValue", "cmi.student_preference._children"), "audio,language,speed,text", "0"),
    (START, ("LMSGetValue", "cmi.core.student_id._children"), "", "202"),
    (START, ("LMSGetValue", "cmi.core._count"), "", "203"),
    (START, ("LMSGetValue", "cmi.core.student_id._count"), "", "203"),
    (START, ("LMSGetValue", "cmi.nothing._children"), "", "201"),
    (START, ("LMSGetValue", "cmi.nothing._count"), "", "201"),
    (START, ("LMSGetValue", "cmi.interactions._count"), "0", "0"),
    (START, ("LMSGetValue", "cmi.objectives._count"), "0", "0"),
    ([*START, ID], ("LMSGetValue", "cmi.interactions._count"), "1", "0"),
    ([*START, ID], ("LMSGetValue", "cmi.interactions.0.objectives._count"), "0", "0"),
    ([*START, ID], ("LMSGetValue", "cmi.interactions.0.correct_responses._count"), "0", "0"),
    (START, ("LMSGetValue", "cmi.interactions.0.objectives._count"), "", "201"),
    (START, ("LMSSetValue", "cmi.core._children", "x"), "false", "402"),
    (START, ("LMSSetValue", "cmi.interactions._count", "3"), "false", "402"),
    (START, ("LMSSetValue", "cmi._version", "3"), "false", "402"),
    # access
    (START, ("LMSSetValue", "cmi.core.student_id", "x"), "false", "403"),
    (START, ("LMSSetValue", "cmi.core.entry", "resume"), "false", "403"),
    (START, ("LMSSetValue", "cmi.core.lesson_mode", "browse"), "false", "403"),
    (START, ("LMSSetValue", "cmi.launch_data", "x"), "false", "403"),
    (START, ("LMSGetValue", "cmi.core.exit"), "", "404"),
    (START, ("LMSGetValue", "cmi.core.session_time"), "", "404"),
    ([*START, ID], ("LMSGetValue", "cmi.interactions.0.id"), "", "404"),
    # values at the start of an attempt
    (START, ("LMSGetValue", "cmi.core.lesson_status"), "not attempted", "0"),
    (START, ("LMSGetValue", "cmi.core.entry"), "ab-initio", "0"),
    (START, ("LMSGetValue", "cmi.core.credit"), "credit", "0"),
    (START, ("LMSGetValue", "cmi.core.total_time"), "0000:00:00.00", "0"),
    (START, ("LMSGetValue", "cmi.core.score.raw"), "", "0"),
    (START, ("LMSGetValue", "cmi.suspend_data"), "", "0"),
    # what is set comes back
    ([*START, ("LMSSetValue", "cmi.suspend_data", "äß日")], ("LMSGetValue", "cmi.suspend_data"), "äß日", "0"),
    # vocabularies
    *[
        (START, ("LMSSetValue", "cmi.core.lesson_status", word), "true", "0")
        for word in ("passed", "completed", "failed", "incomplete", "browsed")
    ],
    *[
        (START, ("LMSSetValue", "cmi.core.lesson_status", word), "false", "405")
        for word in ("not attempted", "Passed", "done", "", "passed ")
    ],
    *[
        (START, ("LMSSetValue", "cmi.core.exit", word), "true", "0")
        for word in ("", "suspend", "logout", "time-out")
    ],
    *[(START, ("LMSSetValue", "cmi.core.exit", word), "false", "405") for word in ("normal", "Suspend", "timeout")],
    # numbers
    *[
        (START, ("LMSSetValue", "cmi.core.score.raw", value), "true", "0")
        for value in ("0", "100", "55.5", "", "0.001")
    ],
    *[
        (START, ("LMSSetValue", "cmi.core.score.raw", value), "false", "405")
        for value in ("101", "-1", "1e2", ".5", "5.", "fifty", "50 ", "٥٠")
    ],
    (START, ("LMSSetValue", "cmi.student_preference.audio", "-1"), "true", "0"),
    (START, ("LMSSetValue", "cmi.student_preference.audio", "101"), "false", "405"),
    (START, ("LMSSetValue", "cmi.student_preference.text", "2"), "false", "405"),
    # lengths
    (START, ("LMSSetValue", "cmi.suspend_data", "x" * 4096), "true", "0"),
    (START, ("LMSSetValue", "cmi.suspend_data", "x" * 4097), "false", "405"),
    (START, ("LMSSetValue", "cmi.suspend_data", "😀" * 2049), "false", "405"),
    (START, ("LMSSetValue", "cmi.core.lesson_location", "x" * 255), "true", "0"),
    (START, ("LMSSetValue", "cmi.core.lesson_location", "x" * 256), "false", "405"),
    # times
    *[
        (START, ("LMSSetValue", "cmi.core.session_time", value), "true", "0")
        for value in ("00:00:00", "0001:02:03.45", "9999:59:59.99", "12:00:00.5")
    ],
    *[
        (START, ("LMSSetValue", "cmi.core.session_time", value), "false", "405")
        for value in ("1:00:00", "00:00", "00:00:00.123", "PT1H", "", "10000:00:00")
    ],
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.time", "23:59:59"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.time", "24:00:00"), "false", "405"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.time", "9:00:00"), "false", "405"),
    # ids
    (START, ("LMSSetValue", "cmi.interactions.0.id", "a" * 255), "true", "0"),
    (START, ("LMSSetValue", "cmi.interactions.0.id", "a" * 256), "false", "405"),
    (START, ("LMSSetValue", "cmi.interactions.0.id", "two words"), "false", "405"),
    (START, ("LMSSetValue", "cmi.interactions.0.id", "größe"), "false", "405"),
    (START, ("LMSSetValue", "cmi.interactions.0.id", ""), "false", "405"),
    # indices
    (START, ("LMSSetValue", "cmi.interactions.1.id", "q"), "false", "201"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.1.id", "q"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.00.id", "q"), "false", "201"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.objectives.0.id", "o"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.objectives.1.id", "o"), "false", "201"),
    (START, ("LMSGetValue", "cmi.objectives.0.id"), "", "201"),
    (START, ("LMSSetValue", "cmi.objectives.0.id", "o"), "true", "0"),
    (START, ("LMSSetValue", "cmi.objectives.0.status", "passed"), "true", "0"),
    # responses by type
    (kind("choice"), ("LMSSetValue", RESPONSE, "a"), "true", "0"),
    (kind("choice"), ("LMSSetValue", RESPONSE, "a,b,3"), "true", "0"),
    (kind("choice"), ("LMSSetValue", RESPONSE, "Mars"), "false", "405"),
    (kind("choice"), ("LMSSetValue", RESPONSE, "a;b"), "false", "405"),
    (kind("true-false"), ("LMSSetValue", RESPONSE, "t"), "true", "0"),
    (kind("true-false"), ("LMSSetValue", RESPONSE, "yes"), "false", "405"),
    (kind("fill-in"), ("LMSSetValue", RESPONSE, "words, of any kind"), "true", "0"),
    (kind("fill-in"), ("LMSSetValue", RESPONSE, "x" * 256), "false", "405"),
    (kind("numeric"), ("LMSSetValue", RESPONSE, "-3.5"), "true", "0"),
    (kind("numeric"), ("LMSSetValue", RESPONSE, "three"), "false", "405"),
    (kind("likert"), ("LMSSetValue", RESPONSE, "a"), "true", "0"),
    (kind("likert"), ("LMSSetValue", RESPONSE, "ab"), "false", "405"),
    (kind("matching"), ("LMSSetValue", RESPONSE, "a.1,b.2"), "true", "0"),
    (kind("matching"), ("LMSSetValue", RESPONSE, "a-1"), "false", "405"),
    (kind("sequencing"), ("LMSSetValue", RESPONSE, "c,a,b"), "true", "0"),
    (kind("sequencing"), ("LMSSetValue", PATTERN, "first, second"), "false", "405"),
    (kind("performance"), ("LMSSetValue", RESPONSE, "anything"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.type", "long-fill-in"), "false", "405"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.result", "wrong"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.result", "0.5"), "true", "0"),
    ([*START, ID], ("LMSSetValue", "cmi.interactions.0.result", "incorrect"), "false", "405"),
]  # fmt: skip


def played(calls: Calls, host: Host = STRICT) -> Sitting:
    sitting = Sitting(MODEL, host, initial(MODEL))
    for act, *arguments in calls:
        assert sitting.call(act, tuple(arguments)).error == "0"
    return sitting


@pytest.mark.parametrize(("before", "call", "given", "error"), CALLS, ids=lambda value: str(value)[:60])
def test_call(before: Calls, call: tuple[str, ...], given: str, error: str) -> None:
    sitting = played(before)
    answer = sitting.call(call[0], call[1:])
    assert (answer.value, answer.error) == (given, error)
    assert sitting.call("LMSGetLastError", ()).value == error
    assert (answer.why == "") == (error == "0")


@pytest.mark.parametrize("row", MODEL.elements.values(), ids=list(MODEL.elements))
def test_every_row_keeps_its_access(row: Element) -> None:
    name = row.name.replace(".n.", ".0.")
    sitting = played(START)
    if row.access == READ:
        assert sitting.call("LMSSetValue", (name, "1")).error == "403"
        assert sitting.call("LMSGetValue", (name,)).error == "0"
    if row.access == WRITE:
        assert sitting.call("LMSGetValue", (name,)).error == "404"
    assert row.clause


def test_what_is_refused_changes_nothing() -> None:
    sitting = played([*START, ("LMSSetValue", "cmi.core.lesson_status", "incomplete")])
    before = dict(sitting.values)
    sitting.call("LMSSetValue", ("cmi.core.lesson_status", "done"))
    sitting.call("LMSSetValue", ("cmi.interactions.7.id", "q"))
    assert sitting.values == before


@pytest.mark.parametrize(
    ("host", "name", "value", "error"),
    [
        (MOODLE, "cmi.suspend_data", "x" * 64_000, "0"),
        (MOODLE, "cmi.suspend_data", "x" * 64_001, "405"),
        (MOODLE, RESPONSE, "Mars; Venus", "0"),
        (MOODLE, "cmi.interactions.0.result", "incorrect", "405"),
        (MOODLE, "cmi.core.score.raw", "101", "405"),
        (LENIENT, "cmi.core.score.raw", "a lot", "0"),
        (LENIENT, "cmi.core.student_id", "x", "403"),
        (LENIENT, "cmi.nothing", "x", "201"),
    ],
)
def test_a_host_has_ways_of_its_own(host: Host, name: str, value: str, error: str) -> None:
    sitting = played(kind("choice"), host)
    assert sitting.call("LMSSetValue", (name, value)).error == error


def test_errors_are_explained_in_words() -> None:
    sitting = played(START)
    sitting.call("LMSSetValue", ("cmi.core.score.raw", "101"))
    assert sitting.call("LMSGetErrorString", ("405",)).value == "Incorrect data type"
    assert "0 to 100" in sitting.call("LMSGetDiagnostic", ("405",)).value
    assert sitting.call("LMSGetErrorString", ("999",)).value == ""
    assert sitting.call("LMSGetLastError", ()).value == "405", "asking about an error is none"


def test_a_name_is_taken_apart() -> None:
    assert place_of("cmi.interactions.12.objectives.3.id") == (
        "cmi.interactions.n.objectives.n.id",
        (12, 3),
        "",
    )
    assert place_of("cmi.interactions._count") == ("cmi.interactions", (), "_count")
