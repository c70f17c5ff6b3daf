"""A class of simulated learners, compared cell by cell with the gradebook and every export."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from courses import PLANETS, write
from starting import PATIENCE

from courseware.course.compiler import check_course
from courseware.records.questions import QuestionInWords, of_course

LEARNERS = 30
RESULTS = {"correct": True, "wrong": False, "neutral": None}

Cell = tuple[str, bool | None]
"""An answer as one text, and whether it is right."""


class Answered(NamedTuple):
    """A class's file, read independently of the program: names, and (name, question id) → answer."""

    names: list[str]
    cells: Mapping[tuple[str, str], Cell]
    scores: Mapping[str, str]


@pytest.fixture(scope="module")
def questions() -> list[QuestionInWords]:
    course, _ = check_course({"lesson.md": PLANETS, "course.yaml": "id: planets\n"})
    assert course
    return of_course(course)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    from starting import starter

    folder = tmp_path_factory.mktemp("class")
    with starter(folder) as start:
        options = ("--data", folder / "class.sqlite3", "--simulate", LEARNERS)
        address, _ = start(write(folder / "planets"), *options)
        with httpx.Client(base_url=address, timeout=PATIENCE) as made:
            made.headers["x-kept"] = str(folder / "class.sqlite3")
            made.get("/gradebook")  # the page is served only once the class is complete
            yield made


@pytest.fixture(scope="module")
def answered(client: httpx.Client) -> Answered:
    with closing(sqlite3.connect(client.headers["x-kept"])) as database:
        names = [row[0] for row in database.execute("select name from learner order by created, id")]
        ids = dict(database.execute("select id, name from learner"))
        told: dict[str, dict[str, str]] = {}
        for learner, name, value in database.execute(
            "select learner, name, value from element join attempt on attempt.id = element.attempt"
        ):
            told.setdefault(learner, {})[name] = value
    same = {name for name in names if names.count(name) > 1}
    shown = {learner: f"{name} ({learner})" if name in same else name for learner, name in ids.items()}
    cells: dict[tuple[str, str], Cell] = {}
    for learner, values in told.items():
        for at in (
            name[: -len(".id")] for name in values if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)
        ):
            response, result = values[f"{at}.student_response"], RESULTS[values[f"{at}.result"]]
            cells[shown[learner], values[f"{at}.id"]] = (response, result)
    scores = {shown[learner]: values.get("cmi.core.score.raw", "") for learner, values in told.items()}
    return Answered([shown[identifier] for identifier in ids], cells, scores)


def text(content: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", content)).strip()


def test_there_is_a_class(answered: Answered, questions: list[QuestionInWords]) -> None:
    assert len(answered.names) == LEARNERS + 1
    assert len(answered.cells) > LEARNERS * len(questions) * 0.7
    assert any(response.startswith("=") for response, _ in answered.cells.values()), (
        "one that could be a formula"
    )
    assert any("\n" in response for response, _ in answered.cells.values())
    assert {result for _, result in answered.cells.values()} == {True, False, None}


def test_each_cell_of_the_gradebook(
    client: httpx.Client, answered: Answered, questions: list[QuestionInWords]
) -> None:
    page = client.get("/gradebook").text
    with closing(sqlite3.connect(client.headers["x-kept"])) as database:
        named = dict(database.execute("select id, name from learner"))
    seen: dict[tuple[str, str], Cell] = {}
    names = [*named.values()]
    for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", page, re.DOTALL):
        learner = re.search(r"/gradebook/learners/([^\"]+)\"", row)
        assert learner
        name = named[learner[1]]
        name = f"{name} ({learner[1]})" if names.count(name) > 1 else name
        facts = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        assert text(facts[2]) == answered.scores.get(name, ""), name
        for question, cell in zip(questions, facts[5:], strict=True):
            answer = re.search(r'<span class="answer">(.*?)</span>', cell, re.DOTALL)
            if answer:
                right = True if "✓" in cell else False if "✗" in cell else None
                seen[name, question.id] = (html.unescape(answer[1]), right)
    assert seen == dict(answered.cells)


def test_each_answer_on_the_pages_of_questions_and_learners(
    client: httpx.Client, answered: Answered, questions: list[QuestionInWords]
) -> None:
    words = {None: "", True: "right", False: "wrong"}
    for question in questions:
        page = client.get(f"/gradebook/questions/{question.id}").text
        table = page.rpartition("<table>")[2]
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
        seen = {}
        for name, rest in rows:
            _, response, result = re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL)
            seen[html.unescape(name)] = (html.unescape(response), result.lower())
        wanted = {
            name: (response, words[right])
            for (name, identifier), (response, right) in answered.cells.items()
            if identifier == question.id
        }
        assert seen == wanted, question.label


def rows_of(client: httpx.Client, ending: str, folder: Path) -> list[dict[str, Any]]:
    """An export as its recipient reads it: rows with the response as one text."""
    content = client.get(f"/gradebook/answers.{ending}").content
    if ending == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if ending == "json":
        return list(json.loads(content))
    if ending == "jsonl":
        return [json.loads(line) for line in content.decode().splitlines()]
    if ending == "xlsx":
        import openpyxl  # type: ignore[import-untyped]  # has no types

        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        names, *values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        return [dict(zip(names, row, strict=True)) for row in values]
    import duckdb

    path = folder / "answers.parquet"
    path.write_bytes(content)
    table = duckdb.read_parquet(str(path))
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def truth(value: Any) -> bool | None:
    return {"true": True, "false": False, "": None}[str(value if value is not None else "").lower()]


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "xlsx", "parquet"])
def test_each_cell_of_an_export(
    client: httpx.Client, answered: Answered, tmp_path: Path, questions: list[QuestionInWords], ending: str
) -> None:
    labels = {question.id: question.label for question in questions}
    seen = {}
    for row in rows_of(client, ending, tmp_path):
        response = row["response"] if isinstance(row["response"], str) else "; ".join(row["response"])
        if ending == "csv" and response.startswith("'"):
            response = response[1:]
        key = (row["learner"], row["question_id"])
        assert key not in seen
        assert row["question"] == labels[row["question_id"]]
        assert int(row["attempt"]) == 1
        seen[key] = (response, truth(row["right"]))
    wanted = {
        (name, identifier): (response, right)
        for (name, identifier), (response, right) in answered.cells.items()
    }
    assert seen == wanted


def test_each_cell_of_moodles_report(client: httpx.Client, answered: Answered) -> None:
    page = client.get("/gradebook/moodle").text
    header = [text(cell) for cell in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page, re.DOTALL)]
    body = page.rpartition("<tbody>")[2]
    seen = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        cells = [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        line = dict(zip(header, cells, strict=True))
        for index in range((len(header) - 5) // 4):
            if line[f"Question {index}"]:
                seen[line["Name"], line[f"Question {index}"]] = (
                    line[f"Response {index}"],
                    RESULTS[line[f"Result {index}"]],
                )
    assert seen == dict(answered.cells)
