"""Moodle's reports → answers, in any language and file format, with nothing dropped silently."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable
from pathlib import Path

import pytest
import reports

from courseware.records.answer import Records
from courseware.records.reading import read
from courseware.records.tables import rows_of_text

REAL = Path(__file__).with_name("moodle_reports")
"""Reports of a Moodle 4.5, without their styles, and what was in its database (`tracks.tsv`)."""
RESULTS = {"correct": True, "wrong": False, "neutral": None}

Writer = Callable[[reports.Rows], bytes]


def records_of(content: bytes, folder: Path, name: str = "class") -> Records:
    (folder / name).write_bytes(content)
    return read([str(folder / name)])


@pytest.mark.parametrize("language", reports.HEADERS)
@pytest.mark.parametrize("written", [reports.as_csv, reports.as_xlsx, reports.as_ods])
def test_report_in_any_language_and_form(language: str, written: Writer, tmp_path: Path) -> None:
    found = records_of(written(reports.interactions(language)), tmp_path)
    assert found.not_understood == ()
    assert found.never_tried == ("tess@example.invalid",)
    told = [(answer.learner, answer.question_id, *answer.response, answer.right) for answer in found.answers]
    assert told == [
        (learner, question, response, RESULTS[result])
        for learner, answers in reports.ANSWERS.items()
        for question, response, _, result in answers
        if response
    ]
    assert {answer.attempt for answer in found.answers} == {1}
    assert {answer.course for answer in found.answers} == {reports.HEADERS[language][-1]}
    assert {answer.document for answer in found.answers} == {"rain"}
    assert found.right_answers == {"rain.which_cloud": "Nimbostratus", "rain.order": "drop; puddle"}
    assert [(attempt.started, attempt.score) for attempt in found.attempts] == [
        (reports.DATES[language], 70.0)
    ] * 2


@pytest.mark.parametrize(
    ("kept", "known"),
    [
        ((1, 2, 3), {"response", "right_answers", "right"}),
        ((0, 1, 3), {"id", "response", "right"}),
        ((0, 1, 2), {"id", "response", "right_answers"}),
        ((1, 3), {"response", "right"}),
        ((1,), {"response"}),
    ],
)
def test_columns_that_were_not_ticked(kept: tuple[int, ...], known: set[str], tmp_path: Path) -> None:
    found = records_of(reports.as_csv(reports.interactions("de", kept)), tmp_path)
    assert found.not_understood == ()
    first = found.answers[0]
    assert first.question_id == ("rain.which_cloud" if "id" in known else "interaction 0")
    assert first.response == ("Nimbostratus",)
    assert first.right is (True if "right" in known else None)
    assert bool(found.right_answers) == ("right_answers" in known)


def test_ambiguous_columns_are_not_guessed(tmp_path: Path) -> None:
    found = records_of(reports.as_csv(reports.interactions("en", (0, 3))), tmp_path)
    assert found.answers == ()
    assert "all columns ticked" in found.not_understood[0].reason


def test_a_column_is_missing_where_nothing_has_that_index(tmp_path: Path) -> None:
    gone = len(reports.HEADERS["en"]) + 4
    rows = [[*row[:gone], *row[gone + 4 :]] for row in reports.interactions()]
    found = records_of(reports.as_csv(rows), tmp_path)
    assert [answer.question_id for answer in found.answers] == ["rain.which_cloud", "rain.order"] * 2


def test_the_basic_report_gives_attempts_and_who_never_tried(tmp_path: Path) -> None:
    rows = [row[:6] for row in reports.interactions("ar")]
    found = records_of(reports.as_csv(rows), tmp_path)
    assert (len(found.answers), len(found.attempts)) == (0, 2)
    assert found.never_tried == ("tess@example.invalid",)


@pytest.mark.parametrize("written", [reports.as_csv, reports.as_xlsx, reports.as_ods])
@pytest.mark.parametrize("typed", ["=1+1 & more", "=", "@home <b>", "@", "=@x"])
def test_what_looks_like_a_formula_is_read_as_it_was_typed(
    written: Writer, typed: str, tmp_path: Path
) -> None:
    rows = [list(row) for row in reports.interactions()]
    rows[2][rows[2].index("Nimbostratus")] = html.escape(typed)
    found = records_of(written(rows), tmp_path)
    assert found.answers[0].response == (typed,)


def test_a_class_in_which_nobody_tried(tmp_path: Path) -> None:
    found = records_of(reports.as_csv(reports.interactions()[:2]), tmp_path)
    assert found.never_tried == ("tess@example.invalid",)
    assert found.not_understood == ()


def test_the_same_report_twice_counts_once(tmp_path: Path) -> None:
    rows = reports.interactions()
    for name, content in {"a.csv": reports.as_csv(rows), "a.xlsx": reports.as_xlsx(rows)}.items():
        (tmp_path / name).write_bytes(content)
    found = read([str(tmp_path / "a.csv"), str(tmp_path / "a.xlsx")])
    assert (len(found.answers), len(found.attempts)) == (5, 2)
    assert found.other == {"repeated": 5}
    assert {answer.source for answer in found.answers} == {"a.csv, row 3", "a.csv, row 4"}


def test_a_report_saved_by_another_program_is_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in reports.interactions():
        book.active.append(row)
    book.save(tmp_path / "class.xlsx")
    assert len(read([str(tmp_path / "class.xlsx")]).answers) == 5
    with open(tmp_path / "class.csv", "w", encoding="utf-16", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(reports.interactions())
    assert len(read([str(tmp_path / "class.csv")]).answers) == 5


def test_what_is_not_understood_is_reported_with_its_place(tmp_path: Path) -> None:
    rows = [list(row) for row in reports.interactions()]
    rows[2][10] = "surprising"
    rows[3].append("more")
    rows.append(["", "", "1", reports.DATES["en"], reports.DATES["en"], "70", "70"])
    found = records_of(reports.as_csv(rows), tmp_path)
    assert [not_understood.place for not_understood in found.not_understood] == [
        "class, row 3, index 0",
        "class, row 4",
        "class, row 5",
    ]
    assert len(found.answers) == 5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "Basic or Interactions report"),
        (b"\xff\x00\x81", "UTF-8"),
        (reports.as_xlsx([["a"]])[:-30], "zip"),
        (reports.as_xlsx([["a"]], '<!DOCTYPE sst [<!ENTITY a "b">]>'), "document type"),
        (reports.as_ods([["a"]], '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "document type"),
        (reports.as_ods([["a"]]).replace(b"content.xml", b"content.txt"), "neither XLSX nor ODS"),
    ],
    ids=["empty", "other table", "binary", "cut", "entity in XLSX", "entity in ODS", "other zip"],
)
def test_an_unreadable_file_is_reported(content: bytes, reason: str, tmp_path: Path) -> None:
    found = records_of(content, tmp_path)
    assert found.answers == ()
    assert reason in found.not_understood[0].reason


def test_objectives_are_not_taken_for_answers(tmp_path: Path) -> None:
    names = [f"{part} {index}" for index in range(2) for part in ("Objective", "Status", "Score")]
    rows = [[*reports.HEADERS["en"], *names]]
    cells = ["tides.high", "passed", "100", "tides.low", "failed", "0"]
    rows.append(
        ["Ann", "ann@example.invalid", "1", reports.DATES["en"], reports.DATES["en"], "70", "70", *cells]
    )
    found = records_of(reports.as_csv(rows), tmp_path)
    assert found.answers == ()
    assert "Objectives" in found.not_understood[0].reason


@pytest.mark.parametrize("path", sorted(REAL.glob("interactions-*")), ids=lambda path: path.name)
def test_a_real_moodle_s_report_says_what_its_database_holds(path: Path) -> None:
    tracks: dict[tuple[str, str], dict[str, str]] = {}
    for line in (REAL / "tracks.tsv").read_text(encoding="utf-8").splitlines():
        learner, _, element, value = line.split("\t", 3)
        index, _, part = element.removeprefix("cmi.interactions_").partition(".")
        tracks.setdefault((learner, index), {})[part] = value
    held = {
        (learner, track["id"]): (track["student_response"], RESULTS[track["result"]])
        for (learner, _), track in tracks.items()
        if "student_response" in track
    }
    found = read([str(path)])
    told = {
        (answer.learner, answer.question_id): ("".join(answer.response), answer.right)
        for answer in found.answers
    }
    assert told == held
    assert len(found.answers) == len(held) == 15
    assert (len(found.attempts), len(found.never_tried)) == (3, 22)
    assert found.not_understood == ()
    assert {answer.course for answer in found.answers} == {'Rain: "wet" & dry'}


@pytest.mark.parametrize("path", sorted(REAL.glob("basic-*")), ids=lambda path: path.name)
def test_a_real_moodle_s_basic_report_tells_who_tried(path: Path) -> None:
    found = read([str(path)])
    assert [(attempt.learner, attempt.score) for attempt in found.attempts] == [
        (f"learner0{number}@example.com", score) for number, score in ((1, 100), (2, 0), (4, 100))
    ]
    assert (len(found.answers), len(found.never_tried), found.not_understood) == (0, 22, ())


@pytest.mark.parametrize("language", reports.HEADERS)
def test_our_own_reports_have_the_shape_of_a_real_moodle_s(language: str) -> None:
    """The interface's texts in a report: headings and marks for nothing, without the course's title."""
    real = rows_of_text((REAL / f"interactions-{language}.csv").read_text(encoding="utf-8"))
    ours = reports.interactions(language)
    assert [row[:6] for row in real[:1]] == [list(row[:6]) for row in ours[:1]]
    assert real[0][7 : len(ours[0])] == list(ours[0][7:])
    assert next(row[2:11] for row in real if row[2] == "-") == list(ours[1][2:11])
    begun = next(row[3] for row in real if row[2] == "1")
    assert begun.split()[:4] == reports.DATES[language].split()[:4]
