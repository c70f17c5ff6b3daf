"""Writes each interaction's id into its document, so that a label can be reworded without losing its records.

Nothing else in a file changes, neither its line ends nor its byte order mark nor the author's spacing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from courseware.course.course import Course
from courseware.course.fixing import edited
from courseware.course.rewriting import Rewriting
from courseware.course.source import normal
from courseware.diagnostics import Edit
from courseware.language.components import COMPONENTS, Component
from courseware.language.marker import read_marker
from courseware.language.source_text import SourceText
from courseware.record import NamedTuple


class Pinned(NamedTuple):
    """A document before and after pinning, and the ids that are added to it."""

    rewriting: Rewriting
    ids: tuple[str, ...]


def pin(course: Course) -> Iterator[Pinned]:
    """The documents of a checked course that get ids. Raises `OSError`."""
    wanted: dict[str, dict[tuple[int, int], list[str]]] = {}
    for page in course.pages:
        for interaction in page.interactions:
            if not interaction.shared.id:
                span = interaction.marker or interaction.span
                places = wanted.setdefault(span.file, {})
                ids = places.setdefault((span.line, span.column), [])
                ids.append(interaction.id.removeprefix(f"{page.document}."))
    for file, places in wanted.items():
        path = Path(file)
        before = path.read_bytes().decode("utf-8")
        rewriting = Rewriting(path, before, _with_ids(file, before, places))
        yield Pinned(rewriting, tuple(identifier for ids in places.values() for identifier in ids))


def _with_ids(file: str, raw: str, places: dict[tuple[int, int], list[str]]) -> str:
    """A document with `, id: …` added after the type of the markers whose `{` is at these places (line, column).

    A grid gets the ids of its rows instead.
    """
    source = SourceText(file, normal(raw.removeprefix("\ufeff")))
    edits: list[Edit] = []
    for (line, column), ids in places.items():
        marker, _, _ = read_marker(source, source.starts[line - 1] + column - 1)
        end = marker.entries["type"].place[1]
        component = COMPONENTS[marker.entries["type"].value.text]  # type: ignore[union-attr]  # it has been read before
        edits.append(Edit(source.span(end, end), written_ids(component, ids)))
    return edited(raw, edits)


def written_ids(component: Component, ids: Sequence[str]) -> str:
    """The text after a component's type that pins its interactions: their id, or for a grid the ids of its rows."""
    return f", id: {ids[0]}" if "id" in component.keys else f", rows: [{', '.join(ids)}]"
