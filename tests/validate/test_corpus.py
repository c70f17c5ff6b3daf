"""Small packages that the official conformance checker of SCORM 2004 4th Edition judged: the same verdicts, and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from packages import SHARED, write_zip

from courseware.validation.validate import Report, validate

CORPUS = SHARED / "corpus" / "scorm2004-4"
SCHEMAS = SHARED / "schemas" / "scorm2004-4"

NEEDED = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not here (../shared, COURSEWARE_SHARED)"
)

TABLE: dict[str, tuple[str, ...]] = {
    # name: the codes of its errors (none: it passes)
    "4-backslash": ("P516",),
    "4-baddep": ("P523", "P503"),  # the dependency leads nowhere, and stands before a file
    "4-badtype": (),
    "4-dep": (),
    "4-emptytitle": (),
    "4-good": (),
    "4-hide-exitall": (),
    "4-leadslash": ("P516",),
    "4-lom-noloc": ("P622",),
    "4-missingfile": ("P514",),
    "4-noschemaloc": (),
    "4-notncname": ("P621",),
    "4-order": (),
    "4-query": (),
    "4-space": (),
    "4-thr-text3rd": (),
    "4-unlisted": (),
    "4-utf8-pct": ("P663",),
    "4-ver3": (),
    "4-xsdroot-only-used": (),
    "5-asset": (),
    "5-base": (),
    "5-bom": (),
    "5-hide-dup": (),
    "5-js-entry": (),
    "5-meta-ext": ("P514",),
    "5-noext": ("P660",),
    "5-noprimary": ("P640",),
    "5-param-_a_1_amp_b_2": (),
    "5-param-_frag": (),
    "5-param-a_1": (),
    "5-stored2": (),
    "5-tla-bad": ("P635",),
    "5-upper": ("P501",),
    "5-ver2004": ("P508",),
}

WARNINGS: dict[str, tuple[str, ...]] = {
    # what the official checker lets pass and some systems trip on; P680 is said of every SCO here, which are empty
    "4-badtype": ("P668",),
    "4-emptytitle": ("P528", "P528"),
    "4-space": ("P612",),
    "4-thr-text3rd": ("P638",),
    "4-unlisted": ("P513",),
    "4-utf8-pct": ("P511",),
    "4-ver3": ("P509",),
    "5-hide-dup": ("P651",),
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
    if with_schemas:
        files |= {
            p.relative_to(SCHEMAS).as_posix(): p.read_bytes() for p in SCHEMAS.rglob("*") if p.is_file()
        }
    return validate(write_zip(folder / f"{name}.zip", files))


@NEEDED
def test_the_table_holds_every_package_and_its_verdict() -> None:
    expected = {name: "FAIL" if codes else "PASS" for name, codes in TABLE.items()}
    assert {name: verdict for name, (verdict, _) in verdicts().items()} == expected


@NEEDED
@pytest.mark.parametrize("name", TABLE)
def test_verdicts_agree_and_the_code_names_the_fault(name: str, tmp_path: Path) -> None:
    report = judged(name, tmp_path, verdicts()[name][1])
    errors = tuple(one.code for one in report.diagnostics if one.severity == "error")
    warnings = tuple(
        one.code for one in report.diagnostics if one.severity == "warning" and one.code != "P680"
    )
    assert (errors, warnings) == (TABLE[name], WARNINGS.get(name, ()))


@NEEDED
def test_official_schemas_judge_as_ours_do(tmp_path: Path) -> None:
    for name in TABLE:
        path = CORPUS / f"{name}.zip"
        ours, official = validate(path), validate(path, control_documents=SCHEMAS)
        assert [one.code for one in ours.diagnostics] == [one.code for one in official.diagnostics], name


@NEEDED
def test_a_package_without_schemas_at_its_root_fails_in_the_fourth_edition(tmp_path: Path) -> None:
    report = judged("4-good", tmp_path, with_schemas=False)
    assert [one.code for one in report.diagnostics if one.severity == "error"] == ["P504"]
