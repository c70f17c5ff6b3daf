"""Texts and names of properties that a script has so often that a variable with them makes it shorter.

`a.length` says the same as `a[n]` where `n` is `"length"`. Modules are cut at these places, as they are at variables
(`Statement.pieces`): a piece is `.length`, `?.length`, a text in quotes, `null` or `void 0`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

_SHORT = 2
"""How many letters the name of a variable has, as a rule."""
LEAST = 4
"""How many letters the name of a property has that can be worth it."""


def variable(piece: str) -> str:
    """The literal that a variable would have for a piece: it is also the word by which the linker knows that one."""
    return f'"{piece.lstrip("?.")}"' if piece[0] in ".?" else piece


def is_literal(piece: str) -> bool:
    return piece[0] in ".?\"'" or piece in ("null", "void 0")


def worth_naming(pieces: Iterable[str]) -> Iterator[str]:
    """The literals among these pieces that are better named once; in any order of the pieces the same ones."""
    counts = Counter(filter(is_literal, pieces))
    saved: Counter[str] = Counter()
    for piece, count in counts.items():
        saved[variable(piece)] += count * (len(piece) - len(written(piece, "x" * _SHORT)))
    return (
        literal
        for literal in sorted(saved)
        if saved[literal] > _SHORT + len(literal) + 2 * (not is_word(literal))
    )


def is_word(literal: str) -> bool:
    """Whether a literal can be one of many that are written as one text and split at its blanks.

    By itself it takes a comma and an equals sign beside its name; there a comma and a blank, but no quotes.
    """
    return literal[0] == '"' and " " not in literal and "\\" not in literal


def written(piece: str, name: str) -> str:
    """What is written for a piece, with the name of the variable that has its literal."""
    return f"{'?.' if piece[0] == '?' else ''}[{name}]" if piece[0] in ".?" else name


def spelled(piece: str, names: Mapping[str, str]) -> str:
    """What is written for a piece, with `names` of variables by their literals: one without a name stays."""
    literal = variable(piece)
    name = names.get(literal, literal)
    return piece if name == literal else written(piece, name)
