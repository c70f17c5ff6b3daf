"""Interface texts: the words of buttons and messages, in one table for each language (`texts/<language>.json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "texts"
_PLACEHOLDER = r"\{(\w+)\}"

FALLBACK = "en"


def languages() -> list[str]:
    """The languages that have a table."""
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


def has_language(language: str) -> bool:
    """Whether there is a table for a language tag such as `de` or `de-AT`."""
    return _file(language).is_file()


@cache
def interface_texts(language: str) -> Mapping[str, str]:
    """The table for a language tag, or the English one if there is none."""
    file = _file(language)
    table: dict[str, str] = json.loads(
        (file if file.is_file() else _file(FALLBACK)).read_text(encoding="utf-8")
    )
    return table


def rate_words(language: str) -> tuple[str, ...]:
    """The words with which the label of a rating can begin: the English ones and those of the language."""
    return tuple(
        word for table in (FALLBACK, language) for word in interface_texts(table)["rate_words"].split("|")
    )


def placeholders(text: str) -> set[str]:
    """The placeholders in an interface text: the names in braces."""
    return set(re.findall(_PLACEHOLDER, text))


def _file(language: str) -> Path:
    return _FOLDER / f"{language.split('-')[0].lower()}.json"
