"""Finds the known name that is nearest to an unknown one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

MOST_NAMES = 2500
"""How many known names an unknown name is compared with."""
MOST_SUGGESTIONS = 100
"""How many unknown names get a suggestion; with more mistakes than that, suggestions stop being helpful."""
MOST_COMPARISONS = 60_000
"""How many comparisons one `Suggester` makes in total."""

_LEAST_RATIO = 0.6


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name in `known` that an author most likely meant by `name`, or None; the first of several equally near."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=name.casefold())
    best, best_ratio = None, 0.0
    for candidate in islice(known, MOST_NAMES):
        matcher.set_seq1(candidate.casefold())
        least = max(_LEAST_RATIO, best_ratio)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            ratio = matcher.ratio()
            if ratio >= _LEAST_RATIO and ratio > best_ratio:
                best, best_ratio = candidate, ratio
    return best


class Suggester:
    """Makes suggestions for many unknown names, such as those of a whole course, in bounded time."""

    def __init__(self) -> None:
        self._suggestions, self._comparisons = MOST_SUGGESTIONS, MOST_COMPARISONS

    def did_you_mean(self, name: str, known: Collection[str]) -> str:
        """The same as the function `did_you_mean`, but empty once the limits are reached."""
        self._suggestions -= 1
        self._comparisons -= min(len(known), MOST_NAMES)
        return did_you_mean(name, known) if min(self._suggestions, self._comparisons) >= 0 else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The text `; did you mean "…"?`, or an empty text if no known name is near."""
    return suggestion_of(nearest(name, known))


def suggestion_of(meant: str | None) -> str:
    """The text `; did you mean "…"?`, or an empty text if nothing is known to be meant."""
    return f'; did you mean "{meant}"?' if meant else ""
