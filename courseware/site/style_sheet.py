"""The style sheet of a course: the rules that every theme builds on, then those of its theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from courseware.course.course import Course
from courseware.course.theme import SHARED_THEME
from courseware.data import templates_folder

_IMPORT = re.compile(r'@import "([\w/.-]+)";\n')
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def style_sheet(course: Course) -> str:
    """The rules as one text, ours without comments; a CSS file of the course comes last, as it is."""
    themes = templates_folder() / "themes"
    ours = (_read(themes / f"{name}.css") for name in (SHARED_THEME, course.settings.theme))
    rules = _COMMENT.sub("", "".join(part for parts in ours for part in parts))
    return rules + course.css


def _read(file: Path) -> Iterator[str]:
    """The text of a style sheet, with the text of each file in place of the `@import` that names it."""
    pieces = _IMPORT.split(file.read_text(encoding="utf-8"))
    for number, piece in enumerate(pieces):
        if number % 2:
            yield from _read(file.parent / piece)
        else:
            yield piece
