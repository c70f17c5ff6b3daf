"""Compares a course with an earlier package of it: whose records and saved answers survive if it is replaced.

What learners leave behind is identified by ids: recorded answers by those of their interactions, saved states by keys
that are hashes of the ids. The pages of the old package contain both.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from courseware.archive.reader import Unreadable, open_package
from courseware.course.course import Course
from courseware.course.launches import Launch, launches
from courseware.diagnostics import Diagnostic, Span, in_order, report
from courseware.diagnostics.suggest import nearest
from courseware.language.document import Interaction
from courseware.record import NamedTuple
from courseware.site import faults
from courseware.site.data_block import branches_block, interactions_of, launch_id
from courseware.site.when_asked import ALONE, ALWAYS, Branch, branches_of, when_asked

MOST_PAGES = 5000
"""How many pages of a package are searched for its course."""

_DATA = rb"""(?s)<script\b[^>]{0,200}\bid=["']course-data["'][^>]{0,200}>(.*?)</script>"""


class Recorded(NamedTuple):
    """An interaction in an old package; `options` and `parts` are id → text, `answer` is what was right.

    `asked` says in words under which condition it was asked, and `drawn` from which pool.
    """

    id: str
    key: str
    kind: str
    label: str
    page: str
    options: Mapping[str, str]
    answer: tuple[str, ...] | None
    parts: Mapping[str, str] = {}
    asked: str = ALWAYS
    drawn: str = ALONE


class OldCourse(NamedTuple):
    """The course in an old package: the ids of its launches, its pages (id → title) and its interactions.

    `records` are, by the id of the launch, the ids of the interactions in the order of their records in SCORM 1.2.
    """

    launches: tuple[str, ...]
    pages: Mapping[str, str]
    interactions: Mapping[str, Recorded]
    records: Mapping[str, tuple[str, ...]]
    branches: Mapping[str, Branch] = {}


class Comparison(NamedTuple):
    """What happens to records: the ids of the interactions that are kept, new and gone, and the diagnostics."""

    kept: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def compare(course: Course, path: str | os.PathLike[str] | bytes) -> Comparison:
    """Compares a checked course with the old package at `path` (a zip or a folder), or with the bytes of its zip."""
    return compare_and_read(course, path)[0]


def compare_and_read(
    course: Course, path: str | os.PathLike[str] | bytes
) -> tuple[Comparison, OldCourse | None]:
    """The comparison, and the course in the old package (None if it cannot be read)."""
    shown = "package.zip" if isinstance(path, bytes) else os.fspath(path)
    try:
        old = read_old_course(path)
    except Unreadable as error:
        nothing = (report(faults.NOT_COMPARABLE, Span.whole(shown), path=shown, reason=error),)
        return Comparison((), (), (), nothing), None
    now = {interaction.id: interaction for interaction in course.interactions}
    whole = Span.whole(shown)
    if _is_other_course(course, old):
        names = ", ".join(sorted(set(old.launches))[:3])
        other = report(faults.OTHER_COURSE, whole, old=names, new=course.settings.id)
        return Comparison((), tuple(now), tuple(old.interactions), (other,)), old
    kept = [identifier for identifier in now if identifier in old.interactions]
    new = [identifier for identifier in now if identifier not in old.interactions]
    gone = [identifier for identifier in old.interactions if identifier not in now]
    diagnostics = [*_other_structure(course, old, whole), *_gone_pages(course, old, whole)]
    for identifier in kept:
        diagnostics += _changes(old.interactions[identifier], now[identifier])
    diagnostics += _asked_otherwise(
        [(old.interactions[identifier], now[identifier]) for identifier in kept], course
    )
    renamed = dict(
        _renamed(
            [old.interactions[identifier] for identifier in gone], [now[identifier] for identifier in new]
        )
    )
    for identifier in gone:
        before, after = old.interactions[identifier], renamed.get(identifier)
        if after is None:
            diagnostics.append(report(faults.INTERACTION_GONE, whole, id=identifier, label=before.label))
        else:
            pin = identifier.partition(".")[2]
            diagnostics.append(
                report(
                    faults.INTERACTION_RENAMED,
                    after.span,
                    old=identifier,
                    new=after.id,
                    label=before.label,
                    pin=pin,
                )
            )
    return Comparison(tuple(kept), tuple(new), tuple(gone), tuple(in_order(diagnostics))), old


# --- the old package


def read_old_course(path: str | os.PathLike[str] | bytes) -> OldCourse:
    """Reads the course from the pages of a package. Raises `Unreadable` if there is none."""
    with open_package(path) as package:
        pages = sorted(name for name in package.names if name.lower().endswith((".html", ".htm")))
        blocks = [block for name in islice(pages, MOST_PAGES) for block in _blocks(package.read(name))]
    if not blocks:
        raise Unreadable("none of its pages contains a course made by courseware")
    interactions: dict[str, Recorded] = {}
    titles: dict[str, str] = {}
    launches = []
    records: dict[str, tuple[str, ...]] = {}
    branches: dict[str, Branch] = {}
    for block in blocks:
        launches.append(_text(block.get("course"), "id"))
        records[launches[-1]] = _records(block)
        keys = {}
        for page in _objects(block.get("pages")):
            titles[_text(page, "id")] = _text(page, "title")
            keys[_text(page, "key")] = _text(page, "id")
        branches |= branches_of(block)
        asked = when_asked(block)
        for item in _objects(block.get("interactions")):
            recorded = _recorded(item, keys)
            if recorded.key in asked:
                recorded = recorded._replace(**asked[recorded.key]._asdict())
            interactions[recorded.id] = recorded
    return OldCourse(tuple(launches), titles, interactions, records, branches)


def kept_places(course: Course, old: OldCourse, parts: Sequence[Launch]) -> dict[str, tuple[str, ...]]:
    """The ids of interactions in the order of their records in SCORM 1.2, by name of launch.

    Those of the old package keep their positions, so that a report has the same column for a question in both versions;
    new ones follow.
    """
    places = {}
    for part in parts:
        now = [interaction.id for page in part.pages for interaction in page.interactions]
        before = old.records.get(launch_id(course, part), ())
        places[part.name] = (*before, *(identifier for identifier in now if identifier not in before))
    return places


def _blocks(content: bytes) -> Iterator[Mapping[str, Any]]:
    """The data blocks in a page."""
    for match in re.finditer(_DATA, content):
        try:
            block = json.loads(match[1])
        except (ValueError, RecursionError):
            continue
        if isinstance(block, dict):
            yield block


def _records(block: Mapping[str, Any]) -> tuple[str, ...]:
    """The order of records: as given in the block, from an even older package, or else that of the interactions."""
    given = block.get("records")
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        return tuple(dict.fromkeys(given))
    return tuple(dict.fromkeys(_text(item, "id") for item in _objects(block.get("interactions"))))


def _recorded(block: Mapping[str, Any], pages: Mapping[str, str]) -> Recorded:
    parts, options = (
        {_text(item, "key"): item for item in _objects(block.get(name))} for name in ("parts", "options")
    )
    named = {**parts, **options}
    answer = block.get("answer")
    right = (
        tuple(_text(named[part], "id") if part in named else str(part) for part in answer)
        if isinstance(answer, list) and all(isinstance(part, str | int | float) for part in answer)
        else None
    )
    return Recorded(
        _text(block, "id"), _text(block, "key"), _text(block, "kind"), _text(block, "label"),
        pages.get(_text(block, "page"), ""),
        {_text(option, "id"): _text(option, "text") for option in options.values()}, right,
        {_text(part, "id"): _text(part, "text") for part in parts.values()},
    )  # fmt: skip


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


# --- what has changed


def _is_other_course(course: Course, old: OldCourse) -> bool:
    identifier = course.settings.id
    return not any(launch == identifier or launch.startswith(f"{identifier}-") for launch in old.launches)


def _other_structure(course: Course, old: OldCourse, whole: Span) -> Iterator[Diagnostic]:
    launches = set(old.launches)
    divided = course.settings.structure == "per-document"
    if divided == (launches == {course.settings.id}) and (len(course.pages) > 1 or len(launches) > 1):
        yield report(faults.STRUCTURE_CHANGED, whole, structure="single" if divided else "per-document")


def _gone_pages(course: Course, old: OldCourse, whole: Span) -> Iterator[Diagnostic]:
    now = {page.id for page in course.pages}
    for identifier, title in old.pages.items():
        if identifier not in now:
            yield report(faults.PAGE_GONE, whole, id=identifier, title=title)


def _changes(before: Recorded, after: Interaction) -> Iterator[Diagnostic]:
    """Diagnostics about recorded and saved answers that change their meaning although the id stays."""
    if before.kind != after.kind:
        yield report(
            faults.INTERACTION_TYPE_CHANGED, after.span, id=after.id, old=before.kind, new=after.kind
        )
        return
    if before.label and before.label != after.label:
        yield report(faults.LABEL_CHANGED, after.span, id=after.id, old=before.label, new=after.label)
    if before.key != after.key:
        yield report(faults.KEY_CHANGED, after.span, id=after.id)
    options = {part.id for part in after.parts} | {option.id for option in after.options}
    named = {**before.parts, **before.options}
    lost = [text or identifier for identifier, text in named.items() if identifier not in options]
    if lost:
        yield report(
            faults.OPTIONS_GONE, after.span, id=after.id, options=", ".join(f'"{text}"' for text in lost)
        )
    right = _right(after)
    if before.answer != right and not lost:
        old, new = (", ".join(answer) if answer else "none" for answer in (before.answer, right))
        yield report(faults.ANSWER_CHANGED, after.span, id=after.id, old=old, new=new)


def branches_of_course(course: Course) -> Mapping[str, Branch]:
    """The branch of each interaction of a course, by id; empty if the course has no branches."""
    (whole,) = launches(course, divides=False)
    if not course.tests and not whole.pools:
        return {}
    return branches_of(json.loads(json.dumps(branches_block(course, whole, interactions_of(course, whole)))))


def _asked_otherwise(kept: Sequence[tuple[Recorded, Interaction]], course: Course) -> Iterator[Diagnostic]:
    """Questions that are asked under other conditions or drawn differently; equal changes share one diagnostic."""
    (whole,) = launches(course, divides=False)
    asked = when_asked(json.loads(json.dumps(branches_block(course, whole, interactions_of(course, whole)))))
    for fault, name in ((faults.CONDITION_CHANGED, "asked"), (faults.POOL_CHANGED, "drawn")):
        changed: dict[tuple[str, str], list[Interaction]] = {}
        for before, after in kept:
            pair = (getattr(before, name), getattr(asked[after.key], name))
            if pair[0] != pair[1]:
                changed.setdefault(pair, []).append(after)
        for (old, new), some in changed.items():
            more = f" and {len(some) - 1} more" if len(some) > 1 else ""
            yield report(fault, some[0].span, id=some[0].id, more=more, old=old, new=new)


def _right(interaction: Interaction) -> tuple[str, ...] | None:
    """The right answer in the form that a package holds it, with ids of options."""
    answer = interaction.answer
    if answer is None:
        return None
    if isinstance(answer, float):
        return (str(int(answer) if answer.is_integer() else answer),)
    options = {option.text: option.id for option in interaction.options}
    if interaction.kind == "matching":
        return tuple(step for part in interaction.parts for step in (part.id, options[part.answers[0]]))
    return tuple(options.get(text, text) for text in answer)


def _renamed(gone: Sequence[Recorded], new: Sequence[Interaction]) -> Iterator[tuple[str, Interaction]]:
    """Pairs of interactions that are likely the same under a new id: same kind, same options or a similar label."""
    left = list(new)
    for before in gone:
        alike = [interaction for interaction in left if interaction.kind == before.kind]
        same = [
            interaction
            for interaction in alike
            if before.options and {option.id for option in interaction.options} == {*before.options}
        ]
        label = (
            nearest(before.label, [interaction.label for interaction in alike])
            if len(before.label) <= 300
            else None
        )
        found = next(
            (interaction for interaction in alike if interaction.label == label),
            same[0] if len(same) == 1 else None,
        )
        if found:
            left.remove(found)
            yield before.id, found
