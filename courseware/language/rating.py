"""Ratings: the points of a scale, and when a select is a rating."""

from __future__ import annotations

import re
from collections.abc import Mapping

from courseware.language.document import Option, Prose
from courseware.language.interface_texts import rate_words
from courseware.language.marker import Value
from courseware.language.options import option
from courseware.language.question import Question

MOST_POINTS = 21
"""The highest number of points of a rating."""

_NUMBER = r"\d+(\s*[-–—]\s*\d+)?(?!\w)"


def is_rating(question: Question, language: str) -> bool:
    """Whether a select is a rating: if it says so, or if it asks to rate and each option begins with a number.

    It asks to rate if its label begins with the word for it in English or in the document's language.
    """
    said = question.values["rating"]
    if isinstance(said, bool):
        return said
    is_scale = bool(question.options) and not question.values["multiple"] and not question.values["answer"]
    return (
        is_scale
        and _asks_to_rate(question.words.casefold(), language)
        and all(re.match(_NUMBER, option.text) for option in question.options)
    )


def _asks_to_rate(label: str, language: str) -> bool:
    after = (label.removeprefix(word.casefold()) for word in rate_words(language))
    return any(rest != label and not (rest[:1].isalnum() or rest.startswith("_")) for rest in after)


def scale(values: Mapping[str, Value]) -> list[Option]:
    """The points of a rating, with their labels if there are any."""
    least, most, labels = values["min"], values["max"], values["labels"]
    assert isinstance(least, int)
    assert isinstance(most, int)
    points = range(least, min(most, least + MOST_POINTS - 1) + 1)
    names = dict.fromkeys(points, "")
    if isinstance(labels, tuple):
        ends = (points[0], points[-1]) if points and len(labels) == 2 else points
        names |= dict(zip(ends, labels, strict=False))
    return [
        option(
            f"{point} – {names[point]}" if names[point] else str(point),
            Prose((str(point),)),
            name=f"minus {-point}" if point < 0 else str(point),
        )
        for point in points
    ]
