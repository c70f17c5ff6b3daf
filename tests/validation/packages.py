"""Packages for tests: small sound ones, changes to them, and how a verdict is written."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from courseware.data import manifest_file
from courseware.diagnostics import Diagnostic, Report
from courseware.validation.standards import SCORM_STANDARDS

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared"))

SCORM_12 = (ROOT / "tests" / "formats" / "manifests" / "scorm12" / "sound.xml").read_text("utf-8")
SCORM_2004 = (Path(__file__).parent / "sound_2004.xml").read_text("utf-8")

PAGE = b"<!DOCTYPE html><title>A page</title><script>parent.API || parent.API_1484_11</script>"
SCRIPT = b"// nothing"
RECORD = b'<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"/>'

FILES_12: Mapping[str, bytes] = {
    "one/index.html": PAGE,
    "one/picture.png": b"\x89PNG",
    "two.html": PAGE,
    "shared/style.css": b"p { color: blue }",
    "records/two.xml": RECORD,
}
FILES_2004: Mapping[str, bytes] = {
    "one/index.html": PAGE,
    "one/picture.png": b"\x89PNG",
    "two.html": PAGE,
    "shared/style.css": b"p { color: blue }",
    "shared/api.js": SCRIPT,
    "test.html": PAGE,
}


def schema_files(edition: str) -> dict[str, bytes]:
    standard = SCORM_STANDARDS[edition]
    return {
        name: Path(manifest_file(standard.folders, f"schema/{name}")).read_bytes()
        for _, name in standard.schemas
    }


SOUND_2004: Mapping[str, bytes] = {
    "imsmanifest.xml": SCORM_2004.encode(),
    **FILES_2004,
    **schema_files("scorm2004-4"),
}
TINCAN = b"""<?xml version="1.0" encoding="UTF-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="https://example.org/rain" type="http://adlnet.gov/expapi/activities/course">
<name lang="en">Rain</name><description lang="en">Rain</description><launch lang="en">two.html</launch>
</activity></activities></tincan>"""
CMI5 = b"""<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://example.org/rain"><title><langstring lang="en">Rain</langstring></title>
<description><langstring lang="en">Rain</langstring></description></course>
<au id="https://example.org/rain/au"><title><langstring lang="en">Rain</langstring></title>
<description><langstring lang="en">Rain</langstring></description><url>two.html</url></au></courseStructure>"""


def schema_of(namespace: str, content: str) -> bytes:
    head = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{namespace}"'
    return (
        f'{head} targetNamespace="{namespace}" elementFormDefault="qualified">{content}</xs:schema>'.encode()
    )


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def codes(found: Report | Sequence[Diagnostic]) -> list[str]:
    """`line:column CODE` in order; a code alone for what is said of a file as a whole; `!` marks errors."""
    diagnostics = found.diagnostics if isinstance(found, Report) else found
    return [
        ("" if span is None or span.is_whole else f"{span.line}:{span.column} ") + fault.code + "!" * is_error
        for fault, span, is_error in (
            (diagnostic.fault, diagnostic.span, diagnostic.severity == "error") for diagnostic in diagnostics
        )
    ]
