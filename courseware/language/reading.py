"""The state that the steps of reading one document share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courseware.diagnostics import Diagnostic, Edit, Fault, report
from courseware.language.source_text import Place, SourceText


class Reading:
    """A document that is being read: its id, text and language, and the diagnostics so far.

    `variables` are the course's; `traced` says whether its HTML tells where each part was written; `uses` collects the
    members of `document.TEXT_BRINGS` that its text needs.
    """

    def __init__(
        self,
        document_id: str,
        text: SourceText,
        language: str,
        variables: Mapping[str, str] | None = None,
        traced: bool = False,
    ) -> None:
        self.document_id = document_id
        self.text = text
        self.language = language
        self.variables = variables or {}
        self.traced = traced
        self.diagnostics: list[Diagnostic] = []
        self.uses: set[str] = set()

    def report(self, fault: Fault, place: Place, **details: object) -> None:
        """Adds the diagnostic of a fault at a place of the text."""
        self.diagnostics.append(report(fault, self.text.span(*place), **details))

    def fix(self, edits: Sequence[Edit]) -> None:
        """Adds edits that fix it to the last diagnostic; to be called only if there is only one way to fix it."""
        self.diagnostics[-1] = self.diagnostics[-1]._replace(edits=tuple(edits))

    def edit(self, place: Place, text: str) -> Edit:
        """The edit that replaces a place of the text."""
        return Edit(self.text.span(*place), text)
