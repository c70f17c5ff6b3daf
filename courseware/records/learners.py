"""Names for the ids by which sources identify learners, with the same name for all ids of a person."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from courseware.archive.reader import Unreadable
from courseware.records.answer import Answer, Records

MOST_BYTES = 64 << 20


def read_map(path: Path) -> Mapping[str, str]:
    """Id → name, from a CSV file with a name in each row, followed by the ids of that person.

    Raises `Unreadable` if it is not such a file, or if an id has two names.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES >> 20} MB")
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        rows = list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count)))
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable("it is not a table of UTF-8 text") from None
    names: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        name, *ids = (cell.strip() for cell in row or [""])
        for identifier in filter(None, ids):
            if names.setdefault(identifier, name) != name:
                raise Unreadable(f"row {number}: {identifier} is already the id of {names[identifier]}")
        if ids and not name:
            raise Unreadable(f"row {number} has no name")
    return names


def named(records: Records, names: Mapping[str, str]) -> Records:
    """The records with names instead of ids; the same answer of a person in several kinds of sources counts once.

    Moodle's reports have no time for an answer: an answer without one is the same as another by the same learner,
    attempt and question with the same response and result. It is left out, and the rest of its course gets the name of
    the other answer's course, of several the last in order. An engine does the same (`expressions.once`).
    """
    answers = [
        answer._replace(learner=names.get(answer.learner, answer.learner)) for answer in records.answers
    ]
    timed: dict[tuple[object, ...], str] = {}
    for answer in answers:
        if answer.when is not None:
            timed[_same(answer)] = max(answer.course, timed.get(_same(answer), ""))
    courses: dict[str, str] = {}
    for answer in answers:
        if answer.when is None and _same(answer) in timed:
            courses[answer.course] = max(timed[_same(answer)], courses.get(answer.course, ""))
    kept = [
        answer if answer.when else answer._replace(course=courses.get(answer.course, answer.course))
        for answer in answers
        if answer.when is not None or _same(answer) not in timed
    ]
    attempts = tuple(
        attempt._replace(learner=names.get(attempt.learner, attempt.learner)) for attempt in records.attempts
    )
    tried = {answer.learner for answer in kept} | {attempt.learner for attempt in attempts}
    never = dict.fromkeys(names.get(learner, learner) for learner in records.never_tried)
    seen: dict[tuple[str, str, int], frozenset[str]] = {}
    for (learner, course, attempt), keys in records.seen.items():
        whose = names.get(learner, learner), courses.get(course, course), attempt
        seen[whose] = seen.get(whose, frozenset()) | keys
    repeated = len(answers) - len(kept)
    other = {**records.other}
    if repeated:
        other["repeated"] = other.get("repeated", 0) + repeated
    return records._replace(
        answers=tuple(kept),
        attempts=attempts,
        never_tried=tuple(learner for learner in never if learner not in tried),
        other=other,
        seen=seen,
    )


def _same(answer: Answer) -> tuple[object, ...]:
    return answer.learner, answer.attempt, answer.question_id, answer.response, answer.right
