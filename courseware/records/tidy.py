"""Reads back rows of the tidy table that this program wrote, from JSON, JSON lines and Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

from courseware.archive.reader import Unreadable
from courseware.diagnostics.extras import how_to_install
from courseware.records.answer import COLUMNS, Answer
from courseware.records.xapi import moment


def is_row(value: Any) -> bool:
    """Whether a value has exactly the columns of the table."""
    return isinstance(value, dict) and value.keys() == COLUMNS.keys()


def answer_of(row: Mapping[str, Any], place: str) -> Answer:
    """The answer in a row of JSON. Raises `ValueError` if a value does not have the type of its column."""
    values = {name: _value(row[name], column.type, name) for name, column in COLUMNS.items()}
    return Answer(**values)._replace(source=values["source"] or place)


def _value(value: Any, kind: str, name: str) -> Any:
    if value is None and kind != "integer":
        return {"text": "", "texts": ()}.get(kind)
    if not _IS_OF[kind](value):
        raise ValueError(f"its column `{name}` is not of the type {kind}")
    if kind == "moment":
        return moment(value)
    return tuple(value) if kind == "texts" else float(value) if kind == "number" else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_IS_OF: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "moment": lambda value: isinstance(value, str) and moment(value) is not None,
}
"""Checks whether a value of JSON has a type of the table."""


def rows_of_parquet(path: str) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, in the form of JSON: rows of the table, or statements with one column per property.

    Raises `Unreadable` if they are neither, or if DuckDB is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise Unreadable(f"Parquet needs DuckDB: {how_to_install('records')}") from None
    with closing(duckdb.connect(config={"autoinstall_known_extensions": False})) as engine:
        try:
            engine.execute("SET TimeZone = 'UTC'")
            table = engine.read_parquet(path)
            if set(table.columns) != set(COLUMNS) and not {"actor", "verb", "object"} <= set(table.columns):
                raise Unreadable("its columns are neither those of the table nor those of statements")
            found = engine.execute("SELECT to_json(it) FROM read_parquet(?) it", [path])
            while rows := found.fetchmany(1_000):
                for (text,) in rows:
                    row = json.loads(text)
                    yield row if is_row(row) else _without_nulls(row)
        except duckdb.Error as error:
            raise Unreadable(f"it is broken: {str(error).splitlines()[0][:200]}") from None


def _without_nulls(value: Any) -> Any:
    """A value without the NULLs that a column of objects has for properties missing in some of them."""
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
