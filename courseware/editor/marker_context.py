"""What surrounds a cursor in a marker that may be incomplete."""

from __future__ import annotations

import re

from courseware.record import NamedTuple

_TYPE = re.compile(r"""\btype["']?\s*:\s*["']?(\w+)""")
_KEY = re.compile(r"""["']?([^\W\d][\w-]*)["']?\s*:""")
_OPTIONS = re.compile(r"""\boptions["']?\s*:\s*\[([^\]]*)\]""")
_ITEM = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]+)),?""")
_LONGEST = 2_000
"""How many characters before and after the cursor are searched."""


class MarkerContext(NamedTuple):
    """The marker around a cursor.

    `component` is the marker's type as far as it is written, `keys` are its keys, and `key` is the key whose value the
    cursor is in (empty: it is in a key). `written` is the part of that value or key before the cursor, after the
    `quote` if one is open. `options` are the values of the marker's key `options`.
    """

    component: str
    keys: frozenset[str]
    key: str
    written: str
    quote: str
    options: tuple[str, ...]


def marker_context(text: str, offset: int) -> MarkerContext | None:
    """What surrounds an offset, or None if it is not in a marker."""
    begin = text.rfind("{", max(0, offset - _LONGEST), offset)
    if begin < 0 or text[text.rfind("\n", 0, begin) + 1 : begin].strip():
        return None
    before = text[begin + 1 : offset]
    quote, opened, depth, entry = "", 0, 0, 0
    for at, sign in enumerate(before):
        if quote:
            quote = "" if sign in (quote, "\n") and before[at - 1] != "\\" else quote
        elif sign in "\"'" and not before[:at][-1:].isalnum():
            quote, opened = sign, at
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
    component = found[1] if found else ""
    keys = frozenset(_KEY.findall(whole))
    if not colon:
        return MarkerContext(component, keys - {name}, "", name, quote, ())
    is_whole = quote and name != "show_if"  # within a condition, each id is completed by itself
    words = before[opened + 1 :] if is_whole else re.split(r"[\[,\s]", value)[-1].lstrip("\"'")
    listed = _OPTIONS.search(whole)
    options = (
        [(item[1] or item[2] or item[3] or "").strip() for item in _ITEM.finditer(listed[1])]
        if listed
        else ()
    )
    return MarkerContext(component, keys, name, words, quote, tuple(filter(None, options)))
