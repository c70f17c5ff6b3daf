"""A course in an editor: its folder, with unsaved texts in place of files, and its diagnostics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from courseware.course.compiler import check_source
from courseware.course.course import Course
from courseware.course.known_documents import KnownDocuments
from courseware.course.known_files import KnownFiles
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.course.source import LARGEST_TEXT, Source, TextFile, is_document, normal, read_source
from courseware.diagnostics import Diagnostic, in_order
from courseware.editor.document_text import DocumentText
from courseware.language.document import Document, Interaction
from courseware.record import NamedTuple


class Checked(NamedTuple):
    """The result of a check: the course, if there is one, and file name → diagnostics."""

    course: Course | None
    diagnostics: Mapping[str, Sequence[Diagnostic]]


class Workspace:
    """The course in a folder. What was read of each file is kept, so that only changed files are read again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unsaved: dict[str, str] = {}
        self._refused: dict[str, list[Diagnostic]] = {}
        self._files = KnownFiles()
        self._known = KnownDocuments()
        self._texts: dict[str, DocumentText] = {}
        self._source: Source | None = None
        self._current: Source | None = None
        self._source_of_texts: Source | None = None
        self._by_place: dict[tuple[str, int, int], list[Interaction]] | None = None
        self._outside: list[Diagnostic] = []
        self.refresh()

    def refresh(self) -> None:
        """Reads what changed in the folder, after files were saved, created, renamed or deleted."""
        self._source, self._outside = read_source(self.root, self._files, shown=".")
        self._files.keep_only(self._source.files if self._source else ())
        self._current = self._with(self._unsaved)

    def write(self, name: str, text: str) -> None:
        """Uses a file's text in the editor, in place of that on disk."""
        text = normal(text.removeprefix("\ufeff"))
        shown = self._source.path(name) if self._source else name
        read, self._refused[name] = self._files.text(text.encode(), name, shown, LARGEST_TEXT)
        self._unsaved[name] = read or ""
        self._current = self._with(self._unsaved)

    def unsaved(self, name: str) -> str:
        """A file's text in the editor; empty if it is not open there, or too large."""
        return self._unsaved.get(name, "")

    def forget(self, name: str | None = None) -> None:
        """Uses a file's text on disk again, because it was closed in the editor; without `name`, those of all files."""
        for closed in [*self._unsaved] if name is None else [name]:
            self._unsaved.pop(closed, None)
            self._refused.pop(closed, None)
        self.refresh()

    @property
    def source(self) -> Source | None:
        """The course's files, with the texts in the editor in place of those on disk; None if it cannot be read."""
        return self._current

    def _with(self, unsaved: Mapping[str, str]) -> Source | None:
        if self._source is None:
            return None
        read = {document.name: document for document in self._source.documents}
        for name, text in unsaved.items():
            if self._refused.get(name):
                read.pop(name, None)
            elif is_document(name) and name not in self._source.outside:
                read[name] = TextFile(name, self._source.path(name), text)
        settings = self._source.settings
        if SETTINGS_FILE in unsaved:
            settings = settings._replace(text=unsaved[SETTINGS_FILE])
        return self._source._replace(
            documents=tuple(read[name] for name in sorted(read)),
            settings=settings,
            files=self._source.files | (unsaved.keys() - self._source.outside),
            in_memory={name: text.encode() for name, text in unsaved.items()},
        )

    def check(self) -> Checked:
        """Checks the course with the texts in the editor."""
        source = self.source
        if source is None:
            return Checked(None, {})
        course, problems = check_source(source, read=self._known.read)
        self._by_place = self._source_of_texts = None
        self._known.keep_only(document.name for document in source.documents)
        unsaved = {source.path(name) for name in self._unsaved.keys() - source.outside}
        on_disk = [
            diagnostic
            for diagnostic in self._outside
            if diagnostic.span is None or diagnostic.span.file not in unsaved
        ]
        by_name: dict[str, list[Diagnostic]] = {}
        refused = [diagnostic for said in self._refused.values() for diagnostic in said]
        for diagnostic in in_order([*on_disk, *refused, *problems]):
            name = diagnostic.span.file if diagnostic.span else SETTINGS_FILE
            by_name.setdefault(name, []).append(diagnostic)
        return Checked(course, by_name)

    def interactions_with(self, changed: Mapping[str, str]) -> dict[str, list[str]]:
        """File name → the ids of its interactions, in order, if the files in `changed` had these texts."""
        source = self._with({**self._unsaved, **changed})
        if source is None:
            return {}
        course, _ = check_source(source, read=self._known.copy().read)
        found: dict[str, list[str]] = {}
        for interaction in course.interactions if course else ():
            found.setdefault(interaction.span.file, []).append(interaction.id)
        return found

    def text(self, name: str) -> DocumentText | None:
        """A document, an included file or the settings; None if there is none of that name."""
        return self._current_texts().get(name)

    def texts(self) -> list[DocumentText]:
        """All documents of the course, all included files, and the settings."""
        return list(self._current_texts().values())

    def _current_texts(self) -> Mapping[str, DocumentText]:
        """Name → text; an unchanged text stays the same object, so that what it has computed is kept."""
        source = self.source
        if source is not self._source_of_texts:
            kept = self._texts
            written = {document.name: document.text for document in source.documents} if source else {}
            for name in {part for included in self._known.names() for part in self.included_by(included)}:
                written[name] = (source.read_text(name, LARGEST_TEXT)[0] if source else None) or ""
            if source:
                written[SETTINGS_FILE] = source.settings.text
            self._texts = {
                name: kept[name] if name in kept and kept[name].text == text else DocumentText(name, text)
                for name, text in written.items()
            }
            self._source_of_texts = source
        return self._texts

    def documents(self) -> Mapping[str, Document]:
        """File name → document, as it was read last."""
        return dict(self._known.items())

    def interactions(self) -> Mapping[str, Interaction]:
        """Id → interaction, as it was read last."""
        return {
            interaction.id: interaction
            for document in self.documents().values()
            for interaction in document.interactions
        }

    def interactions_at(self, name: str, line: int, column: int) -> list[Interaction]:
        """The interactions of the marker at a place of a file (line and column from 1), as they were read last."""
        if self._by_place is None:
            self._by_place = {}
            for interaction in self.interactions().values():
                span = interaction.marker or interaction.span
                self._by_place.setdefault((span.file, span.line, span.column), []).append(interaction)
        return self._by_place.get((self.source.path(name), line, column), []) if self.source else []

    def included_by(self, name: str) -> list[str]:
        """The names of the files that a document includes, directly or through other files."""
        return self._known.included_by(name)

    def names(self) -> frozenset[str]:
        """The names of all files of the course."""
        source = self.source
        return source.files if source else frozenset()

    def moved(self, old: str, new: str) -> dict[str, str]:
        """Old → new name of the files that move when a file or folder is renamed."""
        return {
            name: new + name.removeprefix(old)
            for name in self.names()
            if name == old or name.startswith(f"{old}/")
        }
