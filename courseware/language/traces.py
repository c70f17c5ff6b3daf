"""Where a part of a page was written: comments in its HTML, for the preview alone. Packages are made without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from markdown_it.token import Token

from courseware.language.source_text import SourceText

TRACE = "trace"
"""The name of the comment in a token's `meta`."""
_COMMENT = rb"<!--source [^\s<>]+ \d+-->"


def trace(tokens: Sequence[Token], text: SourceText) -> None:
    """Gives each token with words the comment that tells its file and line: `<!--source content/phase1.md 12-->`.

    It is the first thing within the element that holds the words.
    """
    for token in tokens:
        if not token.map:
            continue
        origin = text.origin(token.map[0])
        name = quote(origin.file).replace("-", "%2D")  # two of them would end a comment
        for child in token.children or (token,):
            child.meta[TRACE] = f"<!--source {name} {origin.line}-->"


def without_traces(page: bytes) -> bytes:
    """A page as others may have it: without the paths of its author's files."""
    return re.sub(_COMMENT, b"", page)
