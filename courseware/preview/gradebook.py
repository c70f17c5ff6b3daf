"""What a class answered → the tidy table of `courseware records`, and what the pages of the gradebook show of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from courseware.preview.launches import Outcome, of_statements, outcome, seconds_of
from courseware.preview.requests import Json
from courseware.preview.statements import Statements
from courseware.preview.store import Attempt, Learner, Store
from courseware.records.answer import Answer, Records, latest
from courseware.records.answer import Attempt as ReportedAttempt
from courseware.records.moodle import document_of
from courseware.records.questions import Question, in_words
from courseware.records.statistics import OfQuestion, by_question
from courseware.records.xapi import VOIDED, moment, read_statements

HOME = "https://courseware.invalid/preview"
"""The home page of the accounts of learners in statements."""
XAPI = ("xapi", "cmi5")
BINS = 8
"""Bars of a histogram, at most."""

_RIGHT = {"correct": True, "wrong": False, "incorrect": False}
_MOODLE = ("Question", "Response", "Right answer", "Result")


class Class(NamedTuple):
    """All that was answered: learners, attempts with their outcomes, and the records in the words of the course."""

    learners: Sequence[Learner]
    attempts: Sequence[tuple[Attempt, Outcome]]
    records: Records
    questions: Sequence[Question]
    names: Mapping[str, str]


class Line(NamedTuple):
    """A learner in the gradebook: the latest attempt and the answers in it, by the ids of questions."""

    learner: Learner
    attempts: int
    outcome: Outcome | None
    answers: Mapping[str, Answer]


class Bar(NamedTuple):
    """A bar of a histogram: from (inclusive) to, and how many."""

    low: float
    high: float
    answers: int


def read_class(store: Store, questions: Sequence[Question]) -> Class:
    """What a store holds. A question that the course no longer has keeps its id for words."""
    learners, attempts, values = store.learners(), store.attempts(), store.all_values()
    names = _names(learners)
    answers = [
        answer for one in attempts for answer in _of_values(one, names[one.learner], values.get(one.id, {}))
    ]
    statements = _by_registration(Statements(store).values())
    own = {one.id: statements.get(registration_of(one), []) for one in attempts if one.standard in XAPI}
    voiding = [one for given in statements.values() for one in given if one["verb"]["id"] == VOIDED]
    said = [
        _of_statements(one, names[one.learner], [*own[one.id], *voiding]) for one in attempts if one.id in own
    ]
    outcomes = [
        (one, of_statements(own[one.id]) if one.id in own else outcome(one.standard, values.get(one.id, {})))
        for one in attempts
    ]
    reported = tuple(
        ReportedAttempt(
            names[one.learner], one.number, _day(one.started), _day(one.last), result.score, "preview"
        )
        for one, result in outcomes
    )
    tried = {one.learner for one in attempts}
    never = tuple(names[one.id] for one in learners if one.id not in tried)
    records = Records(
        (*answers, *(answer for one in said for answer in one.answers)),
        reported,
        never,
        {name: words for one in said for name, words in one.right_answers.items()},
        {},
        tuple(trouble for one in said for trouble in one.not_understood),
    )
    worded, _ = in_words(records, [questions])
    return Class(learners, outcomes, worded, questions, names)


def _names(learners: Sequence[Learner]) -> dict[str, str]:
    """The names of learners, with their ids where two have the same."""
    given = [one.name for one in learners]
    return {one.id: one.name if given.count(one.name) == 1 else f"{one.name} ({one.id})" for one in learners}


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _of_values(attempt: Attempt, learner: str, values: Mapping[str, str]) -> Iterator[Answer]:
    """The answers among the values of an attempt: the interactions that have a response or a result."""
    found: dict[int, dict[str, str]] = {}
    for name, value in values.items():
        if name.startswith("cmi.interactions."):
            _, _, index, *rest = name.split(".")
            if len(rest) == 1 and index.isdecimal():
                found.setdefault(int(index), {})[rest[0]] = value
    for index in sorted(found):
        given = found[index]
        response = given.get("student_response", given.get("learner_response", ""))
        if not response:
            continue
        identifier = given.get("id", f"interaction {index}")
        kind = given.get("type", "")
        parts = tuple(response.split("[,]")) if kind in ("choice", "sequencing", "matching") else (response,)
        yield Answer(
            learner=learner,
            attempt=attempt.number,
            course="",
            version="",
            document=document_of(identifier),
            question_id=identifier,
            question="",
            type=kind,
            response=parts,
            options=(),
            right=_RIGHT.get(given.get("result", "")),
            score=None,
            when=_when(attempt, given),
            seconds=seconds_of(given["latency"]) if given.get("latency") else None,
            source=f"preview, attempt {attempt.id}, interaction {index}",
        )


def _when(attempt: Attempt, given: Mapping[str, str]) -> datetime | None:
    """When it was answered; SCORM 1.2 tells the time of the day alone, in this machine's zone."""
    if "timestamp" in given:
        return moment(given["timestamp"])
    clock = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(\.\d+)?", given.get("time", ""))
    if not clock:
        return None
    begun = datetime.fromtimestamp(attempt.started).astimezone()
    hours, minutes, seconds = map(int, clock.groups()[:3])
    found = begun.replace(hour=hours, minute=minutes, second=seconds, microsecond=0)
    return (found if found >= begun - timedelta(minutes=1) else found + timedelta(days=1)).astimezone(UTC)


def registration_of(attempt: Attempt) -> str:
    """The registration of an attempt: the same whenever it is taken up again."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/{attempt.learner}/{attempt.id}/{attempt.started}"))


def _by_registration(statements: Iterable[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for one in statements:
        found.setdefault(str(one.get("context", {}).get("registration", "")), []).append(one)
    return found


def _of_statements(attempt: Attempt, learner: str, statements: Iterable[Json]) -> Records:
    """The answers in the statements of an attempt; what was taken back by any statement is none."""
    said = read_statements((f"attempt {attempt.id}, statement {one['id']}", one) for one in statements)
    answers = (one._replace(learner=learner, attempt=attempt.number, course="") for one in said.answers)
    return said._replace(answers=tuple(answers))


# --- pages


def lines(found: Class) -> list[Line]:
    """A line a learner, with the answers of the latest attempt."""
    answers: dict[str, dict[int, dict[str, Answer]]] = {}
    for one in latest(found.records.answers):
        answers.setdefault(one.learner, {}).setdefault(one.attempt, {})[one.question_id] = one
    tried: dict[str, list[Outcome]] = {}
    for attempt, result in found.attempts:
        tried.setdefault(attempt.learner, []).append(result)
    made = []
    for learner in found.learners:
        own = answers.get(found.names[learner.id], {})
        outcomes = tried.get(learner.id, [])
        made.append(
            Line(
                learner,
                max(len(outcomes), len(own)),
                outcomes[-1] if outcomes else None,
                own[max(own)] if own else {},
            )
        )
    return made


def columns(found: Class) -> list[Question]:
    """The questions of the course in its order, then those that only the answers know."""
    known = {one.id: one for one in found.questions}
    for one in found.records.answers:
        known.setdefault(
            one.question_id,
            Question(one.question_id, one.question or one.question_id, one.type, one.document, {}, None),
        )
    return list(known.values())


def of_question(found: Class, identifier: str) -> tuple[OfQuestion | None, list[Answer]]:
    """The numbers of a question over the latest answers of each attempt, and those answers."""
    every = latest(found.records.answers)
    own = [one for one in every if one.question_id == identifier]
    numbers = by_question(every, found.records.right_answers, [one.id for one in found.questions])
    return next((one for one in numbers if one.question_id == identifier), None), own


def histogram(answers: Sequence[Answer]) -> list[Bar]:
    """Numbers that were answered, in equal steps; nothing where there are none."""
    values = []
    for one in answers:
        try:
            values.append(float("".join(one.response)))
        except ValueError:
            continue
    values = [one for one in values if abs(one) < 1e15]
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [Bar(low, high, len(values))]
    step = (high - low) / BINS
    places = [min(int((one - low) / step), BINS - 1) for one in values]
    return [Bar(low + step * at, low + step * (at + 1), places.count(at)) for at in range(BINS)]


def mean_ranks(answers: Sequence[Answer]) -> list[tuple[str, float]]:
    """The mean place of each option of a ranking, from 1, the first ones first."""
    places: dict[str, list[int]] = {}
    for one in answers:
        for place, words in enumerate(one.response, 1):
            places.setdefault(words, []).append(place)
    return sorted(((words, sum(at) / len(at)) for words, at in places.items()), key=lambda row: row[1])


def as_moodle(found: Class, store: Store) -> tuple[list[str], list[list[str]]]:
    """Header and rows of Moodle's Interactions report: a column for each index, in the words that SCORM 1.2 has.

    SCORM 2004 has none of the names that it looks for, so that its columns stay empty.
    """
    values = store.all_values()
    names = ("id", "student_response", "correct_responses.0.pattern", "result")
    most = 0
    for held in values.values():
        indices = [int(match[1]) for one in held if (match := re.match(r"cmi\.interactions\.(\d+)\.", one))]
        most = max(most, *(one + 1 for one in indices)) if indices else most
    header = ["Name", "Attempt", "Started on", "Last accessed on", "Score"]
    header += [
        f"{title} {index}"
        for index in range(most)
        for title in ("Question", "Response", "Right answer", "Result")
    ]
    rows = []
    for attempt, result in found.attempts:
        held = values.get(attempt.id, {})
        score = "" if result.score is None else f"{result.score:g}"
        row = [
            found.names[attempt.learner],
            str(attempt.number),
            _words(attempt.started),
            _words(attempt.last),
            score,
        ]
        row += [held.get(f"cmi.interactions.{index}.{name}", "") for index in range(most) for name in names]
        rows.append(row)
    tried = {attempt.learner for attempt, _ in found.attempts}
    rows += [
        [found.names[one.id], "-", "-", "-", "-"] + [""] * (4 * most)
        for one in found.learners
        if one.id not in tried
    ]
    return header, rows


def _words(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%A, %d %B %Y, %I:%M %p")
