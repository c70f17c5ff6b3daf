"""What learners wrote: search, frequent words, and all texts to read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from courseware.record import NamedTuple
from courseware.records.answer import Answer
from courseware.records.coded import NamedQuestion, ResponseParts, said_to, written_to
from courseware.records.function_words import FUNCTION_WORDS

NEVER_TYPED = frozenset({"matching", "numeric", "true-false"})
"""Types of interactions whose answers hold no words of the learner, whether or not their options are known: pairs are
not among them."""

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SPACE = re.compile(r"\s+")


class OfWord(NamedTuple):
    """A word, and in how many answers to a question it occurs; `share` is that of the answers with a text."""

    course: str
    question_id: str
    question: str
    word: str
    answers: int
    share: float


class OfText(NamedTuple):
    """What was written in answer to a question, and by whom; equal texts share a row."""

    course: str
    question_id: str
    question: str
    text: str
    learners: tuple[str, ...]


def was_typed(kind: str, response: Sequence[str], options: Sequence[str]) -> bool:
    """Whether an answer is in a learner's own words, or cannot be told from such an answer."""
    return kind not in NEVER_TYPED and not all(part in options for part in response)


def is_text(kind: str, response: Sequence[str], options: Sequence[str]) -> bool:
    """Whether an answer is in a learner's own words and not empty."""
    return any(part.strip() for part in response) and was_typed(kind, response, options)


def folded(text: str) -> str:
    """A text without the differences that search ignores: case, accents, and the width of white space."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _SPACE.sub(" ", plain).strip()


def holds(response: Sequence[str], searched: Sequence[str]) -> bool:
    """Whether a response contains one of the texts; true if none are given."""
    said = [folded(part) for part in response] if searched else []
    return not searched or any(folded(words) in part for words in searched for part in said)


def frequent_words(answers: Sequence[Answer]) -> list[OfWord]:
    """The words of what was typed, by question, the most frequent first; each counts once per answer."""
    return of_words(said_to(_typed(answers)))


def of_words(found: Iterable[tuple[NamedQuestion, Sequence[tuple[ResponseParts, int]]]]) -> list[OfWord]:
    """The frequent words in answers, given how often each response was given to a question.

    Words that occur in every text are left out (`FUNCTION_WORDS`). A word has the spelling that most have used, or is
    in lower case.
    """
    rows = []
    for question, responses in found:
        texts: Counter[str] = Counter()
        written: dict[str, Counter[str]] = {}
        for response, number in responses:
            words = [word for part in response for word in _WORD.findall(part)]
            for word in {word.casefold() for word in words} - FUNCTION_WORDS:
                texts[word] += number
            for word in words:
                written.setdefault(word.casefold(), Counter())[word] += number
        answers = sum(number for _, number in responses)
        for word in sorted(texts, key=lambda word: (-texts[word], word)):
            ways = written[word]
            way = min(ways, key=lambda way: (-ways[way], way != word, way))
            rows.append(OfWord(*question, way, texts[word], texts[word] / answers))
    return rows


def texts_of(answers: Sequence[Answer]) -> list[OfText]:
    """Everything that was typed, by question: first what several learners wrote, then in the order of the table."""
    return of_texts(written_to(_typed(answers)))


def of_texts(found: Iterable[tuple[NamedQuestion, Sequence[tuple[ResponseParts, str, int]]]]) -> list[OfText]:
    """The texts of each question, given its responses in order, who gave each, and how often."""
    rows = []
    for question, responses in found:
        same: dict[str, list[tuple[str, str, int]]] = {}
        for response, learner, number in responses:
            text = "; ".join(response)
            same.setdefault(folded(text), []).append((text, learner, number))
        for given in sorted(same.values(), key=lambda those: -sum(number for *_, number in those)):
            learners = tuple(dict.fromkeys(learner for _, learner, _ in given))
            rows.append(OfText(*question, given[0][0], learners))
    return rows


def _typed(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if is_text(answer.type, answer.response, answer.options)]
