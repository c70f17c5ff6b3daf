"""Records and new versions of a course: `check --against` says which are kept, `pin` keeps them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware.archive.reader import open_package
from courseware.commands import main
from courseware.commands.faults import FAULTS
from courseware.course.compiler import check_course
from courseware.course.pin import pin
from courseware.diagnostics import COMMAND, Fault
from courseware.records.asked import AnswerInWords, not_asked
from courseware.records.questions import QuestionInWords
from courseware.site.compare import compare
from courseware.site.when_asked import branches_of, when_asked

DOCUMENT = """---
title: Rain
phase: 1
---

## Clouds

{type: selection}

Which cloud brings rain?

- [ ] Cirrus
- [x] Nimbostratus

## Your day

{type: form}

**Rate the rain**
{type: rating, labels: ["dry", "wet"]}

**How many drops?**
{type: number, answer: 7}

**Which month?**
{type: select, options: [April, May]}

**What did you see?**
{type: textarea, id: seen}

## An order

{type: ranking, answer: ordered}

From first to last.

- drop
- puddle
"""
OTHER = "---\ntitle: Snow\nphase: 2\n---\n\nOnly words.\n"


def write(folder: Path, document: str = DOCUMENT, settings: str = "id: rain\n", **more: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "course.yaml").write_text(settings, encoding="utf-8")
    (folder / "rain.md").write_text(document, encoding="utf-8")
    (folder / "snow.md").write_text(OTHER, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("old") / "course")
    path = folder.parent / "old.zip"
    assert run("package", folder, "--output", path).exit_code == 0
    return path


def said(ran: Result) -> list[str]:
    return re.findall(r"\[(R\d+)\]", ran.stderr)


def against(old: Path, folder: Path, *changes: tuple[str, str], **options: str) -> Result:
    document = DOCUMENT
    for before, after in changes:
        assert document.count(before) == 1
        document = document.replace(before, after)
    return run("check", write(folder / "course", document, **options), "--against", old)


def test_the_same_course_keeps_everything(old: Path, tmp_path: Path) -> None:
    ran = against(old, tmp_path)
    assert (ran.exit_code, said(ran)) == (0, [])
    assert ran.stdout.endswith(f"Against {old}: 6 kept, 0 new, 0 gone\n")


def test_a_package_reads_the_old_one_once(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def counted(path: str) -> Any:
        opened.append(path)
        return open_package(path)

    monkeypatch.setattr("courseware.site.compare.open_package", counted)
    ran = run("package", write(tmp_path / "course"), "--against", old, "--output", tmp_path / "new.zip")
    assert (ran.exit_code, said(ran)) == (0, [])
    assert opened == [str(old)]


@pytest.mark.parametrize(
    ("changes", "codes", "counts"),
    [
        ([("## Clouds\n", "## Of clouds\n")], ["R104"], "5 kept, 1 new, 1 gone"),
        ([("- [ ] Cirrus", "- [ ] Cirrus\n- [ ] Cumulus")], [], "6 kept, 0 new, 0 gone"),
        ([("**Which month?**", "**Which year?**\n{type: number}\n\n**Which month?**")], [], "6 kept, 1 new, 0 gone"),
        ([("Which cloud brings rain?", "Which of the clouds brings rain?")], [], "6 kept, 0 new, 0 gone"),
        ([("**Which month?**", "**In what part of the year?**")], ["R104"], "5 kept, 1 new, 1 gone"),
        ([("\n**How many drops?**\n{type: number, answer: 7}\n", "")], ["R103"], "5 kept, 0 new, 1 gone"),
        ([("{type: rating, labels: [\"dry\", \"wet\"]}", "{type: text}")], ["R105"], "6 kept, 0 new, 0 gone"),
        ([("**What did you see?**", "**What did you hear?**")], ["R106"], "6 kept, 0 new, 0 gone"),
        ([("[April, May]", "[April, June]")], ["R107"], "6 kept, 0 new, 0 gone"),
        ([("answer: 7", "answer: 8")], ["R111"], "6 kept, 0 new, 0 gone"),
        ([("- [ ] Cirrus\n- [x] Nimb", "- [x] Cirrus\n- [ ] Nimb")], ["R111"], "6 kept, 0 new, 0 gone"),
        ([("- drop\n- puddle", "- puddle\n- drop")], ["R111"], "6 kept, 0 new, 0 gone"),
    ],
)  # fmt: skip
def test_what_becomes_of_records(
    changes: list[tuple[str, str]], codes: list[str], counts: str, old: Path, tmp_path: Path
) -> None:
    ran = against(old, tmp_path, *changes)
    assert (ran.exit_code, said(ran)) == (0, codes)
    assert counts in ran.stdout


EXAMPLES = [
    fault
    for code, fault in FAULTS.items()
    if code.startswith("R") and fault.example and fault.example.file != COMMAND
]


@pytest.mark.parametrize("fault", EXAMPLES, ids=lambda fault: fault.code)
def test_example_of_a_code_gives_it_alone(fault: Fault, old: Path, tmp_path: Path) -> None:
    assert fault.example
    before, now, file = fault.example
    folder = write(tmp_path / "course")
    if file == "document.md" and before not in DOCUMENT:
        old = tmp_path / "old.zip"
        write(folder, f"{DOCUMENT}\n{before}\n")
        assert run("package", folder, "--output", old).exit_code == 0
    if not file:
        (before,) = set(before.split("\n")) - set(now.split("\n"))
        (now,) = set(now.split("\n")) - set(fault.example.mistake.split("\n"))
        (folder / before).rename(folder / now)
    else:
        path = folder / {"document.md": "rain.md"}.get(file, file)
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, now), encoding="utf-8")
    assert said(run("check", folder, "--against", old)) == [fault.code]


def test_the_suggested_id_keeps_the_record(old: Path, tmp_path: Path) -> None:
    reworded = ("**Which month?**", "**In what part of the year?**")
    ran = against(old, tmp_path, reworded)
    (name,) = re.findall(r"write `id: (\w+)` in its marker", ran.stderr)
    kept = against(old, tmp_path, reworded, ("{type: select,", f"{{type: select, id: {name},"))
    assert said(kept) == ["R106"]
    assert "6 kept, 0 new, 0 gone" in kept.stdout


BRANCHES = """---
title: Rain
phase: 1
---

## You

{type: form}

**Wet?**
{type: true_false, id: wet}

**How many drops?**
{type: number, id: drops, answer: 7}

## If wet

{type: form, show_if: rain.wet = true}

**What do you wear?**
{type: select, id: coat, options: [A coat, A hat]}

**Which hat?**
{type: text, id: hat}

## Some of these

{type: pool, draw: 1}

### Is it rain?

{type: true_false, answer: true}

### Is it snow?

{type: true_false, answer: false}
"""


IN_A_POOL = BRANCHES.partition("## Some of these")[2]
IN_A_FORM = (
    IN_A_POOL.replace("{type: pool, draw: 1}", "{type: form}")
    .replace("### Is", "**Is")
    .replace("?\n\n", "?**\n")
)


WITHIN = {str(number): ["and", ["at", number + 1], ["at", number + 1]] for number in range(48)}


@pytest.mark.parametrize(
    "more",
    [
        {"conditions": WITHIN},
        {"conditions": {"0": ["or", ["at", 0], ["at", 0]]}},
        {"conditions": {"0": ["number", "b", ["="], 3]}},
        {"conditions": {"0": ["text", "b"]}},
        {"pages": [{"key": ["p"], "if": ["at", 0]}], "conditions": [1]},
        {"pools": [{"draw": "1", "parts": [[["a"], 1], 2, []]}], "conditions": {"0": ["is", ["b"], [["x"]]]}},
    ],
)
def test_conditions_of_a_package_of_anybody_are_read_in_a_moment(more: dict[str, object]) -> None:
    """Even conditions that would be far too many if every number were replaced."""
    asked = {"key": "a", "id": "a.a", "page": ["p"], "if": ["at", 0], "drawn": ["a"]}
    block = {"pages": [{"key": "p"}], "interactions": [asked, {"key": "b", "id": "a.b"}], **more}
    assert set(when_asked(block)) == {"a", "b"}
    questions = [
        QuestionInWords(identifier, identifier, "choice", "a", {}, None, branch)
        for identifier, branch in branches_of(block).items()
    ]
    given = {"a.b": AnswerInWords(("3",), None)}
    assert not_asked(questions, given) <= {"a.a"}


@pytest.mark.parametrize(
    ("before", "now", "code", "told"),
    [
        ("rain.wet = true", "rain.wet = false or rain.drops > 3", "R112",
         '"rain.coat" and 1 more was asked if rain.wet = "True", but is now asked if '
         '(rain.wet = "False" or rain.drops > 3)'),
        (", show_if: rain.wet = true", "", "R112",
         '"rain.coat" and 1 more was asked if rain.wet = "True", but is now asked of everybody'),
        ("draw: 1", "draw: 2", "R113",
         '"rain.is_it_rain" and 1 more was in a pool that draws 1 of 2, but is now in a pool that asks all 2'),
        (IN_A_POOL, IN_A_FORM, "R113",
         '"rain.is_it_rain" and 1 more was in a pool that draws 1 of 2, but is now not in a pool'),
        ("**Which hat?**", "**What hat?**", "R106",
         'the id "rain.hat" belonged to "Which hat?", but now belongs to "What hat?"'),
    ],
)  # fmt: skip
def test_of_whom_a_question_is_asked_is_compared(
    before: str, now: str, code: str, told: str, tmp_path: Path
) -> None:
    package = tmp_path / "old.zip"
    assert run("package", write(tmp_path / "old", BRANCHES), "--output", package).exit_code == 0
    assert BRANCHES.count(before) == 1
    course, problems = check_course(write(tmp_path / "new", BRANCHES.replace(before, now)))
    assert course is not None
    assert problems == []
    found = compare(course, package).diagnostics
    assert [(diagnostic.code, diagnostic.message) for diagnostic in found] == [(code, told)]


def test_another_id_structure_or_document(old: Path, tmp_path: Path) -> None:
    of_another_course = against(old, tmp_path, settings="id: hail\n")
    assert said(of_another_course) == ["R102"]
    assert re.search(r": 0 kept, [1-9]\d* new, [1-9]\d* gone$", of_another_course.stdout.strip())
    assert said(against(old, tmp_path, settings="id: rain\nstructure: per-document\n")) == ["R109"]
    folder = write(tmp_path / "course")
    (folder / "snow.md").rename(folder / "ice.md")
    assert said(run("check", folder, "--against", old)) == ["R108"]


def test_a_package_of_several_scos_is_compared_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "course", settings="id: rain\nstructure: per-document\n")
    path = tmp_path / "old.zip"
    assert run("package", folder, "--output", path).exit_code == 0
    ran = run("check", folder, "--against", path)
    assert said(ran) == []
    assert "6 kept, 0 new, 0 gone" in ran.stdout


def test_a_key_that_gets_longer_is_reported(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Makes keys as if two ids had the same key."""
    monkeypatch.setattr(
        "courseware.course.course.distinct_keys",
        lambda kind, ids: ({identifier: f"k-{identifier}" for identifier in ids}, []),
    )
    assert said(against(old, tmp_path)) == ["R110"] * 6


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip",
        b'<script id="course-data">{"interactions": 1}</script>',
        b'<script id="course-data">[</script>',
        b'<script id="course-data">' + b"[" * 100_000 + b"</script>",
    ],
)
def test_a_package_of_another_tool_cannot_be_compared(content: bytes, tmp_path: Path) -> None:
    folder = write(tmp_path / "course")
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_bytes(content)
    ran = run("check", folder, "--against", other)
    assert said(ran) == (["R102"] if b"interactions" in content else ["R101"])


def test_every_code_has_a_test() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [code for code in FAULTS if code.startswith("R") and f'"{code}"' not in text] == []


# --- pin


def ids(folder: Path) -> list[str]:
    course, _ = check_course(folder)
    assert course is not None
    return [interaction.id for interaction in course.interactions]


def test_pinned_ids_are_those_of_before_and_labels_are_free(old: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "course")
    before = ids(folder)
    ran = run("pin", folder)
    assert (ran.exit_code, ran.stdout) == (0, f"{folder}/rain.md: 5 ids\n")
    assert ids(folder) == before
    text = (folder / "rain.md").read_text("utf-8")
    assert re.sub(r", id: (?!seen\b)\w+", "", text) == DOCUMENT
    (folder / "rain.md").write_text(text.replace("Which month?", "Something else?"), encoding="utf-8")
    assert ids(folder) == before
    assert run("pin", folder).stdout == "every interaction already has an id\n"


def test_the_rows_of_a_grid_are_pinned_at_their_marker_and_can_be_reworded(tmp_path: Path) -> None:
    rows = "| | never | daily |\n| - | - | - |\n| The bus | | |\n| The train | | |\n"
    document = f"---\ntitle: Ways\n---\n\n## How do you go?\n\n{{type: grid, required: false}}\n\n{rows}"
    folder = write(tmp_path / "course", document)
    before = ids(folder)
    assert before == ["rain.the_bus", "rain.the_train"]
    ran = run("pin", folder)
    assert (ran.exit_code, ran.stdout) == (0, f"{folder}/rain.md: 2 ids\n")
    text = (folder / "rain.md").read_text("utf-8")
    assert text == document.replace("{type: grid", "{type: grid, rows: [the_bus, the_train]")
    (folder / "rain.md").write_text(text.replace("| The bus", "| A coach"), encoding="utf-8")
    assert ids(folder) == before
    assert run("pin", folder).stdout == "every interaction already has an id\n"


def test_a_dry_run_shows_what_would_be_written_and_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "course")
    ran = run("pin", folder, "--dry-run")
    assert (
        '\n-{type: rating, labels: ["dry", "wet"]}\n+{type: rating, id: rate_the_rain, labels: ["dry", "wet"]}\n'
        in ran.stdout
    )
    assert (folder / "rain.md").read_text("utf-8") == DOCUMENT
    assert ran.stdout.count("\n+{") == 5


def test_nothing_is_pinned_in_a_course_with_errors(tmp_path: Path) -> None:
    folder = write(tmp_path / "course", DOCUMENT.replace("{type: textarea", "{type: textarena"))
    ran = run("pin", folder)
    assert ran.exit_code == 1
    assert ", id: rate" not in (folder / "rain.md").read_text("utf-8")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    spelling=st.sampled_from(
        [
            "{type: text}",
            '{ type : "text" }',
            "{\ntype: text\n}",
            "{placeholder: 'ä, }', type: text , rows: 2}",
            "{'type':'text',}",
        ]
    ),
    label=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20),
)
def test_nothing_else_in_a_file_changes(
    mark: str, end: str, spelling: str, label: str, tmp_path: Path
) -> None:
    document = f"---\ntitle: T\n---\n\n## S\n\n{{type: form}}\n\n**{label}**\n{spelling}\n\nMore.\n"
    document = mark + document.replace("\n", end)
    (tmp_path / "a.md").write_bytes(document.encode())
    course, diagnostics = check_course(tmp_path)
    assert course is not None
    if any(diagnostic.severity == "error" for diagnostic in diagnostics) or not course.interactions:
        return
    (pinned,) = pin(course)
    pinned.rewriting.write()
    written = (tmp_path / "a.md").read_bytes().decode()
    assert written.replace(f", id: {pinned.ids[0]}", "", 1) == document
    assert len(written) == len(document) + len(f", id: {pinned.ids[0]}")
    assert ids(tmp_path) == [course.interactions[0].id]


def records(package: Path, page: str = "index.html") -> list[str] | None:
    """Index of a record → id of its question, if the package says so."""
    with ZipFile(package) as archive:
        [block] = re.findall(rb'id="course-data">(.*?)</script>', archive.read(page))
    found: list[str] | None = json.loads(block).get("records")
    return found


def test_questions_keep_the_places_of_their_records_and_new_ones_come_behind(
    old: Path, tmp_path: Path
) -> None:
    assert records(old) is None
    drops, month = "\n**How many drops?**\n{type: number, answer: 7}\n", "**Which month?**"
    year = "**Which year?**\n{type: number}\n\n"
    folder = write(tmp_path / "course", DOCUMENT.replace(drops, "").replace(month, year + month))
    second = tmp_path / "second.zip"
    ran = run("package", folder, "--output", second, "--against", old)
    assert (ran.exit_code, said(ran)) == (0, ["R103"])
    course, _ = check_course({"rain.md": DOCUMENT})
    assert course
    before = [interaction.id for interaction in course.interactions]
    assert records(second) == [*before, "rain.which_year"]
    # a removed question keeps its index in the next version, too
    write(folder, DOCUMENT.replace(drops, "").replace(month, f"**Who?**\n{{type: text}}\n\n{year}{month}"))
    third = tmp_path / "third.zip"
    assert run("package", folder, "--output", third, "--against", second).exit_code == 0
    assert records(third) == [*before, "rain.which_year", "rain.who"]


def test_parts_keep_the_places_of_their_own_records(tmp_path: Path) -> None:
    parts = "id: rain\nstructure: per-document\n"
    folder = write(tmp_path / "course", settings=parts)
    (folder / "snow.md").write_text(
        f"{OTHER}\n## Flakes\n\n{{type: form}}\n\n**How many?**\n{{type: number}}\n"
    )
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert run("package", folder, "--output", first).exit_code == 0
    assert run("package", folder, "--output", second, "--against", first).exit_code == 0
    assert records(second, "snow.html") == ["snow.how_many"]
    assert len(records(second, "rain.html") or []) == 6


def test_a_package_of_another_tool_has_no_places_to_keep(tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    ran = run("package", write(tmp_path / "course"), "--output", tmp_path / "new.zip", "--against", strange)
    assert (ran.exit_code, said(ran)) == (1, ["R101"])
    assert not (tmp_path / "new.zip").exists()
