"""Rules for what SCORM 2004 adds to content packaging: where its elements and attributes belong, and their values.

No schema checks where these elements are, because content packaging allows any element of another namespace anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from courseware.diagnostics import Fault
from courseware.diagnostics.suggest import Suggester
from courseware.validation import faults
from courseware.validation.manifest import (
    Finding,
    Manifest,
    Rule,
    local,
    named,
    stripped,
    text,
)
from courseware.validation.standards import ADLCP_2004, ADLNAV, ADLSEQ, CP_2004, IMSSS

NAMESPACES = {"cp": CP_2004, "adlcp": ADLCP_2004, "adlseq": ADLSEQ, "adlnav": ADLNAV, "imsss": IMSSS}

PARENTS: dict[str, tuple[str, ...]] = {
    "adlcp:location": ("cp:metadata",),
    "adlcp:timeLimitAction": ("cp:item",),
    "adlcp:dataFromLMS": ("cp:item",),
    "adlcp:completionThreshold": ("cp:item", "cp:organization"),
    "adlcp:data": ("cp:item",),
    "adlcp:map": ("adlcp:data",),
    "adlnav:presentation": ("cp:item",),
    "adlnav:navigationInterface": ("adlnav:presentation",),
    "adlnav:hideLMSUI": ("adlnav:navigationInterface",),
    "adlseq:constrainedChoiceConsiderations": ("imsss:sequencing",),
    "adlseq:rollupConsiderations": ("imsss:sequencing",),
    "adlseq:objectives": ("imsss:sequencing",),
    "adlseq:objective": ("adlseq:objectives",),
    "adlseq:mapInfo": ("adlseq:objective",),
    "imsss:sequencingCollection": ("cp:manifest",),
    "imsss:sequencing": ("cp:item", "cp:organization", "imsss:sequencingCollection"),
    "imsss:controlMode": ("imsss:sequencing",),
    "imsss:sequencingRules": ("imsss:sequencing",),
    "imsss:limitConditions": ("imsss:sequencing",),
    "imsss:auxiliaryResources": ("imsss:sequencing",),
    "imsss:rollupRules": ("imsss:sequencing",),
    "imsss:objectives": ("imsss:sequencing",),
    "imsss:randomizationControls": ("imsss:sequencing",),
    "imsss:deliveryControls": ("imsss:sequencing",),
    "imsss:preConditionRule": ("imsss:sequencingRules",),
    "imsss:exitConditionRule": ("imsss:sequencingRules",),
    "imsss:postConditionRule": ("imsss:sequencingRules",),
    "imsss:ruleConditions": (
        "imsss:preConditionRule", "imsss:exitConditionRule", "imsss:postConditionRule",
    ),
    "imsss:ruleCondition": ("imsss:ruleConditions",),
    "imsss:ruleAction": (
        "imsss:preConditionRule", "imsss:exitConditionRule", "imsss:postConditionRule",
    ),
    "imsss:rollupRule": ("imsss:rollupRules",),
    "imsss:rollupConditions": ("imsss:rollupRule",),
    "imsss:rollupCondition": ("imsss:rollupConditions",),
    "imsss:rollupAction": ("imsss:rollupRule",),
    "imsss:primaryObjective": ("imsss:objectives",),
    "imsss:objective": ("imsss:objectives",),
    "imsss:minNormalizedMeasure": ("imsss:primaryObjective", "imsss:objective"),
    "imsss:mapInfo": ("imsss:primaryObjective", "imsss:objective"),
}  # fmt: skip
"""Element → the elements that it may be a child of (SCORM 2004 CAM 3.4.1, 5.1 and 5.2)."""

ONCE = frozenset(
    """adlcp:timeLimitAction adlcp:dataFromLMS adlcp:completionThreshold adlcp:data adlnav:presentation
    adlnav:navigationInterface adlseq:constrainedChoiceConsiderations adlseq:rollupConsiderations adlseq:objectives
    imsss:sequencingCollection imsss:controlMode imsss:sequencingRules imsss:limitConditions imsss:rollupRules
    imsss:objectives imsss:randomizationControls imsss:deliveryControls imsss:primaryObjective
    imsss:minNormalizedMeasure""".split()
)
"""Elements that may appear only once in their parent. So may `imsss:sequencing`, except in a collection."""

UNREAD = frozenset(("imsss:sequencing", "imsss:sequencingCollection", "adlcp:map"))
"""Elements that content packaging and the conformance checker allow anywhere, though nothing reads them there."""

PERSIST_STATE = f"{{{ADLCP_2004}}}persistState"
ATTRIBUTES: dict[str, str] = {
    f"{{{ADLCP_2004}}}scormType": "cp:resource",
    f"{{{ADLSEQ}}}objectivesGlobalToSystem": "cp:organization",
    f"{{{ADLCP_2004}}}sharedDataGlobalToSystem": "cp:organization",
    PERSIST_STATE: "",
}
"""Attribute → the only element that may have it; for `persistState` none, since SCORM 2004 3rd Edition."""

BOOLEANS = frozenset(
    """isvisible choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo
    rollupObjectiveSatisfied rollupProgressCompletion satisfiedByMeasure readSatisfiedStatus readNormalizedMeasure
    writeSatisfiedStatus writeNormalizedMeasure reorderChildren tracked completionSetByContent objectiveSetByContent
    preventActivation constrainChoice measureSatisfactionIfActive completedByMeasure readSharedData writeSharedData
    readRawScore readMinScore readMaxScore readCompletionStatus readProgressMeasure writeRawScore writeMinScore
    writeMaxScore writeCompletionStatus writeProgressMeasure""".split()
) | {f"{{{ADLSEQ}}}objectivesGlobalToSystem", f"{{{ADLCP_2004}}}sharedDataGlobalToSystem"}

_TIMING = "never once onEachNewAttempt"
_ROLLUP = "always ifAttempted ifNotSkipped ifNotSuspended"
_CONDITIONS = (
    "satisfied objectiveStatusKnown objectiveMeasureKnown completed activityProgressKnown attempted "
    "attemptLimitExceeded timeLimitExceeded outsideAvailableTimeRange"
)
VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("adlcp:timeLimitAction", ""): (
        "exit,message", "exit,no message", "continue,message", "continue,no message",
    ),
    ("adlnav:hideLMSUI", ""): tuple("previous continue exit exitAll abandon abandonAll suspendAll".split()),
    ("imsss:ruleConditions", "conditionCombination"): ("all", "any"),
    ("imsss:rollupConditions", "conditionCombination"): ("all", "any"),
    ("imsss:ruleCondition", "operator"): ("not", "noOp"),
    ("imsss:rollupCondition", "operator"): ("not", "noOp"),
    ("imsss:ruleCondition", "condition"): (
        *_CONDITIONS.split(), "objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always",
    ),
    ("imsss:rollupCondition", "condition"): tuple(_CONDITIONS.split()),
    ("imsss:rollupAction", "action"): ("satisfied", "notSatisfied", "completed", "incomplete"),
    ("imsss:rollupRule", "childActivitySet"): ("all", "any", "none", "atLeastCount", "atLeastPercent"),
    ("imsss:randomizationControls", "randomizationTiming"): tuple(_TIMING.split()),
    ("imsss:randomizationControls", "selectionTiming"): tuple(_TIMING.split()),
    ("adlseq:rollupConsiderations", "requiredForSatisfied"): tuple(_ROLLUP.split()),
    ("adlseq:rollupConsiderations", "requiredForNotSatisfied"): tuple(_ROLLUP.split()),
    ("adlseq:rollupConsiderations", "requiredForCompleted"): tuple(_ROLLUP.split()),
    ("adlseq:rollupConsiderations", "requiredForIncomplete"): tuple(_ROLLUP.split()),
}  # fmt: skip
"""Element and attribute (empty: the element's text) → the values allowed."""

ACTIONS: dict[str, tuple[str, ...]] = {
    "preConditionRule": ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    "exitConditionRule": ("exit",),
    "postConditionRule": ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
}
"""Kind of sequencing rule → the actions that it may have."""

RANGES: dict[tuple[str, str], tuple[float, float]] = {
    ("adlcp:completionThreshold", "minProgressMeasure"): (0, 1),
    ("adlcp:completionThreshold", "progressWeight"): (0, 1),
    ("imsss:minNormalizedMeasure", ""): (-1, 1),
    ("imsss:ruleCondition", "measureThreshold"): (-1, 1),
    ("imsss:rollupRules", "objectiveMeasureWeight"): (0, 1),
    ("imsss:rollupRule", "minimumPercent"): (0, 1),
}
"""Element and attribute (empty: the element's text, if any) → lowest and highest decimal number allowed."""

OPENS: dict[str, tuple[str, ...]] = {
    "adlcp:timeLimitAction": ("sco",),
    "adlcp:dataFromLMS": ("sco",),
    "adlnav:presentation": ("sco", "asset"),
    "adlcp:data": ("sco", "asset"),
}
"""Element → the kinds of resource that an item with this element must open."""

DISCOURAGED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("imsss:auxiliaryResources", "", ()),
    ("imsss:limitConditions", "attemptExperiencedDurationLimit", ()),
    ("imsss:limitConditions", "activityAbsoluteDurationLimit", ()),
    ("imsss:limitConditions", "activityExperiencedDurationLimit", ()),
    ("imsss:limitConditions", "beginTimeLimit", ()),
    ("imsss:limitConditions", "endTimeLimit", ()),
    ("imsss:ruleCondition", "condition", ("timeLimitExceeded", "outsideAvailableTimeRange")),
    ("imsss:rollupCondition", "condition", ("timeLimitExceeded", "outsideAvailableTimeRange")),
)
"""Element, attribute and values that SCORM 2004 defines but no system has to support (CAM 5.1, ADL notes)."""


MOST_NAMES = 100
"""How many names one message lists at most."""


def tag(name: str) -> str:
    """A name such as `imsss:objective` in lxml's notation, `{namespace}objective`."""
    prefix, _, rest = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{rest}"


_PARENT_TAGS = {tag(name): tuple(map(tag, parents)) for name, parents in PARENTS.items()}
_NAMES = {tag(name): name for name in PARENTS}
_OTHER_TAGS = frozenset(
    tag(name)
    for name in """cp:manifest cp:metadata cp:schema cp:schemaversion cp:organizations cp:organization cp:title cp:item
    cp:resources cp:resource cp:file cp:dependency imsss:auxiliaryResource""".split()
)
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items() if prefix != "cp"}
_ONCE_TAGS = frozenset(map(tag, ONCE))
SEQUENCING = tag("imsss:sequencing")


def _extensions(manifest: Manifest) -> Iterator[etree._Element]:
    """The elements that SCORM 2004 adds to content packaging."""
    return (element for element in manifest.elements if element.tag in _PARENT_TAGS)


def activities(manifest: Manifest) -> Iterator[etree._Element]:
    """Every `imsss:sequencing`: of activities, and in a collection."""
    return manifest.all("sequencing", IMSSS)


def collected(manifest: Manifest) -> Iterator[etree._Element]:
    """Every `imsss:sequencing` in a collection, to which activities refer by `IDRef`."""
    for collection in manifest.all("sequencingCollection", IMSSS):
        yield from collection.iterchildren(SEQUENCING)


def listed_names(names: set[str]) -> str:
    """Names as a message lists them, or their number if there are more than `MOST_NAMES`."""
    return (", ".join(sorted(names)) or "none") if len(names) <= MOST_NAMES else f"{len(names):,} others"


# --- where elements and attributes belong


def misplaced_elements(manifest: Manifest) -> Iterator[Finding]:
    return _misplaced(manifest, frozenset(PARENTS) - UNREAD)


def unread_elements(manifest: Manifest) -> Iterator[Finding]:
    return _misplaced(manifest, UNREAD)


def _misplaced(manifest: Manifest, names: frozenset[str]) -> Iterator[Finding]:
    """Elements whose parent may not have them.

    An unknown parent is reported only once, for its first child; an unknown one in the namespace of content packaging
    not at all, because the schema reports it.
    """
    unknown_parents: set[etree._Element] = set()
    for element in _extensions(manifest):
        parent = element.getparent()
        if _NAMES[str(element.tag)] not in names:
            continue
        if parent is None or parent.tag in _PARENT_TAGS[str(element.tag)] or parent in unknown_parents:
            continue
        if not is_known(parent.tag):
            unknown_parents.add(parent)
            if etree.QName(parent).namespace == CP_2004:
                continue
        allowed = " or ".join(name.removeprefix("cp:") for name in PARENTS[_NAMES[str(element.tag)]])
        yield Finding(element, {"element": named(element), "parent": named(parent), "allowed": allowed})


def is_known(name: object) -> bool:
    """Whether content packaging, or SCORM 2004 in addition, defines an element with this name (in lxml's notation)."""
    return name in _PARENT_TAGS or name in _OTHER_TAGS


def unknown_elements(manifest: Manifest) -> Iterator[Finding]:
    """Elements in the namespaces of ADL and IMS that no specification defines; schemas accept them as extensions."""
    suggester = Suggester()
    for element in manifest.elements:
        prefix = _PREFIXES.get(etree.QName(element).namespace or "")
        if prefix and not is_known(element.tag):
            names = [name.partition(":")[2] for name in PARENTS if name.startswith(f"{prefix}:")]
            short = local(element) if len(local(element)) < 100 else ""
            yield Finding(
                element, {"element": named(element), "suggestion": suggester.did_you_mean(short, names)}
            )


def misplaced_attributes(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.elements:
        for attribute in element.attrib:
            owner = ATTRIBUTES.get(str(attribute))
            if attribute == PERSIST_STATE and element.tag != tag("cp:resource"):
                continue
            if owner is not None and (not owner or element.tag != tag(owner)) and is_known(element.tag):
                allowed = f"it belongs on <{owner[3:]}>" if owner else "it is no longer part of SCORM"
                name = f"{_prefix(str(attribute))}:{etree.QName(attribute).localname}"
                yield Finding(element, {"attribute": name, "element": named(element), "allowed": allowed})


def unread_attributes(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.elements:
        if element.get(PERSIST_STATE) is not None and element.tag != tag("cp:resource"):
            details = {"attribute": "adlcp:persistState", "element": named(element)}
            yield Finding(element, {**details, "allowed": "it is no longer part of SCORM"})


def _prefix(attribute: str) -> str:
    return next(prefix for prefix, uri in NAMESPACES.items() if attribute.startswith(f"{{{uri}}}"))


def repeated_elements(manifest: Manifest) -> Iterator[Finding]:
    for element in _extensions(manifest):
        parent = element.getparent()
        once = element.tag in _ONCE_TAGS or (
            element.tag == SEQUENCING
            and parent is not None
            and parent.tag != tag("imsss:sequencingCollection")
        )
        if once and any(True for _ in element.itersiblings(str(element.tag), preceding=True)):
            yield Finding(element, {"element": named(element)})


def actions_of_organization(manifest: Manifest) -> Iterator[Finding]:
    """Actions that have no meaning on the organization itself (SCORM 2004 CAM 5.1.3)."""
    for action in manifest.all("ruleAction", IMSSS):
        ancestors = [local(ancestor) for ancestor in action.iterancestors()]
        of_organization = ancestors[:4] == [
            "postConditionRule",
            "sequencingRules",
            "sequencing",
            "organization",
        ]
        if of_organization and stripped(action.get("action", "")) in ("exitParent", "previous"):
            yield Finding(action, {"action": action.get("action")})


def elements_on_unsuitable_items(manifest: Manifest) -> Iterator[Finding]:
    """Elements that require an item that opens a SCO, or anything at all, on an item that does not."""
    for name, kinds in OPENS.items():
        for element in manifest.root.iter(tag(name)):
            if not _opens(manifest, element, kinds):
                yield Finding(
                    element, {"element": named(element), "kinds": " or ".join(map(_article, kinds))}
                )
    for element in _old_thresholds(manifest):
        if not _opens(manifest, element, ("sco",)):
            yield Finding(element, {"element": named(element), "kinds": _article("sco")})


def _article(kind: str) -> str:
    return {"sco": "a SCO", "asset": "an asset"}[kind]


def _opens(manifest: Manifest, element: etree._Element, kinds: tuple[str, ...]) -> bool:
    """Whether an element's item opens a resource of these kinds; also true if another rule reports item or resource."""
    item = element.getparent()
    if item is None or local(item) != "item":
        return True
    if item.get("identifierref") is None:
        return False
    resource = manifest.resources.get(stripped(item.get("identifierref", "")))
    kind = None if resource is None else resource.get(f"{{{ADLCP_2004}}}scormType")
    return kind is None or kind not in ("sco", "asset") or kind in kinds


# --- values


def other_booleans(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.elements:
        if manifest.namespace != CP_2004 or (local(element) != "item" and element.tag not in _BOOLEAN_TAGS):
            continue
        for attribute, value in element.attrib.items():
            if attribute in BOOLEANS and stripped(str(value)) not in ("true", "false"):
                yield Finding(element, {"attribute": etree.QName(attribute).localname, "value": value})


_BOOLEAN_TAGS = frozenset(map(tag, PARENTS)) | {tag("cp:organization")}


def other_words(manifest: Manifest) -> Iterator[Finding]:
    for (name, attribute), allowed in VOCABULARY.items():
        for element in manifest.root.iter(tag(name)):
            value = element.get(attribute) if attribute else element.text or ""
            if value is not None and stripped(value) not in allowed:
                what = f"{attribute} of {named(element)}" if attribute else named(element)
                yield Finding(element, {"what": what, "value": value, "allowed": ", ".join(allowed)})


def other_actions(manifest: Manifest) -> Iterator[Finding]:
    for action in manifest.all("ruleAction", IMSSS):
        parent = action.getparent()
        allowed = ACTIONS.get(local(parent)) if parent is not None else None
        value = action.get("action")
        if allowed and value is not None and stripped(value) not in allowed:
            yield Finding(
                action, {"what": "action of imsss:ruleAction", "value": value, "allowed": ", ".join(allowed)}
            )


def numbers_out_of_range(manifest: Manifest) -> Iterator[Finding]:
    for (name, attribute), (low, high) in RANGES.items():
        for element in manifest.root.iter(tag(name)):
            value = element.get(attribute) if attribute else element.text
            if value is not None and not _within(value, low, high):
                what = f"{attribute} of {named(element)}" if attribute else named(element)
                yield Finding(element, {"what": what, "value": value, "low": low, "high": high})
    for element in _old_thresholds(manifest):
        if not _within(_plain_number(text(element)), 0, 1):
            yield Finding(element, {"what": named(element), "value": element.text, "low": 0, "high": 1})


def _within(value: str, low: float, high: float) -> bool:
    plain = value.strip()
    if not plain or plain.strip("+-.0123456789"):  # 1e0 and NaN are not decimals of XML Schema
        return False
    try:
        return low <= float(plain) <= high
    except ValueError:
        return False


def _plain_number(value: str) -> str:
    """A number without its exponent, which numbers in the form of the 3rd Edition, as text, may have."""
    return f"{float(value):f}" if re.fullmatch(r"[+-]?[\d.]+[eE][+-]?\d{1,3}", value, re.ASCII) else value


_THRESHOLD = ("completedByMeasure", "minProgressMeasure", "progressWeight")


def _old_thresholds(manifest: Manifest) -> Iterator[etree._Element]:
    """`adlcp:completionThreshold` elements in the form of the 3rd Edition, where the number is the text."""
    for element in manifest.all("completionThreshold", ADLCP_2004):
        if text(element) and not any(element.get(name) is not None for name in _THRESHOLD):
            yield element


def old_thresholds(manifest: Manifest) -> Iterator[Finding]:
    if manifest.standard.name == "scorm2004-4":
        for element in _old_thresholds(manifest):
            yield Finding(element, {"value": text(element)})


def thresholds_of_two_forms(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.all("completionThreshold", ADLCP_2004):
        if text(element) and any(element.get(name) is not None for name in _THRESHOLD):
            yield Finding(element, {"value": text(element)})


def old_thresholds_of_organizations(manifest: Manifest) -> Iterator[Finding]:
    for element in _old_thresholds(manifest):
        parent = element.getparent()
        if parent is not None and local(parent) == "organization":
            details = {"element": named(element), "parent": "organization", "allowed": "item"}
            yield Finding(element, details)


def hidden_twice(manifest: Manifest) -> Iterator[Finding]:
    for interface in manifest.all("navigationInterface", ADLNAV):
        seen: set[str] = set()
        for element in interface.iterchildren(tag("adlnav:hideLMSUI")):
            if text(element) in seen:
                yield Finding(element, {"value": text(element)})
            seen.add(text(element))


def discouraged(manifest: Manifest) -> Iterator[Finding]:
    for name, attribute, values in DISCOURAGED:
        for element in manifest.root.iter(tag(name)):
            value = element.get(attribute) if attribute else ""
            if value is not None and (not values or value in values):
                what = value if values else attribute or named(element)
                yield Finding(element, {"what": what})


RULES: tuple[Rule, ...] = (
    Rule(faults.MISPLACED_ELEMENT, "SCORM 2004 CAM 3.4.1, 5.1, 5.2: place of elements", misplaced_elements),
    Rule(
        faults.MISPLACED_ELEMENT,
        "SCORM 2004 CAM 3.4.1, 5.1, 5.2: place of elements",
        old_thresholds_of_organizations,
    ),
    Rule(faults.MISPLACED_ATTRIBUTE, "SCORM 2004 CAM 3.4.1: place of attributes", misplaced_attributes),
    Rule(faults.UNREAD_ATTRIBUTE, "SCORM 2004 CAM 3.4.1: place of attributes", unread_attributes),
    Rule(faults.ELEMENT_REPEATED, "SCORM 2004 CAM 3.4.1, 5.1, 5.2: multiplicity", repeated_elements),
    Rule(faults.NOT_A_BOOLEAN, "SCORM 2004 CAM: boolean values are true and false", other_booleans),
    Rule(faults.NOT_IN_VOCABULARY, "SCORM 2004 CAM: restricted vocabularies", other_words),
    Rule(faults.NOT_IN_VOCABULARY, "SCORM 2004 CAM 5.1.3: ruleAction", other_actions),
    Rule(
        faults.ON_THE_WRONG_ITEM,
        "SCORM 2004 CAM 3.4.1: elements of items that open a SCO",
        elements_on_unsuitable_items,
        (faults.ITEM_WITHOUT_RESOURCE, faults.MISPLACED_ELEMENT),
    ),
    Rule(
        faults.THRESHOLD_OF_TWO_FORMS,
        "SCORM 2004 4th Ed. CAM 3.4.1: completionThreshold",
        thresholds_of_two_forms,
    ),
    Rule(
        faults.OLD_THRESHOLD,
        "SCORM 2004 4th Ed. CAM 3.4.1: completionThreshold",
        old_thresholds,
        (faults.ON_THE_WRONG_ITEM, faults.NUMBER_OUT_OF_RANGE, faults.MISPLACED_ELEMENT),
    ),
    Rule(faults.NUMBER_OUT_OF_RANGE, "SCORM 2004 CAM: decimal ranges", numbers_out_of_range),
    Rule(faults.ACTION_ON_ORGANIZATION, "SCORM 2004 CAM 5.1.3: ruleAction", actions_of_organization),
    Rule(faults.HIDDEN_TWICE, "SCORM 2004 CAM 5.2: hideLMSUI", hidden_twice),
    Rule(faults.OPTIONAL_FOR_AN_LMS, "SCORM 2004 CAM 5.1: ADL notes", discouraged),
    Rule(
        faults.UNKNOWN_ELEMENT,
        "SCORM 2004 CAM 5.1, 5.2",
        unknown_elements,
        (faults.AGAINST_SCHEMA, faults.MISPLACED_ELEMENT, faults.UNREAD_ELEMENT),
    ),
    Rule(
        faults.UNREAD_ELEMENT,
        "SCORM 2004 CAM 3.4.1, 5.1: place of elements",
        unread_elements,
        (faults.AGAINST_SCHEMA,),
    ),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (
    faults.MISPLACED_ELEMENT,
    faults.ELEMENT_REPEATED,
    faults.NOT_A_BOOLEAN,
    faults.NOT_IN_VOCABULARY,
    faults.THRESHOLD_OF_TWO_FORMS,
    faults.NUMBER_OUT_OF_RANGE,
)
