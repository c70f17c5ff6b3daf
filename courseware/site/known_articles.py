"""Articles made earlier, so that only what has changed is rendered again."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from markupsafe import Markup

from courseware.course.course import Course, Page
from courseware.course.targets import Target
from courseware.language.document import HOLDERS, Block, Link, Media, Recall, targets_of
from courseware.record import NamedTuple

_SETTINGS = attrgetter("language", "passing_score", "summary", "texts")
"""The settings of a course that its articles depend on."""


class _Made(NamedTuple):
    """An article, and everything it was made of: `targets` are where its links and media lead."""

    page: Page
    settings: Hashable
    around: Hashable
    targets: Mapping[Link | Media, Target]
    html: Markup

    def is_of(self, page: Page, course: Course, around: Hashable) -> bool:
        """Whether the article would be the same if it were rendered again."""
        return (self.around, self.page, self.settings) == (around, page, _SETTINGS(course.settings)) and all(
            course.targets.get(media) == target for media, target in self.targets.items()
        )


@dataclass(slots=True)
class KnownArticles:
    """The articles of a course, by the keys of their pages."""

    made: dict[str, _Made] = field(default_factory=dict)

    def article(self, page: Page, course: Course, around: Hashable, make: Callable[[], Markup]) -> Markup:
        """The article of a page; `make` renders it if it was not made earlier from the same data.

        `around` is what the article depends on besides the page. Articles with conditions, recalled answers or pictures
        that can be enlarged are always rendered, because they depend on other pages and on running numbers.
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
    """Whether any of the blocks recalls an answer."""
    return any(
        isinstance(block, Recall) or (isinstance(block, HOLDERS) and _recall(block.blocks))
        for block in blocks
    )
