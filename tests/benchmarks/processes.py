"""Whole processes, timed side by side."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# As for a user: with compiled modules, which some build machines do not write.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a process: processor time in seconds, and peak resident memory in megabytes (10⁶ bytes).

    Unlike elapsed time, processor time is about the same on a busy machine.
    """

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Runs a command, which must succeed."""
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
    """The runs of each command, in rounds of all commands, so that a busy moment of the machine affects all of them.

    A first round fills caches and is not counted.
    """
    for command in commands:
        run(command)
    counted = [[run(command) for command in commands] for _ in range(rounds)]
    return [list(runs) for runs in zip(*counted, strict=True)]


def middle(runs: Sequence[Run]) -> float:
    """The median time of runs, in seconds."""
    return median(run.seconds for run in runs)


def ratio(measured: Sequence[Run], floor: Sequence[Run]) -> float:
    """The median over all rounds of the ratio between the time of a measured run and that of the floor's run."""
    return median(run.seconds / least.seconds for run, least in zip(measured, floor, strict=True))
