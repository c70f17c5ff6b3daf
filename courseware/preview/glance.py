"""Quick updates: if a save changes only words within one document, only its articles are made, at once.

The whole course is read and built afterwards. Whenever it is not certain that nothing else changes, the update waits
until the course is read; then the articles of the saved documents are made before the course is built.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Sequence

from courseware.course.course import Course, Page
from courseware.course.launches import Launch, launches
from courseware.course.targets import Target
from courseware.formats import Format
from courseware.language.document import Document, Link, Media, Section, interactions_of
from courseware.record import NamedTuple
from courseware.site.articles import articles
from courseware.site.brought import brought
from courseware.site.data_block import interactions_of as entries_of
from courseware.site.known_articles import KnownArticles
from courseware.site.templates import templates

_ICON = re.compile(r'<use href="#icon-[^"]+"/>')


class Article(NamedTuple):
    """The HTML of an article before and after a change."""

    before: str
    after: str


def glance(
    course: Course, old: Document, new: Document, made: KnownArticles, package_format: Format
) -> tuple[Course, list[Article]] | None:
    """The course with a changed document, and the articles that change; None if more than they may have changed.

    `made` are the articles of the course in this format; they are updated.
    """
    before = [page for page in course.pages if page.document == old.id]
    pages = _pages(before, old, new)
    leads = _leads(course, old, new)
    if pages is None or leads is None or not _have_same_data(course, before, pages):
        return None
    htmls = [made.made[page.key].html if page.key in made.made else None for page in before]
    swapped = dict(zip([page.key for page in before], pages, strict=True))
    course = course._replace(
        pages=tuple(swapped.get(page.key, page) for page in course.pages),
        targets={**course.targets, **leads},
    )
    found = []
    for html, after in zip(htmls, _made(course, set(swapped), made, package_format), strict=True):
        if html is None or sorted(set(_ICON.findall(html))) != sorted(set(_ICON.findall(after))):
            return None
        if html != after:
            found.append(Article(str(html), after))
    return course, found


def articles_of(
    course: Course, documents: Collection[str], made: KnownArticles, package_format: Format
) -> list[str]:
    """The HTML of articles that will be new in the next build, from the documents with the given ids."""
    keys = {page.key for page in course.pages if page.document in documents}
    before = {str(made.made[key].html) for key in keys & made.made.keys()}
    return [html for html in _made(course, keys, made, package_format) if html not in before]


def _pages(before: Sequence[Page], old: Document, new: Document) -> list[Page] | None:
    """The pages of a document with its new sections; None if pages or questions have changed, or may be hidden."""
    keys = {interaction.id: interaction.key for page in before for interaction in page.interactions}
    if _around(old) != _around(new) or [interaction.id for interaction in new.interactions] != list(keys):
        return None
    if any(page.show_if or page.pools for page in before) or any(section.show_if for section in new.sections):
        return None
    sections = list(
        new.with_interactions(lambda interaction: interaction._replace(key=keys[interaction.id])).sections
    )
    pages = []
    for page in before:
        own = tuple(sections.pop(0) for _ in page.sections)
        pages.append(page._replace(sections=own, interactions=tuple(interactions_of(own))))
    return None if any(page.pools for page in pages) else pages


def _around(document: Document) -> Hashable:
    """Everything in a document on which other pages, the table of contents or the end of its own page may depend."""
    rest = document._replace(sections=(), interactions=(), icons=())
    return repr((rest, sorted({name for name, _ in document.icons}), list(map(_heading, document.sections))))


def _heading(section: Section) -> Hashable:
    return section.heading and (section.heading.text, section.heading.level, section.heading.anchor)


def _leads(course: Course, old: Document, new: Document) -> dict[Link | Media, Target] | None:
    """Targets of a document's links and media, taken from its old ones; None if they are not all the same."""
    known = {_plain(media): course.targets.get(media) for media in old.targets}
    found: dict[Link | Media, Target] = {}
    for media in new.targets:
        target = known.get(_plain(media))
        if target is None or (isinstance(media, Media) and media.zooms):
            return None
        found[media] = target
    return found if {*known} == {_plain(media) for media in new.targets} else None


def _plain(media: Link | Media) -> Hashable:
    """A link or media file without its place in the document."""
    return type(media).__name__, media._replace(
        span=media.span._replace(line=1, column=1, end_line=1, end_column=1)
    )


def _have_same_data(course: Course, before: Sequence[Page], pages: Sequence[Page]) -> bool:
    """Whether pages have the same data blocks, and need the same modules of the script."""
    old, new = (Launch("", "", "", tuple(some)) for some in (before, pages))
    old_needs, new_needs = (brought(course._replace(pages=tuple(some))) for some in (before, pages))
    return old_needs == new_needs and list(entries_of(course, old)) == list(entries_of(course, new))


def _made(course: Course, keys: set[str], made: KnownArticles, package_format: Format) -> list[str]:
    """The HTML of the articles of the pages with the given keys, in order."""
    every = launches(course, package_format.DIVIDES)
    divided = len(every) > 1
    navigates = divided and package_format.NAVIGATES
    environments = templates(course, divided, navigates)
    found = []
    for number, launch in enumerate(every):
        if keys.isdisjoint(page.key for page in launch.pages):
            continue
        following = navigates and number + 1 < len(every)
        htmls = articles(course, launch, environments, following, made)
        found += [str(html) for page, html in zip(launch.pages, htmls, strict=True) if page.key in keys]
    return found
