"""The table of cmi5's requirements is complete, and the tests that it names exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import sites
from cmi5_requirements import CLAUSES, REQUIREMENTS, table

from courseware.preview.cmi5_launch import RULES


def test_every_clause_has_a_row() -> None:
    assert list(dict.fromkeys(requirement.clause for requirement in REQUIREMENTS)) == CLAUSES


def test_every_test_that_is_named_is_there() -> None:
    """The node ids that pytest collects: of files, functions and parametrized cases."""
    named = {test for requirement in REQUIREMENTS for test in requirement.tests}
    files = sorted({test.partition("::")[0] for test in named})
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
    ]
    collected = subprocess.run([*command, *files], cwd=sites.ROOT, capture_output=True, text=True, check=True)
    cases = {line for line in collected.stdout.splitlines() if "::" in line}
    known = cases | {case.partition("[")[0] for case in cases}
    assert sorted(named - known) == []


def test_every_rule_of_the_launcher_is_in_the_table() -> None:
    named = " ".join(test for requirement in REQUIREMENTS for test in requirement.tests)
    assert [words for _, words, _ in RULES if f"[{words}]" not in named] == []


def test_a_clause_of_the_au_is_shown_by_a_real_session_or_package() -> None:
    """A broken rule shows that the LMS is strict, not what the AU does."""
    asked = [requirement for requirement in REQUIREMENTS if requirement.tests]
    alone = [
        requirement.clause
        for requirement in asked
        if all("test_lrs.py" in test for test in requirement.tests)
    ]
    assert alone == []


def test_the_table_can_be_read() -> None:
    lines = table().splitlines()
    assert len(lines) == len(REQUIREMENTS) + 2
    assert {line.count(" | ") for line in lines[2:]} == {3}


def test_both_scripts_find_their_modules_as_contributing_runs_them() -> None:
    guide = (sites.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [path] = re.findall(r"`PYTHONPATH=(\S+) \S+ tests/lrs/cmi5_requirements.py`", guide)
    code = "import sys; sys.path[0] = 'tests/lrs'; import cmi5_requirements, fault_matrix"
    settings = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", code], cwd=sites.ROOT, env=settings, check=True)
