"""Fixes mistakes in the documents of a course that can be fixed in only one way; everything else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from courseware.course.compiler import check_source
from courseware.course.course import Course
from courseware.course.rewriting import Rewriting
from courseware.course.source import FileReader, Given, TextOrProblems, read_source
from courseware.diagnostics import Diagnostic, Edit, in_order

_BYTE_ORDER_MARK = "\ufeff"
_MOST_ROUNDS = 10


class _FixedFiles(FileReader):
    """Reads corrected files, by their paths in diagnostics, from memory, and all other files as usual."""

    def __init__(self) -> None:
        self.rewritings: dict[str, Rewriting] = {}

    def text(self, content: bytes | Path, name: str, shown: str, largest: int) -> TextOrProblems:
        if rewriting := self.rewritings.get(shown):
            content = rewriting.after.encode()
        return super().text(content, name, shown, largest)


def fix_course(
    folder: Given, course: Course | None, diagnostics: list[Diagnostic]
) -> tuple[Course | None, list[Diagnostic], list[Rewriting]]:
    """Fixes a course's documents; returns the course after that, its remaining diagnostics, and each changed document.

    One mistake can hide another, so the documents are read again until nothing changes. Raises `OSError`.
    """
    reader = _FixedFiles()
    for _ in range(_MOST_ROUNDS):
        edits: dict[str, list[Edit]] = {}
        for diagnostic in diagnostics:
            for edit in diagnostic.edits:
                edits.setdefault(edit.span.file, []).append(edit)
        if not edits:
            break
        for file, of_file in edits.items():
            known = reader.rewritings.get(file)
            before = known.before if known else Path(file).read_bytes().decode("utf-8")
            after = edited(known.after if known else before, of_file)
            reader.rewritings[file] = Rewriting(Path(file), before, after)
        source, problems = read_source(folder, reader)
        course, more = check_source(source) if source else (None, [])
        diagnostics = in_order(problems + more)
    return course, diagnostics, [change for _, change in sorted(reader.rewritings.items())]


def edited(raw: str, edits: Iterable[Edit]) -> str:
    """The text of a file with edits at the places of diagnostics; of edits that overlap, only the first is made.

    Inserted lines end in the same way as the file's first line.
    """
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else ""
    body = raw.removeprefix(mark)
    ends = list(re.finditer("\r\n|\r|\n", body))
    starts = [0, *(end.end() for end in ends)]
    newline = ends[0].group() if ends else "\n"
    parts, last = [mark], 0
    for span, text in sorted(dict.fromkeys(edits)):
        start = starts[span.line - 1] + span.column - 1
        if start >= last:
            parts += [body[last:start], text.replace("\n", newline)]
            last = starts[span.end_line - 1] + span.end_column - 1
    return "".join([*parts, body[last:]])
