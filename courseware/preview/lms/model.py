"""What a data model is made of: rows of elements, types of values, and the errors of its run-time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from courseware.record import NamedTuple

READ, WRITE, BOTH = "read-only", "write-only", "read/write"

Test = Callable[[str, Mapping[str, str]], str]
"""What is wrong with a value, in words, or nothing. The mapping holds what is set beside it, such as `type`."""


class Type(NamedTuple):
    """A type of values: what it takes, in words, and its test. `most` is the characters that are surely kept (None: it
    is not a matter of length). `range` finds numbers outside the range, which have an error of their own in 2004.
    """

    words: str
    test: Test
    most: int | None = None
    range: Test | None = None


class Element(NamedTuple):
    """A row of a data model. In `name` the letter n stands for an index.

    `initial` is the value at the start of an attempt (None: it has none). `needs` are elements beside it that have to
    be set before it. `once`: it does not change when it was set. `unique`: no two of its collection are alike.
    """

    name: str
    type: Type
    access: str
    clause: str
    initial: str | None = None
    needs: tuple[str, ...] = ()
    once: bool = False
    unique: bool = False


class Error(NamedTuple):
    """An error of a run-time: its code, its text as the specification has it, and when it is given."""

    code: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Model:
    """A data model and the run-time around it.

    `acts` maps the names of the API's functions to those that `engine` knows; `situations` what goes wrong to the code
    that the standard has for it. `collections` are the names of arrays, with n for an outer index.
    """

    name: str
    title: str
    version: str
    """What `cmi._version` gives."""
    api: str
    acts: Mapping[str, str]
    elements: Mapping[str, Element]
    children: Mapping[str, tuple[str, ...]]
    collections: Mapping[str, str]
    situations: Mapping[str, str]
    errors: Mapping[str, Error]


def children_of(elements: Mapping[str, Element]) -> dict[str, tuple[str, ...]]:
    """The names below each element that has some: `cmi.core` → (`student_id`, …)."""
    found: dict[str, dict[str, None]] = {}
    for name in elements:
        parts = name.split(".")
        for number in range(1, len(parts)):
            if parts[number] != "n" and not parts[number].startswith("_"):
                above = ".".join(part for part in parts[:number])
                found.setdefault(above.removesuffix(".n"), {})[parts[number]] = None
    return {name: tuple(below) for name, below in found.items()}


def collections_of(elements: Mapping[str, Element], clauses: Mapping[str, str]) -> dict[str, str]:
    """The arrays among the elements: `cmi.interactions`, `cmi.interactions.n.objectives`; each with its clause."""
    found = {}
    for name in elements:
        parts = name.split(".")
        for number, part in enumerate(parts):
            if part == "n":
                above = ".".join(parts[:number])
                found[above] = clauses.get(above.split(".")[1], "")
    return found
