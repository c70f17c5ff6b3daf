"""Rules of a strict SCORM 2004 LMS for calls that a lenient one accepted (RTE 3.1 and 4.2)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from scorm_host import Call


def problems(sessions: Iterable[Sequence[Call]]) -> list[str]:
    """The problems that a strict LMS would report in the sessions of an attempt, oldest first.

    Every call that did not succeed is a problem, too, except reading an element that has no value yet (403).
    """
    calls = json.dumps([[asdict(call) for call in session] for session in sessions])
    script = Path(__file__).with_suffix(".js")
    answer = subprocess.run(["node", str(script)], input=calls, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(answer.stdout)
    return found
