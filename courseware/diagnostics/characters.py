"""Characters that cannot be written into a package, as XML forbids or discourages them (XML 1.0, 2.2) and YAML too, or
to a terminal.
"""

import re

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"


def printable(text: str) -> str:
    """The text with a replacement character for each that cannot be written."""
    if text.replace(
        "\n", ""
    ).isprintable():  # so are most, and making the pattern takes longer than many texts
        return text
    return re.sub(_FORBIDDEN, "\ufffd", text)


def harmless(text: str, kept: str = "") -> str:
    """The text without characters that command a terminal, but for those kept; what came from outside may hold any."""
    return "".join(sign if sign.isprintable() or sign in kept else "\ufffd" for sign in text)


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(sign) in ("Mn", "Me", "Cf") else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )
