"""New names for documents, headings and ids, everywhere in a course, and what that does to learners' records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from courseware.course.pin import written_ids
from courseware.editor.document_text import DocumentText
from courseware.editor.references import DOCUMENT, HEADING, ID, Named, Occurrence, occurrences
from courseware.editor.workspace import Workspace
from courseware.language.identifier import is_identifier, slug
from courseware.language.source_text import Place

MOST_NAMED = 5
"""Records that a message names; of more, only their number."""


class Unusable(Exception):
    """A new name that cannot be taken, with the reason."""


class Change(NamedTuple):
    """Other words at a place of a file."""

    name: str
    place: Place
    text: str


class Renaming(NamedTuple):
    """The changes to texts, the file that gets another name (old, new), and ids of records before and after."""

    changes: tuple[Change, ...]
    file: tuple[str, str] | None
    records: tuple[tuple[str, str], ...]

    @property
    def effect(self) -> str:
        """What becomes of records, in words; empty where they stay."""
        if not self.records:
            return ""
        shown = "; ".join(f"{old} becomes {new}" for old, new in self.records[:MOST_NAMED])
        more = f"; and {len(self.records) - MOST_NAMED} more" if len(self.records) > MOST_NAMED else ""
        return (
            f"Learners' records are kept under ids, and {len(self.records)} of them change: {shown}{more}. "
            "What was answered before is not found under the new ones: pin the ids first, to keep it."
        )


def rename(workspace: Workspace, named: Named, new: str) -> Renaming:
    """What is to be done to give a thing another name. Raises `Unusable`."""
    new = new.strip()
    if not new or "\n" in new:
        raise Unusable("a name is one line")
    if named.kind == ID:
        return _renamed_id(workspace, named, new)
    if named.kind == HEADING:
        return _renamed_heading(workspace, named, new)
    if named.kind == DOCUMENT and not new.endswith(".md"):
        new += ".md"
    return renamed_file(workspace, named, new)


def _renamed_id(workspace: Workspace, named: Named, new: str) -> Renaming:
    prefix = named.name.rpartition(".")[0] + "."
    own = new.removeprefix(prefix)
    if not is_identifier(own):
        raise Unusable(f"an id has 1 to 120 characters of a to z, 0 to 9 and _, such as {slug(own)}")
    if prefix + own in workspace.interactions():
        raise Unusable(f"there is a question {prefix}{own} already")
    changes: list[Change] = []
    for one in occurrences(workspace, named):
        changes.append(
            _definition_of_id(workspace, one, own) if one.defines else Change(*one[:2], prefix + own)
        )
    return Renaming(tuple(changes), None, ((named.name, prefix + own),))


def _definition_of_id(workspace: Workspace, one: Occurrence, own: str) -> Change:
    """The change at a marker, which has its id written or gets it behind its type."""
    document = workspace.text(one.name)
    assert document is not None
    marker = document.marker_at(one.place[1])
    assert marker is not None
    assert marker.component is not None
    if "id" in marker.marker.entries:
        return Change(one.name, one.place, own)
    return Change(one.name, (one.place[1], one.place[1]), written_ids(marker.component, [own]))


def _renamed_heading(workspace: Workspace, named: Named, new: str) -> Renaming:
    document = workspace.text(named.name)
    heading = (
        next((one for one in document.headings if one.anchor == named.anchor), None) if document else None
    )
    if document is None or heading is None:
        raise Unusable(f"there is no heading #{named.anchor} in {named.name}")
    start, end = heading.place
    after = DocumentText(document.name, document.text[:start] + new + document.text[end:])
    anchors = {
        one.anchor: other.anchor for one, other in zip(document.headings, after.headings, strict=False)
    }
    changes = [Change(document.name, heading.place, new)]
    for old, anchor in anchors.items():
        if old != anchor:
            of_heading = Named(HEADING, named.name, old)
            changes += [
                Change(one.name, one.place, quote(anchor))
                for one in occurrences(workspace, of_heading)
                if not one.defines
            ]
    return Renaming(tuple(changes), None, tuple(_moved(workspace, {document.name: after.text})))


def _moved(workspace: Workspace, changed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The ids that differ when files have these texts, before and after."""
    before, after = workspace.interactions_with({}), workspace.interactions_with(changed)
    for file, ids in before.items():
        for old, new in zip(ids, after.get(file, ()), strict=False):
            if old != new:
                yield old, new


def renamed_file(workspace: Workspace, named: Named, new: str) -> Renaming:
    """What is to be done when a file of the course gets another name."""
    if new in workspace.names():
        raise Unusable(f"there is a file {new} already")
    if new.startswith(("/", "..")):
        raise Unusable("a file of a course lies in its folder")
    written = quote(new)
    changes = [
        Change(one.name, one.place, written) for one in occurrences(workspace, named) if not one.defines
    ]
    document = workspace.documents().get(named.name)
    if named.kind != DOCUMENT or document is None or document.matter.id:
        return Renaming(tuple(changes), (named.name, new), ())
    identifier = slug(PurePosixPath(new).stem)
    records = [
        (one.id, f"{identifier}.{one.id.removeprefix(document.id + '.')}") for one in document.interactions
    ]
    for old, moved in [*records, (document.id, identifier)]:
        changes += [
            Change(one.name, one.place, moved)
            for one in occurrences(workspace, Named(ID, old))
            if not one.defines and old != moved
        ]
    return Renaming(
        tuple(changes), (named.name, new), tuple((old, moved) for old, moved in records if old != moved)
    )
