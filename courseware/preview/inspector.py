"""What a course tells its LMS, in words: each call of the run-time API as an instructor would say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courseware.preview.launches import seconds_of
from courseware.preview.pages import duration
from courseware.records.questions import Question
from courseware.records.xapi import read_statements

LONGEST = 160
"""Characters of a value that are shown in words; the raw call has all of it."""

_PLAIN: Sequence[tuple[str, Callable[[str], str]]] = (
    (r"cmi\.(core\.)?(lesson_status|completion_status)", lambda value: f"status: {value}"),
    (r"cmi\.success_status", lambda value: f"success: {value}"),
    (r"cmi\.(core\.)?score\.(raw|scaled)", lambda value: f"score: {value}"),
    (r"cmi\.(core\.)?score\.(min|max)", lambda value: f"bound of the score: {value}"),
    (r"cmi\.(core\.lesson_)?location", lambda value: f"place: {value}"),
    (r"cmi\.suspend_data", lambda value: f"saved state, {units(value):,} characters"),
    (r"cmi\.(core\.)?exit", lambda value: f"will be taken up again: {'yes' if value == 'suspend' else 'no'}"),
    (r"cmi\.(core\.)?session_time", lambda value: f"time of this sitting: {duration(seconds_of(value))}"),
    (r"cmi\.progress_measure", lambda value: f"progress: {value}"),
    (r"adl\.nav\.request", lambda value: f"wants to go to: {value}"),
    (r"cmi\.comments.*", lambda value: f"comment: {value}"),
)
"""Elements that are set, and what is said of the value."""

_OF_ANSWER: Mapping[str, Callable[[str], str]] = {
    "student_response": lambda value: f"answered: {value}",
    "learner_response": lambda value: f"answered: {value}",
    "result": lambda value: f"result: {value}",
    "type": lambda value: f"type: {value}",
    "weighting": lambda value: f"worth {value}",
    "latency": lambda value: f"took {duration(seconds_of(value))}",
    "time": lambda value: f"at {value}",
    "timestamp": lambda value: f"at {value}",
    "description": lambda value: f"asks: {value}",
    "pattern": lambda value: f"right is: {value}",
}
"""The last name of an interaction's element, and what is said of the value behind the question."""

_ACTS = {
    "Initialize": "began",
    "Terminate": "ended",
    "Commit": "committed",
}


def units(text: str) -> int:
    """Characters as browsers and LMSs count them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def call_in_words(
    name: str, element: str, value: str, answer: str, values: Mapping[str, str], questions: Sequence[Question]
) -> str:
    """A call in words; `name` is the act as the engine knows it, `values` are those of the sitting."""
    if name in _ACTS:
        return _ACTS[name]
    if name == "GetValue":
        return f"asked for {element}: {_short(answer)}" if answer else f"asked for {element}"
    found = re.fullmatch(r"(cmi\.interactions\.(\d+))\.(.+)", element)
    if found:
        return _of_interaction(found[1], found[2], found[3], value, values, questions)
    for pattern, say in _PLAIN:
        if re.fullmatch(pattern, element):
            return _short(say(value))
    return f"{element}: {_short(value)}"


def _of_interaction(
    start: str, index: str, rest: str, value: str, values: Mapping[str, str], questions: Sequence[Question]
) -> str:
    identifier = value if rest == "id" else values.get(f"{start}.id", "")
    question = next((one for one in questions if one.id == identifier), None)
    label = f"“{_short(question.label, 80)}”" if question else identifier or f"interaction {index}"
    if rest == "id":
        return f"record {index} is of {label}"
    last = rest.rpartition(".")[2]
    words = _OF_ANSWER.get(last)
    shown = value
    if question and last in ("learner_response", "student_response", "pattern"):
        parts = value.split("[,]")
        if all(part in question.options for part in parts):
            shown = "; ".join(question.options[part] for part in parts)
    return f"{label}: {_short(words(shown) if words else f'{rest}: {shown}')}"


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def statement_in_words(statement: Any) -> str:
    """A statement as one would say it; whatever it is, as it may come from anyone."""
    if not isinstance(statement, dict):
        return "sent what is no statement"
    about, verb, result = (_object(statement.get(name)) for name in ("object", "verb", "result"))
    definition = _object(about.get("definition"))
    said = str(
        next(iter(_object(verb.get("display")).values()), "") or str(verb.get("id", "")).rpartition("/")[2]
    )
    names = (*_object(definition.get("description")).values(), *_object(definition.get("name")).values())
    label = str(next((one for one in names if one), about.get("id", "")))
    words = f"{_short(said, 40)} “{_short(label, 80)}”"
    if "response" in result:
        answers = read_statements([("", statement)]).answers
        response = "; ".join(answers[0].response) if answers else str(result["response"])
        words += f": {_short(response)}"
    score = _object(result.get("score"))
    return f"{words}, {score.get('raw', score.get('scaled'))} points" if score else words


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def weight_of(values: Mapping[str, str]) -> Mapping[str, Any]:
    """The size of a commit: how many elements, how many characters."""
    return {
        "elements": len(values),
        "characters": sum(units(name) + units(value) for name, value in values.items()),
    }
