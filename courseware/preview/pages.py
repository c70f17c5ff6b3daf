"""The preview's own pages: their templates, and the filters and values that all of them use."""

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
"""File that the preview's pages load → its media type."""

PIECES = 10_000
"""How many pieces of a rendered template are sent together."""


class Pages:
    """Renders the templates in `templates/preview/`."""

    def __init__(self) -> None:
        self.environment = environment("preview")
        self.environment.globals.update(base="")
        self.speak(DEFAULT)
        self.environment.filters.update(duration=duration, number=number, zip=zip, titled=titled)

    def speak(self, language: str) -> None:
        """Sets the language of the pages, one of `LANGUAGES`."""
        self.t = texts(language)
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.environment.globals.update(t=self.t, language=language, direction=direction)
        self.environment.filters.update(in_words=partial(in_words, language=language))

    def render(self, name: str, **values: Any) -> str:
        """A page, or a part of a page, as HTML."""
        return self.environment.get_template(name).render(values)

    def stream(self, name: str, **values: Any) -> Iterator[str]:
        """A large page in pieces, so that it is never in memory as a whole."""
        pieces = self.environment.get_template(name).stream(values)
        pieces.enable_buffering(PIECES)
        return iter(pieces)


def file(name: str) -> bytes:
    """The content of one of `FILES`."""
    return (templates_folder() / "preview" / name).read_bytes()


def duration(seconds: float | None) -> str:
    """A duration such as `1 h 5 min`, `4 min 10 s` or `7 s`; empty for None."""
    if seconds is None:
        return ""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def number(value: float | None, digits: int = 2) -> str:
    """A number without trailing zeros; empty for None."""
    if value is None:
        return ""
    return (
        f"{value:.{digits}f}".rstrip("0").rstrip(".")
        if "." in f"{value:.{digits}f}"
        else f"{value:.{digits}f}"
    )


def titled(rows: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """The key and title of each row of a table, for a menu."""
    return [(key, row.title) for key, row in rows]


def not_kept(request: Request, error: Exception) -> Response:
    """The response if the file of the class cannot be written, for example because the disk is full."""
    words = f"It cannot be saved: {getattr(error, 'orig', None) or error}. Is the disk full?"
    return Response(words, 503, media_type="text/plain")
