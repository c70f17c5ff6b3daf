"""The data types of SCORM 1.2 (Run-Time Environment 1.2, 3.4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from courseware.preview.lms.model import Type, ValueTest

STRING, LONG_STRING = 255, 4096
"""Lengths of CMIString255 and CMIString4096 in characters."""


def form(pattern: str, words: str) -> ValueTest:
    """A test whether a whole value matches a pattern; `words` describe it."""
    compiled = re.compile(pattern, re.DOTALL)
    return lambda value, beside: "" if compiled.fullmatch(value) else f"it is not {words}"


def length(most: int) -> ValueTest:
    """A test whether a text has at most so many UTF-16 code units, in which browsers count."""

    def test(value: str, beside: Mapping[str, str]) -> str:
        units = len(value.encode("utf-16-le", "surrogatepass")) // 2
        return f"it has {units:,} characters, but only {most:,} are allowed" if units > most else ""

    return test


def number(low: float | None = None, high: float | None = None) -> ValueTest:
    """A test for a CMIDecimal within bounds (inclusive)."""

    def test(value: str, beside: Mapping[str, str]) -> str:
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value, re.ASCII):
            return "it is not a decimal number"
        if (low is not None and float(value) < low) or (high is not None and float(value) > high):
            return f"it is not from {low:g} to {high:g}"
        return ""

    return test


def either(*tests: ValueTest) -> ValueTest:
    """A test that passes if one of several tests does; otherwise it reports what the first one reports."""

    def test(value: str, beside: Mapping[str, str]) -> str:
        found = [is_valid(value, beside) for is_valid in tests]
        return found[0] if all(found) else ""

    return test


def vocabulary(*words: str) -> Type:
    """The type of a value from a list of words (CMIVocabulary)."""
    shown = ", ".join(words)
    return Type(
        f"one of {shown}", lambda value, beside: "" if value in words else f"it is not one of {shown}"
    )


def _is_moment(value: str, beside: Mapping[str, str]) -> str:
    found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(\.\d{1,2})?", value, re.ASCII)
    if not found:
        return "it is not a time as HH:MM:SS.SS"
    hours, minutes, seconds = map(int, found.groups()[:3])
    return "" if hours < 24 and minutes < 60 and seconds < 60 else "this time of day does not exist"


ANY = Type("any text", lambda value, beside: "")
STRING_255 = Type("up to 255 characters", length(STRING), STRING)
STRING_4096 = Type("up to 4,096 characters", length(LONG_STRING), LONG_STRING)
IDENTIFIER = Type(
    "up to 255 characters without white space, ASCII",
    form(r"[!-~]{1,255}", "up to 255 characters of ASCII without white space"),
)
DECIMAL = Type("a decimal number", number())
SCORE = Type(
    "a decimal number from 0 to 100, or empty",
    either(number(0, 100), lambda value, beside: value and "it is not empty"),
)
TIME = Type("a time of day, HH:MM:SS.SS", _is_moment)
TIMESPAN = Type(
    "a duration, HHHH:MM:SS.SS",
    form(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?", "a duration as HHHH:MM:SS.SS"),
)

_ONE = r"[a-z0-9]"
_FEEDBACK: Mapping[str, tuple[str, str]] = {
    "true-false": (r"[01tf].*", "0, 1, t or f"),
    "choice": (rf"\{{?({_ONE}(,{_ONE})*)?\}}?", "single characters a–z and 0–9, joined by commas"),
    "fill-in": (r".{0,255}", "up to 255 characters"),
    "numeric": (r"-?\d+(\.\d+)?", "a number"),
    "likert": (rf"{_ONE}?", "one character a–z or 0–9, or empty"),
    "matching": (
        rf"\{{?({_ONE}\.{_ONE}(,{_ONE}\.{_ONE})*)?\}}?",
        "pairs of single characters, such as a.1,b.2",
    ),
    "performance": (r".{0,255}", "up to 255 characters"),
    "sequencing": (rf"({_ONE}(,{_ONE})*)?", "single characters a–z and 0–9, joined by commas"),
}
"""Type of an interaction → the pattern of its responses, and that in words (3.4.3, CMIFeedback)."""


def _is_feedback(value: str, beside: Mapping[str, str]) -> str:
    kind = beside.get("type", "")
    pattern, words = _FEEDBACK.get(kind, (r".{0,255}", "up to 255 characters"))
    return "" if re.fullmatch(pattern, value, re.DOTALL) else f"a {kind or 'response'} is {words}"


FEEDBACK = Type("a response in the form of its interaction type", _is_feedback)
RESULT = Type(
    "correct, wrong, unanticipated, neutral, or a number",
    either(vocabulary("correct", "wrong", "unanticipated", "neutral").test, number()),
)
