"""Makes a Markdown parser try only the rules that can begin with the current character.

markdown-it tries every rule at every line and at every punctuation character, although most characters begin nothing
but text; each rule checks the character by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

ParserRule = Callable[..., bool]

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
"""The first characters of block rules; any rule that is not listed may begin with any character."""
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
"""The first characters of inline rules; any other character is text."""
_TEXT = "text"
_LINK_ENDS = "]"
"""No rule begins with this character, but the rule for links looks for it."""


def select_by_first_character(parser: MarkdownIt, blocks: dict[str, str], inlines: dict[str, str]) -> None:
    """Makes a parser select its rules by their first characters; all rules must have been added already.

    `blocks` and `inlines` are the first characters of rules that are not markdown-it's own.
    """
    by_chain: dict[str, list[ParserRule]] = {}
    block, inline = parser.block.ruler, parser.inline.ruler
    names = dict(zip(block.getRules(""), block.get_active_rules(), strict=True))
    for chain in ("", "paragraph", "reference", "blockquote", "list"):
        by_chain[chain] = [
            _block_rule({names[rule]: rule for rule in block.getRules(chain)}, _BLOCKS | blocks)
        ]
    in_text = _INLINES | inlines
    rules = dict(zip(inline.get_active_rules(), inline.getRules(""), strict=True))
    asked = {
        character: tuple(rules[name] for name in rules if character in in_text.get(name, ""))
        for character in _characters(in_text)
    }
    in_line = [_inline_rule({**asked, _LINK_ENDS: ()}, rules[_TEXT])]
    block.getRules = lambda chainName="": by_chain[chainName]  # type: ignore[method-assign]  # the purpose of this module
    inline.getRules = lambda chainName="": in_line  # type: ignore[method-assign]  # as above
    parser.inline.terminator_re = re.compile(f"[{re.escape(''.join([*asked, _LINK_ENDS]))}]")
    parser.inline.parse = _text_or(parser.inline.parse, parser.inline.terminator_re)  # type: ignore[method-assign]  # as above


def _text_or(parse: Callable[..., list[Token]], first: re.Pattern[str]) -> Callable[..., list[Token]]:
    """Parses a text that contains the first character of a rule; any other text, which is most, is one text token."""

    def parsed(src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if first.search(src):
            return parse(src, md, env, tokens)
        if src:
            tokens.append(Token("text", "", 0, content=src))
        return tokens

    return parsed


def _characters(first_characters: Mapping[str, str]) -> list[str]:
    return sorted(set("".join(first_characters.values())))


def _block_rule(rules: Mapping[str, ParserRule], first_characters: Mapping[str, str]) -> ParserRule:
    """All rules of a chain as one rule, which tries only those that can begin with the first character of a line."""
    others = tuple(rule for name, rule in rules.items() if name not in first_characters)
    asked = {
        character: tuple(
            rule for name, rule in rules.items() if character in first_characters.get(name, character)
        )
        for character in _characters(first_characters)
    }

    def rule(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for each in asked.get(state.src[start : start + 1], others):  # noqa: SIM110, a generator is slower
            if each(state, line, end_line, silent):
                return True
        return False

    return rule


def _inline_rule(asked: Mapping[str, tuple[ParserRule, ...]], text: ParserRule) -> ParserRule:
    """All inline rules as one rule, in the same way."""

    def rule(state: StateInline, silent: bool) -> bool:
        rules = asked.get(state.src[state.pos])
        if rules is None:
            return text(state, silent)
        for each in rules:  # noqa: SIM110, as above
            if each(state, silent):
                return True
        return False

    return rule
