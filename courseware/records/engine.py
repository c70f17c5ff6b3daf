"""The numbers of the tidy table in an engine, which holds more of it than memory does.

It counts by `expressions`, and the formulas are those of `statistics`; DuckDB, Spark and ClickHouse are tested
(docs/institution.md). What an expression gives is small: a row a question, a different answer or a learner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isnan
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from courseware.records import expressions
from courseware.records.answer import COLUMNS
from courseware.records.coded import NamedQuestion, by_first
from courseware.records.columns import Wanted
from courseware.records.counts import RATING, RIGHT, Counts, JudgedAnswer, Scale
from courseware.records.scales import OfScale, of_scales
from courseware.records.statistics import OfGroup, OfQuestion, is_asked, of_group, of_question
from courseware.records.texts import OfText, OfWord, is_text, of_texts, of_words

if TYPE_CHECKING:
    from ibis import Table
    from ibis.backends import BaseBackend
    from pyspark.sql import SparkSession

_SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
}
Rows = list[dict[str, Any]]


@contextmanager
def connected(engine: str) -> Iterator[BaseBackend]:
    """The engine of a name or an address. Raises `ModuleNotFoundError` where it is not installed."""
    import ibis

    if engine == "duckdb":
        backend = ibis.duckdb.connect(autoinstall_known_extensions=False)
    elif engine.startswith("duckdb://"):
        backend = ibis.connect(engine, read_only=True)
    elif engine == "spark" or engine.startswith("spark://"):
        backend = ibis.pyspark.connect(_spark(engine))
    else:
        backend = ibis.connect(engine)
    if engine.startswith("duckdb"):
        backend.raw_sql("SET TimeZone = 'UTC'")
    try:
        yield backend
    finally:
        backend.disconnect()


def _spark(engine: str) -> SparkSession:
    """A Spark on this machine with two threads, or that of an address, whose parameters are its settings."""
    from pyspark.sql import SparkSession

    master, _, settings = engine.partition("?")
    if master in ("spark", "spark://local"):
        master = "local[2]"
    builder = SparkSession.builder.master(master)
    for name, value in {**_SPARK, **dict(parse_qsl(settings))}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def table_of(backend: BaseBackend, paths: Sequence[str]) -> Table:
    """The tidy table in Parquet files. Raises `ValueError` where it has not its columns."""
    import ibis

    tables = [backend.read_parquet(path) for path in paths]
    for path, relation in zip(paths, tables, strict=True):
        if set(relation.columns) != set(COLUMNS):
            raise ValueError(f"{path} has not the columns of the table")
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def named_table(backend: BaseBackend, name: str, columns: Mapping[str, str]) -> Table:
    """A table that an engine holds, as the tidy table. `columns` names its columns by those of the tidy table.

    Without any it has to have the columns of the tidy table. What it does not hold is empty; a text in the place of a
    list has `; ` between the parts. Raises `ValueError` where the table or a column is not there, or not of this table.
    """
    from ibis.common.exceptions import TableNotFound

    try:
        given = backend.table(name.rpartition(".")[2], database=tuple(name.split(".")[:-1]) or None)
    except TableNotFound:
        raise ValueError(f"there is no table {name}") from None
    columns = columns or {column: column for column in COLUMNS}
    if unknown := set(columns) - set(COLUMNS):
        raise ValueError(f"the table of records has no column {', '.join(sorted(unknown))}")
    if missing := set(columns.values()) - set(given.columns):
        raise ValueError(f"{name} has no column {', '.join(sorted(missing))}")
    return given.select(
        **{
            column_name: _column(given[columns[column_name]] if column_name in columns else None, column.type)
            for column_name, column in COLUMNS.items()
        }
    )


_TYPES: Mapping[str, str] = {
    "text": "string",
    "texts": "array<string>",
    "integer": "int64",
    "number": "float64",
    "boolean": "boolean",
    "moment": "timestamp('UTC')",
}


def _column(given: Any, kind: str) -> Any:
    """A column of the engine's table as one of a type of the tidy table; None where there is none."""
    import ibis

    empty = {
        "text": ibis.literal(""),
        "texts": ibis.literal([], type=_TYPES["texts"]),
        "integer": ibis.literal(1, type=_TYPES["integer"]),
    }.get(kind, ibis.null(_TYPES[kind]))
    if given is None:
        return empty
    if kind == "texts" and given.type().is_string():
        joined = given.coalesce("")
        return (joined == "").ifelse(empty, joined.split("; "))  # no list of ClickHouse can be NULL
    value = given.cast(_TYPES[kind])
    return value.coalesce(empty) if kind in ("text", "texts", "integer") else value


def _every(table: Table, wanted: Wanted) -> Table:
    """The answers that count: of some learners from a moment on, and the latest; a sum has no two of one question."""
    import ibis

    if wanted.learners:
        table = table.filter(table["learner"].isin(wanted.learners))
    if wanted.since:
        table = table.filter(table["when"] >= ibis.literal(wanted.since, type=_TYPES["moment"]))
    return (
        table
        if wanted.history and wanted.by != "scale"
        else expressions.latest(table, expressions.TIDY, "source")
    )


def _asked(every: Table, asked: Sequence[str]) -> Table:
    """The answers to some questions."""
    if not asked:
        return every
    words = [row["question"] for row in _rows(every.select("question").distinct())]
    found = [text for text in words if is_asked("", text, asked)]
    return every.filter(every["question_id"].isin(asked) | every["question"].isin(found))


def untimed(table: Table, wanted: Wanted) -> int:
    """How many answers are left out, as they have no time to compare."""
    if not wanted.since:
        return 0
    among = wanted._replace(since=None, history=True, by="")
    return int(_every(table, among)["when"].isnull().sum().to_pyarrow().as_py() or 0)


def queries(table: Table) -> Mapping[str, Table]:
    """The expressions that `by_question` needs, by name."""
    import ibis

    is_long = (table["type"] == "long-fill-in") & ~table["right"].coalesce(
        False
    )  # nothing is made of what it says
    nothing = ibis.literal([], type=_TYPES["texts"])  # no list of ClickHouse can be NULL
    return {
        "question": expressions.times(
            table,
            expressions.TIDY,
            table.get_backend().name,
            **{name: table[name].max() for name in ("question", "type", "document")},
            options=table["options"].arbitrary(),
        ),
        "given": expressions.given(
            table.mutate(response=is_long.ifelse(nothing, table["response"])), expressions.TIDY
        ),
        "change": expressions.changes(table.mutate(value=_value(table)), expressions.TIDY),
    }


def _value(rows: Table) -> Any:
    """What `counts.value_of` gives: the point of a rating, or the number that was answered."""
    import ibis

    first = rows["response"][0]
    is_one = rows["response"].length() == 1
    at = rows["options"].index(first)
    point = (is_one & (rows["type"] == "likert") & rows["options"].contains(first)).ifelse(at + 1.0, None)
    number = (is_one & (rows["type"] == "numeric")).ifelse(first.replace(",", ".").try_cast("float64"), None)
    number = (number.abs() < 1e15).ifelse(number, None)
    return ibis.coalesce(point.cast("float64"), number.cast("float64"))


def by_question(table: Table) -> list[OfQuestion]:
    """The numbers of each question, by course and id."""
    found = {name: _rows(query) for name, query in queries(table).items()}
    given, changes = _grouped(found["given"]), _grouped(found["change"])
    return [
        of_question(_counts(row, given[_key(row)], changes.get(_key(row), [])))
        for row in sorted(found["question"], key=_key)
    ]


def _counts(row: dict[str, Any], given: Rows, changes: Rows) -> Counts:
    return Counts(
        course=row["course"],
        question_id=row["question_id"],
        question=row["question"],
        type=row["type"],
        document=row["document"],
        options=tuple(row["options"]),
        given={
            JudgedAnswer(tuple(group["response"] or ()), group["right"], group["rest"]): group["number"]
            for group in given
        },
        times=row["times"],
        quartiles=(row["low"], row["middle"], row["high"]) if row["times"] else None,
        differences={change["difference"]: change["number"] for change in changes},
    )


def by_group(table: Table, by: str) -> list[OfGroup]:
    """The numbers of each learner, document or attempt, by name."""
    found = _rows(expressions.groups(table, expressions.TIDY, by))
    return [
        of_group(
            row["document" if by == "document" else "learner"],
            row.get("attempt"),
            *(row[name] for name in ("attempts", "questions", "answers", "judged", "rights")),
        )
        for row in sorted(found, key=str)
    ]


def _scaled(table: Table) -> Table:
    """The answers that count for scales, with what tells these, as `counts.scale_of`."""
    import ibis

    rows = table.mutate(value=_value(table))
    rows = rows.filter(rows["right"].notnull() | ((rows["type"] == "likert") & rows["value"].notnull()))
    is_right = rows["right"].notnull()
    return rows.mutate(
        kind=is_right.ifelse(RIGHT, RATING),
        document=is_right.ifelse("", rows["document"]),
        options=is_right.ifelse(ibis.literal([], type=_TYPES["texts"]), rows["options"]),
    )


def _of_scales(table: Table) -> Mapping[str, Table]:
    rows = _scaled(table)
    return {name: getattr(expressions, name)(rows, expressions.TIDY) for name in ("sums", "parts")}


def by_scale(table: Table) -> list[OfScale]:
    """The numbers of each scale, by course and document."""
    sums, parts = (
        by_first((_scale(row), *row.values()) for row in _rows(query)) for query in _of_scales(table).values()
    )
    return of_scales((scale, sums[scale], parts[scale]) for scale in sorted(sums))


def _scale(row: dict[str, Any]) -> Scale:
    """Takes the columns that tell a scale out of a row."""
    course, kind, document, options = map(row.pop, expressions.TIDY.scale)
    return Scale(course, kind, document, tuple(options))


_TOLD = ("question", "type", "options")
"""What tells with the response whether it was typed, and to which words."""


def _of_words(table: Table) -> Mapping[str, Table]:
    return {"said": expressions.said(table, expressions.TIDY, *_TOLD)}


def by_word(table: Table) -> list[OfWord]:
    """The frequent words of each question, by course and id."""
    return of_words(
        (question, [(tuple(row["response"]), row["number"]) for row in rows])
        for question, rows in _typed(_of_words(table)["said"])
    )


def _of_texts(table: Table) -> Mapping[str, Table]:
    return {"written": expressions.written(table, expressions.TIDY, *_TOLD)}


def by_text(table: Table) -> list[OfText]:
    """What was typed in answer to each question, by course and id, and in the order of the learners."""
    typed = {question.question_id for question, _ in _typed(_of_words(table)["said"])}
    asked = table.filter(table["question_id"].isin(sorted(typed)))
    return of_texts(
        (
            question,
            [
                (tuple(row["response"]), row["learner"], row["number"])
                for row in sorted(rows, key=lambda row: (row["learner"], row["response"]))
            ],
        )
        for question, rows in (_typed(_of_texts(asked)["written"]) if typed else ())
    )


def _typed(wanted: Table) -> Iterator[tuple[NamedQuestion, Rows]]:
    """The rows of what was typed in answer to each question."""
    for (course, identifier), rows in sorted(_grouped(_rows(wanted)).items()):
        typed = [row for row in rows if is_text(row["type"], row["response"] or (), row["options"] or ())]
        if typed:
            yield NamedQuestion(course, identifier, max(row["question"] for row in rows)), typed


def plan(backend: BaseBackend, table: Table, wanted: Wanted) -> str:
    """The SQL of each query, and below it how the engine means to run it."""
    several: Mapping[str, Callable[[Table], Mapping[str, Table]]] = {
        "question": queries,
        "scale": _of_scales,
        "word": _of_words,
        "text": _of_texts,
    }
    by, every = wanted.by, _every(table, wanted)
    chosen = every if by == "question" else _asked(every, wanted.asked)
    asked = several[by](chosen) if by in several else {by: expressions.groups(chosen, expressions.TIDY, by)}
    told = []
    for name, query in asked.items():
        sql = str(backend.compile(query, pretty=True))
        found = backend.raw_sql(f"EXPLAIN {sql}")
        told.append(f"-- {name}\n{sql}\n\n" + "\n".join(str(row[-1]) for row in _all(found)))
    return "\n\n".join(told)


def _all(found: Any) -> Iterable[Any]:
    """The rows of what an engine gives for SQL: a cursor, a result of ClickHouse, or a frame of Spark."""
    if hasattr(found, "result_rows"):
        return found.result_rows  # type: ignore[no-any-return]
    return found.fetchall() if hasattr(found, "fetchall") else found.collect()  # type: ignore[no-any-return]


def numbers_of(table: Table, wanted: Wanted) -> Sequence[Any]:
    """The numbers of what `by` names, as `records.numbers` gives them of answers in memory."""
    whole: Mapping[str, Callable[[Table], Sequence[Any]]] = {
        "scale": by_scale,
        "word": by_word,
        "text": by_text,
    }
    by, every = wanted.by, _every(table, wanted)
    chosen = _asked(every, wanted.asked)
    if by != "question":
        return whole[by](chosen) if by in whole else by_group(chosen, by)
    found = by_question(every)
    if not wanted.asked:
        return found
    ids = {_key(row) for row in _rows(chosen.select(*expressions.TIDY.question).distinct())}
    return [one for one in found if (one.course, one.question_id) in ids]


def _rows(expression: Table) -> Rows:
    return [
        {name: _plain(value) for name, value in row.items()} for row in expression.to_pyarrow().to_pylist()
    ]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["course"], row["question_id"]


def _grouped(rows: Rows) -> dict[tuple[str, str], Rows]:
    found: dict[tuple[str, str], Rows] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found
