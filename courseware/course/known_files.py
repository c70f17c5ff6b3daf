"""Files of a course as they were read last, so that only those that change are read again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

from courseware.course.source import FileReader, Head, TextOrProblems

Stamp = tuple[int, int, int, int]
"""What tells that a file is another than before: its times of writing and of change, its size, and its inode."""
Read = TypeVar("Read")

SETTLED = 2_000_000_000
"""Nanoseconds after which a second writing of a file must have another time; some file systems count by two seconds."""


class KnownFiles(FileReader):
    """A reader of files that keeps what it read until they change. Those in memory are read each time.

    A folder of very many files is hardly a course, and is not looked through to its end at each change.
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
        """Forgets the files that are gone."""
        self._known = {key: known for key, known in self._known.items() if key[0] in names}


def _stamp(path: Path) -> Stamp | None:
    """The stamp of a file, or None where it cannot be had."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
