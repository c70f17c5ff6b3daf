"""Interactions: options, right answers and ids, from typed values (FORMAT: Ratings, Right answers, Identifiers)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults
from courseware.language.components import COMPONENTS
from courseware.language.document import Interaction, Option, Prose
from courseware.language.identifier import is_identifier, key, slug
from courseware.language.marker import Marker, Scalar, Text, Value

MOST_POINTS = 21
"""Points of a rating at most."""

_BEGINS_WITH_NUMBER = re.compile(r"\d+(\s*[-–—]\s*\d+)?(?!\w)")


class Question(NamedTuple):
    """What a document says of an interaction, before it has an id.

    `place` is the marker's, in `text`; `words` and `prose` are the label; `group` and `section` the headings above.
    """

    component: str
    marker: Marker
    values: Mapping[str, Value]
    words: str
    prose: Prose
    help: Prose | None
    options: Sequence[Option]
    group: str
    section: str
    text: Text

    def span(self, name: str = "") -> Span:
        """The place of a key's value, or of the marker."""
        entry = self.marker.entries.get(name)
        start, end = entry.place if entry else (self.marker.place[0], self.marker.place[0] + 1)
        return self.text.span(start, end)

    def spans(self, name: str) -> list[Span]:
        """The places of the items of a list under a key, or of the one text there."""
        value = self.marker.entries[name].value
        items = (value,) if isinstance(value, Scalar) else value
        return [self.text.span(*item.place) for item in items]


def option(
    text: str, prose: Prose, correct: bool = False, feedback: Prose | None = None, name: str = ""
) -> Option:
    """An option under an id of its own words (or of `name`)."""
    identifier = slug(name or text)
    return Option(key("option", identifier), identifier, text, prose, correct, feedback)


def label_of(words: str) -> str:
    """Words as a label: on one line, without colons behind them."""
    return " ".join(words.split()).rstrip(": ")


def scale(values: Mapping[str, Value]) -> list[Option]:
    """The points of a rating, with their labels in words where there are any."""
    least, most, labels = values["min"], values["max"], values["labels"]
    assert isinstance(least, int)
    assert isinstance(most, int)
    points = range(least, min(most, least + MOST_POINTS - 1) + 1)
    names = dict.fromkeys(points, "")
    if isinstance(labels, tuple):
        ends = (points[0], points[-1]) if points and len(labels) == 2 else points
        names |= dict(zip(ends, labels, strict=False))
    return [
        option(
            f"{point} – {names[point]}" if names[point] else str(point),
            Prose((str(point),)),
            name=f"minus {-point}" if point < 0 else str(point),
        )
        for point in points
    ]


def build(
    question: Question, document_id: str, rate_words: Sequence[str]
) -> tuple[Interaction, list[Diagnostic]]:
    """The interaction of a question, under its simplest id, and what is wrong with it."""
    row = COMPONENTS[question.component]
    values = question.values
    kind = row.interaction or ""
    if row.options == "key" and _is_rating(question, rate_words):
        kind = "likert"
    options, problems = _distinct(question)
    answer, more = _ANSWERS.get(row.options or kind, _written_answer)(question, options)
    problems += more
    for rule in _RULES:
        problems += rule(question, options, answer)
    if (values.get("shuffle") or values.get("answer") == "ordered") and len(options) > 1:
        options = _shuffled(options, question.words)
    label = label_of(question.words)
    identifier = str(values["id"]) or slug(label)
    interaction = Interaction(
        question.component, kind, "", "", label, question.prose, question.help, question.group, question.section,
        tuple(options), values, answer, question.span(),
    )  # fmt: skip
    return with_id(interaction, f"{document_id}.{identifier}"), problems


def with_id(interaction: Interaction, identifier: str) -> Interaction:
    """The interaction under another id."""
    return interaction._replace(id=identifier, key=key("interaction", identifier))


def identify(
    interactions: Sequence[Interaction], document_id: str
) -> tuple[dict[Span, str], list[Diagnostic]]:
    """New ids for those interactions of a document whose ids are equal, by place, and those that stay equal.

    Each of them takes its group's heading in front, then its section's; an id that an author gave stays.
    """
    ids = {interaction.span: interaction.id for interaction in interactions}
    chosen: dict[Span, str] = {}
    for prefix in ("{it.group} ", "{it.section} {it.group} "):
        counts = Counter(ids.values())
        for interaction in interactions:
            if counts[ids[interaction.span]] > 1 and not interaction.values["id"]:
                words = prefix.format(it=interaction) + interaction.label
                chosen[interaction.span] = f"{document_id}.{slug(words)}"
        ids |= chosen
    diagnostics: list[Diagnostic] = []
    seen: set[str] = set()
    for interaction in interactions:
        identifier = ids[interaction.span]
        if identifier in seen:
            diagnostics.append(
                report(faults.EQUAL_INTERACTION_IDS, interaction.span, label=interaction.label, id=identifier)
            )
        seen.add(identifier)
    return chosen, diagnostics


def _is_rating(question: Question, rate_words: Sequence[str]) -> bool:
    """Whether a select is a rating: it says so, or it asks to rate and every option begins with a number."""
    said = question.values["rating"]
    if isinstance(said, bool):
        return said
    label = question.words.casefold()
    asks = any(re.match(rf"{re.escape(word.casefold())}(?!\w)", label) for word in rate_words)
    numbers = all(_BEGINS_WITH_NUMBER.match(option.text) for option in question.options)
    is_scale = bool(question.options) and not question.values["multiple"] and not question.values["answer"]
    return asks and numbers and is_scale


def _distinct(question: Question) -> tuple[list[Option], list[Diagnostic]]:
    """The options under ids that differ; those whose words have one slug (`C`, `C++`) end in a hash of the words."""
    slugs = Counter(option.id for option in question.options)
    options: list[Option] = []
    for one in question.options:
        if slugs[one.id] > 1:
            identifier = f"{one.id[:100]}_{sha256(one.text.encode()).hexdigest()[:8]}"
            one = one._replace(id=identifier, key=key("option", identifier))
        options.append(one)
    keys: dict[str, Option] = {}
    diagnostics: list[Diagnostic] = []
    for one in options:
        other = keys.setdefault(one.key, one)
        if other is not one and other.text != one.text:
            diagnostics.append(
                report(faults.EQUAL_KEYS, question.span("options"), id=one.text, other=other.text)
            )
    return options, diagnostics


def _shuffled(options: Sequence[Option], seed: str) -> list[Option]:
    """The options in an order that is always the same for one question, and never the one they were written in."""

    def position(one: Option) -> str:
        return sha256(f"{seed}\0{one.id}".encode()).hexdigest()

    shuffled = sorted(options, key=position)
    return shuffled if shuffled != list(options) else [*shuffled[1:], shuffled[0]]


# Right answers, by where the options come from

Answer = tuple[str, ...] | float | None


def _checked_answer(question: Question, options: Sequence[Option]) -> tuple[Answer, list[Diagnostic]]:
    answer = tuple(one.text for one in options if one.correct) or None
    if answer and len(answer) > 1 and not question.values["multiple"]:
        return answer, [report(faults.SEVERAL_ANSWERS, question.span())]
    return answer, []


def _ordered_answer(question: Question, options: Sequence[Option]) -> tuple[Answer, list[Diagnostic]]:
    return tuple(one.text for one in options) if question.values["answer"] else None, []


def _option_answer(question: Question, options: Sequence[Option]) -> tuple[Answer, list[Diagnostic]]:
    given = question.values["answer"]
    if not isinstance(given, tuple):
        return None, []
    texts = [one.text for one in options]
    problems = [
        report(faults.ANSWER_NOT_AN_OPTION, span, answer=answer, suggestion=did_you_mean(answer, texts))
        for answer, span in zip(given, question.spans("answer"), strict=True)
        if texts and answer not in texts
    ]
    if len(given) > 1 and not question.values["multiple"]:
        problems.append(report(faults.SEVERAL_ANSWERS, question.span("answer")))
    return tuple(dict.fromkeys(given)) or None, problems


def _no_answer(question: Question, options: Sequence[Option]) -> tuple[Answer, list[Diagnostic]]:
    return None, []


def _written_answer(question: Question, options: Sequence[Option]) -> tuple[Answer, list[Diagnostic]]:
    given = question.values["answer"]
    if isinstance(given, tuple):
        return tuple(text for text in given if text) or None, []
    return given if isinstance(given, float) else None, []


_ANSWERS: dict[str, Callable[[Question, Sequence[Option]], tuple[Answer, list[Diagnostic]]]] = {
    "list": _checked_answer,
    "items": _ordered_answer,
    "key": _option_answer,
    "scale": _no_answer,
}


# Rules that a single key's kind cannot say

Rule = Callable[[Question, Sequence[Option], Answer], list[Diagnostic]]


def _id_is_sound(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    identifier = str(question.values["id"])
    if not identifier or is_identifier(identifier):
        return []
    return [report(faults.UNUSABLE_ID, question.span("id"), id=identifier, example=slug(identifier))]


def _options_differ(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    entry = question.marker.entries.get("options")
    if entry is None or isinstance(entry.value, Scalar):
        return []
    problems: list[Diagnostic] = []
    seen: set[str] = set()
    for item in entry.value:
        text = item.text.strip()
        place = question.text.span(*item.place)
        if not text:
            problems.append(report(faults.EMPTY_OPTION, place))
        elif text in seen:
            problems.append(report(faults.EQUAL_OPTIONS, place, text=text))
        seen.add(text)
    return problems


def _enough_options(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    least = {"items": 2, "key": 1}.get(COMPONENTS[question.component].options or "", 0)
    given = "options" not in question.values or question.values["options"] is not None
    if len(options) >= least or not given:
        return []
    words = "a ranking needs at least two items" if least > 1 else "there are no options to choose from"
    return [report(faults.TOO_FEW_OPTIONS, question.span("options"), problem=words)]


def _range_is_sound(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    least, most = question.values.get("min"), question.values.get("max")
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        name = "max" if "max" in question.marker.entries else "min"
        return [
            _contradiction(
                question, name, f"contradicts `min: {least:g}` and `max: {most:g}`", "let min be the less"
            )
        ]
    return []


def _scale_is_sound(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    if COMPONENTS[question.component].options != "scale":
        return []
    least, most, labels = question.values["min"], question.values["max"], question.values["labels"]
    assert isinstance(least, int)
    assert isinstance(most, int)
    points = most - least + 1
    if points == 1 or points > MOST_POINTS:
        name = "max" if "max" in question.marker.entries else "min"
        problem = f"makes a scale of {points}"
        return [_contradiction(question, name, problem, f"a rating has 2 to {MOST_POINTS} points")]
    if isinstance(labels, tuple) and points > 0 and len(labels) not in {2, points}:
        return [
            report(faults.WRONG_NUMBER_OF_LABELS, question.span("labels"), found=len(labels), points=points)
        ]
    return []


def _choices_can_be_made(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    if "multiple" not in question.values:
        return []
    problems: list[Diagnostic] = []
    bounds = [name for name in ("min", "max") if isinstance(question.values.get(name), int)]
    if bounds and not question.values["multiple"]:
        problem = "counts choices, but only one can be made"
        problems.append(_contradiction(question, bounds[0], problem, "add `multiple: true`"))
    elif isinstance(least := question.values.get("min"), int) and least > len(options):
        problem = f"is more than the {len(options)} options"
        problems.append(_contradiction(question, "min", problem, "lower it"))
    if question.values.get("rating") and question.values["multiple"]:
        problems.append(
            _contradiction(question, "rating", "contradicts `multiple: true`", "a rating is one choice")
        )
    return problems


def _answer_can_be_given(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    """Whether the right answer lies within what the other keys allow: a number, or a number of choices."""
    values = question.values
    amount = len(answer) if isinstance(answer, tuple) and values.get("multiple") else answer
    least, most, step = (_number(values.get(name)) for name in ("min", "max", "step"))
    if not isinstance(amount, int | float) or (least is not None and most is not None and least > most):
        return []
    steps = (amount - (least or 0)) / step if step else 0.0
    broken = {
        "min": least is not None and amount < least,
        "max": most is not None and amount > most,
        "step": abs(steps - round(steps)) > 1e-9 and not values.get("tolerance"),
    }
    name = next((name for name, breaks in broken.items() if breaks), "")
    if not name:
        return []
    place = "answer" if "answer" in question.marker.entries else name
    problem = "makes the right answer impossible"
    return [_contradiction(question, place, problem, f"the answer must keep to `{name}`")]


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) else None


def _answer_fits(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    most = question.values.get("max_length")
    if isinstance(answer, tuple) and isinstance(most, int) and min(map(len, answer)) > most:
        return [_contradiction(question, "answer", "is longer than `max_length`", "raise `max_length`")]
    return []


def _verdict_is_shown(question: Question, options: Sequence[Option], answer: Answer) -> list[Diagnostic]:
    if answer is not None:
        return []
    return [
        report(faults.TEXT_NEVER_SHOWN, question.span(name), key=name)
        for name in ("correct", "incorrect")
        if question.values[name]
    ]


_RULES: tuple[Rule, ...] = (
    _id_is_sound,
    _options_differ,
    _enough_options,
    _range_is_sound,
    _scale_is_sound,
    _choices_can_be_made,
    _answer_can_be_given,
    _answer_fits,
    _verdict_is_shown,
)


def _contradiction(question: Question, name: str, problem: str, hint: str) -> Diagnostic:
    return report(faults.IMPOSSIBLE_VALUE, question.span(name), key=name, problem=problem, hint=hint)
