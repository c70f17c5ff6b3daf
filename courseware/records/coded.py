"""Answers in memory as a table for `queries`, in the SQLite that comes with Python.

In the table, numbers stand for texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.asked import AnswerInWords, AttemptsAlike, compared, has_branches
from courseware.records.counts import Counts, JudgedAnswer, Scale, attempt_of, scale_of, value_of
from courseware.records.formulas import quartiles
from courseware.records.queries import queries
from courseware.records.questions import QuestionInWords

_TABLE = (
    "answers (sitting, learner, attempt, question, document, scale, response, right, value, seconds, place)"
)
_ANSWER = "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_KINDS = ("sitting", "learner", "question", "document", "scale", "response")
"""Which columns hold numbers."""
_SHARES = (0.25, 0.5, 0.75)
SqlRows = list[tuple[Any, ...]]
ResponseParts = tuple[str, ...]


class NamedQuestion(NamedTuple):
    """What identifies a question, and its text."""

    course: str
    question_id: str
    question: str


class _Quartile:
    """An aggregate function that SQLite does not have."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.share = 0.0

    def step(self, value: Any, share: Any = 0.0) -> None:
        self.share = share
        if value is not None:
            self.values.append(value)

    def finalize(self) -> Any:
        found = quartiles(self.values)
        return found[_SHARES.index(self.share)] if found else None


class _Listed:
    """The answers of an attempt, by question, as JSON, because SQLite has no lists."""

    def __init__(self) -> None:
        self.given: list[tuple[Any, ...]] = []

    def step(self, *answer: Any) -> None:
        self.given.append(answer)

    def finalize(self) -> Any:
        return json.dumps(sorted(self.given))


class _Coded:
    """The table, and the values that its numbers stand for, each kind numbered from 0 in order of appearance.

    Scales are included only if they are wanted, because nothing else needs them.
    """

    def __init__(self, engine: sqlite3.Connection, answers: Sequence[Answer], with_scales: bool) -> None:
        self.engine = engine
        self.with_scales = with_scales
        self.known: dict[str, dict[Any, int]] = {kind: {} for kind in _KINDS}
        engine.create_aggregate("quartile", 2, _Quartile)
        engine.execute(f"CREATE TABLE {_TABLE}")
        engine.executemany(_ANSWER, self._rows(answers))

    def _rows(self, answers: Sequence[Answer]) -> Iterator[tuple[Any, ...]]:
        sittings, learners, questions, documents, scales, responses = (self.known[kind] for kind in _KINDS)
        for place, answer in enumerate(answers):
            value = value_of(answer.type, answer.response, answer.options) if answer.right is None else None
            scale = scale_of(answer, value) if self.with_scales else None
            yield (
                sittings.setdefault(attempt_of(answer), len(sittings)),
                learners.setdefault(answer.learner, len(learners)),
                answer.attempt,
                questions.setdefault((answer.course, answer.question_id), len(questions)),
                documents.setdefault(answer.document, len(documents)),
                scales.setdefault(scale, len(scales)) if scale else None,
                responses.setdefault(answer.response, len(responses)),
                answer.right,
                value,
                answer.seconds,
                place,
            )

    def of(self, name: str) -> SqlRows:
        """The result of a query."""
        return self.engine.execute(queries("sqlite")[name]).fetchall()

    def by_question(self, name: str) -> Mapping[int, SqlRows]:
        """The result of a query, by question."""
        return by_first(self.of(name))


def by_first(rows: Iterable[tuple[Any, ...]]) -> dict[Any, SqlRows]:
    """The rows by their first column, without it."""
    found: dict[Any, SqlRows] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


@contextmanager
def _coded(answers: Sequence[Answer], with_scales: bool = False) -> Iterator[_Coded]:
    with closing(sqlite3.connect(":memory:")) as engine:
        yield _Coded(engine, answers, with_scales)


def latest(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The latest answer to each question in each attempt, in the order of the first answers.

    An answer without a time counts as later than those before it.
    """
    keys = ((answer.learner, answer.course, answer.attempt, answer.question_id) for answer in answers)
    if len(set(keys)) == len(answers):
        return answers
    places: dict[tuple[object, ...], list[int]] = {}
    for place, answer in enumerate(answers):
        places.setdefault((*attempt_of(answer), answer.question_id), []).append(place)
    with closing(Latest()) as engine:
        found = engine.of(places.values(), lambda place: answers[place].when)
        return tuple(answers[place] for place in found)


class Latest:
    """Picks the latest answers of attempts, which may be given one after the other or many at once."""

    def __init__(self) -> None:
        self.engine = sqlite3.connect(":memory:")
        self.engine.execute('CREATE TABLE answers (sitting, question, "when", place)')

    def of(
        self, alternatives: Collection[Sequence[int]], when: Callable[[int], datetime | None]
    ) -> Iterable[int]:
        """The places of the latest answers, one for each of `alternatives`.

        Each alternative has the places of the answers to one question in one attempt. `when` returns the time of the
        answer at a place; it is called only if there are several.
        """
        found = {places[0]: places[0] for places in alternatives}
        several = [places for places in alternatives if len(places) > 1]
        if several:
            rows = ((places[0], _seconds(when(place)), place) for places in several for place in places)
            self.engine.execute("DELETE FROM answers")
            self.engine.executemany("INSERT INTO answers VALUES (?, 0, ?, ?)", rows)
            picked = self.engine.execute(queries("sqlite")["latest"])
            found.update((first, place) for first, _, place in picked)
        return found.values()

    def close(self) -> None:
        """Frees its memory."""
        self.engine.close()


def _seconds(when: datetime | None) -> float | None:
    return when.timestamp() if when else None


def attempts_alike(
    answers: Sequence[Answer],
    questions: Sequence[QuestionInWords],
    seen: Mapping[tuple[str, str, int], frozenset[str]],
) -> Iterator[AttemptsAlike]:
    """The attempts at a course, grouped by equal answers as far as its conditions refer to them."""
    known, looked_at = {question.id for question in questions}, compared(questions)
    told = latest(tuple(answer for answer in answers if answer.question_id in known))
    if not told:
        return
    states = seen if has_branches(questions) else {}
    sittings, seens, asked, said = (dict[Any, int]() for _ in range(4))
    rows = (
        (
            sittings.setdefault(attempt_of(answer), len(sittings)),
            seens.setdefault(states.get(attempt_of(answer), frozenset()), len(seens)),
            asked.setdefault((answer.course, answer.question_id), len(asked)),
            said.setdefault(answer.response if answer.question_id in looked_at else (), len(said)),
            answer.right if answer.question_id in looked_at else None,
        )
        for answer in told
    )
    with closing(sqlite3.connect(":memory:")) as engine:
        engine.create_aggregate("listed", 3, _Listed)
        engine.execute('CREATE TABLE answers (sitting, seen, question, response, "right")')
        engine.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", rows)
        found = engine.execute(queries("sqlite")["alike"]).fetchall()
    states_of, questions_of, responses_of = list(seens), list(asked), list(said)
    for state, given, number in found:
        answered = json.loads(given)
        yield AttemptsAlike(
            questions_of[answered[0][0]][0],
            {
                questions_of[question][1]: AnswerInWords(
                    responses_of[response], None if right is None else bool(right)
                )
                for question, response, right in answered
            },
            states_of[state],
            number,
        )


def _firsts(answers: Sequence[Answer]) -> list[Answer]:
    """The first answer to each question."""
    found: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        found.setdefault((answer.course, answer.question_id), answer)
    return list(found.values())


def counted(answers: Sequence[Answer]) -> list[Counts]:
    """The counts of each question, in order of first appearance."""
    firsts = _firsts(answers)
    with _coded(answers) as table:
        given, times, differences = map(table.by_question, ("given", "times", "changes"))
        responses = list(table.known["response"])
    return [
        Counts(
            first.course,
            first.question_id,
            first.question,
            first.type,
            first.document,
            first.options,
            {
                JudgedAnswer(responses[response], None if right is None else bool(right), rest): number
                for response, right, rest, number in given[at]
            },
            times[at][0][0],
            times[at][0][1:] if times[at][0][0] else None,
            dict(differences.get(at, [])),
        )
        for at, first in enumerate(firsts)
    ]


def grouped_by(answers: Sequence[Answer], by: str) -> dict[tuple[str, int | None], tuple[int, ...]]:
    """For each `learner`, `attempt` or `document`, in order of first appearance: the numbers of attempts, questions and
    answers, and how many of the answers are judged and how many of these are right.
    """
    with _coded(answers) as table:
        found = sorted(table.of(by), key=lambda row: row[-1])
        names = list(table.known["document" if by == "document" else "learner"])
    if by == "attempt":
        return {(names[name], attempt): tuple(row) for name, attempt, *row, _ in found}
    return {(names[name], None): tuple(row) for name, *row, _ in found}


def summed(answers: Sequence[Answer]) -> list[tuple[Scale, SqlRows, SqlRows]]:
    """Each scale in order of first appearance, with the results of the queries `sums` and `parts`."""
    with _coded(answers, with_scales=True) as table:
        sums, parts = (by_first(table.of(name)) for name in ("sums", "parts"))
        scales = list(table.known["scale"])
    return [(scale, sums.get(at, []), parts.get(at, [])) for at, scale in enumerate(scales)]


def said_to(answers: Sequence[Answer]) -> list[tuple[NamedQuestion, list[tuple[ResponseParts, int]]]]:
    """Each question in order of first appearance, and how often each response was given to it."""
    with _coded(answers) as table:
        found = table.by_question("said")
        responses = list(table.known["response"])
    return [
        (_question(first), [(responses[response], number) for response, number in found[at]])
        for at, first in enumerate(_firsts(answers))
    ]


def written_to(answers: Sequence[Answer]) -> list[tuple[NamedQuestion, list[tuple[ResponseParts, str, int]]]]:
    """Each question in order of first appearance, and who gave each response to it, and how often."""
    with _coded(answers) as table:
        found = table.by_question("written")
        responses, learners = list(table.known["response"]), list(table.known["learner"])
    return [
        (
            _question(first),
            [
                (responses[response], learners[learner], number)
                for response, learner, number, _ in sorted(found[at], key=lambda row: row[-1])
            ],
        )
        for at, first in enumerate(_firsts(answers))
    ]


def _question(answer: Answer) -> NamedQuestion:
    return NamedQuestion(answer.course, answer.question_id, answer.question)
