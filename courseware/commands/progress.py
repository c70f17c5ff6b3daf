"""A progress bar for work that takes longer than `PATIENCE`, shown only on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

PATIENCE = 1.0
"""Seconds before the bar appears."""


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a function to call with the numbers of things done and of all; None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    bar = None
    with ExitStack() as stack:

        def advance(done: int, total: int) -> None:
            nonlocal bar
            if bar is None and time.monotonic() - started > PATIENCE:
                bar = stack.enter_context(click.progressbar(length=total, label=label, file=sys.stderr))
            if bar is not None:
                bar.update(done - bar.pos)

        yield advance
