"""What a saved state of courseware (docs/page.md) says that a learner has seen, and what was drawn from pools."""

from __future__ import annotations

import re

LONGEST = 1_000_000
"""How many characters of a state are searched."""
_HEADER = re.compile(r"1\|([0-9a-z]{8})\|([0-9a-z]{1,9})\|([^|]*)\|([cp~]*)\|([\w-]*)")
KEY = re.compile(r".{4}")


def header_of(text: str) -> re.Match[str] | None:
    """The header of a saved state: token, revision, page, status and the keys seen; None for another tool's state."""
    return _HEADER.match(text) if len(text) <= LONGEST else None


def seen_in(text: str) -> frozenset[str]:
    """The keys of the pages that were seen, and of the parts of pools that were drawn; none in another tool's state."""
    header = header_of(text)
    return frozenset(KEY.findall(header[5])) if header else frozenset()
