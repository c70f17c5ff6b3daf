"""The words of the preview's pages, by language. A learner never sees them: they are for whoever makes the course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "en"
LANGUAGES: Mapping[str, str] = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
}
"""The languages there is a table for, each by its own name."""
RIGHT_TO_LEFT = frozenset({"ar"})


@cache
def texts(language: str = DEFAULT) -> Mapping[str, str]:
    """The words by their keys, in one of `LANGUAGES`."""
    found: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def preferred(asked: str) -> str:
    """The language that a browser asks for first (`Accept-Language`, RFC 9110, 12.5.4), of those there are."""

    def weight(one: str) -> float:
        try:
            return float(one.partition(";q=")[2] or 1)
        except ValueError:
            return 0.0

    wanted = sorted(asked[:1000].replace(" ", "").split(","), key=weight, reverse=True)
    tags = (one.partition(";")[0].partition("-")[0].lower() for one in wanted)
    return next((tag for tag in tags if tag in LANGUAGES), DEFAULT)
