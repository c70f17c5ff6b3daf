"""The style sheet of a course: the rules that every theme builds on, followed by those of its theme."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from courseware.course.course import Course
from courseware.course.theme import SHARED_THEME
from courseware.data import templates_folder
from courseware.site.brought import EVERYTHING, brought

_IMPORT = re.compile(r'@import "([\w/.-]+)";\n')
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_STRING = re.compile(r'("[^"]*")')
_SPACE = re.compile(r"\s(?:(?<=[{};,:>/]\s)\s*|\s*(?=[{;}>!/]))")
"""Superfluous white space. The pattern begins with a single character, which makes the search fast."""
_SHORTER = (
    (re.compile(r" ?([+~]) (?=[^;{}]*\{)"), r"\1"),
    (re.compile(r"@media \("), "@media("),
    (re.compile(r"::(before|after)\b"), r":\1"),
    (re.compile(r"\btransparent\b"), "#0000"),
    (re.compile(r"background:none\b"), "background:0 0"),
)
"""Shorter forms of the same rules. Spaces around `+` are removed only in selectors: a sum in `calc` needs them."""


def style_sheet(course: Course) -> str:
    """All rules as one text: ours without comments and superfluous spaces, then the course's own CSS file."""
    return _ours(course.settings.theme, EVERYTHING - brought(course)) + course.css


@cache
def _ours(theme: str, absent: frozenset[str]) -> str:
    """The shared rules and those of a theme, without the rules of parts that are `absent` from a course."""
    themes = templates_folder() / "themes"
    parts = (_read(themes / f"{name}.css", absent) for name in (SHARED_THEME, theme))
    rules = _COMMENT.sub("", "".join(piece for pieces in parts for piece in pieces))
    pieces = _STRING.split(rules)
    pieces[::2] = map(_shorter, pieces[::2])
    return "".join(pieces)


def _shorter(rules: str) -> str:
    rules = _SPACE.sub("", rules)
    for longer, shorter in _SHORTER:
        rules = longer.sub(shorter, rules)
    return rules


def _read(file: Path, absent: Collection[str]) -> Iterator[str]:
    """The text of a style sheet, with each `@import` replaced by the file that it names."""
    pieces = _IMPORT.split(file.read_text(encoding="utf-8"))
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            yield piece
        elif (imported := file.parent / piece).stem not in absent:
            yield from _read(imported, absent)
