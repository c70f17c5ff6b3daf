"""Which parts of a course are shown to whom: resolves conditions to the answers that learners can give.

The result decides which questions are asked, both in the script (`templates/runtime/branches.js`) and wherever the
records of a class are read (`courseware/records/asked.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from courseware.course import faults
from courseware.course.comparing import COMPARE, folded
from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.suggest import Suggester, did_you_mean
from courseware.language.conditions import Condition, Not, ValueComparison, comparisons
from courseware.language.document import Document, Interaction, Option, interactions_of

Test = tuple[object, ...]
"""A condition as in the data block (docs/page.md): `("is", KEY, (OPTION, …))`, `("text", KEY, words)`, `("number", KEY,
operator, number)`, `("score", document, operator, percent)`, `("not", test)`, `("and", test, …)`, `("or", test, …)`;
the keys are those of interactions and of their options.
"""

MOST_CASES = 5_000
"""How many combinations of answers are tried to find out whether a condition can hold."""

_EQUALS = ("=", "!=")
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_POINT = r"(?s)([+-]?\d+)(?: – .*)?"
"""A point of a scale, possibly followed by its label."""


class _WrongComparison(Exception):
    """A comparison that cannot be made, with its diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def resolve(documents: Sequence[Document], divided: bool) -> tuple[dict[Condition, Test], list[Diagnostic]]:
    """The test for each condition of the documents; `divided` says whether each document is a launch of its own.

    `documents` must be in the order of the course, because a condition can refer only to what comes before it.
    """
    owners = {interaction.id: document for document in documents for interaction in document.interactions}
    if not any(condition for document in documents for condition in _conditions(document)):
        return {}, []
    resolver = _Resolver(documents, owners)
    tests: dict[Condition, Test] = {}
    diagnostics: list[Diagnostic] = []
    above: list[Test]
    for document in documents:
        above = []
        if document.matter.show_if and divided:
            diagnostics.append(report(faults.PAGE_SHOWN_APART, document.matter.spans["show_if"]))
        elif document.matter.show_if:
            above = resolver.resolve_part(document.matter.show_if, document, divided, [], tests, diagnostics)
        for section in document.sections:
            here = above
            if section.show_if and section.show_if in tests:
                here = [*above, tests[section.show_if]]  # footnotes have their section's condition
            elif section.show_if:
                here = resolver.resolve_part(section.show_if, document, divided, above, tests, diagnostics)
            for interaction in interactions_of([section]):
                resolver.asked[interaction.id] = (interaction, here)
    return tests, diagnostics


def _test(condition: Condition, atoms: Mapping[ValueComparison, Test]) -> Test:
    """The test of a condition whose comparisons have been resolved."""
    if isinstance(condition, ValueComparison):
        return atoms[condition]
    if isinstance(condition, Not):
        return ("not", _test(condition.condition, atoms))
    return (condition.word, *(_test(joined, atoms) for joined in condition.conditions))


def _conditions(document: Document) -> Iterator[Condition | None]:
    yield document.matter.show_if
    yield from (section.show_if for section in document.sections)


class _Resolver:
    """The questions of a course, and those that come before the current place."""

    def __init__(self, documents: Sequence[Document], owners: Mapping[str, Document]) -> None:
        self.owners = owners
        self.documents = {document.id: document for document in documents}
        self.asked: dict[str, tuple[Interaction, list[Test]]] = {}
        self.suggester = Suggester()

    def resolve_part(
        self, condition: Condition, document: Document, divided: bool, above: list[Test],
        tests: dict[Condition, Test], diagnostics: list[Diagnostic],
    ) -> list[Test]:  # fmt: skip
        """The tests that a part needs: those `above` it, and that of its own condition, which is added to `tests`."""
        atoms: dict[ValueComparison, Test] = {}
        problems: list[Diagnostic] = []
        for comparison in comparisons(condition):
            try:
                atoms[comparison] = self.atom(comparison, document, divided)
            except _WrongComparison as wrong:
                problems.append(wrong.diagnostic)
        diagnostics += problems
        if problems:
            return above
        diagnostics += map(_empty_text_warning, filter(_compares_with_empty_text, comparisons(condition)))
        tests[condition] = test = _test(condition, atoms)
        whole = [*above, test]
        if not self.can_hold(whole):
            first = next(comparisons(condition))
            diagnostics.append(report(faults.NEVER_SHOWN, first.of_span))
        return whole

    def atom(self, comparison: ValueComparison, document: Document, divided: bool) -> Test:
        test, owner = (self.of_score if comparison.of_score else self.of_answer)(comparison)
        if divided and owner is not document:
            raise _WrongComparison(report(faults.SHOWN_ACROSS, comparison.of_span, id=comparison.of))
        return ("not", test) if comparison.operator == "!=" else test

    def of_answer(self, comparison: ValueComparison) -> tuple[Test, Document]:
        identifier = comparison.of
        if identifier not in self.owners:
            suggestion = self.suggester.did_you_mean(identifier, self.owners)
            raise _WrongComparison(
                report(faults.SHOWN_BY_NOTHING, comparison.of_span, id=identifier, suggestion=suggestion)
            )
        if identifier not in self.asked:
            raise _WrongComparison(report(faults.SHOWN_TOO_EARLY, comparison.of_span, id=identifier))
        return _of_question(self.asked[identifier][0], comparison), self.owners[identifier]

    def of_score(self, comparison: ValueComparison) -> tuple[Test, Document]:
        document = self.documents.get(comparison.of)
        if document is None:
            suggestion = self.suggester.did_you_mean(comparison.of, self.documents)
            raise _WrongComparison(
                report(faults.SCORE_OF_NOTHING, comparison.of_span, id=comparison.of, suggestion=suggestion)
            )
        scored = [
            interaction.id
            for interaction in document.interactions
            if interaction.answer is not None and interaction.shared.points
        ]
        if not scored:
            raise _WrongComparison(report(faults.NO_SCORE_THERE, comparison.of_span, id=comparison.of))
        later = [identifier for identifier in scored if identifier not in self.asked]
        if later:
            raise _WrongComparison(
                report(faults.SCORE_TOO_EARLY, comparison.of_span, id=comparison.of, later=later[0])
            )
        percent = _number(comparison)
        if not 0 <= percent <= 100:
            raise _WrongComparison(
                report(faults.NOT_A_PERCENT, comparison.value_span, value=comparison.value)
            )
        return ("score", comparison.of, _without_negation(comparison), percent), document

    # --- whether a condition can hold

    def can_hold(self, tests: Sequence[Test]) -> bool:
        """Whether some combination of answers satisfies all tests; assumed if there are too many combinations."""
        by_key = {interaction.key: (interaction, above) for interaction, above in self.asked.values()}
        known: dict[str, list[Test]] = {}
        waiting = list(tests)
        while waiting:
            for atom in _atoms(waiting.pop()):
                subject = f"{atom[0] == 'score'} {atom[1]}"
                if subject not in known and atom[0] != "score":
                    waiting += by_key[str(atom[1])][1]
                known.setdefault(subject, []).append(atom)
        values = {
            subject: _values(atoms, by_key[str(atoms[0][1])][0] if atoms[0][0] != "score" else None)
            for subject, atoms in known.items()
        }
        if prod(map(len, values.values())) > MOST_CASES:
            return True

        def holds(test: Test, given: Mapping[str, object]) -> bool:
            word = test[0]
            if word in ("and", "or", "not"):
                inner = [holds(part, given) for part in test[1:] if isinstance(part, tuple)]
                return not inner[0] if word == "not" else all(inner) if word == "and" else any(inner)
            value = given[f"{word == 'score'} {test[1]}"]
            if word != "score" and not all(holds(condition, given) for condition in by_key[str(test[1])][1]):
                return False
            return value is not None and atom_holds(test, value)

        return any(
            all(holds(test, dict(zip(values, case, strict=True))) for test in tests)
            for case in product(*values.values())
        )


def atom_holds(test: Test, value: object) -> bool:
    """Whether a comparison holds for a given value: keys of options, a text, a number, or a percentage."""
    if test[0] == "is":
        return isinstance(value, frozenset) and isinstance(test[2], tuple) and not value.isdisjoint(test[2])
    if test[0] == "text":
        return folded(str(value)) == folded(str(test[2]))
    assert isinstance(test[3], int | float)
    return isinstance(value, int | float) and COMPARE[str(test[2])](value, test[3])


def _atoms(test: Test) -> Iterator[Test]:
    if test[0] in ("and", "or", "not"):
        for inner in test[1:]:
            assert isinstance(inner, tuple)
            yield from _atoms(inner)
    else:
        yield test


def _values(atoms: Iterable[Test], question: Interaction | None) -> list[object]:
    """The values to try for some comparisons with the same subject; None stands for no answer."""
    atoms = list(atoms)
    if atoms[0][0] == "is":
        assert question is not None
        named = sorted(
            {str(key) for atom in atoms for key in (atom[2] if isinstance(atom[2], tuple) else ())}
        )
        if question.values.get("multiple"):
            return [None, *islice((frozenset(subset) for subset in _subsets(named)), MOST_CASES + 1)]
        others = [option.key for option in question.options if option.key not in named]
        return [None, *(frozenset({key}) for key in [*named, *others[:1]])]
    if atoms[0][0] == "text":
        return [None, "\0", *(str(atom[2]) for atom in atoms)]
    points = {float(str(atom[3])) for atom in atoms}
    if atoms[0][0] == "score":
        around = {step for point in points for step in (point - 1e-6, point, point + 1e-6)} | {0.0, 100.0}
        return [None, *sorted(number for number in around if 0 <= number <= 100)]
    return [None, *sorted({step for point in points for step in (point - 1e-6, point, point + 1e-6)})]


def _subsets(names: Sequence[str]) -> Iterator[Iterable[str]]:
    for chosen in product((False, True), repeat=len(names)):
        yield (name for name, is_in in zip(names, chosen, strict=True) if is_in)


# --- what a comparison with an answer means


def _of_question(question: Interaction, comparison: ValueComparison) -> Test:
    """The test of an answer; `!=` is treated as `=`, which the caller negates."""
    if question.options and question.kind in ("choice", "likert", "true-false"):
        return ("is", question.key, tuple(option.key for option in _options(question, comparison)))
    if question.kind == "numeric":
        return ("number", question.key, _without_negation(comparison), _number(comparison))
    if question.kind in ("fill-in", "long-fill-in") and not question.parts:
        if comparison.operator not in _EQUALS:
            raise _wrong_operator(question, comparison, "text is compared with `=` and `!=`")
        return ("text", question.key, comparison.value)
    raise _wrong_operator(question, comparison, "`score(…)` of its document tells whether it is right")


def _without_negation(comparison: ValueComparison) -> str:
    return "=" if comparison.operator == "!=" else comparison.operator


def _number(comparison: ValueComparison) -> float:
    if not re.fullmatch(_NUMBER, comparison.value):
        raise _WrongComparison(
            report(
                faults.NOT_COMPARED_TO_NUMBER, comparison.value_span, id=comparison.of, value=comparison.value
            )
        )
    number = float(comparison.value)
    return int(number) if number.is_integer() else number


def _options(question: Interaction, comparison: ValueComparison) -> list[Option]:
    """The options that a comparison holds for; if a question allows several answers, one of these has to be chosen."""
    points = {option: re.fullmatch(_POINT, option.text) for option in question.options}
    numbers = {option: float(found[1]) for option, found in points.items() if found}
    is_scale = question.kind == "likert" and len(numbers) == len(points)
    if comparison.operator not in _EQUALS:
        if not is_scale:
            reason = "options are compared with `=` and `!=`; points of a scale also with `<` and `>`"
            raise _wrong_operator(question, comparison, reason)
        number = _number(comparison)
        return [option for option, point in numbers.items() if COMPARE[comparison.operator](point, number)]
    found = [option for option in question.options if comparison.value in (option.text.strip(), option.id)]
    if is_scale and not found and re.fullmatch(_NUMBER, comparison.value):
        found = [option for option, point in numbers.items() if point == float(comparison.value)]
    if not found:
        texts = [option.text for option in question.options]
        raise _WrongComparison(
            report(
                faults.NOT_ONE_OF_ITS_OPTIONS,
                comparison.value_span,
                id=question.id,
                value=comparison.value,
                suggestion=did_you_mean(comparison.value, texts),
                options=", ".join(f'"{text}"' for text in texts[:10]),
            )
        )
    return found[:1]


def _compares_with_empty_text(comparison: ValueComparison) -> bool:
    return not folded(comparison.value)


def _empty_text_warning(comparison: ValueComparison) -> Diagnostic:
    return report(
        faults.COMPARED_TO_NO_TEXT,
        comparison.value_span,
        id=comparison.of,
        operator=comparison.operator,
        outcome="true" if comparison.operator == "!=" else "false",
    )


def _wrong_operator(question: Interaction, comparison: ValueComparison, reason: str) -> _WrongComparison:
    details = {"operator": comparison.operator, "id": question.id, "kind": question.component}
    return _WrongComparison(
        report(faults.OPERATOR_OF_OTHER_KIND, comparison.operator_span, **details, reason=reason)
    )
