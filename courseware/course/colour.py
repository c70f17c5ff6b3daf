"""Colours in the notation of style sheets, and their contrast."""

import re

from courseware.record import NamedTuple


class Colour(NamedTuple):
    """Red, green and blue, from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def read_colour(text: str) -> Colour | None:
    """The colour written as `#rgb` or `#rrggbb`, or None."""
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", text):
        return None
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return Colour(*bytes.fromhex(digits))


def contrast(colour: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    ]  # the threshold of sRGB, 0.04045, is 10.3 of 255
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """A mixture of two colours; `share`, from 0 to 1, is that of the other colour."""
    return Colour(*(round(a + (b - a) * share) for a, b in zip(colour, other, strict=True)))
