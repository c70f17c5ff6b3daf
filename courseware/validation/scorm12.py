"""Rules for what ADL adds to content packaging in SCORM 1.2: its values, and elements that belong to SCORM 2004."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from courseware.validation import faults
from courseware.validation.manifest import Finding, Manifest, Rule, named, text
from courseware.validation.standards import ADLCP_12, ADLCP_2004, ADLNAV, ADLSEQ, CP_12, CP_2004, IMSSS

VALUES: dict[str, tuple[str, str]] = {
    "masteryscore": (r"0*(?:100(?:\.0*)?|\d{1,2}(?:\.\d*)?|\.\d+)", "a number from 0 to 100, such as 80"),
    "maxtimeallowed": (
        r"\d{2,4}:[0-5]\d:[0-5]\d(?:\.\d{1,2})?",
        "a time as HHHH:MM:SS.SS, such as 00:30:00",
    ),
}
"""Element of `adlcp` → the pattern of its text, and that pattern in words (SCORM 1.2 CAM 2.3.5.3; RTE 3.4.2)."""

ADDED = frozenset((*VALUES, "datafromlms", "location", "prerequisites", "timelimitaction"))
"""The names of elements that SCORM 1.2 adds; found in a namespace of SCORM 2004, only their namespace is wrong."""
NEWER = frozenset((ADLCP_2004, ADLSEQ, ADLNAV, IMSSS))


def other_values(manifest: Manifest) -> Iterator[Finding]:
    for name, (form, expected) in VALUES.items():
        for element in manifest.all(name, ADLCP_12):
            if not re.fullmatch(form, text(element), re.ASCII):
                yield Finding(
                    element, {"element": named(element), "value": text(element), "expected": expected}
                )


def mistaken_namespace(manifest: Manifest) -> Iterator[Finding]:
    """The first element or attribute of SCORM 1.2 in the namespace of SCORM 2004, where no LMS looks for it."""
    if manifest.namespace not in (CP_12, ""):
        return
    for element in manifest.elements:
        is_added = _is_of_scorm_12(element)
        if not is_added and f"{{{ADLCP_2004}}}scormtype" not in element.attrib:
            continue
        prefix = next((prefix for prefix, uri in element.nsmap.items() if uri == ADLCP_2004 and prefix), "")
        yield Finding(
            element,
            {
                "element": named(element) if is_added else f"{prefix}:scormtype",
                "found": ADLCP_2004,
                "attribute": f"xmlns:{prefix}" if prefix else "xmlns",
                "expected": ADLCP_12,
                "title": manifest.standard.title,
            },
        )
        return


def _is_of_scorm_12(element: etree._Element) -> bool:
    """Whether an element in the namespace of SCORM 2004 has the name of an element of SCORM 1.2."""
    name = etree.QName(element)
    return name.namespace == ADLCP_2004 and name.localname in ADDED


def newer_elements(manifest: Manifest) -> Iterator[Finding]:
    """Elements of SCORM 2004 in a manifest of SCORM 1.2, except those within another such element."""
    if manifest.namespace not in (CP_12, "") or manifest.namespace == CP_2004:
        return
    for element in manifest.elements:
        parent = element.getparent()
        within = parent is not None and _namespace(parent.tag) in NEWER
        if _namespace(element.tag) in NEWER and not within and not _is_of_scorm_12(element):
            yield Finding(element, {"element": named(element)})


def _namespace(tag: object) -> str:
    return str(tag)[1:].partition("}")[0]


RULES: tuple[Rule, ...] = (
    Rule(
        faults.OTHER_VALUE_IN_SCORM_12,
        "SCORM 1.2 CAM 2.3.5.3: item; RTE 3.4.2: CMIDecimal, CMITimespan",
        other_values,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.OTHER_NAMESPACE, "SCORM 1.2 CAM 2.3.5.3: namespace of adlcp", mistaken_namespace),
    Rule(faults.NEWER_ELEMENT, "SCORM 1.2 CAM 2.3: extensions", newer_elements),
)
