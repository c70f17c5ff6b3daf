"""The queries of `expressions` as SQL, which Ibis made of them (`make queries`): whoever asks them does without Ibis.

They are asked of a table `answers`; whoever asks one has those of its columns that it needs.
"""

from __future__ import annotations

import os
from functools import cache


@cache
def queries(dialect: str) -> dict[str, str]:
    """By their names, for `duckdb` or `sqlite`."""
    with open(f"{os.path.splitext(__file__)[0]}.{dialect}.sql", encoding="utf-8") as file:
        parts = file.read().removeprefix("-- ").split("\n-- ")
    return dict(part.split("\n", 1) for part in parts)
