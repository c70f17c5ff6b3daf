"""`courseware records https://…`: all pages of a record store, repeated after a fault, and no password printed."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records import store
from courseware.records.store import StoreUnreadable, fetch
from courseware.records.xapi import moment

BEGUN = datetime(2026, 1, 31, 10, tzinfo=UTC)
SECRET = "sesame?"
WHO = "Basic " + b64encode(f"ada:{SECRET}".encode()).decode()
PAGE = 4


def statement(number: int) -> dict[str, Any]:
    return {
        "id": f"{number:032x}",
        "actor": {"mbox": f"mailto:p{number % 3}@example.invalid"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://c.example/q{number}"},
        "result": {"response": "naß 日本"},
        "stored": (BEGUN + timedelta(seconds=number)).isoformat().replace("+00:00", "Z"),
    }


class Store(ThreadingHTTPServer):
    """A store with pages of statements in ascending order, and `since`; `faults` come first: statuses, cut ones."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.statements = [statement(number) for number in range(10)]
        self.faults: dict[int, list[Any]] = {}
        self.asked: list[str] = []
        self.more = "/xapi/more?"
        self.consistent = "2026-01-31T10:00:10Z"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


def later(stored: str, since: str) -> bool:
    at, limit = moment(stored), moment(since)
    return at is not None and limit is not None and at > limit


class Handler(BaseHTTPRequestHandler):
    server: Store

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        query = parse_qs(urlsplit(self.path).query)
        at = int(query.get("at", ["0"])[0])
        since = query.get("since", ["2000-01-01"])[0]
        faults = self.server.faults.get(at, [])
        fault = faults.pop(0) if faults else None
        if self.headers.get("Authorization") != WHO:
            self.answer(401, {})
        elif isinstance(fault, int):
            self.answer(fault, {})
        else:
            found = [statement for statement in self.server.statements if later(statement["stored"], since)]
            following = f"{self.server.more}at={at + PAGE}&since={since}"
            content = {"statements": found[at : at + PAGE], "more": following if found[at + PAGE :] else ""}
            self.answer(200, content, cut=fault == "cut")

    def answer(self, status: int, content: Any, cut: bool = False) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if self.server.consistent:
            self.send_header("X-Experience-API-Consistent-Through", self.server.consistent)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def log_message(self, format: str, *values: Any) -> None:
        pass


@pytest.fixture
def lrs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(store, "PAUSES", (0.0, 0.0))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.delenv("COURSEWARE_AUTHORIZATION", raising=False)
    server = Store()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(*arguments: str, **options: Any) -> Result:
    result = CliRunner().invoke(main, ["records", *arguments], **options)
    assert SECRET not in result.output
    assert WHO not in result.output
    return result


def numbers(path: str) -> list[int]:
    return [int(json.loads(line)["id"], 16) for line in Path(path).read_bytes().splitlines()]


def url(lrs: Store, path: str = "/xapi") -> str:
    return f"http://ada:sesame%3F@{lrs.address}{path}"


def test_every_page_is_read_once_in_the_order_of_storing(lrs: Store) -> None:
    result = run(url(lrs), "--save", "out/said.jsonl")
    assert result.exit_code == 0, result.output
    assert numbers("out/said.jsonl") == [*range(10)]
    assert len(lrs.asked) == 3
    assert lrs.asked[0] == "/xapi/statements?ascending=true"
    assert "10 answers, 3 learners" in result.stderr
    assert f"http://{lrs.address}/xapi: 10 new statements\n" in result.stderr


def test_parameters_of_the_address_are_kept(lrs: Store) -> None:
    run(url(lrs, "/xapi/statements/?verb=x&limit=500"))
    assert lrs.asked[0] == "/xapi/statements?verb=x&limit=500&ascending=true"


def test_a_later_run_requests_only_new_statements(lrs: Store) -> None:
    run(url(lrs), "--save", "said.jsonl")
    lrs.statements += [statement(10), {**statement(11), "stored": statement(9)["stored"]}]
    lrs.statements.sort(key=lambda stored: stored["stored"])
    result = run(url(lrs), "--save", "said.jsonl")
    assert "2 new statements, 10 already known" in result.stderr
    assert sorted(numbers("said.jsonl")) == [*range(12)]
    assert "since=2026-01-31T10%3A00%3A07Z" in lrs.asked[3]


@pytest.mark.parametrize("faults", [[503], [429, 500], ["cut"]], ids=str)
def test_temporary_errors_are_tried_again(lrs: Store, faults: list[Any]) -> None:
    lrs.faults = {4: faults}
    assert run(url(lrs), "--save", "said.jsonl").exit_code == 0
    assert numbers("said.jsonl") == [*range(10)]


def test_an_interrupted_run_is_continued(lrs: Store) -> None:
    lrs.faults = {8: [503, 503, 503]}
    result = run(url(lrs), "--save", "said.jsonl")
    assert result.exit_code == 1
    assert "status 503, even after 2 more tries; what arrived is in said.jsonl" in result.stderr
    assert numbers("said.jsonl") == [*range(8)]
    with open("said.jsonl", "ab") as file:
        file.write(b'{"id": "torn')
    assert run(url(lrs), "--save", "said.jsonl").exit_code == 0
    assert numbers("said.jsonl") == [*range(10)]


def test_user_and_password_of_netrc_and_of_the_environment(lrs: Store, tmp_path: Path) -> None:
    plain = f"http://{lrs.address}/xapi"
    refused = run(plain)
    assert refused.exit_code == 1
    assert "it refuses (status 401)" in refused.stderr
    assert run(plain, env={"COURSEWARE_AUTHORIZATION": WHO}).exit_code == 0
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login ada password {SECRET}\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    assert run(plain).exit_code == 0


def test_no_other_origin_is_asked(lrs: Store) -> None:
    lrs.more = "http://other.example/x?"
    result = run(url(lrs))
    assert result.exit_code == 1
    assert "another origin" in result.stderr


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (503, 3)])
def test_lasting_errors_end_the_reading(lrs: Store, status: int, asked: int) -> None:
    lrs.faults = {0: [status] * 9}
    assert f"status {status}" in run(url(lrs)).stderr
    assert len(lrs.asked) == asked


def test_links_in_a_circle(lrs: Store) -> None:
    lrs.more = "/xapi/statements?ascending=true#"
    with pytest.raises(StoreUnreadable, match="circle"):
        fetch(url(lrs), Path("said.jsonl"))


def test_another_file_is_not_written_to(lrs: Store, tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text("Name\tx\n", encoding="utf-8")
    result = run(url(lrs), "--save", "class.csv")
    assert result.exit_code == 1
    assert (tmp_path / "class.csv").read_text(encoding="utf-8") == "Name\tx\n"
    assert run("class.csv", "--save", "x.jsonl").exit_code == 2


def test_progress_tells_how_far_it_is(lrs: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    fetch(url(lrs), tmp_path / "a.jsonl", lambda done, total: told.append((done, total)))
    assert told == [(300, 1000), (700, 1000), (1000, 1000)]


def test_progress_of_a_store_that_does_not_say_how_far_it_is(lrs: Store, tmp_path: Path) -> None:
    """Progress is then measured against the present moment."""
    now, lrs.consistent = datetime.now(UTC), ""
    for stored, days in zip(lrs.statements, range(10, 0, -1), strict=True):
        stored["stored"] = (now - timedelta(days=days)).isoformat()
    told: list[int] = []
    fetch(url(lrs), tmp_path / "a.jsonl", lambda done, _: told.append(done))
    assert [round(done, -1) for done in told] == [300, 700, 1000]
