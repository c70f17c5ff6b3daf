"""xAPI statements of any tool → answers: from JSON, JSON lines or an LRS's response, compressed or not."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from courseware.course.compiler import check_course
from courseware.formats.statements import examples
from courseware.records.answer import Records
from courseware.records.coded import latest
from courseware.records.reading import read

COURSE = {
    "course.yaml": "id: rain\nversion: '2'\nbase_iri: https://rain.example/course\n",
    "rain.md": "---\ntitle: Rain\n---\n\n## Which cloud?\n\n{type: selection, id: cloud}\n\n- [ ] Cirrus\n"
    "- [x] Nimbostratus\n\n## Order\n\n{type: ranking, answer: ordered, id: order}\n\n- drop\n- puddle\n\n## Form\n\n"
    "{type: form}\n\n**How wet?**\n{type: rating, id: wet}\n\n**What did you see?**\n{type: textarea, id: seen}\n\n"
    "**How many?**\n{type: number, answer: 7, id: many}\n",
}
ACTIVITY = {
    "id": "https://other.example/q1",
    "definition": {
        "name": {"en": "Q1"},
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"de": "Eins"}}, {"id": "b"}],
        "correctResponsesPattern": ["a[,]b"],
    },
}


def statement(response: Any = "a[,]b", **more: Any) -> dict[str, Any]:
    """A statement of another tool."""
    return {
        "actor": {"mbox": "mailto:ann@example.invalid"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": ACTIVITY,
        "result": {"response": response, "success": True, "duration": "PT1M2.5S", "score": {"raw": 2}},
        "timestamp": "2026-01-31T12:00:00+02:00",
        **more,
    }


def records_of(text: str | bytes, folder: Path) -> Records:
    content = text.encode() if isinstance(text, str) else text
    (folder / "statements").write_bytes(content)
    return read([str(folder / "statements")])


def test_partners_and_gaps_are_read_in_words(tmp_path: Path) -> None:
    def answered(response: str, **definition: Any) -> dict[str, Any]:
        return statement(response, object={**ACTIVITY, "definition": definition})

    partners = answered(
        "paris[.]france[,]rome[.]italy",
        interactionType="matching",
        source=[
            {"id": "paris", "description": {"en": "Paris"}},
            {"id": "rome", "description": {"en": "Rome"}},
        ],
        target=[
            {"id": "france", "description": {"en": "France"}},
            {"id": "italy", "description": {"en": "Italy"}},
        ],
        correctResponsesPattern=["paris[.]france[,]rome[.]italy"],
    )
    gaps = answered(
        "Paris[,]rome",
        interactionType="fill-in",
        correctResponsesPattern=["{case_matters=false}Paris[,]Rome"],
    )
    for said, words, right in (
        (partners, ("Paris – France", "Rome – Italy"), "Paris – France; Rome – Italy"),
        (gaps, ("Paris", "rome"), "Paris; Rome"),
    ):
        records = records_of(json.dumps([said]), tmp_path)
        assert records.answers[0].response == words
        assert list(records.right_answers.values()) == [right]


def lines(*statements: Any) -> str:
    return "".join(f"{json.dumps(said)}\n" for said in statements)


def test_what_our_own_course_says(tmp_path: Path) -> None:
    course, _ = check_course(COURSE)
    assert course
    found = records_of(json.dumps(list(examples(course))), tmp_path)
    assert found.not_understood == ()
    assert [answer.question_id for answer in found.answers] == [
        interaction.id for interaction in course.interactions
    ]
    assert [answer.question for answer in found.answers] == [
        interaction.label for interaction in course.interactions
    ]
    assert [answer.type for answer in found.answers] == [
        interaction.kind for interaction in course.interactions
    ]
    assert {(answer.course, answer.version, answer.document) for answer in found.answers} == {
        ("https://rain.example/course", "2", "rain")
    }
    cloud, order, wet, seen, many = found.answers
    assert (cloud.response, cloud.options, cloud.right) == (
        ("Nimbostratus",),
        ("Cirrus", "Nimbostratus"),
        True,
    )
    assert order.response == ("drop", "puddle")
    assert (wet.score, len(wet.options), wet.right) == (None, 5, None)
    assert seen.response == ("An answer in the learner's own words",)
    assert (many.response, many.seconds) == (("7",), 12.5)
    assert found.right_answers == {
        "rain.cloud": "Nimbostratus",
        "rain.order": "drop; puddle",
        "rain.many": "7",
    }


def test_what_another_tool_says(tmp_path: Path) -> None:
    (answer,) = records_of(json.dumps(statement()), tmp_path).answers
    assert answer == (
        "ann@example.invalid", 1, "", "", "", "https://other.example/q1", "Q1", "choice", ("Eins", "b"), ("Eins", "b"),
        True, 2.0, datetime(2026, 1, 31, 10, tzinfo=UTC), 62.5, "statements, statement 1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([statement(id="1"), statement(id="2")], indent=1),
        json.dumps({"statements": [statement(id="1"), statement(id="2")], "more": ""}),
        lines(statement(id="1"), statement(id="2")),
        "\ufeff\n" + lines([statement(id="1")], {"statements": [statement(id="2")]}),
    ],
    ids=["list", "answer of an LRS", "lines", "lines of lists"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_forms(text: str, packed: bool, tmp_path: Path) -> None:
    content = gzip.compress(text.encode()) if packed else text.encode()
    found = records_of(content, tmp_path)
    assert found.not_understood == ()
    assert len(found.answers) + found.other.get("repeated", 0) == 2


def test_voided_and_repeated_statements_do_not_count_in_whichever_file(tmp_path: Path) -> None:
    void = {**statement(), "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}
    void["object"] = {"objectType": "StatementRef", "id": "AB"}
    (tmp_path / "one").write_text(lines(void, statement("a", id="cd")), encoding="utf-8")
    (tmp_path / "two").write_text(lines(statement("b", id="ab"), statement("a", id="cd")), encoding="utf-8")
    found = read([str(tmp_path / "one"), str(tmp_path / "two")])
    assert [answer.response for answer in found.answers] == [("Eins",)]
    assert found.other == {"voided": 1, "taken back": 1, "repeated": 1}


def test_the_latest_answer_of_an_attempt_and_attempts_by_registration(tmp_path: Path) -> None:
    def said(response: str, minute: int, registration: str) -> dict[str, Any]:
        return statement(
            response, timestamp=f"2026-01-31T10:{minute}:00Z", context={"registration": registration}
        )

    given = [said("b", 30, "second"), said("b", 12, "first"), said("a", 11, "first"), said("a", 10, "first")]
    found = records_of(lines(*given), tmp_path)
    assert len(found.answers) == 4
    assert [(answer.attempt, answer.response) for answer in latest(found.answers)] == [
        (2, ("b",)),
        (1, ("b",)),
    ]


def test_the_same_account_name_on_two_systems_means_two_people(tmp_path: Path) -> None:
    accounts = [{"homePage": f"https://{name}.example", "name": "42"} for name in ("one", "two")]
    found = records_of(lines(*(statement(actor={"account": account}) for account in accounts)), tmp_path)
    assert [answer.learner for answer in found.answers] == [
        "42 (https://one.example)",
        "42 (https://two.example)",
    ]


def test_other_statements_are_counted_by_verb(tmp_path: Path) -> None:
    begun = statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/initialized"}, object={"id": "x"}, result={}
    )
    assert records_of(lines(begun, begun), tmp_path).other == {"initialized": 2}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not a statement"),
        ("7", "not a statement"),
        (lines(statement(actor={})), "no actor"),
        (lines(statement(object=[])), "no object"),
        (lines(statement(result={})), "no response"),
        (lines(statement({"a": 1})), "not a text"),
        ("[" * 100_000, "not a statement"),
    ],
)
def test_what_is_not_understood_is_reported_with_its_place(line: str, reason: str, tmp_path: Path) -> None:
    found = records_of(
        lines(statement(id="1")) + line.strip() + "\n" + lines(statement("a", id="2")), tmp_path
    )
    assert [problem.place for problem in found.not_understood] == ["statements, statement 2"]
    assert reason in found.not_understood[0].reason
    assert len(found.answers) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{\n{", "neither JSON"),
        (gzip.compress(lines(statement()).encode() * 999)[:-12], "broken"),
        (b"\x1f\x8b broken", "broken"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_reported(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    found = records_of(content, tmp_path)
    assert reason in found.not_understood[0].reason


def test_no_shape_of_json_stops_the_reading(tmp_path: Path) -> None:
    odd: list[Any] = [None, 1, "x", [], {}, [{}], {"id": 3}, True, 1e300]
    given = [
        {**statement(id=f"{name}{at}"), name: value} for name in statement() for at, value in enumerate(odd)
    ]
    inner = [
        statement(id=f"{part}{name}{at}", **{part: {**statement()[part], name: value}})
        for part, names in {
            "object": ("id", "definition"),
            "result": ("success", "score", "duration", "response"),
            "actor": ("mbox", "account"),
        }.items()
        for name in names
        for at, value in enumerate(odd)
    ]
    contexts = [
        statement(
            id=f"c{at}",
            context={"registration": value, "contextActivities": {"grouping": value, "category": value}},
        )
        for at, value in enumerate(odd)
    ]
    components = [
        statement(
            id=f"d{at}",
            object={
                "id": "x",
                "definition": {"choices": value, "correctResponsesPattern": value, "description": value},
            },
        )
        for at, value in enumerate(odd)
    ]
    every = [*given, *inner, *contexts, *components]
    found = records_of(lines(*every), tmp_path)
    untimed = [told for told in found.not_understood if "timestamp" in told.reason]
    assert len(untimed) == sum(map(bool, odd))
    unread = len(found.not_understood) - len(untimed)  # an answer without a time is one of the answers, too
    assert len(found.answers) + sum(found.other.values()) + unread == len(every)
