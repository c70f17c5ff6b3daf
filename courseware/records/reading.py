"""Files → records. The type of a file is recognised by its content, not by its name.

Sizes are bounded, because the files may come from anyone.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from itertools import chain
from typing import Any, BinaryIO, cast

from courseware.archive.reader import Unreadable
from courseware.records.answer import Answer, NotUnderstood, Records
from courseware.records.moodle import read_report
from courseware.records.tables import rows_of_text, rows_of_workbook
from courseware.records.tidy import answer_of, is_row, rows_of_parquet
from courseware.records.xapi import read_statements

MOST_BYTES = 1 << 30
"""The largest file of JSON lines, unpacked, in bytes."""
MOST_AT_ONCE = 256 << 20
"""The largest table, line, or JSON that is not in lines, in bytes."""

_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
"""A text, or a comma before the end of an object or a list."""


def read(paths: Sequence[str], others: Sequence[Records] = ()) -> Records:
    """The combined contents of files, and `others`; a file that cannot be read is listed in the result.

    An answer that is in several files of the same kind, such as a report downloaded as CSV and as XLSX, counts once.
    """
    unread: list[NotUnderstood] = []
    reports: list[Records] = [*others]
    rows: list[Answer] = []
    with ExitStack() as stack:
        statements = []
        for path in paths:
            name = os.path.basename(path)
            with _noting(unread, path):
                stream = stack.enter_context(opened(path))
                start = stream.peek(64)[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
                if start[:1] in (b"{", b"["):
                    statements.append(_noted(unread, path, _statements(stream, name)))
                elif start.startswith(b"PAR1"):
                    statements.append(_noted(unread, path, _places(rows_of_parquet(path), name)))
                elif start.startswith(b"PK\3\4"):
                    reports.append(read_report(rows_of_workbook(_whole(stream)), name))
                else:
                    reports.append(read_report(rows_of_text(_text(_whole(stream))), name))
        said = read_statements(_but_rows(chain.from_iterable(statements), rows, unread))
    return _together([*reports, Records(tuple(rows), (), (), {}, {}, ())], said, unread)


def _but_rows(
    values: Iterable[tuple[str, Any]], rows: list[Answer], unread: list[NotUnderstood]
) -> Iterator[tuple[str, Any]]:
    """All values except rows of the tidy table, which are read here."""
    for place, value in values:
        if not is_row(value):
            yield place, value
            continue
        try:
            rows.append(answer_of(value, place))
        except ValueError as error:
            unread.append(NotUnderstood(place, str(error)))


def _places(values: Iterable[Any], name: str) -> Iterator[tuple[str, Any]]:
    for number, value in enumerate(values, 1):
        yield f"{name}, row {number}", value


def _together(reports: Sequence[Records], said: Records, unread: Sequence[NotUnderstood]) -> Records:
    """The records of reports and statements together, with each answer of the same kind once."""
    of_reports = _distinct(answer for report in reports for answer in report.answers)
    of_statements = _distinct(said.answers)
    attempts = {
        attempt[:-1]: attempt for records in reversed(reports) for attempt in reversed(records.attempts)
    }
    tried = {attempt.learner for attempt in attempts.values()}
    never = dict.fromkeys(chain.from_iterable(report.never_tried for report in reports))
    repeated = (
        sum(len(records.answers) for records in (*reports, said)) - len(of_reports) - len(of_statements)
    )
    seen: dict[tuple[str, str, int], frozenset[str]] = {}
    for records in reports:
        for attempt, keys in records.seen.items():
            seen[attempt] = seen.get(attempt, frozenset()) | keys
    right: dict[str, str] = {}
    for records in (*reports, said):
        right |= records.right_answers
    return Records(
        answers=(*of_reports, *of_statements),
        attempts=tuple(attempts.values())[::-1],
        never_tried=tuple(learner for learner in never if learner not in tried),
        right_answers=right,
        other=+(Counter(said.other) + Counter(repeated=repeated)),
        not_understood=(
            *unread,
            *chain.from_iterable(records.not_understood for records in (*reports, said)),
        ),
        seen=seen,
    )


def _distinct(answers: Iterable[Answer]) -> Sequence[Answer]:
    """The answers without duplicates, which are equal in everything but the source; the first is kept."""
    found: dict[tuple[object, ...], Answer] = {}
    for answer in answers:
        found.setdefault(answer[:-1], answer)
    return tuple(found.values())


@contextmanager
def _noting(unread: list[NotUnderstood], path: str) -> Iterator[None]:
    """Records why a file is unreadable, so that the others can still be read."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile):
        unread.append(NotUnderstood(path, "its compressed content is broken"))
    except OSError as error:
        unread.append(NotUnderstood(path, error.strerror or str(error)))


def _noted(
    unread: list[NotUnderstood], path: str, statements: Iterator[tuple[str, Any]]
) -> Iterator[tuple[str, Any]]:
    with _noting(unread, path):
        yield from statements


@contextmanager
def opened(path: str) -> Iterator[BufferedReader]:
    """A file, decompressed if it is gzip. Raises `OSError`."""
    with open(path, "rb") as file:
        if file.peek(2)[:2] != b"\x1f\x8b":
            yield file
            return
        with gzip.open(file) as unpacked, BufferedReader(cast(Any, unpacked)) as stream:
            yield stream


def _whole(stream: BinaryIO, before: bytes = b"") -> bytes:
    content = before + stream.read(MOST_AT_ONCE + 1 - len(before))
    if len(content) > MOST_AT_ONCE:
        raise Unreadable(f"it is larger than {MOST_AT_ONCE >> 20} MB")
    return content


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("it is neither UTF-8 text nor XLSX, ODS or gzip") from None


def _statements(stream: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    """Each statement with its place: from a list, an LRS's response, or JSON with one statement per line."""
    first = _line(stream)
    while first and not first.removeprefix(b"\xef\xbb\xbf").strip():
        first = _line(stream)
    try:
        value = parsed(first)
    except ValueError:  # the first line is not complete JSON: it continues
        try:
            yield from _in(parsed(_whole(stream, first)), name, 1)
        except ValueError:
            raise Unreadable("it is neither JSON nor JSON lines") from None
        return
    number, size = 1, len(first)
    for place, statement in _in(value, name, number):
        yield place, statement
        number += 1
    for line in lines_of(stream):
        size += len(line)
        if size > MOST_BYTES:
            raise Unreadable(f"it is larger than {MOST_BYTES >> 20:,} MB")
        try:
            value = parsed(line)
        except ValueError:
            value = None  # a statement that cannot be interpreted
        for place, statement in _in(value, name, number):
            yield place, statement
            number += 1


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines that are not empty. Raises `Unreadable` if a line is too long."""
    while line := _line(stream):
        if line.strip():
            yield line


def _in(value: Any, name: str, number: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("statements"), list):
        value = value["statements"]
    for at, statement in enumerate(value if isinstance(value, list) else [value], number):
        yield f"{name}, statement {at}", statement


def _line(stream: BinaryIO) -> bytes:
    line = stream.readline(MOST_AT_ONCE + 1)
    if len(line) > MOST_AT_ONCE:
        raise Unreadable(f"one of its lines is longer than {MOST_AT_ONCE >> 20} MB")
    return line


def parsed(content: bytes) -> Any:
    """The value of JSON in which a superfluous comma is ignored.

    Raises `ValueError`, also if it is nested too deeply.
    """
    text = content.decode("utf-8-sig")
    try:
        try:
            return json.loads(text)
        except ValueError:
            return json.loads(_COMMA.sub(lambda found: found[1] or "", text))
    except RecursionError:
        raise ValueError from None
