"""Mends in the documents of a course what has only one mending; nothing else in them changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from courseware.course.rewriting import Rewriting
from courseware.diagnostics import Diagnostic, Edit

_BYTE_ORDER_MARK = "\ufeff"


def mendings(diagnostics: Iterable[Diagnostic]) -> Iterator[Rewriting]:
    """What becomes of each document in which something has only one mending. Raises `OSError`."""
    edits: dict[str, list[Edit]] = {}
    for diagnostic in diagnostics:
        for edit in diagnostic.edits:
            edits.setdefault(edit.span.file, []).append(edit)
    for file, of_file in sorted(edits.items()):
        before = Path(file).read_bytes().decode("utf-8")
        yield Rewriting(Path(file), before, edited(before, of_file))


def edited(raw: str, edits: Iterable[Edit]) -> str:
    """A file's text with edits at places that diagnostics know; of two that overlap the first one is made.

    Lines that are put in end as the first line of the file does.
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
