"""A class's answers → the tidy table of `courseware records`, and the data for the pages of the gradebook."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from courseware.preview.alike import Alike, latest_of
from courseware.preview.documents import Documents
from courseware.preview.launches import Outcome, family_of, outcome, seconds_of
from courseware.preview.registrations import latest_in, registration_of, said_in
from courseware.preview.saved_state import state_in
from courseware.preview.store import Learner, Store, UnitAttempt
from courseware.record import NamedTuple
from courseware.records.answer import Answer, Attempt, Records
from courseware.records.asked import AnswerInWords, given_by, has_branches, not_asked
from courseware.records.coded import Latest, latest
from courseware.records.moodle import document_of
from courseware.records.questions import JOINT, QuestionInWords, in_words
from courseware.records.seen import seen_in
from courseware.records.statistics import OfQuestion, by_question
from courseware.records.xapi import moment

XAPI = ("xapi", "cmi5")
BINS = 8
"""The most bars of a histogram."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?", re.ASCII)
_INTERACTIONS = "cmi.interactions."
_TOLD = ("id", "type", "student_response", "learner_response", "result", "latency", "time", "timestamp")
_ALIKE = ("id", "type", "student_response", "learner_response", "result")
"""Elements of an interaction in which equal answers agree."""
_RIGHT = {"correct": True, "wrong": False, "incorrect": False}
_MOODLE = {
    "Question": "id",
    "Response": "student_response",
    "Right answer": "correct_responses.0.pattern",
    "Result": "result",
}
"""Column of Moodle's report for an interaction → the element that it shows."""


class Class(NamedTuple):
    """The answers of a class: learners, attempts with their outcomes, and records in the words of the course."""

    learners: Sequence[Learner]
    attempts: Sequence[tuple[UnitAttempt, Outcome]]
    records: Records
    questions: Sequence[QuestionInWords]
    names: Mapping[str, str]


class GradebookCell(NamedTuple):
    """An answer in the gradebook: its text, and whether it is right (None: not judged)."""

    text: str
    right: bool | None


class GradebookRow(NamedTuple):
    """A learner's row in the gradebook.

    `outcome` is that of the latest attempt; `answers` is question id → answer in the latest attempt on each unit.
    `not_asked` are the ids of questions that were not asked, by conditions on these answers or by the draw of a pool.
    """

    learner: Learner
    attempts: int
    outcome: Outcome | None
    answers: Mapping[str, GradebookCell]
    not_asked: frozenset[str] = frozenset()


class Overview(NamedTuple):
    """Learners × questions: those of the course in order, then those that appear only in answers."""

    lines: Sequence[GradebookRow]
    columns: Sequence[QuestionInWords]


class Bar(NamedTuple):
    """A bar of a histogram: its lower bound (inclusive), its upper bound, and the number of answers."""

    low: float
    high: float
    answers: int


def read_class(store: Store, questions: Sequence[QuestionInWords], learner: str | None = None) -> Class:
    """The class in a store, or one learner of it. A question that the course does not have is shown by its id."""
    learners, attempts = store.learners(), store.attempts(learner)
    names = names_of(learners)
    read = list(_read(store, attempts, names))
    reported = tuple(
        Attempt(
            names[attempt.learner],
            attempt.number,
            _day(attempt.started),
            _day(attempt.last),
            result.score,
            "preview",
        )
        for attempt, _, result in read
    )
    tried = {attempt.learner for attempt in attempts}
    records = Records(
        tuple(answer for _, said, _ in read for answer in said.answers),
        reported,
        tuple(names[enrolled.id] for enrolled in learners if enrolled.id not in tried),
        {name: words for _, said, _ in read for name, words in said.right_answers.items()},
        {},
        tuple(trouble for _, said, _ in read for trouble in said.not_understood),
    )
    held = seen_of(store, attempts)
    seen = defaultdict[tuple[str, str, int], frozenset[str]](frozenset)
    for attempt in attempts:
        seen[names[attempt.learner], "", attempt.number] |= held[attempt.id]
    worded, _ = in_words(records._replace(seen=seen), [questions])
    return Class(learners, [(attempt, result) for attempt, _, result in read], worded, questions, names)


def overview(store: Store, questions: Sequence[QuestionInWords]) -> Overview:
    """The first page of the gradebook. Attempts are read one by one, so that memory does not grow with the class."""
    learners, attempts = store.learners(), store.attempts()
    newest = {
        (attempt.learner, attempt.unit, family_of(attempt.standard)): attempt.id for attempt in attempts
    }
    shown = set(newest.values())
    tried = Counter(attempt.learner for attempt in attempts)
    outcomes: dict[str, Outcome] = {}
    answers: dict[str, dict[str, GradebookCell]] = {}
    given: dict[str, dict[str, AnswerInWords]] = {}
    known = {question.id: question for question in questions}
    latest_attempts = [attempt for attempt in attempts if attempt.id in shown]
    seen = defaultdict[str, set[str]](set)
    branches = has_branches(questions)  # without branches, everybody is asked every question
    if branches:
        held = seen_of(store, latest_attempts)
        for attempt in latest_attempts:
            seen[attempt.learner] |= held[attempt.id]
    for attempt, told, result in _latest(store, latest_attempts, questions):
        outcomes[attempt.learner] = result
        cells = answers.setdefault(attempt.learner, {})
        for answer in told:
            cells[answer.question_id] = GradebookCell(JOINT.join(answer.response), answer.right)
            if answer.question_id not in known:
                known[answer.question_id] = _unknown(answer)
        if told and branches:
            given.setdefault(attempt.learner, {}).update(given_by(told))
    lines = [
        GradebookRow(
            learner,
            tried[learner.id],
            outcomes.get(learner.id),
            answers.get(learner.id, {}),
            not_asked(questions, given[learner.id], seen[learner.id]) if learner.id in given else frozenset(),
        )
        for learner in learners
    ]
    return Overview(lines, list(known.values()))


def seen_of(store: Store, attempts: Sequence[UnitAttempt]) -> dict[int, frozenset[str]]:
    """Attempt id → the keys that its saved state lists as seen or drawn from pools."""
    owners = {registration_of(attempt): attempt.id for attempt in attempts if attempt.standard in XAPI}
    seen = {
        attempt.id: seen_in(values.get("cmi.suspend_data", ""))
        for attempt, values, _ in _held(store, attempts)
    }
    documents = Documents(store)
    for key in documents if owners else ():
        if key[-2] in owners:
            seen[owners[key[-2]]] |= seen_in(state_in(documents[key].content))
    return seen


def _read(
    store: Store, attempts: Sequence[UnitAttempt], names: Mapping[str, str]
) -> Iterator[tuple[UnitAttempt, Records, Outcome]]:
    """Each attempt with its answers, not yet in words, and its outcome."""
    said = said_in(store, [attempt for attempt in attempts if attempt.standard in XAPI], names)
    for attempt, values, result in _held(store, attempts):
        learner = names[attempt.learner]
        if attempt.standard in XAPI:
            yield attempt, *next(said)
        else:
            yield attempt, Records(tuple(_of_values(attempt, learner, values)), (), (), {}, {}, ()), result


def _latest(
    store: Store, attempts: Sequence[UnitAttempt], questions: Sequence[QuestionInWords]
) -> Iterator[tuple[UnitAttempt, Sequence[Answer], Outcome]]:
    """Each attempt with the latest answer to each question, in the words of the course, and its outcome."""
    said = latest_in(store, [attempt for attempt in attempts if attempt.standard in XAPI], questions)
    alike = Alike(questions)
    with closing(Latest()) as latest_answers:
        for attempt, values, result in _held(store, attempts):
            if attempt.standard in XAPI:
                yield attempt, *next(said)
            else:
                clock = _clock_of(attempt)
                told = ((_alike(attempt, index, given, alike), given) for index, given in _told(values))
                yield attempt, latest_of(told, partial(_when, clock), latest_answers), result


def _alike(attempt: UnitAttempt, index: str, given: Mapping[str, str], alike: Alike) -> Answer:
    """An answer in words, without learner and time."""
    key = tuple(map(given.get, _ALIKE)) if given.get("id") else (index, *map(given.get, _ALIKE))
    return alike.known.get(key) or alike.keep(key, _answer(attempt, "", index, given, None))


def _held(
    store: Store, attempts: Sequence[UnitAttempt]
) -> Iterator[tuple[UnitAttempt, Mapping[str, str], Outcome]]:
    """Each attempt, by id, with its SCORM values and the outcome according to them."""
    held = store.each_values()
    identifier, content = next(held, (0, ""))
    for attempt in attempts:
        while identifier and identifier < attempt.id:
            identifier, content = next(held, (0, ""))
        values = json.loads(content) if identifier == attempt.id else {}
        yield attempt, values, outcome(attempt.standard, values)


def names_of(learners: Sequence[Learner]) -> dict[str, str]:
    """Learner id → name; a name that several learners have is followed by the id."""
    given = [learner.name for learner in learners]
    return {
        learner.id: learner.name if given.count(learner.name) == 1 else f"{learner.name} ({learner.id})"
        for learner in learners
    }


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _of_values(attempt: UnitAttempt, learner: str, values: Mapping[str, str]) -> Iterator[Answer]:
    """The answers in the SCORM values of an attempt."""
    clock = _clock_of(attempt)
    for index, given in _told(values):
        yield _answer(attempt, learner, index, given, _when(clock, given))


def _told(values: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The interactions with a response in the SCORM values of an attempt: index, and last part of a name → value."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, value in values.items():
        if name.startswith(_INTERACTIONS):
            index, _, rest = name[len(_INTERACTIONS) :].partition(".")
            if rest in _TOLD:
                found[index][rest] = value
    for index in sorted(filter(str.isdecimal, found), key=int):
        if _response(found[index]):
            yield index, found[index]


def _response(given: Mapping[str, str]) -> str:
    return given.get("student_response") or given.get("learner_response", "")


def _answer(
    attempt: UnitAttempt, learner: str, index: str, given: Mapping[str, str], when: datetime | None
) -> Answer:
    response, kind = _response(given), given.get("type", "")
    identifier = given.get("id") or f"interaction {index}"
    parts = tuple(response.split("[,]")) if kind in ("choice", "sequencing", "matching") else (response,)
    seconds = seconds_of(given["latency"]) if "latency" in given else None
    return Answer(  # positional, because keywords take time and there are many answers
        learner, attempt.number, "", "", document_of(identifier), identifier, "", kind, parts, (),
        _RIGHT.get(given.get("result", "")), None, when, seconds,
        f"preview, attempt {attempt.id}, interaction {index}",
    )  # fmt: skip


def _when(clock: Callable[[str], datetime | None], given: Mapping[str, str]) -> datetime | None:
    """When an interaction was answered: its `timestamp`, or its `time` of day read by `clock`."""
    return moment(given["timestamp"]) if "timestamp" in given else clock(given.get("time", ""))


def _clock_of(attempt: UnitAttempt) -> Callable[[str], datetime | None]:
    """A function that turns a time of day of SCORM 1.2 in this attempt into a moment, in this machine's time zone."""
    begun = datetime.fromtimestamp(attempt.started).astimezone()
    midnight = begun.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    earliest = begun.astimezone(UTC) - timedelta(minutes=1)

    def when(told: str) -> datetime | None:
        clock = _CLOCK.fullmatch(told)
        if not clock:
            return None
        hours, minutes, seconds = map(int, clock.groups()[:3])
        found = midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return found if found >= earliest else found + timedelta(days=1)

    return when


# --- data for the pages


def columns(found: Class) -> list[QuestionInWords]:
    """The questions of the course in order, then those that appear only in answers."""
    known = {question.id: question for question in found.questions}
    for answer in found.records.answers:
        known.setdefault(answer.question_id, _unknown(answer))
    return list(known.values())


def _unknown(answer: Answer) -> QuestionInWords:
    return QuestionInWords(
        answer.question_id, answer.question or answer.question_id, answer.type, answer.document, {}, None
    )


def of_question(found: Class, identifier: str) -> tuple[OfQuestion | None, list[Answer]]:
    """The statistics of a question, from the latest answer of each attempt, and those answers."""
    every = latest(found.records.answers)
    own = [answer for answer in every if answer.question_id == identifier]
    numbers = by_question(every, found.records.right_answers, found.questions)
    return next((number for number in numbers if number.question_id == identifier), None), own


def read_question(
    store: Store, questions: Sequence[QuestionInWords], identifier: str
) -> tuple[QuestionInWords, OfQuestion | None, list[Answer]] | None:
    """A question with its statistics and answers; None if it is neither in the course nor in an answer."""
    found = read_class(store, questions)
    known = next((column for column in columns(found) if column.id == identifier), None)
    return (known, *of_question(found, identifier)) if known else None


def histogram(answers: Sequence[Answer]) -> list[Bar]:
    """The histogram of numeric answers; empty if there are none."""
    values = []
    for answer in answers:
        try:
            values.append(float("".join(answer.response)))
        except ValueError:
            continue
    values = [value for value in values if abs(value) < 1e15]
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [Bar(low, high, len(values))]
    step = (high - low) / BINS
    places = [min(int((value - low) / step), BINS - 1) for value in values]
    return [Bar(low + step * at, low + step * (at + 1), places.count(at)) for at in range(BINS)]


def mean_ranks(answers: Sequence[Answer]) -> list[tuple[str, float]]:
    """The options of a ranking with their mean ranks (from 1), in that order."""
    places: dict[str, list[int]] = {}
    for answer in answers:
        for place, words in enumerate(answer.response, 1):
            places.setdefault(words, []).append(place)
    return sorted(((words, sum(at) / len(at)) for words, at in places.items()), key=lambda row: row[1])


def as_moodle(store: Store) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of Moodle's Interactions report, with columns for each index, from the elements of SCORM 1.2.

    For SCORM 2004, which names them differently, these columns are empty in Moodle, too.
    """
    most = max((_interactions(json.loads(content)) for _, content in store.each_values()), default=0)
    header = ["Name", "Attempt", "Started on", "Last accessed on", "Score"]
    header += [f"{title} {index}" for index in range(most) for title in _MOODLE]
    return header, _moodle_rows(store, most)


def _interactions(values: Mapping[str, str]) -> int:
    """The number of interactions; their indices have no gaps (SCORM 1.2 Run-Time, 3.4.4)."""
    return sum(1 for name in values if name.startswith(_INTERACTIONS) and name.endswith(".id"))


def _moodle_rows(store: Store, most: int) -> Iterator[list[str]]:
    learners, attempts = store.learners(), store.attempts()
    names = names_of(learners)
    for attempt, values, result in _held(store, attempts):
        score = "" if result.score is None else f"{result.score:g}"
        row = [
            names[attempt.learner],
            str(attempt.number),
            _words(attempt.started),
            _words(attempt.last),
            score,
        ]
        row += [
            values.get(f"{_INTERACTIONS}{index}.{name}", "")
            for index in range(most)
            for name in _MOODLE.values()
        ]
        yield row
    tried = {attempt.learner for attempt in attempts}
    for learner in learners:
        if learner.id not in tried:
            yield [names[learner.id], "-", "-", "-", "-"] + [""] * (4 * most)


def _words(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%A, %d %B %Y, %I:%M %p")
