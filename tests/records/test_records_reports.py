"""Whole reports: what the command prints and the page that it writes, for sources of every kind.

A folder in `reports_of` has sources and, in `sources.txt`, names of reports of a real Moodle; `expect.txt`,
`expect.json` and `expect.html` are the expected results. `--update-cases` rewrites these: read the difference.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from courseware.commands import main

CASES = Path(__file__).with_name("reports_of")
REAL = Path(__file__).with_name("moodle_reports")
VIEWS = ((), ("--by", "question"), ("--by", "learner"), ("--by", "text"), ("--by", "scale"))
"""Options of the views that are printed, in order."""


def sources(case: Path) -> list[str]:
    listed = case / "sources.txt"
    names = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    own = sorted(path for path in case.iterdir() if path != listed and path.stem != "expect")
    return [*(str(REAL / name) for name in names), *map(str, own)]


def printed(case: Path, *arguments: str) -> str:
    """The command's output, without paths of this machine."""
    result = CliRunner().invoke(main, ["records", *sources(case), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    told = f"$ courseware records {' '.join(['…', *arguments])}\n{result.stdout}--\n{result.stderr}"
    return told.replace(f"{case}/", "").replace(f"{REAL}/", "")


def without_style(page: str) -> str:
    """The page without style sheet and version, which are not part of the results."""
    return re.sub(
        r"(<style>).*?(</style>)", r"\1\2", re.sub(r"courseware \d[\w.+]*", "courseware", page), flags=re.S
    )


def found(case: Path, folder: Path) -> dict[str, str]:
    page = folder / "report.html"
    printed(case, "--report", str(page))
    numbers = CliRunner().invoke(
        main, ["records", *sources(case), "--by", "question", "--output-format", "json"]
    )
    return {
        "expect.txt": "\n".join(printed(case, *view) for view in VIEWS),
        "expect.json": numbers.stdout,
        "expect.html": without_style(page.read_text(encoding="utf-8"))
        .replace(f"{case}/", "")
        .replace(f"{REAL}/", ""),
    }


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_report(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for name, content in found(case, tmp_path).items():
        path = case / name
        if request.config.getoption("--update-cases"):
            path.write_text(content, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == content, name
        assert not set(content) & set("\x1b\x07\u202e")


def test_the_same_class_is_the_same_in_every_language() -> None:
    """The site's language affects only dates and names of columns, from which no number is computed."""
    english, german, arabic = (
        (CASES / name / "expect.json").read_text(encoding="utf-8") for name in ("english", "german", "arabic")
    )
    assert english == german == arabic
