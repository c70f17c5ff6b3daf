"""Which questions of a course a learner was not asked, derived from the answers to the others.

The rules are those of the page's script (`templates/runtime/branches.js`), with the words of records in place of keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from courseware.course.comparing import COMPARE, folded
from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.questions import QuestionInWords
from courseware.site.when_asked import Test


class AnswerInWords(NamedTuple):
    """An answer: its words, one for each option chosen, and whether it is right (None: unknown)."""

    words: Sequence[str]
    right: bool | None


class AttemptsAlike(NamedTuple):
    """Attempts at a course with the same answers, by the ids of questions, and their number.

    Answers that no condition refers to are given without their words. `seen` are the keys in the attempts' saved
    states.
    """

    course: str
    given: Mapping[str, AnswerInWords]
    seen: frozenset[str]
    number: int


def given_by(answers: Iterable[Answer]) -> dict[str, AnswerInWords]:
    """The answers of one attempt, by the ids of their questions; of several answers to a question, the last."""
    return {answer.question_id: AnswerInWords(answer.response, answer.right) for answer in answers}


def has_branches(questions: Iterable[QuestionInWords]) -> bool:
    """Whether any of the questions is not asked of everybody."""
    return any(question.branch.test or question.branch.draw for question in questions)


def compared(questions: Sequence[QuestionInWords]) -> frozenset[str]:
    """The ids of the questions whose answers conditions refer to; of others it only matters whether there is one."""
    found = set[str]()
    tests = [question.branch.test for question in questions if question.branch.test]
    while tests:
        word, *rest = tests.pop()
        if word in ("and", "or", "not"):
            tests += [test for test in rest if isinstance(test, tuple)]
        elif word == "score":
            found |= {question.id for question in questions if question.document == str(rest[0])}
        else:
            found.add(str(rest[0]))
    return frozenset(found)


def not_asked(
    questions: Sequence[QuestionInWords], answers: Mapping[str, AnswerInWords], seen: Collection[str] = ()
) -> frozenset[str]:
    """The ids of the questions that were not asked.

    For a pool this is known only if as many parts as are drawn were answered or are among the keys that a saved state
    has `seen`; for a condition on a score only if the score is known, because records do not say how many points a
    partly right answer has.
    """
    if not has_branches(questions):
        return frozenset()
    asking = _Asking({question.id: question for question in questions}, answers, frozenset(seen), {})
    return frozenset(question.id for question in questions if not asking.is_asked(question.id))


class _Asking(NamedTuple):
    questions: Mapping[str, QuestionInWords]
    answers: Mapping[str, AnswerInWords]
    seen: frozenset[str]
    known: dict[str, bool]

    def is_asked(self, identifier: str) -> bool:
        question = self.questions.get(identifier)
        if question is None:
            return False
        if identifier not in self.known:
            # a package made by somebody else may refer to a question in its own condition
            self.known[identifier] = False
            branch = question.branch
            drawn = [
                part
                for part, key in zip(branch.parts, branch.keys, strict=True)
                if key in self.seen or any(drawable in self.answers for drawable in part)
            ]
            is_drawn = (
                len(drawn) < branch.draw or any(identifier in part for part in drawn) or not branch.draw
            )
            self.known[identifier] = is_drawn and (not branch.test or self.holds(branch.test) is not False)
        return self.known[identifier]

    def holds(self, test: Test) -> bool | None:
        """Whether a condition holds; None if that is unknown."""
        word, *rest = test
        if word in ("and", "or", "not"):
            inner = [self.holds(condition) for condition in rest if isinstance(condition, tuple)]
            decides = word != "and"  # a part with this value decides the whole
            found = decides if decides in inner else None if None in inner else not decides
            return found if word != "not" or found is None else not found
        if word == "score":
            scores = self.scores(str(rest[0]))
            if len(scores) > 1 and rest[1:2] == ["="]:
                return None
            found_at = {_compares(score, *rest[1:]) for score in scores}
            return None if len(found_at) > 1 else True in found_at
        given = self.answers.get(str(rest[0])) if self.is_asked(str(rest[0])) else None
        return given is not None and _is_so(word, given.words, *rest[1:])

    def scores(self, document: str) -> Sequence[float]:
        """The possible percentages of points: one, or the lowest and highest; empty before the first answer."""
        scored = [
            question
            for question in self.questions.values()
            if question.document == document
            and question.answer is not None
            and question.branch.points
            and self.is_asked(question.id)
        ]
        given = [
            (question.branch, self.answers[question.id].right)
            for question in scored
            if question.id in self.answers
        ]
        total = sum(question.branch.points for question in scored)
        if not given or total <= 0:
            return ()
        least = sum(branch.points for branch, is_right in given if is_right)
        in_part = sum(branch.points for branch, is_right in given if branch.partial and not is_right)
        return [round(100 * points / total, 2) for points in sorted({least, least + in_part})]


def _is_so(word: object, words: Sequence[str], *values: object) -> bool:
    """Whether an answer satisfies a comparison."""
    match word, values:
        case "is", [tuple(chosen)]:
            return any(choice in chosen for choice in words)
        case "text", [text]:
            return folded(" ".join(words)) == folded(str(text))
        case "number", _:
            try:
                return _compares(float(words[0]), *values)
            except (ValueError, IndexError):
                return False
    return False


def _compares(number: float, *values: object) -> bool:
    sign, other = values if len(values) == 2 else ("", 0)
    return str(sign) in COMPARE and isinstance(other, int | float) and COMPARE[str(sign)](number, other)
