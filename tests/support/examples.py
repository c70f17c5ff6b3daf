"""The examples of diagnostics, as `courseware explain` shows them."""

from __future__ import annotations

import re


def in_full(text: str) -> str:
    """The text of an example with each `… (20 times)` expanded."""

    def lines(found: re.Match[str]) -> str:
        return "\n".join(
            re.sub("1", str(number), found[1]) for number in range(1, int(found[2].replace(",", "")) + 1)
        )

    return re.sub(r"^(.*)\n *… \(([\d,]+) times\)$", lines, text, flags=re.MULTILINE)
