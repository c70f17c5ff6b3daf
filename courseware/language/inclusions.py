"""Inclusions: replaces the markers that include a file by the text of that file.

Each line of the resulting text knows its file and line number, so that diagnostics point to where it was written.
"""

import posixpath
from collections.abc import Callable, Sequence

from courseware.diagnostics import Diagnostic, Span, report
from courseware.language import faults
from courseware.language.markdown import markdown
from courseware.language.marker import Marker, Scalar
from courseware.language.source_text import Origin, SourceText
from courseware.record import NamedTuple

MOST_INCLUSIONS = 200
"""How many inclusions a document can have, including those within included files."""
LARGEST = 1024 * 1024
"""The longest document with all that it includes, in characters."""


class Included(NamedTuple):
    """The text of a file: its `path` as diagnostics show it, and the number of its first line."""

    path: str
    text: str
    first_line: int


_MARKER = "include"
"""The word that is in every text that includes a file."""

Library = Callable[[str, Span], Included | list[Diagnostic]]
"""Returns a file of the course by its name, or diagnostics at the place of the inclusion if it cannot be read."""


class _Joining:
    """The state while the text of a document is put together."""

    def __init__(self, look_up: Library) -> None:
        self.look_up = look_up
        self.diagnostics: list[Diagnostic] = []
        self.lines: list[str] = []
        self.origins: list[Origin] = []
        self.count = 0
        self.size = 0


def can_be_included(name: str) -> bool:
    """Whether a file can be included: its name in the course, or that of a folder above it, begins with `_`."""
    return any(part.startswith("_") for part in name.split("/"))


def with_inclusions(
    text: SourceText, name: str, library: Library
) -> tuple[SourceText, int, list[Diagnostic]]:
    """A document's text with its inclusions, their number, and their diagnostics.

    `name` is the document's name in the course.
    """
    if _MARKER not in text.text:  # true of most documents
        return text, 0, []
    joining = _Joining(library)
    _add(Included(text.file, text.text, text.first_line), (name,), joining)
    if not joining.count:
        return text, 0, joining.diagnostics
    joined = SourceText(text.file, "\n".join(joining.lines), text.first_line, joining.origins)
    return joined, joining.count, joining.diagnostics


def _add(file: Included, chain: Sequence[str], joining: _Joining) -> None:
    """Adds the lines of a file; `chain` are the names of the files that include each other, ending with its own."""
    source = SourceText(file.path, file.text, file.first_line)
    lines = file.text.split("\n")
    joining.size += len(file.text)
    last = 0

    def add(start: int, end: int) -> None:
        joining.lines += lines[start:end]
        joining.origins += [Origin(file.path, number + file.first_line) for number in range(start, end)]

    for marker, start, end in _inclusions(source):
        found = _included(marker, source, chain, joining)
        if found is None:
            continue
        add(last, start)
        for included, name in found:
            joining.lines.append("")
            joining.origins.append(Origin(file.path, start + file.first_line))
            _add(included, (*chain, name), joining)
        joining.lines.append("")
        joining.origins.append(Origin(file.path, start + file.first_line))
        last = end
    add(last, len(lines))


def _inclusions(source: SourceText) -> list[tuple[Marker, int, int]]:
    """The markers of a text that include a file, each with its first line and the line after it."""
    if _MARKER not in source.text:
        return []
    tokens = markdown().parse(source.text, {"text": source, "diagnostics": []})
    found = []
    for token in tokens:
        marker = token.meta.get("marker") if token.type == "marker" and token.level == 0 else None
        kind = marker.entries.get("type") if marker else None
        if marker and token.map and kind and isinstance(kind.value, Scalar) and kind.value.text == "include":
            found.append((marker, token.map[0], token.map[1]))
    return found


def _included(
    marker: Marker, source: SourceText, chain: Sequence[str], joining: _Joining
) -> list[tuple[Included, str]] | None:
    """The file that a marker includes, and its name; empty if it cannot be included, None if the marker is wrong."""
    entry = marker.entries.get("file")
    if not marker.sound or entry is None or not isinstance(entry.value, Scalar):
        return None
    place = source.span(*entry.place)
    written = entry.value.text
    name = posixpath.normpath(posixpath.join(posixpath.dirname(chain[-1]), written))
    fault = None
    if written.startswith("/") or name.startswith(".."):
        fault = report(faults.INCLUSION_OUTSIDE, place, file=written)
    elif not can_be_included(name.replace("\\", "/")):  # backslashes are reported as a missing file
        fault = report(faults.INCLUSION_OF_A_DOCUMENT, place, file=written)
    elif name in chain:
        circle = " → ".join([*chain[chain.index(name) :], name])
        fault = report(faults.INCLUSION_IN_A_CIRCLE, place, circle=circle)
    elif joining.count >= MOST_INCLUSIONS or joining.size > LARGEST:
        fault = report(faults.TOO_MUCH_INCLUDED, place, most=MOST_INCLUSIONS)
    joining.count += 1
    if fault:
        joining.diagnostics.append(fault)
        return []
    found = joining.look_up(name, place)
    if isinstance(found, Included):
        return [(found, name)]
    joining.diagnostics += found
    return []
