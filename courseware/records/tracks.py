"""SCORM attempts in Moodle's database → answers in SCORM 1.2 and 2004, with type and time.

A track is an element of the data model with its value (SCORM 1.2 Run-Time, 3.4; 2004 RTE, 4.2.9), in the form that
Moodle 4.3 and later store: `cmi.interactions_0.student_response`, `cmi.interactions.0.learner_response`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from courseware.archive.reader import Unreadable
from courseware.record import NamedTuple
from courseware.records.answer import Answer, Attempt, NotUnderstood, Records
from courseware.records.moodle import RESULTS, document_of
from courseware.records.seen import seen_in
from courseware.records.xapi import seconds_of

_ELEMENT = re.compile(r"cmi\.interactions[_.](\d{1,6})\.([\w.]+)")
_RESPONSES = ("student_response", "learner_response")
_JOINED = ("choice", "sequencing", "matching", "fill-in")
_SCORES = ("cmi.core.score.raw", "cmi.score.raw")
STATE = "cmi.suspend_data"
_CLOCK = re.compile(r"(\d{1,4}):(\d\d):(\d\d(?:\.\d{1,2})?)")
_QUERY = """
    SELECT u.email, u.username, s.name, a.id, a.attempt, v.scoid, e.element, v.value, v.timemodified
    FROM {prefix}scorm_scoes_value v
    JOIN {prefix}scorm_element e ON e.id = v.elementid
    JOIN {prefix}scorm_attempt a ON a.id = v.attemptid
    JOIN {prefix}scorm s ON s.id = a.scormid
    JOIN {prefix}user u ON u.id = a.userid
    WHERE (e.element LIKE 'cmi.interactions%' OR e.element IN ('cmi.core.score.raw', 'cmi.score.raw',
        'cmi.suspend_data'))
    AND (:activity = '' OR s.name = :activity)
    ORDER BY a.id, v.scoid
"""


class Track(NamedTuple):
    """A value of a learner's attempt at a SCO; `modified` is when Moodle stored it, in seconds since 1970."""

    learner: str
    course: str
    attempt_id: int
    attempt: int
    sco: int
    element: str
    value: str
    modified: int


def read_tracks(tracks: Iterable[Track], source: str) -> Records:
    """The contents of tracks, which are given attempt by attempt."""
    answers: list[Answer] = []
    attempts: list[Attempt] = []
    right: dict[str, str] = {}
    unread: list[NotUnderstood] = []
    seen: dict[tuple[str, str, int], frozenset[str]] = {}
    for identifier, of_attempt in groupby(tracks, lambda track: track.attempt_id):
        held = list(of_attempt)
        if all(track.element == STATE for track in held):
            continue  # nothing was answered
        whose = held[0].learner, held[0].course, held[0].attempt
        seen[whose] = frozenset().union(*(seen_in(track.value) for track in held if track.element == STATE))
        place = f"{source}, attempt {identifier}"
        scores = [_number(track.value) for track in held if track.element in _SCORES]
        score = next((known for known in scores if known is not None), None)
        attempts.append(Attempt(held[0].learner, held[0].attempt, "", "", score, place))
        for parts in _interactions(held):
            found = _answer(held[0], parts, place)
            pattern = parts.get("correct_responses_0.pattern") or parts.get("correct_responses.0.pattern")
            if pattern and pattern.value:
                right[_identifier(parts)] = "; ".join(_parts(pattern, _text(parts, "type")))
            if found is None:
                continue  # its place was reserved before it was answered
            answers.append(found)
            judged = _text(parts, "result").lower()
            if judged and judged not in RESULTS and found.score is None:
                unread.append(NotUnderstood(place, f'the result "{judged[:60]}" is not known'))
    return Records(tuple(answers), tuple(attempts), (), right, {}, tuple(unread), seen=seen)


def _interactions(held: Iterable[Track]) -> Iterator[Mapping[str, Track]]:
    """The parts of each interaction by name, in the order of SCO and index."""
    found: dict[tuple[int, int], dict[str, Track]] = {}
    for track in held:
        if match := _ELEMENT.fullmatch(track.element):
            found.setdefault((track.sco, int(match[1])), {})[match[2]] = track
    for key in sorted(found):
        yield found[key]


def _answer(of: Track, parts: Mapping[str, Track], place: str) -> Answer | None:
    response = next((parts[name] for name in _RESPONSES if name in parts), None)
    judged = _text(parts, "result").lower()
    if not judged and not (response and response.value):
        return None
    kind, question = _text(parts, "type"), _identifier(parts)
    modified = (response or parts["result"]).modified
    return Answer(
        learner=of.learner,
        attempt=of.attempt,
        course=of.course,
        version="",
        document=document_of(question),
        question_id=question,
        question=_text(parts, "description"),
        type=kind,
        response=tuple(_parts(response, kind)) if response and response.value else (),
        options=(),
        right=RESULTS.get(judged),
        score=_number(judged),
        when=datetime.fromtimestamp(modified, UTC) if 0 < modified < 1 << 33 else None,
        seconds=_seconds(_text(parts, "latency")),
        source=place,
    )


def _identifier(parts: Mapping[str, Track]) -> str:
    index = _ELEMENT.fullmatch(next(iter(parts.values())).element)
    return _text(parts, "id") or f"interaction {index[1] if index else ''}"


def _text(parts: Mapping[str, Track], name: str) -> str:
    return parts[name].value.strip() if name in parts else ""


def _parts(track: Track, kind: str) -> list[str]:
    """The parts of a value: SCORM 2004 joins ids of options, pairs and texts of gaps with `[,]` (RTE 4.2.9.1)."""
    is_joined = track.element.startswith("cmi.interactions.") and kind in _JOINED
    return track.value.split("[,]") if is_joined else [track.value]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,12}(?:\.\d{1,12})?", text.strip()) else None


def _seconds(latency: str) -> float | None:
    """Seconds from `HHHH:MM:SS.SS` (1.2) or an ISO 8601 duration (2004)."""
    if match := _CLOCK.fullmatch(latency):
        return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
    return seconds_of(latency)


def read_database(address: str, password: str = "") -> Records:
    """The answers in a Moodle's database, read by one SELECT in a read-only transaction.

    `address` is in SQLAlchemy's form; `?prefix=` gives the prefix of the tables if it is not `mdl_`, `?activity=` the
    only activity that is wanted. Raises `ModuleNotFoundError` if SQLAlchemy or the driver is not installed, and
    `Unreadable`, whose message does not contain the password.
    """
    import sqlalchemy
    from sqlalchemy.exc import SQLAlchemyError

    try:
        url = sqlalchemy.make_url(address)
        prefix, activity = url.query.get("prefix", "mdl_"), url.query.get("activity", "")
        if not isinstance(prefix, str) or not re.fullmatch(r"\w{0,30}", prefix):
            raise Unreadable("its prefix is not the beginning of a table's name")
        url = url.difference_update_query(["prefix", "activity"])
        url = url.set(password=password) if password and not url.password else url
        engine = sqlalchemy.create_engine(url)
        try:
            with engine.connect() as connection:
                return read_tracks(_tracks(connection, prefix, str(activity)), f"{url.database}")
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        words = str(cause.args[-1] if cause.args else cause).splitlines()[0]
        raise Unreadable(f"the database says: {words[:200]}") from None


def _tracks(connection: Any, prefix: str, activity: str) -> Iterator[Track]:
    from sqlalchemy import text

    if connection.dialect.name != "sqlite":
        connection.execute(text("SET TRANSACTION READ ONLY"))
    rows = connection.execution_options(stream_results=True, yield_per=5_000).execute(
        text(_QUERY.format(prefix=prefix)), {"activity": activity}
    )
    for mail, name, course, identifier, attempt, sco, element, value, modified in rows:
        yield Track(
            mail or name, course, identifier, int(attempt), sco, element, value or "", int(modified or 0)
        )
