"""Records in the form in which an instructor sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def table(
    columns: Sequence[str], interactions: Sequence[Mapping[str, str]], elements: Mapping[str, str]
) -> str:
    """A line for each interaction, cell by cell, then a line for each other element."""
    rows = [["n", *columns]]
    rows += [[str(n), *(row.get(name, "") for name in columns)] for n, row in enumerate(interactions)]
    others = {name: value for name, value in elements.items() if not name.startswith("cmi.interactions.")}
    return "\n".join(
        [" | ".join(row) for row in rows] + [f"{name} = {others[name]}" for name in sorted(others)]
    )
