"""The style sheet of a course: its theme's rules, and of components those that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from courseware.course.compiler import check_course
from courseware.site.style_sheet import style_sheet


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
