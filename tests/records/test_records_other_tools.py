"""Statements of other tools, hostile cells, very many questions; and a table that is read back unchanged."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import reports
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from courseware.commands import main
from courseware.records.answer import Answer, Records
from courseware.records.questions import QuestionInWords, in_words
from courseware.records.reading import read
from courseware.records.xapi import read_statements

ANSWERED = {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en-US": "answered"}}
ANN = {"objectType": "Agent", "name": "Ann", "mbox": "mailto:ann@example.invalid"}

RISE = {
    "actor": ANN,
    "verb": ANSWERED,
    "object": {
        "objectType": "Activity",
        "id": "http://x.example/course/quiz/q1",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "name": {"und": "Which cloud?"},
            "description": {"und": "Which cloud?"},
            "interactionType": "choice",
            "correctResponsesPattern": ["c2_1"],
            "choices": [
                {"id": "c2_0", "description": {"und": "Cirrus"}},
                {"id": "c2_1", "description": {"und": "Nimbostratus"}},
            ],
        },
    },
    "result": {"success": True, "response": "c2_1", "score": {"scaled": 1, "raw": 100, "min": 0, "max": 100}},
    "context": {"contextActivities": {"parent": [{"id": "http://x.example/course"}]}, "registration": "r"},
    "timestamp": "2026-01-31T10:00:00.123Z",
}
"""An answer like those of slide-based authoring tools: names in the language `und`, a score in percent."""

STORYLINE = {
    **RISE,
    "object": {
        "id": "http://x.example/s/1/q2",
        "definition": {
            "interactionType": "matching",
            "description": {"en-US": "Match them"},
            "source": [
                {"id": "0", "description": {"en-US": "Ice"}},
                {"id": "1", "description": {"en-US": "Fog"}},
            ],
            "target": [
                {"id": "a", "description": {"en-US": "cold"}},
                {"id": "b", "description": {"en-US": "wet"}},
            ],
            "correctResponsesPattern": ["0[.]a[,]1[.]b"],
        },
    },
    "result": {"success": False, "response": "0[.]b[,]1[.]a", "duration": "PT0H1M2S"},
}

H5P = {
    "actor": {"account": {"homePage": "https://h5p.example", "name": "7"}, "objectType": "Agent"},
    "verb": ANSWERED,
    "object": {
        "id": "https://h5p.example/node/12?subContentId=4711",
        "definition": {
            "extensions": {"http://h5p.org/x-api/h5p-local-content-id": 12},
            "name": {"en-US": "Blanks"},
            "interactionType": "fill-in",
            "description": {"en-US": "<p>Rain falls from ____.</p>\n"},
            "correctResponsesPattern": ["{case_matters=false}clouds", "{case_matters=false}a cloud"],
        },
    },
    "result": {
        "response": "Clouds",
        "success": True,
        "completion": True,
        "duration": "PT3.57S",
        "score": {"raw": 1},
    },
    "context": {"contextActivities": {"category": [{"id": "http://h5p.org/libraries/H5P.Blanks-1.14"}]}},
}


def test_shapes_of_other_tools(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([RISE, STORYLINE, H5P]), encoding="utf-8")
    found = read([str(tmp_path / "a.json")])
    assert found.not_understood == ()
    rise, storyline, h5p = found.answers
    assert (rise.question, rise.response, rise.right, rise.score) == (
        "Which cloud?",
        ("Nimbostratus",),
        True,
        100,
    )
    assert storyline.response == ("Ice – wet", "Fog – cold")
    assert (storyline.right, storyline.seconds) == (False, 62)
    assert (h5p.learner, h5p.response, h5p.seconds) == ("7 (https://h5p.example)", ("Clouds",), 3.57)
    assert [*found.right_answers.values()] == ["Nimbostratus", "Ice – cold; Fog – wet", "clouds | a cloud"]


HOSTILE = [
    '=cmd|"/c calc"!A1',
    "<img src=x onerror=alert(1)>",
    "\x1b]0;owned\x07",
    "\u202etxt.exe",
    "x" * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_cells_of_a_report(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [list(row) for row in reports.interactions()]
    rows[2][8] = text.replace("<", "&lt;")
    Path("class.csv").write_bytes(reports.as_csv(rows))
    for arguments in (
        (),
        ("--by", "question"),
        ("--by", "text"),
        ("--report", "a.html"),
        ("--output", "a.csv"),
    ):
        result = CliRunner().invoke(main, ["records", "class.csv", *arguments])
        assert result.exit_code == 0, result.output
        assert not set(result.output) & {"\x1b", "\x07", "\u202e"}
    page = Path("a.html").read_text(encoding="utf-8")
    assert "<img" not in page
    with open("a.csv", encoding="utf-8-sig", newline="") as stream:
        assert not [cell for row in csv.reader(stream) for cell in row if cell.startswith("=")]


def test_ten_thousand_unknown_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ({**RISE, "object": {"id": f"https://x.example/q{number}"}} for number in range(10_000))
    Path("a.jsonl").write_text(
        "".join(f"{json.dumps(said_statement)}\n" for said_statement in said), encoding="utf-8"
    )
    known = QuestionInWords("rain.cloud", "?", "choice", "rain", {}, None)
    records, unknown = in_words(read(["a.jsonl"]), [[known]])
    assert (len(records.answers), len(unknown)) == (10_000, 10_000)
    result = CliRunner().invoke(main, ["records", "a.jsonl", "--report", "a.html"])
    assert result.exit_code == 0


# Table → statements → table

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: "[" not in text
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    kind = draw(st.sampled_from(["choice", "sequencing", "likert", "fill-in", "long-fill-in", "numeric"]))
    options = draw(st.lists(WORDS, min_size=2, max_size=4, unique=True)) if kind in COMPONENTS else []
    if kind == "choice":
        response = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    elif kind == "sequencing":
        response = draw(st.permutations(options))
    else:
        response = [draw(st.sampled_from(options) if options else WORDS)]
    document = draw(NAMES)
    return Answer(
        learner=f"{draw(NAMES)}@example.invalid",
        attempt=1,
        course="https://c.example/rain",
        version=draw(st.sampled_from(["", "1", "2 beta/ü"])),
        document=document,
        question_id=f"{document}.{draw(NAMES)}",
        question=draw(WORDS),
        type=kind,
        response=tuple(response),
        options=tuple(options),
        right=draw(st.none() | st.booleans()),
        score=draw(st.none() | st.floats(-1e9, 1e9)),
        when=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 10**8))),
        seconds=draw(st.none() | st.integers(0, 10**6).map(lambda hundredths: hundredths / 100)),
        source="s",
    )


COMPONENTS = {"choice": "choices", "sequencing": "choices", "likert": "scale"}


def statement(answer: Answer) -> dict[str, Any]:
    """An answer as a course reports it (docs/xapi.md)."""
    ids = {words: f"o{number}" for number, words in enumerate(answer.options)}
    definition: dict[str, Any] = {"interactionType": answer.type, "description": {"en": answer.question}}
    if ids:
        components = [{"id": option, "description": {"en": words}} for words, option in ids.items()]
        definition[COMPONENTS[answer.type]] = components
    result: dict[str, Any] = {"response": "[,]".join(ids.get(part, part) for part in answer.response)}
    if answer.right is not None:
        result["success"] = answer.right
    if answer.score is not None:
        result["score"] = {"raw": answer.score}
    if answer.seconds is not None:
        result["duration"] = f"PT{answer.seconds:.2f}S"
    version = [{"id": f"{answer.course}/version/{quote(answer.version, safe='')}"}] if answer.version else []
    name = answer.question_id.partition(".")[2]
    return {
        "actor": {"mbox": f"mailto:{answer.learner}"},
        "verb": ANSWERED,
        "object": {"id": f"{answer.course}/{answer.document}/{name}", "definition": definition},
        "result": result,
        "context": {"contextActivities": {"grouping": [{"id": answer.course}], "category": version}},
        "timestamp": answer.when.isoformat() if answer.when else "",
    }


@given(st.lists(answers(), max_size=5))
def test_a_table_as_statements_is_the_same_table(table: list[Answer]) -> None:
    found: Records = read_statements(
        [("s", json.loads(json.dumps(statement(said_statement)))) for said_statement in table]
    )
    assert list(found.answers) == table
    assert found.not_understood == ()
