"""Rules for sequencing: references to a collection, sequencing rules and control modes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from courseware.diagnostics import Fault
from courseware.validation import faults
from courseware.validation.additions import (
    ACTIONS,
    SEQUENCING,
    activities,
    collected,
    is_known,
    listed_names,
    tag,
)
from courseware.validation.manifest import (
    Finding,
    Manifest,
    Rule,
    identifier_of,
    is_name,
    local,
    named,
    stripped,
)
from courseware.validation.standards import IMSSS

_CLAUSE = "SCORM 2004 CAM 5.1: sequencing information"


def identified(manifest: Manifest) -> Iterator[tuple[etree._Element, str]]:
    """Every `imsss:sequencing` with an ID, and that ID, which must be unique in the manifest (XML Schema, ID)."""
    for sequencing in activities(manifest):
        identifier = sequencing.get("ID")
        if identifier is not None:
            yield sequencing, stripped(identifier)


def unknown_sequencing(manifest: Manifest) -> Iterator[Finding]:
    """References to sequencing that no collection has; none where it may be misplaced or have a faulty identifier."""
    known = {stripped(element.get("ID", "")) for element in collected(manifest)}
    identified_activities = [
        activity
        for activity in activities(manifest)
        if activity.get("ID") is not None and _has_known_parent(activity)
    ]
    collections = list(manifest.all("sequencingCollection", IMSSS))
    if len(identified_activities) != len(list(collected(manifest))) or not all(map(is_name, known)):
        return
    if not all(SEQUENCING in {child.tag for child in collection} for collection in collections):
        return
    listed = listed_names(known - {""})
    for sequencing in activities(manifest):
        reference = sequencing.get("IDRef")
        if reference is not None and stripped(reference) not in known:
            yield Finding(sequencing, {"identifier": reference, "known": listed})


def _has_known_parent(element: etree._Element) -> bool:
    """Whether SCORM defines the parent of an element; otherwise only the parent is reported."""
    parent = element.getparent()
    return parent is not None and is_known(parent.tag)


def misused_ids(manifest: Manifest) -> Iterator[Finding]:
    for sequencing in activities(manifest):
        parent = sequencing.getparent()
        is_collected = parent is not None and local(parent) == "sequencingCollection"
        has_id = sequencing.get("ID") is not None
        inside, outside = {"place": "inside"}, {"place": "outside"}
        if is_collected and not has_id:
            yield Finding(sequencing, {"fault": "lacks", "attribute": "ID", **inside})
        if is_collected and sequencing.get("IDRef") is not None:
            yield Finding(sequencing, {"fault": "has", "attribute": "IDRef", **inside})
        if not is_collected and has_id and _has_known_parent(sequencing):
            yield Finding(sequencing, {"fault": "has", "attribute": "ID", **outside})


def empty_rules(manifest: Manifest) -> Iterator[Finding]:
    for kind in ACTIONS:
        for rule in manifest.all(kind, IMSSS):
            if rule.find(tag("imsss:ruleConditions")) is None:
                yield Finding(rule, {"element": named(rule)})


def counts_without_number(manifest: Manifest) -> Iterator[Finding]:
    needed = {"atLeastCount": "minimumCount", "atLeastPercent": "minimumPercent"}
    for rule in manifest.all("rollupRule", IMSSS):
        attribute = needed.get(rule.get("childActivitySet", ""))
        if attribute and rule.get(attribute) is None:
            yield Finding(rule, {"value": rule.get("childActivitySet"), "attribute": attribute})


def dead_ends(manifest: Manifest) -> Iterator[Finding]:
    """Activities whose children can be reached neither by choice nor by flow."""
    for control in manifest.all("controlMode", IMSSS):
        activity = next(
            (ancestor for ancestor in control.iterancestors() if local(ancestor) in ("organization", "item")),
            None,
        )
        if activity is None or manifest.child(activity, "item") is None:
            continue
        if control.get("choice") == "false" and control.get("flow", "false") != "true":
            yield Finding(control, {"identifier": identifier_of(activity)})


RULES: tuple[Rule, ...] = (
    Rule(faults.UNKNOWN_SEQUENCING, _CLAUSE, unknown_sequencing),
    Rule(faults.MISUSED_SEQUENCING_ID, _CLAUSE, misused_ids),
    Rule(
        faults.RULE_WITHOUT_CONDITIONS,
        "SCORM 2004 CAM 5.1.3: ruleConditions",
        empty_rules,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.ROLLUP_WITHOUT_NUMBER, "SCORM 2004 CAM 5.1.6: rollupRule", counts_without_number),
    Rule(
        faults.UNREACHABLE_CHILDREN,
        "SCORM 2004 SN 3.2: sequencing control modes",
        dead_ends,
        (faults.NOT_A_BOOLEAN,),
    ),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (faults.UNKNOWN_SEQUENCING,)
