"""The data model of SCORM 2004 as a table (Run-Time Environment 4th Edition, 3.1.7 and 4.2)."""

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
from courseware.preview.lms.types12 import ANY, length, vocabulary
from courseware.preview.lms.types2004 import (
    IDENTIFIER,
    INTERVAL,
    LANGUAGE,
    MOMENT,
    NAVIGATION,
    PATTERN,
    RESPONSE,
    RESULT,
    STATE_64000,
    STRING_1000,
    STRING_4000,
    TEXT_250,
    TEXT_4000,
    real,
)

_COMPLETION = vocabulary("completed", "incomplete", "not attempted", "unknown")
_SUCCESS = vocabulary("passed", "failed", "unknown")
_EXIT = vocabulary("time-out", "suspend", "logout", "normal", "")
_CAPTIONING = vocabulary("-1", "0", "1")
_KIND = vocabulary(
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert",
    "numeric", "other",
)  # fmt: skip
_SCALED, _MEASURE, _NUMBER, _LEVEL = real(-1, 1), real(0, 1), real(), real(0)
_TEXT = Type("up to 250 characters", length(250), 250)
_ID = ("id",)
_TYPED = ("id", "type")

_ROWS = (
    Element("cmi.comments_from_learner.n.comment", TEXT_4000, BOTH, "RTE 4.2.2"),
    Element(
        "cmi.comments_from_learner.n.location",
        _TEXT,
        BOTH,
        "RTE 4.2.2",
    ),
    Element("cmi.comments_from_learner.n.timestamp", MOMENT, BOTH, "RTE 4.2.2"),
    Element("cmi.comments_from_lms.n.comment", TEXT_4000, READ, "RTE 4.2.3"),
    Element("cmi.comments_from_lms.n.location", TEXT_250, READ, "RTE 4.2.3"),
    Element("cmi.comments_from_lms.n.timestamp", MOMENT, READ, "RTE 4.2.3"),
    Element("cmi.completion_status", _COMPLETION, BOTH, "RTE 4.2.4", "unknown"),
    Element("cmi.completion_threshold", _MEASURE, READ, "RTE 4.2.5"),
    Element("cmi.credit", vocabulary("credit", "no-credit"), READ, "RTE 4.2.6", "credit"),
    Element("cmi.entry", vocabulary("ab-initio", "resume", ""), READ, "RTE 4.2.7", "ab-initio"),
    Element("cmi.exit", _EXIT, WRITE, "RTE 4.2.8"),
    Element("cmi.interactions.n.id", IDENTIFIER, BOTH, "RTE 4.2.9"),
    Element("cmi.interactions.n.type", _KIND, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.interactions.n.objectives.n.id", IDENTIFIER, BOTH, "RTE 4.2.9", needs=_ID, unique=True),
    Element("cmi.interactions.n.timestamp", MOMENT, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.interactions.n.correct_responses.n.pattern", PATTERN, BOTH, "RTE 4.2.9", needs=_TYPED),
    Element("cmi.interactions.n.weighting", _NUMBER, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.interactions.n.learner_response", RESPONSE, BOTH, "RTE 4.2.9", needs=_TYPED),
    Element("cmi.interactions.n.result", RESULT, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.interactions.n.latency", INTERVAL, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.interactions.n.description", TEXT_250, BOTH, "RTE 4.2.9", needs=_ID),
    Element("cmi.launch_data", STRING_4000, READ, "RTE 4.2.10"),
    Element("cmi.learner_id", IDENTIFIER, READ, "RTE 4.2.11", ""),
    Element("cmi.learner_name", TEXT_250, READ, "RTE 4.2.12", ""),
    Element("cmi.learner_preference.audio_level", _LEVEL, BOTH, "RTE 4.2.13", "1"),
    Element("cmi.learner_preference.language", LANGUAGE, BOTH, "RTE 4.2.13", ""),
    Element("cmi.learner_preference.delivery_speed", _LEVEL, BOTH, "RTE 4.2.13", "1"),
    Element("cmi.learner_preference.audio_captioning", _CAPTIONING, BOTH, "RTE 4.2.13", "0"),
    Element("cmi.location", STRING_1000, BOTH, "RTE 4.2.14"),
    Element("cmi.max_time_allowed", INTERVAL, READ, "RTE 4.2.15"),
    Element("cmi.mode", vocabulary("browse", "normal", "review"), READ, "RTE 4.2.16", "normal"),
    Element("cmi.objectives.n.id", IDENTIFIER, BOTH, "RTE 4.2.17", once=True, unique=True),
    Element("cmi.objectives.n.score.scaled", _SCALED, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.objectives.n.score.raw", _NUMBER, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.objectives.n.score.min", _NUMBER, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.objectives.n.score.max", _NUMBER, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.objectives.n.success_status", _SUCCESS, BOTH, "RTE 4.2.17", "unknown", needs=_ID),
    Element("cmi.objectives.n.completion_status", _COMPLETION, BOTH, "RTE 4.2.17", "unknown", needs=_ID),
    Element("cmi.objectives.n.progress_measure", _MEASURE, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.objectives.n.description", TEXT_250, BOTH, "RTE 4.2.17", needs=_ID),
    Element("cmi.progress_measure", _MEASURE, BOTH, "RTE 4.2.18"),
    Element("cmi.scaled_passing_score", _SCALED, READ, "RTE 4.2.19"),
    Element("cmi.score.scaled", _SCALED, BOTH, "RTE 4.2.20"),
    Element("cmi.score.raw", _NUMBER, BOTH, "RTE 4.2.20"),
    Element("cmi.score.min", _NUMBER, BOTH, "RTE 4.2.20"),
    Element("cmi.score.max", _NUMBER, BOTH, "RTE 4.2.20"),
    Element("cmi.session_time", INTERVAL, WRITE, "RTE 4.2.21"),
    Element("cmi.success_status", _SUCCESS, BOTH, "RTE 4.2.22", "unknown"),
    Element("cmi.suspend_data", STATE_64000, BOTH, "RTE 4.2.23"),
    Element("cmi.time_limit_action", ANY, READ, "RTE 4.2.24", "continue,no message"),
    Element("cmi.total_time", INTERVAL, READ, "RTE 4.2.25", "PT0H0M0S"),
    Element("adl.nav.request", NAVIGATION, BOTH, "SN 5.6.4", "_none_"),
    *(
        Element(f"adl.nav.request_valid.{name}", vocabulary("true", "false", "unknown"), READ, "SN 5.6.5")
        for name in ("continue", "previous", "choice.{target}", "jump.{target}")
    ),
)
_ELEMENTS = {row.name: row for row in _ROWS}
_CLAUSES = {
    "comments_from_learner": "RTE 4.2.2",
    "comments_from_lms": "RTE 4.2.3",
    "interactions": "RTE 4.2.9",
    "objectives": "RTE 4.2.17",
}

_ERRORS = (
    Error("0", "No Error", "Nothing went wrong."),
    Error("101", "General Exception", "Something went wrong for which there is no other code."),
    Error("102", "General Initialization Failure", "Initialize failed."),
    Error("103", "Already Initialized", "Initialize was called twice."),
    Error("104", "Content Instance Terminated", "Initialize was called after the launch was over."),
    Error("111", "General Termination Failure", "Terminate failed."),
    Error("112", "Termination Before Initialization", "Initialize was not called."),
    Error("113", "Termination After Termination", "Terminate was called twice."),
    Error("122", "Retrieve Data Before Initialization", "Initialize was not called."),
    Error("123", "Retrieve Data After Termination", "The launch is over."),
    Error("132", "Store Data Before Initialization", "Initialize was not called."),
    Error("133", "Store Data After Termination", "The launch is over."),
    Error("142", "Commit Before Initialization", "Initialize was not called."),
    Error("143", "Commit After Termination", "The launch is over."),
    Error("201", "General Argument Error", "The argument must be an empty string."),
    Error("301", "General Get Failure", "The index does not exist, or the element has no _children or _count."),
    Error("351", "General Set Failure", "The index leaves a gap, or an id is already in use."),
    Error("391", "General Commit Failure", "What was set could not be kept."),
    Error("401", "Undefined Data Model Element", "The name is not an element of the data model."),
    Error("402", "Unimplemented Data Model Element", "This LMS does not have the element."),
    Error("403", "Data Model Element Value Not Initialized", "Nothing was set."),
    Error("404", "Data Model Element Is Read Only", "Only the LMS sets it."),
    Error("405", "Data Model Element Is Write Only", "It can be set, but not read."),
    Error("406", "Data Model Element Type Mismatch", "The value does not have the form that the element requires."),
    Error("407", "Data Model Element Value Out Of Range", "The number is outside the range of the element."),
    Error("408", "Data Model Dependency Not Established", "Another element must be set first."),
)  # fmt: skip

MODEL = Model(
    name="scorm2004",
    title="SCORM 2004",
    version="1.0",
    api="API_1484_11",
    acts={
        name: name
        for name in (
            "Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString",
            "GetDiagnostic",
        )
    },
    elements=_ELEMENTS,
    children=children_of(_ELEMENTS),
    collections=collections_of(_ELEMENTS, _CLAUSES),
    situations={
        "argument": "201",
        "initialized twice": "103",
        "initialize after end": "104",
        "get before": "122",
        "get after": "123",
        "set before": "132",
        "set after": "133",
        "commit before": "142",
        "commit after": "143",
        "terminate before": "112",
        "terminate after": "113",
        "unknown get": "401",
        "unknown set": "401",
        "empty get": "301",
        "empty set": "351",
        "no children": "301",
        "no count": "301",
        "gap get": "301",
        "gap set": "351",
        "keyword": "404",
        "read-only": "404",
        "write-only": "405",
        "type": "406",
        "range": "407",
        "not set": "403",
        "dependency": "408",
        "once": "351",
        "unique": "351",
        "commit": "391",
    },
    errors={error.code: error for error in _ERRORS},
)  # fmt: skip
