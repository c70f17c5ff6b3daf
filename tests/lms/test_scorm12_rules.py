"""The strict rules themselves: each accepts good calls and reports bad ones."""

import pytest
from scorm12_rules import problems
from scorm_host import Call


def call(name: str, *values: str, result: object = "true", error: str = "0") -> Call:
    return Call(name, list(values), result, error)


def put(element: str, value: str) -> Call:
    return call("LMSSetValue", f"cmi.{element}", value)


START = call("LMSInitialize", "")
COMMIT = call("LMSCommit", "")
END = [put("core.exit", "suspend"), put("core.session_time", "0000:00:05.25"), COMMIT, call("LMSFinish", "")]
INTERACTION = [put("interactions.0.id", "phase4.empathy"), put("interactions.0.type", "likert")]
SCORE = [put("core.score.raw", "75"), put("core.score.min", "0"), put("core.score.max", "100")]
GOOD = [
    START,
    call("LMSGetValue", "cmi.core.entry", result="ab-initio"),
    put("core.lesson_status", "incomplete"),
    *INTERACTION,
    put("interactions.0.time", "09:05:01"),
    put("interactions.0.student_response", "5-6 (Moderate improvement)"),
    put("interactions.0.result", "neutral"),
    put("interactions.0.latency", "0000:01:05.00"),
    *SCORE,
    put("core.lesson_status", "completed"),
    *END,
]


def test_good_sessions_have_no_problem() -> None:
    assert problems([GOOD, GOOD[:2] + INTERACTION + END]) == []


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([COMMIT], "does not begin"),
        ([START, START], "second LMSInitialize"),
        ([call("LMSInitialize")], "empty string"),
        ([START, COMMIT, call("LMSCommit", "", result="false", error="101")], "error 101"),
        ([START, Call("LMSSetValue", ["cmi.core.score.raw", 5], "true", "0")], "not a string"),
        ([START, call("LMSGetValue", "cmi.interactions.0.id", result="")], "not readable"),
        ([START, put("core.student_id", "ada")], "not settable"),
        ([START, put("core.lesson_location", "x" * 256)], "not of its type"),
        ([START, put("core.lesson_status", "not attempted")], "not of its type"),
        ([START, put("core.score.raw", "101")], "not of its type"),
        ([START, put("core.exit", "")], "not of its type"),
        ([START, put("core.session_time", "00:05")], "not of its type"),
        ([START, put("interactions.0.id", "two words")], "not of its type"),
        ([START, *INTERACTION, put("interactions.0.student_response", "two\nlines")], "not of its type"),
        ([START, *INTERACTION, put("interactions.0.result", "incorrect")], "not of its type"),
        ([START, *INTERACTION, put("interactions.0.time", "24:00:00")], "not of its type"),
        ([START, *INTERACTION, put("interactions.0.latency", "PT5S")], "not of its type"),
        ([START, put("interactions.0.type", "long-fill-in")], "not of its type"),
        ([START, put("interactions.0.type", "choice")], "before its id"),
        ([START, INTERACTION[0], put("interactions.0.result", "wrong")], "before its type"),
        ([START, put("interactions.1.id", "later")], "only 0"),
        ([START, *INTERACTION, put("interactions.0.id", "another")], "becomes 'another'"),
        ([START, *INTERACTION, put("interactions.1.id", "phase4.empathy")], "two interactions"),
        ([START, *INTERACTION, put("interactions.0.type", "choice")], "changes its type"),
        ([START, SCORE[0]], "without raw, min and max"),
        ([START, put("core.lesson_status", "passed"), *SCORE], "after the status"),
        ([START, put("core.lesson_status", "incomplete"), call("LMSFinish", "")], "without cmi.core.exit"),
        ([*GOOD, COMMIT], "calls after LMSFinish"),
        ([START, put("core.lesson_status", "passed"), put("core.lesson_status", "incomplete")], "goes back"),
    ],
)
def test_a_bad_session_is_reported(calls: list[Call], expected: str) -> None:
    assert expected in "\n".join(problems([calls]))


def test_an_index_keeps_its_question_over_sessions() -> None:
    second = [START, put("interactions.0.id", "another")]
    assert "becomes 'another'" in "\n".join(problems([GOOD, second]))
