"""Characters that cannot be written to a package or a terminal.

XML forbids or discourages them (XML 1.0, 2.2), as does YAML.
"""

import re

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"


def printable(text: str) -> str:
    """The text, with each character that a package cannot hold replaced by U+FFFD."""
    if text.replace(
        "\n", ""
    ).isprintable():  # most texts are, and compiling the pattern takes longer than checking them
        return text
    return re.sub(_FORBIDDEN, "\ufffd", text)


def harmless(text: str, kept: str = "") -> str:
    """The text with every terminal control character replaced by U+FFFD, except those in `kept`.

    For text from outside, which may contain any character.
    """
    return "".join(
        character if character.isprintable() or character in kept else "\ufffd" for character in text
    )


def width(text: str) -> int:
    """The number of columns that a text takes up on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )
