"""A saved state of courseware in words (docs/page.md), and how much room LMSs leave for what a course sets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from courseware.course.course import Course
from courseware.preview.inspector import units
from courseware.preview.lms.hosts import HOSTS
from courseware.preview.lms.model import READ, Model
from courseware.record import NamedTuple
from courseware.records.seen import KEY, header_of

_ENTRY = re.compile(r"([~!]?)([\w-]{4})(?:\*([0-9a-z]))?(?:(['\"])(.*)|((?:[\w-]{4})*))", re.DOTALL)
_ESCAPED = {"!": "|", "n": "\n", "t": "\t"}


class Answered(NamedTuple):
    """An answer in a state, in words; `draft`: it is not recorded yet; `tries`: how often Check was used."""

    question: str
    answer: str
    draft: bool
    shortened: bool
    tries: int


class SavedState(NamedTuple):
    """A saved state: titles of pages, answers in words. `cut`: an LMS has cut off its end."""

    page: str
    seen: Sequence[str]
    pages: int
    completed: bool
    passed: bool
    saves: int
    answers: Sequence[Answered]
    cut: bool


def decode(text: str, course: Course | None) -> SavedState | None:
    """A state in words; None if it is not one of courseware. What the course does not know stays a key."""
    header = header_of(text)
    if header is None:
        return None
    _, revision, page, flags, seen = header.groups()
    entries = text[header.end() :].split("|")
    is_whole = entries.pop() == "."
    titles = {known.key: known.title for known in course.pages} if course else {}
    return SavedState(
        titles.get(page, page),
        # the list also contains keys of questions drawn from pools
        [titles.get(key, key) for key in KEY.findall(seen) if not titles or key in titles],
        len(titles),
        "c" in flags,
        "p" in flags,
        int(revision, 36),
        list(_answers(entries, course)),
        not is_whole,
    )


def state_in(document: bytes) -> str:
    """The state in a document of the State resource (docs/page.md); empty if another tool wrote it."""
    try:
        found = json.loads(document)
    except (ValueError, RecursionError):
        return ""
    text = found.get("state") if isinstance(found, dict) and found.get("format") == 1 else ""
    return text if isinstance(text, str) else ""


def _answers(entries: Sequence[str], course: Course | None) -> Iterator[Answered]:
    asked = {interaction.key: interaction for interaction in course.interactions} if course else {}
    for entry in entries:
        found = _ENTRY.fullmatch(entry)
        if found is None:
            continue
        tag, key, tries, quote, written, keys = found.groups()
        question = asked.get(key)
        known = {option.key: option.text for option in question.options} if question else {}
        known |= {part.key: part.text for part in question.parts} if question else {}
        said = (
            _unescaped(written)
            if quote
            else "; ".join(known.get(option, option) for option in KEY.findall(keys))
        )
        label = question.label if question else key
        yield Answered(label, said, tag == "~", quote == '"', int(tries or "0", 36))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), text)


class Room(NamedTuple):
    """The length of an element in characters, and title of an LMS → the most that it keeps."""

    element: str
    used: int
    most: Mapping[str, int]


def rooms(model: Model, values: Mapping[str, str], shown: int = 8) -> list[Room]:
    """The elements with a limited length, those with the least room left first."""
    found = []
    for name, value in values.items():
        element = model.elements.get(re.sub(r"\.\d+(?=\.|$)", ".n", name))
        if element is None or element.access == READ or not (value or name == "cmi.suspend_data"):
            continue
        kinds = {host.title: host.type_of(model.name, element).most for host in HOSTS.values()}
        most = {title: kept for title, kept in kinds.items() if kept is not None}
        if most:
            found.append(Room(name, units(value), most))
    return sorted(found, key=lambda room: room.used / min(room.most.values()), reverse=True)[:shown]
