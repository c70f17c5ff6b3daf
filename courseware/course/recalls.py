"""Checks that the answers which documents recall exist and come earlier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from courseware.course import faults
from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.language.document import HOLDERS, Block, Document, Interaction, Recall


def check_recalls(documents: Sequence[Document], divided: bool) -> Iterator[Diagnostic]:
    """The diagnostics about recalls; `divided` says whether each document is a launch of its own.

    `documents` must be in the order of the course.
    """
    owner = {interaction.id: document for document in documents for interaction in document.interactions}
    asked: set[str] = set()
    for document in documents:
        for block in _in_order([block for section in document.sections for block in section.blocks]):
            if isinstance(block, Interaction):
                asked.add(block.id)
            elif isinstance(block, Recall) and block.of not in owner:
                suggestion = did_you_mean(block.of, owner)
                yield report(faults.UNKNOWN_RECALL, block.span, id=block.of, suggestion=suggestion)
            elif isinstance(block, Recall) and block.of not in asked:
                yield report(faults.RECALL_TOO_EARLY, block.span, id=block.of)
            elif isinstance(block, Recall) and divided and owner[block.of] is not document:
                yield report(faults.RECALL_ACROSS, block.span, id=block.of)


def _in_order(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from _in_order(block.blocks) if isinstance(block, HOLDERS) else [block]
