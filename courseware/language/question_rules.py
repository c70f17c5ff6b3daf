"""Rules for questions that concern more than the kind of a single key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from courseware.diagnostics import Diagnostic, report
from courseware.language import faults
from courseware.language.components import AREAS, ITEMS, KEY, LIST, SCALE
from courseware.language.document import Option, RightAnswer
from courseware.language.identifier import is_identifier, slug
from courseware.language.marker import Scalar
from courseware.language.question import Question
from courseware.language.rating import MOST_POINTS

QuestionRule = Callable[[Question, Sequence[Option], RightAnswer], list[Diagnostic]]


def _id_is_sound(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    identifier = str(question.values["id"])
    if not identifier or is_identifier(identifier):
        return []
    return [report(faults.UNUSABLE_ID, question.span("id"), id=identifier, example=slug(identifier))]


def _options_differ(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    entry = question.marker.marker.entries.get("options")
    if entry is None or isinstance(entry.value, Scalar):
        return []
    problems: list[Diagnostic] = []
    seen: set[str] = set()
    for item in entry.value:
        text = item.text.strip()
        if not text:
            problems.append(report(faults.EMPTY_OPTION, question.text.span(*item.place)))
        elif text in seen:
            problems.append(report(faults.EQUAL_OPTIONS, question.text.span(*item.place), text=text))
        seen.add(text)
    return problems


def _enough_options(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    component = question.component
    fault = {ITEMS: faults.TOO_FEW_ITEMS, KEY: faults.NO_OPTION_LISTED}.get(component.options or "")
    lost = component.options == KEY and question.values["options"] is None  # it has been reported there
    if component.options == KEY and len(options) == 1 and not question.values["multiple"]:
        return [report(faults.ONE_OPTION, question.span("options"))]
    if fault is None or lost or len(options) >= component.fewest:
        return []
    return [report(fault, question.span("options"))]


def _range_is_sound(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    least, most = _number(question, "min"), _number(question, "max")
    if least is None or most is None or least <= most:
        return []
    name = "max" if question.gives("max") else "min"
    return [report(faults.MIN_ABOVE_MAX, question.span(name), least=f"{least:g}", most=f"{most:g}")]


def _scale_is_sound(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    least, most = _number(question, "min"), _number(question, "max")
    if question.component.options != SCALE or least is None or most is None or least > most:
        return []
    points, labels = int(most - least) + 1, question.values["labels"]
    if not question.component.fewest <= points <= MOST_POINTS:
        name = "max" if question.gives("max") else "min"
        return [report(faults.WRONG_NUMBER_OF_POINTS, question.span(name), points=points)]
    if isinstance(labels, tuple) and len(labels) not in {2, points}:
        span = question.span("labels")
        return [report(faults.WRONG_NUMBER_OF_LABELS, span, found=len(labels), points=points)]
    return []


def _choices_can_be_made(
    question: Question, options: Sequence[Option], answer: RightAnswer
) -> list[Diagnostic]:
    values = question.values
    if question.component.options not in {LIST, KEY}:
        return []
    problems: list[Diagnostic] = []
    least = _number(question, "min")
    bounds = [name for name in ("min", "max") if _number(question, name) is not None]
    if bounds and not values["multiple"]:
        problems.append(report(faults.COUNT_OF_ONE_CHOICE, question.span(bounds[0]), key=bounds[0]))
    elif least is not None and least > len(options):
        span = question.span("min")
        problems.append(report(faults.TOO_MANY_TO_CHOOSE, span, least=f"{least:g}", options=len(options)))
    if values.get("rating") and values["multiple"]:
        problems.append(report(faults.RATING_OF_SEVERAL, question.span("rating")))
    return problems


def _answer_can_be_given(
    question: Question, options: Sequence[Option], answer: RightAnswer
) -> list[Diagnostic]:
    """Reports a right answer that the other keys make impossible: a number out of range, or too many choices."""
    amount = len(answer) if isinstance(answer, tuple) and question.values.get("multiple") else answer
    if not isinstance(amount, int | float):
        return []
    least, most, step = (_number(question, name) for name in ("min", "max", "step"))
    if least is not None and most is not None and least > most:
        return []
    if question.values.get("control") and not step and least is not None and most is not None:
        step = (
            1.0 if most - least >= 10 else (most - least) / 100
        )  # the same default as in templates/components/number.html
    steps = (amount - (least or 0)) / step if step else 0.0
    broken = {
        "min": least is not None and amount < least,
        "max": most is not None and amount > most,
        "step": abs(steps - round(steps)) > 1e-9 and not question.values.get("tolerance"),
    }
    name = next((name for name, breaks in broken.items() if breaks), "")
    if not name:
        return []
    span = question.span("answer" if question.gives("answer") else name)
    value = step if name == "step" else question.values[name]
    return [report(faults.ANSWER_OUT_OF_REACH, span, key=name, value=f"{value:g}")]


def _answer_fits(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    most = question.values.get("max_length")
    if isinstance(answer, tuple) and isinstance(most, int) and min(map(len, answer)) > most:
        return [report(faults.ANSWER_TOO_LONG, question.span("answer"), most=most)]
    return []


def _verdict_is_shown(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    if answer is not None:
        return []
    found = [
        report(faults.TEXT_NEVER_SHOWN, question.span(name), key=name)
        for name in ("correct", "incorrect")
        if question.values[name]
    ]
    if question.values.get("tolerance"):
        found.append(report(faults.TOLERANCE_OF_NOTHING, question.span("tolerance")))
    return found


def _slider_has_ends(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    ends = (_number(question, "min"), _number(question, "max"))
    if not question.values.get("control") or (None not in ends and ends[0] != ends[1]):
        return []
    return [report(faults.SLIDER_WITHOUT_RANGE, question.span("control"))]


def _slider_moves(question: Question, options: Sequence[Option], answer: RightAnswer) -> list[Diagnostic]:
    least, most, step = (_number(question, name) for name in ("min", "max", "step"))
    if (
        not question.values.get("control")
        or least is None
        or most is None
        or not step
        or step <= most - least
    ):
        return []
    return [report(faults.STEP_TOO_LARGE, question.span("step"), step=f"{step:g}", range=f"{most - least:g}")]


def _parts_can_be_right(
    question: Question, options: Sequence[Option], answer: RightAnswer
) -> list[Diagnostic]:
    has_parts = question.component.options not in {LIST, KEY, AREAS} or question.values["multiple"]
    reason = (
        "there is no right answer" if answer is None else "" if has_parts else "only one option can be chosen"
    )
    if not question.values.get("partial") or not reason:
        return []
    return [report(faults.NOTHING_IN_PART, question.span("partial"), reason=reason)]


RULES: tuple[QuestionRule, ...] = (
    _id_is_sound,
    _options_differ,
    _enough_options,
    _range_is_sound,
    _scale_is_sound,
    _choices_can_be_made,
    _answer_can_be_given,
    _answer_fits,
    _verdict_is_shown,
    _slider_has_ends,
    _slider_moves,
    _parts_can_be_right,
)


def _number(question: Question, name: str) -> float | None:
    """The number under a key, or None if there is none."""
    value = question.values.get(name)
    return value if isinstance(value, int | float) else None
