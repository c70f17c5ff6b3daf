"""`courseware new --from NAME`: the starter courses, and how they are written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import courseware
from courseware.commands import main
from courseware.commands.new import STARTERS
from courseware.course import settings
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.data import templates_folder
from courseware.formats import FORMATS

FOLDER = templates_folder() / "starters"
WITHOUT_IDENTIFIERS = ("scorm12", "scorm2004-3", "scorm2004-4", "html")
"""Formats that need no `base_iri`."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def read(starter: str, *, with_address: bool = False) -> Course:
    """A starter course as shipped, or with its line for `base_iri` filled in."""
    files: dict[str, str | bytes] = {
        path.relative_to(FOLDER / starter).as_posix(): path.read_bytes()
        for path in (FOLDER / starter).rglob("*")
        if path.is_file()
    }
    text = (FOLDER / starter / "course.yaml").read_text(encoding="utf-8")
    files["course.yaml"] = text.replace("# base_iri:", "base_iri:") if with_address else text
    course, diagnostics = courseware.read_course(files)
    assert diagnostics == []
    assert course is not None
    return course


def test_names_are_the_folders() -> None:
    assert sorted(STARTERS) == sorted(path.name for path in FOLDER.iterdir())


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("starter", STARTERS)
def test_packages_without_a_word(starter: str, format_name: str) -> None:
    course = read(starter, with_address=format_name not in WITHOUT_IDENTIFIERS)
    package, diagnostics = courseware.make_package(course, format_name)
    assert diagnostics == []
    assert "index.html" in {file.name for file in package.files}


@pytest.mark.parametrize(
    "folder", [templates_folder() / "course", *(FOLDER / starter for starter in STARTERS)]
)
def test_is_in_canonical_form(folder: Path) -> None:
    result = run("fmt", "--check", str(folder))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("starter", STARTERS)
def test_all_files_are_used_and_all_keys_are_known(starter: str) -> None:
    course = read(starter)
    package, _ = courseware.make_package(course, "html")
    media = {path.relative_to(FOLDER / starter).as_posix() for path in (FOLDER / starter).glob("media/*")}
    assert media <= {file.name for file in package.files}
    assert 2 <= len(course.pages) <= 4
    text = (FOLDER / starter / "course.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^(?:# )?(\w+):", text, re.MULTILINE)
    assert {"title", "id", "base_iri"} <= set(keys) <= settings.KEYS.keys()


@pytest.mark.parametrize(
    ("starter", "components"),
    [
        ("survey", {"start_button", "rating", "grid", "ranking", "recall"}),
        ("quiz", {"selection", "ranking", "matching", "hotspot", "true_false", "number", "text"}),
        ("simulation", {"mission_brief", "information", "form", "recall", "navigation"}),
        ("compliance", {"include", "details", "selection", "true_false"}),
        ("language", {"gaps", "matching", "flashcards", "true_false"}),
    ],
)
def test_shows_what_its_kind_of_course_needs(starter: str, components: set[str]) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / starter).glob("*.md"))
    assert components <= set(re.findall(r"\{type: (\w+)", text))


def test_a_survey_judges_nobody_and_a_quiz_judges_everything() -> None:
    assert {interaction.answer for interaction in read("survey").interactions} == {None}
    assert read("survey").settings.scoring == "none"
    assert None not in {interaction.answer for interaction in read("quiz").interactions}


def test_a_simulation_goes_through_its_phases_in_order() -> None:
    course = read("simulation")
    assert [page.document for page in course.pages] == ["phase1", "phase2", "phase3", "phase4"]
    assert course.settings.navigation == "sequential"


def test_compliance_training_is_passed_and_certified() -> None:
    given = read("compliance").settings
    assert (given.passing_score, given.certificate) == (80, True)


@pytest.mark.parametrize("starter", STARTERS)
def test_is_written_as_it_is_shipped(starter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "Mein Kurs", "--from", starter)
    assert result.exit_code == 0
    assert shlex.split(result.stdout.splitlines()[-1].partition("run: ")[2])[1:] == ["package", "Mein Kurs"]
    shipped = sorted(path.relative_to(FOLDER / starter) for path in (FOLDER / starter).rglob("*"))
    written = Path("Mein Kurs")
    assert sorted(path.relative_to(written) for path in written.rglob("*")) == shipped
    assert check_course(written)[1] == []
    assert os.listdir() == ["Mein Kurs"]
    assert run("new", "Mein Kurs", "--from", starter).exit_code == 2


def test_an_unknown_name_gets_the_list_of_known_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "mine", "--from", "quizz")
    assert result.exit_code == 2
    assert 'there is no starting course "quizz"; did you mean "quiz"?' in result.stderr
    assert ", ".join(STARTERS) in result.stderr
    assert os.listdir() == []


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_nothing_is_half_written(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if there:
        Path("mine").mkdir()
    copied: list[Any] = []

    def copy_one(source: str, target: str, **_: Any) -> None:
        if copied:
            raise OSError(28, "No space left on device")
        copied.append(shutil.copyfile(source, target))

    with monkeypatch.context() as patch:
        patch.setattr(shutil.copytree, "__defaults__", (False, None, copy_one, False, False))
        result = run("new", "mine", "--from", "quiz")
    assert (result.exit_code, len(copied)) == (1, 1)
    assert "cannot write mine" in result.stderr
    assert list(tmp_path.rglob("*")) == ([tmp_path / "mine"] if there else [])
    assert run("new", "mine", "--from", "quiz").exit_code == 0


def test_an_empty_folder_stays_the_one_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    assert run("new", ".", "--from", "survey").exit_code == 0
    assert (tmp_path.stat().st_ino, Path("course.yaml").exists()) == (before, True)


def test_names_are_completed() -> None:
    environment = {
        "_COURSEWARE_COMPLETE": "bash_complete",
        "COMP_WORDS": "courseware new mine --from s",
        "COMP_CWORD": "4",
    }
    result = CliRunner().invoke(main, env=environment, prog_name="courseware")
    assert [line.partition(",")[2] for line in result.stdout.splitlines()] == ["survey", "simulation"]
