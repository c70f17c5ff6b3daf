"""The numbers of the tidy table, by question, learner, attempt or document; docs/records.md has formulas and sources.

The unit is the attempt: two attempts of a learner count as two. A number is None, never 0, if nothing is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from types import MappingProxyType

from courseware.record import NamedTuple
from courseware.records.answer import Answer, Attempt, Records
from courseware.records.asked import AttemptsAlike, not_asked
from courseware.records.coded import attempts_alike, counted, grouped_by
from courseware.records.counts import Counts, JudgedAnswer, value_of
from courseware.records.formulas import Change, change, mean, point_biserial, spread
from courseware.records.questions import QuestionInWords

FEWEST, FEWEST_FOR_CORRELATION = 10, 30
"""The number of answers below which a number says little: with 30, a correlation has a standard error of about 0.19."""
TOP = 2
"""How many of the highest points of a rating are its top box."""
FEWEST_POINTS = 4
"""The fewest points of a rating with a top box; with fewer, its two highest points are more than half of it."""

HARD, WEAK, MANY = 0.3, 0.2, 0.1
"""The facility, the discrimination and the share of attempts that end, at which a question is worth a look."""

NOBODY, BEST = "nobody chose it", "chosen by those who know the rest"
"""The remarks about a wrong option."""


class ResponseCount(NamedTuple):
    """An answer and how often it was given; `right` says whether it is a right answer or part of one.

    `discrimination` is that of choosing it; `remark` is `NOBODY`, `BEST` or empty.
    """

    words: str
    answers: int
    share: float
    right: bool
    discrimination: float | None = None
    remark: str = ""


class OfQuestion(NamedTuple):
    """The numbers of a question. `judged` answers are right or wrong; `seconds` is the median, between `quartiles`.

    `distribution` is empty for texts that are longer than a word or two. `mean` and `deviation` are of a rating's
    points, counted from 1, or of numbers; `top_two` is the share of a rating's two highest points. `change` is from a
    learner's first attempt to the last one, in points or in the share that is right. `dropouts` are attempts that end
    with this question although others follow; `skipped` are those that continue without it, among those that were
    asked; both are None if the questions of the course are unknown. `too_few` names the numbers that are based on too
    few answers.
    """

    course: str
    question_id: str
    question: str
    type: str
    document: str
    answers: int
    judged: int
    facility: float | None
    discrimination: float | None
    seconds: float | None
    right_answer: str
    distribution: tuple[ResponseCount, ...]
    too_few: tuple[str, ...]
    quartiles: tuple[float, float, float] | None = None
    mean: float | None = None
    deviation: float | None = None
    top_two: float | None = None
    change: Change | None = None
    skipped: int | None = None
    dropouts: int | None = None


class OfGroup(NamedTuple):
    """The numbers of a learner, an attempt or a document; `attempt` is None unless it is a single attempt.

    `score` is the one that a report gives for the attempt, or the best of a learner's.
    """

    name: str
    attempt: int | None
    attempts: int
    questions: int
    answers: int
    judged: int
    right: int
    share_right: float | None
    score: float | None


def by_question(
    answers: Sequence[Answer],
    right_answers: Mapping[str, str],
    questions: Sequence[QuestionInWords] = (),
    seen: Mapping[tuple[str, str, int], frozenset[str]] = MappingProxyType({}),
) -> list[OfQuestion]:
    """The numbers of each question, in order of first appearance.

    `questions` are the course's, which are needed to count who skipped them or ended there; empty if they are unknown.
    `seen` is `Records.seen`.
    """
    left = left_out(attempts_alike(answers, questions, seen), questions)
    found = []
    for counts in counted(answers):
        skipped, dropouts = left.get((counts.course, counts.question_id), (None, None))
        question = of_question(counts, right_answers.get(counts.question_id, ""))
        found.append(question._replace(skipped=skipped, dropouts=dropouts))
    return found


def of_question(counts: Counts, right_answer: str = "") -> OfQuestion:
    """The numbers of a question; `right_answer` is what is known to be right, in words."""
    number = sum(counts.given.values())
    rights = Counter[bool]()
    rests = Counter[tuple[bool, float]]()
    values = Counter[float]()
    for given, times in counts.given.items():
        if given.right is not None and given.rest is not None:
            rights[given.right] += times
            rests[given.right, given.rest] += times
        if (value := value_of(counts.type, given.response, counts.options)) is not None:
            values[value] += times
    judged = sum(rights.values())
    right_answer = right_answer or _found_right(counts.given)
    rated, changed = spread(values), change(counts.differences)
    is_scale = counts.type == "likert" and len(counts.options) >= FEWEST_POINTS
    behind = {
        "facility": (judged, FEWEST),
        "discrimination": (judged, FEWEST_FOR_CORRELATION),
        "seconds": (counts.times, FEWEST),
        "mean": (rated.number if rated else 0, FEWEST),
        "change": (changed.pairs if changed else 0, FEWEST),
    }
    return OfQuestion(
        course=counts.course,
        question_id=counts.question_id,
        question=counts.question,
        type=counts.type,
        document=counts.document,
        answers=number,
        judged=judged,
        facility=rights[True] / judged if judged else None,
        discrimination=point_biserial(rests),
        seconds=counts.quartiles[1] if counts.quartiles else None,
        right_answer=right_answer,
        distribution=_distribution(counts, number, right_answer),
        too_few=tuple(name for name, (known, least) in behind.items() if 0 < known < least),
        quartiles=counts.quartiles,
        mean=rated.mean if rated else None,
        deviation=rated.deviation if rated else None,
        top_two=(
            mean((value > len(counts.options) - TOP, times) for value, times in values.items())
            if is_scale and values
            else None
        ),
        change=changed,
    )


def _found_right(given: Mapping[JudgedAnswer, int]) -> str:
    """The right answer that was given most often, for want of any other source; of several the first in order."""
    found = Counter[str]()
    for choice, times in given.items():
        if choice.right:
            found["; ".join(choice.response)] += times
    return min(found, key=lambda words: (-found[words], words), default="")


def _distribution(counts: Counts, number: int, right_answer: str) -> tuple[ResponseCount, ...]:
    """Each option and how often it was chosen, in order, followed by the other answers, the most frequent first."""
    if counts.type == "long-fill-in":
        return ()
    is_order = counts.type == "sequencing"
    found = Counter[str]()
    for given, times in counts.given.items():
        for part in ["; ".join(given.response)] if is_order and given.response else given.response:
            found[part] += times
    # nobody chooses a part of a pair, or of an order
    options = dict.fromkeys(counts.options if counts.type not in ("matching", "sequencing") else (), 0)
    right = {right_answer, *(right_answer.split("; ") if not is_order else ())}
    if not options:  # a text may have several right answers
        right |= {"; ".join(given.response) for given in counts.given if given.right}
    others = sorted(found.keys() - options.keys(), key=lambda choice: (-found[choice], choice))
    parts = [
        ResponseCount(choice, found[choice], found[choice] / number, choice in right)
        for choice in [*options, *others]
    ]
    judged = {given: times for given, times in counts.given.items() if given.rest is not None}
    if not options or not judged or counts.type == "likert":
        return tuple(parts)
    return tuple(_remarked(part, judged) if part.words in options else part for part in parts)


def _remarked(part: ResponseCount, judged: Mapping[JudgedAnswer, int]) -> ResponseCount:
    chosen = Counter[tuple[bool, float]]()
    for given, times in judged.items():
        chosen[part.words in given.response, given.rest or 0] += times
    found, number = point_biserial(chosen), sum(judged.values())
    remark = ""
    if not part.right:
        enough = number >= FEWEST_FOR_CORRELATION
        is_best = found is not None and enough and found > 2 / sqrt(number)  # twice its standard error
        remark = NOBODY if not part.answers and number >= FEWEST else BEST if is_best else ""
    return part._replace(discrimination=found, remark=remark)


def left_out(
    tried: Iterable[AttemptsAlike], questions: Sequence[QuestionInWords]
) -> Mapping[tuple[str, str], tuple[int, int]]:
    """For each question of a course, how many attempts skipped it and how many ended with it.

    Attempts with the same answers are grouped (`expressions.alike`), so there are few of them. Which questions they
    were not asked is a rule of the course language that no query knows; `asked` implements it.
    """
    order = [question.id for question in questions]
    places = {identifier: place for place, identifier in enumerate(order)}
    skipped: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    courses = set()
    for course, given, seen, number in tried:
        courses.add(course)
        last = max(given, key=places.__getitem__)
        done = given.keys() | not_asked(questions, given, seen)
        missing = [identifier for identifier in order if identifier not in done]
        for identifier in missing:
            skipped[course, identifier] += number * (places[identifier] < places[last])
        ended[course, last] += number * any(places[identifier] > places[last] for identifier in missing)
    return {
        (course, identifier): (skipped[course, identifier], ended[course, identifier])
        for course in courses
        for identifier in order
    }


def by_group(records: Records, answers: Sequence[Answer], by: str) -> list[OfGroup]:
    """The numbers of each `learner`, `attempt` or `document`, and of learners who never tried."""
    groups = grouped_by(answers, by)
    told: dict[tuple[str, int | None], list[Attempt]] = {}
    if by != "document":
        for tried in records.attempts:
            told.setdefault((tried.learner, tried.attempt if by == "attempt" else None), []).append(tried)
    never = ((name, None) for name in records.never_tried if by == "learner")
    answered = {(answer.learner, answer.attempt) for answer in answers}
    return [
        _with_score(of_group(*name, *groups.get(name, (0,) * 5)), told.get(name, []), answered)
        for name in dict.fromkeys([*groups, *told, *never])
    ]


def of_group(  # noqa: PLR0913, the columns of a query
    name: str, attempt: int | None, attempts: int, questions: int, answers: int, judged: int, right: int
) -> OfGroup:
    """The numbers of a learner, attempt or document from its counts, without a score."""
    return OfGroup(
        name=name,
        attempt=attempt,
        attempts=attempts,
        questions=questions,
        answers=answers,
        judged=judged,
        right=right,
        share_right=right / judged if judged else None,
        score=None,
    )


def _with_score(group: OfGroup, told: Sequence[Attempt], answered: Collection[tuple[str, int]]) -> OfGroup:
    """The numbers with the score of the attempts `told` by reports, which lack the course and may be duplicates."""
    scores = {
        (attempt.learner, attempt.attempt): attempt.score for attempt in told if attempt.score is not None
    }
    return group._replace(
        attempts=group.attempts + len(scores.keys() - answered),
        score=max((attempt.score for attempt in told if attempt.score is not None), default=None),
    )


def only(records: Records, learners: Sequence[str], since: datetime | None) -> tuple[Records, int]:
    """The records of some learners (none given: of all) since a time, and how many answers have no time to compare.

    With `since`, attempts and learners who never tried are left out, because it is unknown when they began.
    """
    of_learners = [answer for answer in records.answers if not learners or answer.learner in learners]
    attempts = [attempt for attempt in records.attempts if not learners or attempt.learner in learners]
    never = [learner for learner in records.never_tried if not learners or learner in learners]
    if since is None:
        kept = records._replace(
            answers=tuple(of_learners), attempts=tuple(attempts), never_tried=tuple(never)
        )
        return kept, 0
    timed = tuple(learner for learner in of_learners if learner.when and learner.when >= since)
    untimed = sum(learner.when is None for learner in of_learners)
    return records._replace(answers=timed, attempts=(), never_tried=()), untimed


def is_asked(identifier: str, words: str, asked: Sequence[str]) -> bool:
    """Whether a question has one of the ids, or one of the texts in its words; true if none are given."""
    said = words.casefold()
    return not asked or any(wanted == identifier or wanted.casefold() in said for wanted in asked)


def remarks(question: OfQuestion) -> list[str]:
    """Remarks about what is worth a look in a question, except where there are too few answers (docs/records.md)."""
    found = []
    if question.facility is not None and question.facility < HARD and "facility" not in question.too_few:
        found.append(f"few get it right (facility {question.facility:.2f})")
    weak = question.discrimination is not None and question.discrimination < WEAK
    if weak and "discrimination" not in question.too_few:
        found.append(f"it barely shows who knows the rest (discrimination {question.discrimination:.2f})")
    found += [f"“{part.words}”: {part.remark}" for part in question.distribution if part.remark]
    if question.dropouts and question.answers >= FEWEST and question.dropouts / question.answers >= MANY:
        found.append(f"{question.dropouts:,} of {question.answers:,} attempts end here")
    return found
