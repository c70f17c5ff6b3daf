"""The numbers of a tidy table in a query engine, which can hold more of it than fits in memory.

The counts come from `expressions`, the formulas from `statistics`; DuckDB, Spark and ClickHouse are tested
(docs/institution.md). The result of an expression is small: one row for each question, distinct answer or learner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isnan
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import uuid4

from courseware.records import expressions
from courseware.records.answer import COLUMNS, Answer
from courseware.records.asked import AnswerInWords, AttemptsAlike, compared
from courseware.records.coded import NamedQuestion, ResponseParts, by_first
from courseware.records.counts import RATING, RIGHT, Counts, JudgedAnswer, Scale, value_of
from courseware.records.numbers import in_order
from courseware.records.pseudonyms import pseudonym
from courseware.records.questions import known_questions, question_of, right_answers, told_by
from courseware.records.scales import OfScale, of_scales
from courseware.records.statistics import OfGroup, OfQuestion, is_asked, left_out, of_group, of_question
from courseware.records.texts import NEVER_TYPED, OfText, OfWord, holds, is_text, of_texts, of_words
from courseware.records.wanted import Wanted

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
    """A connection to the engine with a name or an address. Raises `ModuleNotFoundError` if it is not installed."""
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
    """Spark on this machine with two threads, or at an address, whose parameters are its settings."""
    from pyspark.sql import SparkSession

    master, _, settings = engine.partition("?")
    if master in ("spark", "spark://local"):
        master = "local[2]"
    builder = SparkSession.builder.master(master)
    for name, value in {**_SPARK, **dict(parse_qsl(settings))}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def table_of(backend: BaseBackend, paths: Sequence[str]) -> Table:
    """The tidy table in Parquet files. Raises `ValueError` if its columns are missing."""
    import ibis

    tables = [backend.read_parquet(path) for path in paths]
    for path, relation in zip(paths, tables, strict=True):
        if set(relation.columns) != set(COLUMNS):
            raise ValueError(f"{path} has not the columns of the table")
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def named_table(backend: BaseBackend, name: str, columns: Mapping[str, str]) -> Table:
    """A table in an engine as the tidy table; `columns` maps columns of the tidy table to those of the engine's table.

    Without `columns`, the table must have the columns of the tidy table. A column that it does not have is empty; a
    text in place of a list has `; ` between the parts. Raises `ValueError` if the table or a column does not exist, or
    if a key of `columns` is not a column of the tidy table.
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
    """A column of the engine's table, converted to a type of the tidy table; empty if there is no such column."""
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


class Chosen:
    """The wanted answers of a tidy table in an engine, and the queries about them.

    What only Python knows, such as the words of a course or the name of a learner, is computed from the distinct values
    in the table and joined to its rows as a small table. `unknown` are the ids that the courses do not have.
    """

    def __init__(self, backend: BaseBackend, table: Table, wanted: Wanted) -> None:
        self.backend = backend
        self.wanted = wanted
        self.course = known_questions(wanted.versions)
        self.unknown: Sequence[str] = ()
        if wanted.versions:
            table = self._in_words(table)
        self.table = self._named(table) if wanted.names else table
        self.every = self._every()
        self.chosen = self._searched(self._asked(self.every))

    def _small(self, columns: Mapping[str, tuple[str, Sequence[Any]]]) -> Table:
        """A table of the given columns, each with its type and its values."""
        import ibis
        import pyarrow

        schema = ibis.schema({name: kind for name, (kind, _) in columns.items()})
        rows = pyarrow.table(
            {name: values for name, (_, values) in columns.items()}, schema=schema.to_pyarrow()
        )
        if self.backend.name != "clickhouse":
            return ibis.memtable(rows)
        # chDB accepts no table in addition to a query
        table = self.backend.create_table(f"courseware_{uuid4().hex}", schema=schema, temp=True)
        self.backend.insert(table.get_name(), rows.to_pandas())
        return table

    # --- which answers

    def _in_words(self, table: Table) -> Table:
        """The answers in the words of their questions, as from `questions.told_by`; sets `unknown`."""
        ids = sorted(row["question_id"] for row in _rows(table.select("question_id").distinct()))
        found = {identifier: question_of(identifier, self.course) for identifier in ids}
        self.unknown = [identifier for identifier, question in found.items() if question is None]
        asked = {identifier: question for identifier, question in found.items() if question}
        told = {identifier: told_by(_BLANK, question) for identifier, question in asked.items()}
        words = self._small(
            {
                "asked": ("string", [*told]),
                **{
                    f"told_{name}": (
                        _TYPES[COLUMNS[name].type],
                        [getattr(answer, name) for answer in told.values()],
                    )
                    for name in _OF_QUESTION
                },
            }
        )
        chosen = [key for key, question in asked.items() if question.options or question.gaps]
        among = table.filter(table["question_id"].isin(chosen)) if chosen else table.limit(0)
        given = among.select(
            "question_id", "response", judged=among["right"].notnull().cast("int8")
        ).distinct()
        answers: dict[tuple[str, ResponseParts], Answer] = {}
        for row in _rows(given):
            identifier, response = row["question_id"], tuple(row["response"] or ())
            answer = told_by(_BLANK._replace(response=response), asked[identifier])
            if answer.response != response or not (row["judged"] or answer.right is None):
                answers[identifier, response] = answer
        if answers:
            table = self._with_responses(table, answers)
        joined = table.left_join(words, table["question_id"] == words["asked"])
        is_known = joined["asked"].notnull()
        return joined.mutate(
            **{name: is_known.ifelse(joined[f"told_{name}"], joined[name]) for name in _OF_QUESTION}
        ).select(*COLUMNS)

    def _with_responses(self, table: Table, answers: Mapping[tuple[str, ResponseParts], Answer]) -> Table:
        """The answers with other responses for some, by question and response, and with what is right of these."""
        told = self._small(
            {
                "of": ("string", [identifier for identifier, _ in answers]),
                "said": (_TYPES["texts"], [[*response] for _, response in answers]),
                "told_response": (_TYPES["texts"], [[*answer.response] for answer in answers.values()]),
                "told_right": ("boolean", [answer.right for answer in answers.values()]),
            }
        )
        joined = table.left_join(
            told, (table["question_id"] == told["of"]) & (table["response"] == told["said"])
        )
        return joined.mutate(
            response=joined["of"].notnull().ifelse(joined["told_response"], joined["response"]),
            right=joined["right"].coalesce(joined["told_right"]),
        ).select(*COLUMNS)

    def _named(self, table: Table) -> Table:
        """The answers with the names of learners, without duplicates."""
        ids = list(self.wanted.names)
        names = self._small(
            {
                "id": ("string", ids),
                "name": ("string", [self.wanted.names[identifier] for identifier in ids]),
            }
        )
        joined = table.left_join(names, table["learner"] == names["id"])
        learner = joined["id"].notnull().ifelse(joined["name"], joined["learner"])
        self.under_names = joined.mutate(learner=learner).select(*COLUMNS)
        (found,) = _rows(table.aggregate(timed=table["when"].count(), rows=table.count()))
        self.is_mixed = 0 < found["timed"] < found["rows"]
        return expressions.once(self.under_names) if self.is_mixed else self.under_names

    def _of_learners(self) -> Table:
        among = self.wanted.learners
        return self.table.filter(self.table["learner"].isin(among)) if among else self.table

    def _every(self) -> Table:
        """The answers that count: those of some learners since a time, and the latest.

        Without names they lack what was typed (`pseudonyms.anonymous`).
        """
        import ibis

        table, wanted = self._of_learners(), self.wanted
        if wanted.since:
            table = table.filter(table["when"] >= ibis.literal(wanted.since, type=_TYPES["moment"]))
        if wanted.key is not None and not wanted.keep_texts:
            nothing = ibis.literal([], type=_TYPES["texts"])
            table = table.mutate(response=_was_typed(table).ifelse(nothing, table["response"]))
        return (
            table
            if wanted.history and wanted.by != "scale"
            else expressions.latest(table, expressions.TIDY, "source")
        )

    def _asked(self, rows: Table) -> Table:
        """The answers to some questions."""
        asked = self.wanted.asked
        if not asked:
            return rows
        words = [row["question"] for row in _rows(rows.select("question").distinct())]
        found = [text for text in words if is_asked("", text, asked)]
        return rows.filter(rows["question_id"].isin(asked) | rows["question"].isin(found))

    def _searched(self, rows: Table) -> Table:
        """The answers that contain some texts."""
        if not self.wanted.searched:
            return rows
        said = [row["response"] or () for row in _rows(rows.select("response").distinct())]
        found = [[*response] for response in said if holds(response, self.wanted.searched)]
        those = self._small({"found": (_TYPES["texts"], found)})
        return rows.semi_join(those, rows["response"] == those["found"])

    # --- numbers

    def numbers(self) -> Sequence[Any]:
        """The numbers by what `by` names, the same as `records.numbers` for answers in memory."""
        whole: Mapping[str, Callable[[], Sequence[Any]]] = {
            "question": self._by_question,
            "scale": self._by_scale,
            "word": self._by_word,
            "text": self._by_text,
        }
        return in_order(whole.get(self.wanted.by, self._by_group)(), self.wanted)

    def _by_question(self) -> list[OfQuestion]:
        found = {name: _rows(query) for name, query in self.queries().items()}
        given, changes = _grouped(found["given"]), _grouped(found["change"])
        left = self._left(found.get("alike", []))
        right = right_answers(self.course)
        shown = {_key(row) for row in found.get("shown", found["question"])}
        numbers = []
        for row in sorted(found["question"], key=_key):
            key = _key(row)
            if key in shown:
                skipped, dropouts = left.get(key, (None, None))
                question = of_question(_counts(row, given[key], changes.get(key, [])), right.get(key[1], ""))
                numbers.append(question._replace(skipped=skipped, dropouts=dropouts))
        return numbers

    def _left(self, found: Rows) -> Mapping[tuple[str, str], tuple[int, int]]:
        """How many attempts skipped each question of the course, and how many ended with it."""
        return left_out(
            (
                AttemptsAlike(
                    row["course"],
                    {
                        answer["question"]: AnswerInWords(tuple(answer["response"]), answer["right"])
                        for answer in row["given"]
                    },
                    frozenset(),
                    row["number"],
                )
                for row in found
            ),
            self.wanted.versions[0] if self.wanted.versions else (),
        )

    def _by_group(self) -> list[OfGroup]:
        by = self.wanted.by
        groups = [
            of_group(
                row["document"] if by == "document" else self._name(row["learner"]),
                row.get("attempt"),
                *(row[name] for name in ("attempts", "questions", "answers", "judged", "rights")),
            )
            for row in _rows(self.queries()[by])
        ]
        return sorted(groups, key=lambda group: (group.name, group.attempt or 0))

    def _name(self, learner: str) -> str:
        return learner if self.wanted.key is None else pseudonym(learner, self.wanted.key)

    def _by_scale(self) -> list[OfScale]:
        sums, parts = (
            by_first((_scale(row), *row.values()) for row in _rows(query))
            for query in self.queries().values()
        )
        documents = list(dict.fromkeys(question.document for question in self.course.values()))
        ordered = sorted(
            sums,
            key=lambda scale: (
                documents.index(scale.document) if scale.document in documents else len(documents),
                scale,
            ),
        )
        return of_scales((scale, sums[scale], parts[scale]) for scale in ordered)

    def _by_word(self) -> list[OfWord]:
        return of_words(
            (question, [(tuple(row["response"]), row["number"]) for row in rows])
            for question, rows in self._typed(expressions.said(self.chosen, expressions.TIDY, *_TOLD))
        )

    def _by_text(self) -> list[OfText]:
        said = self._typed(expressions.said(self.chosen, expressions.TIDY, *_TOLD))
        typed = sorted({question.question_id for question, _ in said})
        if not typed:
            return []
        asked = self.chosen.filter(self.chosen["question_id"].isin(typed))
        written = expressions.written(asked, expressions.TIDY, *_TOLD)
        return of_texts(
            (
                question,
                [
                    (tuple(row["response"]), self._name(row["learner"]), row["number"])
                    for row in sorted(rows, key=lambda row: (self._name(row["learner"]), row["response"]))
                ],
            )
            for question, rows in self._typed(written)
        )

    def _typed(self, query: Table) -> Iterator[tuple[NamedQuestion, Rows]]:
        """The rows of what was typed in answer to each question."""
        for key, rows in sorted(_grouped(_rows(query)).items(), key=lambda item: item[0]):
            typed = [row for row in rows if is_text(row["type"], row["response"] or (), row["options"] or ())]
            if typed:
                yield NamedQuestion(*key, max(row["question"] for row in rows)), typed

    # --- further results

    def untimed(self) -> int:
        """How many answers are left out because they have no time to compare."""
        if not self.wanted.since:
            return 0
        return int(self._of_learners()["when"].isnull().sum().to_pyarrow().as_py() or 0)

    def nobody(self) -> list[str]:
        """The ids of the first course that nobody answered."""
        if not self.wanted.versions:
            return []
        told = {row["question_id"] for row in _rows(self.every.select("question_id").distinct())}
        return [question.id for question in self.wanted.versions[0] if question.id not in told]

    def other(self) -> Mapping[str, int]:
        """How many answers do not count because they are duplicates."""
        if not (self.wanted.names and self.is_mixed):
            return {}
        again = expressions.repeated(self.under_names)["repeats"].count().to_pyarrow().as_py()
        return {"repeated": again} if again else {}

    # --- queries to the engine

    def queries(self) -> Mapping[str, Table]:
        """The expressions that the numbers need, by name."""
        by, keys = self.wanted.by, expressions.TIDY
        if by == "question":
            whole = _of_questions(self.every, self._valued(self.every), self.backend.name) | self._alike()
            if self.wanted.asked or self.wanted.searched:
                whole["shown"] = self.chosen.select(*keys.question).distinct()
            return whole
        if by == "scale":
            rows = _scaled(self._valued(self.chosen))
            return {name: getattr(expressions, name)(rows, keys) for name in ("sums", "parts")}
        if by == "word":
            return {"said": expressions.said(self.chosen, keys, *_TOLD)}
        if by == "text":
            return {"written": expressions.written(self.chosen, keys, *_TOLD)}
        return {by: expressions.groups(self.chosen, keys, by)}

    def _valued(self, rows: Table) -> Table:
        """The answers, with the `value` from `counts.value_of` for those that are neither right nor wrong."""
        import ibis

        keys = ("type", "options", "response")
        rated = rows.filter(rows["right"].isnull() & rows["type"].isin(["likert", "numeric"]))
        told = [[row[key] for key in keys] for row in _rows(rated.select(*keys).distinct())]
        values = [
            (*answer, value)
            for answer in told
            if (value := value_of(answer[0], answer[2], answer[1])) is not None
        ]
        if not values:
            return rows.mutate(value=ibis.null("float64"))
        kinds = ("string", _TYPES["texts"], _TYPES["texts"], "float64")
        names = ("of_type", "of_options", "said", "value")
        small = self._small(
            {
                name: (kind, list(of))
                for name, kind, of in zip(names, kinds, zip(*values, strict=True), strict=True)
            }
        )
        same = [rows[key] == small[name] for key, name in zip(keys, names[:3], strict=True)]
        return rows.left_join(small, same).select(*(rows[name] for name in rows.columns), small["value"])

    def _alike(self) -> dict[str, Table]:
        """The attempts at the course, grouped by equal answers as far as its conditions refer to them."""
        import ibis

        questions = self.wanted.versions[0] if self.wanted.versions else ()
        if not questions:
            return {}
        rows = self.every.filter(self.every["question_id"].isin([question.id for question in questions]))
        if self.wanted.history:
            rows = expressions.latest(rows, expressions.TIDY, "source")
        looked_at = rows["question_id"].isin(sorted(compared(questions)))
        nothing = ibis.literal([], type=_TYPES["texts"])
        rows = rows.mutate(
            response=looked_at.ifelse(rows["response"], nothing), right=looked_at.ifelse(rows["right"], None)
        )
        return {"alike": expressions.alike(rows, expressions.TIDY, self.backend.name)}

    def plan(self) -> str:
        """The SQL of each query, followed by the engine's plan for it."""
        told = []
        for name, query in self.queries().items():
            query.limit(0).to_pyarrow()  # registers the small tables with the engine
            sql = str(self.backend.compile(query, pretty=True))
            found = self.backend.raw_sql(f"EXPLAIN {sql}")
            told.append(f"-- {name}\n{sql}\n\n" + "\n".join(str(row[-1]) for row in _all(found)))
        return "\n\n".join(told)


_BLANK = Answer("", 0, "", "", "", "", "", "", (), (), None, None, None, None, "")
_OF_QUESTION = ("question_id", "question", "type", "document", "options")
"""The columns of an answer that come from its question."""
_TOLD = ("question", "type", "options")
"""The columns that, with the response, tell whether it was typed, and in answer to which text."""


def _of_questions(table: Table, valued: Table, dialect: str) -> dict[str, Table]:
    import ibis

    is_long = (table["type"] == "long-fill-in") & ~table["right"].coalesce(
        False
    )  # its content does not affect any number
    nothing = ibis.literal([], type=_TYPES["texts"])  # no list of ClickHouse can be NULL
    return {
        "question": expressions.times(
            table,
            expressions.TIDY,
            dialect,
            **{name: table[name].max() for name in ("question", "type", "document")},
            options=table["options"].arbitrary(),
        ),
        "given": expressions.given(
            table.mutate(response=is_long.ifelse(nothing, table["response"])), expressions.TIDY
        ),
        "change": expressions.changes(valued, expressions.TIDY),
    }


def _was_typed(rows: Table) -> Any:
    """The same as `texts.was_typed`."""
    options = rows["options"]
    return rows["type"].notin(sorted(NEVER_TYPED)) & (
        rows["response"].filter(lambda part: ~options.contains(part)).length() > 0
    )


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


def _scaled(rows: Table) -> Table:
    """The answers that count towards scales, with the columns that identify the scale, as in `counts.scale_of`."""
    import ibis

    rows = rows.filter(rows["right"].notnull() | ((rows["type"] == "likert") & rows["value"].notnull()))
    is_right = rows["right"].notnull()
    return rows.mutate(
        kind=is_right.ifelse(RIGHT, RATING),
        document=is_right.ifelse("", rows["document"]),
        options=is_right.ifelse(ibis.literal([], type=_TYPES["texts"]), rows["options"]),
    )


def _scale(row: dict[str, Any]) -> Scale:
    """Removes the columns that identify a scale from a row; returns the scale."""
    course, kind, document, options = map(row.pop, expressions.TIDY.scale)
    return Scale(course, kind, document, tuple(options))


def _all(found: Any) -> Iterable[Any]:
    """The rows of an engine's result for SQL: a cursor, a result of ClickHouse, or a data frame of Spark."""
    if hasattr(found, "result_rows"):
        return found.result_rows  # type: ignore[no-any-return]  # engines' own classes
    return found.fetchall() if hasattr(found, "fetchall") else found.collect()  # type: ignore[no-any-return]  # as above


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
