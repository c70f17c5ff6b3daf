"""The articles of a launch: the HTML of each of its pages."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from jinja2 import Environment, Template
from markupsafe import Markup

from courseware.course.course import Course, Page
from courseware.course.launches import Launch, worth
from courseware.language.document import Drawable, Group, Pool, StartButton
from courseware.record import NamedTuple
from courseware.site.known_articles import KnownArticles
from courseware.site.templates import StartLink


class Around(NamedTuple):
    """What an article depends on besides its page.

    `first` says whether the page is the first; `previous` and `next` are the HTML ids of its neighbours (empty: none);
    `tells_pass_mark` says whether it shows the passing score. A start button leads to `href` or, if `navigates`, to the
    next launch by way of the LMS.
    """

    first: bool
    previous: str
    next: str
    tells_pass_mark: bool
    href: str
    navigates: bool


def articles(
    course: Course,
    launch: Launch,
    environments: Mapping[str, Environment],
    following: bool,
    known: KnownArticles | None = None,
) -> Iterator[Markup]:
    """The article of each page, in order; `following` says whether the launch can lead to a next one.

    `known` are the articles made earlier for the same launch in the same environments.
    """
    neighbours: Sequence[Page | None] = [None, *launch.pages, None]
    ends_early = bool(launch.pages) and launch.pages[-1] is not course.pages[-1]
    first_scored = _first_scored(course, launch)
    for number, page in enumerate(launch.pages):
        previous_page, next_page = neighbours[number], neighbours[number + 2]
        is_first_scored = page is first_scored
        if next_page is None and ends_early:
            page = page._replace(next="")  # the label is the title of a page that is not in this launch
        summary = "#summary" if course.settings.summary else ""
        href = f"#{next_page.id}" if next_page else "#main" if following else summary
        around = Around(
            number == 0,
            previous_page.id if previous_page else "",
            next_page.id if next_page else "",
            is_first_scored,
            href,
            following and next_page is None,
        )
        template = environments[page.language].get_template("document.html")
        make = partial(_article, template, page, around)
        yield known.article(page, course, around, make) if known else make()


def _article(template: Template, page: Page, around: Around) -> Markup:
    page = _with_start(page, around.href, around.navigates)
    return Markup(template.render(page=page, around=around))  # noqa: S704, templates autoescape


def _first_scored(course: Course, launch: Launch) -> Page | None:
    """The first page with an interaction that counts towards the score; it tells the learner the passing score."""
    return next((page for page in launch.pages if any(map(worth(course), page.interactions))), None)


def _with_start(page: Page, href: str, navigates: bool) -> Page:
    """The page with the targets of its start buttons filled in, or without the buttons if there is no target."""

    def started(blocks: Sequence[object]) -> Iterator[object]:
        for block in blocks:
            if isinstance(block, StartButton):
                if href:
                    yield StartLink(block.text, block.icon, href, navigates)
            elif isinstance(block, Group | Pool | Drawable):
                yield block._replace(blocks=tuple(started(block.blocks)))  # type: ignore[arg-type]  # no type says "blocks, but links for buttons"
            else:
                yield block

    sections = tuple(
        section._replace(blocks=tuple(started(section.blocks)))  # type: ignore[arg-type]  # as above
        for section in page.sections
    )
    return page._replace(sections=sections)
