"""How fast records are read and counted: Moodle's report of a large class, statements, a table in an engine."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from processes import alternate, middle, ratio
from rows import Row

COMMAND = str(Path(sys.executable).with_name("courseware"))
LEARNERS, QUESTIONS = 500, 100
STATEMENTS = {100_000: None, 1_000_000: 3.0}
"""Number of statements → highest ratio to the time in which DuckDB only counts them."""
MOST_MEGABYTES = 600
ROWS = 1_000_000
FLOOR = """\
import duckdb, sys
columns = {"object": "STRUCT(id VARCHAR)", "result": "STRUCT(success BOOLEAN)"}
said = duckdb.read_json(sys.argv[1], format="newline_delimited", columns=columns)
print(duckdb.sql("SELECT object.id, count(*), avg(result.success::INT) FROM said GROUP BY 1").fetchall())
"""
TABLE_FLOOR = """\
import duckdb, sys
asked = "SELECT course, question_id, count(*), avg(\\"right\\"::INT) FROM '{}' GROUP BY ALL"
print(duckdb.sql(asked.format(sys.argv[1])).fetchall())
"""
TABLE = """\
COPY (
  SELECT 'p' || (n // 50) AS learner, 1::BIGINT AS attempt, 'c' AS course, '1' AS version, 'd' AS document,
    'd.q' || (n % 50) AS question_id, 'Which is right in question ' || (n % 50) || '?' AS question, 'choice' AS type,
    ['o' || (hash(n) % 4)] AS response, ['o0', 'o1', 'o2', 'o3'] AS options, hash(n) % 4 = 1 AS "right",
    NULL::DOUBLE AS score, TIMESTAMPTZ '2026-01-31 10:00:00+00' + to_seconds(n) AS "when",
    (hash(n) % 90)::DOUBLE AS seconds, 'row ' || n AS source
  FROM range({rows}) t(n)
) TO '{path}' (FORMAT parquet)
"""


def records(folder: Path) -> Iterator[Row]:
    """Whole processes of `courseware records --by question`."""
    report = folder / "class.csv"
    write_report(report)
    (runs,) = alternate([[COMMAND, "records", str(report), "--by", "question"]], rounds=3)
    seconds = middle(runs)
    yield Row(f"records of Moodle, {LEARNERS} × {QUESTIONS}", f"{seconds:.2f} s", "", seconds, " s", 1.0)

    for number, limit in STATEMENTS.items():
        yield from statements(folder / "said.jsonl", number, limit)
    yield from engine(folder)


def statements(said: Path, number: int, limit: float | None) -> Iterator[Row]:
    """Statements by question, compared with DuckDB only counting right answers."""
    write_statements(said, number)
    ours, floor = alternate(
        [[COMMAND, "records", str(said), "--by", "question"], [sys.executable, "-c", FLOOR, str(said)]],
        rounds=3,
    )
    what = f"{number:,} statements ({said.stat().st_size / 1e6:.0f} MB) by question"
    yield Row(
        what, f"{middle(ours):.2f} s", f"{middle(floor):.2f} s DuckDB alone", ratio(ours, floor), " ×", limit
    )
    peak = max(run.megabytes for run in ours)
    yield Row(f"{what}: peak memory", f"{peak:.0f} MB", "", peak, " MB", MOST_MEGABYTES)
    said.unlink()


def engine(folder: Path) -> Iterator[Row]:
    """A Parquet table by question, compared with DuckDB only counting right answers."""
    import duckdb

    path = folder / "table.parquet"
    with duckdb.connect() as connection:
        connection.execute(TABLE.format(rows=ROWS, path=path))
    command = [COMMAND, "records", str(path), "--by", "question", "--engine", "duckdb"]
    ours, floor = alternate([command, [sys.executable, "-c", TABLE_FLOOR, str(path)]], rounds=3)
    what = f"{ROWS:,} rows of the table by question, in DuckDB"
    yield Row(
        what, f"{middle(ours):.2f} s", f"{middle(floor):.2f} s one count", ratio(ours, floor), " ×", None
    )
    peak = max(run.megabytes for run in ours)
    yield Row(f"{what}: peak memory", f"{peak:.0f} MB", "", peak, " MB", None)


def write_report(path: Path) -> None:
    """Writes an Interactions report like one downloaded from Moodle."""
    parts = ("Question {}", "Response {}", "Right answer {}", "Result {}")
    header = ["Name", "Email address", "Attempt", "Started on", "Last accessed on", "Score", "Course"]
    header += [part.format(at) for at in range(QUESTIONS) for part in parts]
    date = "Wednesday, 25 November 2026, 10:49 AM"
    with path.open("w", encoding="utf-8") as file:
        print("\t".join(header), file=file)
        for learner in range(LEARNERS):
            row = [f"Learner {learner}", f"p{learner}@example.org", "1", date, date, "70", "70"]
            for at in range(QUESTIONS):
                chosen = f"Option {(learner * 7 + at) % 4}"
                row += [
                    f"course.question_{at}",
                    chosen,
                    "Option 1",
                    "correct" if chosen[-1] == "1" else "wrong",
                ]
            print("\t".join(row), file=file)


def write_statements(path: Path, statements: int) -> None:
    """Writes statements like those of courses, 50 for each learner."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(statements):
            at, chosen = number % 50, f"o{number * 2_654_435_761 % 7 % 4}"
            choices = [{"id": f"o{option}", "description": {"en": f"Option {option}"}} for option in range(4)]
            definition = {
                "interactionType": "choice",
                "description": {"en": f"Which is right in question {at}?"},
                "choices": choices,
            }
            statement = {
                "id": str(UUID(int=number)),
                "actor": {"mbox": f"mailto:p{number // 50}@example.org"},
                "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
                "object": {"id": f"https://c.example/course/d/q{at}", "definition": definition},
                "result": {"response": chosen, "success": chosen == "o1", "duration": f"PT{number % 90}S"},
                "timestamp": f"2026-01-31T10:{number % 60:02d}:00Z",
            }
            print(json.dumps(statement), file=file)
