"""Whole processes, timed side by side."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# As installed by a person: with the compiled modules that some build machines are told not to write.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Run:
    """What one process cost: processor time from its start to its end, in seconds, and peak resident memory in
    megabytes (10⁶ bytes). Processor time is what a quiet machine's clock would show, and a busy one does not bend it.
    """

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Runs one command to its end; it must succeed."""
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}\n{errors}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def alternate(commands: Sequence[Sequence[str]], rounds: int) -> list[list[Run]]:
    """The runs of each command, in rounds of all of them, so that a busy moment of the machine meets them all.

    One round before the first fills caches and is not counted.
    """
    for command in commands:
        run(command)
    counted = [[run(command) for command in commands] for _ in range(rounds)]
    return [list(runs) for runs in zip(*counted, strict=True)]


def middle(runs: Sequence[Run]) -> float:
    """The median time of runs, in seconds."""
    return median(one.seconds for one in runs)


def ratio(measured: Sequence[Run], floor: Sequence[Run]) -> float:
    """The median over the rounds of what the measured run took, in times of the floor's run beside it."""
    return median(one.seconds / other.seconds for one, other in zip(measured, floor, strict=True))
