"""Course → Site: the HTML page, its style sheet and script, its icons and media (docs/page.md)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import singledispatchmethod
from hashlib import sha256
from io import BytesIO
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
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from courseware import __version__
from courseware.archive.file import File
from courseware.course import icons
from courseware.course.course import Course, Page
from courseware.course.launches import Launch, launches
from courseware.data import templates_folder
from courseware.language.components import COMPONENTS, SECTION
from courseware.language.document import Group, Interaction, Link, Media, Prose, Section, StartButton
from courseware.site.style_sheet import style_sheet

Json = Mapping[str, Any]

FORMAT = 1
"""Version of the data block."""


def render_site(
    course: Course,
    script: str,
    divides: bool = False,
    navigates: bool = False,
    added: Mapping[str, Any] | None = None,
) -> list[File]:
    """All files of a course but what a standard adds; `script` is the linked runtime with its driver.

    `added` are a standard's own entries of the data block; `divides` says whether it can hold several launches,
    `navigates` whether one can ask for another.
    """
    return Renderer(course).site(script, divides, navigates, added)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


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


class Renderer:
    """The templates with what they see of one course.

    `keep` what was made of its pages where other sites of the same course follow, with other drivers.
    """

    def __init__(self, course: Course, keep: bool = False) -> None:
        self.course = course
        self.keep = keep
        self.kept: dict[tuple[str, str, bool], tuple[list[Markup], Mapping[str, icons.Icon]]] = {}
        self.asked: dict[tuple[str, str], Sequence[Json]] = {}
        self.made: dict[tuple[str, str, bool, str], tuple[Json, bytes]] = {}
        self.document = ""
        self.next_page: Page | None = None
        self.within: frozenset[str] = frozenset()
        """Ids of the documents of the launch that is being rendered."""
        self.following: Launch | None = None
        """The launch behind it, where a link can lead there."""
        self.navigates = False
        self.added: Mapping[str, Any] = {}
        self.used_icons: dict[str, icons.Icon] = {}
        self.environment = Environment(
            loader=FileSystemLoader(templates_folder()),
            autoescape=True,
            undefined=StrictUndefined,
            bytecode_cache=_bytecode_cache(),
            auto_reload=False,
            keep_trailing_newline=False,
            cache_size=-1,
        )
        self.environment.globals.update(
            texts=course.settings.texts, course=course.settings, icon_notice=icons.notice()
        )
        # with the context, or a constant name would be rendered once and for all when its template is compiled
        self.environment.filters.update(html=self.html, icon=pass_context(lambda _, name: self.icon(name)))

    def site(
        self, script: str, divides: bool, navigates: bool, added: Mapping[str, Any] | None = None
    ) -> list[File]:
        """All files of the course, with the linked runtime: as `render_site`."""
        style = style_sheet(self.course)
        stylesheet = File(f"assets/course-{_hash(style)}.css", style.encode())
        runtime = File(f"assets/course-{_hash(script)}.js", script.encode())
        self.added = added or {}
        parts = launches(self.course, divides)
        self.navigates = navigates and len(parts) > 1
        pages = [
            File(part.file, self._kept_page(part, parts, stylesheet.name, runtime.name, script))
            for part in parts
        ]
        return [*pages, stylesheet, runtime, *(File(name, path) for name, path in self.course.files.items())]

    def _kept_page(
        self, launch: Launch, parts: Sequence[Launch], stylesheet: str, script: str, text: str
    ) -> bytes:
        """As `_page`, once for all standards that give it the same script and data."""
        key = (launch.name, launch.file, self.navigates, script)
        added, page = self.made.get(key, (None, b""))
        if added != self.added:
            page = self._page(launch, parts, stylesheet, script, text)
        if self.keep:
            self.made[key] = self.added, page
        return page

    def _page(
        self, launch: Launch, parts: Sequence[Launch], stylesheet: str, script: str, text: str
    ) -> bytes:
        """A whole HTML file, put together from pieces, because that of a large course is large."""
        self.within = frozenset(page.document for page in launch.pages)
        self.used_icons = {}
        self.following = next(iter(parts[parts.index(launch) + 1 :]), None) if self.navigates else None
        pieces = self.environment.get_template("page.html").generate(
            pages=launch.pages,
            articles=self._kept_articles(launch) if self.keep else self._articles(launch),
            following=self.following,
            stylesheet=stylesheet,
            script=script,
            data=_data(self.course, launch, self._asked(launch), text, _own(self.added, launch)),
            icons=self._sprite(),
        )
        file = BytesIO()
        for piece in pieces:
            file.write(piece.encode())
        return file.getvalue()

    def _asked(self, launch: Launch) -> Sequence[Json]:
        """The interactions of a launch for its data block."""
        key = (launch.name, launch.file)
        if key in self.asked:
            return self.asked[key]
        asked = [_interaction(one, page.key) for page in launch.pages for one in page.interactions]
        if self.keep:
            self.asked[key] = asked
        return asked

    def _kept_articles(self, launch: Launch) -> list[Markup]:
        key = (launch.name, launch.file, self.navigates)
        if key not in self.kept:
            self.kept[key] = list(self._articles(launch)), dict(self.used_icons)
        articles, used_icons = self.kept[key]
        self.used_icons.update(used_icons)
        return articles

    def _articles(self, launch: Launch) -> Iterator[Markup]:
        pages: Sequence[Page | None] = [None, *launch.pages, None]
        last = launch.pages[-1] if launch.pages else None
        for number, page in enumerate(launch.pages):
            self.document = page.document
            self.next_page = pages[number + 2]
            ends = page is last and page is not self.course.pages[-1]
            yield self._render(
                "document.html",
                # what its link to the next page says is the title of a page that is not here
                page=replace(page, next="") if ends else page,
                first=number == 0,
                previous_page=pages[number],
                next_page=self.next_page,
            )

    def _sprite(self) -> Iterator[icons.Icon]:
        """The icons used; asked for at the end of the page, when all are known."""
        yield from sorted(self.used_icons.values(), key=lambda icon: icon.name)

    def _render(self, template: str, **values: Any) -> Markup:
        return Markup(self.environment.get_template(template).render(values))  # noqa: S704, templates autoescape

    def icon(self, name: str) -> Markup:
        """The icon that an author calls `name`, or nothing."""
        icon = icons.find(name) if name else None
        if icon is None:
            return Markup("")
        self.used_icons[icon.name] = icon
        return self._render("icon.html", name=icon.name)

    @singledispatchmethod
    def html(self, block: Any) -> Markup:
        """Any block, by the template of its type."""
        raise TypeError(type(block))

    @html.register
    def _(self, prose: Prose) -> Markup:
        return Markup("").join(self.html(piece) for piece in prose.pieces)

    @html.register
    def _(self, piece: str) -> Markup:
        return Markup(piece)  # noqa: S704, made by Markdown's renderer, with raw HTML off

    @html.register
    def _(self, link: Link) -> Markup:
        target = self.course.targets[self.document, link]
        elsewhere = bool(target.document) and target.document not in self.within
        values = {"elsewhere": elsewhere, "navigates": self.navigates}
        return self._render("link.html", target=target, title=link.title, **values)

    @html.register
    def _(self, media: Media) -> Markup:
        target = self.course.targets[self.document, media]
        values = {
            "kind": target.kind, "source": target.href, "captions": target.captions,
            "alternative": media.alternative, "title": media.title, "attributes": media.attributes,
        }  # fmt: skip
        return self._render("media.html", media=values)

    @html.register
    def _(self, interaction: Interaction) -> Markup:
        suffix = "_field" if COMPONENTS[interaction.component].place == SECTION else ""
        return self._render(f"components/{interaction.component}{suffix}.html", interaction=interaction)

    @html.register
    def _(self, group: Group) -> Markup:
        return self._render("components/group.html", group=group)

    @html.register
    def _(self, button: StartButton) -> Markup:
        values = {"next_page": self.next_page, "following": self.following}
        return self._render("components/start_button.html", button=button, **values)

    @html.register
    def _(self, section: Section) -> Markup:
        name = section.component or "section"
        template = COMPONENTS[name].template if section.component else ""
        return self._render(f"components/{template or name}.html", section=section)


# The data block


def _data(course: Course, launch: Launch, interactions: Sequence[Json], script: str, added: Json) -> str:
    """The data block of a launch as JSON that is safe within HTML."""
    settings = course.settings
    data = {
        "format": FORMAT,
        "course": {
            # the browser's own copies are kept by it
            "id": settings.id if launch.name == settings.id else f"{settings.id}-{launch.name}",
            **{name: getattr(settings, name) for name in ("title", "language", "version")},
        },
        "settings": {
            name: getattr(settings, name)
            for name in (
                "navigation",
                "completion",
                "scoring",
                "passing_score",
                "retries",
                "review",
                "summary",
            )
        },
        "texts": _said(settings.texts, script),
        "pages": [
            {"key": page.key, "id": page.id, "title": page.title, "document": page.document}
            for page in launch.pages
        ],
        "interactions": interactions,
        **added,
    }
    return htmlsafe_json_dumps(data, dumps=json.dumps, ensure_ascii=False, separators=(",", ":"))


def _own(added: Json, launch: Launch) -> Json:
    """A standard's entries, of what they have by launch, page or interaction only what is of this launch."""
    own = {
        "units": [launch.name],
        "pages": [page.key for page in launch.pages],
        "interactions": [one.id for page in launch.pages for one in page.interactions],
    }
    return {
        name: {
            part: {key: value[key] for key in own[part] if key in value} if part in own else value
            for part, value in entry.items()
        }
        for name, entry in added.items()
    }


def _said(texts: Mapping[str, str], script: str) -> dict[str, str]:
    """The interface texts that a script says: it holds their keys, or the beginning of them before a `${`."""
    words = set(re.findall(r"[a-z_]+", script))
    beginnings = tuple(re.findall(r"`([a-z_]+)\$\{", script))
    return {key: text for key, text in texts.items() if key in words or key.startswith(beginnings)}


def _number(value: Any) -> Any:
    """A whole number without its fraction, anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _interaction(interaction: Interaction, page: str) -> Mapping[str, Any]:
    """An interaction of the data block; what has its default value is left out."""
    values, shared = interaction.values, interaction.shared
    data: dict[str, Any] = {
        "key": interaction.key,
        "id": interaction.id,
        "page": page,
        "kind": interaction.kind,
        "label": interaction.label,
    }
    optional = {
        "multiple": values.get("multiple") or None,
        "required": None if shared.required else False,
        "points": None if shared.points == 1 else _number(shared.points),
        "gated": interaction.gated or None,
        "attempts": shared.attempts,
        "options": [{"key": one.key, "id": one.id, "text": one.text} for one in interaction.options] or None,
        "answer": _answer(interaction),
        **(
            {}
            if interaction.kind == "likert"
            else {name: _number(values.get(name)) for name in ("min", "max")}
        ),
        **{name: _number(values.get(name)) or None for name in ("tolerance", "step", "unit", "max_length")},
    }
    return data | {name: value for name, value in optional.items() if value is not None}


def _answer(interaction: Interaction) -> list[Any] | None:
    """The right answer: option keys, accepted words, or one number."""
    if interaction.answer is None:
        return None
    if isinstance(interaction.answer, float):
        return [_number(interaction.answer)]
    keys = {option.text: option.key for option in interaction.options}
    return [keys.get(text, text) for text in interaction.answer]
