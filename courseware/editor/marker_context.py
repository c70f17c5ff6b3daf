"""Where a cursor stands in a marker that may be half written."""

from __future__ import annotations

import re

from courseware.record import NamedTuple

_TYPE = re.compile(r"""\btype["']?\s*:\s*["']?(\w+)""")
_KEY = re.compile(r"""["']?([^\W\d][\w-]*)["']?\s*:""")
_OPTIONS = re.compile(r"""\boptions["']?\s*:\s*\[([^\]]*)\]""")
_ITEM = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]+)),?""")
_LONGEST = 2_000
"""Characters of a marker that are looked through."""


class MarkerContext(NamedTuple):
    """`component` is the marker's type as far as it is written, `keys` those that it has, `key` the one whose value
    stands at the cursor (empty: a key stands there), `written` what of it stands before the cursor, behind the `quote`
    that is open. `options` are those of its own key.
    """

    component: str
    keys: frozenset[str]
    key: str
    written: str
    quote: str
    options: tuple[str, ...]


def marker_context(text: str, offset: int) -> MarkerContext | None:
    """The context of an offset, or None outside markers."""
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
    is_whole = quote and name != "show_if"  # a condition has words of its own
    words = before[opened + 1 :] if is_whole else re.split(r"[\[,\s]", value)[-1].lstrip("\"'")
    listed = _OPTIONS.search(whole)
    options = (
        [(item[1] or item[2] or item[3] or "").strip() for item in _ITEM.finditer(listed[1])]
        if listed
        else ()
    )
    return MarkerContext(component, keys, name, words, quote, tuple(filter(None, options)))
