"""What learners wrote: search, frequent words, and all texts to read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.function_words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SPACE = re.compile(r"\s+")


class OfWord(NamedTuple):
    """A word, and in how many answers to a question it stands; `share` is of the answers with a text."""

    course: str
    question_id: str
    question: str
    word: str
    answers: int
    share: float


class OfText(NamedTuple):
    """What was written in answer to a question, and by whom: those who wrote the same stand together."""

    course: str
    question_id: str
    question: str
    text: str
    learners: tuple[str, ...]


def was_typed(answer: Answer) -> bool:
    """Whether an answer is a learner's own words, or cannot be told from them."""
    return answer.type != "numeric" and not all(part in answer.options for part in answer.response)


def folded(text: str) -> str:
    """A text without what search does not tell apart: case, accents and the width of white space."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _SPACE.sub(" ", plain).strip()


def holds(answer: Answer, searched: Sequence[str]) -> bool:
    """Whether a response holds one of the texts; each does where none are given."""
    said = [folded(part) for part in answer.response] if searched else []
    return not searched or any(folded(words) in part for words in searched for part in said)


def frequent_words(answers: Sequence[Answer]) -> list[OfWord]:
    """The words of what was typed, by question, the most frequent first; each counts once in an answer.

    Without those that every text is made of (`FUNCTION_WORDS`). A word is written as most have written it.
    """
    found = []
    for group in _by_question(answers):
        texts: Counter[str] = Counter()
        written: dict[str, Counter[str]] = {}
        for answer in group:
            words = [word for part in answer.response for word in _WORD.findall(part)]
            texts.update({word.casefold() for word in words} - FUNCTION_WORDS)
            for word in words:
                written.setdefault(word.casefold(), Counter())[word] += 1
        ordered = sorted(texts, key=lambda word: (-texts[word], word))
        names = group[0].course, group[0].question_id, group[0].question
        found += [
            OfWord(*names, written[word].most_common(1)[0][0], texts[word], texts[word] / len(group))
            for word in ordered
        ]
    return found


def texts_of(answers: Sequence[Answer]) -> list[OfText]:
    """All that was typed, by question, what several wrote first and then in the order of the table."""
    found = []
    for group in _by_question(answers):
        same: dict[str, list[Answer]] = {}
        for answer in group:
            same.setdefault(folded("; ".join(answer.response)), []).append(answer)
        for given in sorted(same.values(), key=lambda those: -len(those)):
            first = given[0]
            learners = tuple(dict.fromkeys(answer.learner for answer in given))
            found.append(
                OfText(first.course, first.question_id, first.question, "; ".join(first.response), learners)
            )
    return found


def _by_question(answers: Sequence[Answer]) -> list[list[Answer]]:
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        if any(part.strip() for part in answer.response) and was_typed(answer):
            groups.setdefault((answer.course, answer.question_id), []).append(answer)
    return list(groups.values())
