"""How a condition compares an answer, both when a course is checked and when its records are read."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from unicodedata import normalize

COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def folded(text: str) -> str:
    """A text in the form in which the page compares it (`fold` in `templates/runtime/text.js`)."""
    return " ".join(normalize("NFC", text).split()).lower()
