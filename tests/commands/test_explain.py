"""Each diagnostic of a course has an example: the mistake gives exactly its code, the correction none."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from examples import in_full

from courseware.commands import main
from courseware.commands.faults import FAULTS
from courseware.course.compiler import check_course
from courseware.diagnostics import COMMAND, Fault

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
"""Files to which the examples refer."""

ENCODINGS = {
    "its name in Windows-1252": "utf-8",
    "saved as Windows-1252": "cp1252",
    "saved as UTF-16": "utf-16",
}
"""Note after a file's name in an example → the encoding of its text."""

OF_COURSES = [fault for code, fault in FAULTS.items() if code[0] in "CFMDL"]


def write_example(folder: Path, text: str, file: str) -> None:
    """A course with an example and the files to which examples refer."""
    texts = files_of(text)
    if file:
        texts = {**BESIDE, **({} if file == "document.md" else {"tides.md": DOCUMENT}), file: text}
    if file.endswith(".css"):
        texts["course.yaml"] = f"theme: {file}\n"
    for shown, content in texts.items():
        name, _, what = shown.partition(" (")
        what = what.removesuffix(")")
        shows_all = file == name != "document.md" or name.startswith("_") or not name.endswith(".md")
        is_body = not shows_all and not content.startswith("---")
        whole = f"---\ntitle: Tides\n---\n\n{in_full(content)}\n" if is_body else content
        if what.endswith(" MB"):
            whole = whole + "\n" * (int(float(what[:-3]) * 1_000_000) - len(whole))
        if what != "0 bytes":
            whole = whole or "\n"
        path = folder / (os.fsdecode(name.replace("�", "ü").encode("cp1252")) if "name" in what else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole.encode(ENCODINGS.get(what, "utf-8")))


def files_of(text: str) -> dict[str, str]:
    """The files of an example with several: each name on a line, followed by its text, indented."""
    _, *parts = re.split(r"^(?=\S)(.+)\n?", text, flags=re.MULTILINE)
    return {name: dedent(content) for name, content in zip(parts[::2], parts[1::2], strict=True)}


def typed(command: str) -> set[str]:
    """The codes that an example's command prints in a folder with a course, its package and other files."""
    ran = CliRunner().invoke(main, command.split()[1:])
    return set(re.findall(r"\[([A-Z]\d{3})\]", ran.stdout + ran.stderr))


OF_COMMANDS = [fault for fault in FAULTS.values() if fault.example and fault.example.file == COMMAND]
OF_TEXTS = [fault for fault in OF_COURSES if fault not in OF_COMMANDS]


@pytest.mark.parametrize("fault", OF_COMMANDS, ids=lambda fault: fault.code)
def test_wrong_command_gives_its_code_and_the_correct_one_none(
    fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fault.example
    monkeypatch.chdir(tmp_path)
    write_example(tmp_path / "my-course", "tides.md\n    The sea.", "")
    assert CliRunner().invoke(main, ["package", "my-course"]).exit_code == 0
    (package,) = Path("build").iterdir()
    package.rename("build/my-course-scorm12.zip")
    shutil.copy("build/my-course-scorm12.zip", "course.zip")
    write_example(
        tmp_path / "known", "course.yaml\n    base_iri: https://example.org/tides\ntides.md\n    The sea.", ""
    )
    for_cmi5 = ["package", "known", "--format", "cmi5", "--output", "course-cmi5.zip"]
    assert CliRunner().invoke(main, for_cmi5).exit_code == 0
    with ZipFile("other-tool.zip", "w") as archive:
        archive.writestr("index.html", "<p>")
    Path("report.docx").write_bytes(b"PK")
    Path("answers.csv").write_text("who,what\n", "utf-8")
    Path("answers.json").write_text("[]", "utf-8")
    assert typed(fault.example.mistake) == {fault.code}
    assert typed(fault.example.correction) == set()


@pytest.mark.parametrize("fault", OF_TEXTS, ids=lambda fault: fault.code)
def test_mistake_gives_its_code_and_its_correction_none(fault: Fault, tmp_path: Path) -> None:
    assert fault.example
    write_example(tmp_path / "mistake", fault.example.mistake, fault.example.file)
    write_example(tmp_path / "mending", fault.example.correction, fault.example.file)
    assert {diagnostic.code for diagnostic in check_course(tmp_path / "mistake")[1]} == {fault.code}
    assert [diagnostic.code for diagnostic in check_course(tmp_path / "mending")[1]] == []


def test_every_diagnostic_has_an_example() -> None:
    assert [code for code, fault in FAULTS.items() if not fault.example] == []


def test_message_says_more_than_what_is_put_into_it() -> None:
    for code, fault in FAULTS.items():
        assert len(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", fault.message))) >= 2, code
        assert not re.search(r'" \{\w+\}$', fault.message), (
            f"{code}: the placeholder is all that is said about the name before it"
        )
        assert fault.explanation.format(), code
