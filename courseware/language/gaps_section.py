"""A section whose question is a text with gaps, written as `[[word]]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from markdown_it.token import Token

from courseware.diagnostics import report
from courseware.language import document, faults
from courseware.language.blocks import ReadBlock, ReadMarker, Tokens, is_tokens
from courseware.language.document import Gap, Heading, Part, Prose
from courseware.language.interactions import build
from courseware.language.options import option, part, shuffled
from courseware.language.plain_section import plain_section
from courseware.language.prose import rendered
from courseware.language.question_section import question_of_section
from courseware.language.reading import Reading

_BEFORE = 40
"""How many characters before a gap make its id if it has no word of its own."""
_MARKUP = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~|`|\$)(?=\S)[^*_~`$]{1,200}(?<=\S)\1(?!\w)")
"""Text that would be formatted, or a formula, outside a gap."""


def gaps_section(
    marker: ReadMarker, heading: Heading | None, blocks: Sequence[ReadBlock], reading: Reading
) -> list[document.Block]:
    """The blocks before the first paragraph with a gap, the interaction, and the blocks after the last one."""
    holders = [at for at, block in enumerate(blocks) if is_tokens(block) and any(_gaps(block))]
    question = question_of_section(marker, heading, reading)
    if not holders and marker.clean:
        reading.report(faults.NO_GAPS, marker.start)
    if question is None:  # the error has been reported: there is no question that the gaps could belong to
        return plain_section([block for at, block in enumerate(blocks) if at not in holders], reading)
    if not holders:
        return plain_section(blocks, reading)
    first, last = holders[0], holders[-1] + 1
    held = [block for block in blocks[first:last] if is_tokens(block)]
    gaps = [gap for block in held for gap in _gaps(block)]
    names = [gap.content.strip() or gap.meta["before"][-_BEFORE:].strip() for gap in gaps]
    # repeated gaps with the same word are numbered
    numbers = [names[:at].count(name) + 1 for at, name in enumerate(names)]
    parts = [
        _part(gap, f"{name} {number}" if number > 1 else name, reading)
        for gap, name, number in zip(gaps, names, numbers, strict=True)
    ]
    if marker.values["bank"]:
        parts = _from_bank(parts, question.written)
        for gap, gap_part in zip(gaps, parts, strict=True):
            if len(gap_part.choices) == 1 and "(" not in gap.content:
                word = gap_part.choices[0]
                reading.diagnostics.append(report(faults.ONE_CHOICE_IN_GAP, gap.meta["span"], word=word))
    interaction = build(question._replace(parts=parts), reading)
    size = max((len(word) for gap in parts for word in gap.answers), default=0)
    for number, (gap, gap_part) in enumerate(zip(gaps, interaction.parts, strict=True), 1):
        gap.meta["gap"] = Gap(gap_part, number, size)
    body = rendered(list(chain.from_iterable(held)), reading)
    between = [block for block in blocks[first:last] if isinstance(block, ReadMarker)]
    prompt, rest = plain_section(blocks[:first], reading), plain_section([*between, *blocks[last:]], reading)
    return [*prompt, interaction._replace(body=body), *rest]


def _gaps(block: Tokens) -> list[Token]:
    return [child for token in block for child in token.children or () if child.type == "gap"]


def _part(gap: Token, name: str, reading: Reading) -> Part:
    """A gap: its accepted words or, if some are in parentheses, these as the right ones among all to choose from."""
    words = [word.strip() for word in gap.content.split("|")]
    if lone := next((word for word in words if word.count("(") != word.count(")")), None):
        reading.diagnostics.append(report(faults.LONE_PARENTHESIS, gap.meta["span"], word=lone))
    if markup := next(filter(None, map(_MARKUP.search, words)), None):
        reading.diagnostics.append(report(faults.MARKUP_IN_GAP, gap.meta["span"], words=markup.group()))
    right = [word[1:-1].strip() for word in words if word.startswith("(") and word.endswith(")")]
    choices = [word[1:-1].strip() if word.startswith("(") else word for word in words] if right else []
    answers = tuple(dict.fromkeys(filter(None, right or words)))
    choices = list(dict.fromkeys(filter(None, choices)))
    if len(choices) == 1:
        reading.diagnostics.append(report(faults.ONE_CHOICE_IN_GAP, gap.meta["span"], word=choices[0]))
    return part(answers[0] if answers else "", name, Prose(()), answers, tuple(choices))


def _from_bank(parts: Sequence[Part], seed: str) -> list[Part]:
    """The gaps, where those without choices of their own get the right words of all of them to choose from."""
    words = dict.fromkeys(gap.answers[0] for gap in parts if gap.answers and not gap.choices)
    bank = tuple(choice.text for choice in shuffled([option(word, Prose(())) for word in words], seed))
    return [gap if gap.choices or not gap.answers else gap._replace(choices=bank) for gap in parts]
