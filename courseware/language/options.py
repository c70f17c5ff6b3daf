"""Options: what can be chosen or ranked, with ids made of their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from courseware.diagnostics import Diagnostic, report
from courseware.language import faults
from courseware.language.document import Option, Part, Prose
from courseware.language.identifier import digest, key, slug
from courseware.language.question import Question

_Named = TypeVar("_Named", Option, Part)


def option(
    text: str, prose: Prose, correct: bool = False, feedback: Prose | None = None, name: str = ""
) -> Option:
    """An option with an id made of its own words (or of `name`)."""
    identifier = slug(name or text)
    return Option(key("option", identifier), identifier, text, prose, correct, feedback)


def part(text: str, name: str, prose: Prose, answers: tuple[str, ...], choices: tuple[str, ...] = ()) -> Part:
    """A part of a question with an id made of `name`, its words as written."""
    identifier = slug(name or text)
    return Part(key("option", identifier), identifier, text, prose, answers, choices)


def distinct(some: Sequence[_Named], question: Question) -> tuple[list[_Named], list[Diagnostic]]:
    """Options or parts with distinct ids: those with the same slug (`C`, `C++`) end in a hash of their words."""
    if len({made.id for made in some}) == len({made.key for made in some}) == len(some):
        return list(some), []
    slugs = Counter(made.id for made in some)
    options: list[_Named] = []
    for made in some:
        if slugs[made.id] > 1:
            identifier = f"{made.id[:100]}_{digest(made.text).hex()[:8]}"
            made = made._replace(id=identifier, key=key("option", identifier))
        options.append(made)
    keys: dict[str, _Named] = {}
    diagnostics: list[Diagnostic] = []
    for made in options:
        other = keys.setdefault(made.key, made)
        if other is not made and other.text != made.text:
            diagnostics.append(
                report(faults.EQUAL_KEYS, question.span("options"), id=made.text, other=other.text)
            )
    return options, diagnostics


def shuffled(options: Sequence[Option], seed: str) -> list[Option]:
    """The options in an order that is always the same for a question, and never the one in which they were written."""

    def position(made: Option) -> bytes:
        return digest(f"{seed}\0{made.id}")

    order = sorted(options, key=position)
    return order if order != list(options) else [*order[1:], *order[:1]]
