"""Numbers that an engine computes from the table: the same as in memory, on DuckDB, Spark and ClickHouse."""

from __future__ import annotations

import errno
import json
import random
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from later import Later

from courseware.commands import main
from courseware.commands.records import _chosen as of_files
from courseware.records import numbers as in_memory
from courseware.records.answer import Answer, Records
from courseware.records.coded import latest
from courseware.records.questions import QuestionInWords
from courseware.records.statistics import is_asked, only
from courseware.records.texts import OfText, folded
from courseware.records.wanted import Wanted
from courseware.records.writing import write
from courseware.site.when_asked import Branch

if TYPE_CHECKING:
    from courseware.records import engine as engines
else:
    engines = Later("courseware.records.engine")

pytestmark = pytest.mark.skipif(not find_spec("ibis"), reason="Ibis (extra: records) is not installed")

POINTS = tuple("12345")
BEGUN = datetime(2026, 1, 31, 10, tzinfo=UTC)


def table(people: int = 60) -> tuple[Answer, ...]:
    """Two courses with all kinds of questions, second attempts, changed answers, and gaps."""
    chance = random.Random(7)
    found: list[Answer] = []
    for person in range(people):
        for attempt in (1, 2) if person % 4 == 0 else (1,):
            for at in range(10):
                if chance.random() < 0.1:
                    continue
                when, seconds = BEGUN + timedelta(seconds=len(found)), round(chance.random() * 90, 2)
                blank = Answer(
                    f"p{person}", attempt, f"c{at % 2}", "1", f"d{at % 3}", f"q{at}", f"Q {at}?", "choice", (), (),
                    None, None, when, seconds, f"f, row {len(found)}",
                )  # fmt: skip
                found.append(of_kind(blank, at, person / people, chance))
                if chance.random() < 0.2:
                    found.append(
                        of_kind(blank, at, person / people, chance)._replace(
                            when=BEGUN + timedelta(days=1, seconds=len(found)),
                            source=f"f, again {len(found)}",
                        )
                    )
    return tuple(found)


def of_kind(blank: Answer, at: int, skill: float, chance: random.Random) -> Answer:
    right = chance.random() < 0.3 + skill * 0.6
    if at < 3:
        chosen = "right" if right else chance.choice(["wrong; in two", "tempting"])
        options = ("tempting", "right", "wrong; in two", "never")
        return blank._replace(response=(chosen,), options=options, right=right)
    kinds: list[dict[str, Any]] = [
        {"type": "likert", "response": (chance.choice(POINTS),), "options": POINTS},
        {"type": "numeric", "response": (chance.choice(["1,5", "-2", " 7\n", "٣", "many", "1e300"]),), "right": None},
        {"type": "numeric", "response": ("7" if right else "8",), "right": right},
        {"type": "sequencing", "response": ("a", "b") if right else ("b", "a"), "options": ("a", "b"), "right": right},
        {
            "type": "long-fill-in",
            "response": (chance.choice(["naß \\ 'text' %", "Naß, naß", "von Nässe", "", "Ελλάδα\nliegt am Meer"]),),
            "seconds": None,
        },
        {"type": "choice", "response": ("a", "b")[: 1 + right], "options": ("a", "b", "c"), "right": right},
        {"type": "likert", "response": (chance.choice([*POINTS, "9"]),), "options": POINTS},
    ]  # fmt: skip
    return blank._replace(**kinds[at - 3])


ENGINES = {
    "duckdb": "duckdb",
    "spark": "spark",
    # ClickHouse's engine in this process, used through ClickHouse's client
    "clickhouse": "clickhouse://localhost/default?interface=chdb",
}


@pytest.fixture(
    scope="module",
    # large engines, which start slowly
    params=[name if name == "duckdb" else pytest.param(name, marks=pytest.mark.long) for name in ENGINES],
)
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "spark":
        pytest.importorskip("pyspark", reason="Spark is not installed (extra: spark)")
        if not shutil.which("java"):
            pytest.skip("Spark needs Java, which is not here")
    if request.param == "clickhouse":
        pytest.importorskip("clickhouse_connect", reason="ClickHouse is not installed (extra: engines)")
        pytest.importorskip("chdb", reason="ClickHouse is not installed (extra: engines)")
    with engines.connected(ENGINES[request.param]) as backend:
        yield backend


def numbers_of(engine: Any, every: Any, wanted: Wanted) -> Sequence[Any]:
    return engines.Chosen(engine, every, wanted).numbers()


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, tuple):
        return tuple(map(rounded, value))
    return value


def alike(row: Any) -> Any:
    """Without the order of learners with the same text, which an engine does not keep."""
    if isinstance(row, OfText):
        row = row._asdict()
    if isinstance(row, dict) and "learners" in row:
        return (
            row["course"],
            row["question_id"],
            row["question"],
            folded(row["text"]),
            *sorted(row["learners"]),
        )
    return rounded(row)


def test_numbers_are_those_in_memory(engine: Any, tmp_path: Path) -> None:
    answers = table()
    write(answers[: len(answers) // 2], tmp_path / "a.parquet")
    write(answers[len(answers) // 2 :], tmp_path / "b.parquet")
    every = engines.table_of(engine, [str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")])
    kept = latest(answers)
    assert len(kept) < len(answers)
    records = Records(kept, (), (), {}, {}, ())
    for history, those in ((False, kept), (True, answers)):
        for by in in_memory.KINDS:
            found = {alike(row) for row in numbers_of(engine, every, Wanted(by, history=history))}
            assert found == {alike(row) for row in in_memory.numbers(records, those, those, by)}, by
            assert found


def with_each(names: Iterable[str], quick: Collection[tuple[str, str]]) -> list[Any]:
    """Every `by` with each name; all but the `quick` ones are long tests, because a query takes up to half a second."""
    return [
        pytest.param(by, name, marks=[] if (by, name) in quick else pytest.mark.long)
        for by in in_memory.KINDS
        for name in names
    ]


PEOPLE = tuple(f"p{at}" for at in range(0, 16, 3))
FILTERS = {
    "learners": Wanted(learners=PEOPLE, history=True),
    "since": Wanted(since=BEGUN + timedelta(seconds=40.5), asked=("q 7", "q0", "Q 1?")),
    "both": Wanted(learners=PEOPLE, since=BEGUN + timedelta(days=1), asked=("q6", "Q")),
}


@pytest.mark.parametrize(
    ("by", "name"),
    with_each(
        FILTERS,
        {
            ("question", "learners"),
            ("question", "since"),
            ("learner", "both"),
            ("attempt", "learners"),
            ("document", "since"),
            ("scale", "learners"),
            ("word", "both"),
            ("text", "since"),
        },
    ),
)
def test_filters_are_those_in_memory(engine: Any, by: str, name: str, tmp_path: Path) -> None:
    """The order of answers is that in the sources, which matters if an answer has no time."""
    answers = tuple(
        answer._replace(when=None if at % 9 == 0 else answer.when, source=f"row {at:04}")
        for at, answer in enumerate(table(16))
    )
    write(answers, tmp_path / "a.parquet")
    every = engines.table_of(engine, [str(tmp_path / "a.parquet")])
    wanted = FILTERS[name]._replace(by=by)
    records, left_out = only(Records(answers, (), (), {}, {}, ()), wanted.learners, wanted.since)
    those = records.answers if wanted.history else latest(records.answers)
    chosen = [answer for answer in those if is_asked(answer.question_id, answer.question, wanted.asked)]
    found = {alike(row) for row in numbers_of(engine, every, wanted)}
    assert found == {alike(row) for row in in_memory.numbers(records, those, chosen, by)}
    assert engines.Chosen(engine, every, wanted).untimed() == left_out


OPTIONS = {"a": "tempting", "b": "right", "c": "wrong; in two", "d": "never"}


def course() -> list[QuestionInWords]:
    """The questions of `recorded`, but for the last, with conditions and a pool; and one that nobody answers."""
    pool = Branch(draw=1, parts=(("d.q8",), ("d.nobody",)), keys=("k8", "k9"))
    asked = {
        0: ("choice", OPTIONS, ("right",), Branch(points=1.0)),
        1: ("choice", OPTIONS, ("tempting", "wrong; in two"), Branch(points=2.0)),
        2: ("choice", OPTIONS, None, Branch(("is", "d.q0", ("right",)))),
        3: ("likert", dict(zip("abcde", POINTS, strict=True)), None, Branch(("score", "d", ">", 50))),
        4: ("numeric", {}, None, Branch(("number", "d.q5", ">", 7))),
        5: ("numeric", {}, ("7",), Branch()),
        6: ("sequencing", {"1": "a", "2": "b"}, ("a", "b"), Branch(("not", ("text", "d.q7", "Naß, naß")))),
        7: ("long-fill-in", {}, None, Branch()),
        8: ("choice", {"1": "a", "2": "b", "3": "c"}, ("a", "b"), pool),
    }
    known = [
        QuestionInWords(f"d.q{at}", f"What is {at}?", kind, "e" if at == 3 else "d", options, answer, branch)
        for at, (kind, options, answer, branch) in asked.items()
    ]
    nobody = QuestionInWords("d.nobody", "Nobody?", "fill-in", "d", {}, None, pool)
    return [*reversed(known[:3]), nobody, *known[3:]]


def recorded(people: int) -> tuple[Answer, ...]:
    """Answers as tools write them: under ids and IRIs, options as ids, letters or one text, not always judged; and of
    some the same again by another id of the learner, without a time.
    """
    chance = random.Random(5)
    letters = {text: identifier for identifier, text in OPTIONS.items()}
    found: list[Answer] = []
    for at, answer in enumerate(table(people)):
        name = answer.question_id.removeprefix("q")
        said: tuple[str, ...] = answer.response
        if int(name) < 3:
            said = chance.choice(
                [
                    said,
                    (letters[said[0]],),
                    ("a,c",),
                    ("tempting; wrong; in two",),
                    ("tempting", "wrong; in two"),
                ]
            )
        found.append(
            answer._replace(
                question_id=chance.choice([f"d.q{name}", f"https://c.example/d/q{name}"]),
                question=f"Recorded {name}",
                response=said,
                right=chance.choice([answer.right, answer.right, None]),
                when=None if chance.random() < 0.1 else answer.when,
                source=f"row {at:04}",
            )
        )
    again = [
        given._replace(
            learner=f"{given.learner} of Moodle",
            course="A title",
            right=chance.choice([given.right, given.right, None]),
            when=None,
            source=f"row 9{at:03}",
        )
        for at, given in enumerate(found)
        if given.course == "c1" and chance.random() < 0.3
    ]
    once = {answer._replace(source=""): answer for answer in (*found, *again)}  # a table has no row twice
    return tuple(once.values())


BOTH = {f"p{at}{kind}": f"Person {at}" for at in range(0, 20, 3) for kind in ("", " of Moodle")}
OTHER = [question._replace(label="Other") for question in course()[4:]]
WANTED = {
    "searched": Wanted(
        versions=[course()], searched=("NASS", "5", "in  TWO"), key=b"secret", keep_texts=True
    ),
    "asked": Wanted(versions=[course()[:4], OTHER], history=True, asked=("d.q0", "OTHER")),
    "since": Wanted(
        versions=[course()], names=BOTH, learners=("Person 3", "p4"), since=BEGUN + timedelta(seconds=30)
    ),
    "nowhere": Wanted(searched=("nowhere",)),
    "anonymous": Wanted(names=BOTH, history=True, key=b"secret"),
}


@pytest.mark.parametrize(
    ("by", "name"),
    with_each(
        WANTED,
        {
            ("question", "searched"),
            ("question", "asked"),
            ("learner", "since"),
            ("attempt", "anonymous"),
            ("document", "asked"),
            ("scale", "since"),
            ("word", "searched"),
            ("text", "nowhere"),
            ("text", "anonymous"),
        },
    ),
)
def test_options_are_those_in_memory(engine: Any, by: str, name: str, tmp_path: Path) -> None:
    path = str(tmp_path / "a.parquet")
    write(recorded(24), Path(path))
    wanted = WANTED[name]._replace(by=by)
    plain = of_files(wanted, [path], ())
    found = engines.Chosen(engine, engines.table_of(engine, [path]), wanted)
    rows = found.numbers()
    assert sorted(map(alike, rows), key=str) == sorted(
        map(alike, in_memory.numbers(plain.records, plain.every, plain.answers, by)), key=str
    )
    told = {answer.question_id for answer in plain.records.answers}
    assert found.untimed() == plain.untimed
    assert set(found.unknown) == set(plain.unknown)
    assert found.other() == plain.records.other
    assert found.nobody() == [asked.id for asked in plain.records.questions if asked.id not in told]


def test_questions_are_in_the_order_of_the_course(engine: Any, tmp_path: Path) -> None:
    write(recorded(12), tmp_path / "a.parquet")
    rows = numbers_of(
        engine, engines.table_of(engine, [str(tmp_path / "a.parquet")]), Wanted("question", [course()])
    )
    found = list(dict.fromkeys(row.question_id for row in rows))
    order = [question.id for question in course() if question.id != "d.nobody"]
    assert found == [*order, "d.q9", "https://c.example/d/q9"]
    assert any(row.skipped for row in rows)


def test_statistics_without_variance_are_empty(engine: Any, tmp_path: Path) -> None:
    blank = table()[0]._replace(seconds=None, right=None, options=(), response=())
    write([blank], tmp_path / "a.parquet")
    (found,) = numbers_of(engine, engines.table_of(engine, [str(tmp_path / "a.parquet")]), Wanted("question"))
    assert (found.answers, found.judged, found.facility, found.discrimination) == (1, 0, None, None)
    assert (found.seconds, found.quartiles, found.mean, found.distribution, found.change) == (
        None,
        None,
        None,
        (),
        None,
    )


def test_quartiles_are_exact_however_many_answers_there_are(engine: Any, tmp_path: Path) -> None:
    """ClickHouse's own quartiles are those of a sample of 8,192."""
    chance = random.Random(3)
    blank = table(1)[0]
    said = [blank._replace(learner=f"p{at}", seconds=chance.random() * 90) for at in range(20_000)]
    write(said, tmp_path / "a.parquet")
    (found,) = numbers_of(engine, engines.table_of(engine, [str(tmp_path / "a.parquet")]), Wanted("question"))
    (plain,) = in_memory.numbers(Records((), (), (), {}, {}, ()), said, said, "question")
    assert rounded(found.quartiles) == rounded(plain.quartiles)


def test_the_plan_has_the_query_and_what_the_engine_makes_of_it(engine: Any, tmp_path: Path) -> None:
    write(table(3), tmp_path / "a.parquet")
    told = engines.Chosen(
        engine, engines.table_of(engine, [str(tmp_path / "a.parquet")]), Wanted("question")
    ).plan()
    assert "SELECT" in told
    assert "-- given" in told


def test_another_table_is_refused(engine: Any, tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect() as other:
        other.sql("SELECT 1 AS x").write_parquet(str(tmp_path / "x.parquet"))
    with pytest.raises(ValueError, match="columns of the table"):
        engines.table_of(engine, [str(tmp_path / "x.parquet")])


# The command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", *arguments])


def printed(*arguments: str) -> Any:
    """The numbers that the command prints as JSON."""
    return json.loads(run(*arguments, "--output-format", "json").stdout, parse_float=digits)


@pytest.fixture(scope="module")
def by_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The numbers of `table(40)` in a file that the command prints with `--engine duckdb`, by `--by`."""
    path = tmp_path_factory.mktemp("by_duckdb") / "a.parquet"
    write(table(40), path)
    return {by: printed(str(path), "--by", by, "--engine", "duckdb") for by in in_memory.KINDS}


def test_command_prints_the_same_numbers_with_and_without_an_engine(
    by_duckdb: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(table(40), tmp_path / "a.parquet")
    for by, found in by_duckdb.items():
        plain = printed("a.parquet", "--by", by)
        assert sorted(map(alike, found), key=str) == sorted(map(alike, plain), key=str)
    assert "SELECT" in run("a.parquet", "--by", "learner", "--engine", "duckdb", "--explain").stdout
    assert (
        "answers; facility" in run("a.parquet", "--by", "question", "--engine", "duckdb", "--history").stdout
    )


def digits(text: str) -> float:
    return round(float(text), 9)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("a.parquet", "--engine", "duckdb"),
            "--by with one of: question, learner, attempt, document, scale, word, text",
        ),
        (("a.parquet", "--engine", "duckdb", "--output", "b.csv"), "files of the table without --engine"),
        (("a.parquet", "--engine", "duckdb", "--report", "b.html"), "files of the table without --engine"),
        (("a.parquet", "--engine", "duckdb", "--export", "p0"), "files of the table without --engine"),
        (
            ("a.parquet", "--engine", "duckdb", "--by", "word", "--against", "a.csv"),
            "--against needs --report",
        ),
        (("a.parquet", "--engine", "duckdb", "--by", "word", "--course", "none.zip"), "is not a package"),
        (("a.parquet", "--engine", "duckdb", "--by", "word", "--learners", "none.csv"), "does not exist"),
        (("a.parquet", "--engine", "duckdb", "--by", "word", "--keep-texts"), "needs --anonymous"),
        (("a.csv", "--engine", "duckdb", "--by", "question"), "--history --output table.parquet"),
        (("a.parquet", "--explain"), "--explain needs --engine"),
    ],
)
def test_unsupported_options_of_an_engine_are_reported(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(table(2), tmp_path / "a.parquet")
    (tmp_path / "a.csv").touch()
    result = run(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.output


def test_errors_of_an_engine_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 broken")
    for engine in ("duckdb", "no-such-engine://x"):
        result = run(str(tmp_path / "a.parquet"), "--engine", engine, "--by", "learner")
        assert result.exit_code in (1, 2)
        assert len(result.stderr.strip().splitlines()) <= 4
        assert "Traceback" not in result.output


# Tables that an engine holds


MAP = {
    "learner": "who",
    "attempt": "try",
    "course": "unit",
    "question_id": "item",
    "question": "words",
    "type": "kind",
    "document": "page",
    "response": "said",
    "options": "could",
    "right": "ok",
    "when": "at",
    "seconds": "took",
    "source": "row",
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A DuckDB database with other column names, and the map of these."""
    import duckdb

    write(table(40), tmp_path / "a.parquet")
    joined = {"response": "array_to_string(response, '; ')", "right": '"right"::INTEGER'}
    parts = ", ".join(
        f'{joined.get(ours, chr(34) + ours + chr(34))} AS "{theirs}"' for ours, theirs in MAP.items()
    )
    with duckdb.connect(str(tmp_path / "ware.db")) as base:
        base.execute("CREATE SCHEMA school")
        base.execute(f"CREATE TABLE school.said AS SELECT {parts} FROM '{tmp_path / 'a.parquet'}'")
        base.execute(f"CREATE TABLE tidy AS FROM '{tmp_path / 'a.parquet'}'")
    lines = "".join(f"{ours},{theirs}\n" for ours, theirs in MAP.items())
    (tmp_path / "map.csv").write_text(lines, encoding="utf-8")
    return tmp_path / "ware.db"


def test_a_table_of_an_engine_gives_the_same_numbers(
    warehouse: Path, by_duckdb: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(warehouse.parent)
    address = f"duckdb://{warehouse}?table="
    before = warehouse.read_bytes()
    for by, of_file in by_duckdb.items():
        assert printed(f"{address}tidy", "--by", by) == of_file
        mapped = printed(f"{address}school.said", "--columns", "map.csv", "--by", by)
        assert parted(mapped) == parted(of_file)
    assert "SELECT" in run(f"{address}tidy", "--by", "learner", "--explain").stdout
    assert warehouse.read_bytes() == before


def parted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without questions with an option that contains the separator of lists, which is ambiguous in a joined text."""
    return [row for row in rows if row.get("question_id") not in ("q0", "q1", "q2")]


@pytest.mark.parametrize(
    ("map_", "arguments", "said"),
    [
        ("learner,nobody\n", (), "has no column nobody"),
        ("person,who\n", (), "no column person"),
        ("learner\n", (), "each row must have a column"),
        ("learner,who\n", ("--erase", "p0"), "read files of the table without --engine"),
        ("learner,who\n", ("--engine", "duckdb"), "must be the only source"),
        ("learner,who\n", ("a.parquet",), "must be the only source"),
    ],
)
def test_a_wrong_map_is_reported(
    map_: str, arguments: tuple[str, ...], said: str, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(warehouse.parent)
    Path("map.csv").write_text(map_, encoding="utf-8")
    result = run(
        f"duckdb://{warehouse}?table=school.said", *arguments, "--columns", "map.csv", "--by", "learner"
    )
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "--columns needs" in run("a.parquet", "--columns", "map.csv", "--by", "learner").stderr
    nothing = run(f"duckdb://{warehouse}?table=school.nothing", "--by", "learner")
    assert "there is no table school.nothing" in nothing.stderr


def test_a_database_that_was_written_is_a_table_of_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(table(40), tmp_path / "a.parquet")
    for _ in range(2):  # the second run replaces the first
        assert run("a.parquet", "--history", "--output", "a.duckdb").exit_code == 0
    asked = ("--by", "question", "--output-format", "json")
    in_database = run("duckdb://a.duckdb?table=answers", *asked)
    assert in_database.stdout == run("a.parquet", "--engine", "duckdb", *asked).stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.duckdb", "a.parquet"]


def test_a_reader_who_goes_away_is_no_error_of_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    write(table(3), tmp_path / "a.parquet")
    monkeypatch.setattr("courseware.commands.engine.print_rows", gone)
    result = run(str(tmp_path / "a.parquet"), "--by", "learner", "--engine", "duckdb")
    assert (result.exit_code, result.stderr) == (1, "")
