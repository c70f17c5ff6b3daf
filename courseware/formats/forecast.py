"""What a package will report, and how much of an LMS's room its saved state can take: the summary of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from courseware.course.course import Course, Page
from courseware.course.launches import launches
from courseware.formats import Format, Limit

KEY = 4
TIME = 42
"""Characters reserved at the end of a saved state for the time of the session (docs/page.md)."""
HEADER = len("1|tokens..|zzzzzz|page|cp~||.") + TIME
"""Characters of an empty saved state (docs/page.md)."""
ANSWER_OVERHEAD = len("|") + KEY + len("*2") + len("'")
"""Characters that an answer takes in addition to its value."""
LONGEST_ESCAPE = 2
"""The most characters that one character of a text takes up on a host that keeps Unicode."""


def forecast(course: Course, package_format: Format) -> list[tuple[str, str]]:
    """The rows of the summary: label and text."""
    rows = [("Reports", _interactions(course)), ("", _outcome(course))]
    if package_format.LIMITS:
        # Each launch has its own saved state; the largest decides.
        fixed, texts = max(saved_state(part.pages) for part in launches(course, package_format.DIVIDES))
        most = f"{fixed:,} characters" + (f" and {texts} free text{'s' * (texts != 1)}" if texts else "")
        rows.append(("Saved state", f"at most {most}"))
        rows += [("", _room(limit, fixed, texts)) for limit in package_format.LIMITS]
    return rows


def _interactions(course: Course) -> str:
    kinds = Counter(interaction.kind for interaction in course.interactions)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no interactions"


def _outcome(course: Course) -> str:
    settings = course.settings
    scores = {
        "correctness": "score: points for right answers",
        "participation": "score: share of the required questions answered",
        "none": "no score",
    }
    completions = {
        "answered": "completed: all pages seen, all required questions answered",
        "viewed": "completed: all pages seen",
        "passed": "completed: passed",
    }
    passing = settings.passing_score
    verdict = f"passed from {passing:g} out of 100" if passing is not None else "no pass or fail"
    return "; ".join((scores[settings.scoring], completions[settings.completion], verdict))


def saved_state(pages: Sequence[Page]) -> tuple[int, int]:
    """The length in characters of the largest saved state without free texts, and the number of free texts."""
    fixed, texts = HEADER + KEY * (len(pages) + sum(pool.draw for page in pages for pool in page.pools)), 0
    for interaction in (interaction for page in pages for interaction in page.interactions):
        fixed += ANSWER_OVERHEAD
        longest = interaction.values.get("max_length")
        if interaction.kind == "matching":
            fixed += 2 * KEY * len(interaction.parts)
        elif interaction.parts:
            lengths = [LONGEST_ESCAPE * max(map(len, part.choices), default=0) for part in interaction.parts]
            fixed += sum(KEY + len("\\n") + length for length in lengths)
            texts += lengths.count(0)
        elif interaction.options:
            chosen = (
                len(interaction.options)
                if interaction.kind == "sequencing" or interaction.values.get("multiple")
                else 1
            )
            fixed += KEY * chosen
        elif interaction.kind == "numeric":
            fixed += 20
        elif isinstance(longest, int):
            fixed += LONGEST_ESCAPE * longest
        else:
            texts += 1
    return fixed, texts


def _room(limit: Limit, fixed: int, texts: int) -> str:
    left = limit.characters - fixed
    if left < 0:
        return f"{limit.host} keeps {limit.characters:,}: too few: the longest texts will be shortened there"
    each = f", room for {left // texts:,} in each text" if texts else ", which is enough"
    return f"{limit.host} keeps {limit.characters:,}{each}"
