"""The articles of a launch: the HTML of each of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import Environment
from markupsafe import Markup

from courseware.course.course import Course, Page
from courseware.course.launches import Launch, worth
from courseware.language.document import Group, StartButton
from courseware.site.templates import StartLink


def articles(course: Course, launch: Launch, environment: Environment, following: bool) -> Iterator[Markup]:
    """The article of each page, in order; `following` says whether the launch can lead to one behind it."""
    template = environment.get_template("document.html")
    neighbours: Sequence[Page | None] = [None, *launch.pages, None]
    ends_early = bool(launch.pages) and launch.pages[-1] is not course.pages[-1]
    first_scored = _first_scored(course, launch)
    for number, page in enumerate(launch.pages):
        previous_page, next_page = neighbours[number], neighbours[number + 2]
        tells_pass_mark = page is first_scored
        if next_page is None and ends_early:
            page = page._replace(next="")  # its label is the title of a page that is not here
        summary = "#summary" if course.settings.summary else ""
        href = f"#{next_page.id}" if next_page else "#main" if following else summary
        yield Markup(  # noqa: S704, templates autoescape
            template.render(
                page=_with_start(page, href, navigates=following and next_page is None),
                first=number == 0,
                previous_page=previous_page,
                next_page=next_page,
                tells_pass_mark=tells_pass_mark,
            )
        )


def _first_scored(course: Course, launch: Launch) -> Page | None:
    """The first page with something that a score is made of: on it the learner is told the score that passes."""
    return next((page for page in launch.pages if any(map(worth(course), page.interactions))), None)


def _with_start(page: Page, href: str, navigates: bool) -> Page:
    """The page with its start buttons leading somewhere; without them where there is nothing to lead to."""

    def started(blocks: Sequence[object]) -> Iterator[object]:
        for block in blocks:
            if isinstance(block, StartButton):
                if href:
                    yield StartLink(block.text, block.icon, href, navigates)
            elif isinstance(block, Group):
                yield block._replace(blocks=tuple(started(block.blocks)))  # type: ignore[arg-type]
            else:
                yield block

    sections = tuple(
        section._replace(blocks=tuple(started(section.blocks)))  # type: ignore[arg-type]
        for section in page.sections
    )
    return page._replace(sections=sections)
