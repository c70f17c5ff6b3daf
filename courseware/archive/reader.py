"""Reads the files of a package made by any tool (a zip, a folder, or a manifest alone), safely and without unpacking.

Zips are not read with `zipfile`, because that reads the whole central directory, however long, before the caller can
look at it, and does not say what is wrong with an entry (PKWARE APPNOTE 4.3; SCORM 2004 CAM 3.3).
"""

import os
import stat
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice, pairwise
from typing import BinaryIO

from courseware.archive import faults, file_names
from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.characters import printable
from courseware.record import NamedTuple

MOST_ENTRIES = 50_000
LONGEST_DIRECTORY = 16 * 1024 * 1024
"""The longest central directory (the zip's list of entries) that is read, in bytes."""
LONGEST_FILE = 16 * 1024 * 1024
"""The longest file that `read` returns, in bytes."""
MOST_CHECKED = 192 * 1024 * 1024
"""How many unpacked bytes are compared with their checksums; anything after them is not checked."""
LARGE, DENSE = 64 * 1024 * 1024, 100
"""A file that unpacks to more than `LARGE` bytes and `DENSE` times its packed size is taken for a zip bomb."""
MOST_REPORTED = 20
"""How many diagnostics with the same code are given about the zip itself."""

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _UTF8, _SIZES_FOLLOW, _PATCHED = 0x1 | 0x40 | 0x2000, 0x800, 0x8, 0x20
_NEWEST = 63
"""Ten times the newest version of PKZIP that is in use (APPNOTE 4.4.3.2)."""
_STORED, _DEFLATED = 0, 8
_UNIX = 3
_ZIP64 = 45
_CHUNK = 256 * 1024
_METHODS = {
    1: "shrinking",
    6: "implode",
    9: "Deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
}


class Unreadable(OSError):
    """A package, or a file in it, cannot be read; the message says why."""


class Entry(NamedTuple):
    """An entry of a zip's central directory: sizes in bytes, `raw` the name as written, `mode` the Unix mode or 0.

    `needed` is ten times the version of PKZIP that is needed to extract it (APPNOTE 4.4.3).
    """

    name: str
    raw: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    mode: int
    needed: int


class OpenedPackage:
    """An open package: the `names` of its files, its diagnostics as a zip or folder, and access to the contents."""

    alone = False
    """Whether only a manifest was given, without the package around it."""

    def __init__(self, names: frozenset[str], diagnostics: list[Diagnostic]) -> None:
        self.names = names
        self.diagnostics = diagnostics

    def read(self, name: str) -> bytes:
        """The content of a file. Raises `Unreadable`, also if it is longer than `LONGEST_FILE`."""
        raise NotImplementedError

    def close(self) -> None:
        """Closes the package; nothing can be read afterwards."""

    def __enter__(self) -> "OpenedPackage":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def open_package(path: str | os.PathLike[str] | bytes) -> OpenedPackage:
    """Opens the package at a path, or the zip with these bytes. Raises `Unreadable`."""
    try:
        if isinstance(path, bytes):
            return Zip(BytesIO(path))
        place = os.fspath(path)
        if os.path.isdir(place):
            return Folder(place)
        if place.lower().endswith(".xml"):
            return LoneManifest(place)
        if not os.path.isfile(place):
            raise Unreadable("it is not a file" if os.path.exists(place) else "there is no such file")
        return Zip(open(place, "rb"))
    except OSError as error:
        raise error if isinstance(error, Unreadable) else Unreadable(error.strerror or str(error)) from None


class LoneManifest(OpenedPackage):
    """A manifest without its package."""

    alone = True

    def __init__(self, path: str) -> None:
        name = os.path.basename(path)
        name = name if name in ("tincan.xml", "cmi5.xml") else "imsmanifest.xml"
        super().__init__(frozenset({name}), [])
        self._path = path
        self.read(name)

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Unreadable("it is not in the package")
        return _read_file(self._path)


class Folder(OpenedPackage):
    """The files of a folder; symbolic links are not followed."""

    def __init__(self, path: str) -> None:
        diagnostics: list[Diagnostic] = []
        found: dict[str, str] = {}
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                file = os.path.join(folder, name)
                within = os.path.relpath(file, path).replace(os.sep, "/")
                shown = os.fsencode(within).decode("utf-8", "replace")
                if kind := _special_kind(os.lstat(file).st_mode):
                    diagnostics.append(report(faults.SPECIAL_FILE, None, name=shown, kind=kind))
                elif name in files:
                    found[shown] = file
            if len(found) > MOST_ENTRIES:
                raise Unreadable(f"the folder has more than {MOST_ENTRIES} files")
        super().__init__(
            frozenset(found), _first_of_each_code([*diagnostics, *file_names.check(frozenset(found))])
        )
        self._found = found

    def read(self, name: str) -> bytes:
        if name not in self._found:
            raise Unreadable("it is not in the package")
        return _read_file(self._found[name])


class Zip(OpenedPackage):
    """The files of a zip, which stays open until `close`; several threads may read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._reads = threading.Lock()
        try:
            entries, diagnostics = _directory(self._stream)
        except (struct.error, OSError) as error:
            self._stream.close()
            raise error if isinstance(error, Unreadable) else Unreadable("it is damaged") from None
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self._entries.setdefault(entry.name, entry)
        names = frozenset(name for name in self._entries if not name.endswith("/"))
        diagnostics += file_names.check(names)
        diagnostics += _directory_faults(entries)
        damaged = islice(_damaged(self._stream, list(self._entries.values())), MOST_REPORTED)
        diagnostics += [
            report(faults.DAMAGED_ENTRY, None, name=name, reason=reason) for name, reason in damaged
        ]
        super().__init__(names, _first_of_each_code(diagnostics))

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Unreadable("it is not in the package")
        entry = self._entries[name]
        if entry.size > LONGEST_FILE:
            raise Unreadable(f"it is larger than {LONGEST_FILE // 1024 // 1024} MB")
        if entry.flags & _ENCRYPTED or _unusual_compression(entry) or _special_kind(entry.mode):
            raise Unreadable("it cannot be unpacked")
        with self._reads:
            return b"".join(_content(self._stream, entry))

    def close(self) -> None:
        self._stream.close()


LONGEST_SHOWN = 4 * 1024 * 1024
"""How many characters of a file on disk are searched for a line to show."""


def lines_of(path: str) -> list[str]:
    """The lines of a text file on disk or in a package: the first ones if it is large, none if it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as stream:
            text = stream.read(LONGEST_SHOWN)
    except OSError:
        text = _text_within(path)
    return printable(text).split("\n") if text else []


def _text_within(path: str) -> str:
    """The text of a file in a zip, by a path such as `course.zip/imsmanifest.xml`; empty if there is none."""
    outer, name = os.path.split(path)
    while name:
        if os.path.isfile(outer):
            with suppress(Unreadable):
                within = path[len(outer) :].strip(os.sep).replace(os.sep, "/")
                return open_package(outer).read(within).decode("utf-8-sig", "replace")
        outer, name = os.path.split(outer)
    return ""


def _read_file(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            content = stream.read(LONGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    if len(content) > LONGEST_FILE:
        raise Unreadable(f"it is larger than {LONGEST_FILE // 1024 // 1024} MB")
    return content


def _special_kind(mode: int) -> str | None:
    """What a file of this mode is if it is neither a regular file nor a folder; otherwise None."""
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    kind = stat.S_IFMT(mode)
    return None if kind in (0, stat.S_IFREG, stat.S_IFDIR) else "a device, pipe or socket"


def _first_of_each_code(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The first diagnostics of each code, because a hostile package can be wrong in thousands of places."""
    counts: dict[str, int] = {}
    kept = []
    for diagnostic in diagnostics:
        counts[diagnostic.code] = counts.get(diagnostic.code, 0) + 1
        if counts[diagnostic.code] <= MOST_REPORTED:
            kept.append(diagnostic)
    return kept


# --- the central directory of a zip


def _directory(stream: BinaryIO) -> tuple[list[Entry], list[Diagnostic]]:
    """The entries of a zip and the diagnostics about its central directory. Raises `Unreadable` and `struct.error`."""
    end = _end(stream)
    if end.entries > MOST_ENTRIES or end.size > LONGEST_DIRECTORY:
        large = f"a list of entries of {end.size // 1024 // 1024} MB"
        many = f"{end.entries} entries" if end.entries > MOST_ENTRIES else large
        limit = f"{MOST_ENTRIES} entries, {LONGEST_DIRECTORY // 1024 // 1024} MB"
        return [], [report(faults.TOO_MANY_ENTRIES, None, count=many, limit=limit)]
    # bytes in front of the zip, which the offsets do not count
    before = end.position - end.size - end.offset
    if before < 0:
        raise Unreadable("its list of entries is damaged")
    stream.seek(end.offset + before)
    entries = list(islice(_entries(stream.read(end.size), before), MOST_ENTRIES))
    if len(entries) != end.entries:
        raise Unreadable("its list of entries is damaged")
    zip64 = end.zip64 or any(entry.needed & 0xFF == _ZIP64 for entry in entries)
    return entries, [report(faults.ZIP64, None)] if zip64 else []


class _End(NamedTuple):
    """The end-of-central-directory record: where the directory ends, its size, its offset, its number of entries."""

    position: int
    size: int
    offset: int
    entries: int
    zip64: bool


def _end(stream: BinaryIO) -> _End:
    length = stream.seek(0, os.SEEK_END)
    tail_start = max(length - 65535 - _END.size, 0)
    stream.seek(tail_start)
    tail = stream.read()
    found = tail.rfind(b"PK\5\6")
    if found < 0 or len(tail) - found < _END.size:
        stream.seek(0)
        cut = stream.read(4) == b"PK\3\4"
        raise Unreadable("the end of the zip is missing: it was cut off" if cut else "it is not a zip")
    _, disk, first_disk, _, count, size, offset, _ = _END.unpack_from(tail, found)
    position = tail_start + found
    if 0xFFFF not in (count, disk) and 0xFFFFFFFF not in (size, offset):
        if disk or first_disk:
            raise Unreadable("it is only one part of a multi-part zip")
        return _End(position, size, offset, count, zip64=False)
    if position < _LOCATOR.size:
        raise Unreadable("its end is damaged")
    stream.seek(position - _LOCATOR.size)
    signature, _, at, _ = _LOCATOR.unpack(stream.read(_LOCATOR.size))
    if signature != b"PK\6\7":
        return _End(position, size, offset, count, zip64=False)
    if at > position:
        raise Unreadable("its end is damaged")
    stream.seek(at)
    signature, _, _, _, _, _, _, count, size, offset = _END64.unpack(stream.read(_END64.size))
    if signature != b"PK\6\6":
        raise Unreadable("its end is damaged")
    return _End(at, size, offset, count, zip64=True)


def _entries(listing: bytes, before: int) -> Iterator[Entry]:
    """Reads the entries one by one. Raises `struct.error` if the last one is cut off."""
    position = 0
    while position < len(listing):
        (signature, made_by, needed, flags, method, _, _, checksum, packed, size, name_length, extra_length,
         comment_length, _, _, attributes, offset) = _CENTRAL.unpack_from(listing, position)  # fmt: skip
        if signature != b"PK\1\2":
            raise Unreadable("its list of entries is damaged")
        position += _CENTRAL.size
        raw = listing[position : position + name_length]
        extra = listing[position + name_length : position + name_length + extra_length]
        position += name_length + extra_length + comment_length
        if position > len(listing):
            raise Unreadable("its list of entries is damaged")
        size, packed, offset = _sizes(extra, size, packed, offset)
        mode = attributes >> 16 if made_by >> 8 == _UNIX else 0
        name = _name(raw, flags)
        yield Entry(name, raw, flags, method, checksum, packed, size, offset + before, mode, needed)


def _sizes(extra: bytes, *values: int) -> tuple[int, ...]:
    """Size, packed size and offset, each from the Zip64 extra field if it does not fit into 32 bits (APPNOTE 4.5.3)."""
    if 0xFFFFFFFF not in values:
        return values
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            large = iter(
                struct.unpack_from(f"<{min(length, len(extra) - position - 4) // 8}Q", extra, position + 4)
            )
            return tuple(next(large, value) if value == 0xFFFFFFFF else value for value in values)
        position += 4 + length
    return values


def _name(raw: bytes, flags: int) -> str:
    """A file name, decoded from the encoding that the zip declares, or else from the one that most programs use."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if flags & _UTF8 else raw.decode("cp437")


def _unusual_compression(entry: Entry) -> str:
    """How an entry is compressed, unless it is stored or deflated, which every system can read; otherwise empty."""
    if entry.flags & _PATCHED:
        return "a patch of another file"
    if entry.needed & 0xFF > _NEWEST:
        return f"a method that needs version {(entry.needed & 0xFF) / 10}"
    usual = entry.method in (_STORED, _DEFLATED)
    return "" if usual else _METHODS.get(entry.method, f"method {entry.method}")


def _directory_faults(entries: list[Entry]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    seen: set[str] = set()
    for entry in entries:
        name = entry.name
        if name in seen:
            found.append(report(faults.ENTRY_REPEATED, None, name=name))
        seen.add(name)
        if entry.flags & _ENCRYPTED:
            found.append(report(faults.ENCRYPTED_ENTRY, None, name=name))
        elif method := _unusual_compression(entry):
            found.append(report(faults.UNUSUAL_COMPRESSION, None, name=name, method=method))
        if kind := _special_kind(entry.mode):
            found.append(report(faults.SPECIAL_FILE, None, name=name, kind=kind))
        if _is_bomb(entry.size, entry.packed):
            found.append(_bomb(f'the file "{name}"', entry.size, entry.packed))
        if name.lower().endswith(".zip"):
            found.append(report(faults.ARCHIVE_IN_PACKAGE, None, name=name))
    total, packed = sum(entry.size for entry in entries), sum(entry.packed for entry in entries)
    if _is_bomb(total, packed) and not any(
        diagnostic.fault == faults.DECOMPRESSION_BOMB for diagnostic in found
    ):
        found.append(_bomb("the package", total, packed))
    return found


def _is_bomb(size: int, packed: int) -> bool:
    return size > LARGE and size > packed * DENSE


def _bomb(name: str, size: int, packed: int) -> Diagnostic:
    return report(
        faults.DECOMPRESSION_BOMB,
        None,
        name=name,
        size=f"{size / 1e6:,.0f} MB",
        ratio=f"{size / max(packed, 1):,.0f}",
    )


# --- the contents of a zip


def _damaged(stream: BinaryIO, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """The entries whose content does not match the central directory, each with the reason."""
    in_order = sorted(entries, key=lambda entry: entry.offset)
    overlapping = {
        after.name
        for entry, after in pairwise(in_order)
        if entry.offset + _LOCAL.size + len(entry.raw) + entry.packed > after.offset
    }
    checked = 0
    for entry in in_order:
        if entry.name in overlapping:
            yield entry.name, "it overlaps another entry"
            continue
        if (
            entry.flags & _ENCRYPTED
            or entry.method not in (_STORED, _DEFLATED)
            or _is_bomb(entry.size, entry.packed)
        ):
            continue
        checked += entry.size
        if checked > MOST_CHECKED:
            return
        try:
            for _ in _content(stream, entry):
                pass
        except Unreadable as error:
            yield entry.name, str(error)


def _content(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The unpacked content of an entry in pieces, checked against the central directory. Raises `Unreadable`."""
    _seek_content(stream, entry)
    unpacker = zlib.decompressobj(-15) if entry.method == _DEFLATED else None
    checksum, left, size = 0, entry.packed, 0
    while left > 0:
        piece = stream.read(min(left, _CHUNK))
        if not piece:
            raise Unreadable("it is cut off")
        left -= len(piece)
        while piece:
            try:
                content = unpacker.decompress(piece, _CHUNK) if unpacker else piece
            except zlib.error:
                raise Unreadable("its compressed content is broken") from None
            size += len(content)
            if size > entry.size:
                raise Unreadable("it is larger than the list says")
            checksum = zlib.crc32(content, checksum)
            yield content
            piece = unpacker.unconsumed_tail if unpacker else b""
    if unpacker and not unpacker.eof and entry.size:
        with suppress(zlib.error):
            rest = unpacker.flush(_CHUNK)
            size += len(rest)
            checksum = zlib.crc32(rest, checksum)
            yield rest
    if size != entry.size:
        raise Unreadable(f"it is {size} bytes long, but the list says {entry.size}")
    if checksum != entry.checksum:
        raise Unreadable("its checksum is wrong")


def _seek_content(stream: BinaryIO, entry: Entry) -> None:
    """Seeks to the first byte of an entry's content. Raises `Unreadable`."""
    stream.seek(entry.offset)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
        raise Unreadable("it is not where the list says")
    (_, _, flags, method, _, _, checksum, packed, size, name_length, extra_length) = _LOCAL.unpack(header)
    if stream.read(name_length) != entry.raw:
        raise Unreadable("its name there differs from its name in the list")
    sizes_here = not flags & _SIZES_FOLLOW and 0xFFFFFFFF not in (packed, size)
    here, listed = (method, checksum, packed, size), (entry.method, entry.checksum, entry.packed, entry.size)
    if method != entry.method or (sizes_here and here != listed):
        raise Unreadable("its sizes or checksum differ from those in the list")
    stream.seek(extra_length, os.SEEK_CUR)
