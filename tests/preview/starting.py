"""A preview as its users run it: the command in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from loaded import Process, running

PATIENCE = 120
"""Seconds: a busy machine is not a failure."""

Start = Callable[..., tuple[str, Process]]


@contextmanager
def starter(tmp_path: Path) -> Iterator[Start]:
    """What starts `courseware preview`, once or again, and gives its address when it says it."""
    with ExitStack() as stack:

        def begin(*arguments: object) -> tuple[str, Process]:
            command = ["preview", "--no-open", *map(str, arguments)]
            process = stack.enter_context(running(command, tmp_path))
            line = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", line), process.stderr.read()
            return line, process

        yield begin
