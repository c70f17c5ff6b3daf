"""`--output` and `--anonymous`: each file format read back by another library, and no names left."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import reports
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records.answer import COLUMNS, Answer
from courseware.records.pseudonyms import pseudonym
from courseware.records.writing import TooLong, safe, write

ANSWERS = (
    Answer(
        "ann", 1, "c", "1", "d", "d.q", "Which?", "choice", ("Tea", "Milk"), ("Tea", "Milk"), True, 1.5,
        datetime(2026, 1, 31, 10, 0, 0, 500_000, UTC), 2.25, "f, row 3",
    ),
    Answer(
        "bo", 2, "", "", "", "d.t", "", "", ("=HYPERLINK(1)\n„ß“ \x1b[31m\ud800",), (), None, None, None, None,
        "f, row 4",
    ),
)  # fmt: skip
CLEAN = "=HYPERLINK(1)\n„ß“ \ufffd[31m\ufffd"


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, ["records", *arguments], **options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSEWARE_PSEUDONYM_KEY", raising=False)
    (tmp_path / "class.csv").write_bytes(reports.as_csv(reports.interactions()))
    return tmp_path


def test_csv(tmp_path: Path) -> None:
    write(ANSWERS, tmp_path / "a.csv")
    with open(tmp_path / "a.csv", encoding="utf-8-sig", newline="") as stream:
        header, first, second = csv.reader(stream)
    assert header == list(COLUMNS)
    assert first == [
        "ann", "1", "c", "1", "d", "d.q", "Which?", "choice", "Tea; Milk", "Tea; Milk", "true", "1.5",
        "2026-01-31T10:00:00.500000Z", "2.25", "f, row 3",
    ]  # fmt: skip
    assert second[8:] == [f"'{CLEAN}", "", "", "", "", "", "f, row 4"]


@pytest.mark.parametrize(
    "text", ["=1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1", "-", "=cmd|'/c'!A1"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Tea", "-5", "+4.25", "1-2 (No improvement)", "a=b", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json(name: str, tmp_path: Path) -> None:
    write(ANSWERS, tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    rows = json.loads(text) if name == "a.json" else [json.loads(line) for line in text.splitlines()]
    assert [*rows[0]] == list(COLUMNS)
    assert rows[0]["response"] == ["Tea", "Milk"]
    assert rows[0]["when"] == "2026-01-31T10:00:00.500000Z"
    assert (rows[1]["right"], rows[1]["when"], rows[1]["options"]) == (None, None, [])


def test_xlsx(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    write(ANSWERS, tmp_path / "a.xlsx")
    header, first, second = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows()
    assert [cell.value for cell in header] == list(COLUMNS)
    assert [cell.value for cell in first] == [
        "ann", 1, "c", "1", "d", "d.q", "Which?", "choice", "Tea; Milk", "Tea; Milk", True, 1.5,
        datetime(2026, 1, 31, 10, 0, 0, 500_000), 2.25, "f, row 3",
    ]  # fmt: skip
    assert (second[8].value, second[8].data_type) == (CLEAN, "s")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_written_table_that_cannot_be_read_again_is_recognised(name: str, folder: Path) -> None:
    assert run("class.csv", "--output", name).exit_code == 0
    result = run(name)
    assert "it is the table that `courseware records` writes" in result.output
    assert "write it with `--output` as .jsonl or .parquet" in result.output


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    (tmp_path / "a.xlsx").write_text("old", encoding="utf-8")
    with pytest.raises(TooLong, match="f, row 4"):
        write([ANSWERS[1]._replace(response=("x" * 32_768,))], tmp_path / "a.xlsx")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.xlsx", "old")]


def test_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write(ANSWERS, tmp_path / "it's.parquet")
    with duckdb.connect() as engine:
        table = engine.read_parquet(str(tmp_path / "it's.parquet"))
        types = dict(zip(table.columns, map(str, table.types), strict=True))
        assert list(types) == list(COLUMNS)
        assert (types["response"], types["score"], types["right"]) == ("VARCHAR[]", "DOUBLE", "BOOLEAN")
        assert types["when"] == "TIMESTAMP WITH TIME ZONE"
        rows = table.project('learner, attempt, response, "right", score, epoch("when")').fetchall()
    assert rows[0] == ("ann", 1, ["Tea", "Milk"], True, 1.5, 1769853600.5)
    assert (rows[1][0], rows[1][3:]) == ("bo", (None, None, None))


def test_a_database(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "it's.duckdb").write_text("old", encoding="utf-8")
    write(ANSWERS, tmp_path / "a.parquet")
    write(ANSWERS, tmp_path / "it's.duckdb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "it's.duckdb"]
    with duckdb.connect(str(tmp_path / "it's.duckdb"), read_only=True) as base:
        held = base.table("answers")
        table = duckdb.read_parquet(str(tmp_path / "a.parquet"))
        assert (held.columns, held.types) == (table.columns, table.types)
        rows = held.project('learner, attempt, response, "right", score, epoch("when")').fetchall()
    assert rows[0] == ("ann", 1, ["Tea", "Milk"], True, 1.5, 1769853600.5)
    assert (rows[1][0], rows[1][3:]) == ("bo", (None, None, None))


def test_an_empty_table_has_its_columns_in_every_format(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write((), tmp_path / "a.parquet")
    write((), tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text()) == []
    assert duckdb.read_parquet(str(tmp_path / "a.parquet")).columns == list(COLUMNS)


@pytest.mark.parametrize(
    ("name", "library"), [("a.xlsx", "xlsxwriter"), ("a.parquet", "duckdb"), ("a.duckdb", "duckdb")]
)
def test_without_the_library_the_error_says_what_to_install(
    name: str, library: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = run("class.csv", "--output", name)
    assert result.exit_code == 2
    assert "pip install '.[records]'" in result.stderr
    assert not (folder / name).exists()


def test_the_name_extension_decides_the_format_of_the_output(folder: Path) -> None:
    assert run("class.csv", "--output", "out/a.CSV").stdout == ""
    assert len((folder / "out/a.CSV").read_text(encoding="utf-8-sig").splitlines()) == 6
    result = run("class.csv", "--output", "a.doc")
    assert result.exit_code == 2
    assert "known: .csv, .json, .jsonl, .xlsx, .parquet, .duckdb" in result.stderr


def test_anonymous_records_name_nobody_and_keep_no_text(folder: Path) -> None:
    result = run("class.csv", "--anonymous", "--output", "a.json")
    text = (folder / "a.json").read_text(encoding="utf-8")
    for secret in ("ann", "bo@", "tess", "example.invalid", "naß", "class.csv"):
        assert secret not in (text + result.output).lower()
    assert [row["response"] for row in json.loads(text)] == [[]] * 5  # no options are known
    assert "pseudonyms change with each run" in result.stderr


def test_anonymous_with_the_course_keeps_what_was_chosen(folder: Path) -> None:
    (folder / "rain").mkdir()
    (folder / "rain/rain.md").write_text(
        "---\ntitle: Rain\n---\n\n## Q\n\n{type: selection, id: which_cloud}\n\n- [ ] Cirrus\n- [x] Nimbostratus\n\n"
        "## F\n\n{type: form}\n\n**What did you see?**\n{type: textarea, id: what_did_you_see}\n",
        encoding="utf-8",
    )
    key = {"COURSEWARE_PSEUDONYM_KEY": "a long secret"}
    for name, more in (("a.json", ()), ("b.json", ("--keep-texts",))):
        assert (
            run("class.csv", "--course", "rain", "--anonymous", "--output", name, *more, env=key).exit_code
            == 0
        )
    kept, texts = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("a.json", "b.json"))
    assert sorted(part for row in kept for part in row["response"]) == ["Cirrus", "Nimbostratus"]
    assert reports.TEXT in [part for row in texts for part in row["response"]]
    assert [row["learner"] for row in kept] == [row["learner"] for row in texts]
    assert len({row["learner"] for row in kept}) == 2
    assert run("class.csv", "--keep-texts").exit_code == 2


def test_pseudonyms_are_of_the_key_and_without_one_of_the_run() -> None:
    assert (
        pseudonym("ann@example.invalid", b"a long secret") == "qsay6ui4dklb7xyl"
    )  # as openssl dgst -sha256 -hmac says
    assert pseudonym("ann@example.invalid", b"another secret") != pseudonym(
        "ann@example.invalid", b"a long secret"
    )


@pytest.mark.usefixtures("folder")
def test_nobody_can_make_the_pseudonyms_of_another_run() -> None:
    def learners(key: str | None) -> set[str]:
        result = run(
            "class.csv", "--anonymous", "--output-format", "json", env={"COURSEWARE_PSEUDONYM_KEY": key}
        )
        return {row["learner"] for row in json.loads(result.stdout)}

    assert learners("a") == learners("a")
    assert not learners("a") & learners("b")
    assert not learners(None) & learners(None)


_PAIRS = {
    "source": [{"id": "a", "description": {"en": "Sun"}}],
    "target": [{"id": "1", "description": {"en": "dry"}}],
}


@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
def test_pairs_and_verdicts_are_chosen_and_not_typed(folder: Path, engine: tuple[str, ...]) -> None:
    said = [
        {
            "actor": {"mbox": "mailto:ann@example.invalid"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "object": {"id": f"https://c.example/{kind}", "definition": {"interactionType": kind, **more}},
            "result": {"response": response},
        }
        for kind, more, response in (
            ("matching", _PAIRS, "a[.]1"), ("true-false", {}, "true"), ("fill-in", {}, "fog"),
        )
    ]  # fmt: skip
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")
    assert run("said.json", "--output", "said.parquet").exit_code == 0
    source = ("said.parquet" if engine else "said.json", *engine)
    numbers = json.loads(run(*source, "--anonymous", "--by", "question", "--output-format", "json").stdout)
    given = {row["type"]: [part["words"] for part in row["distribution"]] for row in numbers}
    assert given == {"matching": ["Sun – dry"], "true-false": ["true"], "fill-in": []}
    texts = json.loads(run(*source, "--by", "text", "--output-format", "json").stdout)
    assert [row["text"] for row in texts] == ["fog"]
