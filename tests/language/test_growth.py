"""The work for a course grows in proportion to its text, counted in calls, because times depend on the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import FrameType

import pytest

from courseware.course.compiler import check_course

MATTER = "---\ntitle: T\n---\n\n"
Files = Mapping[str, str]


def document(body: str) -> Files:
    return {"a.md": MATTER + body, "b.png": "x"}


def many(line: Callable[[int], str], count: int) -> str:
    return "".join(map(line, range(count)))


HOSTILE: dict[str, Callable[[int], Files]] = {
    "dead anchors": lambda n: document(many(lambda i: f"## Heading {i}\n\n[x](#headin-{i})\n\n", n)),
    "unknown icons": lambda n: document(many(lambda i: f"## H{i}\n\n{{type: form, icon: roa{i}}}\n\n", n)),
    "unknown texts": lambda n: {"a.md": MATTER, "course.yaml": "texts:\n" + many(lambda i: f"  nex{i}: a\n", n)},
    "unknown answers": lambda n: document(
        "## F\n\n{type: form}\n\n**a**\n{type: select, multiple: true, options: ["
        + many(lambda i: f'"o{i}",', n)
        + "], answer: ["
        + many(lambda i: f'"p{i}",', n)
        + "]}\n"
    ),
    "open attributes": lambda n: document("![a](b.png){width=" * n),
    "open footnotes": lambda n: document("[^" * n + "\n\n[^a]: x\n"),
    "CDATA": lambda n: document("<![CDATA[" * n),
    "brackets": lambda n: document("[" * n),
    "stars": lambda n: document("*a " * n),
    "pictures in a line": lambda n: document("![a](b.png)" * n),
    "pictures in paragraphs": lambda n: document("![a](b.png)\n\n" * n),
    "open comments": lambda n: document("<!--\n" * n),
    "comments": lambda n: document("<!-- a -->\n" * n),
    "tags": lambda n: document("<b " * n),
    "shortcodes": lambda n: document("{{<" * n),
    "parentheses behind an address": lambda n: document("https://a.b/" + ")" * n),
    "markers in text": lambda n: document("a {type: x} " * n),
    "cells": lambda n: document("|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "[b](c)|" * n),
    "equal labels": lambda n: document("## F\n\n{type: form}\n\n" + "**a**\n{type: text}\n\n" * n),
    "equal headings": lambda n: document("## a\n\n" * n),
    "options": lambda n: document("## F\n\n{type: selection}\n\n" + many(lambda i: f"- [ ] o{i}\n", n)),
}  # fmt: skip


def calls(files: Files) -> int:
    """The number of function calls, in Python and C, for checking a course."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        check_course(files)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", HOSTILE)
def test_twice_the_text_takes_twice_the_work(shape: str) -> None:
    check_course(HOSTILE[shape](2))  # warm-up: imports and caches are not counted
    once, twice = (calls(HOSTILE[shape](count)) for count in (500, 1000))
    assert twice < 2.4 * once
