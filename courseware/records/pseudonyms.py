"""Records without names: keyed pseudonyms for learners, and no texts that they wrote themselves."""

from __future__ import annotations

import hmac
from base64 import b32encode

from courseware.records.answer import Records
from courseware.records.texts import was_typed

_LENGTH = 16
"""The length of a pseudonym in characters, of 5 bits each."""


def pseudonym(learner: str, key: bytes) -> str:
    """A pseudonym, the same for the same learner and key (HMAC-SHA-256, RFC 2104), and irreversible without the key."""
    return (
        b32encode(hmac.digest(key, learner.encode("utf-8", "replace"), "sha256")).decode().lower()[:_LENGTH]
    )


def anonymous(records: Records, key: bytes, keep_texts: bool = False) -> Records:
    """The records with pseudonyms, in their order, without sources and without dates as texts.

    A response is kept if it is an option or a number; what was typed, or cannot be told from it, is dropped unless
    `keep_texts`.
    """
    answers = [
        answer._replace(
            learner=pseudonym(answer.learner, key),
            response=answer.response
            if keep_texts or not was_typed(answer.type, answer.response, answer.options)
            else (),
            source="",
        )
        for answer in records.answers
    ]
    attempts = [
        attempt._replace(learner=pseudonym(attempt.learner, key), started="", last="", source="")
        for attempt in records.attempts
    ]
    never = sorted(pseudonym(learner, key) for learner in records.never_tried)
    return records._replace(
        answers=tuple(sorted(answers, key=lambda answer: answer.learner)),
        attempts=tuple(sorted(attempts, key=lambda attempt: attempt.learner)),
        never_tried=tuple(never),
        seen={
            (pseudonym(learner, key), course, attempt): keys
            for (learner, course, attempt), keys in records.seen.items()
        },
    )
