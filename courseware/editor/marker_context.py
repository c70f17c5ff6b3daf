"""Where a cursor stands in a marker that may be half written."""

from __future__ import annotations

import re
from typing import NamedTuple

_TYPE = re.compile(r"""\btype["']?\s*:\s*["']?(\w+)""")
_KEY = re.compile(r"""["']?([^\W\d][\w-]*)["']?\s*:""")
_LONGEST = 2_000
"""Characters of a marker that are looked through."""


class MarkerContext(NamedTuple):
    """`component` is the marker's type as far as it is written, `keys` those that it has, `key` the one whose value
    stands at the cursor (empty: a key stands there), `written` what of it stands before the cursor.
    """

    component: str
    keys: frozenset[str]
    key: str
    written: str


def marker_context(text: str, offset: int) -> MarkerContext | None:
    """The context of an offset, or None outside markers."""
    begin = text.rfind("{", max(0, offset - _LONGEST), offset)
    if begin < 0 or text[text.rfind("\n", 0, begin) + 1 : begin].strip():
        return None
    before = text[begin + 1 : offset]
    quote, depth, entry = "", 0, 0
    for at, sign in enumerate(before):
        if quote:
            quote = "" if sign in (quote, "\n") and before[at - 1] != "\\" else quote
        elif sign in "\"'" and not before[:at][-1:].isalnum():
            quote = sign
        elif sign == "}" or before.startswith("\n\n", at):
            return None
        elif sign in "[]":
            depth += 1 if sign == "[" else -1
        elif sign == "," and depth <= 0:
            entry = at + 1
    after = text[offset : offset + _LONGEST]
    closing = re.search(r"\}|\n[ \t]*\n|\n\{", after)
    whole = before + after[: closing.start() if closing else len(after)]
    found = _TYPE.search(whole)
    key, colon, value = before[entry:].partition(":")
    name = key.strip().strip("\"'")
    keys = frozenset(_KEY.findall(whole))
    if not colon:
        return MarkerContext(found[1] if found else "", keys - {name}, "", name)
    words = re.split(r"[\[,\s]", value)[-1].lstrip("\"'")
    return MarkerContext(found[1] if found else "", keys, name, words)
