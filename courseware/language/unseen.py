"""Reports what Markdown drops from a document, or reads in a way that many authors do not expect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from courseware.language import faults
from courseware.language.reading import Reading

_LABEL = r"\[([^\[\]]{1,999})\]"
_NOWHERE = {"", "#"}
"""Targets of the links that some authors write as comments: `[//]: # (a comment)`."""
_UNDERLINE = r"-{4,}[ \t]*"
_COLUMNS = r"[ \t]*-{3,}(?:[ \t]+-{3,})+[ \t]*"
_KEY = r"[a-z_]{2,30}: ?\S"


def check_tables(block: Sequence[Token], reading: Reading) -> None:
    """Reports rows with text in more cells than their table has columns, because Markdown drops these cells."""
    columns = 0
    for opening, token in pairwise(block):
        if opening.type == "thead_open":
            columns = 0
        columns += token.type == "th_open"
        if token.type != "tr_open" or opening.type == "thead_open" or token.map is None:
            continue
        line = reading.text.line(token.map[0])
        cells = escapedSplit(line.strip(" \t>"))
        if cells and not cells[0].strip():
            cells.pop(0)
        if cells and not cells[-1].strip():
            cells.pop()
        if any(map(str.strip, cells[columns:])) and "[[" not in line:  # another rule reports a gap
            place = reading.text.line_place(token.map[0])
            has = f"{columns} column{'s' * (columns != 1)}"
            reading.report(faults.CELLS_TOO_MANY, place, cells=len(cells), columns=has)


def check_links(contents: Iterable[str], env: Mapping[str, Any], reading: Reading) -> None:
    """Reports link definitions that are never used, and those that appear twice."""
    references: Mapping[str, Any] = env.get("references", {})
    again: Sequence[Any] = env.get("duplicate_refs", ())
    if not references and not again:
        return
    used = {normalizeReference(label) for text in contents for label in re.findall(_LABEL, text)}
    for label, reference in references.items():
        if label not in used and reference["href"] not in _NOWHERE:
            _report_link(faults.LINK_UNUSED, reference, reading)
    for reference in again:
        if reference["href"] not in _NOWHERE:
            _report_link(faults.LINK_REPEATED, reference, reading)


def _report_link(fault: Any, reference: Mapping[str, Any], reading: Reading) -> None:
    place = reading.text.line_place(reference["map"][0])
    words = reading.text.text[slice(*place)]
    name = words.partition("]:")[0].lstrip("> [")
    reading.report(fault, place, name=name)


def check_rules(blocks: Sequence[Sequence[Token]], reading: Reading) -> None:
    """Reports rules (`---`) that other programs read as the underline of a heading, a table, or front matter."""
    for number, (before, block) in enumerate(pairwise(blocks), 1):
        if block[0].type == "hr" and block[0].map and before[0].map:
            line = reading.text.line(block[0].map[0])
            meant = instead = ""
            if re.fullmatch(_COLUMNS, line):
                meant, instead = "a table", "write a table with `|`, and below its first row `| --- | --- |`"
            elif (
                re.fullmatch(_UNDERLINE, line)
                and before[0].type == "paragraph_open"
                and block[0].map[0] - before[0].map[0] == 1
            ):
                meant = "the underline of a heading"
                instead = "write `## Heading`; for a rule, leave a blank line above it"
            if meant:
                _report_rule(block[0], meant, instead, reading)
        elif (
            before[0].type == "hr"
            and block[0].type == "paragraph_open"
            and all(re.match(_KEY, line) for line in block[1].content.split("\n"))
            and number + 1 < len(blocks)
            and blocks[number + 1][0].type == "hr"
            and (before[0].map or [0, 0])[1] == (block[0].map or [0, 1])[0]
        ):
            _report_rule(before[0], "front matter", "move what follows to a separate file", reading)


def _report_rule(rule: Token, meant: str, instead: str, reading: Reading) -> None:
    place = reading.text.line_place((rule.map or [0, 0])[0])
    reading.report(faults.RULE_MISREAD, place, meant=meant, instead=instead)


def words_of(blocks: Iterable[Sequence[Token]]) -> Iterator[str]:
    """The text of all inline tokens, including its markup."""
    for block in blocks:
        for token in block:
            if token.type == "inline":
                yield token.content
