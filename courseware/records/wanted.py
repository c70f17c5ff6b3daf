"""What is asked of records: in which words, about whom, since when, and which numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from courseware.record import NamedTuple
from courseware.records.questions import QuestionInWords


class Wanted(NamedTuple):
    """What is asked for: the numbers by what `by` names (`records.numbers`), in the words of the courses `versions`.

    With `history`, all answers count, not only the latest of each attempt. `learners`, `since`, `asked` (ids or words
    of questions) and `searched` (texts in answers) restrict the answers, unless they are empty. Learners have the
    `names` that their ids stand for or, with a `key`, pseudonyms; in that case what they typed is left out unless
    `keep_texts`.
    """

    by: str = "question"
    versions: Sequence[Sequence[QuestionInWords]] = ()
    history: bool = False
    learners: Sequence[str] = ()
    since: datetime | None = None
    asked: Sequence[str] = ()
    searched: Sequence[str] = ()
    names: Mapping[str, str] = {}
    key: bytes | None = None
    keep_texts: bool = False
