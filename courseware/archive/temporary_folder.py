"""A hidden temporary folder next to the output: files are made in it, moved out of it once complete, and it is removed.

A run that is killed leaves its folder behind, and the next run that writes to the same place removes it. A folder in
use is recognised by a lock, which ends with the process that holds it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows, where the folder of a killed run stays
    fcntl = None  # type: ignore[assignment]  # mypy knows only the module

_NAME = re.compile(r"\.courseware-[0-9a-f]{8}")


@contextmanager
def temporary_folder(folder: Path) -> Iterator[Path]:
    """Makes a temporary folder in `folder`, which is created if it is missing. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if fcntl and _NAME.fullmatch(left.name) and (lock := _lock(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    place, lock = _new_place(folder)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _new_place(folder: Path) -> tuple[Path, int | None]:
    """A new folder and its lock (None on systems without locks)."""
    while True:
        place = folder / f".courseware-{os.urandom(4).hex()}"
        place.mkdir()
        lock = _lock(place)
        if lock is not None or not fcntl:
            return place, lock  # otherwise another run took the folder for an abandoned one and removed it


def _lock(place: Path) -> int | None:
    """The descriptor that holds the lock of a folder; None if another process holds it or has removed the folder."""
    if not fcntl:
        return None
    try:
        lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.stat(place)
    except OSError:
        os.close(lock)
        return None
    return lock
