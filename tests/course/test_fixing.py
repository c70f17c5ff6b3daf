"""`check --fix` corrects mistakes that have only one correction, and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.commands.faults import FAULTS
from courseware.course.compiler import check_course
from courseware.course.fixing import edited
from courseware.diagnostics import Edit, Example, Span

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
MISTAKES = """\
---
title: Tides
---

## Moon

{type: selection, title: “Which ‘moon’?”}

![The bay](the bay.svg)

- (x) full
> Bright.
- ( ) new
* [ ] half

## Plan

\t{type: information, title: 'Pack'}

Pack “light”.

• tent
•\tstove

##Way

> ##Back
"""
MENDED = """\
---
title: Tides
---

## Moon

{type: selection, title: "Which ‘moon’?"}

![The bay](<the bay.svg>)

- [x] full
  > Bright.
- [ ] new
- [ ] half

## Plan

{type: information, title: 'Pack'}

Pack “light”.

- tent
- stove

## Way

> ## Back
"""
MENDABLE = {
    "D125",
    "D126",
    "D127",
    "D130",
    "D151",
    "D152",
    "D191",
    "D199",
    "D211",
    "F112",
    "L411",
    "L425",
    "M106",
    "M215",
    "M220",
    "M307",
}
"""Codes that `--fix` corrects."""


def place(line: int, column: int, end_column: int) -> Span:
    return Span("a.md", line, column, line, end_column)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "the bay.svg").write_text(SVG)
    return tmp_path / "tides.md"


def test_edits_leave_line_ends_and_byte_order_mark() -> None:
    raw = "\ufeffone\r\ntwo\rthree\nfour"
    edits = [Edit(place(4, 1, 5), "4"), Edit(place(1, 1, 4), "1"), Edit(place(3, 1, 1), "> ")]
    assert edited(raw, edits) == "\ufeff1\r\ntwo\r> three\n4"


def test_of_edits_that_overlap_the_first_is_made_and_an_edit_is_made_once() -> None:
    edits = [Edit(place(1, 1, 4), "one"), Edit(place(1, 2, 3), "x"), Edit(place(1, 1, 4), "one")]
    assert edited("abcd", edits) == "oned"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_fix_mends_the_documents_and_reports_the_rest(course: Path, line_end: str) -> None:
    course.write_bytes(MISTAKES.replace("\n", line_end).encode("utf-8-sig"))
    ran = run(".", "--fix")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == "1 page, 1 interaction: nothing to report\n"
    assert course.read_bytes() == MENDED.replace("\n", line_end).encode("utf-8-sig")


def test_diff_shows_what_fix_changes_and_writes_nothing(course: Path) -> None:
    course.write_text(MISTAKES)
    ran = run(".", "--diff")
    assert ran.exit_code == 1
    before, after = MISTAKES.splitlines(), MENDED.splitlines()
    gone = {line for line in before if line not in after}
    changed = [
        line for line in ran.stdout.splitlines() if line[:1] in "+-" and not line.startswith(("+++", "---"))
    ]
    assert {line[1:] for line in changed if line.startswith("-")} == gone
    assert {line[1:] for line in changed if line.startswith("+")} == {
        line for line in after if line not in before
    }
    assert course.read_text() == MISTAKES


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_what_another_mistake_hid_is_corrected_with_it(course: Path, option: str) -> None:
    hidden = "\t{type: selection, title: “Which?”}\n\n- (x) full\n> Bright.\n- ( ) new\n"
    corrected = '{type: selection, title: "Which?"}\n\n- [x] full\n  > Bright.\n- [ ] new\n'
    head = "---\ntitle: Tides\n---\n\n## Moon\n\n"
    course.write_text(head + hidden)
    ran = run(".", option)
    if option == "--fix":
        assert (ran.stdout, ran.stderr) == ("1 page, 1 interaction: nothing to report\n", "")
        assert course.read_text() == head + corrected
    else:
        added = [line[1:] for line in ran.stdout.splitlines() if line[:1] == "+" and line[:3] != "+++"]
        assert added == [line for line in corrected.splitlines() if line]
        assert course.read_text() == head + hidden


def test_fix_changes_nothing_if_there_are_several_corrections(course: Path) -> None:
    text = '---\ntitle: Tides\n---\n\n{type: information, titel: “a " b”}\n\n![](the%20bay.svg)\n'
    course.write_text(text)
    assert run(".", "--fix").exit_code == 1
    assert course.read_text() == text


@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("tides.a = 1&&tides.b = 2", "tides.a = 1 and tides.b = 2"),
        ("tides.a == 1 || !(tides.b <> 2)", "tides.a = 1 or not (tides.b != 2)"),
        ("(tides.a = 1)||!tides.b = 2", "(tides.a = 1) or not tides.b = 2"),
    ],
)
def test_words_of_a_condition_are_set_apart(course: Path, written: str, corrected: str) -> None:
    text = "---\ntitle: Tides\n---\n\n## N\n\n{type: form}\n\n**A?**\n{type: number, id: a}\n"
    text += "\n**B?**\n{type: number, id: b}\n"
    text += "\n## Then\n\n{type: section, show_if: CONDITION}\n\nText.\n"
    course.write_text(text.replace("CONDITION", f"'{written}'"))
    ran = run(".", "--fix")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert course.read_text() == text.replace("CONDITION", f"'{corrected}'")


TABS = "title:\tTides\nkeywords:\n\t- sea\n  - moon\nxapi:\n\tendpoint:\thttps://lrs.example/\n"
SPACES = "title: Tides\nkeywords:\n  - sea\n  - moon\nxapi:\n  endpoint: https://lrs.example/\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_tabs_of_front_matter_and_settings_become_spaces(course: Path, line_end: str) -> None:
    def written(text: str) -> bytes:
        return text.replace("\n", line_end).encode()

    matter = "---\ntitle: Tides\ncomponents:\n{}- type: text\n---\n\n## Moon\n\n\tcode\n"
    settings = course.with_name("course.yaml")
    course.write_bytes(written(matter.format("\t")))
    settings.write_bytes(written(TABS))
    run(".", "--fix")
    assert course.read_bytes() == written(matter.format("  "))
    assert settings.read_bytes() == written(SPACES)


@pytest.mark.parametrize(
    "yaml", ["author: [a\n\t- b", "description: |\n  one\n\ttwo", "a: b: c\n\td: e", "keywords:\n  \t- sea"]
)
def test_tabs_stay_where_spaces_are_not_all_that_is_missing(course: Path, yaml: str) -> None:
    text = f"---\n{yaml}\n---\n\n## Moon\n\nFull.\n"
    course.write_text(text)
    assert run(".", "--fix").exit_code == 1
    assert course.read_text() == text


def test_a_document_that_cannot_be_written_is_reported(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course.write_text(MISTAKES)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "tides.md")

    monkeypatch.setattr("os.replace", refuse)
    ran = run(".", "--fix")
    assert (ran.exit_code, ran.stderr) == (1, "Error: cannot write tides.md: Permission denied\n")
    assert course.read_text() == MISTAKES


def mendable() -> dict[str, Example]:
    found = {}
    for code, fault in FAULTS.items():
        if fault.example and fault.example.file == "document.md" and code[0] in "CFMDL":
            text = document(fault.example.mistake)
            _, diagnostics = check_course({"document.md": text, "media/the bay.svg": SVG})
            if any(diagnostic.edits for diagnostic in diagnostics):
                found[code] = fault.example
    return found


def document(body: str) -> str:
    return body if body.startswith("---") else f"---\ntitle: Tides\n---\n\n{body}\n"


def test_automatic_corrections_equal_those_in_the_examples() -> None:
    examples = mendable()
    assert examples.keys() == MENDABLE
    for code, example in examples.items():
        text = document(example.mistake)
        _, diagnostics = check_course({"document.md": text, "media/the bay.svg": SVG})
        corrected = edited(text, [edit for diagnostic in diagnostics for edit in diagnostic.edits])
        assert corrected == document(example.correction), code
