"""Right answers, by the source of a question's options."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.suggest import Suggester
from courseware.language import faults
from courseware.language.components import AREAS, ITEMS, KEY, LIST, ROWS, SCALE, TABLE, TEXT, TRUTH
from courseware.language.document import Option, RightAnswer
from courseware.language.question import Question


def answer_of(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    """The right answer of a question (None for a survey), and diagnostics about it."""
    return _ANSWERS[question.component.options](question, options)


def _checked_answer(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    answer = tuple(option.text for option in options if option.correct) or None
    if answer and len(answer) > 1 and not question.values["multiple"]:
        return answer, [report(faults.SEVERAL_ANSWERS, question.span())]
    return answer, []


def _ordered_answer(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    return tuple(option.text for option in options) if question.values["answer"] else None, []


def _option_answer(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    given = question.values["answer"]
    if not isinstance(given, tuple):
        return None, []
    texts = dict.fromkeys(option.text for option in options)
    suggester = Suggester()
    problems = [
        report(
            faults.ANSWER_NOT_AN_OPTION, span, answer=answer, suggestion=suggester.did_you_mean(answer, texts)
        )
        for answer, span in zip(given, question.spans("answer"), strict=True)
        if texts and answer not in texts
    ]
    if len(given) > 1 and not question.values["multiple"]:
        problems.append(report(faults.SEVERAL_ANSWERS, question.span("answer")))
    return tuple(dict.fromkeys(given)) or None, problems


def _truth(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    given = question.values["answer"]
    return tuple(option.text for option in options if option.id == str(given).lower()) or None, []


def _partners(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    return tuple(f"{part.text} – {part.answers[0]}" for part in question.parts) or None, []


def _fillings(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    if not any(part.answers for part in question.parts):
        return None, []
    return ("; ".join(part.answers[0] if part.answers else "…" for part in question.parts),), []


def _no_answer(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    return None, []


def _written_answer(question: Question, options: Sequence[Option]) -> tuple[RightAnswer, list[Diagnostic]]:
    given = question.values["answer"]
    if isinstance(given, tuple):
        return tuple(text for text in given if text) or None, []
    return given if isinstance(given, float) else None, []


_ANSWERS: dict[str | None, Callable[[Question, Sequence[Option]], tuple[RightAnswer, list[Diagnostic]]]] = {
    LIST: _checked_answer,
    AREAS: _checked_answer,
    ROWS: _checked_answer,
    ITEMS: _ordered_answer,
    KEY: _option_answer,
    SCALE: _no_answer,
    TRUTH: _truth,
    TABLE: _partners,
    TEXT: _fillings,
    None: _written_answer,
}
