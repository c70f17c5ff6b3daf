"""Which optional modules of the script and which style sheets a course needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from courseware.course.course import Course
from courseware.language.components import COMPONENTS
from courseware.language.document import TEXT_BRINGS
from courseware.language.marker import Value


def _all() -> Iterator[str]:
    for component in COMPONENTS.values():
        yield from component.brings
        yield from (key.brings for key in component.keys.values() if key.brings)


_CERTIFICATE, _LOGO, _BRANCHES = frozenset({"certificate"}), frozenset({"logo"}), frozenset({"branches"})
OF_RECORD_STORES = frozenset({"unsent"})
"""What a package needs if it reports to a learning record store."""
EVERYTHING = TEXT_BRINGS.union(_all(), _CERTIFICATE, _LOGO, _BRANCHES, OF_RECORD_STORES)
"""All optional parts: names of modules of the runtime and of style sheets."""


def brought(course: Course) -> frozenset[str]:
    """The optional parts that a course needs: for its components and their keys, its text and its settings."""
    uses = course.uses | (_CERTIFICATE if course.settings.certificate else frozenset())
    uses |= _LOGO if course.settings.logo else frozenset()
    uses |= _BRANCHES if course.tests or any(page.pools for page in course.pages) else frozenset()
    return uses.union(name for component, values in _used(course) for name in _of(component, values))


def _used(course: Course) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for page in course.pages:
        yield from ((section.component, section.values) for section in page.sections if section.component)
        yield from ((interaction.component, interaction.values) for interaction in page.interactions)


def _of(component: str, values: Mapping[str, Value]) -> Iterator[str]:
    yield from COMPONENTS[component].brings
    yield from (brings for name, brings in _of_keys(component) if values.get(name))


@cache
def _of_keys(component: str) -> Sequence[tuple[str, str]]:
    """The keys of a component that need an optional part, each with the part."""
    return [(name, key.brings) for name, key in COMPONENTS[component].keys.items() if key.brings]
