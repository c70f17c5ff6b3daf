"""The wheel is complete: installed in an empty environment, it packages a course in another folder."""

import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from courseware.data import icons_file, manifests_folder, templates_folder
from courseware.site.modules import prepared_modules

REPOSITORY = Path(__file__).parents[1]
COURSE = """\
---
title: "Packing a bag"
---

## Before you go

{type: information, icon: "balance-scale", title: "Weigh it"}

What you carry, you carry all day.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    has_tools = find_spec("fontawesomefree") and find_spec("hatchling")
    isolation = ["--no-isolation"] if has_tools else []
    _run(sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", folder, REPOSITORY, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_ships_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"courseware/_data/{name}" for name in ("icons.tsv", "runtime.jsonl", "docs/language.md")}
    for folder in (templates_folder(), manifests_folder()):
        files = (path for path in folder.rglob("*") if path.is_file())
        expected |= {f"courseware/_data/{path.relative_to(folder.parent).as_posix()}" for path in files}
    assert {name for name in names if name.startswith("courseware/_data/")} == expected
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"courseware"}
    assert zipfile.ZipFile(wheel).read("courseware/_data/icons.tsv") == icons_file().read_bytes()
    assert zipfile.ZipFile(wheel).read("courseware/_data/runtime.jsonl").decode() == prepared_modules()
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    needed = re.findall(
        r"^Requires-Dist: ([^\n;]+)$", zipfile.ZipFile(wheel).read(metadata).decode(), re.MULTILINE
    )
    assert [name for name in needed if name.startswith("tree")] == []


def test_installed_wheel_packages_a_course_elsewhere(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", tmp_path / "venv")
    _run(*pip, "install", "--quiet", "--no-compile", wheel, cwd=tmp_path)
    command = tmp_path / "venv/bin/courseware"
    assert "package" in _run(command, "--help", cwd=tmp_path)

    course = tmp_path / "elsewhere/course"
    course.mkdir(parents=True)
    (course / "bag.md").write_text(COURSE, encoding="utf-8")
    _run(command, "package", "course", "--output", "bag.zip", cwd=course.parent)
    with zipfile.ZipFile(course.parent / "bag.zip") as package:
        assert package.testzip() is None
        assert {"imsmanifest.xml", "index.html"} <= set(package.namelist())
        assert b"Packing a bag" in package.read("index.html")
        assert b"<path" in package.read("index.html")


def _run(*command: str | Path, cwd: Path) -> str:
    """The output of a command; if it fails, the test fails with that output."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout
