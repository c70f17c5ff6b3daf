"""A preview run like by its users: the command in its own process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from loaded import Process, running

PATIENCE = 120
"""Timeout in seconds, long enough for a busy machine."""

Start = Callable[..., tuple[str, Process]]


@contextmanager
def starter(tmp_path: Path) -> Iterator[Start]:
    """Starts `courseware preview`, also repeatedly, and returns its address once it prints that."""
    with ExitStack() as stack:

        def begin(*arguments: object) -> tuple[str, Process]:
            command = ["preview", "--no-open", *map(str, arguments)]
            process = stack.enter_context(running(command, tmp_path))
            line = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", line), process.stderr.read()
            return line, process

        yield begin
