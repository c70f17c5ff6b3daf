"""The Jinja templates of a course, with the globals and filters that they use.

The globals include `texts` and `course`; the filters are `html`, `icon` and `condition_number`.
"""

import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from markupsafe import Markup

from courseware import __version__
from courseware.course import icons
from courseware.course.course import Course
from courseware.data import templates_folder
from courseware.language.components import COMPONENTS, SECTION
from courseware.language.document import (
    Callout,
    Cards,
    Gap,
    Grid,
    Group,
    Interaction,
    Link,
    Media,
    Pool,
    Prose,
    Recall,
    Section,
)
from courseware.language.interface_texts import has_language
from courseware.record import NamedTuple
from courseware.site.data_block import condition_numbers
from courseware.site.page_texts import page_texts


class StartLink(NamedTuple):
    """A start button and its target: `href` or, with `navigates`, the next launch by way of the LMS."""

    text: str
    icon: str
    href: str
    navigates: bool


def templates(course: Course, divided: bool, navigates: bool) -> Mapping[str, Environment]:
    """The template environments of a course, by the language of a page.

    `divided` says whether the course has several launches, `navigates` whether one of them can lead to another.
    """
    ids = count(1)
    spoken = {course.settings.language, *(page.language for page in course.pages)}
    return {language: _templates(course, divided, navigates, language, ids) for language in sorted(spoken)}


def _templates(
    course: Course, divided: bool, navigates: bool, language: str, ids: Iterator[int]
) -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_bytecode_cache(),
        auto_reload=False,
        keep_trailing_newline=False,
        cache_size=-1,
    )
    environment.globals.update(
        texts=page_texts(course.settings, language),
        spoken=_spoken(course, language),
        course=course.settings,
        logo=course.logo,
        icon_notice=icons.notice(),
    )
    blocks = _Blocks(environment, course, divided, navigates, ids)
    # needs the context: otherwise Jinja would store the icon of a constant name in the compiled template
    numbers = condition_numbers(course)
    environment.filters.update(
        html=lambda block: _html(block, blocks),
        condition_number=numbers.__getitem__,
        icon=pass_context(lambda _, name: blocks.icon(name)),
    )
    return environment


def _spoken(course: Course, language: str) -> Markup:
    """The `lang` attribute of an interface text, needed on a page in a language for which there is no table."""
    if language == course.settings.language or has_language(language):
        return Markup("")
    return Markup(' lang="{}"').format(course.settings.language)


def _bytecode_cache() -> BytecodeCache | None:
    """A cache for compiled templates, because compiling is slower than rendering; None if it cannot be written."""
    base = (
        os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    )
    folder = Path(base) / "courseware" / __version__
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileSystemBytecodeCache(os.fspath(folder)) if os.access(folder, os.W_OK) else None
    except OSError:
        return None


class _Environment(Environment):
    """Templates that all share the same globals, so that these need not be copied for each."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals if not d else super().make_globals(d)


class _Blocks(NamedTuple):
    """What rendering a block needs; `_HTML_OF` has the function for each type of block."""

    environment: Environment
    course: Course
    divided: bool
    navigates: bool
    numbers: Iterator[int]
    """The numbers of HTML ids that no author links to."""

    def icon(self, name: str) -> Markup:
        """The icon that an author calls `name`, or nothing."""
        icon = icons.find(name) if name else None
        return self.render("icon.html", name=icon.name) if icon else Markup("")

    def render(self, template: str, **values: Any) -> Markup:
        return Markup(self.environment.get_template(template).render(values))  # noqa: S704, templates autoescape


def _html(block: object, within: _Blocks) -> Markup:
    """The HTML of any block."""
    return _HTML_OF[type(block)](block, within)


def _prose_html(prose: Prose, within: _Blocks) -> Markup:
    return Markup("".join([_html(piece, within) for piece in prose.pieces]))  # noqa: S704, each piece is markup


def _piece_html(piece: str, within: _Blocks) -> Markup:
    return Markup(piece)  # noqa: S704, made by Markdown's renderer, with raw HTML off


def _link_html(link: Link, within: _Blocks) -> Markup:
    target = within.course.targets[link]
    elsewhere = within.divided and target.document not in ("", link.document)
    return within.render(
        "link.html", target=target, title=link.title, elsewhere=elsewhere, navigates=within.navigates
    )


def _media_html(media: Media, within: _Blocks) -> Markup:
    target = within.course.targets[media]
    values = {
        "kind": target.kind, "source": target.href, "captions": target.captions,
        "alternative": media.alternative, "title": media.title, "attributes": media.attributes,
        "caption": media.caption, "alone": media.alone, "poster": target.poster,
        "transcript": target.transcript, "transcript_file": target.transcript_file,
        "fills": target.fills and "width" not in dict(media.attributes),
        "zoom": f"zoom-{next(within.numbers)}" if media.zooms and target.kind == "image" else "",
    }  # fmt: skip
    return within.render("media.html", media=values)


def _callout_html(callout: Callout, within: _Blocks) -> Markup:
    return within.render("callout.html", kind=callout.kind)


def _gap_html(gap: Gap, within: _Blocks) -> Markup:
    return within.render("gap.html", gap=gap)


def _interaction_html(interaction: Interaction, within: _Blocks) -> Markup:
    suffix = "_field" if COMPONENTS[interaction.component].place == SECTION else ""
    return within.render(f"components/{interaction.component}{suffix}.html", interaction=interaction)


def _cards_html(cards: Cards, within: _Blocks) -> Markup:
    return within.render("cards.html", cards=cards.cards)


def _grid_html(grid: Grid, within: _Blocks) -> Markup:
    return within.render("components/grid_rows.html", grid=grid)


def _recall_html(recall: Recall, within: _Blocks) -> Markup:
    asked = next(interaction for interaction in within.course.interactions if interaction.id == recall.of)
    return within.render("recall.html", key=asked.key, label=asked.label, empty=recall.empty)


def _pool_html(pool: Pool, within: _Blocks) -> Markup:
    return within.render("pool.html", pool=pool)


def _group_html(group: Group, within: _Blocks) -> Markup:
    return within.render("components/group.html", group=group)


def _button_html(button: StartLink, within: _Blocks) -> Markup:
    return within.render("components/start_button.html", button=button)


def _section_html(section: Section, within: _Blocks) -> Markup:
    name = section.component or "section"
    template = COMPONENTS[name].template if section.component else ""
    return within.render(f"components/{template or name}.html", section=section)


_HTML_OF: Mapping[type, Callable[[Any, _Blocks], Markup]] = {
    Prose: _prose_html,
    str: _piece_html,
    Link: _link_html,
    Media: _media_html,
    Callout: _callout_html,
    Gap: _gap_html,
    Interaction: _interaction_html,
    Cards: _cards_html,
    Grid: _grid_html,
    Recall: _recall_html,
    Pool: _pool_html,
    Group: _group_html,
    StartLink: _button_html,
    Section: _section_html,
}
