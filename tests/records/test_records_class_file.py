"""The file of a class of the preview: as a source, exported and erased; and the same class from two sources."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.course.compiler import check_course

pytest.importorskip("sqlalchemy", reason="SQLAlchemy (extra: preview) is not installed")

from courseware.preview import gradebook
from courseware.preview.documents import Documents, StoredDocument
from courseware.preview.registrations import HOME
from courseware.preview.simulate import simulate
from courseware.preview.statements import Statements, name_of_agent
from courseware.preview.store import Store
from courseware.records.questions import of_course

LESSON = """---
title: Rain
---

## Which cloud brings it?

{type: selection, id: cloud}

- [ ] Cirrus
- [x] Nimbostratus; or, *in short*, a grey one
- [ ] None

## Order

{type: ranking, answer: ordered, id: order}

- drop
- puddle
- flood

## Form

{type: form}

**How wet?**
{type: rating, id: wet}

**What did you see?**
{type: textarea, id: seen}

**How many?**
{type: number, answer: 7, id: many}
"""
COURSE = {"course.yaml": "id: rain\nbase_iri: https://rain.example/course\n", "rain.md": LESSON}


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["records", *arguments])
    assert "Traceback" not in result.output
    return result


def said(number: int, learner: str, response: str, about: str = "cloud") -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "actor": {"account": {"homePage": HOME, "name": learner}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://rain.example/course/rain/{about}"},
        "result": {"response": response},
        "stored": "2026-01-31T10:00:00.000Z",
        "timestamp": "2026-01-31T10:00:00.000Z",
    }


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    for name, text in COURSE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A class of thirty, and Ann and Bo with statements and a state."""
    path = tmp_path / "rain.preview.sqlite3"
    checked, _ = check_course(COURSE)
    assert checked
    with closing(Store(path)) as store:
        simulate(store, "sco", of_course(checked), 30)
        for at, name in enumerate(("Ann", "Bo")):
            learner = store.add_learner(name, name.lower())
            attempt = store.add_attempt(
                learner.id, "sco", "scorm12", {"cmi.suspend_data": f"secret of {name}"}
            )
            store.log(
                attempt.id, [{"moment": call, "words": f"call {call} of {name}"} for call in range(1200)]
            )
            agent = name_of_agent(said(0, learner.id, "")["actor"])
            Documents(store)["state", "https://rain.example", agent, "", "state"] = StoredDocument(
                f"state of {name}".encode(), "text/plain"
            )
            Statements(store).add([said(at, learner.id, f"words of {name}")])
        instructed = said(9, "bo", "x") | {"context": {"instructor": said(0, "ann", "")["actor"]}}
        Statements(store).add([instructed])
    return path


def test_as_a_source(kept: Path, course: Path) -> None:
    result = run(str(kept), "--course", str(course), "--by", "question", "--output-format", "json")
    assert result.exit_code == 0, result.output
    rows = {row["question_id"]: row for row in json.loads(result.stdout)}
    assert [*rows] == [f"rain.{name}" for name in ("cloud", "order", "wet", "seen", "many")]
    assert rows["rain.cloud"]["right_answer"] == "Nimbostratus; or, in short, a grey one"
    assert rows["rain.cloud"]["judged"] == rows["rain.cloud"]["answers"] > 20
    answers = json.loads(run(str(kept), "--output-format", "json").stdout)
    assert {row["source"].split(",")[0] for row in answers} == {kept.name}


def test_exported_and_erased(kept: Path, tmp_path: Path) -> None:
    found = json.loads(run(str(kept), "--export", "Ann").stdout)
    (held,) = found["held"].values()
    told = json.dumps(held)
    for words in ("secret of Ann", "words of Ann", "state of Ann", "call 0 of Ann", "call 1199 of Ann"):
        assert words in told
    assert " of Bo" not in told
    result = run(str(kept), "--erase", "Ann")
    assert result.exit_code == 0, result.output
    assert f"{kept}: 4 erased" in result.stderr
    assert "an id still appears in 1 that belong to other learners" in result.stderr
    left = b"".join(path.read_bytes() for path in kept.parent.glob(f"{kept.name}*"))
    assert b" of Ann" not in left
    assert all(words in left for words in (b"secret of Bo", b"words of Bo", b"state of Bo"))
    assert run(str(kept), "--export", "Ann").exit_code == 1


def test_another_sqlite_file_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE x (y)")
    for more in ((), ("--export", "x"), ("--erase", "x")):
        result = run(str(path), *more)
        assert (result.exit_code, "not a class file of the preview" in result.stderr) == (1, True)


def test_one_class_by_the_report_of_moodle_and_by_the_store(kept: Path, course: Path, tmp_path: Path) -> None:
    """The numbers of a question are the same from every source."""
    with closing(Store(kept)) as store:
        header, rows = gradebook.as_moodle(store)
        table = [header, *rows]
    report = tmp_path / "class.csv"
    report.write_text("".join("\t".join(map(cell, row)) + "\n" for row in table), encoding="utf-8")
    by_report, by_store = (
        json.loads(
            run(str(source), "--course", str(course), "--by", "question", "--output-format", "json").stdout
        )
        for source in (report, kept)
    )
    assert len(by_report) == len(by_store) == 5
    unknown = {"course", "seconds", "quartiles", "too_few"}  # Moodle's reports do not contain these
    for reported, other in zip(by_report, by_store, strict=True):
        assert {name: value for name, value in reported.items() if name not in unknown} == {
            name: value for name, value in other.items() if name not in unknown
        }


def cell(value: object) -> str:
    text = str(value)
    return '"{}"'.format(text.replace('"', '""')) if set(text) & set('\t\n"') else text
