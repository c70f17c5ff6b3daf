"""The numbers of the tidy table as Ibis expressions, for engines that hold more of it than memory does.

The same formulas as in `statistics`, and the same rows come of them; DuckDB and Spark are tested (docs/institution.md).
What an expression gives is small: a row a question, an option or a learner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any

from courseware.records.answer import COLUMNS
from courseware.records.formulas import Change
from courseware.records.statistics import (
    BEST,
    FEWEST,
    FEWEST_FOR_CORRELATION,
    FEWEST_POINTS,
    NOBODY,
    TOP,
    OfGroup,
    OfQuestion,
    Part,
)

if TYPE_CHECKING:
    from ibis import Table
    from ibis.backends import BaseBackend

ENGINES = ("duckdb", "spark")
"""Names that need no address; any other is one of Ibis, such as `clickhouse://host/database`."""
OF_TABLE = ("question", "learner", "document", "attempt")
"""What an engine gives numbers of."""

_ATTEMPT = ("learner", "course", "attempt")
_QUESTION = ("course", "question_id")
Rows = list[dict[str, Any]]


@contextmanager
def connected(engine: str) -> Iterator[BaseBackend]:
    """The engine of a name or an address of Ibis. Raises `ModuleNotFoundError` where it is not installed."""
    import ibis

    if engine == "duckdb":
        backend = ibis.duckdb.connect(autoinstall_known_extensions=False)
        backend.raw_sql("SET TimeZone = 'UTC'")
    elif engine == "spark":
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()
        )
        backend = ibis.pyspark.connect(session)
    else:
        backend = ibis.connect(engine)
    try:
        yield backend
    finally:
        backend.disconnect()


def table_of(backend: BaseBackend, paths: Sequence[str]) -> Table:
    """The tidy table in Parquet files. Raises `ValueError` where it has not its columns."""
    import ibis

    tables = [backend.read_parquet(path) for path in paths]
    for path, one in zip(paths, tables, strict=True):
        if set(one.columns) != set(COLUMNS):
            raise ValueError(f"{path} has not the columns of the table")
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def latest_of(table: Table) -> Table:
    """The latest answer of each attempt to each question: that without a time, or the last; then by source."""
    import ibis

    order = [table["when"].isnull().desc(), table["when"].desc(), table["source"].desc()]
    window = ibis.window(group_by=[*_ATTEMPT, "question_id"], order_by=order)
    return (
        table.mutate(place=ibis.row_number().over(window)).filter(lambda it: it["place"] == 0).drop("place")
    )


def queries(table: Table) -> Mapping[str, Table]:
    """The expressions that `by_question` needs, by name."""
    right = table["right"].cast("int64")
    totals = table.group_by(_ATTEMPT).aggregate(total=right.sum().coalesce(0))
    rows = table.join(totals, _ATTEMPT).select(*table.columns, "total")
    judged = rows["right"].notnull()
    ones = rows["right"].cast("float64")
    rows = rows.mutate(
        rest=judged.ifelse(rows["total"] - ones, None),
        one=ones,
        value=_value(rows),
        judged=judged.cast("int64"),
    )
    return {
        "question": rows.group_by(_QUESTION).aggregate(**_of_questions(rows)),
        "part": _parts(rows),
        "right": _right(rows),
        "change": _changes(rows),
    }


def _value(rows: Table) -> Any:
    """The point of a rating, from 1, or the number that was answered."""
    import ibis

    first = rows["response"][0]
    is_one = rows["response"].length() == 1
    at = rows["options"].index(first)
    point = (is_one & (rows["type"] == "likert") & rows["options"].contains(first)).ifelse(at + 1.0, None)
    number = (is_one & (rows["type"] == "numeric")).ifelse(first.replace(",", ".").try_cast("float64"), None)
    number = (number.abs() < 1e15).ifelse(number, None)
    return ibis.coalesce(point.cast("float64"), number.cast("float64"))


def _of_questions(rows: Table) -> Mapping[str, Any]:
    top = (rows["value"] > rows["options"].length() - TOP).cast("float64")
    of_right = rows["one"] == 1
    return {
        "question": rows["question"].max(),
        "type": rows["type"].max(),
        "document": rows["document"].max(),
        "options": rows["options"].arbitrary(),
        "answers": rows.count(),
        "judged_answers": rows["judged"].sum(),
        "facility": rows["one"].mean(),
        "mean_right": rows["rest"].mean(where=of_right),
        "mean_wrong": rows["rest"].mean(where=~of_right),
        "rest_mean": rows["rest"].mean(),
        "rest_deviation": rows["rest"].std(how="pop"),
        "times": rows["seconds"].count(),
        "low": rows["seconds"].quantile(0.25),
        "middle": rows["seconds"].quantile(0.5),
        "high": rows["seconds"].quantile(0.75),
        "values": rows["value"].count(),
        "mean": rows["value"].mean(),
        "deviation": rows["value"].std(how="sample"),
        "top_two": top.mean(where=rows["value"].notnull()),
    }


def _parts(rows: Table) -> Table:
    """How often each part of an answer was given, and the mean of what else was right with those that are judged."""
    import ibis

    kept = rows.filter((rows["type"] != "long-fill-in") & (rows["response"].length() > 0))
    order = kept.filter(kept["type"] == "sequencing").mutate(words=lambda it: it["response"].join("; "))
    other = kept.filter(kept["type"] != "sequencing").mutate(words=lambda it: it["response"].unnest())
    names = (*_QUESTION, "words", "judged", "rest")
    both = ibis.union(order.select(*names), other.select(*names))
    return both.group_by([*_QUESTION, "words"]).aggregate(
        answers=both.count(), judged_answers=both["judged"].sum(), rest=both["rest"].mean()
    )


def _right(rows: Table) -> Table:
    """The answers that are right, in words, and how often each was given."""
    kept = rows.filter(rows["right"]).mutate(words=lambda it: it["response"].join("; "))
    return kept.group_by([*_QUESTION, "words"]).aggregate(answers=kept.count())


def _changes(rows: Table) -> Table:
    """From the first attempt to the last of each learner: pairs, mean and standard deviation of the differences."""
    import ibis

    known = rows.mutate(told=ibis.coalesce(rows["one"], rows["value"])).filter(
        lambda it: it["told"].notnull()
    )
    each = known.group_by([*_QUESTION, "learner"]).aggregate(
        first=known["told"].argmin(known["attempt"]),
        last=known["told"].argmax(known["attempt"]),
        begun=known["attempt"].min(),
        ended=known["attempt"].max(),
    )
    two = each.filter(each["begun"] < each["ended"]).mutate(difference=lambda it: it["last"] - it["first"])
    return two.group_by(_QUESTION).aggregate(
        pairs=two.count(), difference=two["difference"].mean(), deviation=two["difference"].std(how="sample")
    )


def by_question(table: Table) -> list[OfQuestion]:
    """The numbers of each question, by course and id."""
    found = {name: _rows(one) for name, one in queries(table).items()}
    parts, right = _grouped(found["part"]), _grouped(found["right"])
    changes = {
        _key(row): Change(row["pairs"], row["difference"], row["deviation"]) for row in found["change"]
    }
    return [
        _of_question(row, parts.get(_key(row), []), right.get(_key(row), []), changes.get(_key(row)))
        for row in sorted(found["question"], key=_key)
    ]


def _of_question(row: dict[str, Any], parts: Rows, right: Rows, change: Change | None) -> OfQuestion:
    behind = {
        "facility": (row["judged_answers"], FEWEST),
        "discrimination": (row["judged_answers"], FEWEST_FOR_CORRELATION),
        "seconds": (row["times"], FEWEST),
        "mean": (row["values"], FEWEST),
        "change": (change.pairs if change else 0, FEWEST),
    }
    answer = min(right, key=lambda one: (-one["answers"], one["words"]), default={"words": ""})["words"]
    is_scale = row["type"] == "likert" and len(row["options"]) >= FEWEST_POINTS
    return OfQuestion(
        course=row["course"],
        question_id=row["question_id"],
        question=row["question"],
        type=row["type"],
        document=row["document"],
        answers=row["answers"],
        judged=row["judged_answers"],
        facility=row["facility"],
        discrimination=_correlation(
            row["facility"], row["mean_right"], row["mean_wrong"], row["rest_deviation"]
        ),
        seconds=row["middle"],
        right_answer=answer,
        distribution=_distribution(row, parts, answer),
        too_few=tuple(name for name, (number, least) in behind.items() if 0 < number < least),
        quartiles=(row["low"], row["middle"], row["high"]) if row["times"] else None,
        mean=row["mean"],
        deviation=row["deviation"],
        top_two=row["top_two"] if is_scale else None,
        change=change,
    )


def _correlation(
    share: float | None, with_it: float | None, without: float | None, deviation: float | None
) -> float | None:
    """The point-biserial correlation of four aggregates; None where one of them is not, or nothing varies."""
    if share is None or with_it is None or without is None or not deviation or not 0 < share < 1:
        return None
    return (with_it - without) / deviation * sqrt(share * (1 - share))


def _distribution(row: dict[str, Any], parts: Rows, answer: str) -> tuple[Part, ...]:
    is_order = row["type"] == "sequencing"
    if row["type"] == "long-fill-in":
        return ()
    options = list(row["options"]) if not is_order else []
    given = {one["words"]: one for one in parts}
    others = sorted(set(given) - set(options), key=lambda words: (-given[words]["answers"], words))
    right = {answer, *(answer.split("; ") if not is_order else ())}
    found = []
    for words in [*options, *others]:
        one = given.get(words, {"answers": 0, "judged_answers": 0, "rest": None})
        part = Part(words, one["answers"], one["answers"] / row["answers"], words in right)
        is_remarked = words in options and row["judged_answers"] and row["type"] != "likert"
        found.append(_remarked(part, one, row) if is_remarked else part)
    return tuple(found)


def _remarked(part: Part, one: dict[str, Any], row: dict[str, Any]) -> Part:
    judged, chose = row["judged_answers"], one["judged_answers"]
    correlation = None
    if 0 < chose < judged:
        others = (row["rest_mean"] * judged - one["rest"] * chose) / (judged - chose)
        correlation = _correlation(chose / judged, one["rest"], others, row["rest_deviation"])
    remark = ""
    if not part.right:
        enough = judged >= FEWEST_FOR_CORRELATION
        is_best = correlation is not None and enough and correlation > 2 / sqrt(judged)
        remark = NOBODY if not part.answers and judged >= FEWEST else BEST if is_best else ""
    return part._replace(discrimination=correlation, remark=remark)


def groups(table: Table, by: str) -> Table:
    """The expression for each `learner`, `document` or `attempt`."""
    import ibis

    keys = ["learner", "attempt"] if by == "attempt" else [by]
    attempt = ibis.struct({name: table[name] for name in _ATTEMPT}).nunique()
    question = ibis.struct({name: table[name] for name in _QUESTION}).nunique()
    return table.group_by(keys).aggregate(
        attempts=attempt,
        questions=question,
        answers=table.count(),
        judged=table["right"].count(),
        rights=table["right"].cast("int64").sum().coalesce(0),
        share_right=table["right"].cast("float64").mean(),
    )


def by_group(table: Table, by: str) -> list[OfGroup]:
    """The numbers of each learner, document or attempt, by name."""
    return [
        OfGroup(
            name=row["document" if by == "document" else "learner"],
            attempt=row["attempt"] if by == "attempt" else None,
            attempts=row["attempts"],
            questions=row["questions"],
            answers=row["answers"],
            judged=row["judged"],
            right=row["rights"],
            share_right=row["share_right"],
            score=None,
        )
        for row in sorted(_rows(groups(table, by)), key=lambda row: str(row))
    ]


def plan(backend: BaseBackend, table: Table, by: str) -> str:
    """The SQL of each query, and below it how the engine means to run it."""
    asked = queries(table) if by == "question" else {by: groups(table, by)}
    told = []
    for name, one in asked.items():
        sql = str(backend.compile(one, pretty=True))
        found = backend.raw_sql(f"EXPLAIN {sql}")
        rows = found.fetchall() if hasattr(found, "fetchall") else found.collect()
        told.append(f"-- {name}\n{sql}\n\n" + "\n".join(str(row[-1]) for row in rows))
    return "\n\n".join(told)


def numbers_of(table: Table, by: str) -> Sequence[Any]:
    """The numbers of `OF_TABLE`, as `records.numbers` gives them of answers in memory."""
    return by_question(table) if by == "question" else by_group(table, by)


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
