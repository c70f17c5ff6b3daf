"""The texts of the preview's pages in each language. They are for authors; learners do not see them."""

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
"""Tag of a language that has a table of texts → its own name."""
RIGHT_TO_LEFT = frozenset({"ar"})


class Message(NamedTuple):
    """A message in any language: the key of its text, and the values in it, which are texts or language maps."""

    key: str
    values: Mapping[str, Any]


@cache
def texts(language: str = DEFAULT) -> Mapping[str, str]:
    """Key → text, in one of `LANGUAGES`."""
    found: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def in_words(messages: Sequence[Message], language: str = DEFAULT) -> str:
    """The texts of several messages in one of `LANGUAGES`, joined."""
    words = texts(language)
    return "; ".join(
        words[key].format(
            **{name: _isolated(_spoken(value, language), language) for name, value in values.items()}
        )
        for key, values in messages
    )


def _isolated(value: Any, language: str) -> Any:
    """A value with its direction isolated from the text around it (Unicode, UAX 9: FSI, PDI)."""
    return f"\u2068{value}\u2069" if language in RIGHT_TO_LEFT else value


def _spoken(value: Any, language: str) -> Any:
    """The text of a language map in a language, else its first; any other value unchanged."""
    if not isinstance(value, Mapping):
        return value
    own = (text for tag, text in value.items() if tag.lower().split("-")[0] == language)
    return next(own, next(iter(value.values()), ""))


def preferred(asked: str) -> str:
    """The one of `LANGUAGES` that a browser prefers (`Accept-Language`, RFC 9110, 12.5.4)."""

    def weight(tag: str) -> float:
        try:
            return float(tag.partition(";q=")[2] or 1)
        except ValueError:
            return 0.0

    wanted = sorted(asked[:1000].replace(" ", "").split(","), key=weight, reverse=True)
    tags = (tag.partition(";")[0].partition("-")[0].lower() for tag in wanted)
    return next((tag for tag in tags if tag in LANGUAGES), DEFAULT)
