"""`--course`: recorded answers in the words and order of their course, or of older versions of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import reports
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.course.compiler import check_course
from courseware.formats.statements import examples
from courseware.records.answer import Answer, Records
from courseware.records.questions import QuestionInWords, in_words, of_course, of_package
from courseware.records.reading import read

NOW = (
    "---\ntitle: Rain\n---\n\n## Which cloud brings it?\n\n{type: selection, id: which_cloud}\n\n- [ ] Cirrus\n"
    "- [x] Nimbostratus\n\n## An order\n\n{type: ranking, answer: ordered, id: order}\n\n- drop\n- puddle\n"
)
BEFORE = NOW + "\n## Form\n\n{type: form}\n\n**What did you see?**\n{type: textarea, id: what_did_you_see}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the course `now`, a package `before.zip` of an earlier version, and `class.csv`."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("now", NOW), ("before", BEFORE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rain.md").write_text(text, encoding="utf-8")
        (tmp_path / name / "course.yaml").write_text("id: rain\n", encoding="utf-8")
    assert run("package", "before", "--output", "before.zip").exit_code == 0
    (tmp_path / "class.csv").write_bytes(reports.as_csv(reports.interactions()))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_words_and_order_of_the_course(folder: Path) -> None:
    result = run("records", "class.csv", "--course", "now")
    assert result.exit_code == 0
    assert [line.split("  ")[-1].strip() for line in result.stdout.splitlines()] == [
        "response", "Nimbostratus", "drop; puddle", reports.TEXT, "Cirrus", "puddle; drop",
    ]  # fmt: skip
    assert "Which cloud brings it?" in result.stdout
    assert "not in the course: rain.what_did_you_see\n" in result.stderr


def in_course(identifier: str, who: str) -> dict[str, object]:
    document = identifier.partition(".")[0]
    around = {"grouping": [{"id": "https://c.example"}], "parent": [{"id": f"https://c.example/{document}"}]}
    return {
        "actor": {"mbox": f"mailto:{who}@example.invalid"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://c.example/{identifier.replace('.', '/')}"},
        "result": {"response": "wet"},
        "context": {"contextActivities": around},
        "timestamp": "2026-01-31T10:00:00Z",
    }


@pytest.mark.parametrize("way", ["memory", "columns", "duckdb"])
@pytest.mark.parametrize(
    ("by", "field", "expected"),
    [
        ("question", "question_id", ["rain.which_cloud", "rain.order", "snow.cold", "gone.q"]),
        ("text", "question_id", ["rain.which_cloud", "rain.order", "snow.cold", "gone.q"]),
        ("document", "name", ["rain", "snow", "gone"]),
    ],
)
def test_numbers_follow_the_course_whatever_the_first_learner_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str, by: str, field: str, expected: list[str]
) -> None:
    (folder / "now/snow.md").write_text(
        "---\ntitle: Snow\n---\n\n## F\n\n{type: form}\n\n**Cold?**\n{type: text, id: cold}\n",
        encoding="utf-8",
    )
    said = [
        in_course(identifier, who)
        for who, answered in (("ann", "snow.cold"), ("bo", "gone.q rain.order"), ("cy", "rain.which_cloud"))
        for identifier in answered.split()
    ]
    (folder / "said.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in said), encoding="utf-8")
    assert run("records", "said.jsonl", "--output", "said.parquet").exit_code == 0
    monkeypatch.setattr("courseware.records.columns.FEWEST_BYTES", 0 if way == "columns" else 1 << 30)
    source = ("said.parquet", "--engine", "duckdb") if way == "duckdb" else ("said.jsonl",)
    result = run("records", *source, "--course", "now", "--by", by, "--output-format", "json")
    assert [row[field] for row in json.loads(result.stdout)] == expected


def test_an_earlier_package_knows_ids_that_are_gone(folder: Path) -> None:
    result = run("records", "class.csv", "--course", "now", "--course", "before.zip")
    assert "What did you see?" in result.stdout
    assert "not in the course" not in result.stderr


def test_course_and_its_package_say_the_same(folder: Path) -> None:
    course, _ = check_course("before")
    assert course
    assert of_package("before.zip") == of_course(course)
    told, unknown = in_words(read(["class.csv"]), [of_course(course)])
    assert unknown == ()
    assert [answer.response for answer in told.answers if answer.question_id == "rain.order"] == [
        ("drop", "puddle"),
        ("puddle", "drop"),
    ]
    assert told.right_answers == {"rain.which_cloud": "Nimbostratus", "rain.order": "drop; puddle"}
    assert {answer.type for answer in told.answers} == {"choice", "sequencing", "long-fill-in"}


def test_statements_of_the_course_give_the_same_table_as_with_it(folder: Path) -> None:
    course, _ = check_course("before")
    assert course
    Path("said.json").write_text(json.dumps(list(examples(course))), encoding="utf-8")
    alone = read(["said.json"])
    told, unknown = in_words(alone, [of_package("before.zip")])
    assert unknown == ()
    for answer, other in zip(told.answers, alone.answers, strict=True):
        assert answer._replace(options=()) == other._replace(options=())
        # a definition lists the items of a ranking by id, so that it does not reveal the answer
        assert sorted(answer.options) == sorted(other.options)
    assert told.right_answers == alone.right_answers


@pytest.mark.parametrize(
    ("recorded", "chosen"),
    [
        ("Tea", ("Tea",)),
        ("Milk; Tea", ("Milk", "Tea")),
        ("Tea; Milk", ("Tea; Milk",)),
        ("Tea; Milk; Tea", ("Tea; Milk", "Tea")),
        ("c,a", ("Tea; Milk", "Tea")),
        ("milk", ("Milk",)),
        ("z", ("z",)),
        ("Something else; Tea", ("Something else; Tea",)),
        ("", ("",)),
    ],
)
def test_a_recorded_text_is_divided_into_the_options(recorded: str, chosen: tuple[str, ...]) -> None:
    options = {"tea": "Tea", "milk": "Milk", "both": "Tea; Milk"}
    question = QuestionInWords("a.b", "?", "choice", "a", options, ("Tea",))
    answer = Answer(
        "ann", 1, "", "", "", "a.b", "", "", (recorded,), (), None, None, None, None, ""
    )  # fmt: skip
    told, _ = in_words(read([])._replace(answers=(answer,)), [[question]])
    assert told.answers[0].response == chosen
    assert told.answers[0].right is (chosen == ("Tea",))


def test_recorded_results_are_not_judged_again(folder: Path) -> None:
    question = QuestionInWords("rain.which_cloud", "?", "choice", "rain", {"a": "Cirrus"}, ("Cirrus",))
    told, _ = in_words(read(["class.csv"]), [[question]])
    assert {
        answer.response: answer.right for answer in told.answers if answer.question_id == question.id
    } == {
        ("Nimbostratus",): True,
        ("Cirrus",): False,
    }


def test_an_unreadable_course_is_reported(folder: Path) -> None:
    result = run("records", "class.csv", "--course", "class.csv")
    assert result.exit_code == 2
    assert "class.csv is not a package to read questions from: it is not a zip" in result.stderr
    assert run("records", "class.csv", "--course", "no.zip").exit_code == 2
    (folder / "now/rain.md").write_text("no front matter", encoding="utf-8")
    result = run("records", "class.csv", "--course", "now")
    assert result.exit_code == 1
    assert "F101" in result.stderr


PAIRS = """---
title: Cities
---

## Which?

{type: matching}

| City | Country |
| - | - |
| Paris; the city | France |
| Rome | Italy |
"""


@pytest.mark.parametrize(
    ("response", "words", "right"),
    [
        ("Paris; the city – France; Rome – Italy", ("Paris; the city – France", "Rome – Italy"), True),
        (("Paris", "the city – France", "Rome – Italy"), ("Paris; the city – France", "Rome – Italy"), True),
        ("Paris; the city – Italy; Rome – France", ("Paris; the city – Italy", "Rome – France"), False),
        (
            ("rome[.]italy", "paris_the_city[.]france"),
            ("Rome – Italy", "Paris; the city – France"),
            True,
        ),
        # letters mean partners, in the order in which the page shows them
        ("a.b,b.a", ("Paris; the city – France", "Rome – Italy"), True),
        ("a.a,b.b", ("Paris; the city – Italy", "Rome – France"), False),
        ("a.a,b.c", ("a.a,b.c",), False),
    ],
)
def test_pairs_are_read_in_words_by_the_course_and_by_its_package(
    response: str | tuple[str, ...], words: tuple[str, ...], right: bool, folder: Path
) -> None:
    Path("cities").mkdir()
    Path("cities/cities.md").write_text(PAIRS, encoding="utf-8")
    assert run("package", "cities", "--output", "cities.zip").exit_code == 0
    course, _ = check_course("cities")
    assert course is not None
    empty = Answer("ada", 1, "", "", "", "cities.which", "", "", (), (), None, None, None, None, "lms.csv")
    given = empty._replace(response=response if isinstance(response, tuple) else (response,))
    for questions in (of_course(course), of_package("cities.zip")):
        records, unknown = in_words(Records((given,), (), (), {}, {}, ()), [questions])
        (answer,) = records.answers
        assert unknown == ()
        assert (answer.response, answer.right, answer.options) == (words, right, ())
        assert records.right_answers == {"cities.which": "Paris; the city – France; Rome – Italy"}


@pytest.mark.parametrize(
    ("response", "filled"),
    [
        (("Paris; rome",), ("Paris", "rome")),
        (("Paris", "rome"), ("Paris", "rome")),
        (("Paris; the city; rome",), ("Paris; the city; rome",)),
        (("Paris",), ("Paris",)),
    ],
)
def test_a_text_with_gaps_is_divided_where_it_is_known_which_is_which(
    response: tuple[str, ...], filled: tuple[str, ...], folder: Path
) -> None:
    Path("cities").mkdir()
    text = (
        "---\ntitle: Cities\n---\n\n## Fill in\n\n{type: gaps}\n\n[[Paris]] in France, [[Rome]] in Italy.\n"
    )
    Path("cities/cities.md").write_text(text, encoding="utf-8")
    assert run("package", "cities", "--output", "cities.zip").exit_code == 0
    course, _ = check_course("cities")
    assert course is not None
    given = Answer("ada", 1, "", "", "", "cities.fill_in", "", "", response, (), None, None, None, None, "")
    for questions in (of_course(course), of_package("cities.zip")):
        records, _ = in_words(Records((given,), (), (), {}, {}, ()), [questions])
        assert records.answers[0].response == filled


@pytest.mark.parametrize(
    ("response", "words", "right"),
    [
        ("t", "True", False),
        ("f", "False", True),
        ("true", "True", False),
        ("False", "False", True),
        ("x", "x", False),
    ],
)
def test_the_letters_of_scorm_1_2_are_read_as_true_and_false(
    response: str, words: str, right: bool, folder: Path
) -> None:
    Path("tides").mkdir()
    text = "## Form\n\n{type: form}\n\n**Is the sea dry?**\n{type: true_false, answer: false, id: dry}\n"
    Path("tides/tides.md").write_text(f"---\ntitle: Tides\n---\n\n{text}", encoding="utf-8")
    assert run("package", "tides", "--output", "tides.zip").exit_code == 0
    course, _ = check_course("tides")
    assert course is not None
    given = Answer("ada", 1, "", "", "", "tides.dry", "", "", (response,), (), None, None, None, None, "")
    for questions in (of_course(course), of_package("tides.zip")):
        records, _ = in_words(Records((given,), (), (), {}, {}, ()), [questions])
        assert (records.answers[0].response, records.answers[0].right) == ((words,), right)
