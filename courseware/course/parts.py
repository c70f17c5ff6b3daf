"""The files of a course that its documents can include."""

from __future__ import annotations

from courseware.course import faults
from courseware.course.source import LARGEST_TEXT, Source
from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.language.front_matter import split
from courseware.language.inclusions import Included, Library, with_inclusions
from courseware.language.source_text import SourceText


def parts(source: Source) -> Library:
    """A function that returns the text of a file by its name, without front matter; each file is read once."""
    read: dict[str, Included | list[Diagnostic]] = {}

    def look_up(name: str, place: Span) -> Included | list[Diagnostic]:
        if name in source.outside:
            return [report(faults.FILE_OUTSIDE, place, target=name)]
        if name not in source.files:
            known = [file for file in source.files if file.endswith(".md") and "_" in file]
            return [report(faults.NO_SUCH_FILE, place, target=name, suggestion=did_you_mean(name, known))]
        if name not in read:
            read[name] = _read(source, name)
        return read[name]

    return look_up


def included(source: Source) -> list[str]:
    """The names of the files that a course's documents include, directly or through other files."""
    read = parts(source)
    found: set[str] = set()

    def look_up(name: str, place: Span) -> Included | list[Diagnostic]:
        part = read(name, place)
        if isinstance(part, Included):
            found.add(name)
        return part

    for file in source.documents:
        halves, _ = split(file.path, file.text)
        with_inclusions(SourceText(file.path, halves.body if halves else ""), file.name, look_up)
    return sorted(found)


def _read(source: Source, name: str) -> Included | list[Diagnostic]:
    text, problems = source.read_text(name, LARGEST_TEXT)
    if text is None:
        return problems
    halves = split(source.path(name), text)[0] if text.startswith("---\n") else None
    return (
        Included(source.path(name), halves.body, halves.body_line)
        if halves
        else Included(source.path(name), text, 1)
    )
