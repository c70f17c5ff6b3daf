"""The words of the preview's pages, by language. A learner never sees them: they are for whoever makes the course."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from courseware.record import NamedTuple

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


class Told(NamedTuple):
    """What was said: the key of its words, and the values in them: texts, or texts by their languages."""

    key: str
    values: Mapping[str, Any]


@cache
def texts(language: str = DEFAULT) -> Mapping[str, str]:
    """The words by their keys, in one of `LANGUAGES`."""
    found: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def in_words(told: Sequence[Told], language: str = DEFAULT) -> str:
    """What was said, in one of `LANGUAGES`; one behind the other."""
    words = texts(language)
    return "; ".join(
        words[key].format(
            **{name: _isolated(_spoken(value, language), language) for name, value in values.items()}
        )
        for key, values in told
    )


def _isolated(value: Any, language: str) -> Any:
    """A value that keeps its own direction within words that run the other way (Unicode, UAX 9: FSI, PDI)."""
    return f"\u2068{value}\u2069" if language in RIGHT_TO_LEFT else value


def _spoken(value: Any, language: str) -> Any:
    """A text of a language map: that of the language, else the first."""
    if not isinstance(value, Mapping):
        return value
    own = (text for tag, text in value.items() if tag.lower().split("-")[0] == language)
    return next(own, next(iter(value.values()), ""))


def preferred(asked: str) -> str:
    """The language that a browser asks for first (`Accept-Language`, RFC 9110, 12.5.4), of those there are."""

    def weight(tag: str) -> float:
        try:
            return float(tag.partition(";q=")[2] or 1)
        except ValueError:
            return 0.0

    wanted = sorted(asked[:1000].replace(" ", "").split(","), key=weight, reverse=True)
    tags = (tag.partition(";")[0].partition("-")[0].lower() for tag in wanted)
    return next((tag for tag in tags if tag in LANGUAGES), DEFAULT)
