"""Markdown tokens → `Prose`: finished HTML and, between its pieces, what only the course can resolve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from courseware.diagnostics import Span
from courseware.language.blocks import Tokens
from courseware.language.document import Callout, Gap, Heading, Link, Media, Prose
from courseware.language.markdown import plain, render, render_inline, written
from courseware.language.reading import Reading


def prose_of(blocks: Iterable[Tokens], reading: Reading) -> list[Prose]:
    """The blocks as a single piece of prose; empty if there are no blocks."""
    tokens = [token for block in blocks for token in block]
    return [rendered(tokens, reading)] if tokens else []


def rendered(tokens: Sequence[Token], reading: Reading) -> Prose:
    """Block tokens as prose."""
    return _with_targets(render(tokens, reading.document_id), reading)


def inline(children: Sequence[Token], reading: Reading) -> Prose:
    """The children of an inline token as prose."""
    return _with_targets(render_inline(children, reading.document_id), reading)


def heading_of(block: Tokens, level: int, reading: Reading) -> Heading:
    """The words, HTML and anchor of a heading."""
    children = block[1].children or []
    return Heading(
        plain(children), written(children), inline(children, reading), level, str(block[0].attrs["id"])
    )


def _with_targets(pieces: Sequence[str | Token], reading: Reading) -> Prose:
    return Prose(tuple(piece if isinstance(piece, str) else _target(piece, reading) for piece in pieces))


def _target(token: Token, reading: Reading) -> Link | Media | Callout | Gap | str:
    if token.type == "alert_open":
        return Callout(token.info.lower())
    if token.type == "gap":
        return token.meta.get("gap") or escapeHtml(f"[[{token.content}]]")  # its marker was not read
    text = reading.text
    span = token.meta.get("span") or Span(text.file, text.first_line, 1, text.first_line, 2)
    title = str(token.attrs.get("title", ""))
    if token.type == "link_open":
        return Link(reading.document_id, str(token.attrs.get("href", "")), title, span)
    known = ("src", "alt", "title")
    attributes = tuple((name, str(value)) for name, value in token.attrs.items() if name not in known)
    return Media(
        target=str(token.attrs.get("src", "")),
        alternative=plain(token.children),
        title=title,
        attributes=attributes,
        span=span,
        caption=str(token.meta.get("caption", "")),
        alone="caption" in token.meta,
    )
