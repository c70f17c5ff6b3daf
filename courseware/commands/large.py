"""`courseware records --by question` of statements in large files, which are read in columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from courseware.commands.numbers import SHOWN, print_rows
from courseware.commands.output import FAILED
from courseware.commands.summary import print_number, print_other, print_unread
from courseware.records.columns import Irregular, are_large, counted
from courseware.records.statistics import of_question


def print_large(paths: Sequence[str], history: bool, output_format: str) -> bool:
    """Print the numbers of each question; False where the files are small or of another form, or DuckDB is missing."""
    try:
        if not are_large(paths):
            return False
        found = counted(paths, history)
    except (Irregular, ModuleNotFoundError, OSError):
        return False
    rows = [of_question(one, found.right_answers.get(one.question_id, "")) for one in found.counts]
    print_rows(rows, SHOWN["question"], output_format)
    print_number(found.answers, found.learners, found.attempts)
    print_other(found.other)
    print_unread("not understood", found.not_understood)
    if found.not_understood and not found.answers:
        sys.exit(FAILED)
    return True
