"""How fast the preview is: its start, statements compared with bare SQLite, a large gradebook, its memory."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from documents import write_course
from processes import ENVIRONMENT
from rows import Row

LEARNERS, QUESTIONS = 500, 100
STATEMENTS, BATCH = 5_000, 25
PATIENCE = 300
"""Timeout of a request, in seconds."""
TICKS = os.sysconf("SC_CLK_TCK")
FILL = """\
import sys
from pathlib import Path
from courseware.preview.builds import Builds
from courseware.preview.simulate import simulate
from courseware.preview.store import Store
builds = Builds(Path(sys.argv[1]))
builds.read()
build = builds.build("scorm12")
simulate(Store(Path(sys.argv[2])), build.units[0].id, build.questions, int(sys.argv[3]))
"""
CLASSES = {
    "scorm": (["-c", FILL], "SCORM 1.2"),
    "xapi": ([str(Path(__file__).with_name("class_by_statements.py"))], "xAPI"),
}
"""Format → the script that fills the file of a class, and what the row calls its answers."""


def preview(folder: Path) -> Iterator[Row]:
    """Servers in other processes, measured in their own processor time unless stated otherwise."""
    course = folder / "preview"
    write_course(course, QUESTIONS // 10)
    with server(course, folder / "statements.sqlite3", "xapi") as (address, process):
        page = httpx.get(address, timeout=PATIENCE).text
        started = seconds_of(process)
        yield Row("preview: start to first page", f"{started:.2f} s", "", started, " s", 1.5)
        yield from statements(folder, parameters(page), process)
    for format_name, (fill, how) in CLASSES.items():
        kept = folder / f"{format_name}.sqlite3"
        subprocess.run([sys.executable, *fill, str(course), str(kept), str(LEARNERS)], check=True)
        yield from gradebook(course, kept, format_name, f"{LEARNERS} × {QUESTIONS} by {how}")


def gradebook(course: Path, kept: Path, format_name: str, of: str) -> Iterator[Row]:
    """The page of a class, then the server's memory after its exports and reports."""
    with (
        server(course, kept, format_name) as (address, process),
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        client.get("/").raise_for_status()
        before = seconds_of(process)
        size = len(client.get("/gradebook").content)
        took = seconds_of(process) - before
        yield Row(f"preview: gradebook of {of} ({size / 1e6:.1f} MB)", f"{took:.2f} s", "", took, " s", 1.0)
        for path in ("answers.csv", "answers.parquet", "report", "moodle"):
            client.get(f"/gradebook/{path}").raise_for_status()
        peak = megabytes_of(process)
        yield Row(f"preview: {of}: peak memory", f"{peak:.0f} MB", "", peak, " MB", 120)


def statements(folder: Path, given: Mapping[str, str], process: int) -> Iterator[Row]:
    """Batches to the record store, each on disk when it responds, compared with SQLite storing the same texts."""
    batches = [
        [statement(number, given) for number in range(start, start + BATCH)]
        for start in range(0, STATEMENTS, BATCH)
    ]
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": given["auth"]}
    ours = alone = 0.0
    before = seconds_of(process)
    with (
        closing(sqlite3.connect(folder / "alone.sqlite3")) as database,
        httpx.Client(headers=headers, timeout=PATIENCE) as client,
    ):
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT UNIQUE, content TEXT)")
        for batch in batches:  # alternating, so that a busy moment of the machine affects both
            begun = time.perf_counter()
            client.post(f"{given['endpoint']}statements", json=batch).raise_for_status()
            between = time.perf_counter()
            with database:
                rows = [(statement["id"], json.dumps(statement)) for statement in batch]
                database.executemany("INSERT INTO statement (id, content) VALUES (?, ?)", rows)
            ours, alone = ours + between - begun, alone + time.perf_counter() - between
    work = (seconds_of(process) - before) / STATEMENTS
    what = f"preview: a statement, {BATCH} a batch, on disk when answered (1 ms: 1,000/s)"
    took = ours / STATEMENTS
    beside = f"{milliseconds(alone / STATEMENTS)} SQLite alone"
    yield Row(what, milliseconds(took), beside, took * 1000, " ms", 1)
    yield Row("preview: processor time of a statement", milliseconds(work), "", work * 1000, " ms", 1)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def statement(number: int, given: Mapping[str, str]) -> dict[str, Any]:
    """An answer as a course sends it."""
    question = f"https://example.org/course/d/q{number % QUESTIONS}"
    choices = [{"id": f"o{option}", "description": {"en": f"Option {option}"}} for option in range(4)]
    definition = {
        "interactionType": "choice",
        "description": {"en": f"Which is right in {number}?"},
        "choices": choices,
    }
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "actor": json.loads(given["actor"]),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {"id": question, "definition": definition},
        "result": {"response": f"o{number % 4}", "success": number % 4 == 1, "duration": "PT7S"},
        "context": {"registration": given["registration"]},
        "timestamp": "2026-01-31T10:00:00Z",
    }


@contextmanager
def server(course: Path, kept: Path, format_name: str) -> Iterator[tuple[str, int]]:
    """Runs the command like its users: gives its address and process id."""
    command = [sys.executable, "-m", "courseware", "preview", str(course), "--no-open", "--data", str(kept)]
    process = subprocess.Popen(
        [*command, "--format", format_name],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def parameters(page: str) -> Mapping[str, str]:
    """The launch parameters in a page of the preview."""
    frame = found(r'<iframe [^>]*src="([^"]+)"', page)
    launch = json.loads(found(r'id="launch">(.*?)</script>', httpx.get(frame, timeout=PATIENCE).text))
    query = parse_qs(urlsplit(launch["file"]).query)
    return {name: values[0] for name, values in query.items()}


def found(pattern: str, text: str) -> str:
    """The first group of a pattern, which must match."""
    match = re.search(pattern, text, re.DOTALL)
    assert match
    return match[1]


def seconds_of(process: int) -> float:
    """Processor time of a running process so far, in seconds (proc(5))."""
    fields: Sequence[str] = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes_of(process: int) -> float:
    """Peak memory of a running process in 10⁶ bytes (proc(5), VmHWM)."""
    return int(found(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())) * 1024 / 1e6
