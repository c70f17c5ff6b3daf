"""A hidden folder beside what is to be written: made in it, moved out of it whole, and gone afterwards.

A run that is killed leaves its folder behind. The next one that writes there removes it: whoever works in such a folder
holds a lock on it, which ends with the process.
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
except ImportError:  # on Windows: what a killed run left stays there
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"\.courseware-[0-9a-f]{8}")


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A new folder within `folder`, which is made where it is missing. Raises `OSError`."""
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
    """A new folder and its lock (None where there are no locks)."""
    while True:
        place = folder / f".courseware-{os.urandom(4).hex()}"
        place.mkdir()
        lock = _lock(place)
        if lock is not None or not fcntl:
            return place, lock  # otherwise another run took it for left behind


def _lock(place: Path) -> int | None:
    """The descriptor that holds the lock of a folder; None where another one holds it, or removed the folder."""
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
