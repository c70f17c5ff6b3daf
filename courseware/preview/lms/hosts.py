"""Where LMSs deviate from the specification: a row for each, with its observed behaviour."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from courseware.preview.lms.model import Element, Type

TypeOf = Callable[[str, Element], Type]


@dataclass(frozen=True, slots=True)
class Host:
    """The behaviour of an LMS. `type_of` gives the type of an element in a model (`scorm12`, `scorm2004`).

    `reads_all`: write-only elements can be read. `takes_any_order`: an element may be set before those it depends on.
    `clears_storage`: a new session clears the storage of its origin. `keeps_browsing`: values set in browse mode are
    kept. `commits_offline`: a commit returns "true" although there is no connection. `sequences`: it enforces the
    sequencing of a package.
    """

    name: str
    title: str
    says: str
    type_of: TypeOf
    reads_all: bool = False
    takes_any_order: bool = False
    clears_storage: bool = False
    keeps_browsing: bool = False
    commits_offline: bool = False
    sequences: bool = False


def _as_specified(model: str, element: Element) -> Type:
    return element.type


ROOM = 64_000
"""How many characters of a text Moodle keeps."""


def _units(value: str) -> int:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def _up_to(most: int) -> Type:
    return Type(
        f"up to {most:,} characters",
        lambda value, beside: (
            ""
            if _units(value) <= most
            else f"it has {_units(value):,} characters, but only {most:,} are kept"
        ),
        most,
    )


_MOODLE_TEXTS = {
    "cmi.suspend_data",
    "cmi.comments",
    "cmi.core.lesson_location",
    "cmi.interactions.n.student_response",
    "cmi.interactions.n.correct_responses.n.pattern",
}
_ONE_LINE = {"learner_response", "description", "comment", "pattern"}


def _moodle(model: str, element: Element) -> Type:
    if model == "scorm12":
        return _up_to(ROOM) if element.name in _MOODLE_TEXTS else element.type
    last = element.name.rpartition(".")[2]
    own = element.type
    if last in _ONE_LINE:
        return _also(own, lambda value: "line breaks are refused here" if re.search(r"[\r\n]", value) else "")
    if last in ("timestamp", "date_stamp"):
        return _also(own, _moodle_moment)
    if last in ("latency", "session_time"):
        return _also(own, lambda value: "at most two decimals" if re.search(r"\.\d{3,}S$", value) else "")
    return own


def _moodle_moment(value: str) -> str:
    if re.search(r"\.\d{3,}", value):
        return "it has milliseconds, but at most two decimals are accepted"
    return "Z without a fraction is refused" if value.endswith("Z") and "." not in value else ""


def _also(own: Type, more: Callable[[str], str]) -> Type:
    return own._replace(test=lambda value, beside: own.test(value, beside) or more(value))


def _anything(model: str, element: Element) -> Type:
    return Type("any text", lambda value, beside: "")


STRICT = Host(
    "strict", "Strict", "Refuses what the specification does not allow.", _as_specified, sequences=True
)
MOODLE = Host(
    "moodle",
    "Moodle 4.5",
    "Accepts any text of up to 64,000 characters as a response (SCORM 1.2); refuses line breaks and some times "
    "(SCORM 2004); clears the browser's storage when another session begins.",
    _moodle,
    clears_storage=True,
    keeps_browsing=True,
    commits_offline=True,
)
LENIENT = Host(
    "lenient",
    "Lenient",
    "Accepts any value for any element that can be set, and returns all values.",
    _anything,
    reads_all=True,
    takes_any_order=True,
)
HOSTS: Mapping[str, Host] = {host.name: host for host in (STRICT, MOODLE, LENIENT)}
