"""Course → Site: the HTML files, their style sheet and script, and media (docs/page.md)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from io import BytesIO

from jinja2 import Environment
from markupsafe import Markup

from courseware.archive.file import File
from courseware.course import icons
from courseware.course.course import Course
from courseware.course.launches import Launch, launches
from courseware.record import NamedTuple
from courseware.site.articles import articles
from courseware.site.data_block import Entries, asked_of, data_block
from courseware.site.known_articles import KnownArticles
from courseware.site.linker import Script
from courseware.site.policy import policy
from courseware.site.style_sheet import style_sheet
from courseware.site.templates import templates

_USED_ICON = re.compile(r'<use href="#icon-([^"]+)"/>')


class Content(NamedTuple):
    """The content of one HTML file that does not depend on its script, so that several formats can share it.

    `following` is the launch after it, if a link can lead there. `articles` can be read only once unless they are kept.
    `asked` returns the entries of its data block that are the same in every format. `is_part` says whether the course
    has other launches.
    """

    launch: Launch
    following: Launch | None
    articles: Iterable[Markup]
    asked: Callable[[], Markup]
    is_part: bool


class Contents(NamedTuple):
    """The content of all launches of a course, its templates and its style sheet."""

    environment: Environment
    style: str
    launches: Sequence[Content]


def contents(
    course: Course, divides: bool, navigates: bool, kept: bool = False, known: KnownArticles | None = None
) -> Contents:
    """The content that is the same in every format with these `divides` and `navigates`; `kept` if several use it.

    `known` are the articles made earlier for a format that divides and navigates in the same way.
    """
    parts = launches(course, divides)
    divided = len(parts) > 1
    environments = templates(course, divided, navigates and divided)

    def content(launch: Launch, following: Launch | None) -> Content:
        made = articles(course, launch, environments, following is not None, known)
        asked = partial(asked_of, course, launch)
        if kept:
            return Content(launch, following, list(made), cache(asked), divided)
        return Content(launch, following, made, asked, divided)

    next_launches = [*parts[1:], None] if navigates else [None] * len(parts)
    environment = environments[course.settings.language]
    return Contents(environment, style_sheet(course), list(map(content, parts, next_launches)))


def site(course: Course, made: Contents, script: Script, entries: Entries) -> list[File]:
    """All files of a course but its manifest, with the linked runtime `script` and the `entries` of its format."""
    stylesheet = File(f"assets/course-{_hash(made.style)}.css", made.style.encode())
    runtime = File(f"assets/course-{_hash(script.text)}.js", script.text.encode())
    pages = [
        File(
            content.launch.file,
            _page(
                made.environment,
                content,
                stylesheet.name,
                runtime.name,
                data_block(course, content.launch, content.asked(), script.says, entries),
                policy(entries.connects),
            ),
        )
        for content in made.launches
    ]
    return [*pages, stylesheet, runtime, *(File(name, path) for name, path in course.files.items())]


def render_site(
    course: Course,
    script: Script = Script(),  # noqa: B008, a value
    divides: bool = False,
    navigates: bool = False,
    entries: Entries | None = None,
) -> list[File]:
    """The site of a course for one format.

    `divides` says whether the format can hold several launches, `navigates` whether one launch can lead to another.
    """
    return site(course, contents(course, divides, navigates), script, entries or Entries())


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def _page(
    environment: Environment,
    content: Content,
    stylesheet: str,
    script: str,
    data: Markup,
    allowed: str,
) -> bytes:
    """A whole HTML file, joined from pieces because that of a large course is large."""
    used: set[str] = set()

    def sprite() -> Iterator[icons.Icon]:
        """The icons that the pieces before it use; it is evaluated at the end of the file."""
        yield from filter(None, map(icons.find, sorted(used)))

    pieces = environment.get_template("page.html").generate(
        pages=content.launch.pages,
        articles=content.articles,
        following=content.following,
        is_part=content.is_part,
        stylesheet=stylesheet,
        script=script,
        data=data,
        policy=allowed,
        icons=sprite(),
    )
    file = BytesIO()
    for piece in pieces:
        used.update(_USED_ICON.findall(piece))
        file.write(piece.encode())
    return file.getvalue()
