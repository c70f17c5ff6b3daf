"""Attributes after a picture: `![…](…){width=640 class=wide}`."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from courseware.language import faults
from courseware.language.lookalikes import FoundLookalike

ATTRIBUTES = ("width", "height", "class")
KNOWN_CLASSES = frozenset(("zoom",))
"""Classes that have an effect without a theme."""
LONGEST = 300
"""The longest attributes of a picture, in characters; anything longer is text."""

_SIZE = r"(\d{1,5})(?:px)?|\d{1,3}%"
_PERCENT = r"=(\d+%)"
"""A percentage without quotes, which the plugin's grammar does not support."""


def picture_attributes(state: StateInline, silent: bool) -> bool:
    """Inline rule for braces directly after a picture. Unknown attributes are recorded for a message."""
    if state.src[state.pos] != "{" or state.pending or not state.tokens or state.tokens[-1].type != "image":
        return False
    end = state.src.find("}", state.pos, min(state.pos + LONGEST, state.posMax))
    if end < 0:
        return False
    written = state.src[state.pos : end + 1]
    start, state.pos = state.pos, end + 1
    if silent:
        return True
    from mdit_py_plugins.attrs.parse import ParseError, parse  # few pictures have attributes

    picture = state.tokens[-1]
    wrong = None
    try:
        _, attributes = parse(re.compile(_PERCENT).sub(r'="\1"', written))
    except ParseError:
        attributes, wrong = {}, written
    for name, value in attributes.items():
        size = re.fullmatch(_SIZE, value)
        if name not in ATTRIBUTES:
            picture.meta.setdefault("left_out", []).append(name)
        elif name == "class":
            picture.attrs[name] = value
            _report_capitals(state, start, written, value)
        elif size:
            picture.attrs[name] = size[1] or value
        else:
            wrong = written
    if wrong:
        _report(state, start, FoundLookalike(faults.ATTRIBUTES_UNREADABLE, len(wrong), {"words": wrong}))
    return True


def _report_capitals(state: StateInline, start: int, written: str, classes: str) -> None:
    """Reports a class that has no effect as written, but would have one in lower case."""
    for name in classes.split():
        if name != name.lower() in KNOWN_CLASSES:
            at = written.rindex(name)
            edit = (at, at + len(name), name.lower())
            details: dict[str, object] = {"name": name, "meant": name.lower()}
            _report(state, start, FoundLookalike(faults.CLASS_IN_CAPITALS, len(written), details, (edit,)))


def _report(state: StateInline, start: int, found: FoundLookalike) -> None:
    state.push("lookalike", "", 0).meta = {"position": start, "found": found}
