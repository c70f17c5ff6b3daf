"""The ids of a document's interactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from courseware.diagnostics import Diagnostic, Span, report
from courseware.language import faults
from courseware.language.document import Interaction
from courseware.language.identifier import key, slug


def with_id(interaction: Interaction, identifier: str) -> Interaction:
    """The interaction with another id."""
    return interaction._replace(id=identifier, key=key("interaction", identifier))


def identify(
    interactions: Sequence[Interaction], document_id: str
) -> tuple[dict[Span, str], list[Diagnostic]]:
    """New ids, by place, for interactions of a document with equal ids, and diagnostics about those that stay equal.

    Each of them is prefixed with the heading of its group, then with that of its section; an id that the author gave
    never changes.
    """
    ids = {interaction.span: interaction.id for interaction in interactions}
    chosen: dict[Span, str] = {}
    for prefix in ("{it.group} ", "{it.section} {it.group} "):
        counts = Counter(ids.values())
        for interaction in interactions:
            if counts[ids[interaction.span]] > 1 and not interaction.shared.id:
                words = prefix.format(it=interaction) + interaction.name
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
