"""What records are asked for, as Ibis expressions: each number is counted by one of these, whatever computes it.

An engine gets them of the tidy table (`engine`). Of answers in files they are asked of a table in which numbers stand
for texts, in the SQL that Ibis makes of them (`queries`), so that nothing has to wait for Ibis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
from ibis import Table

from courseware.record import NamedTuple


class Keys(NamedTuple):
    """The columns that tell attempts, and those that tell questions."""

    attempt: Sequence[str]
    question: Sequence[str]


TIDY = Keys(("learner", "course", "attempt"), ("course", "question_id"))
CODED = Keys(("sitting",), ("question",))
ANSWERS: Mapping[str, str] = {
    "sitting": "int64",
    "learner": "int64",
    "attempt": "int64",
    "question": "int64",
    "document": "int64",
    "response": "int64",
    "right": "boolean",
    "value": "float64",
    "seconds": "float64",
    "place": "int64",
}
"""The table of answers in numbers: `value` is `counts.value_of`, and by its `place` an answer comes first."""
GROUPS: Mapping[str, Sequence[str]] = {
    "learner": ["learner"],
    "attempt": ["learner", "attempt"],
    "document": ["document"],
}
"""The columns that tell what an answer is counted for."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def quartile(value: float, share: float) -> float:  # type: ignore[empty-body]  # it is there where SQLite asks
    """What SQLite has no function for."""


@ibis.udf.scalar.builtin(name="arrayReduce")  # type: ignore[untyped-decorator]
def array_reduce(function: str, values: dt.Array[dt.float64]) -> float:  # type: ignore[empty-body]
    """What a function of ClickHouse that aggregates makes of a list."""


def _in_clickhouse(values: Any, share: float) -> Any:
    """As everywhere else; its `quantile`, which Ibis takes, is that of a sample of 8,192 values."""
    return array_reduce(f"quantileExactInclusive({share})", values.collect())


QUANTILES: Mapping[str, Callable[[Any, float], Any]] = {"sqlite": quartile, "clickhouse": _in_clickhouse}
"""For engines whose own is not that of type 7."""


def times(rows: Table, keys: Keys, dialect: str, **more: Any) -> Table:
    """How many answers to each question say how long they took, and the quartiles; and `more` that is wanted of it."""
    seconds = rows["seconds"]
    quantile = QUANTILES.get(dialect, type(seconds).quantile)
    return rows.group_by(keys.question).aggregate(
        times=seconds.count(),
        low=quantile(seconds, 0.25),
        middle=quantile(seconds, 0.5),
        high=quantile(seconds, 0.75),
        **more,
    )


def given(rows: Table, keys: Keys) -> Table:
    """How often each answer was given, by how many other questions are right in the attempt."""
    totals = rows.group_by(keys.attempt).aggregate(total=_rights(rows))
    told = rows.join(totals, keys.attempt).select(
        *(rows[name] for name in (*keys.question, "response", "right")),
        rest=totals["total"] - rows["right"].cast("int64"),
    )
    return told.group_by([*keys.question, "response", "right", "rest"]).aggregate(number=told.count())


def changes(rows: Table, keys: Keys) -> Table:
    """From the first attempt to the last of each learner who has two: the differences, and how often each came."""
    same = [*keys.question, "learner"]
    points = ibis.coalesce(rows["right"].cast("float64"), rows["value"])
    known = rows.select(*same, "attempt", points=points).filter(lambda row: row["points"].notnull())
    ends = known.group_by(same).aggregate(begun=known["attempt"].min(), ended=known["attempt"].max())
    two = known.join(ends.filter(ends["begun"] < ends["ended"]), same)
    each = two.group_by(same).aggregate(
        first=(two["attempt"] == two["begun"]).ifelse(two["points"], None).min(),
        last=(two["attempt"] == two["ended"]).ifelse(two["points"], None).max(),
    )
    told = each.mutate(difference=each["last"] - each["first"])
    return told.group_by([*keys.question, "difference"]).aggregate(number=told.count())


def groups(rows: Table, keys: Keys, by: str, **more: Any) -> Table:
    """The numbers of each `learner`, `attempt` or `document`; and `more` that is wanted of it."""
    return rows.group_by(GROUPS[by]).aggregate(
        attempts=_one(rows, keys.attempt).nunique(),
        questions=_one(rows, keys.question).nunique(),
        answers=rows.count(),
        judged=rows["right"].count(),
        rights=_rights(rows),
        **more,
    )


def _rights(rows: Table) -> Any:
    return rows["right"].ifelse(1, None).count()


def _one(rows: Table, names: Sequence[str]) -> Any:
    return rows[names[0]] if len(names) == 1 else ibis.struct({name: rows[name] for name in names})


def of_answers(dialect: str) -> Mapping[str, Table]:
    """All that is asked of the table of answers in numbers, by name."""
    rows = ibis.table(ANSWERS, name="answers")
    return {
        "times": times(rows, CODED, dialect),
        "given": given(rows, CODED),
        "changes": changes(rows, CODED),
        **{by: groups(rows, CODED, by, place=rows["place"].min()) for by in GROUPS},
    }


def as_sql(dialect: str) -> str:
    """The same as SQL, each below a line with its name."""
    return "".join(
        f"-- {name}\n{ibis.to_sql(wanted, dialect=dialect)}\n" for name, wanted in of_answers(dialect).items()
    )
