"""Writes a package as a zip, with the same bytes on every machine, or as a folder."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from courseware.archive.file import File
from courseware.archive.file_names import LEFT_BY_SYSTEM
from courseware.archive.temporary_folder import temporary_folder
from courseware.record import NamedTuple

COMPRESSED = frozenset(
    ".avif .gif .gz .jpeg .jpg .m4a .m4v .mp3 .mp4 .oga .ogg .ogv .opus .png .webm .webp .woff .woff2 .zip".split()
)
"""Extensions of files that are compressed already and are therefore stored without compression."""

RECORD = ".courseware"
"""The file in an unpacked package that lists the files written, so that a later run replaces these and no others."""

Moment = tuple[int, int, int, int, int, int]
"""Year, month, day, hour, minute and second, in UTC."""
EARLIEST: Moment = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can represent."""

_EARLIEST = 315532800  # 1980-01-01, the earliest time that a zip can represent
_LATEST = 4354819198  # 2107-12-31 23:59:58, the latest
_FILE = 0o100644 << 16
_UNIX = 3


class Package(NamedTuple):
    """All files of a package, in the order of the zip: the manifest first, then the others by name.

    `moment` is the modification time of every entry of the zip.
    """

    files: tuple[File, ...]
    moment: Moment = EARLIEST


def moment(source_date_epoch: str | None) -> Moment:
    """The modification time of every entry of a zip: `SOURCE_DATE_EPOCH` (UTC) if it is set, otherwise 1980-01-01.

    It is clamped to the years that a zip can represent, 1980–2107. Raises `ValueError` for anything but a whole number
    of seconds.
    """
    try:
        seconds = int(source_date_epoch or _EARLIEST)
    except ValueError:
        raise ValueError(
            f"SOURCE_DATE_EPOCH must be a whole number of seconds, not {source_date_epoch!r}"
        ) from None
    date = time.gmtime(min(max(seconds, _EARLIEST), _LATEST))
    return (date.tm_year, date.tm_mon, date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec)


def zip_bytes(package: Package) -> bytes:
    """The bytes of the zip. Raises `OSError` if a file cannot be read."""
    stream = BytesIO()
    _write_zip(package, stream)
    return stream.getvalue()


def write_zip(package: Package, path: Path) -> None:
    """Writes the zip, completely or not at all. Raises `OSError`; if `path` is not a regular file, without `errno`."""
    if os.path.exists(path) and not path.is_file():
        raise FileExistsError(f"{path} is not a regular file; nothing is written to a device or a pipe")
    with temporary_folder(path.parent) as place:
        with open(place / "zip", "xb") as stream:
            _write_zip(package, stream)
        os.replace(place / "zip", path)


def write_folder(package: Package, folder: Path) -> None:
    """Writes the files into a folder that is new, is empty, or holds only what an earlier run wrote.

    The folder is replaced as a whole. Raises `FileExistsError`, which names the first such file, if the folder holds
    any other file, and `OSError` if a file cannot be read or written.
    """
    folder = folder.resolve()
    _refuse_other_files(folder)
    with temporary_folder(folder.parent) as place:
        new, old = place / "new", place / "old"
        for file in package.files:
            target = new / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with _open(file) as source, open(target, "xb") as stream:
                shutil.copyfileobj(source, stream)
        names = "".join(f"{file.name}\n" for file in package.files)
        (new / RECORD).write_text(names, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise


def _write_zip(package: Package, stream: IO[bytes]) -> None:
    with ZipFile(stream, "w") as archive:
        for file in package.files:
            _add(archive, file, package.moment)


def _add(archive: ZipFile, file: File, moment: Moment) -> None:
    entry = ZipInfo(file.name, moment)
    entry.create_system = _UNIX
    entry.external_attr = _FILE
    stored = Path(file.name).suffix.lower() in COMPRESSED
    entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    entry.file_size = _size(file)
    with _open(file) as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target)


def _size(file: File) -> int:
    return len(file.content) if isinstance(file.content, bytes) else file.content.stat().st_size


@contextmanager
def _open(file: File) -> Iterator[IO[bytes]]:
    with BytesIO(file.content) if isinstance(file.content, bytes) else open(file.content, "rb") as stream:
        yield stream


def _refuse_other_files(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    record = folder / RECORD
    ours = {RECORD, *(record.read_text("utf-8", "replace").splitlines() if record.is_file() else ())}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        folder_only = path.is_dir() and not path.is_symlink()
        if not folder_only and name not in ours and path.name not in LEFT_BY_SYSTEM:
            raise FileExistsError(f"{folder} contains {name}, which courseware did not write")
