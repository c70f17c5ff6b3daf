"""The data model of SCORM 1.2 as a table (The SCORM Run-Time Environment, version 1.2, 3.3 and 3.4.4)."""

from __future__ import annotations

from courseware.preview.lms.model import (
    BOTH,
    READ,
    WRITE,
    Element,
    Error,
    Model,
    Type,
    children_of,
    collections_of,
)
from courseware.preview.lms.types12 import (
    ANY,
    DECIMAL,
    FEEDBACK,
    IDENTIFIER,
    RESULT,
    SCORE,
    STRING_255,
    STRING_4096,
    TIME,
    TIMESPAN,
    either,
    length,
    number,
    vocabulary,
)

STATUS = vocabulary("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
WRITTEN_STATUS = vocabulary("passed", "completed", "failed", "incomplete", "browsed")
"""What a SCO may set; only the LMS sets `not attempted` (3.4.4, cmi.core.lesson_status)."""
_AUDIO = Type("a whole number from -1 to 100", number(-1, 100))
_SPEED = Type("a whole number from -100 to 100", number(-100, 100))
_TEXT = Type("a whole number from -1 to 1", number(-1, 1))
_EXIT = vocabulary("time-out", "suspend", "logout", "")
_LANGUAGE = Type("a language, up to 255 characters", length(255))
_KIND = vocabulary(
    "true-false", "choice", "fill-in", "matching", "performance", "likert", "sequencing", "numeric"
)  # fmt: skip
_WEIGHTING = Type("a decimal number", either(number()))

_ROWS = (
    Element("cmi.core.student_id", IDENTIFIER, READ, "3.4.4", ""),
    Element("cmi.core.student_name", STRING_255, READ, "3.4.4", ""),
    Element("cmi.core.lesson_location", STRING_255, BOTH, "3.4.4", ""),
    Element("cmi.core.credit", vocabulary("credit", "no-credit"), READ, "3.4.4", "credit"),
    Element("cmi.core.lesson_status", WRITTEN_STATUS, BOTH, "3.4.4", "not attempted"),
    Element("cmi.core.entry", vocabulary("ab-initio", "resume", ""), READ, "3.4.4", "ab-initio"),
    Element("cmi.core.score.raw", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.core.score.max", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.core.score.min", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.core.total_time", TIMESPAN, READ, "3.4.4", "0000:00:00.00"),
    Element("cmi.core.lesson_mode", vocabulary("browse", "normal", "review"), READ, "3.4.4", "normal"),
    Element("cmi.core.exit", _EXIT, WRITE, "3.4.4"),
    Element("cmi.core.session_time", TIMESPAN, WRITE, "3.4.4"),
    Element("cmi.suspend_data", STRING_4096, BOTH, "3.4.4", ""),
    Element("cmi.launch_data", STRING_4096, READ, "3.4.4", ""),
    Element("cmi.comments", STRING_4096, BOTH, "3.4.4", ""),
    Element("cmi.comments_from_lms", STRING_4096, READ, "3.4.4", ""),
    Element("cmi.objectives.n.id", IDENTIFIER, BOTH, "3.4.4"),
    Element("cmi.objectives.n.score.raw", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.objectives.n.score.max", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.objectives.n.score.min", SCORE, BOTH, "3.4.4", ""),
    Element("cmi.objectives.n.status", STATUS, BOTH, "3.4.4", "not attempted"),
    Element("cmi.student_data.mastery_score", DECIMAL, READ, "3.4.4", ""),
    Element("cmi.student_data.max_time_allowed", TIMESPAN, READ, "3.4.4", ""),
    Element("cmi.student_data.time_limit_action", ANY, READ, "3.4.4", ""),
    Element("cmi.student_preference.audio", _AUDIO, BOTH, "3.4.4", "0"),
    Element("cmi.student_preference.language", _LANGUAGE, BOTH, "3.4.4", ""),
    Element("cmi.student_preference.speed", _SPEED, BOTH, "3.4.4", "0"),
    Element("cmi.student_preference.text", _TEXT, BOTH, "3.4.4", "0"),
    Element("cmi.interactions.n.id", IDENTIFIER, WRITE, "3.4.4"),
    Element("cmi.interactions.n.objectives.n.id", IDENTIFIER, WRITE, "3.4.4"),
    Element("cmi.interactions.n.time", TIME, WRITE, "3.4.4"),
    Element("cmi.interactions.n.type", _KIND, WRITE, "3.4.4"),
    Element("cmi.interactions.n.correct_responses.n.pattern", FEEDBACK, WRITE, "3.4.4"),
    Element("cmi.interactions.n.weighting", _WEIGHTING, WRITE, "3.4.4"),
    Element("cmi.interactions.n.student_response", FEEDBACK, WRITE, "3.4.4"),
    Element("cmi.interactions.n.result", RESULT, WRITE, "3.4.4"),
    Element("cmi.interactions.n.latency", TIMESPAN, WRITE, "3.4.4"),
)
_ELEMENTS = {row.name: row for row in _ROWS}

_ERRORS = (
    Error("0", "No error", "Nothing went wrong."),
    Error("101", "General exception", "Something went wrong for which there is no other code."),
    Error("201", "Invalid argument error", "The name is not an element of the data model, or its index leaves a gap."),
    Error("202", "Element cannot have children", "_children was requested of an element that has none."),
    Error("203", "Element not an array - cannot have count", "_count was requested of an element that has none."),
    Error("301", "Not initialized", "LMSInitialize was not called, or LMSFinish was already called."),
    Error("401", "Not implemented error", "This LMS does not have the element."),
    Error("402", "Invalid set value, element is a keyword", "_children, _count and _version cannot be set."),
    Error("403", "Element is read only", "Only the LMS sets it."),
    Error("404", "Element is write only", "It can be set, but not read."),
    Error("405", "Incorrect data type", "The value does not have the form that the element requires."),
)  # fmt: skip

MODEL = Model(
    name="scorm12",
    title="SCORM 1.2",
    version="3.4",
    api="API",
    acts={
        "LMSInitialize": "Initialize",
        "LMSFinish": "Terminate",
        "LMSGetValue": "GetValue",
        "LMSSetValue": "SetValue",
        "LMSCommit": "Commit",
        "LMSGetLastError": "GetLastError",
        "LMSGetErrorString": "GetErrorString",
        "LMSGetDiagnostic": "GetDiagnostic",
    },
    elements=_ELEMENTS,
    children=children_of(_ELEMENTS),
    collections=collections_of(_ELEMENTS, {"objectives": "3.4.4", "interactions": "3.4.4.19"}),
    situations={
        "argument": "201",
        "initialized twice": "101",
        "initialize after end": "101",
        "get before": "301",
        "get after": "301",
        "set before": "301",
        "set after": "301",
        "commit before": "301",
        "commit after": "301",
        "terminate before": "301",
        "terminate after": "301",
        "unknown get": "201",
        "unknown set": "201",
        "empty get": "201",
        "empty set": "201",
        "no children": "202",
        "no count": "203",
        "gap get": "201",
        "gap set": "201",
        "keyword": "402",
        "read-only": "403",
        "write-only": "404",
        "type": "405",
        "range": "405",
        "not set": "0",
        "dependency": "201",
        "once": "201",
        "unique": "201",
        "commit": "101",
    },
    errors={error.code: error for error in _ERRORS},
)
