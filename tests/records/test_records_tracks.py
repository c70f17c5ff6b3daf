"""Answers from a Moodle's database: the same as from its report of the same class, and for SCORM 2004, too."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_records_moodle import REAL

from courseware.commands import main
from courseware.course.compiler import check_course
from courseware.records.reading import read
from courseware.records.tracks import Track, read_tracks

pytest.importorskip("sqlalchemy")

VALUES = {
    ("ann", "Rain", 1, 1): {
        "cmi.interactions_0.id": "rain.which_cloud",
        "cmi.interactions_0.type": "choice",
        "cmi.interactions_0.student_response": "Nimbostratus",
        "cmi.interactions_0.correct_responses_0.pattern": "Nimbostratus",
        "cmi.interactions_0.result": "correct",
        "cmi.interactions_0.latency": "0000:01:02.50",
        "cmi.interactions_1.id": "rain.taken",
        "cmi.interactions_1.type": "fill-in",
        "cmi.core.score.raw": "70",
        "cmi.suspend_data": "cmi.interactions_9.id",
    },
    ("bo", "Wind", 2, 2): {
        "cmi.interactions.0.id": "wind.both",
        "cmi.interactions.0.type": "choice",
        "cmi.interactions.0.description": "Which two?",
        "cmi.interactions.0.learner_response": "a[,]b",
        "cmi.interactions.0.result": "incorrect",
        "cmi.interactions.0.latency": "PT7S",
        "cmi.interactions.10.id": "wind.odd",
        "cmi.interactions.10.type": "numeric",
        "cmi.interactions.10.learner_response": "4",
        "cmi.interactions.10.result": "splendid",
    },
}
"""Learner, activity, attempt and its id → elements."""
POOL = """---
title: Tides
---

## Two of three

{type: pool, draw: 2}

### Is a true?

{type: true_false, answer: true, id: a}

### Is b true?

{type: true_false, answer: true, id: b}

### Is c true?

{type: true_false, answer: true, id: c}

## And

{type: form}

**Last?**
{type: true_false, answer: true, id: last}
"""


@pytest.fixture
def moodle(tmp_path: Path) -> str:
    return base_of(tmp_path, VALUES)


def base_of(tmp_path: Path, tracks: Mapping[tuple[str, str, int, int], Mapping[str, str]]) -> str:
    """The address of a database with Moodle's tables."""
    with closing(sqlite3.connect(tmp_path / "moodle.db")) as base:
        base.executescript(
            "CREATE TABLE m_user (id INTEGER PRIMARY KEY, username, email);"
            "CREATE TABLE m_scorm (id INTEGER PRIMARY KEY, name);"
            "CREATE TABLE m_scorm_attempt (id INTEGER PRIMARY KEY, userid, scormid, attempt);"
            "CREATE TABLE m_scorm_element (id INTEGER PRIMARY KEY, element);"
            "CREATE TABLE m_scorm_scoes_value (scoid, attemptid, elementid, value, timemodified);"
        )
        for number, ((who, activity, attempt, identifier), values) in enumerate(tracks.items(), 1):
            mail = f"{who}@example.invalid" if who == "ann" else ""
            base.execute("INSERT INTO m_user VALUES (?, ?, ?)", (number, who, mail))
            base.execute("INSERT INTO m_scorm VALUES (?, ?)", (number, activity))
            base.execute(
                "INSERT INTO m_scorm_attempt VALUES (?, ?, ?, ?)", (identifier, number, number, attempt)
            )
            for element, value in values.items():
                at = base.execute("INSERT INTO m_scorm_element (element) VALUES (?)", (element,)).lastrowid
                row = (1, identifier, at, value, 1_769_853_600)
                base.execute("INSERT INTO m_scorm_scoes_value VALUES (?, ?, ?, ?, ?)", row)
        base.commit()
    return f"sqlite:///{tmp_path}/moodle.db?prefix=m_"


@pytest.mark.parametrize(
    ("place", "name", "words"),
    [
        ("cmi.interactions_0.", "student_response", ("[,] or, ",)),
        ("cmi.interactions.0.", "learner_response", ("", " or, ")),
    ],
)
def test_only_scorm_2004_joins_parts(place: str, name: str, words: tuple[str, ...]) -> None:
    values = {"id": "q", "type": "fill-in", name: "[,] or, "}
    tracks = [Track("ann", "Rain", 1, 1, 1, place + part, value, 0) for part, value in values.items()]
    (answer,) = read_tracks(tracks, "moodle").answers
    assert answer.response == words


def test_database_of_both_standards(moodle: str) -> None:
    result = CliRunner().invoke(main, ["records", moodle, "--output-format", "json"])
    assert result.exit_code == 0, result.output
    found = {row["question_id"]: row for row in json.loads(result.stdout)}
    assert [*found] == ["rain.which_cloud", "wind.both", "wind.odd"]
    cloud, both, odd = found.values()
    assert (cloud["learner"], cloud["course"], cloud["attempt"]) == ("ann@example.invalid", "Rain", 1)
    assert (cloud["response"], cloud["right"], cloud["seconds"]) == (["Nimbostratus"], True, 62.5)
    assert (cloud["when"], cloud["document"]) == ("2026-01-31T10:00:00Z", "rain")
    assert (both["learner"], both["attempt"], both["question"]) == ("bo", 2, "Which two?")
    assert (both["response"], both["right"], both["seconds"]) == (["a", "b"], False, 7)
    assert odd["right"] is None
    assert 'moodle.db, attempt 2: the result "splendid" is not known' in result.stderr


def test_one_activity_and_the_score(moodle: str) -> None:
    result = CliRunner().invoke(main, ["records", f"{moodle}&activity=Rain", "--by", "learner"])
    assert result.stdout.splitlines()[1].split() == [
        "ann@example.invalid", "1", "1", "1", "1", "100%", "████████████████████", "70",
    ]  # fmt: skip


def test_a_database_that_is_not_moodles_is_reported_without_the_password(tmp_path: Path, moodle: str) -> None:
    for address in (
        f"sqlite:///{tmp_path}/other.db",
        moodle.replace("m_", "m_;x"),
        "mysql+nodriver://ada:sesame@h/x",
    ):
        result = CliRunner().invoke(main, ["records", address])
        assert result.exit_code in (1, 2)
        assert "Error: " in result.stderr
        assert "sesame" not in result.output
    assert CliRunner().invoke(main, ["records", moodle, "--erase", "ann"]).exit_code == 2


def pool(drawn: str, answered: str, keys: Mapping[str, str]) -> dict[str, str]:
    """The tracks of an attempt at `POOL`."""
    found = {"cmi.suspend_data": f"1|token000|1|||{''.join(keys[f'tides.{name}'] for name in drawn)}|."}
    for index, word in enumerate(answered.split()):
        place = f"cmi.interactions_{index}"
        found |= {
            f"{place}.id": f"tides.{word}",
            f"{place}.student_response": "True",
            f"{place}.result": "correct",
        }
    return found


def test_a_saved_state_says_what_a_pool_drew(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "tides.md").write_text(POOL, encoding="utf-8")
    course, _ = check_course(folder)
    assert course
    keys = {interaction.id: interaction.key for interaction in course.interactions}
    given = {"ann": ("ac", "a last"), "bo": ("bc", "b c last"), "cy": ("ab", ""), "di": ("", "a last")}
    address = base_of(
        tmp_path,
        {(who, "Tides", 1, at): pool(*said, keys) for at, (who, said) in enumerate(given.items(), 1)},
    )
    # without a saved state, di counts as asked both; ann was not asked b, and bo not a
    asked = ["--course", str(folder), "--output-format", "json"]
    (tmp_path / "names.csv").write_text("Ann,ann@example.invalid\n", encoding="utf-8")
    for more in ([], ["--anonymous"], ["--learners", str(tmp_path / "names.csv")]):
        result = CliRunner().invoke(main, ["records", address, *asked, "--by", "question", *more])
        assert result.exit_code == 0, result.output
        found = {row["question_id"]: row["skipped"] for row in json.loads(result.stdout)}
        assert found == {"tides.a": 0, "tides.b": 1, "tides.c": 2, "tides.last": 0}
    result = CliRunner().invoke(main, ["records", address, "--by", "learner", "--output-format", "json"])
    assert {row["name"] for row in json.loads(result.stdout)} == {
        f"{who}" for who in ("ann@example.invalid", "bo", "di")
    }


def tracks() -> Iterator[Track]:
    with open(REAL / "tracks.tsv", encoding="utf-8", newline="") as stream:
        for who, attempt, element, value in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Track(who, "", hash((who, attempt)), int(attempt), 1, element, value, 0)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_database_and_report_of_a_real_class_are_equal(language: str) -> None:
    told = {
        (answer.learner, answer.attempt, answer.question_id): answer
        for answer in read([str(REAL / f"interactions-{language}.csv")]).answers
    }
    found = {
        (answer.learner, answer.attempt, answer.question_id): answer
        for answer in read_tracks(tracks(), "x").answers
    }
    assert told
    assert found.keys() == told.keys()
    for key, value in found.items():
        assert " ".join(" ".join(value.response).split()) == " ".join(" ".join(told[key].response).split())
        assert value.right == told[key].right
