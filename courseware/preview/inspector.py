"""Calls of the run-time API and statements in words that an instructor understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courseware.preview.launches import seconds_of
from courseware.preview.pages import duration
from courseware.preview.texts import Message
from courseware.records.questions import QuestionInWords
from courseware.records.xapi import read_statements

LONGEST = 160
"""Longest value in words, in characters; the raw call shows the whole value."""

_PLAIN: Sequence[tuple[str, str, Callable[[str], str]]] = (
    (r"cmi\.(core\.)?(lesson_status|completion_status)", "told_status", str),
    (r"cmi\.success_status", "told_success", str),
    (r"cmi\.(core\.)?score\.(raw|scaled)", "told_score", str),
    (r"cmi\.(core\.)?score\.(min|max)", "told_bound", str),
    (r"cmi\.(core\.lesson_)?location", "told_place", str),
    (r"cmi\.suspend_data", "told_state", lambda value: f"{units(value):,}"),
    (r"cmi\.(core\.)?session_time", "told_sitting", lambda value: duration(seconds_of(value))),
    (r"cmi\.progress_measure", "told_progress", str),
    (r"adl\.nav\.request", "told_navigation", str),
    (r"cmi\.comments.*", "told_comment", str),
)
"""Element that is set (a pattern), key of the text, and the value as the text shows it."""

_OF_ANSWER: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "student_response": ("told_answered", str),
    "learner_response": ("told_answered", str),
    "result": ("told_result", str),
    "type": ("told_type", str),
    "weighting": ("told_worth", str),
    "latency": ("told_took", lambda value: duration(seconds_of(value))),
    "time": ("told_at", str),
    "timestamp": ("told_at", str),
    "description": ("told_asks", str),
    "pattern": ("told_right", str),
}
"""Last part of an interaction's element → key of the text, and the value as the text shows it after the question."""

_ACTS = {
    "Initialize": "told_began",
    "Terminate": "told_ended",
    "Commit": "told_committed",
}


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, in which browsers and LMSs count characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def call_told(
    name: str,
    element: str,
    value: str,
    answer: str,
    values: Mapping[str, str],
    questions: Sequence[QuestionInWords],
) -> Message:
    """A call in words; `name` is that of the function in SCORM 2004, `values` are those of the sitting."""
    if name in _ACTS:
        return Message(_ACTS[name], {})
    if name == "GetValue":
        given = {"element": element, "value": _short(answer)}
        return Message("told_given" if answer else "told_asked", given)
    found = re.fullmatch(r"(cmi\.interactions\.(\d+))\.(.+)", element)
    if found:
        return _of_interaction(found[1], found[2], found[3], value, values, questions)
    if re.fullmatch(r"cmi\.(core\.)?exit", element):
        return Message("told_suspends" if value == "suspend" else "told_leaves", {})
    for pattern, key, say in _PLAIN:
        if re.fullmatch(pattern, element):
            return Message(key, {"value": _short(say(value))})
    return Message("told_element", {"element": element, "value": _short(value)})


def _of_interaction(
    start: str,
    index: str,
    rest: str,
    value: str,
    values: Mapping[str, str],
    questions: Sequence[QuestionInWords],
) -> Message:
    identifier = value if rest == "id" else values.get(f"{start}.id", "")
    question = next((known for known in questions if known.id == identifier), None)
    label = f"“{_short(question.label, 80)}”" if question else identifier or f"interactions.{index}"
    if rest == "id":
        return Message("told_record", {"index": index, "question": label})
    last = rest.rpartition(".")[2]
    key, say = _OF_ANSWER.get(last, ("told_other", str))
    shown = value
    if question and last in ("learner_response", "student_response", "pattern"):
        parts = value.split("[,]")
        if all(part in question.options for part in parts):
            shown = "; ".join(question.options[part] for part in parts)
    return Message(key, {"question": label, "element": rest, "value": _short(say(shown))})


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def statement_told(statement: Any) -> Message:
    """A statement in words; it is untrusted, and may be any JSON value."""
    if not isinstance(statement, dict):
        return Message("told_no_statement", {})
    about, verb, result = (_object(statement.get(name)) for name in ("object", "verb", "result"))
    definition = _object(about.get("definition"))
    score = _object(result.get("score"))
    values: dict[str, Any] = {
        "verb": _texts(verb.get("display"), 40) or _short(str(verb.get("id", "")).rpartition("/")[2], 40),
        "about": _texts(definition.get("description"), 80)
        or _texts(definition.get("name"), 80)
        or _short(str(about.get("id", "")), 80),
    }
    if "response" in result:
        answers = read_statements([("", statement)]).answers
        values["value"] = _short("; ".join(answers[0].response) if answers else str(result["response"]))
    if score:
        values["points"] = _short(str(score.get("raw", score.get("scaled"))), 40)
    return Message(_STATEMENTS["value" in values, "points" in values], values)


_STATEMENTS = {
    (False, False): "told_statement",
    (True, False): "told_statement_answer",
    (False, True): "told_statement_points",
    (True, True): "told_statement_both",
}
"""Whether a statement has a response, and a score → the key of its text."""


def _texts(value: Any, most: int) -> Mapping[str, str]:
    """A language map with texts cut to `most` characters; empty if the value is not one."""
    return {str(tag): _short(str(text), most) for tag, text in _object(value).items() if text}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def weight_of(values: Mapping[str, str]) -> Mapping[str, Any]:
    """The size of a commit: the numbers of elements and of characters."""
    return {
        "elements": len(values),
        "characters": sum(units(name) + units(value) for name, value in values.items()),
    }
