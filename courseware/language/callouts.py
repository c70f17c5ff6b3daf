"""Callouts: a quote that begins with `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults
from courseware.language.places import InlinePlaces
from courseware.language.reading import Reading

CALLOUTS = ("note", "tip", "important", "warning", "caution")

_OTHER_NAMES = {
    **dict.fromkeys(("info", "information", "abstract", "summary", "todo", "question", "example"), "NOTE"),
    **dict.fromkeys(("hint", "success", "check", "done"), "TIP"),
    **dict.fromkeys(("attention", "warn"), "WARNING"),
    **dict.fromkeys(("danger", "error", "bug", "failure"), "CAUTION"),
}
"""Names of callouts in other programs → their names here."""

NAMES_OF_CALLOUTS = (*CALLOUTS, *_OTHER_NAMES)
"""All names of callouts, here and in other programs, in lower case."""

_MARK = r"\[!(\w{1,40})\][+-]?"
_MARK_OF_LINE = r"(?m)^\[!(?P<name>\w{1,40})\](?![(\[])"


def without_titles(state: StateCore) -> None:
    """Core rule: removes the English titles that markdown-it's plugin gives to callouts; the course has its own."""
    if any(token.type == "alert_open" for token in state.tokens):
        opening = [at for at, token in enumerate(state.tokens) if token.type == "alert_title_open"]
        titles = {number for at in opening for number in range(at, at + 3)}
        state.tokens = [token for at, token in enumerate(state.tokens) if at not in titles]


def check_callouts(tokens: Sequence[Token], reading: Reading) -> None:
    """Reports callouts without text, and quotes that are meant as callouts but are not."""
    for at, token in enumerate(tokens):
        if token.type == "alert_open":
            reading.uses.add("callout")
            if tokens[at + 1].type == "alert_close":
                line = token.map[0] if token.map else 0
                start = reading.text.starts[line] + reading.text.line(line).index("[!")
                reading.report(faults.EMPTY_CALLOUT, (start, start + len(token.info) + len("[!]")))
        elif token.type == "inline" and "[!" in token.content and tokens[at - 1].type == "paragraph_open":
            begins_quote = at > 1 and tokens[at - 2].type == "blockquote_open"
            # The line above may hold white space that Markdown does not treat as such.
            begins_quote = begins_quote and "[!" in reading.text.line(token.map[0] if token.map else 0)
            first = re.match(_MARK, token.content) if begins_quote else None
            if first:
                _report(first, token, reading)
            _check_lines(token, first, reading)


def _check_lines(inline: Token, first: re.Match[str] | None, reading: Reading) -> None:
    """Reports callout marks at the beginning of lines, except the `first`, which has been reported already."""
    places = InlinePlaces(inline, reading.text)
    start = first.end() if first else 0
    for match in re.compile(_MARK_OF_LINE).finditer(inline.content, start):
        if match["name"].lower() in NAMES_OF_CALLOUTS:
            place = places(match.start()), places(match.end())
            reading.report(faults.CALLOUT_NOT_FIRST, place, words=match.group())
            line = reading.text.text.rfind("\n", 0, place[0]) + 1
            if reading.text.text[line : place[0]].strip() == ">":
                reading.fix([reading.edit((line, line), "\n")])


def _report(match: re.Match[str], inline: Token, reading: Reading) -> None:
    places = InlinePlaces(inline, reading.text)
    name = match[1].lower()
    line = inline.content.partition("\n")[0]
    if name not in CALLOUTS:
        known = [callout.upper() for callout in CALLOUTS]
        meant = _OTHER_NAMES.get(name)
        suggestion = f"; use `[!{meant}]`" if meant else did_you_mean(name.upper(), known)
        place = places(match.start()), places(match.end())
        reading.report(faults.UNKNOWN_CALLOUT, place, words=match.group(), suggestion=suggestion)
        if meant and line == match.group():
            reading.fix([reading.edit(place, f"[!{meant}]")])
        return
    start = len(line) - len(line[match.end() :].lstrip())
    place = places(match.end() if line == match.group() else start), places(len(line))
    reading.report(faults.TEXT_BEHIND_CALLOUT, place, words=match.group())
    above = reading.text.line(inline.map[0] if inline.map else 0)
    prefix = above[: above.index("[!")]
    mark = places(match.start() + match.group().index("]") + 1)
    after = f"\n{prefix}" if start < len(line) else ""
    if set(prefix) <= {">", " "}:
        reading.fix([reading.edit((mark, places(start)), after)])
