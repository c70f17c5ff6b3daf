"""The nearest known name for one that is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

MOST_NAMES = 2500
"""Known names that are looked at for one that is not known."""
MOST_SUGGESTIONS = 100
"""Unknown names that are looked for: whoever has more mistakes than that needs no more help with each."""
MOST_COMPARISONS = 60_000
"""Known names that one `Suggester` looks at for all of them."""

_LEAST_RATIO = 0.6


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name of `known` that an author most likely meant by `name`, or None; the earlier one of two equally near."""
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
    """Looks for many unknown names, as those of a course, in bounded time."""

    def __init__(self) -> None:
        self._suggestions, self._comparisons = MOST_SUGGESTIONS, MOST_COMPARISONS

    def did_you_mean(self, name: str, known: Collection[str]) -> str:
        """As the function of this name, until it has looked enough."""
        self._suggestions -= 1
        self._comparisons -= min(len(known), MOST_NAMES)
        return did_you_mean(name, known) if min(self._suggestions, self._comparisons) >= 0 else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?`, or nothing when no known name is near."""
    return asking(nearest(name, known))


def asking(meant: str | None) -> str:
    """`; did you mean "…"?`, or nothing where nobody knows what was meant."""
    return f'; did you mean "{meant}"?' if meant else ""
