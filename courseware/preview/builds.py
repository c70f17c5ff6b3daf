"""What is previewed: the packages of a course, built when they are first needed, or a zip from any tool."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from courseware.archive.reader import OpenedPackage, Unreadable, open_package
from courseware.archive.writer import EARLIEST
from courseware.course.compiler import check_source
from courseware.course.course import Course
from courseware.course.known_documents import KnownDocuments
from courseware.course.parts import parts
from courseware.course.source import LARGEST_TEXT, Source, TextFile, read_source
from courseware.course.theme import themes
from courseware.diagnostics import Diagnostic, has_errors, in_order
from courseware.formats import load
from courseware.formats.build import packages
from courseware.language.front_matter import SHOWN
from courseware.preview.glance import Article, articles_of, glance
from courseware.preview.sequencing import Activity
from courseware.preview.units import Unit, activities_in, units_of
from courseware.record import NamedTuple
from courseware.records.questions import QuestionInWords, of_course, of_package
from courseware.site.known_articles import KnownArticles


class Files(Protocol):
    """The files of a package."""

    @property
    def names(self) -> frozenset[str]: ...

    def read(self, name: str) -> bytes:
        """The content of a file. Raises `OSError`."""
        ...


class Made(NamedTuple):
    """The files of a package that was built from a course."""

    content: Mapping[str, bytes | Path]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.content)

    def read(self, name: str) -> bytes:
        found = self.content[name]
        return found if isinstance(found, bytes) else found.read_bytes()


@dataclass(frozen=True, slots=True)
class Build:
    """A package to play: its files, its `standard`, `units` that can be launched, and `problems`, why others cannot.

    `number` counts builds, so that a page can tell whether it shows the newest one.
    """

    number: int
    title: str
    standard: str
    files: Files
    units: tuple[Unit, ...]
    problems: tuple[str, ...]
    questions: tuple[QuestionInWords, ...]
    activities: tuple[Activity, ...] = ()


@dataclass(slots=True)
class Builds:
    """The builds of one source: `diagnostics` of the latest attempt to read it, and format → last successful build."""

    source: Path
    theme: str = ""
    number: int = 0
    course: Course | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    builds: dict[str, Build] = field(default_factory=dict)
    known: KnownDocuments = field(default_factory=lambda: KnownDocuments(traced=True))
    articles: dict[str, KnownArticles] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Path of a file in diagnostics → its name in the course."""
    _glanced: Course | None = None
    """The course with the changes that `glance` has found since it was read."""
    _read: Source | None = None
    """The folder as it was read last."""

    @property
    def is_course(self) -> bool:
        """Whether the source is a folder of documents; otherwise it is a package."""
        return self.source.is_dir() and not (self.source / "imsmanifest.xml").is_file()

    @property
    def has_failed(self) -> bool:
        return has_errors(self.diagnostics)

    def read(self) -> None:
        """Reads the source again; if it has errors, earlier builds stay."""
        self.number += 1
        self._glanced = None
        if not self.is_course:
            self.builds.clear()
            return
        course, self.diagnostics = self._checked()
        if course is not None and not self.has_failed:
            self.course = course
            self.builds.clear()

    def _checked(self) -> tuple[Course | None, list[Diagnostic]]:
        source, diagnostics = read_source(self.source)
        self._read = source
        if source is None:
            return None, diagnostics
        course, problems = check_source(source, read=self.known.read)
        self.known.keep_only(document.name for document in source.documents)
        self.names = {source.path(name): name for name in source.files}
        return course, in_order(diagnostics + problems)

    def glance(self, format_name: str, changed: Sequence[Path]) -> list[Article]:
        """The articles that change because one document was saved; none if the other documents must be read to be sure.

        If the document has errors, they replace `diagnostics`; otherwise these stay those of the latest `read`.
        """
        source, course, name = self._read, self._glanced or self.course, changed[0].name
        old = self.known.document(name)
        is_one = len(changed) == 1 and changed[0].parent.resolve() == self.source.resolve()
        if not (source and course and old and is_one) or self.has_failed or format_name not in self.builds:
            return []
        text, problems = source.read_text(name, LARGEST_TEXT)
        if text is None:
            return []
        new, problems = self.known.again(TextFile(name, source.path(name), text), parts(source))
        if has_errors(problems):
            self.diagnostics = in_order(problems)
        if new is None or has_errors(problems):
            return []
        made = self.articles.setdefault(format_name, KnownArticles())
        known = glance(self._themed(course), old, new, made, load(format_name))
        if known is None:
            return []
        self._glanced, found = known
        return found

    def ahead(self, format_name: str, changed: Iterable[Path]) -> list[str]:
        """The HTML of changed articles of saved documents, from a course that was read but is not built yet."""
        known = [self.known.document(path.name) for path in changed]
        made = self.articles.get(format_name)
        if self.course is None or self.has_failed or made is None:
            return []
        documents = {document.id for document in known if document}
        return articles_of(self._themed(self.course), documents, made, load(format_name))

    def holds(self, format_name: str, found: Sequence[Article]) -> bool:
        """Whether the newest build contains these articles."""
        build = self.builds.get(format_name)
        pages = (
            [build.files.read(name) for name in build.files.names if name.endswith(".html")] if build else []
        )
        return all(any(article.after.encode() in page for page in pages) for article in found)

    def _themed(self, course: Course) -> Course:
        """The course in the theme chosen in the preview, if any."""
        if self.theme not in themes():
            return course
        return course._replace(css="", settings=course.settings._replace(theme=self.theme))

    def file_of(self, shown: str) -> Path | None:
        """The file that diagnostics show under this path; None if it does not belong to the course."""
        name = self.names.get(shown)
        file = (self.source / name).resolve() if name else None
        return file if file and file.is_file() and file.is_relative_to(self.source.resolve()) else None

    def line_of(self, shown: str, place: str) -> int | None:
        """The line (from 1) of a place in the file that diagnostics show under this path; None if it is not a place.

        A place is a line number, or keys of the front matter, such as `title`, separated by commas; the first that the
        document has counts (line 1 if it has none).
        """
        if re.fullmatch(r"[0-9]{1,7}", place):
            return int(place)
        keys = place.split(",")
        if not set(keys) <= set(SHOWN):
            return None
        document = self.known.document(self.names.get(shown, ""))
        spans = document.matter.spans if document else {}
        return next((spans[key].line for key in keys if key in spans), 1)

    def build(self, format_name: str) -> Build | None:
        """The build of a format, built now if necessary; None if the source never was without errors.

        Raises `Unreadable` for a file that is not a package.
        """
        if format_name not in self.builds:
            made = self._of_course(format_name) if self.is_course else self._of_package()
            if made is None:
                return None
            self.builds[format_name] = made
        return self.builds[format_name]

    def _of_course(self, format_name: str) -> Build | None:
        if self.course is None:
            return None
        course = self._themed(self.course)
        package_format = load(format_name)
        articles = self.articles.setdefault(format_name, KnownArticles())
        ((package, problems),) = packages(course, [package_format], EARLIEST, known=articles)
        self.diagnostics = in_order([*self.diagnostics, *problems])
        files = Made({file.name: file.content for file in package.files})
        units, unplayed = units_of(files)
        title = course.settings.title
        return Build(
            self.number,
            title,
            package_format.NAME,
            files,
            units,
            unplayed,
            tuple(of_course(course)),
            activities_in(files),
        )

    def _of_package(self) -> Build:
        package: OpenedPackage = open_package(self.source)
        units, unplayed = units_of(package)
        try:
            questions = tuple(of_package(self.source))
        except Unreadable:
            questions = ()
        standard = units[0].standard if units else ""
        title, activities = self.source.stem, activities_in(package)
        return Build(self.number, title, standard, package, units, unplayed, questions, activities)


def watched(source: Path) -> Sequence[Path]:
    """The paths to watch for changes."""
    return [source if source.is_dir() else source.parent]


def matters(path: str) -> bool:
    """Whether a changed file can affect the course: hidden files, swap files and the preview's own files cannot."""
    name = os.path.basename(path)
    return not (
        name.startswith((".", "~")) or name.endswith(("~", ".swp", ".tmp", ".sqlite3", "-wal", "-shm"))
    )
