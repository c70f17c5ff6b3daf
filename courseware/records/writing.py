"""The tidy table → a file in the format of its extension: CSV, JSON, JSON lines, XLSX, Parquet or a DuckDB database."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courseware.archive.temporary_folder import temporary_folder
from courseware.diagnostics.characters import printable
from courseware.records.answer import COLUMNS, Answer

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyRelation

TABLE = "answers"
"""The name of the table in a database."""
JOINT = "; "
"""The separator between the parts of a list if a cell holds a single text."""
LONGEST_CELL = 32_767
"""The longest cell in XLSX, in characters (Excel specifications and limits)."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_MOMENT = "yyyy-mm-dd hh:mm:ss"


class TooLong(ValueError):
    """A text that does not fit into the file's format; the message says which."""


def write(answers: Sequence[Answer], path: Path) -> None:
    """Writes the table, completely or not at all; `path` ends in one of `WRITERS`.

    Raises `OSError`, `ModuleNotFoundError` if the format needs a library that is not installed, and `TooLong`.
    """
    whole(path, lambda place: WRITERS[path.suffix.lower()](answers, place))


def whole(path: Path, make: Callable[[Path], object]) -> None:
    """Writes a file, completely or not at all: `make` writes it at another path, from which it is moved.

    Raises `OSError`.
    """
    if path.exists() and not path.is_file():
        raise FileExistsError(f"{path} is not a regular file; nothing is written to a device or a pipe")
    with temporary_folder(path.parent) as place:
        make(place / "table")
        os.replace(place / "table", path)


def as_json(answer: Answer) -> Mapping[str, Any]:
    """A row as JSON: lists as lists, a time as ISO 8601 in UTC, null for what is unknown."""
    return {**answer._asdict(), "when": _iso(answer.when)}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def safe(text: str) -> str:
    """A text that no spreadsheet treats as a formula: one that could be gets an apostrophe in front."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _write_csv(answers: Sequence[Answer], path: Path) -> None:
    # with a byte order mark, without which Excel does not recognise UTF-8
    with open(path, "x", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([_csv_cell(value) for value in answer] for answer in answers)


def _csv_cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return _iso(value) or ""
    if isinstance(value, str | tuple):
        return safe(value if isinstance(value, str) else JOINT.join(value))
    return "" if value is None else str(value)


def _write_json(answers: Sequence[Answer], path: Path) -> None:
    with open(path, "x", encoding="utf-8") as stream:
        stream.write("[")
        for number, line in enumerate(_lines(answers)):
            stream.write(f"{',' if number else ''}\n{line}")
        stream.write("\n]\n")


def _write_json_lines(answers: Sequence[Answer], path: Path) -> None:
    with open(path, "x", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in _lines(answers))


def _lines(answers: Sequence[Answer]) -> Iterator[str]:
    for answer in answers:
        line = json.dumps(as_json(answer), ensure_ascii=False)
        yield _whole_characters(line)


def _write_xlsx(answers: Sequence[Answer], path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("answers")
        moments = book.add_format({"num_format": _MOMENT})
        for at, name in enumerate(COLUMNS):
            sheet.write_string(0, at, name)
        for number, answer in enumerate(answers, 1):
            for at, value in enumerate(answer):
                if isinstance(value, bool):
                    sheet.write_boolean(number, at, value)
                elif isinstance(value, int | float):
                    sheet.write_number(number, at, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(number, at, value.replace(tzinfo=None), moments)
                elif value:
                    sheet.write_string(number, at, _xlsx_text(value, answer.source))


def _xlsx_text(value: str | tuple[str, ...], source: str) -> str:
    text = printable(value if isinstance(value, str) else JOINT.join(value))
    if len(text.encode("utf-16-le")) > 2 * LONGEST_CELL:
        raise TooLong(
            f"{source}: a text is longer than the {LONGEST_CELL:,} characters that a cell of XLSX holds"
        )
    return text


def arrow(answers: Sequence[Answer]) -> pyarrow.Table:
    """The table in Arrow, with the types that docs/records.md defines; times in microseconds."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "moment": pyarrow.timestamp("us", tz="UTC"),
    }
    columns = zip(*answers, strict=True) if answers else repeat((), len(COLUMNS))
    arrays = [
        pyarrow.array([_whole_characters(value) for value in column], types[kind.type])
        for column, kind in zip(columns, COLUMNS.values(), strict=True)
    ]
    return pyarrow.table(arrays, names=list(COLUMNS))


def _whole_characters(value: Any) -> Any:
    """A value without unpaired surrogates, which are not characters."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_whole_characters(part) for part in value] if isinstance(value, tuple) else value


@contextmanager
def _in_duckdb(answers: Sequence[Answer], database: str = ":memory:") -> Iterator[DuckDBPyRelation]:
    """The table in DuckDB, handed over as Arrow."""
    import duckdb

    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    table = arrow(answers)
    with closing(duckdb.connect(database, config=offline)) as engine:
        yield engine.from_arrow(table)


def _write_parquet(answers: Sequence[Answer], path: Path) -> None:
    with _in_duckdb(answers) as table:
        table.write_parquet(str(path))


def _write_duckdb(answers: Sequence[Answer], path: Path) -> None:
    with _in_duckdb(answers, str(path)) as table:
        table.create(TABLE)


WRITERS: Mapping[str, Callable[[Sequence[Answer], Path], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".jsonl": _write_json_lines,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
    ".duckdb": _write_duckdb,
}
"""Extensions of files → the function that writes the format."""
