"""Rules of a strict SCORM 1.2 LMS for calls that a lenient one accepted (RTE 3.2 and 3.4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scorm_host import Call

STRING_255 = r"[^\x00-\x1f\x7f]{0,255}"
STRING_4096 = r"[\s\S]{0,4096}"
STRING_64000 = r"[\s\S]{0,64000}"
IDENTIFIER = r"[\x21-\x7e]{1,255}"
DECIMAL = r"-?\d+(\.\d+)?"
SCORE = r"(100(\.0+)?|\d{1,2}(\.\d+)?)"
TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?"
TIMESPAN = r"\d{4}:[0-5]\d:[0-5]\d(\.\d{1,2})?"

# element, with n for an index → values that a SCO may set
SETTABLE = {
    "cmi.core.lesson_location": STRING_255,
    "cmi.core.lesson_status": "passed|completed|failed|incomplete|browsed",
    "cmi.core.score.raw": SCORE,
    "cmi.core.score.min": "0",
    "cmi.core.score.max": "100",
    "cmi.core.exit": "suspend",
    "cmi.core.session_time": TIMESPAN,
    "cmi.suspend_data": STRING_64000,
    "cmi.comments": STRING_4096,
    "cmi.interactions.n.id": IDENTIFIER,
    "cmi.interactions.n.type": "true-false|choice|fill-in|matching|performance|sequencing|likert|numeric",
    "cmi.interactions.n.objectives.n.id": IDENTIFIER,
    "cmi.interactions.n.time": TIME,
    "cmi.interactions.n.correct_responses.n.pattern": STRING_255,
    "cmi.interactions.n.weighting": DECIMAL,
    "cmi.interactions.n.student_response": STRING_255,
    "cmi.interactions.n.result": f"correct|wrong|unanticipated|neutral|{DECIMAL}",
    "cmi.interactions.n.latency": TIMESPAN,
}
READABLE = re.compile(
    r"cmi\.core\.(_children|student_id|student_name|lesson_location|credit|lesson_status|entry|total_time"
    r"|lesson_mode|score\.(_children|raw|min|max))"
    r"|cmi\.(suspend_data|launch_data|comments|comments_from_lms|interactions\._(children|count))"
    r"|cmi\.student_(data|preference)\..+"
)
FINAL = {"completed", "passed", "failed"}


@dataclass(slots=True)
class Memory:
    """What an LMS remembers of an attempt over its sessions."""

    ids: dict[int, str] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    status: str = "not attempted"


def problems(sessions: Iterable[Sequence[Call]]) -> list[str]:
    """The problems that a strict LMS would report in the sessions of an attempt, oldest first.

    Every call that did not succeed is a problem, too.
    """
    memory = Memory()
    return [
        f"session {number}, call {position}: {problem}"
        for number, calls in enumerate(sessions, 1)
        for position, problem in _session_problems(calls, memory)
    ]


@dataclass(slots=True)
class Session:
    """The state of a session: elements that were set, and those that are not committed yet."""

    set_here: set[str] = field(default_factory=set)
    uncommitted: list[str] = field(default_factory=list)


def _session_problems(calls: Sequence[Call], memory: Memory) -> Iterable[tuple[int, str]]:
    if not calls or calls[0].name != "LMSInitialize":
        yield 0, "the session does not begin with LMSInitialize"
    session = Session()
    for position, call in enumerate(calls):
        for problem in _call_problems(call, session, memory):
            yield position, problem
        if call.name == "LMSInitialize" and position:
            yield position, "a second LMSInitialize"
        if call.name == "LMSFinish" and position != len(calls) - 1:
            yield position, "calls after LMSFinish"
    score = {f"cmi.core.score.{name}" for name in ("raw", "min", "max")}
    if score & session.set_here and not score <= session.set_here:
        yield len(calls), "a score without raw, min and max"


def _call_problems(call: Call, session: Session, memory: Memory) -> Iterable[str]:
    said = f"{call.name}{tuple(call.values)}"
    if str(call.error) != "0" or (call.name != "LMSGetValue" and str(call.result).lower() != "true"):
        yield f"{said} gave {call.result!r}, error {call.error}"
    if not all(isinstance(value, str) for value in call.values):
        yield f"{said}: a value is not a string"
        return
    match call.name:
        case "LMSInitialize" | "LMSCommit" | "LMSFinish" if call.values != [""]:
            yield f"{said}: the argument must be an empty string"
        case "LMSGetValue" if not READABLE.fullmatch(call.values[0]):
            yield f"{said}: not readable"
        case "LMSSetValue":
            element, value = call.values
            yield from _set_problems(element, value, session, memory)
        case "LMSCommit":
            session.uncommitted.clear()
        case "LMSFinish":
            for element in ("cmi.core.exit", "cmi.core.session_time"):
                if memory.status != "not attempted" and element not in session.set_here:
                    yield f"LMSFinish without {element}"


def _set_problems(element: str, value: str, session: Session, memory: Memory) -> Iterable[str]:
    yield from _value_problems(element, value, memory)
    if element == "cmi.core.score.raw" and FINAL & set(session.uncommitted):
        yield "the score comes after the status"
    session.set_here.add(element)
    session.uncommitted.append(value if element == "cmi.core.lesson_status" else element)


def _value_problems(element: str, value: str, memory: Memory) -> Iterable[str]:
    pattern = SETTABLE.get(re.sub(r"\.\d+(?=\.)", ".n", element))
    shown = f"{element} = {value[:80]!r}"
    if pattern is None:
        yield f"{shown}: not settable"
    elif not re.fullmatch(pattern, value):
        yield f"{shown}: not of its type ({len(value)} characters)"
    if element == "cmi.core.lesson_status":
        if memory.status in FINAL and value == "incomplete":
            yield f"{shown}: the status goes back from {memory.status}"
        memory.status = value
    if match := re.fullmatch(r"cmi\.interactions\.(\d+)\.(.+)", element):
        yield from _interaction_problems(int(match[1]), match[2], value, memory)


def _interaction_problems(index: int, name: str, value: str, memory: Memory) -> Iterable[str]:
    if name == "id":
        if index > len(memory.ids):
            yield f"interaction {index} is set while there are only {len(memory.ids)}"
        if memory.ids.setdefault(index, value) != value:
            yield f"interaction {index} was {memory.ids[index]!r} and becomes {value!r}"
        if list(memory.ids.values()).count(value) > 1:
            yield f"two interactions have the id {value!r}"
    elif index not in memory.ids:
        yield f"interaction {index}: {name} comes before its id"
    elif name == "type":
        if memory.types.setdefault(index, value) != value:
            yield f"interaction {index} changes its type from {memory.types[index]} to {value}"
    elif index not in memory.types:
        yield f"interaction {index}: {name} comes before its type"
