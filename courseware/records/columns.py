"""The numbers of statements in JSON lines, computed column by column in DuckDB: for files of many statements.

They are the same as those of `reading` (tests/records/test_records_columns.py). Memory is bounded: what does not fit is
in a temporary folder.
"""

# ruff: noqa: S608, only paths come from outside, and they are quoted

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from courseware.archive.reader import Unreadable
from courseware.record import NamedTuple
from courseware.records.answer import NotUnderstood
from courseware.records.asked import AnswerInWords, AttemptsAlike, compared
from courseware.records.coded import NamedQuestion, by_first
from courseware.records.column_tables import Irregular, Tables, number_in
from courseware.records.counts import Counts, JudgedAnswer, Scale, scale_of, value_of
from courseware.records.questions import right_answers
from courseware.records.scales import OfScale, of_scales
from courseware.records.statistics import OfGroup, OfQuestion, left_out, of_group, of_question
from courseware.records.texts import OfText, OfWord, is_text, of_texts, of_words
from courseware.records.wanted import Wanted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_BYTES = 8 << 20
"""The smallest size in bytes at which files are read in columns; below it, reading statement by statement is faster."""
MEMORY = "400MB"
"""The memory that DuckDB may use before it writes to disk."""
THREADS = 4
"""The most threads, because each has buffers of its own."""


class Numbers(NamedTuple):
    """The numbers asked for, and what else was found, as in `Records`.

    `untimed` answers were left out because their time is unknown. `unknown` are ids that the courses do not have;
    `nobody` are those of the first course that nobody answered. `is_empty` says that there is no answer to any
    question.
    """

    rows: Sequence[OfQuestion | OfGroup | OfScale | OfWord | OfText]
    right_answers: Mapping[str, str]
    other: Mapping[str, int]
    not_understood: Sequence[NotUnderstood]
    answers: int
    learners: int
    attempts: int
    untimed: int
    unknown: Sequence[str]
    nobody: Sequence[str]
    is_empty: bool


def are_large(paths: Sequence[str]) -> bool:
    """Whether the files are JSON, and so large that reading them in columns is worth while. Raises `OSError`."""
    return sum(map(os.path.getsize, paths)) >= FEWEST_BYTES and all(map(_is_json, paths))


def _is_json(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def counted(paths: Sequence[str], wanted: Wanted = Wanted()) -> Numbers:  # noqa: B008, it is immutable
    """The numbers of statements in files of JSON lines.

    Raises `Irregular`, `OSError`, and `ModuleNotFoundError` if DuckDB is not installed.
    """
    import duckdb

    if any(set(path) & set("*?[") for path in paths):  # DuckDB would take it for a pattern
        raise Irregular
    try:
        with _engine() as engine:
            return _Asking(engine, paths, wanted).numbers()
    except (duckdb.Error, Unreadable):
        raise Irregular from None


@contextmanager
def _engine() -> Iterator[DuckDBPyConnection]:
    import duckdb

    with TemporaryDirectory() as folder:
        options: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "threads": min(THREADS, os.cpu_count() or 1),
        }
        with closing(duckdb.connect(config=options)) as engine:
            engine.execute("SET TimeZone = 'UTC'")
            yield engine


class _Asking(Tables):
    """The queries about the tables."""

    def numbers(self) -> Numbers:
        self._read()
        shapes, odd = self._shapes()
        odd += self._sittings()
        named = self._odd(odd)
        self._attempts()
        self._facts(shapes)
        right = self._right_answers(named)
        self._number_attempts()
        self._take_equal()
        unknown = self._in_words() if self.wanted.versions else ()
        untimed = self._only()
        self._keep()
        right |= right_answers(self.course)
        whole: Mapping[str, Callable[[], Sequence[OfQuestion | OfGroup | OfScale | OfWord | OfText]]] = {
            "question": partial(self._questions, right),
            "scale": self._scales,
            "word": self._frequent_words,
            "text": self._texts,
        }
        rows = whole.get(self.wanted.by, self._groups)()
        told = {identifier for _, identifier in self._answered()}
        asked = self.wanted.versions[0] if self.wanted.versions else ()
        ((answers, learners, attempts),) = self._rows(
            """SELECT coalesce(sum(answers), 0), count(DISTINCT learner), count(DISTINCT (learner, number))
            FROM (SELECT attempt, count(*) AS answers FROM shown GROUP BY attempt) JOIN numbered USING (attempt)"""
        )
        return Numbers(
            rows,
            right,
            +self.other,
            tuple(found for _, _, found in sorted([*self.unread, *self.untimed])),
            answers,
            learners,
            attempts,
            untimed,
            unknown,
            [question.id for question in asked if question.id not in told],
            not told,
        )

    def _groups(self) -> list[OfGroup]:
        """The numbers of each learner, attempt or document."""
        by = self.wanted.by
        documents: dict[str, int] = {}
        rows = [(at, number_in(documents, form.blank.document)) for form, at in self.forms.items()]
        self._table("written", "form INTEGER, document INTEGER", rows)
        names = list(documents if by == "document" else self.learners)
        found = self._answers(
            by,
            """SELECT attempt AS sitting, learner, number AS attempt, question, document, "right", place
            FROM shown JOIN numbered USING (attempt) JOIN written USING (form)""",
        )
        keys = 2 if by == "attempt" else 1
        return [
            of_group(names[row[0]], row[1] if keys == 2 else None, *row[keys:-1])
            for row in sorted(found, key=self._at)
        ]

    def _scales(self) -> list[OfScale]:
        """The numbers of each scale, from the latest answers."""
        if self.wanted.history:
            self._best("shown")
        self._values("shown")
        forms, scales = list(self.forms), dict[Scale, int]()
        told = self._rows('SELECT DISTINCT form, "right" IS NOT NULL FROM shown')
        of_forms = (
            (form, judged, scale_of(forms[form].blank._replace(right=judged or None), 1))
            for form, judged in told
        )
        rows = [(form, judged, number_in(scales, scale)) for form, judged, scale in of_forms if scale]
        self._table("scaled", "form INTEGER, judged BOOLEAN, scale INTEGER", rows)
        view = """SELECT s.attempt AS sitting, s.question, scale, s."right", value, s.place FROM shown s
          LEFT JOIN best b USING (attempt, question)
          LEFT JOIN value v ON v.form = s.form AND v.words = s.words
          JOIN scaled c ON c.form = s.form AND c.judged = (s."right" IS NOT NULL)
          WHERE s.row = coalesce(b.latest, s.row) AND (c.judged OR value IS NOT NULL)"""
        sums, parts = (by_first(self._answers(name, view)) for name in ("sums", "parts"))
        order = self._rows("SELECT scale FROM answers GROUP BY scale ORDER BY min(place)")
        known = list(scales)
        return of_scales((known[at], sums.get(at, []), parts[at]) for (at,) in order)

    def _frequent_words(self) -> list[OfWord]:
        """The frequent words of each question."""
        words = list(self.words)
        found = self._typed("said")
        return of_words(
            (question, [(words[answer], number) for answer, number in rows]) for question, rows in found
        )

    def _texts(self) -> list[OfText]:
        """The texts that were typed in answer to each question."""
        words, learners = list(self.words), list(self.learners)
        found = self._typed("written")
        return of_texts(
            (
                question,
                [
                    (words[answer], learners[learner], number)
                    for answer, learner, number, _ in sorted(rows, key=self._at)
                ],
            )
            for question, rows in found
        )

    def _typed(self, name: str) -> list[tuple[NamedQuestion, list[tuple[Any, ...]]]]:
        """Each question in order of first appearance, with the result of a query about what was typed."""
        blanks, words = [form.blank for form in self.forms], list(self.words)
        told = self._rows("SELECT DISTINCT form, words FROM shown")
        rows = [
            (form, answer)
            for form, answer in told
            if is_text(blanks[form].type, words[answer], blanks[form].options)
        ]
        self._table("typed", "form INTEGER, words INTEGER", rows)
        view = """SELECT question, form, words AS response, learner, place
          FROM shown SEMI JOIN typed USING (form, words) JOIN attempt USING (attempt)"""
        found = by_first(self._answers(name, view))
        firsts = self._rows(
            "SELECT question, arg_min(form, place) FROM answers GROUP BY question ORDER BY min(place)"
        )
        named = ((question, blanks[form]) for question, form in firsts)
        return [
            (NamedQuestion(blank.course, blank.question_id, blank.question), found[question])
            for question, blank in named
        ]

    def _at(self, row: tuple[Any, ...]) -> Any:
        """The sort key of rows, whose last column is their place."""
        return [*row[-1].values()] if self.wanted.versions else row[-1]

    def _left(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """How many attempts skipped each question of the course, and how many ended with it."""
        questions = self.wanted.versions[0] if self.wanted.versions else ()
        if not questions:
            return {}
        known, looked_at = {question.id for question in questions}, compared(questions)
        rows = [
            (at, identifier in looked_at)
            for (_, identifier), at in self.questions.items()
            if identifier in known
        ]
        self._table("known", "question INTEGER, looked_at BOOLEAN", rows)
        if self.wanted.history:
            self._best("fact")
        found = self._answers(
            "alike",
            """SELECT attempt AS sitting, 0 AS seen, question, CASE WHEN looked_at THEN words ELSE 0 END AS response,
              CASE WHEN looked_at THEN "right" END AS "right"
            FROM fact JOIN known USING (question) LEFT JOIN best USING (attempt, question)
            WHERE row = coalesce(latest, row)""",
        )
        asked, words = list(self.questions), list(self.words)
        return left_out(
            (
                AttemptsAlike(
                    asked[given[0]["question"]][0],
                    {
                        asked[answer["question"]][1]: AnswerInWords(
                            words[answer["response"]], answer["right"]
                        )
                        for answer in given
                    },
                    frozenset(),
                    number,
                )
                for _, given, number in found
            ),
            questions,
        )

    def _questions(self, right: Mapping[str, str]) -> list[OfQuestion]:
        """The numbers of each question."""
        shown = {question for (question,) in self._rows("SELECT DISTINCT question FROM shown")}
        every, found = [*self._counts()], []
        left = self._left()  # only now, because with `history` it changes `best`
        for question, counts in every:
            if question in shown:
                skipped, dropouts = left.get((counts.course, counts.question_id), (None, None))
                numbers = of_question(counts, right.get(counts.question_id, ""))
                found.append(numbers._replace(skipped=skipped, dropouts=dropouts))
        return found

    def _counts(self) -> Iterator[tuple[int, Counts]]:
        """The counts of each question, in order of first appearance."""
        given: dict[int, dict[JudgedAnswer, int]] = {}
        words = list(self.words)
        judged = 'SELECT attempt AS sitting, question, words AS response, "right" FROM fact'
        for question, answer, is_right, rest, number in self._answers("given", judged):
            told = given.setdefault(question, {})
            told[JudgedAnswer(words[answer], is_right, rest)] = number
        times = {
            question: (number, (low, middle, high) if number else None)
            for question, number, low, middle, high in self._answers("times", "FROM fact")
        }
        differences = self._differences()
        forms = list(self.forms)
        first = self._rows(
            "SELECT question, arg_min(form, place) FROM kept GROUP BY question ORDER BY min(place)"
        )
        for question, form in first:
            blank = forms[form].blank
            yield (
                question,
                Counts(
                    blank.course,
                    blank.question_id,
                    blank.question,
                    blank.type,
                    blank.document,
                    blank.options,
                    given[question],
                    *times[question],
                    differences.get(question, {}),
                ),
            )

    def _differences(self) -> Mapping[int, Mapping[float, int]]:
        """For each question, the changes from a learner's first attempt to the last, and how often each occurs."""
        self.engine.execute(
            """CREATE TABLE twice AS SELECT attempt, learner, number FROM numbered
            SEMI JOIN (SELECT learner FROM numbered GROUP BY learner, course HAVING count(*) > 1) USING (learner)"""
        )
        self._values("fact JOIN twice USING (attempt)")
        found: dict[int, dict[float, int]] = {}
        tried = """SELECT question, learner, number AS attempt, "right", value FROM fact JOIN twice USING (attempt)
          LEFT JOIN value v ON v.form = fact.form AND v.words = fact.words"""
        for question, difference, number in self._answers("changes", tried):
            found.setdefault(question, {})[difference] = number
        return found

    def _values(self, of: str) -> None:
        """Makes the table of the values of answers that are neither right nor wrong."""
        forms, words = list(self.forms), list(self.words)
        told = self._rows(f'SELECT DISTINCT form, words FROM {of} WHERE "right" IS NULL')
        values = [
            (form, answer, value_of(forms[form].blank.type, words[answer], forms[form].blank.options))
            for form, answer in told
        ]
        self._table("value", "form INTEGER, words INTEGER, value DOUBLE", values)
