"""`courseware records` called like by a user, and its table as documented in the guide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import reports
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records.answer import COLUMNS, Answer

GUIDE = Path(__file__).resolve().parents[2] / "docs/records.md"


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, ["records", *arguments], **options)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with `class.csv`, an Interactions report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_bytes(reports.as_csv(reports.interactions()))
    return "class.csv"


def test_table_is_documented_column_for_column() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(name, column.type, column.meaning) for name, column in COLUMNS.items()]
    assert tuple(COLUMNS) == Answer._fields


def test_answers_in_words(report: str) -> None:
    result = run(report)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "learner              attempt  question               result  response",
        "ann@example.invalid  1        rain.which_cloud       right   Nimbostratus",
        f"ann@example.invalid  1        rain.what_did_you_see          {reports.TEXT}",
        "ann@example.invalid  1        rain.order             right   drop; puddle",
        "bo@example.invalid   1        rain.which_cloud       wrong   Cirrus",
        "bo@example.invalid   1        rain.order             wrong   puddle; drop",
    ]
    assert result.stderr == "5 answers, 2 learners, 2 attempts\nnever tried: tess@example.invalid\n"


def test_what_is_not_understood_is_shown_and_fails_where_there_is_nothing_else(report: str) -> None:
    Path("other.txt").write_text("a\tb\n1\t2\n", encoding="utf-8")
    result = run(report, "other.txt")
    assert result.exit_code == 0
    assert "not understood: 1\n  other.txt: it does not have columns for attempt" in result.stderr
    assert run("other.txt").exit_code == 1


def test_nothing_that_was_typed_commands_the_terminal(report: str) -> None:
    text = Path(report).read_text(encoding="utf-8").replace("Cirrus", "\x1b[31mred\x07\u202e")
    Path(report).write_text(text.replace("bo@", "\x9bbo@"), encoding="utf-8")
    result = run(report)
    assert "red" in result.stdout
    assert not set(result.output) & {"\x1b", "\x07", "\x9b", "\u202e"}
