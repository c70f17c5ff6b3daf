"""Statements read in columns: the same numbers as read one by one, whatever is in the files."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records import column_tables, columns
from courseware.records import numbers as in_memory
from courseware.records.answer import COLUMNS
from courseware.records.coded import latest
from courseware.records.questions import QuestionInWords, in_words
from courseware.records.reading import read
from courseware.records.statistics import is_asked, only
from courseware.records.wanted import Wanted
from courseware.site.when_asked import Branch

pytestmark = pytest.mark.skipif(not find_spec("duckdb"), reason="DuckDB (extra: records) is not installed")

COURSE = str(Path(__file__).parents[2] / "content")
BEGUN = datetime(2026, 1, 31, 10, tzinfo=UTC)
CHOICES = [{"id": "a", "description": {"en": "One"}}, {"id": "b", "description": {"en": "Two, or ½"}}]
POINTS = [{"id": f"p{at}", "description": {"en": f"Point {at}"}} for at in range(5)]
ABOUT: list[Any] = [
    {"interactionType": "choice", "name": {"en": "Which?"}, "choices": CHOICES, "correctResponsesPattern": ["b"]},
    {"interactionType": "choice", "description": {"de": "Welche?"}, "choices": CHOICES},
    {"interactionType": "likert", "name": {"en": "How?"}, "scale": POINTS},
    {"interactionType": "numeric", "correctResponsesPattern": ["7"]},
    {"interactionType": "long-fill-in", "description": {"en": "Why?"}},
    {"interactionType": "sequencing", "choices": CHOICES, "correctResponsesPattern": ["a[,]b"]},
    {"interactionType": "fill-in"},
    {"type": "http://adlnet.gov/expapi/activities/lesson"},
    None,
    7,
]  # fmt: skip
ACTORS: list[Any] = [
    {"mbox": "mailto:ann@example.org"},
    {"mbox": "mailto:ann@example.org", "name": "Ann"},
    {"account": {"name": "42", "homePage": "https://lms.example"}},
    {"account": {"name": 42, "homePage": "https://lms.example"}},
    {"openid": "https://ben.example"},
    {"mbox": 7},
    {},
    None,
    "ann",
]
VERBS: list[Any] = [
    *[{"id": "http://adlnet.gov/expapi/verbs/answered"}] * 6,
    {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    {"id": "http://adlnet.gov/expapi/verbs/attempted"},
    {"id": "http://adlnet.gov/expapi/verbs/voided"},
    {"id": "urn:odd"},
    {"id": 7},
    "answered",
    None,
]
RESPONSES: list[Any] = [
    "a", "b", "a", "b", "a[,]b", "b[,]a", "p0", "p1", "p4", "7", "8", "1,5", "-2", "many", "",
    "Because of it", "it’s “so”\n", None, 7, ["a"], {"a": 1},
]  # fmt: skip
TIMES: list[Any] = [
    None, "", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5Z", "2026-01-31T12:00:00+02:00", "2026-01-31", "24:00", 7,
    "2026-01-31T24:00:00Z", "2026-02-30T10:00:00Z", "0000-01-01T00:00:00Z", "2026-01-31T10:00:00.1234567Z",
    "2026-01-31T10:00:0 Z", "2026-01-31T10:00:00+99:00", ["2026"], "2026-01-31T10:00:0.Z", "2026-01-31T23:00:00Z",
]  # fmt: skip
DURATIONS = [None, "PT5S", "PT12.5S", "PT1M2.5S", "P1W", "PT", "PTS", "5", "PT1e5S", 5, ["PT5S"]]
IDS = [
    *(str(UUID(int=at)) for at in range(6)),
    str(UUID(int=0xABC << 100)).upper(),
    "odd",
    "ODD",
    "",
    7,
    None,
    "{0}",
]
GROUPINGS: list[Any] = [
    None, [{"id": "https://c.example/course"}], {"id": "https://c.example/course"}, [{"id": "https://d.example"}], 7,
]  # fmt: skip
BROKEN = [
    "{broken", "7", "null", '"x"', "", "   ", "{}", '{"id": "x"', '{"a": 1} garbage', '{"id": "\\ud800"}',
    '{"verb": {"id": NaN}}', "[" * 3_000, "\ufeff{}", '{"object": {"id": "x",}, "verb": [1,],}', "\x0c",
]  # fmt: skip


def statement(chance: random.Random) -> Any:
    """A random statement, usually an answer."""
    pick = chance.choice

    def often() -> bool:
        return chance.random() < 0.85

    made: dict[str, Any] = {
        "id": str(UUID(int=chance.randrange(100, 10**9))) if often() else pick(IDS),
        "actor": pick(ACTORS[:4]) if often() else pick(ACTORS),
        "verb": pick(VERBS),
        "object": {"id": f"https://c.example/course/d/q{chance.randrange(5)}", "definition": pick(ABOUT)},
        "result": {
            "response": pick(RESPONSES),
            "success": pick([True, False, None, "true", 1]),
            "duration": pick(DURATIONS),
            "score": pick([None, {"raw": 1}, {"raw": 1.0}, {"scaled": 0.5}, 7]),
        },
        "context": {
            "registration": pick([None, "one", "two", 7, ""]),
            "contextActivities": {"grouping": pick(GROUPINGS)},
        },
        "timestamp": pick(TIMES[2:5]) if often() else pick(TIMES),
    }
    if made["verb"] == VERBS[8]:
        made["object"] = {"objectType": "StatementRef", "id": pick(IDS)}
    for part in (made, made["result"]):
        for name in [*part]:
            if chance.random() < 0.04:
                part[name] = pick([None, 7, "x", [], {}, [{}], True])
            elif chance.random() < 0.04:
                del part[name]
            if not isinstance(made.get("result"), dict):
                break
    return made


def lines(chance: random.Random) -> list[str]:
    """Lines of statements and other values, of which the first is a statement; some lines are repeated."""
    found = [json.dumps({"verb": {"id": "http://x.example/begun"}})]
    for _ in range(chance.choice([1, 20, 400])):
        found.append(json.dumps(statement(chance)) if chance.random() < 0.95 else chance.choice(BROKEN))
    return found + chance.choices(found, k=len(found) // 10)


def question(chance: random.Random, identifier: str) -> QuestionInWords:
    """A random question of a course, which may have been recorded or not."""
    kind = chance.choice(["choice", "likert", "sequencing", "numeric", "long-fill-in", "fill-in"])
    options = {"a": "One", "b": "Two, or ½"} if kind in ("choice", "likert", "sequencing") else {}
    answer = chance.choice([None, ("One",), ("Two, or ½", "One")]) if options else None
    test: Any = chance.choice(
        [("is", "d.q0", ("One",)), ("text", "d.q1", "Because of it"), ("score", "d", ">", 50)]
    )
    branch = Branch(test if chance.random() < 0.2 else (), points=1.0)
    return QuestionInWords(
        identifier,
        f"What is {identifier}?",
        kind,
        "d",
        options,
        answer,
        branch,
        chance.choice([0, 2]) * (kind == "fill-in"),
    )


def wanted(chance: random.Random, by: str, is_course: bool) -> Wanted:
    """A random selection of what can be asked for."""
    ids = ["d.q0", "d.q1", "d.q2", "d.q9", "https://c.example/course/d/q1"]
    versions = [
        [question(chance, identifier) for identifier in chance.sample(ids, chance.randrange(6))]
        for _ in range(chance.choice([1, 2]))
    ]
    return Wanted(
        by=by,
        versions=versions if is_course else (),
        history=chance.random() < 0.4,
        learners=chance.choice([(), (), ("ann@example.org", "nobody"), ("42 (https://lms.example)",)]),
        since=chance.choice([None, None, BEGUN, BEGUN + timedelta(seconds=0.3)]),
        asked=chance.choice([(), (), ("d.q1", "https://c.example/course/d/q2"), ("WHICH",)]),
    )


def both(paths: list[Path], wanted: Wanted) -> tuple[Any, Any]:
    """The results of both ways in the same form; None for columns if they report that the file is irregular."""
    records = read([str(path) for path in paths])
    unknown: tuple[str, ...] = ()
    if wanted.versions:
        records, unknown = in_words(records, wanted.versions)
    records, untimed = only(records, wanted.learners, wanted.since)
    every = records.answers if wanted.history else latest(records.answers)
    answers = tuple(answer for answer in every if is_asked(answer.question_id, answer.question, wanted.asked))
    told = {answer.question_id for answer in every}
    plain = (
        in_memory.numbers(records, every, answers, wanted.by),
        dict(records.right_answers),
        dict(records.other),
        list(records.not_understood),
        len(answers),
        len({answer.learner for answer in answers}),
        len({(answer.learner, answer.attempt) for answer in answers}),
        untimed,
        unknown,
        [asked.id for asked in records.questions if asked.id not in told],
        not every,
    )
    try:
        found = columns.counted([str(path) for path in paths], wanted)
    except column_tables.Irregular:
        return rounded(plain), None
    return rounded(plain), rounded(tuple({**part} if isinstance(part, Mapping) else part for part in found))


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, tuple | list):
        return tuple(map(rounded, value))
    return value


@pytest.mark.parametrize(
    ("seed", "is_course"),
    [
        pytest.param(
            seed, is_course, marks=[] if seed < 4 and is_course == bool(seed % 2) else pytest.mark.long
        )
        for seed in range(24)
        for is_course in (False, True)
    ],
)
def test_numbers_are_those_of_reading_one_by_one(
    seed: int, is_course: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(column_tables, "SAMPLE", chance.choice([1, 50, 20_000]))
    paths = [tmp_path / "one.jsonl", tmp_path / "it’s 'two'"][: chance.choice([1, 2])]
    for path in paths:
        path.write_bytes("\n".join(lines(chance)).encode("utf-8", "surrogatepass"))
    for by in in_memory.KINDS:
        plain, found = both(paths, wanted(chance, by, is_course))
        assert found is not None
        for row, other in zip(found, plain, strict=True):
            assert row == other


def test_statements_that_cannot_be_understood_and_repeat_answers_count_as_repeated(tmp_path: Path) -> None:
    answered = {"verb": VERBS[0], "object": {"id": "https://example.org/q"}, "result": {"response": "yes"}}
    ids = [{"id": str(UUID(int=at))} for at in range(1, 4)]
    path = tmp_path / "said.jsonl"
    said = [{**identifier, **answered, "actor": ACTORS[0]} for identifier in ids] + [
        {**identifier, **answered} for identifier in ids
    ]
    path.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    plain, found = both([path], Wanted(history=True))
    assert found == plain


def test_statements_that_cannot_be_understood_take_no_query_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    rows = column_tables.Tables._rows

    def counted(self: column_tables.Tables, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        nonlocal asked
        asked += 1
        return rows(self, query, *parameters)

    monkeypatch.setattr(column_tables.Tables, "_rows", counted)
    answered = {"verb": VERBS[0], "object": {"id": "https://example.org/q"}, "result": {"response": "yes"}}
    path = tmp_path / "said.jsonl"
    counts = []
    for number in (10, 100):
        said = [{"id": str(UUID(int=at)), **answered, "timestamp": "?"} for at in range(number)]
        said += [{**first, "actor": ACTORS[0]} for first in said]
        path.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
        asked = 0
        columns.counted([str(path)])
        counts.append(asked)
    assert counts[0] == counts[1]


def test_the_latest_of_answers_to_many_questions(tmp_path: Path) -> None:
    """Attempts that answer a question twice are found with bits of 60 questions at a time."""
    said = [
        {
            "id": str(UUID(int=number)),
            "actor": {"mbox": f"mailto:{learner}@example.org"},
            "verb": VERBS[0],
            "object": {"id": f"https://c.example/course/d/q{at}", "definition": ABOUT[0]},
            "result": {"response": response, "success": response == "b"},
            "timestamp": f"2026-01-31T10:00:{second:02d}Z",
        }
        for number, (learner, at, response, second) in enumerate(
            [
                *(("ann", at, "a", 1) for at in range(130)),
                *(("ben", at, "b", 1) for at in range(130)),
                *(("ann", at, "b", 2) for at in (0, 59, 60, 61, 119, 129)),
                *(("cem", at, "a", second) for second in (2, 1) for at in (0, 60)),
            ]
        )
    ]
    path = tmp_path / "said.jsonl"
    path.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    for history in (False, True):
        plain, found = both([path], Wanted(history=history))
        assert found == plain
    plain, found = both([path], Wanted())
    assert found[4] == 262


def test_a_statement_that_is_not_an_answer_counts_once_by_its_id(tmp_path: Path) -> None:
    begun = {
        "verb": {"id": "http://adlnet.gov/expapi/verbs/initialized"},
        "object": {"id": "https://c.example"},
    }
    with_id = {**begun, "actor": ACTORS[0], "id": str(UUID(int=1))}
    said = [
        with_id,
        with_id,
        {**with_id, "timestamp": "?"},
        {**with_id, "id": "one"},
        {**with_id, "id": "one"},
    ]
    path = tmp_path / "said.jsonl"
    path.write_text("\n".join(map(json.dumps, [*said, begun, begun])), encoding="utf-8")
    plain, found = both([path], Wanted())
    assert plain[2] == {"initialized": 4}
    assert found == plain


def test_who_skipped_a_question_follows_from_the_conditions_of_the_course(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    given = {
        "ann": ("a", None, "a"),
        "eve": ("a", None, "a"),
        "ben": ("b", None, "b"),
        "col": ("a", "b", None),
        "dan": ("b", None, "b"),
    }
    path.write_text(
        "\n".join(
            json.dumps(
                {
                    "actor": {"mbox": f"mailto:{name}@example.org"},
                    "verb": VERBS[0],
                    "object": {"id": f"https://c.example/course/d/q{at}", "definition": ABOUT[0]},
                    "context": {"contextActivities": {"grouping": GROUPINGS[1]}},
                    "result": {"response": response},
                }
            )
            for name, responses in given.items()
            for at, response in enumerate(responses)
            if response
        ),
        encoding="utf-8",
    )
    tests: list[Any] = [(), ("is", "d.q0", ("One",)), ()]
    course = [
        QuestionInWords(
            f"d.q{at}", f"Question {at}", "choice", "d", {"a": "One", "b": "Two, or ½"}, None, Branch(test)
        )
        for at, test in enumerate(tests)
    ]
    wanted = Wanted(versions=[course])
    plain, found = both([path], wanted)
    assert found == plain
    rows: list[Any] = [*columns.counted([str(path)], wanted).rows]
    left = {row.question_id: (row.skipped, row.dropouts) for row in rows}
    assert left == {"d.q0": (0, 0), "d.q1": (2, 1), "d.q2": (0, 0)}


def test_long_texts_are_kept_where_the_course_has_options_for_them(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    about = {"id": "https://c.example/course/d/q0", "definition": ABOUT[4]}
    said = {"actor": ACTORS[0], "verb": VERBS[0], "object": about, "result": {"response": "One"}}
    path.write_text(json.dumps(said), encoding="utf-8")
    course = [QuestionInWords(about["id"], "Why?", "choice", "d", {"a": "One", "b": "Two"}, ("One",))]
    plain, found = both([path], Wanted(versions=[course]))
    assert found == plain
    rows: list[Any] = [*columns.counted([str(path)], Wanted(versions=[course])).rows]
    assert [(row.facility, row.distribution[0].answers) for row in rows] == [(1.0, 1)]


@pytest.mark.parametrize(
    "line", ["[]", '[{"id": "x"}]', '{"statements": []}', json.dumps(dict.fromkeys(COLUMNS)), "{\n}"]
)
def test_files_in_another_format_are_read_without_columns(line: str, tmp_path: Path) -> None:
    path = tmp_path / "said"
    path.write_text(f"{line}\n{json.dumps(statement(random.Random(1)))}\n", encoding="utf-8")
    with pytest.raises(column_tables.Irregular):
        columns.counted([str(path)])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", *arguments])


def test_the_command_prints_the_same_of_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "said.jsonl"
    path.write_bytes("\n".join(lines(random.Random(7))).encode("utf-8", "surrogatepass"))
    of_course = ("--course", COURSE, "--history", "--output-format", "json")
    few = ("--learner", "ann@example.org", "--question", "which", "--since", "2026-01-31")
    for by, *more in (
        ("question",),
        ("question", "--output-format", "json"),
        ("question", *of_course),
        ("learner", *few),
        ("attempt", "--course", COURSE),
        ("document", *few),
    ):
        plain = run(str(path), "--by", by, *more)
        assert plain.stdout
        with monkeypatch.context() as patched:
            patched.setattr(columns, "FEWEST_BYTES", 0)
            patched.setattr(
                "courseware.commands.records.read", lambda *_: pytest.fail("it was read one by one")
            )
            found = run(str(path), "--by", by, *more)
        assert found.stdout == plain.stdout
        assert told(found) == told(plain)


def told(result: Result) -> list[str]:
    """Messages besides the numbers, sorted, because the two ways count in different orders."""
    return sorted(result.stderr.replace(", ", "\n").replace(": ", "\n").splitlines())


def test_an_unreadable_file_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "FEWEST_BYTES", 0)
    path = tmp_path / "said.jsonl"
    path.write_text(
        '{"verb": {"id": "http://adlnet.gov/expapi/verbs/answered"}}\n{broken\n', encoding="utf-8"
    )
    found = run(str(path), "--by", "question")
    assert (found.exit_code, found.stderr.count("statement")) == (1, 3)
