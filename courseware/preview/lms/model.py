"""The parts of a data model: elements, types of values, and errors of the run-time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from courseware.record import NamedTuple

READ, WRITE, BOTH = "read-only", "write-only", "read/write"

ValueTest = Callable[[str, Mapping[str, str]], str]
"""What is wrong with a value, in words, or empty. The mapping is its context, such as its interaction's `type`."""


class Type(NamedTuple):
    """A type of values: what it accepts in words, and its test.

    `most` is the smallest permitted maximum in characters (None: length does not matter). `range` is a test for numbers
    out of range, for which SCORM 2004 has a separate error.
    """

    words: str
    test: ValueTest
    most: int | None = None
    range: ValueTest | None = None


class Element(NamedTuple):
    """A row of a data model. In `name`, the letter n stands for an index.

    `initial` is the value at the start of an attempt (None: it has none). `needs` are elements of the same interaction
    or objective that must be set first. `once`: it can be set only once. `unique`: it differs within its collection.
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
    """An error of a run-time: its code, its text in the specification, and when it occurs."""

    code: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Model:
    """A data model and its run-time.

    `acts` is name of a function in this API → its name in SCORM 2004, which `engine` uses; `situations` is what goes
    wrong → the standard's error code. `collections` is name of an array, with n for an outer index → clause.
    """

    name: str
    title: str
    version: str
    """The value of `cmi._version`."""
    api: str
    acts: Mapping[str, str]
    elements: Mapping[str, Element]
    children: Mapping[str, tuple[str, ...]]
    collections: Mapping[str, str]
    situations: Mapping[str, str]
    errors: Mapping[str, Error]


def children_of(elements: Mapping[str, Element]) -> dict[str, tuple[str, ...]]:
    """Element → the names of its children, for `_children`: `cmi.core` → (`student_id`, …)."""
    found: dict[str, dict[str, None]] = {}
    for name in elements:
        parts = name.split(".")
        for number in range(1, len(parts)):
            if parts[number] != "n" and not parts[number].startswith("_"):
                above = ".".join(part for part in parts[:number])
                found.setdefault(above.removesuffix(".n"), {})[parts[number]] = None
    return {name: tuple(below) for name, below in found.items()}


def collections_of(elements: Mapping[str, Element], clauses: Mapping[str, str]) -> dict[str, str]:
    """Array among the elements, such as `cmi.interactions.n.objectives` → its clause."""
    found = {}
    for name in elements:
        parts = name.split(".")
        for number, part in enumerate(parts):
            if part == "n":
                above = ".".join(parts[:number])
                found[above] = clauses.get(above.split(".")[1], "")
    return found
