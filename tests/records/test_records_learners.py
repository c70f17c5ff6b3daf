"""One name for several ids of a person; everything about a learner, exported or erased."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import reports
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records.learners import named, read_map
from courseware.records.reading import read
from courseware.records.statistics import by_group
from courseware.records.tracks import Track, read_tracks

ANN, BO = "ann@example.invalid", "bo@example.invalid"
ACCOUNT = {"account": {"homePage": "https://lms.example", "name": "7"}}
SEVEN = "7 (https://lms.example)"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", *arguments])


def statement(
    number: int, actor: Any, question: str, response: str, right: bool | None = None
) -> dict[str, Any]:
    result: dict[str, Any] = {"response": response}
    return {
        "id": f"{number:032x}",
        "actor": actor,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://c.example/rain/{question}"},
        "result": result if right is None else {**result, "success": right},
        "context": {"contextActivities": {"grouping": [{"id": "https://c.example"}]}},
        "timestamp": "2026-01-31T10:00:00Z",
    }


SAID = [
    statement(1, ACCOUNT, "which_cloud", "Nimbostratus", True),
    statement(2, ACCOUNT, "order", "puddle; drop", False),
    statement(3, {"mbox": f"mailto:{BO}"}, "order", f"as {ANN} says"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_bytes(reports.as_csv(reports.interactions()))
    (tmp_path / "said.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in SAID), encoding="utf-8")
    (tmp_path / "who.csv").write_text(f"name,mail,account\nAnn Lee,{ANN},{SEVEN}\n\n", encoding="utf-8")
    return tmp_path


def test_names_join_what_one_person_answered_in_two_systems() -> None:
    rows = json.loads(
        run("class.csv", "said.jsonl", "--learners", "who.csv", "--output-format", "json").stdout
    )
    ann = [row for row in rows if row["learner"] == "Ann Lee"]
    assert {row["question_id"]: (row["response"], row["when"]) for row in ann} == {
        "rain.what_did_you_see": ([reports.TEXT], None),
        "rain.order": (["puddle; drop"], "2026-01-31T10:00:00Z"),
        "rain.which_cloud": (["Nimbostratus"], "2026-01-31T10:00:00Z"),
    }
    assert len(ann) == 3
    assert {row["course"] for row in ann} == {"https://c.example"}
    assert {row["learner"] for row in rows} == {"Ann Lee", BO}


def test_without_names_they_are_two() -> None:
    result = run("class.csv", "said.jsonl")
    assert "3 learners" in result.stderr
    assert "repeated" not in result.stderr
    assert "1 repeated" in run("class.csv", "said.jsonl", "--learners", "who.csv").stderr


def test_an_attempt_in_two_systems_counts_once() -> None:
    said = {
        "cmi.core.score.raw": "50",
        "cmi.interactions_0.id": "rain.which_cloud",
        "cmi.interactions_0.student_response": "Nimbostratus",
        "cmi.interactions_0.result": "correct",
    }
    tracks = [Track(SEVEN, "Rain", 1, 1, 1, element, value, 1_770_000_000) for element, value in said.items()]
    both = named(read(["class.csv"], [read_tracks(tracks, "a Moodle")]), read_map(Path("who.csv")))
    ann, bo = (group for group in by_group(both, both.answers, "learner") if group.answers)
    assert [(group.name, group.attempts, group.score) for group in (ann, bo)] == [
        ("Ann Lee", 1, 70.0),
        (BO, 1, 70.0),
    ]


def test_names_reach_those_who_never_tried() -> None:
    Path("who.csv").write_text(f"Tess,{ANN};tess@example.invalid\n".replace(",", ";"), encoding="utf-8")
    assert "never tried" not in run("class.csv", "--learners", "who.csv").stderr


@pytest.mark.parametrize("text", ["a,x\nb,x\n", ",x\n", "\x00\xff"])
def test_a_map_that_contradicts_itself_is_refused(text: str) -> None:
    Path("who.csv").write_bytes(text.encode("latin-1"))
    result = run("class.csv", "--learners", "who.csv")
    assert result.exit_code == 2
    assert "who.csv is not a map of learners" in result.stderr


def test_export_has_answers_and_everything_in_the_files() -> None:
    result = run("class.csv", "said.jsonl", "--learners", "who.csv", "--export", "Ann Lee")
    found = json.loads(result.stdout)
    assert (found["learner"], len(found["ids"])) == ("Ann Lee", 3)
    assert len(found["answers"]) == 5
    assert found["held"]["said.jsonl"] == SAID[:2]
    (row,) = found["held"]["class.csv"]
    assert (row["Email address"], row["Response 1"]) == (ANN, reports.TEXT)
    assert run("class.csv", "--export", BO, "--output", "bo.json").exit_code == 0
    assert json.loads(Path("bo.json").read_text(encoding="utf-8"))["learner"] == BO


def test_erase_takes_one_learner_out_and_leaves_the_others_as_they_are() -> None:
    before = read(["class.csv", "said.jsonl"])
    result = run("class.csv", "said.jsonl", "--learners", "who.csv", "--erase", "Ann Lee")
    assert result.exit_code == 0, result.output
    assert "class.csv: 1 erased\nsaid.jsonl: 2 erased\n" in result.stderr
    assert "an id still appears in 1 that belong to other learners" in result.stderr
    after = read(["class.csv", "said.jsonl"])
    kept = [answer._replace(source="") for answer in before.answers if answer.learner == BO]
    assert [answer._replace(source="") for answer in after.answers] == kept
    assert after.never_tried == before.never_tried
    assert ANN not in Path("class.csv").read_text(encoding="utf-8")
    assert Path("said.jsonl").read_text(encoding="utf-8") == f"{json.dumps(SAID[2])}\n"
    again = run("class.csv", "said.jsonl", "--erase", SEVEN)
    assert (again.exit_code, "nothing found about" in again.stderr) == (1, True)


def test_statements_of_others_about_a_learner_are_exported_and_erased() -> None:
    about = {
        **statement(4, {"mbox": f"mailto:{BO}"}, "order", ""),
        "object": {**ACCOUNT, "objectType": "Agent"},
    }
    Path("said.jsonl").write_text(
        "".join(f"{json.dumps(line)}\n" for line in (*SAID, about)), encoding="utf-8"
    )
    assert json.loads(run("said.jsonl", "--export", SEVEN).stdout)["held"]["said.jsonl"][-1] == about
    assert "3 erased" in run("said.jsonl", "--erase", SEVEN).stderr
    assert json.dumps(about) not in Path("said.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["list", "answer", "gzip"])
def test_erase_in_other_forms(form: str) -> None:
    value: Any = {"statements": SAID, "more": ""} if form == "answer" else SAID
    content = json.dumps(value).encode()
    Path("a").write_bytes(gzip.compress(content) if form == "gzip" else content)
    assert run("a", "--erase", SEVEN).exit_code == 0
    assert [answer.learner for answer in read(["a"]).answers] == [BO]


def test_a_file_that_cannot_be_changed_leaves_all_unchanged() -> None:
    Path("class.xlsx").write_bytes(reports.as_xlsx(reports.interactions()))
    Path("torn.jsonl").write_text(json.dumps(SAID[0]) + "\n{torn\n", encoding="utf-8")
    before = Path("class.csv").read_bytes()
    for other, reason in (("class.xlsx", "workbook"), ("torn.jsonl", "line 2 is not JSON")):
        result = run("class.csv", other, "--erase", ANN)
        assert result.exit_code == 1
        assert reason in result.stderr
    assert Path("class.csv").read_bytes() == before
    assert run("https://lrs.example/", "--erase", ANN).exit_code == 2
    assert run("class.csv", "--erase", ANN, "--by", "question").exit_code == 2


# The table itself as a source


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.parquet"])
def test_the_table_is_read_again_as_it_was_written(name: str) -> None:
    if name == "a.parquet":
        pytest.importorskip("duckdb")
    assert run("class.csv", "said.jsonl", "--history", "--output", name).exit_code == 0
    before, after = read(["class.csv", "said.jsonl"]), read([name])
    assert after.answers == before.answers
    assert after.not_understood == ()


def test_statements_in_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as engine:
        engine.read_json("said.jsonl").write_parquet("said.parquet")
        engine.execute("COPY (SELECT 1 AS x) TO 'other.parquet'")
    found, told = read(["said.parquet"]).answers, read(["said.jsonl"]).answers
    assert [answer[:-1] for answer in found] == [answer[:-1] for answer in told]
    Path("broken.parquet").write_bytes(Path("said.parquet").read_bytes()[:200])
    for name, reason in (("other", "neither those of the table"), ("broken", "it is broken")):
        (unread,) = read([f"{name}.parquet"]).not_understood
        assert reason in unread.reason


def test_a_row_with_another_type_is_reported() -> None:
    run("class.csv", "--output", "a.jsonl")
    row = json.loads(Path("a.jsonl").read_text(encoding="utf-8").splitlines()[0])
    Path("b.jsonl").write_text(json.dumps({**row, "attempt": "1"}), encoding="utf-8")
    (unread,) = read(["b.jsonl"]).not_understood
    assert unread == ("b.jsonl, statement 1", "its column `attempt` is not of the type integer")
