"""Records as one self-contained HTML page: charts as SVG with their numbers, for screens and A4.

The template (`templates/records.html`) escapes what learners wrote, and nothing in it becomes a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courseware import __version__
from courseware.diagnostics.characters import harmless
from courseware.diagnostics.html import environment
from courseware.record import NamedTuple
from courseware.records.answer import Answer, Records
from courseware.records.scales import scales
from courseware.records.statistics import OfQuestion, by_group, by_question, remarks
from courseware.records.texts import OfText, OfWord, frequent_words, texts_of

MOST_PARTS, MOST_WORDS, MOST_TEXTS, MOST_LEARNERS, MOST_UNREAD = 20, 12, 200, 500, 50
"""How many distinct answers, words and texts of a question, learners, and uninterpreted places are shown."""
KEPT = "\n\t\u00a0\u200c\u200d\u200e\u200f"
"""Characters that have no glyph and are kept in a text: white space, and what joins letters or sets their direction."""
MOST_ON_CHART = 100
"""The most questions in the chart of all questions."""


class Compared(NamedTuple):
    """A question, counted from 1, and the same question in the other version; None if nobody answered it there."""

    number: int
    now: OfQuestion
    before: OfQuestion | None
    remarks: Sequence[str]
    words: Sequence[OfWord]
    texts: Sequence[OfText]

    @property
    def shares_before(self) -> Mapping[str, float]:
        """The share of each answer in the other version."""
        return {part.words: part.share for part in self.before.distribution} if self.before else {}

    @property
    def facility_change(self) -> float | None:
        """The difference of the facilities."""
        if self.before is None or self.now.facility is None or self.before.facility is None:
            return None
        return self.now.facility - self.before.facility


def as_html(
    title: str,
    records: Records,
    answers: Sequence[Answer],
    colours: str,
    before: tuple[Records, Sequence[Answer]] | None = None,
) -> str:
    """The page, in English. `colours` is CSS (`theme_colours`); `before` are the records of another version.

    Questions of the two versions are the same if their ids are equal.
    """
    pages = environment(finalize=lambda value: harmless(value, KEPT) if type(value) is str else value)
    questions = compared(records, answers, before)
    moments = [answer.when for answer in answers if answer.when]
    learners = by_group(records, answers, "learner")
    return pages.get_template("records.html").render(
        title=title,
        colours=colours,
        records=records,
        answers=answers,
        begun=min(moments).date().isoformat() if moments else "",
        ended=max(moments).date().isoformat() if moments else "",
        attempts=sum(learner.attempts for learner in learners),
        questions=questions,
        gone=_gone(questions, before),
        compares=before is not None,
        scales=scales(answers),
        learners=learners,
        has_scores=any(learner.score is not None for learner in learners),
        most=_limits(),
        version=__version__,
    )


def compared(
    records: Records, answers: Sequence[Answer], before: tuple[Records, Sequence[Answer]] | None = None
) -> list[Compared]:
    """Each question with what the page shows about it, in the order of the table."""
    old: dict[str, OfQuestion] = {}
    if before:
        others = by_question(before[1], before[0].right_answers, before[0].questions, before[0].seen)
        old = {other.question_id: other for other in others}
    words: dict[tuple[str, str], list[OfWord]] = {}
    texts: dict[tuple[str, str], list[OfText]] = {}
    for word in frequent_words(answers):
        words.setdefault((word.course, word.question_id), []).append(word)
    for text in texts_of(answers):
        texts.setdefault((text.course, text.question_id), []).append(text)
    places = {question.id: number for number, question in enumerate(records.questions)}
    found = by_question(answers, records.right_answers, records.questions, records.seen)
    return [
        Compared(
            number,
            question,
            old.get(question.question_id),
            remarks(question),
            words.get((question.course, question.question_id), []) if question.type == "long-fill-in" else [],
            texts.get((question.course, question.question_id), []) if not question.distribution else [],
        )
        for number, question in enumerate(
            sorted(found, key=lambda numbers: places.get(numbers.question_id, len(places))), 1
        )
    ]


def _gone(
    questions: Sequence[Compared], before: tuple[Records, Sequence[Answer]] | None
) -> Sequence[OfQuestion]:
    """The questions of the other version that nobody answered in this one."""
    now = {question.now.question_id for question in questions}
    others = by_question(before[1], before[0].right_answers) if before else []
    return [other for other in others if other.question_id not in now]


def _limits() -> Mapping[str, int]:
    return {
        "parts": MOST_PARTS,
        "words": MOST_WORDS,
        "texts": MOST_TEXTS,
        "learners": MOST_LEARNERS,
        "unread": MOST_UNREAD,
        "chart": MOST_ON_CHART,
    }


def theme_colours(name: str = "plain", css: str = "") -> str:
    """The custom properties of a theme, followed by those of a course's own CSS, for light and dark mode, as CSS.

    Only plain values for names that the program's themes have are used.
    """
    from courseware.data import templates_folder

    folder = templates_folder() / "themes"
    plain, theme = ((folder / f"{sheet}.css").read_text(encoding="utf-8") for sheet in ("plain", name))
    known = _properties(plain, frozenset())
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    names = frozenset(known[0])
    for sheet in (plain, theme, css):
        for kept, found in zip((light, dark), _properties(sheet, names), strict=True):
            kept.update(found)
    rules = ["; ".join(f"{name}: {value}" for name, value in scheme.items()) for scheme in (light, dark)]
    return (
        f":root {{ {rules[0]} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {rules[1]} }} }}"
    )


def _properties(css: str, names: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The custom properties of `:root` in light and dark mode, restricted to these names (none: all)."""
    import tinycss2

    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            if "dark" in tinycss2.serialize(rule.prelude):
                for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                    dark |= _of_root(inner, names)
        else:
            light |= _of_root(rule, names)
    return light, dark


def _of_root(rule: Any, names: frozenset[str]) -> dict[str, str]:
    import tinycss2

    if rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
        return {}
    declared = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
    return {
        declaration.name: value
        for declaration in declared
        if declaration.type == "declaration"
        and declaration.name.startswith("--")
        and (declaration.name in names or not names)
        and not set(value := tinycss2.serialize(declaration.value).strip()) & set("<>\\;{}@")
        and "url" not in value.lower()
    }
