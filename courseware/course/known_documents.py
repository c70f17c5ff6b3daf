"""Documents that have been read before, so that only those that changed are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from courseware.course.compiler import read_file
from courseware.course.source import TextFile
from courseware.diagnostics import Diagnostic, Span
from courseware.language.document import Document
from courseware.language.inclusions import Included, Library
from courseware.language.parse import Surroundings
from courseware.record import NamedTuple

LookedUp = list[tuple[str, Span, Included | list[Diagnostic]]]
"""The files that a document includes: their names, the places of the inclusions, and the results."""


class KnownDocument(NamedTuple):
    """A document that was read, and everything it was read from."""

    file: TextFile
    language: str
    variables: Mapping[str, str]
    looked_up: LookedUp
    document: Document | None
    diagnostics: list[Diagnostic]

    def is_of(self, file: TextFile, language: str, surroundings: Surroundings) -> bool:
        """Whether reading it again would give the same result."""
        return (self.file, self.language, self.variables) == (file, language, surroundings.variables) and all(
            surroundings.look_up(name, place) == found for name, place, found in self.looked_up
        )


class KnownDocuments:
    """The documents of a course, by the names of their files; the method `read` is a `compiler.ReadFile`.

    `traced` says whether their HTML tells where each part was written (`language/traces.py`).
    """

    def __init__(self, traced: bool = False, known: Mapping[str, KnownDocument] | None = None) -> None:
        self.traced = traced
        self._known = dict(known or {})

    def read(
        self, file: TextFile, language: str, surroundings: Surroundings
    ) -> tuple[Document | None, list[Diagnostic]]:
        """A document, which is read again only if it or a file that it includes has changed."""
        known = self._known.get(file.name)
        if known is None or not known.is_of(file, language, surroundings):
            looked_up: LookedUp = []

            def look_up(name: str, place: Span) -> Included | list[Diagnostic]:
                found = surroundings.look_up(name, place)
                looked_up.append((name, place, found))
                return found

            read = read_file(file, language, surroundings._replace(look_up=look_up, traced=self.traced))
            known = KnownDocument(file, language, surroundings.variables, looked_up, *read)
            self._known[file.name] = known
        return known.document, known.diagnostics

    def again(self, file: TextFile, look_up: Library) -> tuple[Document | None, list[Diagnostic]]:
        """A document, read again with its last language and variables. Raises `KeyError` if it was not read before."""
        known = self._known[file.name]
        return self.read(file, known.language, Surroundings(look_up, known.variables))

    def document(self, name: str) -> Document | None:
        """The document in a file as it was last read, or None."""
        known = self._known.get(name)
        return known.document if known else None

    def keep_only(self, names: Iterable[str]) -> None:
        """Forgets the documents that no longer exist."""
        for name in self._known.keys() - set(names):
            del self._known[name]

    def names(self) -> Iterable[str]:
        """The names of the files that have been read."""
        return self._known.keys()

    def included_by(self, name: str) -> list[str]:
        """The names of the files that a document includes, also those within included files."""
        known = self._known.get(name)
        looked_up = known.looked_up if known else ()
        return list(
            dict.fromkeys(source_name for source_name, _, found in looked_up if isinstance(found, Included))
        )

    def copy(self) -> KnownDocuments:
        """A copy that can be changed independently."""
        return KnownDocuments(self.traced, self._known)

    def items(self) -> Iterator[tuple[str, Document]]:
        """The documents that could be read, by the names of their files."""
        return ((name, known.document) for name, known in self._known.items() if known.document)
