"""The nearest known name for one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name of `known` that an author most likely meant by `name`, or None."""
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?`, or nothing when no known name is near."""
    return asking(nearest(name, known))


def asking(meant: str | None) -> str:
    """`; did you mean "…"?`, or nothing where nobody knows what was meant."""
    return f'; did you mean "{meant}"?' if meant else ""
