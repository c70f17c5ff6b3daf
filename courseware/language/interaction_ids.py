"""The ids of a document's interactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from courseware.diagnostics import Diagnostic, Span, report
from courseware.language import faults
from courseware.language.document import Interaction
from courseware.language.identifier import key, slug


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
