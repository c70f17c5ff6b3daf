"""Records without names: learners by keyed pseudonyms, and no text that they wrote themselves."""

from __future__ import annotations

import hmac
from base64 import b32encode

from courseware.records.answer import Records
from courseware.records.texts import was_typed

_LENGTH = 16
"""Characters of a pseudonym, of 5 bits each."""


def pseudonym(learner: str, key: bytes) -> str:
    """The same for the same learner and key (HMAC-SHA-256, RFC 2104); without the key it cannot be led back."""
    return (
        b32encode(hmac.digest(key, learner.encode("utf-8", "replace"), "sha256")).decode().lower()[:_LENGTH]
    )


def anonymous(records: Records, key: bytes, keep_texts: bool = False) -> Records:
    """The records with pseudonyms, in their order, and without sources and the words of dates.

    A response is kept where it is one of the options or a number; what was typed, or cannot be told from it, is dropped
    unless `keep_texts`.
    """
    answers = [
        one._replace(
            learner=pseudonym(one.learner, key),
            response=one.response if keep_texts or not was_typed(one) else (),
            source="",
        )
        for one in records.answers
    ]
    attempts = [
        one._replace(learner=pseudonym(one.learner, key), started="", last="", source="")
        for one in records.attempts
    ]
    never = sorted(pseudonym(one, key) for one in records.never_tried)
    return records._replace(
        answers=tuple(sorted(answers, key=lambda one: one.learner)),
        attempts=tuple(sorted(attempts, key=lambda one: one.learner)),
        never_tried=tuple(never),
        seen={
            (pseudonym(learner, key), course, attempt): keys
            for (learner, course, attempt), keys in records.seen.items()
        },
    )
