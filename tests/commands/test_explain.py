"""Each diagnostic of a course has an example: its mistake gives exactly that code, its mending nothing."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from courseware.commands.faults import FAULTS
from courseware.course.compiler import check_course
from courseware.diagnostics import Fault

DOCUMENT = "---\ntitle: Tides\n---\n\nThe sea.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
BESIDE = {
    "harbour.md": "---\ntitle: The harbour\n---\n\n## The old lock\n\nIt has been dry since 1911.\n",
    "media/bay.svg": SVG,
    "media/the bay.svg": SVG,
    "media/bay.heic": "",
    "media/logo.svg": SVG,
    "media/logo.eps": "",
    "body.svg": SVG,
    "_safety.md": "Wear a vest.\n",
}
"""What the examples refer to."""

WITHOUT_EXAMPLE = {
    "C101": "there is no folder to show",
    "C131": "a file that is given for a folder is no course to show",
    "C103": "bytes that are not UTF-8 cannot be shown as text",
    "C104": "a file of 4 MB is too long to show",
    "C127": "UTF-16 cannot be shown as text",
    "L413": "a picture of 5 MB is too large to show",
    "C105": "what the operating system refuses depends on it",
    "D134": "501 abbreviations are too many to show",
    "D121": "a paragraph of 100,000 characters is too long to show",
    "D184": "201 inclusions are too many to show",
    "C111": "two ids with one hash are found by trying",
}
"""Codes of courses that no example shows, and why."""

OF_COURSES = [fault for code, fault in FAULTS.items() if code[0] in "CFMDL"]


def write_example(folder: Path, text: str, file: str) -> None:
    """A course that consists of an example, and what the examples refer to."""
    texts = files_of(text)
    if file:
        texts = {**BESIDE, **({} if file == "document.md" else {"tides.md": DOCUMENT}), file: text}
    if file.endswith(".css"):
        texts["course.yaml"] = f"theme: {file}\n"
    for name, content in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shows_all = file == name != "document.md" or name.startswith("_") or not name.endswith(".md")
        is_body = not shows_all and not content.startswith("---")
        whole = f"---\ntitle: Tides\n---\n\n{content}\n" if is_body else content
        (folder / name).write_text(whole, encoding="utf-8")


def files_of(text: str) -> dict[str, str]:
    """The files of an example that has several: a name on each line, and indented below it the text."""
    _, *parts = re.split(r"^(?=\S)(.+)\n?", text, flags=re.MULTILINE)
    return {name: dedent(content) for name, content in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("fault", [one for one in OF_COURSES if one.example], ids=lambda fault: fault.code)
def test_mistake_gives_its_code_and_mending_gives_none(fault: Fault, tmp_path: Path) -> None:
    assert fault.example
    write_example(tmp_path / "mistake", fault.example.mistake, fault.example.file)
    write_example(tmp_path / "mending", fault.example.mending, fault.example.file)
    assert {one.code for one in check_course(tmp_path / "mistake")[1]} == {fault.code}
    assert [one.code for one in check_course(tmp_path / "mending")[1]] == []


def test_every_diagnostic_of_a_course_has_an_example() -> None:
    assert {fault.code for fault in OF_COURSES if not fault.example} == WITHOUT_EXAMPLE.keys()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.code)
def test_message_says_more_than_what_is_put_into_it(fault: Fault) -> None:
    assert re.sub(r"\{\w+\}", "", fault.message).strip()
    assert fault.explanation.format()
