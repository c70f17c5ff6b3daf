"""The preview's own pages: templates, and what they all see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from courseware.data import templates_folder
from courseware.diagnostics.html import environment
from courseware.preview.texts import DEFAULT, RIGHT_TO_LEFT, in_words, texts

FILES = {
    "preview.css": "text/css; charset=utf-8",
    "workbench.js": "text/javascript; charset=utf-8",
    "inspector.js": "text/javascript; charset=utf-8",
    "source.js": "text/javascript; charset=utf-8",
    "palette.js": "text/javascript; charset=utf-8",
    "gradebook.js": "text/javascript; charset=utf-8",
    "join.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "player.js": "text/javascript; charset=utf-8",
    "patch.js": "text/javascript; charset=utf-8",
    "player.css": "text/css; charset=utf-8",
}
"""What pages of the preview load, with its type."""

PIECES = 10_000
"""Pieces of a template that are sent together."""


class Pages:
    """Renders the templates in `templates/preview/`."""

    def __init__(self) -> None:
        self.environment = environment("preview")
        self.environment.globals.update(base="")
        self.speak(DEFAULT)
        self.environment.filters.update(duration=duration, number=number, zip=zip, titled=titled)

    def speak(self, language: str) -> None:
        """Has the pages in one of `LANGUAGES` from now on."""
        self.t = texts(language)
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.environment.globals.update(t=self.t, language=language, direction=direction)
        self.environment.filters.update(in_words=partial(in_words, language=language))

    def render(self, name: str, **values: Any) -> str:
        """A page or a part of one."""
        return self.environment.get_template(name).render(values)

    def stream(self, name: str, **values: Any) -> Iterator[str]:
        """A large page in pieces, so that it never lies in memory whole."""
        pieces = self.environment.get_template(name).stream(values)
        pieces.enable_buffering(PIECES)
        return iter(pieces)


def file(name: str) -> bytes:
    """One of `FILES`."""
    return (templates_folder() / "preview" / name).read_bytes()


def duration(seconds: float | None) -> str:
    """`1 h 5 min`, `4 min 10 s`, `7 s`; nothing for nothing."""
    if seconds is None:
        return ""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def number(value: float | None, digits: int = 2) -> str:
    """A number without zeros at its end; nothing for None."""
    if value is None:
        return ""
    return (
        f"{value:.{digits}f}".rstrip("0").rstrip(".")
        if "." in f"{value:.{digits}f}"
        else f"{value:.{digits}f}"
    )


def titled(rows: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Keys of a table with the titles of its rows, for a menu."""
    return [(key, row.title) for key, row in rows]


def not_kept(request: Request, error: Exception) -> Response:
    """The answer where the file of the class cannot be written, as on a full disk."""
    words = f"It cannot be kept: {getattr(error, 'orig', None) or error}. Is the disk full?"
    return Response(words, 503, media_type="text/plain")
