"""Files of a course that have been read before, so that only those that changed are read again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

from courseware.course.source import FileReader, Head, TextOrProblems

Stamp = tuple[int, int, int, int]
"""What identifies a version of a file: its modification time, its change time, its size and its inode."""
Read = TypeVar("Read")

SETTLED = 2_000_000_000
"""Nanoseconds after which another write must give a file another time; some file systems count in two seconds."""


class KnownFiles(FileReader):
    """A reader that keeps what it read until the files change. Files in memory are read each time.

    A folder with a great many files is hardly a course, and is not searched to its end at each change.
    """

    most = 20_000

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[Stamp, Any]] = {}

    def text(self, content: bytes | Path, name: str, shown: str, largest: int) -> TextOrProblems:
        return self._kept(
            content, (name, largest), lambda: super(KnownFiles, self).text(content, name, shown, largest)
        )

    def head(self, content: bytes | Path, name: str) -> Head:
        return self._kept(content, (name, 0), lambda: super(KnownFiles, self).head(content, name))

    def _kept(self, content: bytes | Path, key: tuple[str, int], read: Callable[[], Read]) -> Read:
        stamp = None if isinstance(content, bytes) else _stamp(content)
        if stamp is None:
            return read()
        known = self._known.pop(key, None)
        if known is None or known[0] != stamp:
            known = stamp, read()
        if max(stamp[:2]) + SETTLED < time.time_ns():
            self._known[key] = known
        found: Read = known[1]
        return found

    def keep_only(self, names: Collection[str]) -> None:
        """Forgets the files that no longer exist."""
        self._known = {key: known for key, known in self._known.items() if key[0] in names}


def _stamp(path: Path) -> Stamp | None:
    """The stamp of a file, or None if it is not available."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
