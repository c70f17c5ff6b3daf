"""Statements in JSON lines as tables of DuckDB, of which `columns` computes the numbers.

What recurs in many statements, such as the definition of a question or a learner, is interpreted once by `xapi` and
joined to all statements that contain it. A statement with an unusual form is interpreted individually.
"""

# ruff: noqa: S608, only paths come from outside, and they are quoted

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from courseware.record import NamedTuple
from courseware.records.answer import Answer, NotUnderstood
from courseware.records.asked import compared
from courseware.records.queries import queries
from courseware.records.questions import known_questions, question_of, told_by
from courseware.records.reading import lines_of, opened, parsed
from courseware.records.statistics import is_asked
from courseware.records.tidy import is_row
from courseware.records.wanted import Wanted
from courseware.records.xapi import (
    ANSWERED,
    Asked,
    Other,
    UnnumberedAnswer,
    Voiding,
    id_of,
    learner_of,
    name_of,
    seconds_of,
    understood,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE = 20_480
"""How many statements at the beginning of a file are searched for recurring parts."""
MOST_ODD = 200_000
"""The most statements that are interpreted individually."""

_UUID = "________-____-____-____-____________"
_MOMENT = (
    r"[12]\d{3}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)
_USUAL_MOMENT = "[12]???-??-??T[01]?:??:?[0-9]Z"
"""Of all texts that can be converted, only a `_MOMENT` looks like this, and this comparison takes half the time."""
_COLUMNS = {
    "id": "VARCHAR",
    "actor": "JSON",
    "verb": "STRUCT(id VARCHAR)",
    "object": "JSON",
    "result": "STRUCT(response JSON, success JSON, score JSON, duration VARCHAR)",
    "context": "STRUCT(registration JSON, contextActivities JSON)",
    "timestamp": "VARCHAR",
    "stored": "VARCHAR",
    "statements": "JSON",
}
"""JSON where a text must be told from other values, VARCHAR where its form is enough."""
_SHARED = ("verb", "object", "activities")
"""The parts of statements that recur."""
_CODE = "enum_code(try_cast(coalesce({name}, '') AS {name}_text))::BIGINT"
_LINES = (
    "read_json({}, format = 'newline_delimited', ignore_errors = true, compression = 'none', columns = {})"
)
_IS_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

_ODD = (
    "row BIGINT, uuid UUID, form INTEGER, course INTEGER, question INTEGER, learner INTEGER, registration VARCHAR, "
    'words INTEGER, response VARCHAR, "right" BOOLEAN, moment TIMESTAMPTZ, seconds DOUBLE, points DOUBLE'
)
_OTHERS = """
  SELECT name, count(DISTINCT uuid) + count(*) FILTER (uuid IS NULL) FROM (
    SELECT name, uuid FROM said JOIN other_shape USING (code) WHERE usual
    UNION ALL FROM odd_other
  ) GROUP BY name
"""
_EQUAL = """
  SELECT row FROM (
    SELECT f.row AS row, row_number() OVER (
      PARTITION BY attempt, question, face, f.words,
        CASE WHEN f.words = 0 THEN coalesce(o.response, json_extract_string(s.response, '$')) END,
        f."right", f.moment, f.seconds, coalesce(o.points, p.points)
      ORDER BY f.row
    ) AS number
    FROM fact f JOIN several USING (attempt, question) JOIN form USING (form)
    JOIN said s ON s.rowid = f.row LEFT JOIN points p ON p.score = s.score LEFT JOIN odd o ON o.row = f.row
  ) WHERE number > 1
"""
_AGAIN = """
  SELECT row FROM fact JOIN (
    SELECT uuid, min(row) AS first FROM fact WHERE uuid IS NOT NULL GROUP BY uuid HAVING count(*) > 1
  ) USING (uuid) WHERE row > first
"""
_SEVERAL = """
  SELECT attempt, question FROM fact SEMI JOIN (
    SELECT attempt FROM fact GROUP BY attempt, question // 60
    HAVING count(*) > bit_count(bit_or(1::BIGINT << (question % 60)))
  ) USING (attempt) GROUP BY ALL HAVING count(*) > 1
"""
"""One bit for each of up to 60 questions: most attempts have no question twice, so there are few groups."""


class Irregular(Exception):
    """The files are not, or not mostly, statements one per line; they must be read statement by statement."""


class _Form(NamedTuple):
    """What the answers to a question by one definition have in common: a blank answer, and what is right in words."""

    blank: Answer
    right: str | None


class _Shape(NamedTuple):
    """What statements with the same verb, object and activities have in common; `form` is the number of their form."""

    statement: Mapping[str, Any]
    code: int
    form: int
    course: int
    question: int


class Tables:
    """The tables of one run: `said` has all statements; `fact` the answers, with numbers that stand for the rest."""

    def __init__(self, engine: DuckDBPyConnection, paths: Sequence[str], wanted: Wanted) -> None:
        self.engine = engine
        self.paths = paths
        self.wanted = wanted
        self.course = known_questions(wanted.versions)
        self.starts: list[int] = []
        self.parts: dict[str, list[str]] = {}
        self.known: dict[bytes, Asked] = {}
        self.forms: dict[_Form, int] = {}
        self.courses: dict[str, int] = {}
        self.questions: dict[tuple[str, str], int] = {}
        self.words: dict[tuple[str, ...], int] = {(): 0}
        self.learners: dict[str, int] = {}
        self.verbs: dict[str, int] = {}
        self.other: Counter[str] = Counter()
        self.voided: set[str] = set()
        self.unread: list[tuple[int, str, NotUnderstood]] = []
        self.untimed: list[tuple[int, str, NotUnderstood]] = []

    # --- tables of the contents of the files

    def _read(self) -> None:
        self.engine.execute("CREATE TABLE sample (verb VARCHAR, object VARCHAR, activities VARCHAR)")
        for path in self.paths:
            parts = "verb.id, object, context.contextActivities"
            lines = f"(SELECT {parts} FROM {_lines(path)} LIMIT {SAMPLE})"
            self.engine.execute(f"INSERT INTO sample FROM {lines}")
        for name in _SHARED:
            texts = f"SELECT DISTINCT {name} FROM sample WHERE {name} IS NOT NULL UNION SELECT ''"
            self.engine.execute(f"CREATE TYPE {name}_text AS ENUM ({texts})")
            found = self._rows(f"SELECT unnest(enum_range(NULL::{name}_text))::VARCHAR")
            self.parts[name] = [text for (text,) in found]
        verbs, objects = len(self.parts["verb"]), len(self.parts["object"])
        for path in self.paths:
            self.starts.append(self._number("SELECT count(*) FROM said") if self.starts else 0)
            begin = "INSERT INTO said" if len(self.starts) > 1 else "CREATE TABLE said AS"
            self.engine.execute(f"{begin} {_said(path, verbs, objects)}")

    def _shapes(self) -> tuple[list[_Shape], list[str]]:
        """What the statements have in common, and conditions for those that must be interpreted individually."""
        more = self._rare()
        found = self._rows("SELECT code, count(*), count(response) FROM said WHERE usual GROUP BY code")
        shapes: list[_Shape] = []
        odd: list[tuple[int, bool]] = []
        others: list[tuple[int, int]] = []
        for code, number, responses in found:
            said = self._said(dict(zip(_SHARED, more.get(code) or self._frequent(code), strict=True)))
            if isinstance(said, Voiding | Other):
                self._note(said)
                others.append((code, number_in(self.verbs, name_of(said))))
            elif isinstance(said, _Shape):
                shapes.append(said._replace(code=code))
            if said is None or (isinstance(said, _Shape) and responses < number):
                odd.append((code, said is None))
        numbers = [
            (shape.code, at, shape.form, shape.course, shape.question) for at, shape in enumerate(shapes)
        ]
        self._table(
            "shape", "code BIGINT, shape INTEGER, form INTEGER, course INTEGER, question INTEGER", numbers
        )
        self._table("odd_shape", "code BIGINT, always BOOLEAN", odd)
        self._table("other_shape", "code BIGINT, name INTEGER", others)
        is_odd = "EXISTS (FROM odd_shape o WHERE o.code = said.code AND (o.always OR response IS NULL))"
        return shapes, ["NOT usual", *([is_odd] if odd else [])]

    def _frequent(self, code: int) -> list[str]:
        """The parts that a code stands for."""
        found = []
        for name in _SHARED:
            code, at = divmod(code, len(self.parts[name]))
            found.append(self.parts[name][at])
        return found

    def _rare(self) -> Mapping[int, list[str | None]]:
        """The parts that are not at the beginning of the files, by codes that they get here."""
        found = [
            more for (more,) in self._rows("SELECT DISTINCT more FROM said WHERE code IS NULL AND usual")
        ]
        rows = list(enumerate(found, prod(map(len, self.parts.values()))))
        if rows:
            self._table("rare", "code BIGINT, more VARCHAR[]", rows)
            self.engine.execute("UPDATE said SET code = rare.code FROM rare WHERE said.more = rare.more")
        return dict(rows)

    def _said(self, parts: Mapping[str, str | None]) -> _Shape | Voiding | Other | None:
        """What statements with these parts have in common; None if each must be interpreted individually."""
        try:
            about, activities = (json.loads(parts[name] or "null") for name in ("object", "activities"))
        except (ValueError, RecursionError):
            return None
        statement = {
            "actor": {"mbox": "mailto:somebody"},
            "verb": {"id": parts["verb"]},
            "object": about,
            "context": {"contextActivities": activities},
            "result": {"response": ""},
        }
        if not (parts["verb"] or "").startswith(("http://", "https://")):  # it may not be a text
            return None
        found = understood(statement, "", self.known)
        if isinstance(found, UnnumberedAnswer):
            return _Shape(statement, 0, *self._numbers_of(found))
        return None if isinstance(found, NotUnderstood) else found

    def _numbers_of(self, said: UnnumberedAnswer) -> tuple[int, int, int]:
        """The numbers of an answer's form, course and question."""
        blank = said.answer._replace(
            learner="", attempt=0, response=(), right=None, score=None, when=None, seconds=None, source=""
        )
        return (
            number_in(self.forms, _Form(blank, said.right)),
            number_in(self.courses, blank.course),
            number_in(self.questions, (blank.course, blank.question_id)),
        )

    def _sittings(self) -> list[str]:
        """Who answered in which registration of which course; returns the conditions for those that are unknown."""
        self.engine.execute(
            """CREATE TABLE sitting AS SELECT *,
              CASE WHEN starts_with(registration, '"') THEN json_extract_string(registration, '$') ELSE '' END AS name
            FROM (SELECT DISTINCT actor, registration, course
              FROM said JOIN shape USING (code) WHERE usual AND response IS NOT NULL)"""
        )
        rows = []
        for (actor,) in self._rows("SELECT DISTINCT actor FROM sitting"):
            name = _learner(actor)
            rows.append((actor, number_in(self.learners, name) if name else None))
        self._table("person", "actor VARCHAR, learner INTEGER", rows)
        nobody = "actor IN (SELECT actor FROM person WHERE learner IS NULL)"
        among = "EXISTS (FROM shape WHERE shape.code = said.code)"
        return (
            [f"(response IS NOT NULL AND {nobody} AND {among})"]
            if any(count is None for _, count in rows)
            else []
        )

    # --- statements that are interpreted individually

    def _odd(self, conditions: Sequence[str]) -> Mapping[str, int]:
        """Makes the table of answers interpreted individually; returns the rows of those whose id is not a UUID."""
        wanted = [
            row
            for (row,) in self._rows(
                f"SELECT rowid FROM said WHERE {' OR '.join(conditions)} LIMIT {MOST_ODD + 1}"
            )
        ]
        if len(wanted) > MOST_ODD:
            raise Irregular
        named: dict[str, int] = {}
        answers: list[tuple[Any, ...]] = []
        others: dict[tuple[int, str | int], str] = {}
        for row, place, value in self._statements(sorted(wanted)):
            found, identifier = understood(value, place, self.known), id_of(value)
            if isinstance(found, Voiding | Other):
                self._note(found)
                others[number_in(self.verbs, name_of(found)), identifier or row] = identifier
            elif identifier in named:
                self.other["repeated"] += 1
            elif isinstance(found, NotUnderstood):
                self.unread.append((row, identifier, found))
            else:
                is_uuid = re.fullmatch(_IS_UUID, identifier)
                if identifier and not is_uuid:
                    named[identifier] = row
                if found.untimed:
                    self.untimed.append((row, identifier, found.untimed))
                answers.append(
                    (
                        row,
                        identifier if is_uuid else None,
                        *self._numbers_of(found),
                        *self._parts_of(value, found),
                    )
                )
        self._table("odd", _ODD, answers)
        uuids = [
            (name, identifier if re.fullmatch(_IS_UUID, identifier) else None)
            for (name, _), identifier in others.items()
        ]
        self._table("odd_other", "name INTEGER, uuid UUID", uuids)
        names = list(self.verbs)
        self.other.update({names[at]: number for at, number in self._rows(_OTHERS)})
        return named

    def _note(self, found: Voiding | Other) -> None:
        if isinstance(found, Voiding):
            self.voided.add(found.id)

    def _parts_of(self, statement: Any, said: UnnumberedAnswer) -> tuple[Any, ...]:
        answer = said.answer
        return (
            number_in(self.learners, answer.learner),
            said.registration,
            number_in(self.words, answer.response),
            statement["result"]["response"],
            answer.right,
            answer.when,
            answer.seconds,
            answer.score,
        )

    def _statements(self, wanted: Sequence[int]) -> Iterator[tuple[int, str, Any]]:
        """The statements in some rows, with their places."""
        rows = iter(wanted)
        row = next(rows, None)
        for path, start, end in zip(self.paths, self.starts, [*self.starts[1:], None], strict=True):
            if row is None or (end is not None and row >= end):
                continue
            with opened(path) as stream:
                for number, line in enumerate(lines_of(stream), start):
                    if number != row:
                        continue
                    yield (
                        row,
                        f"{os.path.basename(path)}, statement {row - start + 1}",
                        _statement(line, row == start),
                    )
                    row = next(rows, None)
                    if row is None or (end is not None and row >= end):
                        break

    # --- answers

    def _attempts(self) -> None:
        self.engine.execute(
            """CREATE TABLE attempt AS
            SELECT *, row_number() OVER ()::INTEGER AS attempt FROM (
              SELECT learner, course, name AS registration FROM sitting JOIN person USING (actor)
              WHERE learner IS NOT NULL
              UNION SELECT learner, course, registration FROM odd
            )"""
        )
        self.engine.execute(
            """CREATE TABLE tried AS SELECT actor, s.registration, s.course, attempt
            FROM sitting s JOIN person p USING (actor)
            JOIN attempt a ON a.learner = p.learner AND a.course = s.course AND a.registration = s.name"""
        )

    def _facts(self, shapes: Sequence[_Shape]) -> None:
        durations = self._rows("SELECT DISTINCT duration FROM said WHERE duration IS NOT NULL")
        self._table(
            "length", "duration VARCHAR, seconds DOUBLE", [(text, seconds_of(text)) for (text,) in durations]
        )
        given = self._rows(
            """SELECT DISTINCT shape, response FROM said JOIN shape USING (code)
            WHERE usual AND response IS NOT NULL
              AND NOT (list_contains(?, question) AND "right" IS DISTINCT FROM true)""",
            self._long(),
        )
        words = [(shape, response, self._words(shapes[shape], response)) for shape, response in given]
        self._table("given", "shape INTEGER, response VARCHAR, words INTEGER", words)
        self.engine.execute(
            """CREATE TABLE fact AS
            SELECT s.rowid AS row, uuid, attempt, question, form, coalesce(words, 0) AS words, "right", moment,
              seconds
            FROM said s JOIN shape h USING (code)
            JOIN tried t ON t.actor = s.actor AND t.registration = s.registration AND t.course = h.course
            LEFT JOIN given g ON g.shape = h.shape AND g.response = s.response
            LEFT JOIN length d ON d.duration = s.duration
            WHERE usual AND s.response IS NOT NULL"""
        )
        self.engine.execute(
            """INSERT INTO fact SELECT row, uuid, attempt, question, form, words, "right", moment, seconds
            FROM odd JOIN attempt USING (learner, course, registration)"""
        )

    def _long(self) -> list[int]:
        """The questions that are answered by long texts, whose content does not affect any number."""
        if self.wanted.by in ("word", "text"):
            return []
        looked_at = compared(self.wanted.versions[0]) if self.wanted.versions else frozenset()
        short = {
            (form.blank.course, form.blank.question_id)
            for form in self.forms
            if form.blank.type != "long-fill-in" or not self._is_long(form.blank.question_id, looked_at)
        }
        return [number for question, number in self.questions.items() if question not in short]

    def _is_long(self, identifier: str, looked_at: frozenset[str]) -> bool:
        """Whether the courses say that a question has long texts that no condition refers to, or do not have it."""
        question = question_of(identifier, self.course)
        return question is None or (
            question.kind == "long-fill-in"
            and not (question.options or question.gaps or question.id in looked_at)
        )

    def _words(self, shape: _Shape, response: str) -> int:
        found = understood({**shape.statement, "result": {"response": json.loads(response)}}, "", self.known)
        return number_in(self.words, found.answer.response) if isinstance(found, UnnumberedAnswer) else 0

    def _right_answers(self, named: Mapping[str, int]) -> dict[str, str]:
        """Removes answers that repeat an id or were voided; returns what is right according to the last answers."""
        if self._number("SELECT count(uuid) - count(DISTINCT uuid) FROM fact"):
            self._take("repeated", f"row IN ({_AGAIN})")
        again = self._repeating([*self.unread, *self.untimed])
        unread = [place for place in self.unread if place[0] not in again]
        self.other["repeated"] += len(self.unread) - len(unread)
        self.unread = unread
        self.untimed = [place for place in self.untimed if place[0] not in again]
        last = self._rows("SELECT form, max(row) FROM fact GROUP BY form ORDER BY 2")
        forms = list(self.forms)
        right = {
            forms[form].blank.question_id: words
            for form, _ in last
            if (words := forms[form].right) is not None
        }
        uuids = [identifier for identifier in self.voided if re.fullmatch(_IS_UUID, identifier)]
        rows = [named[identifier] for identifier in self.voided if identifier in named]
        self._take(
            "taken back",
            "uuid IN (SELECT unnest(?::UUID[])) OR row IN (SELECT unnest(?::BIGINT[]))",
            uuids,
            rows,
        )
        return right

    def _repeating(self, places: Sequence[tuple[int, str, NotUnderstood]]) -> set[int]:
        """The rows of those statements whose id an earlier answer has."""
        named = [(row, identifier) for row, identifier, _ in places if re.fullmatch(_IS_UUID, identifier)]
        found = self._rows(
            """SELECT place FROM fact JOIN (SELECT unnest(?::BIGINT[]) AS place, unnest(?::UUID[]) AS uuid)
            USING (uuid) WHERE row < place""",
            [row for row, _ in named],
            [identifier for _, identifier in named],
        )
        return {row for (row,) in found}

    def _number_attempts(self) -> None:
        """Numbers the attempts: the registrations of a learner in a course, by the time of their first answers."""
        self.engine.execute(
            """CREATE TABLE numbered AS
            SELECT attempt, learner, course,
              row_number() OVER (PARTITION BY learner, course ORDER BY begun NULLS LAST, first)::INTEGER AS number
            FROM (SELECT attempt, min(moment) AS begun, min(row) AS first FROM fact GROUP BY attempt)
            JOIN attempt USING (attempt)"""
        )

    def _take_equal(self) -> None:
        """Removes answers that equal an earlier one in everything but the source."""
        if not self._several():
            return
        scores = self._rows(
            """SELECT DISTINCT score FROM said JOIN fact ON said.rowid = row JOIN several USING (attempt, question)
            WHERE score IS NOT NULL"""
        )
        self._table(
            "points", "score VARCHAR, points DOUBLE", [(text, self._score(text)) for (text,) in scores]
        )
        faces: dict[Answer, int] = {}
        rows = [(number, number_in(faces, form.blank)) for form, number in self.forms.items()]
        self._table("form", "form INTEGER, face INTEGER", rows)
        self._take("repeated", f"row IN ({_EQUAL})")
        self._several()

    def _several(self) -> int:
        """Makes the table of attempts with several answers to a question; returns how many times that is so."""
        self.engine.execute(f"CREATE OR REPLACE TABLE several AS {_SEVERAL}")
        return self._number("SELECT count(*) FROM several")

    def _score(self, text: str) -> float | None:
        try:
            score = json.loads(text)
        except (ValueError, RecursionError):
            return None
        statement = {
            "actor": {"mbox": "mailto:somebody"},
            "verb": {"id": ANSWERED},
            "object": {"id": "question"},
            "result": {"response": "", "score": score},
        }
        found = understood(statement, "", self.known)
        return found.answer.score if isinstance(found, UnnumberedAnswer) else None

    def _take(self, name: str, condition: str, *parameters: Any) -> None:
        """Removes answers, and counts them under a name."""
        self.other[name] += self._number(f"DELETE FROM fact WHERE {condition}", *parameters)

    # --- the answers that are wanted

    def _in_words(self) -> tuple[str, ...]:
        """Puts the answers into the words of the courses; returns the ids that these do not have."""
        self.engine.execute(
            """CREATE TABLE begun AS SELECT learner, min(row) AS begun
            FROM fact JOIN attempt USING (attempt) GROUP BY learner"""
        )
        forms, words = list(self.forms), list(self.words)
        rows: list[tuple[Any, ...]] = []
        unknown: dict[str, None] = {}
        for form, answer, is_right, _ in self._rows(
            'SELECT form, words, "right", min(row) FROM fact GROUP BY ALL ORDER BY 4'
        ):
            blank, right = forms[form]
            question = question_of(blank.question_id, self.course)
            if question is None:
                unknown[blank.question_id] = None
                continue
            told = told_by(blank._replace(response=words[answer], right=is_right), question)
            rows.append(
                (
                    *(form, answer, is_right),
                    number_in(self.forms, _Form(told._replace(response=(), right=None), right)),
                    number_in(self.words, told.response),
                    told.right,
                    number_in(self.questions, (told.course, told.question_id)),
                )
            )
        self._table(
            "told",
            'form INTEGER, words INTEGER, "right" BOOLEAN, told_form INTEGER, told_words INTEGER, told_right BOOLEAN, '
            "told_question INTEGER",
            rows,
        )
        self.engine.execute(
            """CREATE TABLE in_words AS
            SELECT row, uuid, attempt, coalesce(told_question, question) AS question,
              coalesce(told_form, f.form) AS form, coalesce(told_words, f.words) AS words,
              coalesce(told_right, f."right") AS "right", moment, seconds
            FROM fact f LEFT JOIN told t
              ON t.form = f.form AND t.words = f.words AND t."right" IS NOT DISTINCT FROM f."right";
            DROP TABLE fact; ALTER TABLE in_words RENAME TO fact"""
        )
        self._several()
        return tuple(unknown)

    def _only(self) -> int:
        """Keeps the answers of some learners since a time; returns how many have no time to compare."""
        if self.wanted.learners:
            learners = [
                self.learners[learner] for learner in self.wanted.learners if learner in self.learners
            ]
            among = "SELECT attempt FROM attempt WHERE list_contains(?::INTEGER[], learner)"
            self.engine.execute(f"DELETE FROM fact WHERE attempt NOT IN ({among})", [learners])
        if not self.wanted.since:
            return 0
        untimed = self._number("DELETE FROM fact WHERE moment IS NULL")
        self.engine.execute("DELETE FROM fact WHERE moment < ?::TIMESTAMPTZ", [self.wanted.since])
        return untimed

    def _keep(self) -> None:
        """Keeps the answers that count, with their `place` among all, and makes the table `shown` of them."""
        self.engine.execute(
            "CREATE TABLE best (attempt INTEGER, question INTEGER, latest BIGINT, first BIGINT)"
        )
        if not self.wanted.history and self._number("SELECT count(*) FROM several"):
            self._best("fact")
            self.engine.execute(
                """DELETE FROM fact USING best b
                WHERE b.attempt = fact.attempt AND b.question = fact.question AND row <> latest"""
            )
        place, joined = "coalesce(b.first, f.row)", ""
        if self.wanted.versions:
            order = {identifier: number for number, identifier in enumerate(self.course)}
            rows = [(at, order.get(identifier, len(order))) for (_, identifier), at in self.questions.items()]
            self._table("ordered", "question INTEGER, number INTEGER", rows)
            place = f"{{'learner': begun, 'attempt': n.number, 'question': o.number, 'row': {place}}}"
            joined = (
                "JOIN numbered n USING (attempt) JOIN begun USING (learner) JOIN ordered o USING (question)"
            )
        self.engine.execute(
            f"""CREATE VIEW kept AS SELECT f.*, {place} AS place
            FROM fact f LEFT JOIN best b USING (attempt, question) {joined}"""
        )
        forms = [
            (at,)
            for form, at in self.forms.items()
            if is_asked(form.blank.question_id, form.blank.question, self.wanted.asked)
        ]
        self._table("asked", "form INTEGER", forms)
        among = "SEMI JOIN asked USING (form)" if self.wanted.asked else ""
        self.engine.execute(f"CREATE VIEW shown AS FROM kept {among}")

    def _best(self, of: str) -> None:
        """Selects the latest answers, and the first ones, if an attempt has several to a question."""
        self._view(
            f'SELECT attempt AS sitting, question, moment AS "when", row AS place FROM {of} '
            "JOIN several USING (attempt, question)"
        )
        self.engine.execute(
            f"""INSERT INTO best SELECT sitting, question, latest.place, min(answers.place)
            FROM ({queries("duckdb")["latest"]}) latest JOIN answers USING (sitting, question) GROUP BY ALL"""
        )

    def _answered(self) -> list[tuple[str, str]]:
        """The questions that were answered, by course and id."""
        questions = list(self.questions)
        return [questions[at] for (at,) in self._rows("SELECT DISTINCT question FROM fact")]

    # --- queries to the engine

    def _rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.engine.execute(query, list(parameters) or None).fetchall()

    def _answers(self, name: str, table: str) -> list[tuple[Any, ...]]:
        """The result of one of `queries` about a table."""
        self._view(table)
        return self._rows(queries("duckdb")[name])

    def _view(self, table: str) -> None:
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW answers AS {table}")

    def _number(self, query: str, *parameters: Any) -> int:
        return int(self._rows(query, *parameters)[0][0])

    def _table(self, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Makes a table of rows."""
        self.engine.execute(f"CREATE TABLE {name} ({columns})")
        types = [column.split()[1] for column in columns.split(", ")]
        for at in range(0, len(rows), 50_000):
            given = ", ".join(f"unnest(?::{type_name}[])" for type_name in types)
            some = [list(column) for column in zip(*rows[at : at + 50_000], strict=True)]
            self.engine.execute(f"INSERT INTO {name} SELECT {given}", some)


def _said(path: str, verbs: int, objects: int) -> str:
    """The SQL that selects the statements of a file, with a `code` for the parts that they share with so many others.

    If a part is not at the beginning of the files, there is no code, and `more` has all of the parts.
    """
    return f"""
      SELECT uuid, actor, code, CASE WHEN code IS NULL THEN [verb, object, activities] END AS more, registration,
        response, CASE success WHEN 'true' THEN true WHEN 'false' THEN false END AS "right", moment, duration, score,
        coalesce(actor IS NOT NULL AND statements IS NULL AND (id IS NULL OR uuid IS NOT NULL)
          AND (told IS NULL OR moment IS NOT NULL) AND (response IS NULL OR starts_with(response, '"')), false) AS usual
      FROM (
        SELECT *, {_CODE.format(name="verb")} + {verbs} * ({_CODE.format(name="object")}
            + {objects} * {_CODE.format(name="activities")}) AS code,
          CASE WHEN id LIKE '{_UUID}' THEN try_cast(id AS UUID) END AS uuid,
          CASE WHEN told GLOB '{_USUAL_MOMENT}' OR regexp_full_match(told, '{_MOMENT}')
            THEN try_cast(told AS TIMESTAMPTZ) END AS moment
        FROM (
          SELECT id, actor::VARCHAR AS actor, verb.id AS verb, object::VARCHAR AS object,
            context.contextActivities::VARCHAR AS activities,
            coalesce(context.registration::VARCHAR, '') AS registration, result.response::VARCHAR AS response,
            result.success::VARCHAR AS success, result.duration AS duration, result.score::VARCHAR AS score,
            coalesce("timestamp", stored) AS told, statements
          FROM {_lines(path)}
        )
      )
    """


def _lines(path: str) -> str:
    """The SQL that reads the statements of a file, one per line."""
    columns = ", ".join(f"{name}: '{type_}'" for name, type_ in _COLUMNS.items())
    quoted = path.replace("'", "''")
    return _LINES.format(f"'{quoted}'", f"{{{columns}}}")


def number_in(known: dict[Any, int], value: Any) -> int:
    """The number of a value, counted from 0 in order of appearance."""
    return known.setdefault(value, len(known))


def _learner(actor: str) -> str:
    try:
        found = json.loads(actor)
    except (ValueError, RecursionError):
        return ""
    return learner_of(found) if isinstance(found, dict) else ""


def _statement(line: bytes, is_first: bool) -> Any:
    """The statement in a line; None if it is not one. Raises `Irregular` if the line has several, or another value."""
    try:
        value = parsed(line)
    except ValueError:
        if is_first:  # it may be the beginning of JSON that extends over several lines
            raise Irregular from None
        return None
    if isinstance(value, list) or is_row(value) or (isinstance(value, dict) and "statements" in value):
        raise Irregular
    return value
