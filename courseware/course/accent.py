"""The setting `accent`: an institution's colours in place of a theme's, readable in light and dark mode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from courseware.course import faults
from courseware.course.colour import BLACK, WHITE, Colour, contrast, mixed, read_colour
from courseware.course.theme import Theme
from courseware.data import templates_folder
from courseware.diagnostics import Diagnostic, Span, report

TEXT_CONTRAST = 4.5
"""The contrast ratio that text needs (WCAG 2.2, 1.4.3)."""
GRAPHICS_CONTRAST = 3
"""The contrast ratio that graphical objects need (WCAG 2.2, 1.4.11)."""
_GROUNDS = ("paper", "surface", "field", "tint")
_PROPERTY = r"--([\w-]+): (#[0-9a-fA-F]{3,6})\b"
_DARK = "@media screen and (prefers-color-scheme: dark)"


def _readable(
    colour: Colour, towards: Colour, grounds: Iterable[Colour], least: float = TEXT_CONTRAST
) -> Colour:
    """The colour, or the first one between it and `towards` that has enough contrast with all of these backgrounds."""
    steps = (mixed(colour, towards, percent / 100) for percent in range(101))
    grounds = tuple(grounds)
    return next(step for step in steps if min(contrast(step, ground) for ground in grounds) >= least)


def accent_rules(theme: Theme, accent: tuple[str, ...], span: Span | None) -> tuple[str, list[Diagnostic]]:
    """The CSS rules for the accent colours (none: empty), and a warning if the first is too pale for text."""
    if not accent:
        return "", []
    first, second = (read_colour(text) or BLACK for text in (accent[0], accent[-1]))
    light, dark = _colours_of(theme.name)
    # backgrounds behind an accent are tinted with it, and so are a little darker than the theme's own
    shade = mixed(light["surface"], first, 0.1)
    strong = _readable(first, BLACK, [*(light[name] for name in _GROUNDS), shade])
    diagnostics = []
    if strong != first:
        ratio = min(contrast(first, light[name]) for name in _GROUNDS)
        details = {"colour": first, "ratio": f"{ratio:.1f}", "least": TEXT_CONTRAST, "nearest": strong}
        diagnostics.append(report(faults.PALE_ACCENT, span, **details))
    glow = mixed(dark["surface"], first, 0.12)
    night_grounds = [*(dark[name] for name in _GROUNDS), glow]
    bright = _readable(first, WHITE, night_grounds)
    # the second colour may be pale in light mode, but must not be too deep in dark mode
    seen = _readable(second, WHITE, night_grounds, GRAPHICS_CONTRAST)
    rules = _rules(strong, mixed(strong, BLACK, 0.3), shade, second)
    night = _rules(bright, mixed(bright, WHITE, 0.4), glow, seen)
    return f"{rules}{_DARK} {{\n{night}}}\n", diagnostics


def _rules(accent: Colour, strong: Colour, soft: Colour, second: Colour) -> str:
    on_accent = max((WHITE, BLACK), key=lambda colour: contrast(colour, accent))
    values = {
        "accent": accent,
        "accent-strong": strong,
        "on-accent": on_accent,
        "soft": soft,
        "second": second,
    }
    return f":root {{ {'; '.join(f'--{name}: {value}' for name, value in values.items())} }}\n"


def _colours_of(theme: str) -> tuple[Mapping[str, Colour], Mapping[str, Colour]]:
    """The custom properties of a theme that are colours, in light and in dark mode."""
    rules = (templates_folder() / "themes" / f"{theme}.css").read_text(encoding="utf-8")
    light, _, dark = rules.partition(_DARK)
    return _properties(light), _properties(dark)


def _properties(rules: str) -> dict[str, Colour]:
    found = ((name, read_colour(value)) for name, value in re.findall(_PROPERTY, rules))
    return {name: colour for name, colour in found if colour}
