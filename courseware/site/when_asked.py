"""When the questions in a data block are asked, in words: under which conditions, and from which pools.

The data block may come from a package made by anyone; a condition that is not valid has no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, repeat
from typing import Any, TypeGuard

from courseware.record import NamedTuple

ALWAYS, ALONE = "of everybody", "not in a pool"
DEEPEST = 50
"""The deepest nesting of conditions that is read."""
MOST_TESTS = 200_000
"""How many parts of conditions are read in a block, because conditions that refer to others could multiply."""


class Asking(NamedTuple):
    """Under which condition a question is asked, and from which pool it is drawn, in words."""

    asked: str
    drawn: str


def when_asked(block: Mapping[str, Any]) -> dict[str, Asking]:
    """The words for each interaction, by its key."""
    interactions = _objects(block.get("interactions"))
    names = _names_of(block)
    pools = [item for item in _objects(block.get("pools")) if isinstance(item.get("parts"), list)]
    drawn = {
        str(part[0]): f"in a pool that draws {pool.get('draw')} of {len(pool['parts'])}"
        if pool.get("draw") != len(pool["parts"])
        else f"in a pool that asks all {len(pool['parts'])}"
        for pool in pools
        for part in pool["parts"]
        if isinstance(part, list) and part
    }
    found = {}
    for interaction in interactions:
        tests = [names.words(test, 0) for test in names.tests_of(interaction)]
        asked = f"if {' and '.join(filter(None, tests))}" if any(tests) else ALWAYS
        found[str(interaction.get("key"))] = Asking(asked, drawn.get(str(interaction.get("drawn")), ALONE))
    return found


Test = tuple[object, ...]
"""A condition as in the data block, but with ids instead of keys and with the texts of options."""


class Branch(NamedTuple):
    """The condition under which a question is asked (empty: always), its points, and its pool.

    `draw` is how many of the pool's parts are drawn (0: no pool), `parts` are the ids of the questions in each part,
    and `keys` the keys of the parts in a saved state.
    """

    test: Test = ()
    points: float = 1
    draw: int = 0
    parts: tuple[tuple[str, ...], ...] = ()
    partial: bool = False
    """Whether a partly right answer gets part of the points."""
    keys: tuple[str, ...] = ()


def branches_of(block: Mapping[str, Any]) -> dict[str, Branch]:
    """The branch of each interaction, by its id; empty if the block has no branches."""
    if not block.get("conditions") and not block.get("pools"):
        return {}
    interactions = _objects(block.get("interactions"))
    names = _names_of(block)
    of_parts: dict[str, list[str]] = {}
    for interaction in interactions:
        of_parts.setdefault(str(interaction.get("drawn", "")), []).append(str(interaction.get("id")))
    pools: dict[str, tuple[int, tuple[tuple[str, ...], ...], tuple[str, ...]]] = {}
    for pool in _objects(block.get("pools")):
        given = pool.get("parts") if isinstance(pool.get("parts"), list) else []
        keys = [str(part[0]) for part in given or () if isinstance(part, list) and part]
        draw = pool.get("draw")
        parts = tuple(tuple(of_parts.get(key, ())) for key in keys)
        pools |= {key: (draw if isinstance(draw, int) else 0, parts, tuple(keys)) for key in keys}
    found = {}
    for interaction in interactions:
        tests = [names.test(test, 0) for test in names.tests_of(interaction)]
        points = interaction.get("points", 1)
        draw, parts, keys_of_parts = pools.get(str(interaction.get("drawn", "")), (0, (), ()))
        found[str(interaction.get("id"))] = Branch(
            ("and", *tests) if tests else (),
            points if isinstance(points, int | float) else 1,
            draw,
            parts,
            interaction.get("partial") is True,
            keys_of_parts,
        )
    return found


def _names_of(block: Mapping[str, Any]) -> _Names:
    conditions = block.get("conditions")
    return _Names(
        conditions if isinstance(conditions, dict) else {},
        {str(item.get("key")): item.get("if") for item in _objects(block.get("pages"))},
        {str(item.get("key")): item for item in _objects(block.get("interactions"))},
        islice(repeat(True), MOST_TESTS),
    )


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


class _Names(NamedTuple):
    conditions: Mapping[str, object]
    pages: Mapping[str, object]
    interactions: Mapping[str, Mapping[str, Any]]
    left: Iterator[bool]

    def tests_of(self, interaction: Mapping[str, Any]) -> list[object]:
        """The conditions of an interaction and of its page."""
        return [
            test for test in (self.pages.get(str(interaction.get("page"))), interaction.get("if")) if test
        ]

    def is_test(self, test: object, depth: int) -> TypeGuard[list[Any]]:
        """Whether a value can be a condition, within the limits of depth and number."""
        return isinstance(test, list) and len(test) > 1 and depth <= DEEPEST and next(self.left, False)

    def words(self, test: object, depth: int) -> str:
        """A condition as an author writes it; empty if it is not valid."""
        if not self.is_test(test, depth):
            return ""
        word, *rest = test
        match word, rest:
            case "at", [number]:
                found = self.words(self.conditions.get(str(number)), depth + 1)
            case (("and" | "or"), _):
                found = f"({f' {word} '.join(self.words(condition, depth + 1) for condition in rest)})"
            case "not", [inner]:
                found = f"not {self.words(inner, depth + 1)}"
            case "score", [document, operator, percent]:
                found = f"score({document}) {operator} {percent}"
            case "is", [key, list(chosen)]:
                options = _objects(self.interactions.get(str(key), {}).get("options"))
                texts = [str(option.get("text")) for option in options if option.get("key") in chosen]
                found = " or ".join(f'{self.name(key)} = "{text}"' for text in texts)
            case "text", [key, text]:
                found = f'{self.name(key)} = "{text}"'
            case "number", [key, operator, number]:
                found = f"{self.name(key)} {operator} {number}"
            case _:
                found = ""
        return found

    def test(self, test: object, depth: int) -> Test:
        """A condition in ids and texts; one that is not valid never holds."""
        if not self.is_test(test, depth):
            return ("or",)
        word, *rest = test
        if word == "at":
            return self.test(self.conditions.get(str(rest[0])), depth + 1)
        if word in ("and", "or", "not"):
            return (word, *(self.test(condition, depth + 1) for condition in rest))
        if word == "score":
            return (word, *rest)
        if word == "is" and len(rest) == 2 and isinstance(rest[1], list):
            options = _objects(self.interactions.get(str(rest[0]), {}).get("options"))
            texts = tuple(str(option.get("text")) for option in options if option.get("key") in rest[1])
            return (word, self.name(rest[0]), texts)
        return (word, self.name(rest[0]), *rest[1:])

    def name(self, key: object) -> str:
        """The id of an interaction."""
        return str(self.interactions.get(str(key), {}).get("id", key))
