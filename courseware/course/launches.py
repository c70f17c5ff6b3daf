"""The launches of a course: the whole course or, with `structure: per-document`, each of its documents."""

from collections.abc import Callable, Sequence
from itertools import groupby

from courseware.course.course import Course, Page
from courseware.language.document import Interaction, Pool
from courseware.record import NamedTuple

PAGE_FILE = "index.html"


class Launch(NamedTuple):
    """A SCO or AU: one HTML file with some of a course's pages.

    `name` is the id of the course or of the document, `file` the name of the HTML file in the package.
    """

    name: str
    title: str
    file: str
    pages: tuple[Page, ...]

    @property
    def pools(self) -> tuple[Pool, ...]:
        """The pools on its pages."""
        return tuple(pool for page in self.pages for pool in page.pools)


def launches(course: Course, divides: bool) -> tuple[Launch, ...]:
    """The launches of a course, in order; `divides` says whether the format supports several in one package."""
    settings = course.settings
    parts = [(name, tuple(pages)) for name, pages in groupby(course.pages, lambda page: page.document)]
    if not divides or settings.structure != "per-document" or len(parts) < 2:
        return (Launch(settings.id, settings.title, PAGE_FILE, course.pages),)
    return tuple(Launch(name, pages[0].title, f"{name}.html", pages) for name, pages in parts)


def weights(course: Course, parts: Sequence[Launch]) -> dict[str, float]:
    """The share of each launch in the course's score, by name; all 0 if the course has no score."""
    points = worth(course)
    possible = {
        part.name: sum(points(interaction) for page in part.pages for interaction in page.interactions)
        for part in parts
    }
    whole = sum(possible.values())
    return {name: points / whole if whole else 0.0 for name, points in possible.items()}


def worth(course: Course) -> Callable[[Interaction], float]:
    """The function that gives the raw points of an interaction, before the score is scaled to 0–100."""
    return _WORTH[course.settings.scoring]


def can_score(course: Course, part: Launch) -> bool:
    """Whether a launch has any interaction that counts towards the score."""
    return any(map(worth(course), (interaction for page in part.pages for interaction in page.interactions)))


def _points(interaction: Interaction) -> float:
    return interaction.shared.points if interaction.answer is not None else 0.0


_WORTH: dict[str, Callable[[Interaction], float]] = {
    "correctness": _points,
    "participation": lambda interaction: float(interaction.shared.required),
    "none": lambda interaction: 0.0,
}
"""The raw points of an interaction, by the course's scoring."""
