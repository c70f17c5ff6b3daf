"""An institution's accent colour: read, checked, and made readable in every theme, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.course.accent import accent_rules
from courseware.course.colour import Colour, contrast, read_colour
from courseware.course.compiler import check_course
from courseware.course.theme import Theme, themes
from courseware.data import templates_folder

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


def test_the_contrast_of_two_colours_is_that_of_wcag() -> None:
    assert contrast(Colour(0, 0, 0), Colour(255, 255, 255)) == pytest.approx(21)
    assert contrast(Colour(119, 119, 119), Colour(255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("text", "colour"), [("#fff", (255, 255, 255)), ("#0b4A7a", (11, 74, 122))])
def test_a_colour_is_read(text: str, colour: tuple[int, int, int]) -> None:
    assert read_colour(text) == colour


@pytest.mark.parametrize("text", ["", "red", "#ff", "#ffff", "#12345g", "fff"])
def test_what_is_not_a_colour_is_refused(text: str) -> None:
    assert read_colour(text) is None


def _schemes(rules: str) -> list[dict[str, Colour]]:
    """The light colours of a theme, and the dark ones merged over them."""
    light, _, dark = rules.partition("@media screen and (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", half)) for half in (light, dark)]
    return [{name: read_colour(value) or Colour(0, 0, 0) for name, value in half.items()} for half in found]


@given(COLOURS, st.sampled_from(themes()))
def test_every_accent_can_be_read_in_every_theme(colour: Colour, theme: str) -> None:
    rules, diagnostics = accent_rules(Theme(theme), (str(colour),), None)
    theirs = _schemes((templates_folder() / "themes" / f"{theme}.css").read_text(encoding="utf-8"))
    for grounds, ours in zip(theirs, _schemes(rules), strict=True):
        values = {**grounds, **ours}
        for name in ("accent", "accent-strong"):
            assert contrast(values[name], values["on-accent"]) >= 4.5
            for ground in ("paper", "surface", "field", "tint", "soft"):
                assert contrast(values[name], values[ground]) >= 4.5
        for name in ("ink", "muted"):
            assert contrast(values[name], values["soft"]) >= 4.5
    # decoration: it may be pale in light themes, but must be visible in dark ones
    for ground in ("paper", "surface", "soft"):
        assert contrast(values["second"], values[ground]) >= 3
    assert (_schemes(rules)[0]["accent"] == colour) == (diagnostics == [])


def test_the_message_names_a_colour_that_is_dark_enough() -> None:
    _, (told,) = accent_rules(Theme("corporate"), ("#f2b705",), None)
    nearest = re.search(r"#\w+", told.hint)
    assert nearest
    assert accent_rules(Theme("corporate"), (nearest[0],), None)[1] == []


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("logo: media/logo.svg", None),
        ("logo: one.md", "C151"),
        ("logo: media/lgo.svg", "L401"),
        ("logo: ../logo.svg", "L403"),
        ("accent: blue", "C108"),
        ("accent: #fff", "C108"),
        ('accent: ["#123456", "#fff"]', None),
        ('accent: ["#123456", "#fff", "#000"]', "C108"),
        ('accent: "#eee"', "C150"),
    ],
)
def test_a_wrong_logo_or_accent_is_reported(tmp_path: Path, setting: str, code: str | None) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\nWords.\n", encoding="utf-8")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "course.yaml").write_text(f"{setting}\n", encoding="utf-8")
    course, diagnostics = check_course(tmp_path)
    told = [
        diagnostic.code
        for diagnostic in diagnostics
        if diagnostic.severity == "error" or diagnostic.code.startswith("C15")
    ]
    assert told == ([code] if code else [])
    if setting == "logo: media/logo.svg":
        assert course
        assert course.settings.logo in course.files


@pytest.mark.parametrize("theme", ["plane", "gone.css", "/etc/gone", "../../gone"])
def test_accent_beside_a_theme_that_does_not_exist_reads_no_file_of_its_name(theme: str) -> None:
    files = {"a.md": "---\ntitle: T\n---\nText.\n", "course.yaml": f"theme: {theme}\naccent: '#036'\n"}
    assert [diagnostic.code for diagnostic in check_course(files)[1]] == ["C113"]
