"""What the guide says about components and keys: the rows of its tables, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from courseware.data import guide_file

SHARED, FIELDS = "What all questions share", "Forms and their fields"
CONDITIONS = "Parts that not everybody gets"
FRONT_MATTER, SETTINGS = "Front matter", "Settings of the course"

_CELL = re.compile(r"(?<!\\)\|")
_NAME = re.compile(r"`([a-z_]+)`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """Heading → name → what the row of that name says, as Markdown in which links are reduced to their text."""
    tables: dict[str, dict[str, str]] = {}
    headings: list[str] = []
    last_column, in_code = "", False
    for line in guide_file().read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith("```"):
            in_code = not in_code
        elif in_code:
            continue
        elif line.startswith("#"):
            headings = [line.lstrip("#").strip()]
            headings += headings[0].split(" and ") if line.startswith("### ") else []
        elif line.startswith("| key"):
            last_column = line.strip("| ").rpartition("|")[2].strip()
        elif line.startswith("| `"):
            name, *cells = (cell.strip() for cell in _CELL.split(line.strip().strip("|")))
            between = "; default: " if last_column == "default" else ": "
            words = _LINK.sub(r"\1", between.join(cell for cell in cells[:2] if cell))
            for part in _NAME.findall(name):
                for heading in headings:
                    tables.setdefault(heading, {})[part] = words
    return tables


def words_for(heading: str, name: str) -> str:
    """What the guide says about a name under a heading; empty if nothing."""
    return _tables().get(heading, {}).get(name, "")


def words_for_key(component: str, key: str) -> str:
    """What the guide says about a key of a component; empty if nothing."""
    headings = (component, FIELDS, SHARED, CONDITIONS)
    return next(filter(None, (words_for(heading, key) for heading in headings)), "")
