"""Renaming of documents, headings and ids throughout a course, and its effect on learners' records."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from courseware.course.pin import written_ids
from courseware.course.source import is_document
from courseware.course.targets import neighbours
from courseware.editor.document_text import DocumentText
from courseware.editor.mentions import (
    DOCUMENT,
    DOCUMENT_ID,
    FILE,
    HEADING,
    ID,
    IN_LINK,
    Mention,
    Named,
    interactions_at,
    mentions,
    path_in_course,
)
from courseware.editor.references import definitions, occurrences
from courseware.editor.workspace import Workspace
from courseware.language.document import Document
from courseware.language.identifier import is_identifier, slug
from courseware.language.source_text import Place
from courseware.record import NamedTuple

MOST_NAMED = 5
"""How many records a message names at most."""


class UnusableName(Exception):
    """Raised for a new name that cannot be used; the message says why."""


class Replacement(NamedTuple):
    """The `text` to put in a place of the file `name`."""

    name: str
    place: Place
    text: str


class Renaming(NamedTuple):
    """What a renaming does: changes to texts, files to rename (old, new), and ids of records that change (old, new)."""

    changes: tuple[Replacement, ...]
    files: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str], ...]

    @property
    def effect(self) -> str:
        """What happens to records, in words; empty if no id changes."""
        if not self.records:
            return ""
        shown = "; ".join(f"{old} becomes {new}" for old, new in self.records[:MOST_NAMED])
        more = f"; and {len(self.records) - MOST_NAMED} more" if len(self.records) > MOST_NAMED else ""
        return (
            f"This changes ids in learners' records: {shown}{more}. Earlier answers are not found under the new ids. "
            "To keep ids that are made from words, pin them first."
        )


def new_name(document: DocumentText, mention: Mention, written: str) -> str:
    """The new name that is meant by the text written in place of a mention; a path is relative to the document."""
    written = written.strip()
    if not written or mention.named.kind not in (DOCUMENT, FILE):
        return written
    return path_in_course(document, unquote(written) if mention.written == IN_LINK else written.strip("\"'"))


def rename(workspace: Workspace, named: Named, new: str) -> Renaming:
    """The changes that give something a new name. Raises `UnusableName`."""
    new = new.strip()
    if not new or "\n" in new:
        raise UnusableName("a name must be a single line")
    if named.kind == ID:
        return _renamed_id(workspace, named, new)
    if named.kind == DOCUMENT_ID:
        return _renamed_document_id(workspace, named, new)
    if named.kind == HEADING:
        return _renamed_heading(workspace, named, new)
    if named.kind == DOCUMENT and not new.endswith(".md"):
        new += ".md"
    if named.kind == DOCUMENT and is_document(named.name) != is_document(new):
        what = "only a part of documents" if is_document(named.name) else "a document by itself"
        raise UnusableName(
            f"{new} would be {what}: the documents of a course are directly in its folder, except README.md and "
            "files whose names begin with _ or ."
        )
    renaming = renamed_files(workspace, {named.name: new})
    return renaming._replace(files=((named.name, new), *renaming.files))


def _usable(identifier: str) -> str:
    if not is_identifier(identifier):
        raise UnusableName(
            f"an id has 1 to 120 of the characters a to z, 0 to 9 and _, such as {slug(identifier)}"
        )
    return identifier


def _renamed_id(workspace: Workspace, named: Named, new: str) -> Renaming:
    own = _usable(new.removeprefix(named.name.rpartition(".")[0] + "."))
    name, definition = next(definitions(workspace, named))
    document = workspace.text(name)
    assert document is not None
    # In a file that several documents include, the same place defines an id in each of them.
    same = [
        mention.named
        for mention in mentions(workspace, document)
        if mention.defines and mention.place == definition.place
    ]
    records = [
        (mention.name, f"{mention.name.rpartition('.')[0]}.{own}") for mention in same if mention.kind == ID
    ]
    if taken := [after for _, after in records if after in workspace.interactions()]:
        raise UnusableName(f"there is already a question {taken[0]}")
    changes = [_definition_of_id(workspace, document, definition, own)]
    for before, _ in records:
        changes += _replace_mentions(workspace, Named(ID, before), own)
    return Renaming(tuple(changes), (), tuple(records))


def _replace_mentions(workspace: Workspace, named: Named, own: str) -> Iterator[Replacement]:
    """Replaces a name by `own` in all mentions that do not define it."""
    for name, mention in occurrences(workspace, named):
        if not mention.defines:
            yield Replacement(name, mention.place, own)


def _definition_of_id(
    workspace: Workspace, document: DocumentText, mention: Mention, own: str
) -> Replacement:
    """The change at the definition of an id; if it was made from words, the marker's ids are written after its type."""
    if mention.written:
        return Replacement(document.name, mention.place, own)
    marker, asked = next(
        (marker, asked)
        for marker in document.markers
        if mention.named.name
        in (asked := [interaction.id for interaction in interactions_at(workspace, document, marker)])
    )
    assert marker.component is not None
    prefix = mention.named.name.removesuffix(mention.named.own_id)
    ids = [
        own if identifier == mention.named.name else identifier.removeprefix(prefix)
        for identifier in asked
        if identifier.startswith(prefix)
    ]
    _, end = document.within(marker.marker.entries["type"].place)
    return Replacement(document.name, (end, end), written_ids(marker.component, ids))


def _renamed_document_id(workspace: Workspace, named: Named, new: str) -> Renaming:
    """The changes that give a document another id, which is added to its front matter if that has none."""
    new = _usable(new)
    documents = {known.id: known for known in workspace.documents().values()}
    if new in documents:
        raise UnusableName(f"there is already a document with the id {new}")
    if named.name not in documents:
        raise UnusableName(f"there is no document with the id {named.name}")
    document = documents[named.name]
    text = workspace.text(document.name)
    assert text is not None
    [(_, definition)] = definitions(workspace, named)
    _, end = text.matter
    change = (
        Replacement(document.name, definition.place, new)
        if definition.written
        else Replacement(document.name, (end, end), f"id: {new}\n")
    )
    changed_ids = tuple(_with_prefix(document, new))
    return Renaming((change, *_replace_mentions(workspace, named, new)), (), changed_ids)


def _renamed_heading(workspace: Workspace, named: Named, new: str) -> Renaming:
    document = workspace.text(named.name)
    heading = (
        next((known for known in document.headings if known.anchor == named.anchor), None)
        if document
        else None
    )
    if document is None or heading is None:
        raise UnusableName(f"there is no heading #{named.anchor} in {named.name}")
    start, end = heading.place
    after = DocumentText(document.name, document.text[:start] + new + document.text[end:])
    anchors = {
        before.anchor: other.anchor for before, other in zip(document.headings, after.headings, strict=False)
    }
    changes = [Replacement(document.name, heading.place, new)]
    for old, anchor in anchors.items():
        if old != anchor:
            links = list(_replace_mentions(workspace, Named(HEADING, named.name, old), quote(anchor)))
            if links and not anchor:
                raise UnusableName(
                    "links find this heading by its letters and digits, but the new heading has none"
                )
            changes += links
    changed_ids = tuple(_changed_ids(workspace, {document.name: after.text}))
    for before, identifier in changed_ids:
        changes += _replace_mentions(workspace, Named(ID, before), identifier.rpartition(".")[2])
    return Renaming(tuple(changes), (), changed_ids)


def _changed_ids(workspace: Workspace, changed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The ids of interactions (old, new) that change if files get these texts."""
    before, after = workspace.interactions_with({}), workspace.interactions_with(changed)
    for file, ids in before.items():
        for old, new in zip(ids, after.get(file, ()), strict=False):
            if old != new:
                yield old, new


def renamed_files(workspace: Workspace, moves: Mapping[str, str]) -> Renaming:
    """The changes that follow when files of the course are renamed (old → new): in texts, other files and records.

    Raises `UnusableName`.
    """
    for new in moves.values():
        if new in workspace.names():
            raise UnusableName(f"there is already a file {new}")
        if new.startswith(("/", "..")) or min(new) < " " or set(new) & set('"\\'):
            raise UnusableName(
                "a file of a course must be in its folder, without quotes, backslashes or control characters in its "
                "name"
            )
    companions = _companions(workspace.names(), moves)
    all_moves = {**moves, **companions}
    changes = [change for document in workspace.texts() for change in _paths(workspace, document, all_moves)]
    changed_ids: list[tuple[str, str]] = []
    for name, new in moves.items():
        document = workspace.documents().get(name)
        identifier = slug(PurePosixPath(new).stem)
        if document and not document.matter.id and document.id != identifier:
            changes += _replace_mentions(workspace, Named(DOCUMENT_ID, document.id), identifier)
            changed_ids += _with_prefix(document, identifier)
    return Renaming(tuple(changes), tuple(companions.items()), tuple(changed_ids))


def _companions(names: frozenset[str], moves: Mapping[str, str]) -> dict[str, str]:
    """Old → new name of captions, posters and transcripts, which belong to a renamed sound or video by their names.

    A file that also belongs to media that stay is not renamed, and no file replaces another.
    """
    stay = {*moves, *(neighbour for name in names - moves.keys() for neighbour in neighbours(name))}
    taken = {*names, *moves.values()}
    found: dict[str, str] = {}
    for old, new in moves.items():
        for neighbour in names.intersection(neighbours(old)) - stay:
            name = posixpath.splitext(new)[0] + posixpath.splitext(neighbour)[1]
            if name in neighbours(new) and name not in taken:
                found[neighbour] = name
    return dict(sorted(found.items()))


def _with_prefix(document: Document, identifier: str) -> Iterator[tuple[str, str]]:
    """The ids of a document's questions (old, new) if the document gets the id `identifier`."""
    for interaction in document.interactions:
        yield interaction.id, f"{identifier}.{interaction.id.removeprefix(document.id + '.')}"


def _paths(workspace: Workspace, document: DocumentText, moves: Mapping[str, str]) -> Iterator[Replacement]:
    """The changes to paths in a document after files, perhaps the document itself, have moved."""
    for mention in mentions(workspace, document):
        if mention.named.kind in (DOCUMENT, FILE):
            name, target = document.name, mention.named.name
            path = _path_from(moves.get(name, name), moves.get(target, target), mention.written)
            if path != _path_from(name, target, mention.written):
                yield Replacement(name, mention.place, path)


def _path_from(name: str, target: str, written: str) -> str:
    """The path of the file `target` as it is written in the file `name`."""
    path = posixpath.relpath(target, posixpath.dirname(name) or ".")
    return quote(path) if written == IN_LINK else f'"{path}"'
