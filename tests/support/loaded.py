"""The command `courseware` in processes of their own, forked from one that has loaded what it imports: loading takes
half a second of processor time, which is most of what a short preview costs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import forkserver, reduction
from pathlib import Path
from typing import Any, TextIO
from unittest.mock import patch

from courseware.__main__ import main

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

_LOADED = (
    "courseware.commands.preview",
    "courseware.editor.server",
    "courseware.preview.builds",
    "courseware.preview.desk",
    "courseware.preview.gradebook_pages",
    "courseware.preview.serve",
)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, *_LOADED])


class Process:
    """A command that runs: what tests need of `subprocess.Popen`, all its streams being pipes of text."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        pipes = [os.pipe() for _ in range(3)]
        theirs = [ends[number > 0] for number, ends in enumerate(pipes)]
        ours = [ends[number == 0] for number, ends in enumerate(pipes)]
        self.stdin: TextIO = os.fdopen(ours[0], "w", encoding="utf-8")
        self.stdout: TextIO = os.fdopen(ours[1], encoding="utf-8")
        self.stderr: TextIO = os.fdopen(ours[2], encoding="utf-8")
        path = os.pathsep.join([str(ROOT), str(HERE)])
        with patch.dict(os.environ, PYTHONPATH=path):  # as the server starts, and for what the command starts
            forkserver.ensure_running()
            given = [arguments, folder, dict(os.environ), *map(_Sent, theirs)]
            self._process = _FORKS.Process(target=_run, args=given)
            self._process.start()
        for end in theirs:
            os.close(end)

    def wait(self, seconds: float | None = None) -> int:
        """The status with which it ended."""
        self._process.join(seconds)
        assert self._process.exitcode is not None, "it still runs"
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        self._process.kill()


@contextmanager
def running(arguments: list[str], folder: Path) -> Iterator[Process]:
    """A command that is stopped at the end, if it has not stopped by itself."""
    process = Process(arguments, folder)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


class _Sent:
    """An end of a pipe that goes to the process."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[object, ...]:
        return _received, (reduction.DupFd(self._number),)


def _received(sent: Any) -> Any:
    return sent.detach()


def _run(arguments: list[str], folder: Path, environment: Mapping[str, str], *streams: int) -> None:
    missing = set(_LOADED) - set(sys.modules)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(
        0, encoding="utf-8", closefd=False
    )  # that of a process of `multiprocessing` is closed
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    assert not missing, missing
    sys.argv = ["courseware", *arguments]
    main()
