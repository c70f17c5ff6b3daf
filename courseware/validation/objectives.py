"""Rules for the objectives of activities: their identifiers, and their maps to global objectives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from courseware.diagnostics import Fault
from courseware.validation import faults
from courseware.validation.additions import activities, collected, is_known, listed_names, tag
from courseware.validation.manifest import Finding, Manifest, Rule, identifier_of, named, stripped, unescaped
from courseware.validation.standards import ADLSEQ, IMSSS

IDENTIFIERS: tuple[tuple[str, str], ...] = (
    ("imsss:primaryObjective", "objectiveID"),
    ("imsss:objective", "objectiveID"),
    ("adlseq:objective", "objectiveID"),
    ("imsss:mapInfo", "targetObjectiveID"),
    ("adlseq:mapInfo", "targetObjectiveID"),
    ("adlcp:map", "targetID"),
    ("imsss:ruleCondition", "referencedObjective"),
)
"""Element and attribute that hold the identifier of an objective, or of a data store (`adlcp:map`)."""

READS = ("readSatisfiedStatus", "readNormalizedMeasure", "readRawScore", "readMinScore", "readMaxScore",
         "readCompletionStatus", "readProgressMeasure")  # fmt: skip
READ_BY_DEFAULT = ("readSatisfiedStatus", "readNormalizedMeasure")
WRITES = tuple(name.replace("read", "write") for name in READS)
"""Attributes of maps: what an objective reads from a global objective (`READ_BY_DEFAULT`: unless false), and writes."""

_OBJECTIVES = (tag("imsss:primaryObjective"), tag("imsss:objective"))


def uri(value: str | None) -> str:
    """An objective's identifier in the form in which identifiers are compared: unescaped, white space collapsed."""
    return stripped(unescaped(value or ""))


def _objectives(sequencing: etree._Element) -> list[etree._Element]:
    return [
        objective
        for objectives in sequencing.iterchildren(tag("imsss:objectives"))
        for objective in objectives.iterchildren(*_OBJECTIVES)
    ]


def no_primary_objective(manifest: Manifest) -> Iterator[Finding]:
    for objectives in manifest.all("objectives", IMSSS):
        if objectives.find(tag("imsss:primaryObjective")) is None and all(
            is_known(child.tag) for child in objectives.iterchildren("*")
        ):
            yield Finding(objectives, {"identifier": identifier_of(objectives)})


def repeated_objectives(manifest: Manifest) -> Iterator[Finding]:
    for parent in (*manifest.all("objectives", IMSSS), *manifest.all("objectives", ADLSEQ)):
        seen: set[str] = set()
        for objective in parent.iterchildren("*"):
            identifier = objective.get("objectiveID")
            if identifier is not None and uri(identifier) in seen:
                yield Finding(objective, {"identifier": identifier})
            seen.add(uri(identifier))


def empty_identifiers(manifest: Manifest) -> Iterator[Finding]:
    for name, attribute in IDENTIFIERS:
        for element in manifest.root.iter(tag(name)):
            value = element.get(attribute)
            if value is not None and not uri(value):
                yield Finding(element, {"attribute": attribute, "element": named(element)})


def nameless_objectives(manifest: Manifest) -> Iterator[Finding]:
    """Objectives without an id: a primary objective needs one only if it has a map, every other objective always."""
    for element in manifest.all("primaryObjective", IMSSS):
        if element.get("objectiveID") is None and element.find(tag("imsss:mapInfo")) is not None:
            yield Finding(element, {"element": named(element)})
    for namespace in (IMSSS, ADLSEQ):
        for element in manifest.all("objective", namespace):
            if element.get("objectiveID") is None:
                yield Finding(element, {"element": named(element)})


def unknown_objectives(manifest: Manifest) -> Iterator[Finding]:
    """Objectives that a condition or an ADL map names but the activity does not have (SCORM 2004 CAM 5.1.3)."""
    sequencings = list(activities(manifest))
    entries = {stripped(element.get("ID", "")): element for element in collected(manifest)}
    primaries = {
        uri(objective.get("objectiveID"))
        for entry in entries.values()
        for objective in _objectives(entry)
        if objective.tag == tag("imsss:primaryObjective")
    }
    users: dict[str, list[etree._Element]] = {}
    for sequencing in sequencings:
        if (reference := sequencing.get("IDRef")) is not None:
            users.setdefault(stripped(reference), []).append(sequencing)
    for sequencing in sequencings:
        entry = entries.get(stripped(sequencing.get("IDRef", "")))
        using = users.get(stripped(sequencing.get("ID", "")), []) if sequencing.get("ID") else []
        own = [
            [objective for objective in _objectives(user) if objective.get("objectiveID") is not None]
            for user in using
        ]
        effective = [objectives for objectives in own if objectives]
        if not using or len(effective) < len(using):
            effective.append(_effective_objectives(sequencing, entry))
        if not all(map(_are_named, effective)):
            continue
        known = [
            {uri(objective.get("objectiveID")) for objective in objectives} - {""} for objectives in effective
        ]
        everywhere = set.intersection(*known)
        for element, identifier in _named_objectives(sequencing):
            # In a rule, the conformance checker accepts the primary objective of any entry of the collection.
            is_rule = element.tag == tag("imsss:ruleCondition") and not using and not _objectives(sequencing)
            if uri(identifier) not in everywhere and not (is_rule and uri(identifier) in primaries):
                yield Finding(element, {"identifier": identifier, "known": listed_names(everywhere)})


def _named_objectives(sequencing: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements of rules and ADL maps that name an objective, with that name, unless it is empty."""
    for name, attribute in (
        ("imsss:ruleCondition", "referencedObjective"),
        ("adlseq:objective", "objectiveID"),
    ):
        for element in sequencing.iter(tag(name)):
            if uri(identifier := element.get(attribute, "")):
                yield element, identifier


def _effective_objectives(sequencing: etree._Element, entry: etree._Element | None) -> list[etree._Element]:
    """An activity's objectives: its own if any, else those of the entry that it refers to (SCORM 2004 CAM 5.1.1)."""
    return _objectives(sequencing) or ([] if entry is None else _objectives(entry))


def _are_named(objectives: Sequence[etree._Element]) -> bool:
    """Whether all objectives have the names they need, so that an unknown name does not follow from a missing one."""
    primary = [objective for objective in objectives if objective.tag == tag("imsss:primaryObjective")]
    nameless = [objective for objective in objectives if not uri(objective.get("objectiveID"))]
    return not objectives or (
        bool(primary)
        and all(
            element in primary and element.get("objectiveID") is None and not len(element)
            for element in nameless
        )
    )


def double_reads(manifest: Manifest) -> Iterator[Finding]:
    for namespace in (IMSSS, ADLSEQ):
        for objective in (
            *manifest.all("primaryObjective", namespace),
            *manifest.all("objective", namespace),
        ):
            maps = objective.findall(f"{{{namespace}}}mapInfo")
            for attribute in READS:
                reading = [mapping for mapping in maps if stripped(mapping.get(attribute, "")) == "true"]
                if len(reading) > 1:
                    yield Finding(
                        reading[1], {"attribute": attribute, "identifier": objective.get("objectiveID", "")}
                    )


def double_reads_by_default(manifest: Manifest) -> Iterator[Finding]:
    """Maps of one objective of which several read, some only by default (IMS SS 1.0, mapInfo: the default is true)."""
    for objective in (*manifest.all("primaryObjective", IMSSS), *manifest.all("objective", IMSSS)):
        maps = objective.findall(tag("imsss:mapInfo"))
        for attribute in READ_BY_DEFAULT:
            values = [stripped(mapping.get(attribute, "true")) for mapping in maps]
            said = [stripped(mapping.get(attribute, "")) for mapping in maps]
            if values.count("true") > 1 and said.count("true") < 2:
                second = [element for element, value in zip(maps, values, strict=True) if value == "true"][1]
                yield Finding(
                    second, {"attribute": attribute, "identifier": objective.get("objectiveID", "")}
                )


def double_writes(manifest: Manifest) -> Iterator[Finding]:
    """Maps by which a second objective of an activity writes the same value into a global objective."""
    for parent in (*manifest.all("objectives", IMSSS), *manifest.all("objectives", ADLSEQ)):
        written: Counter[tuple[str, str]] = Counter()
        for element in parent.iter(tag("imsss:mapInfo"), tag("adlseq:mapInfo")):
            target = uri(element.get("targetObjectiveID"))
            for attribute in WRITES:
                if stripped(element.get(attribute, "")) == "true":
                    written[target, attribute] += 1
                    if written[target, attribute] == 2:
                        yield Finding(element, {"attribute": attribute, "target": target})


RULES: tuple[Rule, ...] = (
    Rule(faults.NO_PRIMARY_OBJECTIVE, "SCORM 2004 CAM 5.1.7; IMS SS 1.0: objectives", no_primary_objective),
    Rule(
        faults.OBJECTIVE_REPEATED,
        "SCORM 2004 CAM 5.1.7: objectiveID",
        repeated_objectives,
        (faults.ELEMENT_REPEATED,),
    ),
    Rule(faults.EMPTY_ATTRIBUTE, "SCORM 2004 CAM 5.1.7: identifiers", empty_identifiers),
    Rule(faults.NAMELESS_OBJECTIVE, "SCORM 2004 CAM 5.1.7: objectiveID", nameless_objectives),
    Rule(
        faults.UNKNOWN_OBJECTIVE,
        "SCORM 2004 CAM 5.1.3: referencedObjective",
        unknown_objectives,
        (faults.NO_PRIMARY_OBJECTIVE,),
    ),
    Rule(faults.OBJECTIVE_READS_TWICE, "SCORM 2004 CAM 5.1.7: mapInfo, read maps", double_reads),
    Rule(
        faults.OBJECTIVE_READS_TWICE_BY_DEFAULT,
        "SCORM 2004 CAM 5.1.7: mapInfo, read maps",
        double_reads_by_default,
        (faults.OBJECTIVE_READS_TWICE, faults.ELEMENT_REPEATED),
    ),
    Rule(
        faults.OBJECTIVE_WRITTEN_TWICE,
        "SCORM 2004 CAM 5.1.7: mapInfo, write maps",
        double_writes,
        (faults.ELEMENT_REPEATED, faults.OBJECTIVE_REPEATED, faults.OBJECTIVE_READS_TWICE),
    ),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (
    faults.NO_PRIMARY_OBJECTIVE,
    faults.NAMELESS_OBJECTIVE,
)
