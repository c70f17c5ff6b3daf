"""`courseware records --by` of statements in large files, which are read in columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from courseware.commands.numbers import SHOWN, print_rows
from courseware.commands.output import FAILED
from courseware.commands.summary import print_left_out, print_nobody, print_number, print_other, print_unread
from courseware.records.column_tables import Irregular
from courseware.records.columns import are_large, counted
from courseware.records.numbers import in_order
from courseware.records.wanted import Wanted


def print_large(paths: Sequence[str], wanted: Wanted, output_format: str) -> bool:
    """Print what is wanted; False where the files are small or of another form, or DuckDB is missing."""
    try:
        if not are_large(paths):
            return False
        found = counted(paths, wanted)
    except (Irregular, ModuleNotFoundError, OSError):
        return False
    print_rows(in_order(found.rows, wanted), SHOWN[wanted.by], output_format)
    print_number(found.answers, found.learners, found.attempts)
    print_nobody(found.nobody)
    print_other(found.other)
    print_unread("not understood", found.not_understood)
    print_left_out(found.untimed, found.unknown)
    if found.not_understood and found.is_empty:
        sys.exit(FAILED)
    return True
