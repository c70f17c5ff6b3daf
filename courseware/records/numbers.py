"""The numbers of records, by what `--by` names: a table of what can be asked for and the functions that compute it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courseware.records.answer import Answer, Records
from courseware.records.questions import known_questions
from courseware.records.scales import scales
from courseware.records.statistics import by_group, by_question
from courseware.records.texts import frequent_words, texts_of
from courseware.records.wanted import Wanted

GROUPS = ("learner", "attempt", "document")

OF_ANSWERS: Mapping[str, Callable[[Sequence[Answer]], Sequence[Any]]] = {
    "scale": scales,
    "word": frequent_words,
    "text": texts_of,
}
"""Numbers that need nothing but the answers."""

KINDS = ("question", *GROUPS, *OF_ANSWERS)
"""What numbers can be computed for."""


def numbers(records: Records, every: Sequence[Answer], answers: Sequence[Answer], by: str) -> Sequence[Any]:
    """The numbers of the wanted `answers` among `every` answer, as rows of the kind that `by` names.

    Raises `KeyError` if `by` is not one of `KINDS`.
    """
    if by == "question":
        # discrimination and dropouts need the other questions, too, and a distribution the other answers
        chosen = {(answer.course, answer.question_id) for answer in answers}
        found = by_question(every, records.right_answers, records.questions, records.seen)
        return [question for question in found if (question.course, question.question_id) in chosen]
    return by_group(records, answers, by) if by in GROUPS else OF_ANSWERS[by](answers)


_ID = ("question_id", "id")
_PLACED = {"question": _ID, "word": _ID, "text": _ID, "document": ("name", "document")}
"""What has a place in a course: in which field a row names it, and in which one a question does."""


def in_order(rows: Sequence[Any], wanted: Wanted) -> Sequence[Any]:
    """What has a place in the courses in their order, and behind it what they do not have; the others as they come."""
    if wanted.by not in _PLACED:
        return rows
    field, of_question = _PLACED[wanted.by]
    known = known_questions(wanted.versions).values()
    names = dict.fromkeys(getattr(question, of_question) for question in known)
    places = {name: place for place, name in enumerate(names)}
    return sorted(rows, key=lambda row: places.get(getattr(row, field), len(places)))
