"""Footnotes: which ones are referred to, and where each is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from courseware.language import faults
from courseware.language.conditions import Condition, Joined
from courseware.language.reading import Reading

Notes = Mapping[int, list[Token]]
"""The tokens of each note, by its number."""

NotePart = tuple[Condition | None, Sequence[Token]]
"""The condition under which a part of a document is shown (None: always), and its tokens."""

Placed = defaultdict[int, dict[Condition | None, list[Token]]]
"""The tokens of the notes below each part, by the part's position and by the condition under which they are shown."""

NoteReference = tuple[int, int]
"""The number of a note, and the number of the reference to it."""


def check_footnotes(body: list[Token], notes: Notes, env: Mapping[str, Any], reading: Reading) -> Notes:
    """The notes without links back to references that are not shown; reports unused and duplicate notes."""
    if not notes and "definitions" not in env:
        return {}
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


def place_notes(parts: Sequence[NotePart], notes: Notes) -> Placed:
    """The notes below each part, so that each note is visible whenever a reference to it is.

    A note is placed below the first part that refers to it and is always shown. If all of these parts have a condition,
    the note is placed below the last one, because its condition may refer to anything before it, and is shown when any
    of them is.
    """
    left = dict(notes)
    placed: Placed = defaultdict(dict)
    for place, (show_if, tokens) in enumerate(parts):
        if show_if is None and (numbers := _reached(tokens, left)):
            placed[place][None] = [token for number in numbers for token in left.pop(number)]
    referring: defaultdict[int, list[int]] = defaultdict(list)
    for place, (_, tokens) in enumerate(parts):
        for number in _reached(tokens, left):
            referring[number].append(place)
    for number, places in referring.items():
        conditions = tuple(condition for place in places if (condition := parts[place][0]))
        show_if = conditions[0] if len(conditions) == 1 else Joined("or", conditions)
        placed[places[-1]].setdefault(show_if, []).extend(left[number])
    return placed


def _reached(tokens: Iterable[Token], notes: Notes) -> list[int]:
    """The numbers of the notes that the tokens refer to, directly or through other notes, in order."""
    reached: dict[int, None] = {}
    waiting = list(tokens) if notes else []
    while waiting:
        numbers = dict.fromkeys(child.meta["id"] for child in _references_in(waiting))
        new = [number for number in numbers if number in notes and number not in reached]
        reached |= dict.fromkeys(new)
        waiting = [token for number in new for token in notes[number]]
    return list(reached)


def _leads_back(token: Token, shown: set[NoteReference]) -> bool:
    return token.type != "footnote_anchor" or (token.meta["id"], token.meta["subId"]) in shown


def _references(body: list[Token], notes: Notes) -> set[NoteReference]:
    """The references to notes in the tokens, and in the notes that these refer to."""
    found: set[NoteReference] = set()
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
