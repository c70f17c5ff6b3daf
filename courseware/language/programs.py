"""Syntax highlighting of programs: code fences that name a language."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it.token import Token

from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults
from courseware.language.reading import Reading

LONGEST = 100_000
"""The longest program that is highlighted, in characters, because the lexers of some languages are slow."""

_PLAIN = frozenset(("text", "txt", "plain", "plaintext", "none", "output", "ascii"))
"""Names that mean plain text."""
_READ_AS = {"jsonl": "json", "ndjson": "json", "jsonlines": "json", "csv": "text"}
"""Data languages without a lexer of their own → a language whose lexer fits."""

_SHOWN_WITHOUT = (
    "the program is shown without colours; for text that is not a program, write `text`, or no name"
)
_DIAGRAM = "diagrams are not drawn: save the diagram as a picture, and write `![what it shows](picture.svg)`"
_BOX = "for a box, write `> [!NOTE]`, and its text in lines that begin with `>`"
_INSTEAD = {
    **dict.fromkeys(("mermaid", "plantuml", "puml", "graphviz", "flowchart", "sequence", "ditaa"), _DIAGRAM),
    **dict.fromkeys(("math", "latex-math", "katex", "asciimath"), "write a formula between `$$` and `$$`"),
    **dict.fromkeys(("note", "tip", "warning", "caution", "important", "admonition", "info"), _BOX),
    **dict.fromkeys(("figure", "image"), "write `![what it shows](picture.svg)`"),
    **dict.fromkeys(("dataview", "dataviewjs", "query", "tasks", "kanban"), "it is shown as it is written"),
}
"""Names that are not programming languages → what to do instead."""


@cache
def _lexer(language: str) -> Any:
    """The lexer of a language, or None if there is none of that name."""
    from pygments.lexers import get_lexer_by_name  # it is large, and few courses need it
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(_READ_AS.get(language, language), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def language_of(fence: Token) -> str:
    """The language that a code fence names, in lower case; empty if it names none."""
    name = (fence.info.split() or [""])[0].lower()
    return "" if name in _PLAIN else name


def check_language(fence: Token, reading: Reading) -> None:
    """Reports an unknown language."""
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
        bare = name.strip("{}.")
        instead = _INSTEAD.get(bare, "")
        suggestion = "" if instead else did_you_mean(bare, known)
        details = {"name": written, "suggestion": suggestion, "instead": instead or _SHOWN_WITHOUT}
        reading.report(faults.UNKNOWN_LANGUAGE, place, **details)


def coloured(program: str, language: str, _: str) -> str:
    """A program as HTML with its tokens marked; empty if it is shown as it is, for example with a syntax error."""
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
    # the colours of a program in another language would mean nothing
    if any(kind in Error for kind, _ in tokens) or "".join(words for _, words in tokens) != program:
        return ""
    parts = [(next((known for known in kinds if kind in known), Token), words) for kind, words in tokens]
    html: str = formatted(parts, HtmlFormatter(nowrap=True))
    return html if program.endswith("\n") else html.removesuffix("\n")
