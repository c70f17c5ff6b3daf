"""xAPI statements → answers (xAPI 1.0.3 Data, 2.4): from any tool, read leniently and as untrusted input.

An answer is a statement with a response about an activity that is an interaction or with the verb `answered`. Its words
come from the definition that it contains (2.4.4.1, Interaction Components).
"""

from __future__ import annotations

import marshal
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from courseware.record import NamedTuple
from courseware.records.answer import Answer, NotUnderstood, Records

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"

_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_DURATION = re.compile(
    r"P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
_SECONDS = (604_800, 86_400, 3_600, 60, 1)

MOST_KNOWN = 4_096
"""How many definitions are kept to be recognised again."""

Json = Mapping[str, Any]


class _NotAnAnswer(Exception):
    """Why an answer cannot be interpreted."""


class Asked(NamedTuple):
    """What a definition says about its question: `options` by id, `right` in words if it is given."""

    question: str
    type: str
    options: Mapping[str, str]
    words: tuple[str, ...]
    right: str | None


def asked_by(definition: Any, known: dict[bytes, Asked]) -> Asked:
    """What a definition says; `known` are earlier results, because each answer to a question repeats its definition."""
    key = marshal.dumps(definition, 2)
    if key not in known:
        if len(known) == MOST_KNOWN:
            known.clear()
        known[key] = _new(_object(definition))
    return known[key]


def _new(given: Json) -> Asked:
    options, kind = _options(given), _text(given.get("interactionType"))
    return Asked(
        _words(given.get("description")) or _words(given.get("name")),
        kind,
        options,
        tuple(dict.fromkeys(options.values())),
        _right_answer(given, options, kind),
    )


class UnnumberedAnswer(NamedTuple):
    """An answer whose attempt has no number yet; `registration` distinguishes it from the learner's other attempts.

    `untimed` says that its timestamp cannot be understood.
    """

    answer: Answer
    registration: str
    right: str | None
    untimed: NotUnderstood | None = None


class Voiding(NamedTuple):
    """A statement that voids the one with an id."""

    id: str


class Other(NamedTuple):
    """A statement that is not an answer."""

    verb: str


def understood(
    statement: Any, place: str, known: dict[bytes, Asked]
) -> UnnumberedAnswer | Voiding | Other | NotUnderstood:
    """What one statement says; `known` are the results for earlier definitions."""
    if not isinstance(statement, dict):
        return NotUnderstood(place, "it is not a statement")
    verb, about, result = (_object(statement.get(name)) for name in ("verb", "object", "result"))
    if verb.get("id") == VOIDED:
        return Voiding(_text(about.get("id")).lower())
    asks = bool(_object(about.get("definition")).get("interactionType"))
    if not (asks and "response" in result) and verb.get("id") != ANSWERED:
        return Other(_verb(verb))
    try:
        return _said(statement, place, known)
    except _NotAnAnswer as error:
        return NotUnderstood(place, str(error))


def name_of(found: Voiding | Other) -> str:
    """The name under which a statement that is not an answer is counted, once for each id."""
    return "voided" if isinstance(found, Voiding) else found.verb


def read_statements(statements: Iterable[tuple[str, Any]]) -> Records:
    """The contents of statements, each given with its place; of all sources at once, because one may void another."""
    known: dict[bytes, Asked] = {}
    return gathered(
        (id_of(statement), understood(statement, place, known)) for place, statement in statements
    )


def gathered(each: Iterable[tuple[str, UnnumberedAnswer | Voiding | Other | NotUnderstood]]) -> Records:
    """The contents of statements, given the id of each and what it says."""
    said: dict[str, UnnumberedAnswer] = {}
    right: dict[str, str] = {}
    voided: set[str] = set()
    other: Counter[str] = Counter()
    came: set[tuple[str, str]] = set()
    unread: list[NotUnderstood] = []
    for number, (identifier, found) in enumerate(each):
        if isinstance(found, Voiding | Other):
            if isinstance(found, Voiding):
                voided.add(found.id)
            name = name_of(found)
            other[name] += (name, identifier) not in came
            came |= {(name, identifier)} if identifier else set()
        elif identifier in said:
            other["repeated"] += 1
        elif isinstance(found, NotUnderstood):
            unread.append(found)
        else:
            said[identifier or f"#{number}"] = found
            if found.right is not None:
                right[found.answer.question_id] = found.right
            if found.untimed:
                unread.append(found.untimed)
    kept = [row for identifier, row in said.items() if identifier not in voided]
    other["taken back"] += len(said) - len(kept)
    return Records(tuple(_numbered(kept)), (), (), right, +other, tuple(unread))


def id_of(statement: Any) -> str:
    """The id of a statement, in lower case; empty if it has none."""
    return _text(statement.get("id")).lower() if isinstance(statement, dict) else ""


def _verb(verb: Json) -> str:
    """The last segment of a verb's IRI."""
    return _text(verb.get("id")).rstrip("/").rpartition("/")[2][:60] or "without a verb"


def _said(statement: Json, place: str, known: dict[bytes, Asked]) -> UnnumberedAnswer:
    about, result, context = (_object(statement.get(name)) for name in ("object", "result", "context"))
    learner, iri, response = (
        learner_of(_object(statement.get("actor"))),
        _text(about.get("id")),
        result.get("response"),
    )
    missing = [
        name
        for name, found in (("actor", learner), ("object", iri), ("response", response is not None))
        if not found
    ]
    if missing:
        raise _NotAnAnswer(f"it has no {' and no '.join(missing)}")
    if not isinstance(response, str):
        raise _NotAnAnswer("its response is not a text")
    question = question_of(iri, context, asked_by(about.get("definition"), known))
    told = statement.get("timestamp") or statement.get("stored")
    when = moment(_text(told))
    untimed = (
        NotUnderstood(place, "its timestamp is not a time: the answer has none")
        if told and not when
        else None
    )
    answer = answer_to(question, response, result, learner, when, place)
    return UnnumberedAnswer(answer, _text(context.get("registration")), question.asked.right, untimed)


class RecurringQuestion(NamedTuple):
    """What recurs in every answer to a question."""

    course: str
    version: str
    document: str
    id: str
    asked: Asked


def question_of(iri: str, context: Json, asked: Asked) -> RecurringQuestion:
    """The question that an activity is, according to what its statement's context says about the course."""
    course, document, identifier = _place(iri, context)
    return RecurringQuestion(course, _version(context), document, identifier, asked)


def answer_to(
    question: RecurringQuestion, response: str, result: Json, learner: str, when: datetime | None, place: str
) -> Answer:
    """An answer to the question, from the result of its statement."""
    asked = question.asked
    score, success = _object(result.get("score")), result.get("success")
    return Answer(
        learner=learner,
        attempt=1,
        course=question.course,
        version=question.version,
        document=question.document,
        question_id=question.id,
        question=asked.question,
        type=asked.type,
        response=_in_words(response, asked.options, asked.type),
        options=asked.words,
        right=success if isinstance(success, bool) else None,
        score=next((_float(score[name]) for name in ("raw", "scaled") if name in score), None),
        when=when,
        seconds=seconds_of(_text(result.get("duration"))),
        source=place,
    )


def _numbered(said: Iterable[UnnumberedAnswer]) -> Iterator[Answer]:
    """The answers with numbered attempts: a learner's registrations in a course, by the time of their first answers."""
    kept = list(said)
    first: dict[tuple[str, str], dict[str, datetime]] = {}
    late = datetime.max.replace(tzinfo=UTC)
    for answer, registration, *_ in kept:
        moments = first.setdefault((answer.learner, answer.course), {})
        moments[registration] = min(moments.get(registration, late), answer.when or late)
    numbers = {
        key: {
            registration: number
            for number, registration in enumerate(sorted(moments, key=moments.__getitem__), 1)
        }
        for key, moments in first.items()
    }
    for answer, registration, *_ in kept:
        number = numbers[answer.learner, answer.course][registration]
        yield answer if answer.attempt == number else answer._replace(attempt=number)


def learner_of(actor: Json) -> str:
    """What identifies an agent (2.4.2.3); an account is unique only within its home page."""
    account = _object(actor.get("account"))
    if account.get("name"):
        home = _text(account.get("homePage"))
        return f"{account['name']} ({home})" if home else str(account["name"])
    found = next(
        (_text(actor.get(name)) for name in ("mbox", "mbox_sha1sum", "openid") if actor.get(name)), ""
    )
    return found.removeprefix("mailto:")


def _place(iri: str, context: Json) -> tuple[str, str, str]:
    """Course, document and id of a question, from an IRI below its course's, as courseware makes them; or the IRI."""
    grouping = _activities(context, "grouping")
    course = next(
        (parent for parent in grouping if parent and iri.startswith(f"{parent}/")),
        grouping[0] if grouping else "",
    )
    if course and iri.startswith(f"{course}/"):
        document, _, rest = iri[len(course) + 1 :].partition("/")
        if rest and "/" not in rest:
            return course, unquote(document), f"{unquote(document)}.{unquote(rest)}"
    return course, "", iri


def _version(context: Json) -> str:
    """The version among the categories, as written by courseware."""
    found = (activity.rpartition("/version/") for activity in _activities(context, "category"))
    return next((unquote(version) for _, mark, version in found if mark), "")


def _activities(context: Json, name: str) -> list[str]:
    given = _object(context.get("contextActivities")).get(name)
    return [_text(_object(entry).get("id")) for entry in (given if isinstance(given, list) else [given])]


def _options(definition: Json) -> dict[str, str]:
    """The components of an interaction: id → words."""
    found = {}
    for name in _COMPONENTS:
        given = definition.get(name)
        for component in map(_object, given if isinstance(given, list) else []):
            identifier = _text(component.get("id"))
            found[identifier] = _words(component.get("description")) or identifier
    return found


def _in_words(response: str, options: Mapping[str, str], kind: str) -> tuple[str, ...]:
    """A response (2.4.4.1, Response Patterns) with the words of the options instead of their ids."""
    is_one = "[" not in response  # true of most
    if is_one or (not options and kind not in ("choice", "sequencing", "fill-in")):
        return (options.get(response, response),) if response else ()
    parts = [part.split("[.]") for part in response.split("[,]") if part]
    return tuple(" – ".join(options.get(step, step) for step in part) for part in parts)


def _right_answer(definition: Json, options: Mapping[str, str], kind: str) -> str | None:
    pattern = definition.get("correctResponsesPattern")
    given = (
        [accepted for accepted in pattern if isinstance(accepted, str)] if isinstance(pattern, list) else []
    )
    words = (
        "; ".join(_in_words(re.sub(r"^(\{\w+=\w+\})+", "", accepted), options, kind)) for accepted in given
    )
    return " | ".join(words).replace("[:]", "–") if given else None


def moment(text: str) -> datetime | None:
    """An ISO 8601 timestamp in UTC; one without an offset is taken as UTC."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(4_096)
def seconds_of(duration: str) -> float | None:
    """The seconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds."""
    match = _DURATION.fullmatch(duration)
    if not match or not any(match.groups()):
        return None
    return sum(float(part) * unit for part, unit in zip(match.groups(), _SECONDS, strict=True) if part)


def _words(given: object) -> str:
    """A language map in one language: its first."""
    return next((_text(text) for text in _object(given).values()), "")


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _float(value: Any) -> float | None:
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
        else None
    )
