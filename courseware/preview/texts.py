"""The words of the preview's pages, by language. A learner never sees them: they are for whoever makes the course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "en"


@cache
def texts(language: str = DEFAULT) -> Mapping[str, str]:
    """The words by their keys; what a language lacks is in English."""
    found: dict[str, str] = json.loads((FOLDER / f"{DEFAULT}.json").read_text(encoding="utf-8"))
    own = FOLDER / f"{language}.json"
    if language != DEFAULT and own in FOLDER.glob("*.json"):
        found |= json.loads(own.read_text(encoding="utf-8"))
    return found
