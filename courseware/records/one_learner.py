"""Everything that files hold about one learner, to hand out or to erase (GDPR, Articles 15, 17 and 20)."""

from __future__ import annotations

import csv
import gzip
import html
import json
import zlib
from collections.abc import Set
from io import StringIO
from pathlib import Path
from typing import Any

from courseware.archive.reader import Unreadable
from courseware.record import NamedTuple
from courseware.records.moodle import learner_column
from courseware.records.reading import MOST_AT_ONCE, opened
from courseware.records.tables import rows_of_text
from courseware.records.tidy import is_row
from courseware.records.writing import whole
from courseware.records.xapi import learner_of


class Erased(NamedTuple):
    """How many rows or statements were removed from a file, and in how many of the others an id still occurs."""

    number: int
    mentions: int


class _Parts(NamedTuple):
    """The two parts of a file: the learner's, as JSON; and the rest of the file, with the number of ids it mentions."""

    theirs: list[Any]
    rest: bytes
    mentions: int


def of_learner(path: Path, ids: Set[str]) -> list[Any]:
    """The rows or statements of a learner, as JSON. Raises `OSError`, and `Unreadable` for a file of another format."""
    return _parts(path, ids).theirs


def erase(path: Path, ids: Set[str]) -> Erased:
    """Removes all rows or statements of a learner from a file, completely or not at all. Raises like `of_learner`."""
    parts = _parts(path, ids)
    if parts.theirs:
        is_packed = path.read_bytes()[:2] == b"\x1f\x8b"
        content = gzip.compress(parts.rest, mtime=0) if is_packed else parts.rest
        whole(path, lambda place: place.write_bytes(content))
    return Erased(len(parts.theirs), parts.mentions)


def _parts(path: Path, ids: Set[str]) -> _Parts:
    try:
        with opened(str(path)) as stream:
            content = stream.read(MOST_AT_ONCE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Unreadable("its compressed content is broken") from None
    if len(content) > MOST_AT_ONCE:
        raise Unreadable(f"it is larger than {MOST_AT_ONCE >> 20} MB")
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:4] in (b"PK\3\4", b"PAR1"):
        raise Unreadable(
            "it is a workbook or Parquet, which is not changed: use the text or JSON lines that it came from"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8 text") from None
    return _of_json(text, ids) if start[:1] in (b"{", b"[") else _of_report(text, ids)


def _of_json(text: str, ids: Set[str]) -> _Parts:
    try:
        return _of_values(json.loads(text), ids, indent=1)
    except (ValueError, RecursionError):
        pass
    theirs: list[Any] = []
    lines, mentions = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.strip():
            continue
        try:
            parts = _of_values(json.loads(line), ids)
        except (ValueError, RecursionError):
            raise Unreadable(f"line {number} is not JSON, and may belong to anyone") from None
        theirs += parts.theirs
        mentions += parts.mentions
        if not parts.theirs:
            lines.append(line)
        elif parts.rest:
            lines.append(parts.rest.decode())
    return _Parts(theirs, "".join(lines).encode(), mentions)


def _of_values(value: Any, ids: Set[str], indent: int | None = None) -> _Parts:
    """The parts of one statement or row, of a list of them, or of a record store's response."""
    is_answer = isinstance(value, dict) and isinstance(value.get("statements"), list)
    some = value["statements"] if is_answer else value if isinstance(value, list) else [value]
    theirs = [entry for entry in some if _is_theirs(entry, ids)]
    left = [entry for entry in some if not _is_theirs(entry, ids)]
    kept = (
        {**value, "statements": left}
        if is_answer
        else left
        if isinstance(value, list)
        else next(iter(left), None)
    )
    rest = json.dumps(kept, ensure_ascii=False, indent=indent) + "\n" if kept is not None else ""
    mentions = sum(any(name in json.dumps(entry, ensure_ascii=False) for name in ids) for entry in left)
    return _Parts(theirs, rest.encode("utf-8", "surrogatepass"), mentions)


def _is_theirs(value: Any, ids: Set[str]) -> bool:
    if not isinstance(value, dict):
        return False
    if is_row(value):
        return value["learner"] in ids
    return any(
        isinstance(value.get(name), dict) and learner_of(value[name]) in ids for name in ("actor", "object")
    )


def _of_report(text: str, ids: Set[str]) -> _Parts:
    rows = rows_of_text(text)
    at = learner_column(rows)
    first = text.partition("\n")[0]
    header, *body = rows
    theirs: list[list[str]] = []
    left: list[list[str]] = []
    for row in body:
        is_theirs = len(row) > at and html.unescape(row[at]) in ids
        (theirs if is_theirs else left).append(row)
    stream = StringIO()
    csv.writer(stream, delimiter=max("\t,;", key=first.count), lineterminator="\n").writerows([header, *left])
    mentions = sum(any(name in cell for name in ids for cell in row) for row in left)
    told = [dict(zip(header, map(html.unescape, row), strict=False)) for row in theirs]
    return _Parts(list(told), stream.getvalue().encode(), mentions)
