"""A course in an editor: its folder, with the texts that are not saved yet, and what is wrong with it now."""

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
    """A course as it was checked last: None where there is none; diagnostics by the names of files."""

    course: Course | None
    diagnostics: Mapping[str, Sequence[Diagnostic]]


class Workspace:
    """The course in a folder. Of each file the last reading is kept, so that only what changes is read again."""

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
        """Reads what changed in the folder, after something in it was saved, made, renamed or deleted."""
        self._source, self._outside = read_source(self.root, self._files, shown=".")
        self._files.keep_only(self._source.files if self._source else ())
        self._current = self._with(self._unsaved)

    def write(self, name: str, text: str) -> None:
        """Takes a file's text as it stands in the editor."""
        text = normal(text.removeprefix("\ufeff"))
        shown = self._source.path(name) if self._source else name
        read, self._refused[name] = self._files.text(text.encode(), name, shown, LARGEST_TEXT)
        self._unsaved[name] = read or ""
        self._current = self._with(self._unsaved)

    def unsaved(self, name: str) -> str:
        """A file's text as it stands in the editor; nothing where it is not open, or too large."""
        return self._unsaved.get(name, "")

    def forget(self, name: str | None = None) -> None:
        """Takes a file, or without a name all of them, as it lies on disk: it is no longer open."""
        for one in [*self._unsaved] if name is None else [name]:
            self._unsaved.pop(one, None)
            self._refused.pop(one, None)
        self.refresh()

    @property
    def source(self) -> Source | None:
        """The folder, with the texts of the editor in place of those on disk."""
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
        """The course as it stands in the editor."""
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
        """The ids of the course's interactions by document, in order, if files had these texts."""
        source = self._with({**self._unsaved, **changed})
        if source is None:
            return {}
        course, _ = check_source(source, read=self._known.copy().read)
        found: dict[str, list[str]] = {}
        for interaction in course.interactions if course else ():
            found.setdefault(interaction.span.file, []).append(interaction.id)
        return found

    def text(self, name: str) -> DocumentText | None:
        """A document, a file that one includes, or the settings; None where there is none of that name."""
        return self._current_texts().get(name)

    def texts(self) -> list[DocumentText]:
        """All documents of the course, the files that they include, and the settings."""
        return list(self._current_texts().values())

    def _current_texts(self) -> Mapping[str, DocumentText]:
        """The texts by name; of one that did not change what was read of it is kept."""
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
        """The documents as they were read last, by the names of their files."""
        return dict(self._known.items())

    def interactions(self) -> Mapping[str, Interaction]:
        """The interactions as they were read last, by their ids."""
        return {
            interaction.id: interaction
            for document in self.documents().values()
            for interaction in document.interactions
        }

    def interactions_at(self, name: str, line: int, column: int) -> list[Interaction]:
        """The interactions of the marker at a place of a file, as they were read last."""
        if self._by_place is None:
            self._by_place = {}
            for interaction in self.interactions().values():
                span = interaction.marker or interaction.span
                self._by_place.setdefault((span.file, span.line, span.column), []).append(interaction)
        return self._by_place.get((self.source.path(name), line, column), []) if self.source else []

    def included_by(self, name: str) -> list[str]:
        """The names of the files that a document includes, those within included files too."""
        return self._known.included_by(name)

    def names(self) -> frozenset[str]:
        """The names of all files of the course."""
        source = self.source
        return source.files if source else frozenset()

    def moved(self, old: str, new: str) -> dict[str, str]:
        """The names of the files before and after a file, or a folder of files, gets another name."""
        return {
            name: new + name.removeprefix(old)
            for name in self.names()
            if name == old or name.startswith(f"{old}/")
        }
