"""Programs in colours: a code fence that names its language."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it.token import Token

from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults
from courseware.language.reading import Reading

_INSTEAD = {"math": "; write a formula between `$$` and `$$`"}
LONGEST = 100_000
"""Characters of a program that is coloured at most; the readers of some languages take long."""

_PLAIN = frozenset(("text", "txt", "plain", "plaintext", "none", "output", "ascii"))
"""Languages that are none."""
_READ_AS = {"jsonl": "json", "ndjson": "json", "jsonlines": "json", "csv": "text"}
"""Languages of data that have no reader of their own, and whose reader fits."""


@cache
def _lexer(language: str) -> Any:
    """The reader of a language, or None where there is none of that name."""
    from pygments.lexers import get_lexer_by_name  # large, and few courses need it
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(_READ_AS.get(language, language), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def language_of(fence: Token) -> str:
    """The language that a code fence names, in small letters, or nothing."""
    name = (fence.info.split() or [""])[0].lower()
    return "" if name in _PLAIN else name


def check_language(fence: Token, reading: Reading) -> None:
    """Reports a language that is not known."""
    name = language_of(fence)
    if not name:
        return
    reading.uses.add("code")
    if _lexer(name) is None:
        from pygments.lexers import get_all_lexers

        known = sorted(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
        line = fence.map[0] if fence.map else 0
        written = fence.info.split()[0]
        start = reading.text.starts[line] + reading.text.line(line).rindex(fence.info.strip())
        place = start, start + len(written)
        suggestion = _INSTEAD.get(name) or did_you_mean(name.strip("{}."), known)
        reading.report(faults.UNKNOWN_LANGUAGE, place, name=written, suggestion=suggestion)


def coloured(program: str, language: str, _: str) -> str:
    """A program as HTML with its parts marked, or nothing where it is shown as it is: one with a mistake, too."""
    name = language.lower()
    if not name or name in _PLAIN or len(program) > LONGEST:
        return ""
    lexer = _lexer(name)
    if lexer is None:
        return ""
    from pygments import format as formatted
    from pygments.formatters import HtmlFormatter
    from pygments.token import Comment, Error, Generic, Keyword, Name, Number, String, Token

    kinds = (
        Comment, Keyword, Number, Name.Function, Name.Class, Name.Tag, Generic.Deleted, Generic.Inserted, String,
    )  # fmt: skip
    tokens = list(lexer.get_tokens(program))
    # what is not of that language comes out in colours that mean nothing
    if any(kind in Error for kind, _ in tokens) or "".join(words for _, words in tokens) != program:
        return ""
    parts = [(next((known for known in kinds if kind in known), Token), words) for kind, words in tokens]
    html: str = formatted(parts, HtmlFormatter(nowrap=True))
    return html if program.endswith("\n") else html.removesuffix("\n")
