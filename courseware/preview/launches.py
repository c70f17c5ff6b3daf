"""What an LMS does before and after a launch: the first values of an attempt, and what it derives at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from courseware.preview.lms import scorm12, scorm2004
from courseware.preview.lms.engine import initial
from courseware.preview.lms.model import Model
from courseware.preview.sequencing import Activity, ObjectiveProgress, Tracked
from courseware.preview.store import Learner
from courseware.record import NamedTuple

MODELS: Mapping[str, Model] = {"scorm12": scorm12.MODEL, "scorm2004": scorm2004.MODEL}

NAVIGATION = "adl.nav.request"
MODES = ("normal", "review", "browse")


class Names(NamedTuple):
    """The names that a data model gives to elements that both standards have."""

    learner: str
    name: str
    credit: str
    mode: str
    entry: str
    exit: str
    total: str
    session: str
    status: str
    score: str


NAMES: Mapping[str, Names] = {
    "scorm12": Names(
        *(
            "cmi.core." + name
            for name in ("student_id", "student_name", "credit", "lesson_mode", "entry", "exit")
        ),
        *("cmi.core." + name for name in ("total_time", "session_time", "lesson_status", "score.raw")),
    ),
    "scorm2004": Names(
        *("cmi." + name for name in ("learner_id", "learner_name", "credit", "mode", "entry", "exit")),
        *("cmi." + name for name in ("total_time", "session_time", "completion_status", "score.scaled")),
    ),
}


def family_of(standard: str) -> str:
    """The protocol of a standard without its edition: `scorm2004-4` → `scorm2004`."""
    return "scorm2004" if standard.startswith("scorm2004") else standard


def first_values(model: Model, data: Mapping[str, str]) -> dict[str, str]:
    """The values of a new attempt; `data` are those from the manifest."""
    return {**initial(model), **data}


def begin(model: Model, values: Mapping[str, str], learner: Learner, mode: str) -> dict[str, str]:
    """The values with which a launch begins, from those of its attempt."""
    names = NAMES[model.name]
    suspended = values.get(names.exit) == "suspend"
    begun = names.exit in values
    of_sitting = (names.exit, names.session, NAVIGATION)
    own = {name: value for name, value in values.items() if name not in of_sitting}
    _, _, name = names_of(learner)
    return {
        **own,
        names.learner: learner.id,
        names.name: name,
        names.credit: "credit" if mode == "normal" else "no-credit",
        names.mode: mode,
        names.entry: "resume" if suspended else "" if begun else "ab-initio",
    }


def names_of(learner: Learner) -> tuple[str, str, str]:
    """The id of a learner, the name, and the name as an LMS writes it: "family name, given names"."""
    given, _, family = learner.name.rpartition(" ")
    return learner.id, learner.name, f"{family}, {given}" if given else learner.name


def is_over(model: Model, values: Mapping[str, str]) -> bool:
    """Whether an attempt cannot be resumed: in SCORM 2004, because it ended without `suspend` (RTE 4.2.8)."""
    return model.name == "scorm2004" and values.get(NAMES[model.name].exit, "suspend") != "suspend"


def end(model: Model, values: Mapping[str, str], mode: str) -> dict[str, str]:
    """The values that an LMS sets at the end of a launch."""
    names = NAMES[model.name]
    made = {
        names.total: total(model, values.get(names.total, ""), values.get(names.session, "")),
        names.exit: values.get(names.exit, ""),
    }
    return {**made, **_ENDS[model.name](values, mode)}


def _end_12(values: Mapping[str, str], mode: str) -> dict[str, str]:
    status, raw = values.get("cmi.core.lesson_status", ""), values.get("cmi.core.score.raw", "")
    mastery = values.get("cmi.student_data.mastery_score", "")
    if mode != "browse" and mastery and raw:
        try:
            return {"cmi.core.lesson_status": "passed" if float(raw) >= float(mastery) else "failed"}
        except ValueError:
            return {}
    return {"cmi.core.lesson_status": "completed"} if status == "not attempted" else {}


def _end_2004(values: Mapping[str, str], mode: str) -> dict[str, str]:
    """Statuses from a threshold and a measure, which override those that the SCO set (RTE 4.2.4.1, 4.2.22.1)."""
    made = {}
    for threshold, measure, status, words in (
        (
            "cmi.completion_threshold",
            "cmi.progress_measure",
            "cmi.completion_status",
            ("completed", "incomplete"),
        ),
        ("cmi.scaled_passing_score", "cmi.score.scaled", "cmi.success_status", ("passed", "failed")),
    ):
        try:
            made[status] = words[float(values[measure]) < float(values[threshold])]
        except (KeyError, ValueError):
            continue
    return made


_ENDS = {"scorm12": _end_12, "scorm2004": _end_2004}


_CLOCK = re.compile(r"(\d{1,6}):(\d\d):(\d\d(?:\.\d+)?)", re.ASCII)
_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)


@lru_cache(1_024)
def seconds_of(time: str) -> float:
    """The seconds of a time as `HHHH:MM:SS.SS` or ISO 8601 duration; 0 for anything else."""
    clock = _CLOCK.fullmatch(time)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
    iso = _ISO.fullmatch(time)
    if not iso:
        return 0.0
    units = (31_557_600, 2_629_800, 86_400, 3_600, 60, 1)
    return sum(float(part[:12]) * unit for part, unit in zip(iso.groups(), units, strict=True) if part)


def total(model: Model, before: str, session: str) -> str:
    """The sum of two durations, in the form of the data model."""
    seconds = round(seconds_of(before) + seconds_of(session), 2)
    if model.name == "scorm12":
        return f"{int(seconds // 3600):04}:{int(seconds % 3600 // 60):02}:{seconds % 60:05.2f}"
    return f"PT{int(seconds // 3600)}H{int(seconds % 3600 // 60)}M{seconds % 60:.2f}S"


_OBJECTIVE = re.compile(r"(cmi\.objectives\.\d+)\.id")
_TRUTHS = {"completed": True, "passed": True, "incomplete": False, "not attempted": False, "failed": False}


def tracked(standard: str, attempts: int, values: Mapping[str, str]) -> Tracked:
    """What sequencing knows about a unit, from the number of attempts and the values of the latest."""
    names = NAMES[family_of(standard)]
    is_open = values.get(names.exit, "suspend") == "suspend"
    status = values.get(names.status, "not attempted")
    if family_of(standard) == "scorm12":
        return Tracked(attempts, _TRUTHS.get(status), status=status, is_open=is_open)
    stems = {value: match[1] for name, value in values.items() if (match := _OBJECTIVE.fullmatch(name))}
    objectives = {
        "": _known(values, "cmi"),
        **{objective: _known(values, stem) for objective, stem in stems.items()},
    }
    return Tracked(attempts, _TRUTHS.get(status), objectives, is_open=is_open)


def _known(values: Mapping[str, str], stem: str) -> ObjectiveProgress:
    satisfied = _TRUTHS.get(values.get(f"{stem}.success_status", ""))
    return ObjectiveProgress(satisfied, _number(values.get(f"{stem}.score.scaled", "")))


def named_objectives(activity: Activity) -> dict[str, str]:
    """The objectives of a new attempt: those of the manifest that have an id (RTE 4.2.17)."""
    named = [objective.id for objective in activity.objectives if objective.id]
    return {f"cmi.objectives.{number}.id": objective for number, objective in enumerate(named)}


def shared_objectives(
    values: Mapping[str, str], activity: Activity, known: Mapping[str, ObjectiveProgress]
) -> dict[str, str]:
    """The values that a launch gets from objectives that its activity shares with others (SN 4.2)."""
    reads = {objective.id for objective in activity.objectives if objective.shared}
    made = {}
    for name, identifier in values.items():
        match, found = _OBJECTIVE.fullmatch(name), known.get(identifier, ObjectiveProgress())
        if match is None or identifier not in reads:
            continue
        if found.satisfied is not None:
            made[f"{match[1]}.success_status"] = "passed" if found.satisfied else "failed"
        if found.measure is not None:
            made[f"{match[1]}.score.scaled"] = f"{found.measure:g}"
    return made


class Outcome(NamedTuple):
    """What an LMS shows of an attempt.

    `status` and `success` are in the standard's words, `score` is from 0 to 100, `seconds` is the time spent.
    """

    status: str
    success: str
    score: float | None
    seconds: float
    completed: bool


def outcome(standard: str, values: Mapping[str, str]) -> Outcome:
    """Completion and grade of an attempt, as Moodle computes them when it requires `completed` or `passed`."""
    if family_of(standard) == "scorm12":
        status = values.get("cmi.core.lesson_status", "not attempted")
        score = _number(values.get("cmi.core.score.raw", ""))
        success = status if status in ("passed", "failed") else ""
        seconds = seconds_of(values.get("cmi.core.total_time", ""))
        return Outcome(status, success, score, seconds, status in ("completed", "passed"))
    status, success = (
        values.get("cmi.completion_status", "not attempted"),
        values.get("cmi.success_status", ""),
    )
    scaled = _number(values.get("cmi.score.scaled", ""))
    raw = _number(values.get("cmi.score.raw", ""))
    score = raw if raw is not None else scaled * 100 if scaled is not None else None
    seconds = seconds_of(values.get("cmi.total_time", ""))
    return Outcome(status, "" if success == "unknown" else success, score, seconds, status == "completed")


def of_statements(statements: Iterable[Mapping[str, Any]]) -> Outcome:
    """The outcome of a registration: the latest statement of each kind counts (xAPI verbs of ADL; cmi5 9.3)."""
    status, success, score, seconds = "not attempted", "", None, 0.0
    for statement in statements:
        verb = str(statement["verb"]["id"]).rpartition("/")[2]
        result = statement.get("result", {})
        if verb in ("completed", "passed", "failed"):
            status = "completed" if verb == "completed" or status == "completed" else "incomplete"
            success = success if verb == "completed" else verb
            given = result.get("score", {})
            score = given.get("raw", given["scaled"] * 100 if "scaled" in given else score)
        elif status == "not attempted":
            status = "incomplete"
        seconds += seconds_of(result.get("duration", "")) if verb == "terminated" else 0
    return Outcome(status, success, score, seconds, status == "completed" or success == "passed")


def _number(text: str) -> float | None:
    try:
        return float(text) if len(text) < 30 else None
    except ValueError:
        return None
