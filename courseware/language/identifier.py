"""Identifiers: slugs of words, and the short keys under which saved states store answers."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha256 import sha256  # like `random` does: hashlib would load all of OpenSSL
    except ImportError:
        from hashlib import sha256

LONGEST = 120
"""The longest slug, in characters."""

KEY_LENGTH = 4

_OTHER = re.compile(r"[^a-z0-9]+")
_VALID = re.compile(r"[a-z0-9_]{1,120}")


def slug(words: str) -> str:
    """Words as an ASCII identifier of `[a-z0-9_]`, at most 120 characters, never empty.

    Other scripts are transliterated; words without letters and digits are hashed. Longer words are cut and end in a
    hash of the whole, so that two long texts with the same beginning stay different.
    """
    ascii_words = words
    if not words.isascii():
        from anyascii import anyascii

        ascii_words = anyascii(words)
    result = _OTHER.sub("_", ascii_words.lower().replace("'", "")).strip("_")
    if not result:
        return "x" + digest(words).hex()[:8]
    if len(result) > LONGEST:
        ending = "_" + digest(words).hex()[:8]
        return result[: LONGEST - len(ending)].rstrip("_") + ending
    return result


def is_identifier(text: str) -> bool:
    """Whether an author's `id` can be used as it is."""
    return _VALID.fullmatch(text) is not None


def key(kind: str, identifier: str, turn: int = 0) -> str:
    """The key of something (its `kind` is `page`, `interaction` or `option`) in saved states.

    It is four characters of base64url of a hash of the id. With `turn` 1 it is the next four, for ids whose first four
    are equal.
    """
    coded = urlsafe_b64encode(digest(f"{kind}:{identifier}")).decode("ascii")
    return coded[turn * KEY_LENGTH : (turn + 1) * KEY_LENGTH]


def distinct_keys(kind: str, identifiers: Iterable[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The key of each id, and the pairs of ids whose keys are equal all the same.

    If two ids have the same key, which is to be expected from some thousands of ids on, both get their second one: so
    neither can be mistaken for the other in a state that was saved earlier.
    """
    keys = {identifier: key(kind, identifier) for identifier in identifiers}
    counts = Counter(keys.values())
    keys |= {
        identifier: key(kind, identifier, 1) for identifier, wanted in keys.items() if counts[wanted] > 1
    }
    owners: dict[str, str] = {}
    clashes = [
        (owners[short], identifier)
        for identifier, short in keys.items()
        if owners.setdefault(short, identifier) != identifier
    ]
    return keys, clashes


def digest(text: str) -> bytes:
    """The SHA-256 hash of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
