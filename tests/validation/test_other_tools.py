"""Packages that another tool makes, in each edition of SCORM, with the faults that they really have."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from packages import PAGE, ROOT, SHARED, codes

from courseware.validation.validate import validate

PACKAGER = ROOT / "node_modules" / "simple-scorm-packager"

BUILD = """
const [version, source, target] = process.argv.slice(1);
require(%s)({
  version, source, title: "Rain", organization: "Example", language: "en", identifier: "com.example.rain",
  startingPage: "index.html", package: {zip: true, outputFolder: target, name: "rain", version: "1.0.0"},
}, () => {});
""" % json.dumps(str(PACKAGER))  # noqa: UP031, braces of JavaScript

# Metadata stands behind the items and before the resources, where content packaging has no place for it; in the
# records of SCORM 2004 metaMetadata is written in small letters, and the schema that they name is not in the package.
FAULTS = {
    "1.2": ["14:9 P503!", "28:5 P503!"],
    "2004 3rd Edition": ["21:9 P503!", "38:5 P503!", "3:3 P671!"],
    "2004 4th Edition": ["P504!", "21:9 P503!", "38:5 P503!", "3:3 P671"],
}
SCHEMAS = {"1.2": "scorm12", "2004 3rd Edition": "scorm2004-3", "2004 4th Edition": "scorm2004-4"}


@pytest.mark.parametrize("version", FAULTS)
def test_simple_scorm_packager(version: str, tmp_path: Path) -> None:
    if not PACKAGER.is_dir() or not shutil.which("node"):
        pytest.skip("simple-scorm-packager is not installed (npm install)")
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.html").write_bytes(PAGE)
    command = ["node", "-e", BUILD, version, str(source), str(tmp_path / "target")]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    (path,) = (tmp_path / "target").glob("*.zip")
    report = validate(path)
    assert codes(report) == FAULTS[version]
    assert version in report.standard
    official = SHARED / "schemas" / SCHEMAS[version]
    if official.is_dir():
        assert codes(validate(path, control_documents=official)) == FAULTS[version]
