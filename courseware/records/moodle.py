"""The reports that instructors can download from Moodle's SCORM activity: Basic and Interactions (seen in Moodle 4.5).

A site writes them in its own language, so columns are recognised by their contents. First comes the learner; then the
attempt, its two dates as texts and its score (`-` in all four for a learner who never tried); one column for each SCO;
and for each index of an interaction, counted from 0, its id, response, right answer and result, each of which the
instructor can leave out. Cells are HTML-escaped, even in spreadsheets.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from courseware.archive.reader import Unreadable
from courseware.record import NamedTuple
from courseware.records.answer import COLUMNS, Answer, Attempt, NotUnderstood, Records
from courseware.records.tables import SheetRow

RESULTS: Mapping[str, bool | None] = {
    "correct": True,
    "wrong": False,
    "incorrect": False,
    "neutral": None,
    "unanticipated": None,
}
"""`cmi.interactions.n.result` (SCORM 1.2 Run-Time, 3.4.4; 2004 RTE 4.2.9): as recorded, not translated."""

STATUSES = frozenset({"passed", "completed", "failed", "incomplete", "browsed", "not attempted", "unknown"})
"""`cmi.objectives.n.status` (SCORM 1.2 Run-Time, 3.4.4)."""

_NONE = "-"
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_ID = re.compile(r"[!-~]*[._:/-][!-~]*|[!-~]*\d[!-~]*")
_OWN_ID = re.compile(r"[\w-]+\.[\w.-]+")
_INDEX = re.compile(r"\d+(?!.*\d)", re.DOTALL)


class _Shape(NamedTuple):
    """The layout of a report: the columns of learner and attempt, the titles of SCOs, and the columns of each part.

    `parts` has them by index and by name.
    """

    learner: int
    attempt: int
    titles: tuple[str, ...]
    parts: Mapping[int, Mapping[str, int]]
    width: int


def read_report(rows: Sequence[SheetRow], source: str) -> Records:
    """The contents of a report. Raises `Unreadable` if it does not have the layout of one."""
    if not rows:
        raise Unreadable("it is empty")
    header = [html.unescape(cell).strip() for cell in rows[0]]
    body = [
        (number, row + [""] * (len(header) - len(row))) for number, row in enumerate(rows[1:], 2) if any(row)
    ]
    shape = _shape(header, [row for _, row in body])
    answers: list[Answer] = []
    attempts: list[Attempt] = []
    never: list[str] = []
    right: dict[str, str] = {}
    unread: list[NotUnderstood] = []
    for number, row in body:
        place = f"{source}, row {number}"
        row = [html.unescape(cell) for cell in row]
        learner, given = row[shape.learner], row[shape.attempt].strip()
        if given == _NONE and learner:
            never.append(learner)
        elif not _is_attempt(given) or not learner:
            unread.append(NotUnderstood(place, "it does not name a learner, or an attempt by its number"))
        else:
            attempts.append(_attempt(row, shape, learner, place))
            answers += _answers(row, shape, attempts[-1], unread)
            right |= _right_answers(row, shape)
        if any(row[shape.width :]):
            unread.append(NotUnderstood(place, "it has cells after the last column"))
    return Records(tuple(answers), tuple(attempts), tuple(never), right, {}, tuple(unread))


def learner_column(rows: Sequence[SheetRow]) -> int:
    """The column of the learner in a report. Raises `Unreadable` if it does not have the layout of one."""
    if not rows:
        raise Unreadable("it is empty")
    header = [html.unescape(cell).strip() for cell in rows[0]]
    return _shape(header, [row + [""] * (len(header) - len(row)) for row in rows[1:] if any(row)]).learner


def _attempt(row: SheetRow, shape: _Shape, learner: str, place: str) -> Attempt:
    started, last, score = row[shape.attempt + 1 : shape.attempt + 4]
    return Attempt(learner, int(row[shape.attempt]), started, last, _number(score), place)


def _answers(row: SheetRow, shape: _Shape, attempt: Attempt, unread: list[NotUnderstood]) -> Iterator[Answer]:
    course = shape.titles[0] if len(shape.titles) == 1 else ""
    for index, parts in shape.parts.items():
        question, response, _, result = _parts(row, parts)
        if not (response or result):
            continue  # nothing has that index, or its place was reserved before it was answered
        judged = result.strip().lower()
        score = _number(judged)
        if judged and judged not in RESULTS and score is None:
            unread.append(
                NotUnderstood(f"{attempt.source}, index {index}", f'the result "{result}" is not known')
            )
        yield Answer(
            learner=attempt.learner,
            attempt=attempt.attempt,
            course=course,
            version="",
            document=document_of(question),
            question_id=question or f"interaction {index}",
            question="",
            type="",
            response=(response,) if response else (),
            options=(),
            right=RESULTS.get(judged),
            score=score,
            when=None,
            seconds=None,
            source=attempt.source,
        )


def _right_answers(row: SheetRow, shape: _Shape) -> Iterator[tuple[str, str]]:
    for index, parts in shape.parts.items():
        question, _, right, _ = _parts(row, parts)
        if right:
            yield question or f"interaction {index}", right


def _parts(row: SheetRow, parts: Mapping[str, int]) -> tuple[str, str, str, str]:
    """The id, response, right answer and result; empty if the report has no such column."""
    question, response, right, result = (
        row[parts[name]] if name in parts else "" for name in ("question", "response", "right", "result")
    )
    return question, response, right, result


@lru_cache(1_024)  # the same ids come in every attempt
def document_of(question_id: str) -> str:
    """The document in a question's id as courseware makes them: `phase4.the_plan` → `phase4`."""
    return question_id.partition(".")[0] if _OWN_ID.fullmatch(question_id) else ""


# --- the layout


def _shape(header: SheetRow, body: Sequence[SheetRow]) -> _Shape:
    if header == list(COLUMNS):
        raise Unreadable(
            "it is the table that `courseware records` writes, in a form that loses which values are lists, numbers "
            "or absent: write it with `--output` as .jsonl or .parquet, and give that file"
        )
    numbered = _numbered(header)
    first = len(header) - len(numbered)
    attempt = next((at for at in range(1, first - 3) if _is_about_attempts(body, at)), None)
    if attempt is None:
        raise Unreadable(
            "it does not have columns for attempt, two dates and score: is it a Basic or Interactions report?"
        )
    addresses = [at for at in range(attempt) if body and all("@" in row[at] for row in body if row[at])]
    learner = next(iter(addresses), min(1, attempt - 1))
    names: dict[str, list[int]] = {}
    indices = []
    for at, (index, name) in enumerate(numbered, first):
        names.setdefault(name, []).append(at)
        indices.append(index)
    roles = _roles([[[row[at] for at in columns] for row in body] for columns in names.values()])
    parts: dict[int, dict[str, int]] = {}
    for role, columns in zip(roles, names.values(), strict=True):
        for at in columns:
            parts.setdefault(indices[at - first], {})[role] = at
    return _Shape(learner, attempt, tuple(header[attempt + 4 : first]), parts, len(header))


def _numbered(header: SheetRow) -> list[tuple[int, str]]:
    """The columns at the end whose names differ only in an index that counts up from 0: index and name."""
    found: list[tuple[int, str]] = []
    for cell in reversed(header):
        match = _INDEX.search(cell)
        index = int(match[0]) if match and len(match[0]) < 6 else -1
        if match is None or index < 0 or (found and index > found[-1][0]):
            break
        found.append((index, f"{cell[: match.start()]}#{cell[match.end() :]}"))
    later = {name for index, name in found if index > 0}
    while found and (found[-1][0] > 0 or (later and found[-1][1] not in later)):  # the title of a SCO
        found.pop()
    return found[::-1] if len(found) > 1 else []


def _is_about_attempts(body: Sequence[SheetRow], at: int) -> bool:
    """Whether a column begins the four of an attempt: a number, two dates as texts, a score; or `-` in all four."""
    for row in body:
        number, started, last, score = (cell.strip() for cell in row[at : at + 4])
        if number == _NONE:
            if {started, last, score} - {_NONE, ""}:
                return False
        elif not _is_attempt(number) or not (_is_date(started) and _is_date(last) and _is_score(score)):
            return False
    return True


def _is_attempt(cell: str) -> bool:
    return cell.isdecimal() and len(cell) < 7


def _is_date(cell: str) -> bool:
    return cell in ("", _NONE) or (_NUMBER.fullmatch(cell) is None and any(map(str.isdecimal, cell)))


def _is_score(cell: str) -> bool:
    return cell in ("", _NONE) or _number(cell) is not None


def _number(cell: str) -> float | None:
    match = _NUMBER.fullmatch(cell.strip().removesuffix("%").strip())
    return float(match[0].replace(",", ".")) if match and len(match[0]) < 20 else None


def _roles(columns: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The roles of the columns of an index, in order, from their cells by row and index. Raises `Unreadable`."""
    every = ["question", "response", "right", "result"]
    if any(map(_are_statuses, columns)):
        raise Unreadable("it is an Objectives report: download the Interactions report")
    if len(columns) == 4 or not any(cell for column in columns for row in column for cell in row):
        return every[: len(columns)]
    likely = [
        role
        for role in every
        if (role != "question" or _are_ids(columns[0])) and (role != "result" or _are_results(columns[-1]))
    ]
    if len(likely) == len(columns) + 1:
        likely.remove("right")
    if len(likely) != len(columns):
        raise Unreadable("its columns cannot be told apart: download it again with all columns ticked")
    return likely


def _are_statuses(cells: Sequence[Sequence[str]]) -> bool:
    filled = {cell.strip().lower() for row in cells for cell in row if cell}
    return bool(filled) and filled <= STATUSES


def _are_results(cells: Sequence[Sequence[str]]) -> bool:
    filled = {cell.strip().lower() for row in cells for cell in row if cell}
    return bool(filled) and all(cell in RESULTS or _number(cell) is not None for cell in filled)


def _are_ids(cells: Sequence[Sequence[str]]) -> bool:
    """Whether cells look like ids: no white space, a mark or digit, and no id twice in a row."""
    rows = [[cell for cell in row if cell] for row in cells]
    return any(rows) and all(
        len({*row}) == len(row) and all(_ID.fullmatch(html.unescape(cell)) for cell in row) for row in rows
    )
