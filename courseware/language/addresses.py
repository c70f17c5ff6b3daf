"""Bare web addresses: `https://…` in a text is a link."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

_SCHEME = r"(?i)(?<!\w)https?\Z"
_REST = r"://\w[^\s<>\"`\\^{|}]*"
_PUNCTUATION = "?!.,:;*_~'"


def bare_address(state: StateInline, silent: bool) -> bool:
    """The inline rule: at the colon of an address that is not within a link already."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = re.search(_SCHEME, state.pending[-8:])
    rest = re.compile(_REST).match(state.src, state.pos, state.posMax)
    if scheme is None or rest is None:
        return False
    address = scheme.group() + _without_punctuation(rest.group())
    state.pending = state.pending[: -len(scheme.group())]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address}
    opening.meta["position"] = state.pos - len(scheme.group())
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme.group())
    return True


def _without_punctuation(text: str) -> str:
    """An address without what belongs to the sentence behind it: punctuation, and brackets it does not open."""
    end = len(text)
    unopened = {")": text.count(")") - text.count("("), "]": text.count("]") - text.count("[")}
    while text[end - 1] in _PUNCTUATION or unopened.get(text[end - 1], 0) > 0:
        end -= 1
        if text[end] in unopened:
            unopened[text[end]] -= 1
    return text[:end]
