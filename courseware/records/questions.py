"""The questions of a course, for records: its own words, order and right answers, by the ids of questions.

They come from the course itself or from a package of it, so that answers to an earlier version have its words, too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from courseware.record import NamedTuple
from courseware.records.answer import Answer, Records
from courseware.site.when_asked import Branch

if TYPE_CHECKING:
    from courseware.course.course import Course
    from courseware.site.compare import Recorded

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
"""The characters that stand for options in SCORM 1.2 (Run-Time, 3.4.3, CMIFeedback), if an LMS accepts no text."""
JOINT = "; "
"""The separator between the options of one answer in a package's records (SCORM 1.2)."""


class QuestionInWords(NamedTuple):
    """A question as its course asks it: `options` are id → text, in order; `answer` is the right answer in words.

    For a matching, the options are all pairs. `branch` says who is asked, `gaps` how many gaps a text has.
    """

    id: str
    label: str
    kind: str
    document: str
    options: Mapping[str, str]
    answer: tuple[str, ...] | None
    branch: Branch = Branch()
    gaps: int = 0


def of_course(course: Course) -> list[QuestionInWords]:
    """The questions of a course, in its order."""
    from courseware.site.compare import branches_of_course

    branches = branches_of_course(course)
    return [
        QuestionInWords(
            interaction.id,
            interaction.label,
            interaction.kind,
            page.document,
            _options(
                {option.id: option.text for option in interaction.options},
                {part.id: part.text for part in interaction.parts} if interaction.kind == "matching" else {},
            ),
            (f"{interaction.answer:.10g}",) if isinstance(interaction.answer, float) else interaction.answer,
            branches.get(interaction.id, Branch()),
            len(interaction.parts) if interaction.kind == "fill-in" else 0,
        )
        for page in course.pages
        for interaction in page.interactions
    ]


def _options(options: Mapping[str, str], parts: Mapping[str, str]) -> Mapping[str, str]:
    """The options or, if they are partners of parts, each pair in the form of records: ids → words."""
    if not parts:
        return options
    return {
        f"{part}[.]{option}": f"{left} – {right}"
        for part, left in parts.items()
        for option, right in options.items()
    }


def _right(recorded: Recorded) -> tuple[str, ...] | None:
    """The right answer in an earlier package, in words."""
    if recorded.answer is None or recorded.kind != "matching":
        return recorded.answer and tuple(recorded.options.get(part, part) for part in recorded.answer)
    pairs = _options(recorded.options, recorded.parts)
    ids = map("[.]".join, zip(recorded.answer[::2], recorded.answer[1::2], strict=False))
    return tuple(pairs.get(pair, pair) for pair in ids)


def of_package(path: str | os.PathLike[str]) -> list[QuestionInWords]:
    """The questions of a package that courseware made, in its order. Raises `Unreadable`."""
    from courseware.site.compare import read_old_course

    old = read_old_course(path)
    found = old.interactions.values()
    return [
        QuestionInWords(
            recorded.id,
            recorded.label,
            recorded.kind,
            recorded.id.partition(".")[0],
            _options(recorded.options, recorded.parts if recorded.kind == "matching" else {}),
            _right(recorded),
            old.branches.get(recorded.id, Branch()),
            len(recorded.parts) if recorded.kind == "fill-in" else 0,
        )
        for recorded in found
    ]


def in_words(
    records: Records, versions: Sequence[Sequence[QuestionInWords]]
) -> tuple[Records, tuple[str, ...]]:
    """The records in the words and the order of a course, and the ids of questions that no version has.

    If several versions have an id, the first of them supplies the words.
    """
    known = known_questions(versions)
    order = {identifier: number for number, identifier in enumerate(known)}
    told = [(question_of(answer.question_id, known), answer) for answer in records.answers]
    learners = {answer.learner: number for number, answer in reversed([*enumerate(records.answers)])}
    answers = sorted(
        (told_by(answer, question) if question else answer for question, answer in told),
        key=lambda answer: (
            learners[answer.learner],
            answer.attempt,
            order.get(answer.question_id, len(order)),
        ),
    )
    right = {**records.right_answers, **right_answers(known)}
    unknown = dict.fromkeys(answer.question_id for question, answer in told if not question)
    asked = tuple(versions[0]) if versions else ()
    return records._replace(answers=tuple(answers), right_answers=right, questions=asked), tuple(unknown)


def known_questions(versions: Sequence[Sequence[QuestionInWords]]) -> dict[str, QuestionInWords]:
    """The questions of all versions by their ids, each as in the first version that has it."""
    known: dict[str, QuestionInWords] = {}
    for questions in versions:
        for question in questions:
            known.setdefault(question.id, question)
    return known


def right_answers(known: Mapping[str, QuestionInWords]) -> dict[str, str]:
    """The right answers in words, by the ids of the questions that have one."""
    return {question.id: _joined(question) for question in known.values() if question.answer is not None}


def question_of(identifier: str, known: Mapping[str, QuestionInWords]) -> QuestionInWords | None:
    """The question with an id, or with an IRI whose last two segments are those of the id (docs/xapi.md)."""
    return known.get(identifier) or known.get(".".join(identifier.rsplit("/", 2)[-2:]))


def told_by(answer: Answer, question: QuestionInWords) -> Answer:
    """An answer in the words of its question."""
    response = _chosen(answer.response, question)
    return answer._replace(
        question_id=question.id,
        question=question.label,
        type=question.kind,
        document=question.document,
        response=response,
        # nobody wants to count every possible pair
        options=() if question.kind == "matching" else tuple(question.options.values()),
        right=_is_right(response, question) if answer.right is None else answer.right,
    )


def _chosen(response: tuple[str, ...], question: QuestionInWords) -> tuple[str, ...]:
    """The options in a response that is text or has their ids; the words that fill gaps; otherwise the response."""
    options = question.options
    if question.gaps and len(response) == 1:
        filled = tuple(response[0].split(JOINT))
        return filled if len(filled) == question.gaps else response
    if not options or all(part in options.values() for part in response):
        return response
    if all(part in options for part in response):
        return tuple(options[part] for part in response)
    divided = {"matching": _pairs, "true-false": _truth}.get(question.kind, _places)
    text = JOINT.join(response)  # which may have been divided within an option
    return _split(text, question) or divided(text, question) or response


def _split(text: str, question: QuestionInWords) -> tuple[str, ...] | None:
    """The options that a text joins, or None; the longest come first, because they may contain the separator."""
    words = list(question.options.values())
    found = []
    rest = text + JOINT
    while rest:
        fitting = [word for word in words if rest.startswith(word + JOINT)]
        if not fitting:
            break
        found.append(max(fitting, key=len))
        rest = rest[len(found[-1]) + len(JOINT) :]
    return None if rest else tuple(found)


def _places(text: str, question: QuestionInWords) -> tuple[str, ...] | None:
    """The options that letters such as `a,c` stand for, or None."""
    words = list(question.options.values())
    places = [LETTERS.find(part) if len(part) == 1 else -1 for part in text.split(",")]
    return tuple(words[at] for at in places) if all(0 <= at < len(words) for at in places) else None


def _truth(text: str, question: QuestionInWords) -> tuple[str, ...] | None:
    """The option that `t` or `f` stands for in SCORM 1.2 (Run-Time, 3.4), or None."""
    word = question.options.get({"t": "true", "f": "false"}.get(text, ""))
    return (word,) if word else None


def _pairs(text: str, question: QuestionInWords) -> tuple[str, ...] | None:
    """The pairs of a matching that letters such as `a.c,b.a` stand for, or None."""
    ids = [option.split("[.]") for option in question.options]
    parts, partners = (list(dict.fromkeys(identifier[place] for identifier in ids)) for place in (0, 1))
    of_letters = {
        f"{left}.{right}": question.options[f"{part}[.]{partner}"]
        for left, part in zip(LETTERS, parts, strict=False)
        for right, partner in zip(LETTERS, partners, strict=False)
    }
    found = [of_letters.get(pair) for pair in text.split(",")]
    return tuple(part_text for part_text in found if part_text) if all(found) else None


def _is_right(response: tuple[str, ...], question: QuestionInWords) -> bool | None:
    """Whether the chosen options are the right ones; None if that does not depend on options."""
    if question.answer is None or not question.options:
        return None
    if question.kind == "sequencing":
        return response == question.answer
    return sorted(response) == sorted(question.answer)


def _joined(question: QuestionInWords) -> str:
    """The right answer as one text: its options, or all accepted words."""
    return (JOINT if question.options else " | ").join(question.answer or ())
