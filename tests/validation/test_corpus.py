"""Small packages that the official conformance checker of SCORM 2004 4th Edition judged: the same verdicts, and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from packages import SHARED, write_zip

from courseware.diagnostics import Report
from courseware.validation.validate import validate

CORPUS = SHARED / "corpus" / "scorm2004-4"
SCHEMAS = SHARED / "schemas" / "scorm2004-4"

if not CORPUS.is_dir():
    pytest.skip("the corpus is not here (../shared, COURSEWARE_SHARED)", allow_module_level=True)

TABLE = Path(__file__).parent / "corpus.txt"

EXCEPTIONS: dict[str, str] = {
    # what the checker fails, and the clause that lets it pass
    "4-utf8-pct": "RFC 3986, 2.5: letters beyond ASCII are escaped as their octets in UTF-8",
}


@cache
def verdicts() -> dict[str, tuple[str, bool]]:
    """Name → PASS or FAIL, and whether the official schemas lay at the root."""
    rows = (line.split("\t") for line in (CORPUS / "verdicts.tsv").read_text("utf-8").splitlines())
    return {name: (verdict, schemas.startswith("with ")) for name, verdict, schemas in rows}


def judged(name: str, folder: Path, with_schemas: bool) -> Report:
    """The report of a package, with the official schemas at its root where they lay there."""
    with ZipFile(CORPUS / f"{name}.zip") as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    return validate(write_zip(folder / f"{name}.zip", {**files, **(official() if with_schemas else {})}))


@cache
def official() -> dict[str, bytes]:
    return {p.relative_to(SCHEMAS).as_posix(): p.read_bytes() for p in SCHEMAS.rglob("*") if p.is_file()}


def expected() -> dict[str, tuple[list[str], list[str]]]:
    """Name → the codes of its errors and of its warnings.

    P680 is left out: it is said of every SCO of the first packages, which are empty.
    """
    table = {}
    for line in TABLE.read_text("utf-8").splitlines()[2:]:
        name, _, codes = line.partition(":")
        errors, _, warnings = codes.partition("|")
        table[name] = (errors.split(), warnings.split())
    return table


def test_the_table_holds_every_package_and_its_verdict() -> None:
    ours = {name: "FAIL" if errors else "PASS" for name, (errors, _) in expected().items()}
    theirs = {name: verdict for name, (verdict, _) in verdicts().items()}
    assert {name for name in theirs if theirs[name] != ours.get(name)} == set(EXCEPTIONS)
    assert set(ours) == set(theirs)


@pytest.mark.parametrize("name", expected())
def test_verdicts_agree_and_the_code_names_the_fault(name: str, tmp_path: Path) -> None:
    said = [
        diagnostic
        for diagnostic in judged(name, tmp_path, verdicts()[name][1]).diagnostics
        if diagnostic.code != "P680"
    ]
    errors = [diagnostic.code for diagnostic in said if diagnostic.severity == "error"]
    assert (
        errors,
        [diagnostic.code for diagnostic in said if diagnostic.severity == "warning"],
    ) == expected()[name]


def test_official_schemas_judge_as_ours_do(tmp_path: Path) -> None:
    for name in expected():
        path = CORPUS / f"{name}.zip"
        ours, official = validate(path), validate(path, control_documents=SCHEMAS)
        assert [diagnostic.code for diagnostic in ours.diagnostics] == [
            diagnostic.code for diagnostic in official.diagnostics
        ], name


def test_a_package_without_schemas_at_its_root_fails_in_the_fourth_edition(tmp_path: Path) -> None:
    report = judged("4-good", tmp_path, with_schemas=False)
    assert [diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity == "error"] == [
        "P504"
    ]
