"""Behaviours of the course language: each is a folder `tests/cases/<area>/<name>/`.

`course/` is a course as an author writes it. `expect.txt` has all its diagnostics as a terminal shows them, with the
end of those that span several lines; `model.txt`, if present, what the compiler understood; `page.html`, if present,
the articles of its pages. `pytest tests/test_cases.py --update-cases` rewrites them (an empty file requests its first
version); then a person reads the difference.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import unstyle
from model_text import model_text

from courseware.archive.reader import lines_of
from courseware.commands.faults import FAULTS
from courseware.course import settings
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic
from courseware.diagnostics.text import as_text
from courseware.language import front_matter as frontmatter
from courseware.language.components import COMPONENTS
from courseware.site.site import contents

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/course"))

MADE_ELSEWHERE = {
    "C101": "a folder that is not there is nothing to commit: tests/commands/test_cli.py names one",
    "C104": "a file of over 1 MB does not belong into the repository: tests/course/test_source.py writes it",
    "C105": "a file that cannot be read cannot be committed: tests/course/test_source.py makes it",
    "C131": "a file that is given for a folder is no course: tests/commands/test_cli.py gives one",
    "L413": "a picture of over 5 MB does not belong into the repository: tests/course/test_source.py writes it",
    "D184": "201 inclusions are too many to commit: tests/course/test_inclusions.py has them",
    "D134": "501 abbreviations do not belong into the repository: tests/language/test_reading.py has them",
    "D121": "a paragraph of 100,000 characters is too long to commit: tests/language/test_reading.py has it",
    "C111": "two ids with one hash are found by trying: tests/language/test_identifier.py does",
}
"""Code that no case shows → why."""


def shown(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    end = f"  to {span.end_line}:{span.end_column}\n" if span and span.end_line != span.line else ""
    return f"{unstyle(as_text([diagnostic], lines_of))}\n{end}\n"


def page_text(course: Course) -> str:
    """The articles of a course with one launch."""
    (content,) = contents(course, divides=False, navigates=False).launches
    return "\n".join(content.articles) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(CASES).as_posix())
def test_case(folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(folder)
    course, diagnostics = check_course("course")
    found = {"expect.txt": "".join(map(shown, diagnostics))}
    if Path("model.txt").exists():
        assert course is not None
        found["model.txt"] = model_text(course)
    if Path("page.html").exists():
        assert course is not None
        found["page.html"] = page_text(course)
    for name, text in found.items():
        if request.config.getoption("--update-cases"):
            Path(name).write_text(text, encoding="utf-8")
        assert text == Path(name).read_text(encoding="utf-8"), name


def test_each_code_has_a_case() -> None:
    codes = [code for code in FAULTS if code[0] in "CFMDL"]
    expected = "".join((folder / "expect.txt").read_text(encoding="utf-8") for folder in FOLDERS)
    assert [code for code in codes if (f"[{code}]" in expected) == (code in MADE_ELSEWHERE)] == []


def _written(pattern: str) -> set[tuple[str, ...]]:
    """All matches of a pattern in the documents of cases without errors."""
    documents = [
        document.read_text(encoding="utf-8")
        for folder in FOLDERS
        if "error[" not in (folder / "expect.txt").read_text(encoding="utf-8")
        for document in (folder / "course").iterdir()
        if document.suffix in {".md", ".yaml"}
    ]
    return {match.groups() for text in documents for match in re.finditer(pattern, text, re.MULTILINE)}


def test_each_component_and_key_has_a_case() -> None:
    keys = {
        (component, key)
        for component, marker in _written(r"^\{type: (\w+)([^}]*)\}$")
        for key in re.findall(r"[,\n]\s*(\w+):", marker)
    }
    assert {(name, key) for name, row in COMPONENTS.items() for key in row.keys} <= keys


def test_the_html_of_each_component_is_held() -> None:
    folder = CASES / "components" / "all"
    assert (folder / "page.html").stat().st_size > 10_000
    documents = "".join(path.read_text(encoding="utf-8") for path in (folder / "course").glob("*.md"))
    assert {*COMPONENTS} - {*re.findall(r"^\{type: (\w+)", documents, re.MULTILINE)} == set()


def test_each_key_of_front_matter_and_settings_has_a_case() -> None:
    keys = {key for (key,) in _written(r"^(\w+):")}
    assert {*frontmatter.KEYS, *settings.KEYS} <= keys
