"""The templates, with what they see of one course: `texts`, `course`, and the filters `html` and `icon`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import singledispatchmethod
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

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
from courseware.site.data_block import condition_numbers
from courseware.site.page_texts import page_texts


class StartLink(NamedTuple):
    """A start button and where it leads: to `href` or, with `navigates`, by the LMS to the next launch."""

    text: str
    icon: str
    href: str
    navigates: bool


def templates(course: Course, divided: bool, navigates: bool) -> Mapping[str, Environment]:
    """The templates for a course, by the language of a page; `divided` into several launches, one of which `navigates`
    to another where it can.
    """
    ids = count(1)
    spoken = {course.settings.language, *(page.language for page in course.pages)}
    return {language: _templates(course, divided, navigates, language, ids) for language in sorted(spoken)}


def _templates(
    course: Course, divided: bool, navigates: bool, language: str, ids: Iterator[int]
) -> Environment:
    environment = Environment(
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
        icon_notice=icons.notice(),
    )
    blocks = _Blocks(environment, course, divided, navigates, ids)
    # with the context, or the markup of a constant name would be kept with the compiled template
    numbers = condition_numbers(course)
    environment.filters.update(
        html=blocks.html,
        condition_number=numbers.__getitem__,
        icon=pass_context(lambda _, name: blocks.icon(name)),
    )
    return environment


def _spoken(course: Course, language: str) -> Markup:
    """The attribute that marks an interface text on a page of another language, which there is no table for."""
    if language == course.settings.language or has_language(language):
        return Markup("")
    return Markup(' lang="{}"').format(course.settings.language)


def _bytecode_cache() -> BytecodeCache | None:
    """Compiled templates of earlier runs, where the system lets us keep any: compiling takes longer than using them."""
    base = (
        os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    )
    folder = Path(base) / "courseware" / __version__
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileSystemBytecodeCache(os.fspath(folder)) if os.access(folder, os.W_OK) else None
    except OSError:
        return None


class _Blocks(NamedTuple):
    """The HTML of a block, by the template of its type."""

    environment: Environment
    course: Course
    divided: bool
    navigates: bool
    numbers: Iterator[int]
    """Those of HTML ids that nobody links to."""

    def icon(self, name: str) -> Markup:
        """The icon that an author calls `name`, or nothing."""
        icon = icons.find(name) if name else None
        return self._render("icon.html", name=icon.name) if icon else Markup("")

    def _render(self, template: str, **values: Any) -> Markup:
        return Markup(self.environment.get_template(template).render(values))  # noqa: S704, templates autoescape

    @singledispatchmethod
    def html(self, block: Any) -> Markup:
        """Any block."""
        raise TypeError(type(block))

    @html.register
    def _(self, prose: Prose) -> Markup:
        return Markup("").join(self.html(piece) for piece in prose.pieces)

    @html.register
    def _(self, piece: str) -> Markup:
        return Markup(piece)  # noqa: S704, made by Markdown's renderer, with raw HTML off

    @html.register
    def _(self, link: Link) -> Markup:
        target = self.course.targets[link]
        elsewhere = self.divided and target.document not in ("", link.document)
        return self._render(
            "link.html", target=target, title=link.title, elsewhere=elsewhere, navigates=self.navigates
        )

    @html.register
    def _(self, media: Media) -> Markup:
        target = self.course.targets[media]
        values = {
            "kind": target.kind, "source": target.href, "captions": target.captions,
            "alternative": media.alternative, "title": media.title, "attributes": media.attributes,
            "caption": media.caption, "alone": media.alone, "poster": target.poster,
            "transcript": target.transcript, "transcript_file": target.transcript_file,
            "zoom": f"zoom-{next(self.numbers)}" if media.zooms and target.kind == "image" else "",
        }  # fmt: skip
        return self._render("media.html", media=values)

    @html.register
    def _(self, callout: Callout) -> Markup:
        return self._render("callout.html", kind=callout.kind)

    @html.register
    def _(self, gap: Gap) -> Markup:
        return self._render("gap.html", gap=gap)

    @html.register
    def _(self, interaction: Interaction) -> Markup:
        suffix = "_field" if COMPONENTS[interaction.component].place == SECTION else ""
        return self._render(f"components/{interaction.component}{suffix}.html", interaction=interaction)

    @html.register
    def _(self, cards: Cards) -> Markup:
        return self._render("cards.html", cards=cards.cards)

    @html.register
    def _(self, grid: Grid) -> Markup:
        return self._render("components/grid_rows.html", grid=grid)

    @html.register
    def _(self, recall: Recall) -> Markup:
        asked = next(one for one in self.course.interactions if one.id == recall.of)
        return self._render("recall.html", key=asked.key, label=asked.label, empty=recall.empty)

    @html.register
    def _(self, pool: Pool) -> Markup:
        return self._render("pool.html", pool=pool)

    @html.register
    def _(self, group: Group) -> Markup:
        return self._render("components/group.html", group=group)

    @html.register
    def _(self, button: StartLink) -> Markup:
        return self._render("components/start_button.html", button=button)

    @html.register
    def _(self, section: Section) -> Markup:
        name = section.component or "section"
        template = COMPONENTS[name].template if section.component else ""
        return self._render(f"components/{template or name}.html", section=section)
