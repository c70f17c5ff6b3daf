"""Each example of a manifest, put into a sound one: its mistake gives exactly its code, its mending nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hostile import SOUND
from packages import CMI5, RECORD, SCORM_2004, SOUND_2004, TINCAN, write_zip

from courseware.commands.faults import FAULTS
from courseware.diagnostics import Fault
from courseware.validation.validate import validate

OF_PACKAGES = [fault for code, fault in FAULTS.items() if code.startswith("P")]
EXAMPLES = [fault for fault in OF_PACKAGES if fault.example]

WITHOUT_EXAMPLE = {
    **dict.fromkeys(
        ("P510", "P511", "P512", "P601", "P602", "P603", "P604", "P605", "P606", "P607", "P608", "P609", "P610", "P612",
         "P616"),
        "the mistake is in the zip or the name of a file, not in a text",
    ),
    "P501": "what is missing is a file",
    "P507": "a prefix is declared at the top of a manifest, and used all over it",
    "P529": "what is missing is all that a learner could open",
    "P611": "nobody can say what a manifest of an unknown standard should be",
    "P613": "the mistake is in a schema file",
    "P614": "the mistake is one by the schema of an extension",
    "P615": "such schemas are too large to show",
    "P628": "a title of 201 characters is too long to show",
    "P660": "the mending is another name of a file",
    "P663": "the mending is another name of a file",
    "P682": "an empty file cannot be shown",
    "P690": "several SCOs in a package are not a mistake in one place",
    "P691": "rules in a package are not a mistake in one place",
    "P693": "a title of 256 characters is too long to show",
    "P701": "what is missing is a file",
    "P706": "each rule of a statement has its own mistake",
    "P707": "the mistake is in an answer of a server, or in what was typed",
}  # fmt: skip
"""Codes of packages that no example shows, and why."""

OF_SCORM_12 = {"P658", "P667", "P670", "P671", "P675", "P692", "P694"}
OF_MOODLE = {"P692", "P694"}
PLACES = {
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
"""What an example stands in the place of, where that is not its mending."""

INHERENT = {"P658": {"P622"}}
"""What else a mistake brings along: nothing says where the schema of sequencing lies in a package of SCORM 1.2."""


def package(fault: Fault, text: str) -> dict[str, bytes]:
    """A sound package with an example in its place; line breaks do not matter."""
    assert fault.example
    structures = {"cmi5.xml": CMI5, "tincan.xml": TINCAN}
    files = dict(SOUND if fault.code in OF_SCORM_12 else SOUND_2004)
    if fault.example.file in structures:
        files = {"two.html": files["two.html"], fault.example.file: structures[fault.example.file]}
    sound = in_one_line(files[fault.example.file].decode())
    place = in_one_line(PLACES.get(fault.code, fault.example.mending))
    assert sound.count(place) == 1
    files[fault.example.file] = sound.replace(place, in_one_line(text)).encode()
    return files


def in_one_line(text: str) -> str:
    """The text without its line breaks and indents, but for the lines of a vCard."""
    return re.sub(r"(?<=>)\s+(?=<)", "", re.sub(r"\s+(?![A-Z]+:)", " ", text).strip())


@pytest.mark.parametrize("fault", EXAMPLES, ids=lambda fault: fault.code)
def test_mistake_gives_its_code_and_mending_gives_none(fault: Fault, tmp_path: Path) -> None:
    assert fault.example
    profile = "moodle" if fault.code in OF_MOODLE else "spec"
    said = [
        {
            one.code
            for one in validate(write_zip(tmp_path / f"{name}.zip", files), profile=profile).diagnostics
        }
        for name, files in (
            ("mistake", package(fault, fault.example.mistake)),
            ("mending", package(fault, fault.example.mending)),
        )
    ]
    assert said == [{fault.code, *INHERENT.get(fault.code, ())}, set()]


def test_every_diagnostic_of_a_package_has_an_example() -> None:
    assert {fault.code for fault in OF_PACKAGES if not fault.example} == WITHOUT_EXAMPLE.keys()
