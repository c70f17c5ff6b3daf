"""Rules for what the specification allows but Moodle does not support (measured on Moodle 4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from courseware.validation import faults
from courseware.validation.manifest import Finding, Manifest, Rule, stripped, text
from courseware.validation.standards import ADLCP_12, ADLCP_2004, IMSSS

LONGEST_TITLE = 255


def several_scos(manifest: Manifest) -> Iterator[Finding]:
    namespace, attribute = manifest.standard.scorm_type
    if namespace != ADLCP_2004:
        return
    scos = [
        item
        for item in manifest.all("item")
        if (resource := manifest.resources.get(stripped(item.get("identifierref", "")))) is not None
        and resource.get(f"{{{namespace}}}{attribute}") == "sco"
    ]
    if len(scos) > 1:
        yield Finding(scos[1], {"count": len(scos)})


def sequencing_rules(manifest: Manifest) -> Iterator[Finding]:
    for element in islice(manifest.all("sequencingRules", IMSSS), 1):
        yield Finding(element, {})


def mastery_scores(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.all("masteryscore", ADLCP_12):
        yield Finding(element, {})


def long_titles(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.all("title"):
        if len(text(element)) > LONGEST_TITLE:
            yield Finding(element, {"length": len(text(element))})


def prerequisites(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.all("prerequisites", ADLCP_12):
        yield Finding(element, {"value": text(element)})


PLAYING: tuple[Rule, ...] = (Rule(faults.MOODLE_SEVERAL_SCOS, "Moodle, mod_scorm", several_scos),)
"""What Moodle plays wrongly. The project's own packages work around it, so `courseware package` omits these rules."""
READING: tuple[Rule, ...] = (
    Rule(faults.MOODLE_SEQUENCING, "Moodle, mod_scorm", sequencing_rules),
    Rule(faults.MOODLE_MASTERY_SCORE, "Moodle, mod_scorm", mastery_scores),
    Rule(faults.MOODLE_LONG_TITLE, "Moodle, mod_scorm", long_titles),
    Rule(faults.MOODLE_PREREQUISITES, "Moodle, mod_scorm", prerequisites),
)
RULES = (*PLAYING, *READING)
