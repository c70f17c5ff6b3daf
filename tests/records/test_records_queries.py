"""Queries of records: the SQL is generated from the expressions, and counts the same as plain Python."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, quantiles, variance
from typing import Any

import pytest

from courseware.records import queries as of_queries
from courseware.records.answer import Answer
from courseware.records.coded import Latest, attempts_alike, counted, grouped_by, latest
from courseware.records.queries import queries
from courseware.records.questions import QuestionInWords
from courseware.records.scales import scales
from courseware.records.texts import frequent_words, texts_of
from courseware.site.when_asked import Branch

POINTS = ("never", "often", "always")


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_the_sql_is_that_of_the_expressions(dialect: str, request: pytest.FixtureRequest) -> None:
    pytest.importorskip("ibis", reason="Ibis (extra: records) is not installed")
    from courseware.records.expressions import as_sql, of_answers

    path = Path(of_queries.__file__).with_suffix(f".{dialect}.sql")
    if request.config.getoption("--update-queries"):
        path.write_text(as_sql(dialect), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == as_sql(dialect), "`make queries` rewrites it"
    assert list(queries(dialect)) == list(of_answers(dialect))


def answers(seed: int) -> list[Answer]:
    """Random answers of a few learners with repeated attempts, changed answers and gaps."""
    chance = random.Random(seed)
    found = []
    for row in range(chance.choice([1, 30, 300])):
        at = chance.randrange(6)
        kind, options = (
            ("likert", POINTS) if at in (2, 4) else ("numeric" if at == 5 else "choice", ("a", "b"))
        )
        response = chance.choice(
            [POINTS[:1], POINTS[2:], ("sometimes",)] if at in (2, 4) else [("7",), ("1,5",), ("b", "a"), ()]
        )
        right = None if at in (2, 4, 5) else chance.choice([True, False, None])
        found.append(
            Answer(
                f"p{chance.randrange(5)}", chance.choice([1, 1, 2, 3]), f"c{chance.randrange(2)}", "", f"d{at % 2}",
                f"q{at}", f"Q{at}?", kind, response, options, right, None,
                datetime(2026, 1, 31, tzinfo=UTC), chance.choice([None, 1.0, 2.5, 40 / 3]), f"row {row}",
            )
        )  # fmt: skip
    return found


VALUES: Mapping[tuple[str, ...], float] = {("never",): 1, ("always",): 3, ("7",): 7, ("1,5",): 1.5}


def by_question(said: Sequence[Answer]) -> dict[tuple[str, str], list[Answer]]:
    found = defaultdict[tuple[str, str], list[Answer]](list)
    for answer in said:
        found[answer.course, answer.question_id].append(answer)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_counts_are_those_of_plain_python(seed: int) -> None:
    said = answers(seed)
    found = counted(said)
    plain = by_question(said)
    assert [(row.course, row.question_id) for row in found] == list(plain)
    for row, those in zip(found, plain.values(), strict=True):
        rights = [
            None
            if answer.right is None
            else sum(
                other.right or False
                for other in said
                if (other.learner, other.course, other.attempt)
                == (answer.learner, answer.course, answer.attempt)
            )
            - answer.right
            for answer in those
        ]
        given = Counter(
            (answer.response, answer.right, rest) for answer, rest in zip(those, rights, strict=True)
        )
        assert row.given == given
        times = [answer.seconds for answer in those if answer.seconds is not None]
        assert row.times == len(times)
        three = tuple(quantiles(times, n=4, method="inclusive")) if len(times) > 1 else tuple(times * 3)
        assert (row.quartiles or ()) == three
        assert row.differences == differences(those)


def differences(those: Sequence[Answer]) -> dict[float, int]:
    """The change from the lowest point in the first attempt with points to the highest in the last."""
    points = defaultdict[str, list[tuple[int, float]]](list)
    for answer in those:
        value = VALUES.get(answer.response) if answer.type in ("likert", "numeric") else None
        value = value if answer.right is None else float(answer.right)
        if value is not None:
            points[answer.learner].append((answer.attempt, value))
    ends = [(min(known), max(known)) for known in points.values()]
    return Counter(last[1] - first[1] for first, last in ends if first[0] < last[0])


@pytest.mark.parametrize("by", ["learner", "attempt", "document"])
@pytest.mark.parametrize("seed", range(4))
def test_groups_are_those_of_plain_python(seed: int, by: str) -> None:
    said = answers(seed)
    plain = defaultdict[Any, list[Answer]](list)
    for answer in said:
        name = answer.document if by == "document" else answer.learner
        plain[name, answer.attempt if by == "attempt" else None].append(answer)
    expected = {
        name: (
            len({(row.learner, row.course, row.attempt) for row in those}),
            len({(row.course, row.question_id) for row in those}),
            len(those),
            sum(row.right is not None for row in those),
            sum(row.right is True for row in those),
        )
        for name, those in plain.items()
    }
    assert list(grouped_by(said, by).items()) == list(expected.items())


@pytest.mark.parametrize("seed", range(12))
def test_scales_are_those_of_plain_python(seed: int) -> None:
    said = list(latest(tuple(answers(seed))))
    tried = defaultdict[Any, dict[Any, dict[str, float]]](lambda: defaultdict(dict))
    for answer in said:
        sitting = answer.learner, answer.attempt
        if answer.right is not None:
            tried[answer.course, "right answers"][sitting][answer.question_id] = answer.right
        elif answer.type == "likert" and answer.response in VALUES:
            tried[answer.course, "rating"][sitting][answer.question_id] = VALUES[answer.response]
    expected: Any = {}
    for (course, kind), those in tried.items():
        questions = {question for given in those.values() for question in given}
        rows = [
            [given.get(question, 0) for question in questions]
            for given in those.values()
            if kind == "right answers" or given.keys() == questions
        ]
        if len(questions) < 2 or not rows:
            continue
        sums = list(map(sum, rows))
        reliability = None
        if len(set(sums)) > 1:
            parts = sum(variance(column) for column in zip(*rows, strict=True))
            reliability = len(questions) / (len(questions) - 1) * (1 - parts / variance(sums))
        expected[course, kind] = (
            len(questions),
            len(rows),
            pytest.approx(mean(sums)),
            pytest.approx(reliability),
        )
    found = scales(answers(seed))
    assert {
        (row.course, row.kind): (row.questions, row.attempts, row.mean, row.alpha) for row in found
    } == expected


@pytest.mark.parametrize("seed", range(12))
def test_the_latest_answers_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    times = [None, None, *(datetime(2026, 1, 31, 10, 0, 0, at, tzinfo=UTC) for at in range(3))]
    said = tuple(answer._replace(when=chance.choice(times)) for answer in answers(seed))
    found: dict[Any, Answer] = {}
    for answer in said:
        key = answer.learner, answer.course, answer.attempt, answer.question_id
        before = found.get(key)
        if before is None or not (before.when and answer.when and answer.when < before.when):
            found[key] = answer
    assert latest(said) == tuple(found.values())


@pytest.mark.parametrize("seed", range(4))
def test_the_latest_answers_of_one_attempt_after_another(seed: int) -> None:
    """As the gradebook asks for them."""
    chance = random.Random(seed)
    with closing(Latest()) as engine:
        for _ in range(20):
            asked = [chance.randrange(4) for _ in range(chance.choice([1, 4, 12]))]
            times = [datetime(2026, 1, 31, 10, chance.randrange(3), tzinfo=UTC) for _ in asked]
            plain: dict[int, int] = {}
            for place, question in enumerate(asked):
                if question not in plain or times[place] >= times[plain[question]]:
                    plain[question] = place
            places = [[at for at, other in enumerate(asked) if other == one] for one in dict.fromkeys(asked)]
            assert list(engine.of(places, times.__getitem__)) == list(plain.values())


@pytest.mark.parametrize("seed", range(12))
def test_attempts_alike_are_those_of_plain_python(seed: int) -> None:
    """A condition looks at the answers to `q0`; of those to all others it counts only that they are there."""
    chance = random.Random(seed)
    said = answers(seed)
    test = ("and", ("is", "q0", ("a",)), ("not", ("text", "q9", "x")))
    for branch in (Branch(), Branch(test)):
        course = [QuestionInWords(f"q{at}", "?", "choice", "d", {}, None, branch) for at in (3, 0, 1, 9)]
        seen = {(f"p{at}", f"c{at % 2}", 1): frozenset(chance.choice([(), ("key",)])) for at in range(5)}
        tried = defaultdict[Any, dict[str, Any]](dict)
        for answer in said:
            if answer.question_id in ("q0", "q1", "q3"):
                is_looked_at = branch.test and answer.question_id == "q0"
                told = (answer.response, answer.right) if is_looked_at else ((), None)
                tried[answer.learner, answer.course, answer.attempt][answer.question_id] = told
        plain = Counter(
            (who[1], frozenset(given.items()), seen.get(who, frozenset()) if branch.test else frozenset())
            for who, given in tried.items()
        )
        found = list(attempts_alike(said, course, seen))
        assert {
            (answer.course, frozenset(answer.given.items()), answer.seen): answer.number for answer in found
        } == plain
        assert len(found) == len(plain)


@pytest.mark.parametrize("seed", range(6))
def test_words_and_texts_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    said = [
        answer._replace(
            type="long-fill-in", response=(chance.choice(["Rain", "rain  wind", "WIND", " ", "Ráin"]),)
        )
        for answer in answers(seed)
    ]
    words, texts = [], []
    for (course, identifier), those in by_question(
        [answer for answer in said if answer.response[0].strip()]
    ).items():
        names = course, identifier, those[0].question
        number = Counter(word for row in those for word in set(row.response[0].casefold().split()))
        ways = Counter(word for row in those for word in row.response[0].split())
        for word in sorted(number, key=lambda word: (-number[word], word)):
            way = max(ways, key=lambda way: (way.casefold() == word, ways[way], way == word))
            words.append((*names, way, number[word], number[word] / len(those)))
        same = defaultdict[str, list[Answer]](list)
        for row in those:
            same[" ".join(row.response[0].casefold().replace("á", "a").split())].append(row)
        for alike in sorted(same.values(), key=len, reverse=True):
            learners = tuple(dict.fromkeys(row.learner for row in alike))
            texts.append((*names, alike[0].response[0], learners))
    assert frequent_words(said) == words
    assert texts_of(said) == texts
