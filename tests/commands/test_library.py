"""The library: every example in docs/library.md, and the contract of its names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import courseware

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/library.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
TEXT = (
    "---\ntitle: Tea\n---\n\n## How long?\n\n{type: selection}\n\n- [ ] One\n- [x] Three\n\n![Cup](cup.png)\n"
)
REPORT = (
    "Name\tEmail\tAttempt\tStarted\tLast\tScore\tTea\tQuestion 0\tResponse 0\tRight answer 0\tResult 0\n"
    "Ann\tann@example.invalid\t1\tMonday 1\tMonday 1\t100\t100\ttea.how_long\tThree minutes\tThree minutes\tcorrect\n"
)
PICTURE = b"\x89PNG\r\n\x1a\n"


def test_examples_of_the_guide_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-course").mkdir()
    (tmp_path / "my-course/tea.md").write_text(TEXT.replace("![Cup](cup.png)", ""), encoding="utf-8")
    (tmp_path / "class.csv").write_text(REPORT, encoding="utf-8")
    known = {"courseware": courseware}
    for example in EXAMPLES:
        assert len(example.splitlines()) <= 3
        exec(example, known)
    report, same, comparison = (known[name] for name in ("report", "same", "comparison"))
    assert isinstance(report, courseware.Report)
    assert isinstance(same, courseware.Report)
    assert report.sound
    assert report.standard == same.standard == "SCORM 2004 4th Edition"
    assert isinstance(comparison, courseware.Comparison)
    assert (comparison.kept, comparison.new, comparison.gone) == (("tea.how_long",), (), ())
    records = known["records"]
    assert isinstance(records, courseware.Records)
    assert [(answer.question, answer.response, answer.right) for answer in records.answers] == [
        ("How long?", ("Three minutes",), True)
    ]
    assert known["question"].facility == 1
    assert '<h1 dir="auto">Class 3b</h1>' in str(known["html"])
    assert (tmp_path / "build/class.csv").is_file()


def test_every_function_and_no_other_name_is_in_the_guide() -> None:
    shown = set(re.findall(r"courseware\.(\w+)", GUIDE)) | set(re.findall(r"`(write_folder)`", GUIDE))
    functions = {name for name in courseware.__all__ if name[0].islower()}
    assert functions - shown == set()
    assert shown - set(courseware.__all__) == set()


def test_names_for_programs_and_for_type_checkers_are_the_same() -> None:
    (block,) = (
        node
        for node in ast.parse((ROOT / "courseware/__init__.py").read_text("utf-8")).body
        if isinstance(node, ast.If)
    )
    typed = {
        alias.asname: f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(filter(None, typed)) == sorted(courseware.__all__)
    for name in courseware.__all__:
        module, _, attribute = typed[name].rpartition(".")
        assert getattr(courseware, name) is getattr(sys.modules[module], attribute)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = courseware.nothing  # type: ignore[attr-defined]  # mypy says so, too


def test_import_loads_nothing() -> None:
    script = "import courseware, sys; print([name for name in sys.modules if name.startswith('courseware.')])"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


def test_a_course_in_memory_is_that_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "cup.png").write_bytes(PICTURE)
    (tmp_path / "course.yaml").write_text("id: tea\ntheme: ours.css\n", encoding="utf-8")
    (tmp_path / "ours.css").write_text(":root { --accent: #123456 }", encoding="utf-8")
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    made = []
    for source in (tmp_path, files):
        course, diagnostics = courseware.read_course(source)
        assert diagnostics == []
        assert course is not None
        package, *_ = courseware.make_package(course)
        made.append(courseware.zip_bytes(package))
    assert made[0] == made[1]
    courseware.write_zip(package, tmp_path / "a/tea.zip")
    assert (tmp_path / "a/tea.zip").read_bytes() == made[0]
    with ZipFile(tmp_path / "a/tea.zip") as archive:
        assert archive.read("media/cup.png") == PICTURE
    courseware.write_folder(package, tmp_path / "b")
    assert (tmp_path / "b/media/cup.png").read_bytes() == PICTURE


def test_mistakes_are_diagnostics_with_the_names_that_were_given() -> None:
    course, diagnostics = courseware.read_course({"tea.md": TEXT, "course.yaml": "them: x"})
    assert course is not None
    assert [(diagnostic.code, diagnostic.span and diagnostic.span.file) for diagnostic in diagnostics] == [
        ("C107", "course.yaml"),
        ("L401", "tea.md"),
    ]
    assert courseware.has_errors(diagnostics)
    assert courseware.read_course({})[0] is None
    assert [diagnostic.code for diagnostic in courseware.read_course({"a.md": b"\xff"})[1]] == ["C103"]


def test_bytes_that_are_not_a_package_are_a_diagnostic() -> None:
    report = courseware.validate(b"PK no zip")
    assert (report.path, report.sound) == ("package.zip", False)
    course, _ = courseware.read_course({"tea.md": "---\ntitle: Tea\n---\n"})
    assert course is not None
    assert [diagnostic.code for diagnostic in courseware.compare(course, b"no zip").diagnostics] == ["R101"]
    with pytest.raises(KeyError):
        courseware.make_package(course, "pdf")
    with pytest.raises(KeyError):
        courseware.validate(b"", standard="pdf")


@pytest.mark.parametrize("format_name", ["html", "xapi", "cmi5"])
def test_schema_files_for_a_format_without_are_refused(format_name: str) -> None:
    course, _ = courseware.read_course({"tea.md": TEXT.replace("![Cup](cup.png)", "")})
    assert course is not None
    with pytest.raises(ValueError, match="contains no schema files"):
        courseware.make_package(course, format_name, control_documents=".")
