"""Questions → interactions, with their simplest ids (FORMAT: Right answers, Identifiers)."""

from __future__ import annotations

from typing import Any

from courseware.language.answers import answer_of
from courseware.language.components import KEY, SHARED_KEYS
from courseware.language.document import Interaction, Shared
from courseware.language.identifier import slug
from courseware.language.interaction_ids import with_id
from courseware.language.options import distinct, shuffled
from courseware.language.question import Question, label_of
from courseware.language.question_rules import RULES
from courseware.language.rating import is_rating
from courseware.language.reading import Reading


def build(question: Question, reading: Reading) -> Interaction:
    """The interaction of a question; reports mistakes in it."""
    values = question.values
    options, problems = distinct(question.options, question)
    parts, others = distinct(question.parts, question)
    answer, more = answer_of(question, options)
    reading.diagnostics.extend([*problems, *others, *more])
    for rule in RULES:
        reading.diagnostics.extend(rule(question, options, answer))
    if (values.get("shuffle") or values.get("answer") == "ordered") and len(options) > 1:
        options = shuffled(options, question.written)
    rating = question.component.options == KEY and is_rating(question, reading.language)
    shared: dict[str, Any] = {name: values[name] for name in SHARED_KEYS}
    name = label_of(question.written)
    interaction = Interaction(
        component=question.marker.name or "",
        kind="likert" if rating else question.component.interaction or "",
        id="",
        key="",
        label=label_of(question.words),
        name=name,
        prose=question.prose,
        help=question.help,
        group=question.group,
        section=question.section,
        options=tuple(options),
        shared=Shared(**shared),
        values={name: value for name, value in values.items() if name not in SHARED_KEYS},
        answer=answer,
        span=question.span(),
        parts=tuple(parts),
        titles=question.titles,
    )
    return with_id(interaction, f"{reading.document_id}.{interaction.shared.id or slug(name)}")
