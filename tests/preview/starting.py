"""A preview as its users run it: the command in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]

PATIENCE = 120
"""Seconds: a busy machine is not a failure."""

Start = Callable[..., tuple[str, "subprocess.Popen[str]"]]


@contextmanager
def starter(tmp_path: Path) -> Iterator[Start]:
    """What starts `courseware preview`, once or again, and gives its address when it says it."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> tuple[str, subprocess.Popen[str]]:
        command = [sys.executable, "-m", "courseware", "preview", "--no-open", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", line), process.communicate()
        return line, process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
