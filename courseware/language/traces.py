"""Comments in the HTML that tell where each part of a page was written; only for the preview, never in packages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from markdown_it.token import Token

from courseware.language.source_text import SourceText

TRACE = "trace"
"""The key of a token's `meta` under which its comment is stored."""
_COMMENT = rb"<!--source [^\s<>]+ \d+-->"


def trace(tokens: Sequence[Token], text: SourceText) -> None:
    """Gives each token with text a comment with its file and line: `<!--source content/phase1.md 12-->`.

    The comment is the first child of the element that contains the text.
    """
    for token in tokens:
        if not token.map:
            continue
        origin = text.origin(token.map[0])
        name = quote(origin.file).replace("-", "%2D")  # a double hyphen would end a comment
        for child in token.children or (token,):
            child.meta[TRACE] = f"<!--source {name} {origin.line}-->"


def without_traces(page: bytes) -> bytes:
    """A page without the paths of the author's files, which other people may see."""
    return re.sub(_COMMENT, b"", page)
