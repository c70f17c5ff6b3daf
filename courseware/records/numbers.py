"""The numbers of records by what `--by` names: one table of what is asked and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courseware.records.answer import Answer, Records
from courseware.records.scales import scales
from courseware.records.statistics import by_group, by_question
from courseware.records.texts import frequent_words, texts_of

GROUPS = ("learner", "attempt", "document")

OF_ANSWERS: Mapping[str, Callable[[Sequence[Answer]], Sequence[Any]]] = {
    "scale": scales,
    "word": frequent_words,
    "text": texts_of,
}
"""Numbers that need nothing but the answers."""

KINDS = ("question", *GROUPS, *OF_ANSWERS)
"""What numbers can be of."""


def numbers(records: Records, every: Sequence[Answer], answers: Sequence[Answer], by: str) -> Sequence[Any]:
    """The numbers of the `answers` that were asked for among `every` one, as rows of the kind that `by` names.

    Raises `KeyError` where it names none of `KINDS`.
    """
    if by == "question":
        # discrimination and dropouts need the other questions, too, and a distribution the other answers
        chosen = {(answer.course, answer.question_id) for answer in answers}
        found = by_question(every, records.right_answers, records.questions, records.seen)
        return [question for question in found if (question.course, question.question_id) in chosen]
    return by_group(records, answers, by) if by in GROUPS else OF_ANSWERS[by](answers)
