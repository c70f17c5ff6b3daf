"""What is asked of records: in which words, of whom, since when, and which numbers of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from courseware.record import NamedTuple
from courseware.records.questions import QuestionInWords


class Wanted(NamedTuple):
    """What is asked for: the numbers of each of what `by` names (`records.numbers`), in the words of which courses.

    With `history` of all answers, not only of the latest of attempts; of some `learners`, from a moment on (`since`),
    to questions with an id or words (`asked`), and with one of some texts (`searched`), each of all where none are
    given. Learners have the `names` that their ids stand for or, with a `key`, pseudonyms, and then what they typed is
    left out unless it is to be kept (`keep_texts`).
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
