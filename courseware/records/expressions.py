"""The queries about records as Ibis expressions: each count comes from one of these, whatever computes it.

In an engine they are about the tidy table (`engine`). For answers in files they are about a table in which numbers
stand for texts, as the SQL that Ibis makes of them (`queries`), so that nothing has to wait for Ibis to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.datatypes as dt
from ibis import Table

from courseware.record import NamedTuple


class Keys(NamedTuple):
    """The columns that identify attempts, those that identify questions, and those that identify scales."""

    attempt: Sequence[str]
    question: Sequence[str]
    scale: Sequence[str]


TIDY = Keys(
    ("learner", "course", "attempt"), ("course", "question_id"), ("course", "kind", "document", "options")
)
CODED = Keys(("sitting",), ("question",), ("scale",))
ANSWERS: Mapping[str, str] = {
    "sitting": "int64",
    "seen": "int64",
    "learner": "int64",
    "attempt": "int64",
    "question": "int64",
    "document": "int64",
    "scale": "int64",
    "response": "int64",
    "right": "boolean",
    "value": "float64",
    "seconds": "float64",
    "when": "int64",
    "place": "int64",
}
"""The table of answers in numbers: `value` is `counts.value_of`, `scale` stands for `counts.scale_of`, `seen` for what
the attempt's saved state has seen; answers are ordered by `place`.
"""
GROUPS: Mapping[str, Sequence[str]] = {
    "learner": ["learner"],
    "attempt": ["learner", "attempt"],
    "document": ["document"],
}
"""The columns for which answers are counted."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis is untyped
def quartile(value: float, share: float) -> float:  # type: ignore[empty-body]  # SQLite calls it
    """An aggregate function that SQLite does not have."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis is untyped
def listed(question: int, response: int, right: bool) -> str:  # type: ignore[empty-body]  # SQLite calls it
    """An aggregate function for the answers of an attempt by question, which SQLite does not have."""


@ibis.udf.scalar.builtin(name="arrayReduce")  # type: ignore[untyped-decorator]  # Ibis is untyped
def array_reduce(function: str, values: dt.Array[dt.float64]) -> float:  # type: ignore[empty-body]  # ClickHouse calls it
    """The result of one of ClickHouse's aggregate functions for a list."""


def _in_clickhouse(values: Any, share: float) -> Any:
    """The quartile, as in other engines; the `quantile` that Ibis uses in ClickHouse samples 8,192 values."""
    return array_reduce(f"quantileExactInclusive({share})", values.collect())


QUANTILES: Mapping[str, Callable[[Any, float], Any]] = {"sqlite": quartile, "clickhouse": _in_clickhouse}
"""For engines whose own function is not of type 7."""


def _listed(question: Any, response: Any, right: Any) -> Any:
    return ibis.struct({"question": question, "response": response, "right": right}).collect().sort()


LISTS: Mapping[str, Callable[[Any, Any, Any], Any]] = {"sqlite": listed}
"""For engines that have no lists."""


def latest(rows: Table, keys: Keys, place: str) -> Table:
    """The latest answer to each question in each attempt: by its time and, among equal times, by the `place` among all.

    An answer without a time counts as later than those before it.
    """
    same = list(dict.fromkeys((*keys.attempt, *keys.question)))
    unknown = rows.filter(rows["when"].isnull())
    lasts = unknown.group_by(same).aggregate(untimed=unknown[place].max())
    told = rows.left_join(lasts, same).select(
        *(rows[name] for name in rows.columns), untimed=lasts["untimed"]
    )
    order = [
        (told["untimed"].isnull() | (told[place] >= told["untimed"])).desc(),
        told["when"].notnull().desc(),
        told["when"].desc(),
        told[place].desc(),
    ]
    number = ibis.row_number().over(ibis.window(group_by=same, order_by=order))
    return told.mutate(number=number).filter(lambda row: row["number"] == 0).drop("number", "untimed")


def repeated(rows: Table) -> Table:
    """The answers of the tidy table; those without a time get the course of the same answer with one, as `repeats`.

    The same answer is one of the same learner, attempt and question with the same response and result; of several
    courses it is the last by name. `repeats` is NULL if there is none.
    """
    same = ["learner", "attempt", "question_id", "response", "verdict"]
    told = rows.mutate(verdict=rows["right"].cast("int64").coalesce(-1))
    timed = told.filter(told["when"].notnull())
    others = timed.group_by(same).aggregate(repeats=timed["course"].max(), times=timed.count())
    joined = told.left_join(others, same)
    is_again = told["when"].isnull() & others["times"].notnull()
    return joined.select(
        *(told[name] for name in rows.columns), repeats=is_again.ifelse(others["repeats"], None)
    )


def once(rows: Table) -> Table:
    """The answers of the tidy table without those that are `repeated`; their course gets the name of the other."""
    told = repeated(rows)
    again = told.filter(told["repeats"].notnull())
    courses = again.group_by("course").aggregate(renamed=again["repeats"].max())
    first = told.filter(told["repeats"].isnull())
    joined = first.left_join(courses, "course")
    course = first["when"].isnull().ifelse(courses["renamed"], None).coalesce(first["course"])
    return joined.select(*(first[name] for name in rows.columns if name != "course"), course=course).select(
        *rows.columns
    )


def times(rows: Table, keys: Keys, dialect: str, **more: Any) -> Table:
    """How many answers to each question have a duration, with its quartiles, and `more` columns."""
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
    """How often each answer was given, by the number of other questions that are right in the attempt."""
    totals = rows.group_by(keys.attempt).aggregate(total=_rights(rows))
    told = rows.join(totals, keys.attempt).select(
        *(rows[name] for name in (*keys.question, "response", "right")),
        rest=totals["total"] - rows["right"].cast("int64"),
    )
    return told.group_by([*keys.question, "response", "right", "rest"]).aggregate(number=told.count())


def changes(rows: Table, keys: Keys) -> Table:
    """The changes from the first to the last attempt of learners with at least two, and how often each occurs."""
    same = [*keys.question, "learner"]
    known = rows.select(*same, "attempt", points=_points(rows)).filter(lambda row: row["points"].notnull())
    ends = known.group_by(same).aggregate(begun=known["attempt"].min(), ended=known["attempt"].max())
    two = known.join(ends.filter(ends["begun"] < ends["ended"]), same)
    each = two.group_by(same).aggregate(
        first=(two["attempt"] == two["begun"]).ifelse(two["points"], None).min(),
        last=(two["attempt"] == two["ended"]).ifelse(two["points"], None).max(),
    )
    told = each.mutate(difference=each["last"] - each["first"])
    return told.group_by([*keys.question, "difference"]).aggregate(number=told.count())


def alike(rows: Table, keys: Keys, dialect: str, *also: str) -> Table:
    """How many attempts have the same answers; `rows` has one answer to each question of an attempt.

    `also` are further columns in which such attempts are equal.
    """
    *course, question = keys.question
    given = LISTS.get(dialect, _listed)(rows[question], rows["response"], rows["right"])
    each = rows.group_by([*keys.attempt, *also]).aggregate(given=given)
    return each.group_by([*course, *also, "given"]).aggregate(number=each.count())


def groups(rows: Table, keys: Keys, by: str, **more: Any) -> Table:
    """The numbers of each `learner`, `attempt` or `document`, and `more` columns."""
    return rows.group_by(GROUPS[by]).aggregate(
        attempts=_one(rows, keys.attempt).nunique(),
        questions=_one(rows, keys.question).nunique(),
        answers=rows.count(),
        judged=rows["right"].count(),
        rights=_rights(rows),
        **more,
    )


def sums(rows: Table, keys: Keys) -> Table:
    """How often each sum of a scale occurs, in attempts that count."""
    tried = _tried(rows, keys)
    return tried.group_by([*keys.scale, "sum"]).aggregate(number=tried.count())


def parts(rows: Table, keys: Keys) -> Table:
    """How often each question of a scale has a number of points, in attempts that count."""
    same = list(dict.fromkeys((*keys.scale, *keys.attempt)))
    told = _of_scales(rows, keys).semi_join(_tried(rows, keys), same)
    names = list(dict.fromkeys((*keys.scale, *keys.question, "points")))
    return told.group_by(names).aggregate(number=told.count())


def said(rows: Table, keys: Keys, *more: str) -> Table:
    """How often each response was given to a question, by `more` columns."""
    return rows.group_by([*keys.question, *more, "response"]).aggregate(number=rows.count())


def written(rows: Table, keys: Keys, *also: str, **more: Any) -> Table:
    """How often each learner gave each response to a question, and `more` columns."""
    return rows.group_by([*keys.question, *also, "response", "learner"]).aggregate(
        number=rows.count(), **more
    )


def _of_scales(rows: Table, keys: Keys) -> Table:
    among = rows.filter(rows[keys.scale[0]].notnull())
    names = dict.fromkeys((*keys.scale, *keys.attempt, *keys.question, "right"))
    return among.select(*names, points=_points(among))


def _tried(rows: Table, keys: Keys) -> Table:
    """The sum of each attempt that counts towards a scale; for ratings, only attempts that answered all of it."""
    said = _of_scales(rows, keys)
    sizes = said.group_by(keys.scale).aggregate(size=_one(said, keys.question).nunique())
    same = list(dict.fromkeys((*keys.scale, *keys.attempt)))
    tried = said.group_by(same).aggregate(
        sum=said["points"].sum(), number=said.count(), judged=said["right"].count()
    )
    told = tried.join(sizes, keys.scale)
    return told.filter((told["judged"] > 0) | (told["number"] == told["size"]))


def _points(rows: Table) -> Any:
    return ibis.coalesce(rows["right"].cast("float64"), rows["value"])


def _rights(rows: Table) -> Any:
    return rows["right"].ifelse(1, None).count()


def _one(rows: Table, names: Sequence[str]) -> Any:
    return rows[names[0]] if len(names) == 1 else ibis.struct({name: rows[name] for name in names})


def of_answers(dialect: str) -> Mapping[str, Table]:
    """All queries about the table of answers in numbers, by name."""
    rows = ibis.table(ANSWERS, name="answers")
    several = rows.select("sitting", "question", "when", "place")
    return {
        "latest": latest(several, CODED, "place").select("sitting", "question", "place"),
        "times": times(rows, CODED, dialect),
        "given": given(rows, CODED),
        "changes": changes(rows, CODED),
        "alike": alike(rows, CODED, dialect, "seen"),
        "sums": sums(rows, CODED),
        "parts": parts(rows, CODED),
        "said": said(rows, CODED),
        "written": written(rows, CODED, place=rows["place"].min()),
        **{by: groups(rows, CODED, by, place=rows["place"].min()) for by in GROUPS},
    }


def as_sql(dialect: str) -> str:
    """The queries as SQL, each below a line with its name."""
    return "".join(
        f"-- {name}\n{ibis.to_sql(wanted, dialect=dialect)}\n" for name, wanted in of_answers(dialect).items()
    )
