"""What a strict SCORM 2004 LMS would say of the calls that a lenient one took (RTE 3.1 and 4.2)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from scorm_host import Call


def problems(sessions: Iterable[Sequence[Call]]) -> list[str]:
    """Everything a strict LMS would object to in the sessions of one attempt, oldest first; empty when nothing.

    The calls' own results and error codes count: anything but success is a problem, but for elements that have no
    value yet when they are read (403).
    """
    calls = json.dumps([[asdict(call) for call in session] for session in sessions])
    script = Path(__file__).with_suffix(".js")
    answer = subprocess.run(["node", str(script)], input=calls, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(answer.stdout)
    return found
