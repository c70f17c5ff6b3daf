"""Abbreviations: `*[HTML]: Hypertext Markup Language` explains every `HTML` in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from courseware.diagnostics import Fault, report
from courseware.language import faults
from courseware.language.source_text import SourceText

_DEFINITION = r"\*\[([^\[\]\n]{1,100})\]:[ \t]+(\S[^\n]*)"
_DEFINITIONS = "abbreviations"

MOST_ABBREVIATIONS = 500
"""How many abbreviations a document can have, since each is searched for everywhere."""


def abbreviation(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule for a line that defines an abbreviation; the line itself is not shown."""
    start = state.bMarks[line] + state.tShift[line]
    match = state.src.startswith("*[", start) and re.compile(_DEFINITION).match(state.src, start)
    if not match:
        return False
    if not silent:
        definitions: dict[str, tuple[str, int]] = state.env.setdefault(_DEFINITIONS, {})
        if match[1] in definitions:
            _report(state.env, faults.ABBREVIATION_REPEATED, line, match[1])
        elif len(definitions) < MOST_ABBREVIATIONS:
            definitions[match[1]] = match[2].strip(), line
        else:
            _report(state.env, faults.TOO_MANY_ABBREVIATIONS, line, match[1])
        state.line = line + 1
    return True


def mark_abbreviations(state: StateCore) -> None:
    """Core rule: marks the words that the document explains, and reports definitions that it never uses."""
    definitions: dict[str, tuple[str, int]] = state.env.get(_DEFINITIONS, {})
    if not definitions:
        return
    longest_first = sorted(definitions, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    used: set[str] = set()
    for token in state.tokens:
        if token.children and pattern.search(token.content):
            token.children = [
                part for child in token.children for part in _marked(child, pattern, definitions, used)
            ]
    for word, (_, line) in definitions.items():
        if word not in used:
            _report(state.env, faults.ABBREVIATION_UNUSED, line, word)


def _marked(
    token: Token, pattern: re.Pattern[str], definitions: dict[str, tuple[str, int]], used: set[str]
) -> Iterator[Token]:
    if token.type != "text":
        yield token
        return
    last = 0
    for match in pattern.finditer(token.content):
        if last < match.start():
            yield _text(token.content[last : match.start()], token)
        used.add(match.group())
        yield Token("abbr_open", "abbr", 1, attrs={"title": definitions[match.group()][0]}, level=token.level)
        yield _text(match.group(), token)
        yield Token("abbr_close", "abbr", -1, level=token.level)
        last = match.end()
    if last < len(token.content):
        yield _text(token.content[last:], token)


def _text(words: str, token: Token) -> Token:
    return Token("text", "", 0, content=words, level=token.level)


def _report(env: MutableMapping[str, Any], fault: Fault, line: int, word: str) -> None:
    text: SourceText = env["text"]
    env["diagnostics"].append(report(fault, text.span(*text.line_place(line)), word=word))
