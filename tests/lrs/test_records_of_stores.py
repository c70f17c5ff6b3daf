"""`courseware records` reads third-party stores: all statements, and later only new ones."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from stores import PAGE, STORES, Store

from courseware.commands import main


def statement(number: int) -> dict[str, object]:
    return {
        "id": str(UUID(int=(4 << 76) + (8 << 60) + number)),
        "actor": {"mbox": f"mailto:p{number}@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://c.example/q{number % 2}"},
        "result": {"response": "naß"},
        "timestamp": "2026-01-31T10:00:00Z",
    }


def read(store: Store) -> Result:
    address = f"{store.address}?limit={PAGE}"
    result = CliRunner().invoke(
        main,
        ["records", address, "--save", "said.jsonl"],
        env={"COURSEWARE_AUTHORIZATION": store.authorization},
    )
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("name", STORES)
def test_a_store_is_read_to_its_end_and_later_continued(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with STORES[name](tmp_path) as store:
        for begin in (0, 6):
            assert store.post(*map(statement, range(begin, begin + 6))).status_code == 200
        result = read(store)
        assert "12 new statements" in result.stderr
        assert "12 answers, 12 learners" in result.stderr
        store.post(statement(12))
        result = read(store)
        assert "1 new statements, 12 already known" in result.stderr
        assert "13 answers" in result.stderr
