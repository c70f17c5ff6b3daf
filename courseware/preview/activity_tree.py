"""The activities of a manifest, with the parts of their sequencing that the preview evaluates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from courseware.preview.sequencing import (
    ACTIONS,
    Activity,
    Objective,
    ObjectiveMap,
    PreconditionRule,
    RuleCondition,
)

XmlElement = etree._Element
DEEPEST = 50


def activities_of(organization: XmlElement, collected: Mapping[str, XmlElement]) -> tuple[Activity, ...]:
    """The activities of an organization, each after its parent; `collected` is id → sequencing that items refer to."""
    return tuple(_activities(organization, "", collected, 0))


def _activities(
    element: XmlElement, parent: str, collected: Mapping[str, XmlElement], depth: int
) -> Iterator[Activity]:
    identifier = element.get("identifier", "")
    yield _activity(element, identifier, parent, collected)
    for item in element.iterfind("{*}item") if depth < DEEPEST else ():
        yield from _activities(item, identifier, collected, depth + 1)


def _activity(
    element: XmlElement, identifier: str, parent: str, collected: Mapping[str, XmlElement]
) -> Activity:
    own = element.find("{*}sequencing")
    parts: dict[str, XmlElement] = {}
    if own is not None:
        # the item's own elements replace those that it refers to (CAM 5.1.1)
        referred = collected.get(own.get("IDRef", ""))
        for part in [*(referred if referred is not None else ()), *own]:
            if isinstance(part.tag, str):
                parts[etree.QName(part).localname] = part
    mode, limits, rollup = (parts.get(name) for name in ("controlMode", "limitConditions", "rollupRules"))
    limit = limits.get("attemptLimit", "") if limits is not None else ""
    return Activity(
        identifier,
        parent,
        bool(element.get("identifierref")),
        _truth(mode, "choice", True),
        _truth(mode, "flow", False),
        _truth(mode, "forwardOnly", False),
        tuple(_rules(parts.get("sequencingRules"))),
        int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 9 else None,
        tuple(_objectives(parts.get("objectives"))),
        _number(rollup.get("objectiveMeasureWeight") if rollup is not None else None, 1.0),
        _truth(rollup, "rollupObjectiveSatisfied", True),
        _truth(rollup, "rollupProgressCompletion", True),
        (element.findtext("{*}prerequisites") or "").strip(),
    )


def _rules(rules: XmlElement | None) -> Iterator[PreconditionRule]:
    for rule in rules.iterfind("{*}preConditionRule") if rules is not None else ():
        action, conditions = rule.find("{*}ruleAction"), rule.find("{*}ruleConditions")
        if action is None or conditions is None or action.get("action") not in ACTIONS:
            continue
        yield PreconditionRule(
            action.get("action", ""),
            tuple(
                RuleCondition(
                    element.get("condition", ""),
                    element.get("operator") == "not",
                    element.get("referencedObjective", ""),
                    _number(element.get("measureThreshold"), 0.0),
                )
                for element in conditions.iterfind("{*}ruleCondition")
            ),
            conditions.get("conditionCombination", "all") == "any",
        )


def _objectives(objectives: XmlElement | None) -> Iterator[Objective]:
    for element in objectives if objectives is not None else ():
        if not isinstance(element.tag, str) or etree.QName(element).localname not in (
            "primaryObjective",
            "objective",
        ):
            continue
        by_measure = _truth(element, "satisfiedByMeasure", False)
        least = (
            _number((element.findtext("{*}minNormalizedMeasure") or "").strip(), 1.0) if by_measure else None
        )
        yield Objective(
            element.get("objectiveID", ""),
            etree.QName(element).localname == "primaryObjective",
            least,
            tuple(
                ObjectiveMap(
                    found.get("targetObjectiveID", ""),
                    _truth(found, "readSatisfiedStatus", True),
                    _truth(found, "readNormalizedMeasure", True),
                    _truth(found, "writeSatisfiedStatus", False),
                    _truth(found, "writeNormalizedMeasure", False),
                )
                for found in element.iterfind("{*}mapInfo")
            ),
        )


def _truth(element: XmlElement | None, name: str, otherwise: bool) -> bool:
    given = element.get(name) if element is not None else None
    return otherwise if given is None else given.strip() in ("true", "1")


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text and len(text) < 30 else otherwise
    except ValueError:
        return otherwise
