"""Bare addresses: `https://…` and `name@example.org` in a text become links."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

_SCHEME = r"(?i)(?<!\w)https?\Z"
_REST = r"://\w[^\s<>\"`\\^{|}]*"
_PUNCTUATION = "?!.,:;*_~'"
_MAILBOX = r"(?<![^\W_])(?<![.+@-])[A-Za-z0-9](?a:[\w.+-]{0,63})\Z"
_HOST = r"(?a:@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63})(?!_?[^\W_]|[@-]|[:/.]\w)"


def bare_address(state: StateInline, silent: bool) -> bool:
    """Inline rule, at the colon of an address that is not within a link already."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = re.search(_SCHEME, state.pending[-8:])
    rest = re.compile(_REST).match(state.src, state.pos, state.posMax)
    if scheme is None or rest is None:
        return False
    state.pending = state.pending[: -len(scheme.group())]
    address = scheme.group() + _without_punctuation(rest.group())
    _link(state, len(scheme.group()), address, address)
    return True


def bare_mail_address(state: StateInline, silent: bool) -> bool:
    """Inline rule, at the `@` of a mail address that is not within a link already."""
    if silent or state.linkLevel:
        return False
    mailbox = re.search(_MAILBOX, state.src[max(0, state.pos - 65) : state.pos])
    host = re.compile(_HOST).match(state.src, state.pos, state.posMax)
    if mailbox is None or host is None or not _remove_from_end(state, mailbox.group()):
        return False
    address = mailbox.group() + host.group()
    _link(state, len(mailbox.group()), f"mailto:{address}", address)
    return True


def _remove_from_end(state: StateInline, words: str) -> bool:
    """Removes words from the end of the text read so far, if they are there; a `_` in it is a token of its own."""
    read, count = state.pending, 0
    while len(read) < len(words) and count < len(state.tokens) and state.tokens[-count - 1].type == "text":
        count += 1
        read = state.tokens[-count].content + read
    if not read.endswith(words):
        return False
    if count:
        del state.tokens[-count:], state.tokens_meta[-count:]
    state.pending = read[: -len(words)]
    return True


def _link(state: StateInline, before: int, href: str, words: str) -> None:
    """Adds a link that starts `before` characters before the current position, and continues after it."""
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": href}
    opening.meta["position"] = state.pos - before
    state.push("text", "", 0).content = words
    state.push("link_close", "a", -1)
    state.pos += len(words) - before


def _without_punctuation(text: str) -> str:
    """An address without the end of its sentence: final punctuation, and closing brackets that it does not open."""
    end = len(text)
    unopened = {")": text.count(")") - text.count("("), "]": text.count("]") - text.count("[")}
    while text[end - 1] in _PUNCTUATION or unopened.get(text[end - 1], 0) > 0:
        end -= 1
        if text[end] in unopened:
            unopened[text[end]] -= 1
    return text[:end]
