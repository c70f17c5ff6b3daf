"""Courses as xAPI and cmi5 packages, and their learners."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.formats import load
from courseware.formats.build import build
from courseware.preview.statements import Statements
from courseware.site.linker import link_runtime
from courseware.site.site import render_site

ROOT = Path(__file__).parents[2]
REGISTRATION = "3f1c1a52-7c1e-4f0e-9d6a-3a2f5f0f4a11"
BASE = "https://example.org/courses/small"
ADA = {
    "objectType": "Agent",
    "name": "Ada",
    "account": {"homePage": "https://lms.example", "name": "ada"},
}

SMALL = """---
title: Small
phase: 1
---

## Where

{type: form}

**Where do you work?**
{type: text}

**How do you travel?**
{type: select, options: ["On foot", "By bicycle", "By train"]}
"""

SECOND = """---
title: Second
phase: 2
---

## How

{type: form}

**What else?**
{type: text}
"""

QUIZ = """---
title: Quiz
phase: 1
---

## Which

{type: selection, title: "The red one"}

- [x] Mars
- [ ] Venus
"""


def course(folder: Path) -> Course:
    checked, diagnostics = check_course(str(folder))
    assert checked is not None, diagnostics
    return checked


def site(folder: Path, format_name: str = "xapi-cmi5") -> Mapping[str, bytes]:
    """Name → content of a package's files."""
    checked, standard = course(folder), load(format_name)
    script = link_runtime(standard.DRIVER)
    files = render_site(checked, script, standard.DIVIDES, entries=standard.entries(checked))
    built, diagnostics = build(checked, files, standard)
    assert not [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"], diagnostics
    return {file.name: file.read() for file in built.files}


def write(folder: Path, documents: Mapping[str, str], settings: str = "") -> Path:
    folder.mkdir(parents=True)
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "course.yaml").write_text(f"id: small\nbase_iri: {BASE}\n{settings}", encoding="utf-8")
    return folder


def small(folder: Path) -> Mapping[str, bytes]:
    """A course with two pages and three questions without a right answer."""
    return site(write(folder, {"one.md": SMALL, "two.md": SECOND}))


def quiz(folder: Path) -> Mapping[str, bytes]:
    """A course with one question that has a right answer, and a passing score."""
    return site(write(folder, {"quiz.md": QUIZ}, "passing_score: 60\n"))


def divided(folder: Path) -> Mapping[str, bytes]:
    """A course with a document to read and write in, and one with a right answer, each an AU."""
    settings = "passing_score: 60\nstructure: per-document\n"
    return site(
        write(folder, {"one.md": SMALL, "quiz.md": QUIZ.replace("phase: 1", "phase: 2")}, settings), "cmi5"
    )


def data_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The data block of a page."""
    found = re.search(rb'id="course-data">(.*?)</script>', files["index.html"], re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def verb(statement: Mapping[str, Any]) -> str:
    return str(statement["verb"]["id"]).rpartition("/")[2]


def stored(statements: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Statements in the order of storing; those of a store are read at once, because a loop asks it for each."""
    ids = list(statements)  # a copy, because the server may be storing
    found = statements.of_ids(ids) if isinstance(statements, Statements) else statements
    return [found[identifier] for identifier in ids]


def said(statements: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The verbs of statements in the order of storing."""
    return [verb(statement) for statement in stored(statements)]


def responses(statements: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Answers in the order of storing: the last part of the question's IRI, and the response."""
    return [
        (statement["object"]["id"].rpartition("/")[2], statement["result"]["response"])
        for statement in stored(statements)
        if verb(statement) == "answered"
    ]
