"""The folder of a course, or its files in memory → Source. Nothing else reads the disk before packaging."""

import os
import sys
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice
from math import ceil
from pathlib import Path

from courseware.course import faults
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.characters import printable
from courseware.record import NamedTuple

LARGEST_TEXT = 1024 * 1024
"""The largest document or `course.yaml`, in bytes."""
HEAD = 1000
"""How many bytes at the beginning of a file are read to find out what it is."""


class TextFile(NamedTuple):
    """A text file of the course: its `name` in the folder, its `path` in diagnostics, its text with `\\n` line ends."""

    name: str
    path: str
    text: str


class Head(NamedTuple):
    """A file's size in bytes, and its first `HEAD` bytes."""

    size: int
    data: bytes


TextOrProblems = tuple[str | None, list[Diagnostic]]
"""The text of a file, or None and diagnostics that say why it cannot be read."""


class FileReader:
    """Reads the files of a course, given as bytes or by their paths on disk.

    In a folder with more than `most` files, the most deeply nested ones are skipped.
    """

    most = sys.maxsize

    def text(self, content: bytes | Path, name: str, shown: str, largest: int) -> TextOrProblems:
        """The text of a file of at most `largest` bytes; `shown` is its path as diagnostics show it."""
        return _read_text(content, name, shown, largest)

    def head(self, content: bytes | Path, name: str) -> Head:
        """The beginning of a file; its size is -1 if it cannot be read, which packaging reports."""
        if isinstance(content, bytes):
            return Head(len(content), content[:HEAD])
        try:
            with content.open("rb") as file:
                return Head(os.fstat(file.fileno()).st_size, file.read(HEAD))
        except OSError:
            return Head(-1, b"")


class Source(NamedTuple):
    """Everything that a course's folder contains. `files` are the paths of its files relative to `root`, with `/`.

    `outside` are links to files outside the folder, which must not get into a package; `in_memory` has the bytes of
    files that are not on disk.
    """

    root: Path
    documents: tuple[TextFile, ...]
    settings: TextFile
    files: frozenset[str]
    outside: frozenset[str]
    in_memory: Mapping[str, bytes]
    reader: FileReader = FileReader()

    def content(self, name: str) -> bytes | Path:
        """The bytes of a file, or its path on disk."""
        return self.in_memory[name] if name in self.in_memory else self.root / name

    def path(self, name: str) -> str:
        """The path of a file as diagnostics show it."""
        return f"{self.settings.path.removesuffix(SETTINGS_FILE)}{printable(name)}"

    def read_text(self, name: str, largest: int) -> TextOrProblems:
        """The text of a file of at most `largest` bytes, or None and diagnostics that say why it cannot be read."""
        return self.reader.text(self.content(name), name, self.path(name), largest)

    def head(self, name: str) -> Head:
        """The beginning of a file."""
        return self.reader.head(self.content(name), name)


Given = str | os.PathLike[str] | Mapping[str, str | bytes]
"""The input of a course: the path of its folder, or its files in memory, by their names in the folder."""


def shown_path(given: Given) -> str:
    """The path of a course's folder as diagnostics show it; files in memory are shown by their names alone."""
    path = "." if isinstance(given, Mapping) else os.fspath(given)
    return printable(path.rstrip("/\\") or path)


def read_source(
    given: Given, reader: FileReader | None = None, shown: str = ""
) -> tuple[Source | None, list[Diagnostic]]:
    """Reads a course's folder; None if there is nothing to go on with.

    `reader` may reuse files that have not changed; `shown` replaces the folder's path in diagnostics.
    """
    reader = reader or FileReader()
    shown = shown or shown_path(given)
    if isinstance(given, Mapping):
        root = Path()
        in_memory = {name: text.encode() if isinstance(text, str) else text for name, text in given.items()}
        files, outside, unreadable = {*in_memory}, set[str](), dict[str, str]()
    else:
        root, in_memory = Path(given), {}
        if not os.path.isdir(root):
            holder = printable(os.path.dirname(shown) or ".")
            file = os.path.isfile(root)
            return None, [
                report(faults.FILE_FOR_COURSE, None, path=shown, folder=holder)
                if file
                else report(faults.NO_FOLDER, None, path=shown)
            ]
        files, outside, unreadable = _files(root, reader.most)
    names = sorted(name for name in files if is_document(name))
    diagnostics: list[Diagnostic] = []
    if not names:
        diagnostics.append(report(faults.NO_DOCUMENTS, None, path=shown))
    for name, reason in sorted(unreadable.items()):
        path = printable(f"{shown}/{name}".rstrip("/"))
        diagnostics.append(report(faults.UNREADABLE_FILE, Span.whole(path), file=path, reason=reason))
    documents: list[TextFile] = []
    settings = TextFile(SETTINGS_FILE, SETTINGS_FILE if shown == "." else f"{shown}/{SETTINGS_FILE}", "")
    for name in [*names, *([SETTINGS_FILE] if SETTINGS_FILE in files else [])]:
        path = printable(name if shown == "." else f"{shown}/{name}")
        if name in outside:
            diagnostics.append(report(faults.FILE_OUTSIDE, Span(path, 1, 1, 1, 2), target=path))
            continue
        text, problems = reader.text(in_memory.get(name, root / name), name, path, LARGEST_TEXT)
        diagnostics += problems
        if text is None:
            continue
        if name == SETTINGS_FILE:
            settings = TextFile(name, path, text)
        else:
            documents.append(TextFile(name, path, text))
    inside = frozenset(name for name in files - outside if printable(name) == name)
    source = Source(root, tuple(documents), settings, inside, frozenset(outside), in_memory, reader)
    return source, diagnostics


def is_document(name: str) -> bool:
    """Whether a file is a document of the course, by its name in the folder."""
    return (
        name.endswith(".md") and "/" not in name and name != "README.md" and not name.startswith(("_", "."))
    )


def is_hidden(name: str) -> bool:
    """Whether a file is not part of the course because its name, or that of a folder above it, begins with a dot."""
    return any(part.startswith(".") for part in name.split("/"))


def _files(root: Path, most: int) -> tuple[set[str], set[str], dict[str, str]]:
    """The files below a folder except hidden ones, those of them that link to outside it, and unreadable folders.

    The folders are given with the reason why each cannot be read.
    """
    files: set[str] = set()
    outside: set[str] = set()
    unreadable: dict[str, str] = {}
    real_root = root.resolve()

    def walk() -> Iterator[tuple[str, os.DirEntry[str]]]:
        folders = deque([""])
        while folders:
            prefix = folders.popleft()
            try:
                with os.scandir(root / prefix) as entries:
                    found = [entry for entry in entries if not entry.name.startswith(".")]
            except OSError as error:
                unreadable[prefix] = error.strerror or str(error)
                continue
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{prefix}{entry.name}/")
                else:
                    yield prefix + entry.name, entry

    for name, entry in islice(walk(), most):
        if not _is_file(entry):
            continue
        files.add(name)
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(real_root):
            outside.add(name)
    return files, outside, unreadable


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file or links to one; a dangling or circular link does not."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _read_text(content: bytes | Path, name: str, shown: str, largest: int) -> TextOrProblems:
    start = Span(shown, 1, 1, 1, 2)
    if not shown.endswith(name):
        return None, [report(faults.UNREADABLE_FILE, start, file=shown, reason="its name is not UTF-8 text")]
    try:
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        if size > largest:
            limit = f"{largest // 1024 // 1024} MB"
            return None, [
                report(
                    faults.TEXT_TOO_LARGE,
                    start,
                    file=shown,
                    size=f"{ceil(size / 1024 / 1024 * 10) / 10} MB",
                    limit=limit,
                )
            ]
        data = content if isinstance(content, bytes) else content.read_bytes()
    except OSError as error:
        return None, [report(faults.UNREADABLE_FILE, start, file=shown, reason=error.strerror or str(error))]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:HEAD].count(0) > len(data[:HEAD]) // 3:
        return None, [report(faults.UTF16, start, file=shown)]
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(errors="replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return None, [report(faults.NOT_UTF8, Span(shown, line, column, line, column + 1), file=shown)]
    return normal(text), []


def normal(text: str) -> str:
    """A text with `\n` line ends and only characters that can be written into a package."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))
