"""A save at a glance: where only words of one document have changed, its articles alone are made, and at once.

The whole course is read and built behind that; whatever a glance cannot be sure of, it leaves to that. Then the
articles of what was saved are made when the course is read, before it is built.
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
    """The HTML of an article, as it was and as it is now."""

    before: str
    after: str


def glance(
    course: Course, old: Document, new: Document, made: KnownArticles, package_format: Format
) -> tuple[Course, list[Article]] | None:
    """The course with a document that was read again, and its articles, where nothing else of its page changes.

    None: that is not sure. `made` are the articles of the course as it was, in this format; afterwards they are those
    of the new one.
    """
    before = [page for page in course.pages if page.document == old.id]
    pages = _pages(before, old, new)
    leads = _leads(course, old, new)
    if pages is None or leads is None or not _tell_the_same(course, before, pages):
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
    """The HTML of those articles of some documents, by their ids, that the build of the course will have anew."""
    keys = {page.key for page in course.pages if page.document in documents}
    before = {str(made.made[key].html) for key in keys & made.made.keys()}
    return [html for html in _made(course, keys, made, package_format) if html not in before]


def _pages(before: Sequence[Page], old: Document, new: Document) -> list[Page] | None:
    """The pages of a document with its new sections; None where they are other pages, or ask other questions."""
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
    """What of a document other pages, the table of contents or the end of its own page can depend on."""
    rest = document._replace(sections=(), interactions=(), icons=())
    return repr((rest, sorted({name for name, _ in document.icons}), list(map(_heading, document.sections))))


def _heading(section: Section) -> Hashable:
    return section.heading and (section.heading.text, section.heading.level, section.heading.anchor)


def _leads(course: Course, old: Document, new: Document) -> dict[Link | Media, Target] | None:
    """Where links and media lead, if to where others of the document led before."""
    known = {_plain(media): course.targets.get(media) for media in old.targets}
    found: dict[Link | Media, Target] = {}
    for media in new.targets:
        target = known.get(_plain(media))
        if target is None or (isinstance(media, Media) and media.zooms):
            return None
        found[media] = target
    return found if {*known} == {_plain(media) for media in new.targets} else None


def _plain(media: Link | Media) -> Hashable:
    """A link or a medium wherever it stands in its file."""
    return type(media).__name__, media._replace(
        span=media.span._replace(line=1, column=1, end_line=1, end_column=1)
    )


def _tell_the_same(course: Course, before: Sequence[Page], pages: Sequence[Page]) -> bool:
    """Whether the script is told the same of some pages, and the same of it is needed."""
    one, other = (Launch("", "", "", tuple(some)) for some in (before, pages))
    brings, brought_now = (brought(course._replace(pages=tuple(some))) for some in (before, pages))
    return brings == brought_now and list(entries_of(course, one)) == list(entries_of(course, other))


def _made(course: Course, keys: set[str], made: KnownArticles, package_format: Format) -> list[str]:
    """The articles of some pages, in order."""
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
