"""The style sheet of a course: the rules of its theme, and of the components that it uses."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from courseware.course.compiler import check_course
from courseware.course.theme import themes
from courseware.site.style_sheet import style_sheet

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("section", "present"),
    [
        ("Words.", ""),
        ("{type: mission_brief}", ".badges"),
        ("{type: details}\n\nWords.", ".details"),
        ("So $x$.", "math"),
        ("```python\nx\n```", "pre .c"),
        ("> [!NOTE]\n> Words.", ".callout"),
        ("{type: ranking}\n\n- one\n- two", ".ranking"),
        ("{type: selection}\n\n- one\n- two", ".choice"),
        ('{type: form}\n\n**Well?**\n\n{type: rating, labels: ["no", "yes"]}', ".ends"),
    ],
)
def test_a_style_sheet_holds_what_its_course_uses(section: str, present: str, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(f"---\ntitle: One\n---\n\n## A\n\n{section}\n", encoding="utf-8")
    course, diagnostics = check_course(tmp_path)
    assert course is not None, diagnostics
    rules = style_sheet(course)
    marks = (".badges", ".details", ".callout", "math", "pre .c", ".ranking", ".ends")
    assert [mark for mark in marks if re.search(rf"}}{re.escape(mark)}[ {{]", rules)] == [
        mark for mark in marks if mark == present
    ]
    assert ("}.choice{" in rules) == (present in {".choice", ".ends"})
    assert "--paper:" in rules
    assert "/*" not in rules
    assert not re.search(r"[{;/] | [{}/]", rules)


@pytest.mark.parametrize("theme", themes())
def test_every_theme_is_light_with_a_certificate_and_a_logo(theme: str, tmp_path: Path) -> None:
    folder = copytree(ROOT / "content", tmp_path / "course")
    settings = folder / "course.yaml"
    plain = settings.read_text(encoding="utf-8").replace("theme: plain\n", "")
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    weights = []
    for more in ("", "certificate: true\n", "certificate: true\nlogo: logo.svg\n"):
        settings.write_text(f"{plain}theme: {theme}\n{more}", encoding="utf-8")
        course, diagnostics = check_course(folder)
        assert course is not None, diagnostics
        weights.append(len(style_sheet(course).encode()))
    without, with_certificate, with_both = weights
    assert without < with_certificate < with_both <= 26_000


def test_a_style_sheet_is_shortened_where_it_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\nWords.\n", encoding="utf-8")
    course, diagnostics = check_course(tmp_path)
    assert course is not None, diagnostics
    rules = style_sheet(course)
    assert "section+section>" in rules
    assert "calc(4lh + 1.2rem)" in rules
    assert ";&:before{" in rules
    assert "border:1px solid #0000;" in rules
    assert "@media(min-width:64rem){" in rules
    assert not re.search(r"::(before|after)|transparent|background:none|@media \(| [+~] [^;{}]*\{", rules)
