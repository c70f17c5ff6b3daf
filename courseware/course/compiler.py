"""From a folder, or files in memory, to a checked course: read, parse, check."""

from __future__ import annotations

from collections.abc import Callable

from courseware.course import faults
from courseware.course.course import Course, build_course
from courseware.course.overlooked import overlooked
from courseware.course.parts import parts
from courseware.course.settings import read_settings
from courseware.course.source import Given, Source, TextFile, read_source
from courseware.diagnostics import Diagnostic, in_order, report
from courseware.language.document import Document
from courseware.language.front_matter import read_front_matter, split, with_variables
from courseware.language.parse import Surroundings, read_document

Progress = Callable[[int, int], None]
"""Called with the number of documents read so far and the number of all documents."""
ReadFile = Callable[[TextFile, str, Surroundings], tuple[Document | None, list[Diagnostic]]]
"""Reads a document of a course in the course's language, as `read_file` does."""


def read_file(
    file: TextFile, language: str, surroundings: Surroundings
) -> tuple[Document | None, list[Diagnostic]]:
    """A document of a course, whose default language is `language`; None for a draft or a file without front matter."""
    halves, problems = split(file.path, file.text)
    if halves is None:
        return None, problems
    matter, problems = read_front_matter(file.path, halves.matter, halves.matter_line)
    if matter.draft:
        return None, problems
    matter, unknown = with_variables(matter, surroundings.variables)
    document, more = read_document(
        file.name,
        file.path,
        matter,
        halves.body,
        halves.body_line,
        matter.language or language,
        surroundings,
    )
    return document, problems + unknown + more


def check_course(folder: Given, progress: Progress | None = None) -> tuple[Course | None, list[Diagnostic]]:
    """The course in a folder or in memory (None if there is nothing to go on with), and all diagnostics."""
    source, diagnostics = read_source(folder)
    if source is None:
        return None, diagnostics
    course, problems = check_source(source, progress)
    return course, in_order(diagnostics + problems)


def check_source(
    source: Source, progress: Progress | None = None, read: ReadFile = read_file
) -> tuple[Course | None, list[Diagnostic]]:
    """The course of a source that has been read already; `read` may reuse documents that have not changed."""
    given, diagnostics = read_settings(source.settings.path, source.settings.text)
    documents: list[Document] = []
    surroundings = Surroundings(parts(source), dict(given.settings.variables))
    for number, file in enumerate(source.documents):
        document, problems = read(file, given.settings.language, surroundings)
        diagnostics += problems
        if document:
            documents.append(document)
        if progress:
            progress(number + 1, len(source.documents))
    if source.documents and not documents and not diagnostics:
        path = source.path("").rstrip("/") or "."
        diagnostics.append(report(faults.NO_DOCUMENTS, None, path=path))
    if not documents:
        return None, diagnostics + overlooked(source, ())
    course, problems = build_course(source, given, documents)
    return course, diagnostics + problems
