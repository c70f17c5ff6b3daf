"""Finds texts and property names that occur so often that a variable for them makes the script shorter.

`a.length` means the same as `a[n]` if `n` is `"length"`. Modules are cut at these places, as they are at variables
(`Statement.pieces`): a piece is `.length`, `?.length`, a quoted text, `null` or `void 0`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

_SHORT = 2
"""The usual length of a shortened variable's name."""
LEAST = 4
"""The shortest property name that can be worth a variable, in characters."""


def variable(piece: str) -> str:
    """The literal that a piece stands for, which is also the name of its variable until the linker shortens it."""
    return f'"{piece.lstrip("?.")}"' if piece[0] in ".?" else piece


def is_literal(piece: str) -> bool:
    """Whether a piece is a literal or a property, not a variable."""
    return piece[0] in ".?\"'" or piece in ("null", "void 0")


def worth_naming(pieces: Iterable[str]) -> Iterator[str]:
    """The literals among these pieces for which a variable makes the script shorter, in alphabetical order."""
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
    """Whether a literal can be one of the words of a single text that is split at its spaces.

    A variable of its own costs an equals sign and quotes that a word of such a text does not.
    """
    return literal[0] == '"' and " " not in literal and "\\" not in literal


def written(piece: str, name: str) -> str:
    """The text of a piece, if its literal is in the variable `name`."""
    return f"{'?.' if piece[0] == '?' else ''}[{name}]" if piece[0] in ".?" else name


def spelled(piece: str, names: Mapping[str, str]) -> str:
    """The text of a piece, where `names` are variables by their literals; unchanged if its literal has none."""
    literal = variable(piece)
    name = names.get(literal, literal)
    return piece if name == literal else written(piece, name)
