"""The tidy table, with one row per answer. Its columns are a contract, described in docs/records.md."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from courseware.record import NamedTuple

if TYPE_CHECKING:
    from courseware.records.questions import QuestionInWords


class Answer(NamedTuple):
    """One answer of a learner to a question; `COLUMNS` says what each field holds.

    What a source does not say is "" for a text, () for a list, and None for anything else.
    """

    learner: str
    attempt: int
    course: str
    version: str
    document: str
    question_id: str
    question: str
    type: str
    response: tuple[str, ...]
    options: tuple[str, ...]
    right: bool | None
    score: float | None
    when: datetime | None
    seconds: float | None
    source: str


class Column(NamedTuple):
    """What a column holds; its `type` is `text`, `texts` (a list), `integer`, `number`, `boolean` or `moment`."""

    type: str
    meaning: str


COLUMNS: Mapping[str, Column] = {
    "learner": Column(
        "text", "who answered: an e-mail address, or whatever the source identifies learners by"
    ),
    "attempt": Column("integer", "the number of the attempt, from 1"),
    "course": Column("text", "the course: its id, its IRI, or its title, as the source says"),
    "version": Column("text", "the version of the course"),
    "document": Column("text", "the id of the document that holds the question"),
    "question_id": Column(
        "text", "the id of the question, or, where there is none, its place: `interaction 0`"
    ),
    "question": Column("text", "the words of the question"),
    "type": Column("text", "the interaction type: `choice`, `likert`, `sequencing`, `fill-in`, `numeric` …"),
    "response": Column(
        "texts", "the answer in words: the options chosen, for a ranking in its order; or one text"
    ),
    "options": Column("texts", "what could be chosen, in words and in order"),
    "right": Column("boolean", "whether the answer is right; empty where nothing is right or wrong"),
    "score": Column("number", "the points of the answer, in the unit of the source"),
    "when": Column("moment", "when it was answered, in UTC (ISO 8601)"),
    "seconds": Column("number", "how long it took, in seconds"),
    "source": Column("text", "the file, and the row or the statement in it, counted from 1"),
}


class Attempt(NamedTuple):
    """One attempt of a learner, as a report describes it; the times are texts as the site wrote them."""

    learner: str
    attempt: int
    started: str
    last: str
    score: float | None
    source: str


class NotUnderstood(NamedTuple):
    """Something in a source that could not be interpreted: where it is, and why."""

    place: str
    reason: str


class Records(NamedTuple):
    """The contents of sources: all answers in order, attempts, and learners who never tried.

    `right_answers` are those in the records, in words, by the id of the question. `other` counts, by a description,
    what was understood but is not an answer, such as `initialized` statements and duplicate answers. `questions` are
    those of the course in their order, if the course is known. `seen` are the keys of the pages that were seen, and of
    the parts of pools that were drawn, by learner, course and attempt, if a source has the saved state.
    """

    answers: tuple[Answer, ...]
    attempts: tuple[Attempt, ...]
    never_tried: tuple[str, ...]
    right_answers: Mapping[str, str]
    other: Mapping[str, int]
    not_understood: tuple[NotUnderstood, ...]
    questions: "tuple[QuestionInWords, ...]" = ()
    seen: Mapping[tuple[str, str, int], frozenset[str]] = MappingProxyType({})
