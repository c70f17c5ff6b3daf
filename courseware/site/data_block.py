"""The data block of a page: what the compiler passes to the runtime (docs/page.md)."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from courseware.archive.file import File
from courseware.course.course import Course, Page
from courseware.course.launches import Launch
from courseware.language.conditions import Condition
from courseware.language.document import Interaction, Part, Pool, interactions_in
from courseware.language.document import interactions_of as interactions
from courseware.record import NamedTuple
from courseware.site.page_texts import other_texts
from courseware.site.policy import NOWHERE

Json = Mapping[str, Any]

_SETTINGS = "navigation completion scoring passing_score retries reveal review summary".split()
FORMAT = 1
"""Version of the data block's format."""


class Activities(NamedTuple):
    """The xAPI activities that statements are about: the course, its pages by key, its interactions by id.

    `profile` and `version` are the IRIs of the category activities. `verbs` are the display texts of the verbs in the
    course's language; empty for English.
    """

    course: Json
    profile: str
    version: str
    pages: Mapping[str, Json]
    interactions: Mapping[str, Json]
    verbs: Mapping[str, str]


class RecordStoreEntry(NamedTuple):
    """A learning record store alongside an LMS; `units` are activities by name of launch, empty for a single launch."""

    endpoint: str
    home_page: str
    units: Mapping[str, Json]


class Entries(NamedTuple):
    """The entries that a format adds to the data block.

    `connects` are the sources of `connect-src` that its script may request. `records` are, by name of launch, the ids
    of interactions in the order of their records. `files` are additional files of the package that are made of the same
    data.
    """

    xapi: Activities | None = None
    lrs: RecordStoreEntry | None = None
    connects: str = NOWHERE
    records: Mapping[str, Sequence[str]] = {}
    files: tuple[File, ...] = ()

    def of(self, launch: Launch) -> Iterator[tuple[str, object]]:
        """The entries for one launch, without pages, interactions and launches that are not part of it."""
        if self.xapi:
            pages = {page.key: self.xapi.pages[page.key] for page in launch.pages}
            asked = [interaction.id for page in launch.pages for interaction in page.interactions]
            yield (
                "xapi",
                {
                    "course": self.xapi.course,
                    "profile": self.xapi.profile,
                    "version": self.xapi.version,
                    "pages": pages,
                    "interactions": {identifier: self.xapi.interactions[identifier] for identifier in asked},
                    "verbs": self.xapi.verbs,
                },
            )
        if self.lrs:
            units = {name: unit for name, unit in self.lrs.units.items() if name == launch.name}
            store = {"endpoint": self.lrs.endpoint, "home_page": self.lrs.home_page}
            yield "lrs", {**store, "units": units} if self.lrs.units else store
        if launch.name in self.records:
            yield "records", self.records[launch.name]


def launch_id(course: Course, launch: Launch) -> str:
    """The id under which a browser keeps its copies of a launch's state."""
    name = course.settings.id
    return name if launch.name == name else f"{name}-{launch.name}"


def data_block(
    course: Course, launch: Launch, asked: Markup, says: Collection[str], entries: Entries
) -> Markup:
    """The data block of a launch, as JSON that is safe within HTML; its script uses the texts with the keys `says`.

    `asked` is the result of `asked_of`, which is the same for every format.
    """
    settings = course.settings
    data = {
        "format": FORMAT,
        "course": {
            "id": launch_id(course, launch),
            **{name: getattr(settings, name) for name in ("title", "language", "version")},
        },
        "settings": {
            **{name: getattr(settings, name) for name in _SETTINGS},
            **({"certificate": True} if settings.certificate else {}),
        },
        "texts": {key: text for key, text in settings.texts.items() if key in says},
        **({"other_texts": others} if (others := other_texts(course, launch, says)) else {}),
    }
    return _one_object(_as_json(data), asked, _as_json(dict(entries.of(launch))))


def asked_of(course: Course, launch: Launch) -> Markup:
    """The data block's entries about pages, interactions and branches, as a JSON object that is safe within HTML."""
    return _as_json(branches_block(course, launch, interactions_of(course, launch)))


def _as_json(value: Json) -> Markup:
    from jinja2.utils import (
        htmlsafe_json_dumps,  # `check` reads old packages with this module and renders nothing
    )

    return htmlsafe_json_dumps(value, dumps=json.dumps, ensure_ascii=False, separators=(",", ":"))


def _one_object(*objects: Markup) -> Markup:
    """One JSON object with the entries of several."""
    entries = Markup(",").join(filter(None, (entries[1:-1] for entries in objects)))
    return Markup("{") + entries + Markup("}")


def branches_block(course: Course, launch: Launch, interactions: Iterable[Json]) -> dict[str, Any]:
    """The entries of the data block for pages, interactions, pools and conditions."""
    numbers = condition_numbers(course)
    return {
        "pages": [
            {
                "key": page.key,
                "id": page.id,
                "title": page.title,
                "document": page.document,
                **_page_test(page, numbers),
            }
            for page in launch.pages
        ],
        "interactions": list(interactions),
        **({"pools": list(map(_pool, launch.pools))} if launch.pools else {}),
        **({"conditions": dict(enumerate(course.tests.values()))} if course.tests else {}),
    }


def interactions_of(course: Course, launch: Launch) -> Iterator[Json]:
    """The interactions of a launch in order, each without the values that are the default."""
    numbers = condition_numbers(course)
    drawn = {
        interaction.id: part.key
        for pool in launch.pools
        for part in pool.blocks
        for interaction in interactions_in(part.blocks)
    }
    for page in launch.pages:
        for section in page.sections:
            for interaction in interactions([section]):
                yield {
                    **_interaction(interaction, page.key),
                    **_test(section.show_if, numbers),
                    **_drawn(interaction, drawn),
                }


def _drawn(interaction: Interaction, drawn: Mapping[str, str]) -> Json:
    """The key of the part of a pool that an interaction belongs to, as an entry of the data block."""
    return {"drawn": drawn[interaction.id]} if interaction.id in drawn else {}


def _pool(pool: Pool) -> Json:
    return {
        "draw": pool.draw,
        "shuffle": pool.shuffle,
        "parts": [[part.key, part.id] for part in pool.blocks],
    }


def condition_numbers(course: Course) -> Mapping[Condition, int]:
    """The number under which the data block refers to each condition."""
    return {condition: number for number, condition in enumerate(course.tests)}


def _test(condition: Condition | None, numbers: Mapping[Condition, int]) -> Json:
    """A reference to a condition by its number, as an entry of the data block; empty without a condition."""
    return {"if": ("at", numbers[condition])} if condition else {}


def _page_test(page: Page, numbers: Mapping[Condition, int]) -> Json:
    """The condition of a page: that of its document and, if every section has one, that at least one of these holds."""
    of_page = _test(page.show_if, numbers)
    if not page.may_be_empty:
        return of_page
    some = ("or", *(_test(section.show_if, numbers)["if"] for section in page.sections))
    return {"if": ("and", of_page["if"], some) if of_page else some}


def _number(value: Any) -> Any:
    """A whole number as an `int`, anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _interaction(interaction: Interaction, page: str) -> Mapping[str, Any]:
    """An interaction of the data block, without the values that are the default."""
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
        "partial": values.get("partial") or None,
        "exact": values.get("case") or None,
        "required": None if shared.required else False,
        "points": None if shared.points == 1 else _number(shared.points),
        "gated": interaction.gated or None,
        "attempts": shared.attempts,
        "reveal": shared.reveal,
        "options": [
            {"key": option.key, "id": option.id, "text": option.text} for option in interaction.options
        ]
        or None,
        "parts": [_part(part, interaction.kind == "fill-in") for part in interaction.parts] or None,
        "answer": _answer(interaction),
        **(
            {}
            if interaction.kind == "likert"
            else {name: _number(values.get(name)) for name in ("min", "max")}
        ),
        **{name: _number(values.get(name)) or None for name in ("tolerance", "step", "unit", "max_length")},
    }
    return data | {name: value for name, value in optional.items() if value is not None}


def _part(part: Part, is_gap: bool) -> Mapping[str, Any]:
    data: dict[str, Any] = {"key": part.key, "id": part.id, "text": part.text}
    return data | {"answer": list(part.answers)} if is_gap and part.answers else data


def _answer(interaction: Interaction) -> list[Any] | None:
    """The right answer: option keys (for a matching, each after the key of its part), accepted words, or one number."""
    if interaction.answer is None:
        return None
    if isinstance(interaction.answer, float):
        return [_number(interaction.answer)]
    keys = {option.text: option.key for option in interaction.options}
    if interaction.kind == "matching":
        return [key for part in interaction.parts for key in (part.key, keys[part.answers[0]])]
    return [keys.get(text, text) for text in interaction.answer]
