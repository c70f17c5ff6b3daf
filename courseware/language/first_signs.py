"""Lets a Markdown parser ask only the rules that may begin with the sign at hand: most signs begin none but words.

markdown-it asks every rule at every line and at every sign of punctuation, and each rule looks for its sign by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Rule = Callable[..., bool]

_BLOCKS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "footnote_def": "[",
}
"""The first signs of block rules; any other rule may begin with any sign."""
_INLINES = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_ref": "[",
    "sub": "~",
    "sup": "^",
}
"""The first signs of inline rules; what begins with none of them is text."""
_TEXT = "text"
_LINK_ENDS = "]"
"""No rule begins with it, but that of links looks for it."""


def ask_by_first_sign(parser: MarkdownIt, blocks: dict[str, str], inlines: dict[str, str]) -> None:
    """Has a parser ask its rules by their first signs, once all are added; `blocks` and `inlines` are those of rules
    that are not markdown-it's.
    """
    by_chain: dict[str, list[Rule]] = {}
    block, inline = parser.block.ruler, parser.inline.ruler
    names = dict(zip(block.getRules(""), block.get_active_rules(), strict=True))
    for chain in ("", "paragraph", "reference", "blockquote", "list"):
        by_chain[chain] = [
            _block_rule({names[rule]: rule for rule in block.getRules(chain)}, _BLOCKS | blocks)
        ]
    in_text = _INLINES | inlines
    rules = dict(zip(inline.get_active_rules(), inline.getRules(""), strict=True))
    asked = {
        sign: tuple(rules[name] for name in rules if sign in in_text.get(name, ""))
        for sign in _signs(in_text)
    }
    in_line = [_inline_rule({**asked, _LINK_ENDS: ()}, rules[_TEXT])]
    block.getRules = lambda chainName="": by_chain[chainName]  # type: ignore[method-assign]
    inline.getRules = lambda chainName="": in_line  # type: ignore[method-assign]
    parser.inline.terminator_re = re.compile(f"[{re.escape(''.join([*asked, _LINK_ENDS]))}]")
    parser.inline.parse = _words_or(parser.inline.parse, parser.inline.terminator_re)  # type: ignore[method-assign]


def _words_or(parse: Callable[..., list[Token]], sign: re.Pattern[str]) -> Callable[..., list[Token]]:
    """Parses text that has a sign of a rule; any other, which most is, holds nothing but words."""

    def parsed(src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if sign.search(src):
            return parse(src, md, env, tokens)
        if src:
            tokens.append(Token("text", "", 0, content=src))
        return tokens

    return parsed


def _signs(first_signs: Mapping[str, str]) -> list[str]:
    return sorted(set("".join(first_signs.values())))


def _block_rule(rules: Mapping[str, Rule], first_signs: Mapping[str, str]) -> Rule:
    """All rules of a chain as one, which asks those alone that may begin with the first sign of a line."""
    others = tuple(rule for name, rule in rules.items() if name not in first_signs)
    asked = {
        sign: tuple(rule for name, rule in rules.items() if sign in first_signs.get(name, sign))
        for sign in _signs(first_signs)
    }

    def rule(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for each in asked.get(state.src[start : start + 1], others):  # noqa: SIM110, a generator takes longer
            if each(state, line, end_line, silent):
                return True
        return False

    return rule


def _inline_rule(asked: Mapping[str, tuple[Rule, ...]], text: Rule) -> Rule:
    """All inline rules as one, in the same way."""

    def rule(state: StateInline, silent: bool) -> bool:
        rules = asked.get(state.src[state.pos])
        if rules is None:
            return text(state, silent)
        for each in rules:  # noqa: SIM110
            if each(state, silent):
                return True
        return False

    return rule
