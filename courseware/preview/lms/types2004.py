"""The data types of SCORM 2004 (Run-Time Environment 4th Edition, 4.1.1; responses: 4.2.9.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from courseware.preview.lms.model import Type, ValueTest
from courseware.preview.lms.types12 import length

SHORT, LONG = 250, 4000
MOST_CHOICES, MOST_PAIRS, MOST_FILLS = 36, 36, 10
"""How many parts of a response every LMS must accept (4.2.9.1)."""

_REAL = re.compile(r"-?\d{1,10}(\.\d{1,7})?", re.ASCII)
_SHORT_ID = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#%-])+", re.ASCII)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3}|[ixIX])(-[A-Za-z0-9]{2,8})*|", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,2})?)?)?(Z|[+-]\d\d(:\d\d)?)?)?)?)?", re.ASCII
)
_INTERVAL = re.compile(
    r"P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?", re.ASCII
)
_TAGS = re.compile(r"(\{(lang|case_matters|order_matters)=([^{}]*)\})*")


def real(low: float | None = None, high: float | None = None) -> Type:
    """The type of a number (real(10,7)); a number out of range has a separate error."""

    def is_real(value: str, beside: Mapping[str, str]) -> str:
        return "" if _REAL.fullmatch(value) else "it is not a number with at most 7 decimals"

    def outside(value: str, beside: Mapping[str, str]) -> str:
        below = low is not None and float(value) < low
        above = high is not None and float(value) > high
        return f"it is not {_bounds(low, high)}" if below or above else ""

    return Type(f"a number {_bounds(low, high)}".strip(), is_real, None, outside)


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"from {low:g} to {high:g}"
    return f"of at least {low:g}" if low is not None else ""


def _short_id(value: str) -> str:
    if len(value) > SHORT:
        return f"it has {len(value)} characters, but an LMS need keep only {SHORT}"
    return (
        ""
        if _SHORT_ID.fullmatch(value)
        else "it is not an identifier: letters, digits and characters allowed in an address"
    )


def _long_id(value: str, beside: Mapping[str, str]) -> str:
    if len(value) > LONG:
        return f"it has {len(value):,} characters, but an LMS need keep only {LONG:,}"
    if not _SHORT_ID.fullmatch(value):
        return "it is not an identifier: letters, digits and characters allowed in an address"
    return "urn: needs a name and an identifier" if re.fullmatch(r"urn:[^:]*:?", value) else ""


def _localized(most: int) -> ValueTest:
    def test(value: str, beside: Mapping[str, str]) -> str:
        tag = re.match(r"\{lang=([^{}]*)\}", value)
        if tag and not (tag[1] and _LANGUAGE.fullmatch(tag[1])):
            return f"{tag[1]!r} is not a language"
        return length(most)(value[tag.end() :] if tag else value, beside)

    return test


def _moment(value: str, beside: Mapping[str, str]) -> str:
    found = _MOMENT.fullmatch(value)
    if not found:
        return "it is not a time as YYYY-MM-DDThh:mm:ss.ss"
    padded = re.match(r"\d{4}(-\d\d(-\d\d)?)?", value)
    text = padded[0] if padded else ""
    try:
        datetime.strptime(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10], "%Y-%m-%d")
    except ValueError:
        return "this day does not exist"
    time = re.search(r"T(\d\d)(?::(\d\d))?(?::(\d\d))?", value)
    limits = (24, 60, 60)
    if time and any(int(part) >= most for part, most in zip(time.groups(), limits, strict=True) if part):
        return "this time of day does not exist"
    return "" if 1970 <= int(value[:4]) <= 2038 else "its year is not between 1970 and 2038"


def _interval(value: str, beside: Mapping[str, str]) -> str:
    return "" if _INTERVAL.fullmatch(value) else "it is not a duration such as PT1H30M5.5S"


IDENTIFIER = Type(f"an identifier of up to {LONG:,} characters", _long_id, LONG)
STATE_64000 = Type("up to 64,000 characters", length(64_000), 64_000)
STRING_1000 = Type("up to 1,000 characters", length(1000), 1000)
STRING_4000 = Type("up to 4,000 characters", length(4000), 4000)
TEXT_250 = Type("text in a language, up to 250 characters", _localized(250), 250)
TEXT_4000 = Type("text in a language, up to 4,000 characters", _localized(4000), 4000)
LANGUAGE = Type(
    "a language", lambda value, beside: "" if _LANGUAGE.fullmatch(value) else "it is not a language", SHORT
)
MOMENT = Type("a time, YYYY-MM-DDThh:mm:ss.ss", _moment)
INTERVAL = Type("a duration, PT1H30M5.5S", _interval)


def _ids(most: int, is_set: bool) -> Callable[[str], str]:
    def test(value: str) -> str:
        parts = value.split("[,]") if value else []
        if len(parts) > most:
            return f"it has {len(parts)} parts, but an LMS need keep only {most}"
        if is_set and len({*parts}) < len(parts):
            return "it names one of them twice"
        return next((problem for problem in map(_short_id, parts) if problem), "")

    return test


def _fills(value: str) -> str:
    parts = _untagged(value).split("[,]")
    if len(parts) > MOST_FILLS:
        return f"it has {len(parts)} parts, but an LMS need keep only {MOST_FILLS}"
    return next((problem for problem in (_localized(SHORT)(part, {}) for part in parts) if problem), "")


def _pairs(value: str) -> str:
    parts = value.split("[,]") if value else []
    if len(parts) > MOST_PAIRS:
        return f"it has {len(parts)} pairs, but an LMS need keep only {MOST_PAIRS}"
    pairs = [part.split("[.]") for part in parts]
    if any(len(pair) != 2 for pair in pairs):
        return "a pair is two identifiers joined by [.]"
    return next((problem for pair in pairs for problem in map(_short_id, pair) if problem), "")


def _performance(value: str) -> str:
    steps = _untagged(value).split("[,]")
    for step in steps:
        name, mark, _ = step.partition("[.]")
        if not mark:
            return "a step is a name and an answer joined by [.]"
        problem = _short_id(name) if name else ""
        if problem or step == "[.]":
            return problem or "a step has a name or an answer"
    return ""


def _number(value: str) -> str:
    return "" if _REAL.fullmatch(value) else "it is not a number"


def _span(value: str) -> str:
    parts = value.split("[:]")
    if len(parts) != 2 or any(part and not _REAL.fullmatch(part) for part in parts):
        return "it is not two numbers joined by [:], either of which may be left out"
    low, high = parts
    return (
        "its lower limit is greater than its upper limit" if low and high and float(low) > float(high) else ""
    )


def _truth(value: str) -> str:
    return "" if value in ("true", "false") else "it is neither true nor false"


def _untagged(value: str) -> str:
    """A pattern without the delimiters that say whether case and order matter; a language delimiter stays."""
    found = _TAGS.match(value)
    end = found.end() if found else 0
    return re.sub(r"\{(case_matters|order_matters)=[^{}]*\}", "", value[:end]) + value[end:]


def _text(most: int) -> Callable[[str], str]:
    return lambda value: _localized(most)(_untagged(value), {})


def _limit(most: int) -> Callable[[str], str]:
    return lambda value: length(most)(value, {})


_RESPONSES: Mapping[str, Callable[[str], str]] = {
    "true-false": _truth,
    "choice": _ids(MOST_CHOICES, True),
    "fill-in": _fills,
    "long-fill-in": _text(LONG),
    "likert": _short_id,
    "matching": _pairs,
    "performance": _performance,
    "sequencing": _ids(MOST_CHOICES, False),
    "numeric": _number,
    "other": _limit(LONG),
}
_PATTERNS = {**_RESPONSES, "numeric": _span}
"""Type of an interaction → what is wrong with a response (4.2.9.1), or with a pattern of a right one (4.2.9.2)."""


def _by_kind(table: Mapping[str, Callable[[str], str]]) -> ValueTest:
    def test(value: str, beside: Mapping[str, str]) -> str:
        kind = beside.get("type", "other")
        problem = table[kind](value)
        return f"as {kind}: {problem}" if problem else ""

    return test


RESPONSE = Type("a response in the form of its interaction type", _by_kind(_RESPONSES))
PATTERN = Type("a right response in the form of its interaction type", _by_kind(_PATTERNS))


def _result(value: str, beside: Mapping[str, str]) -> str:
    if value in ("correct", "incorrect", "unanticipated", "neutral") or _REAL.fullmatch(value):
        return ""
    return "it is not correct, incorrect, unanticipated, neutral or a number"


RESULT = Type("correct, incorrect, unanticipated, neutral, or a number", _result)


def _navigation(value: str, beside: Mapping[str, str]) -> str:
    words = ("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll", "_none_")
    if value in words or re.fullmatch(r"\{target=[^{}]+\}(choice|jump)", value):
        return ""
    return "it is not a navigation request"


NAVIGATION = Type("a navigation request", _navigation)
