"""Articles as they were made last, so that only what changes is made again."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from markupsafe import Markup

from courseware.course.course import Course, Page
from courseware.course.targets import Target
from courseware.language.document import HOLDERS, Block, Link, Media, Recall, targets_of
from courseware.record import NamedTuple

_SETTINGS = attrgetter("language", "passing_score", "summary", "texts")
"""Those of the settings of a course that its articles are made of."""


class _Made(NamedTuple):
    """An article, and all that it was made of: `targets` are where its links and media lead."""

    page: Page
    settings: Hashable
    around: Hashable
    targets: Mapping[Link | Media, Target]
    html: Markup

    def is_of(self, page: Page, course: Course, around: Hashable) -> bool:
        """Whether it would be made the same again."""
        return (self.around, self.page, self.settings) == (around, page, _SETTINGS(course.settings)) and all(
            course.targets.get(media) == target for media, target in self.targets.items()
        )


@dataclass(slots=True)
class KnownArticles:
    """The articles of a course by the keys of their pages."""

    made: dict[str, _Made] = field(default_factory=dict)

    def article(self, page: Page, course: Course, around: Hashable, make: Callable[[], Markup]) -> Markup:
        """The article of a page, made where it was not made of the same before.

        `around` is what else it is made of, but for what other pages ask, the numbers of conditions and those of
        pictures that can be enlarged: articles with these are always made.
        """
        before = self.made.get(page.key)
        if before and before.is_of(page, course, around):
            return before.html
        html = make()
        links = targets_of(page.sections)
        depends = any(section.show_if or _recall(section.blocks) for section in page.sections)
        if not depends and not any(isinstance(link, Media) and link.zooms for link in links):
            targets = {link: course.targets[link] for link in links if link in course.targets}
            self.made[page.key] = _Made(page, _SETTINGS(course.settings), around, targets, html)
        return html


def _recall(blocks: Iterable[Block]) -> bool:
    """Whether any of some blocks recalls an answer."""
    return any(
        isinstance(block, Recall) or (isinstance(block, HOLDERS) and _recall(block.blocks))
        for block in blocks
    )
