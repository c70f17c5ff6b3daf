"""Footnotes: which are referred to, and where each is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.reading import Reading

Notes = Mapping[int, list[Token]]
"""The tokens of each note by its number."""

Reference = tuple[int, int]
"""The number of a note, and which of the references to it."""


def check_footnotes(body: list[Token], notes: Notes, env: Mapping[str, Any], reading: Reading) -> Notes:
    """The notes without ways back to what is not shown; reports those that appear twice or are never referred to."""
    shown = _references(body, notes)
    numbers = {number for number, _ in shown}
    seen: set[str] = set()
    for label, line in env.get("definitions", ()):
        start = reading.text.starts[line] + reading.text.line(line).index("[^")
        place = (start, start + len(label) + 3)
        if label in seen:
            reading.report(faults.FOOTNOTE_REPEATED, place, label=label)
        elif env["footnotes"]["refs"][f":{label}"] not in numbers:
            reading.report(faults.FOOTNOTE_UNUSED, place, label=label)
        seen.add(label)
    return {number: [token for token in note if _leads_back(token, shown)] for number, note in notes.items()}


def take_notes(tokens: Iterable[Token], notes: dict[int, list[Token]]) -> list[Token]:
    """The notes that some tokens are the first to refer to, in order; takes them out of `notes`."""
    taken: list[Token] = []
    referring = list(tokens)
    while referring:
        numbers = [child.meta["id"] for child in _references_in(referring)]
        referring = [token for number in numbers for token in notes.pop(number, ())]
        taken += referring
    return taken


def _leads_back(token: Token, shown: set[Reference]) -> bool:
    return token.type != "footnote_anchor" or (token.meta["id"], token.meta["subId"]) in shown


def _references(body: list[Token], notes: Notes) -> set[Reference]:
    """The references to notes in some tokens, and in the notes to which they lead."""
    found: set[Reference] = set()
    tokens = body
    while tokens:
        new = {(child.meta["id"], child.meta["subId"]) for child in _references_in(tokens)}
        followed = {number for number, _ in found}
        tokens = [
            token for number in {number for number, _ in new} - followed for token in notes.get(number, ())
        ]
        found |= new
    return found


def _references_in(tokens: Iterable[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or () if child.type == "footnote_ref"]
