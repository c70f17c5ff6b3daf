"""Each example of a manifest, put into a sound one: its mistake gives exactly its code, its correction nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path
from urllib.parse import quote
from warnings import catch_warnings
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from examples import in_full
from hostile import (
    MANIFEST,
    SOUND,
    Maker,
    bomb,
    encrypted,
    many_by_its_own_word,
    patched,
    with_entry,
    with_files,
    with_manifest,
    wrong_checksum,
    zip64,
)
from packages import CMI5, RECORD, SCORM_2004, SOUND_2004, TINCAN, schema_of

from courseware.commands.faults import FAULTS
from courseware.diagnostics import COMMAND, Example, Fault
from courseware.validation import faults
from courseware.validation.statements import problems
from courseware.validation.validate import validate

OF_PACKAGES = [fault for code, fault in FAULTS.items() if code.startswith("P")]
EXAMPLES = [
    fault for fault in OF_PACKAGES if fault.example and fault.example.file not in {"statements.json", COMMAND}
]

MADE: dict[str, Maker] = {
    "damaged": patched(wrong_checksum),
    "encrypted": patched(encrypted),
    "compressed by bzip2": with_entry("map.svg", b"a" * 99, ZIP_BZIP2),
    "300 MB of zeros": bomb,
    "a symbolic link": with_entry("map.svg", b"/etc/passwd", mode=0o120777),
    "60,000 files": patched(many_by_its_own_word),
    "in the Zip64 format": zip64,
    "of a Common Cartridge": with_manifest(
        '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"/>'
    ),
    "of SCORM 1.2": with_files(),
    "empty": with_files(**{"two.html": b""}),
}
"""How a package is made of which an example says what no text shows."""

OF_SCORM_12 = {"P529", "P658", "P667", "P670", "P671", "P675", "P692", "P694"}
OF_MOODLE = {"P690", "P691", "P692", "P693", "P694"}
LAST_ITEM = SCORM_2004[
    SCORM_2004.index("<imsss:sequencing>\n          <imsss:sequencingRules>") : SCORM_2004.rindex("</item>")
]
PLACES = {
    "P529": MANIFEST[MANIFEST.index("<organizations") : MANIFEST.index("<resources>")],
    "P613": "",
    "P614": "<sea:depth>40</sea:depth>",
    "P615": "",
    "P691": LAST_ITEM,
    "P502": "<title>Rain</title>",
    "P506": "<title>Rain</title>",
    "P618": SCORM_2004[
        SCORM_2004.index('<resource identifier="r4"') : SCORM_2004.index("<imsss:sequencingC")
    ],
    "P641": '<imsss:primaryObjective objectiveID="score"/>',
    "P643": '<imsss:primaryObjective objectiveID="score"/>',
    "P645": '<imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>',
    "P650": '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>\n</organization>',
    "P675": RECORD.decode(),
    "P659": '<imsss:primaryObjective objectiveID="score"/>',
    "P674": '<lom:string language="en">Rain</lom:string>',
    "P667": "<title>Two</title>",
    "P676": "<lom:status><lom:source>LOMv1.0</lom:source><lom:value>final</lom:value></lom:status>",
    "P677": "<lom:status><lom:source>LOMv1.0</lom:source><lom:value>final</lom:value></lom:status>",
    "P680": "<script>parent.API || parent.API_1484_11</script>",
    "P681": "<title>A page</title>",
    "P704": "<url>two.html</url>",
    "P708": CMI5[CMI5.index(b"<au ") : CMI5.index(b"</courseStructure>")].decode(),
}
"""What an example stands in the place of, where that is not its correction."""

INHERENT = {"P663": {"P511"}, "P693": {"P628"}}
"""What else a mistake brings along: the file that is referred to has the letters that are escaped, and what is too long
for Moodle is so for others."""

SEA = "urn:example:sea"
DEPTH = '<xs:element name="depth" type="xs:integer"/>'

ALL_OVER = {"P507": (r"\badlcp(?=[:=])", "scorm")}
"""What is written differently in the whole of a file, of which an example shows the beginning."""

OF_A_FILE = {"P660", "P663"}
"""Examples of one more file of a resource."""

REFERRED_TO = ("bücher.html", "books.html", "map", "map.svg")
"""Files that examples refer to."""


def package(fault: Fault, text: str) -> dict[str, bytes]:
    """A sound package with an example in its place; line breaks do not matter."""
    assert fault.example
    structures = {"cmi5.xml": CMI5, "tincan.xml": TINCAN}
    files = dict(SOUND if fault.code in OF_SCORM_12 else SOUND_2004)
    if fault.code in ("P690", "P691", "P693"):
        files["imsmanifest.xml"] = of_one_sco(fault.code != "P691")
    if fault.code in ("P613", "P614", "P615"):
        depth = "" if fault.code == "P613" else DEPTH
        part = in_full(text) if fault.example.file == "sea.xsd" else ""
        files |= {"imsmanifest.xml": with_depth(), "sea.xsd": schema_of(SEA, depth + part)}
        if part:
            return files
    if fault.example.file in structures:
        files = {"two.html": files["two.html"], fault.example.file: structures[fault.example.file]}
    sound = in_one_line(files[fault.example.file].decode())
    if fault.code in ALL_OVER:
        assert in_one_line(fault.example.correction) in sound
        usual, other = ALL_OVER[fault.code]
        changed = re.sub(usual, other, sound) if text == fault.example.mistake else sound
        assert in_one_line(text) in changed
        return {**files, fault.example.file: changed.encode()}
    if fault.code in OF_A_FILE:
        sound = re.sub(r'(?=<file href="test.html"/>)', fault.example.correction, sound)
    place = in_one_line(PLACES.get(fault.code, fault.example.correction))
    assert sound.count(place) == 1
    files[fault.example.file] = sound.replace(place, in_one_line(text)).encode()
    referred_to = {name: b"" for name in REFERRED_TO if f'"{quote(name)}"' in text}
    return {**files, **referred_to}


def of_one_sco(without_rules: bool) -> bytes:
    """A manifest of SCORM 2004 with one SCO alone."""
    test = '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType='
    assert f'{test}"sco"' in SCORM_2004
    text = SCORM_2004.replace(f'{test}"sco"', f'{test}"asset"')
    return (text.replace(LAST_ITEM, "") if without_rules else text).encode()


def with_depth() -> bytes:
    """A manifest with an element of a namespace whose schema is in the package."""
    text = SCORM_2004.replace("LOM lom.xsd", f"LOM lom.xsd {SEA} sea.xsd")
    text = text.replace("<manifest ", f'<manifest xmlns:sea="{SEA}" ', 1)
    return text.replace("</schemaversion>", "</schemaversion><sea:depth>40</sea:depth>", 1).encode()


def renamed(example: Example, names: str) -> list[tuple[str, bytes]]:
    """A sound package with the files of an example's correction, under the given names: its own, or the mistake's."""
    structure = (
        {"cmi5.xml": CMI5, "two.html": SOUND["two.html"]} if "cmi5.xml" in example.correction else SOUND
    )
    correction = example.correction.split("\n")
    files = {**dict.fromkeys(correction, b"x"), **structure}
    own = [(name, content) for name, content in files.items() if name not in correction]
    contents = chain((files[name] for name in correction), repeat(b"x"))
    return [*own, *zip(names.split("\n"), contents, strict=False)]


def in_one_line(text: str) -> str:
    """The text without its line breaks and indents, but for the lines of a vCard."""
    return re.sub(r"(?<=>)\s+(?=<)", "", re.sub(r"\s+(?![A-Z]+:)", " ", text).strip())


def said(path: Path, files: Iterable[tuple[str, bytes]], fault: Fault) -> set[str]:
    """The codes that are reported of a package; a name may stand in it twice."""
    with catch_warnings(action="ignore"), ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return judged(path, fault)


def judged(path: Path, fault: Fault) -> set[str]:
    profile = "moodle" if fault.code in OF_MOODLE else "spec"
    standard = "cmi5" if fault.code == "P701" else None
    return {diagnostic.code for diagnostic in validate(path, profile=profile, standard=standard).diagnostics}


@pytest.mark.parametrize("fault", EXAMPLES, ids=lambda fault: fault.code)
def test_mistake_gives_its_code_and_its_correction_none(fault: Fault, tmp_path: Path) -> None:
    assert fault.example
    found = []
    for number, text in enumerate(fault.example[:2]):
        path = tmp_path / f"{number}.zip"
        made = re.search(r" \((.+)\)$", "" if fault.example.file else text)
        if made:
            MADE[made[1]](path)
            found.append(judged(path, fault))
        else:
            files = package(fault, text).items() if fault.example.file else renamed(fault.example, text)
            found.append(said(path, files, fault))
    if not fault.example.file:  # nothing in the manifest names what was put into the package
        found = [codes - {"P513"} for codes in found]
    assert found == [{fault.code, *INHERENT.get(fault.code, ())}, set()]


def test_mistake_in_a_statement_is_found_and_its_correction_is_valid() -> None:
    example = faults.STATEMENT_BREAKS_RULE.example
    assert example
    assert [bool(problems(json.loads(text))) for text in example[:2]] == [True, False]
