"""Which units a learner may open and which comes next, by manifests of SCORM 2004 and 1.2."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from courseware.preview.builds import Made
from courseware.preview.launches import tracked
from courseware.preview.sequencing import (
    ActivityTree,
    ObjectiveProgress,
    Tracked,
    following,
    locked,
    requested,
    rolled_up,
)
from courseware.preview.units import activities_in

MANIFEST = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<organizations default="o"><organization identifier="o"><title>Course</title>
{items}<imsss:sequencing>{course}</imsss:sequencing></organization></organizations>
<resources><resource identifier="r" type="webcontent" href="a.html"/></resources>
<imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:limitConditions attemptLimit="1"/></imsss:sequencing>
</imsss:sequencingCollection></manifest>"""
FLOW = '<imsss:controlMode choice="true" flow="true"/>'
DONE, FAILED, BEGUN = Tracked(1, True), Tracked(1, False), Tracked(1, None, is_open=True)


def item(identifier: str, more: str = "") -> str:
    return f'<item identifier="{identifier}" identifierref="r"><title>{identifier}</title>{more}</item>'


def rule(action: str, *conditions: str, how: str = "all") -> str:
    inside = "".join(f"<imsss:ruleCondition {condition}/>" for condition in conditions)
    return (
        f'<imsss:preConditionRule><imsss:ruleConditions conditionCombination="{how}">{inside}</imsss:ruleConditions>'
        f'<imsss:ruleAction action="{action}"/></imsss:preConditionRule>'
    )


def ruled(*rules: str, more: str = "") -> str:
    return f"<imsss:sequencing><imsss:sequencingRules>{''.join(rules)}</imsss:sequencingRules>{more}</imsss:sequencing>"


def course(*items: str, control: str = FLOW, known: Mapping[str, Tracked] | None = None) -> ActivityTree:
    manifest = MANIFEST.replace("{items}", "".join(items)).replace("{course}", control)
    return ActivityTree(activities_in(Made({"imsmanifest.xml": manifest.encode()})), known or {})


def closed(
    *items: str, control: str = FLOW, known: Mapping[str, Tracked] | None = None, current: str = ""
) -> dict[str, str]:
    found = locked(course(*items, control=control, known=known), current)
    return {unit: why.key for unit, why in found.items()}


@pytest.mark.parametrize(
    ("rules", "known", "is_closed"),
    [
        ([rule("disabled", 'condition="always"')], DONE, True),
        ([rule("disabled", 'condition="completed"')], DONE, True),
        ([rule("disabled", 'condition="completed"')], FAILED, False),
        ([rule("disabled", 'operator="not" condition="completed"')], FAILED, True),
        ([rule("disabled", 'operator="not" condition="completed"')], BEGUN, False),
        ([rule("disabled", 'condition="activityProgressKnown"')], BEGUN, False),
        ([rule("disabled", 'condition="attempted"')], BEGUN, True),
        ([rule("disabled", 'condition="attempted"')], Tracked(), False),
        ([rule("disabled", 'condition="satisfied"')], Tracked(1, None, {"": ObjectiveProgress(True)}), True),
        ([rule("disabled", 'condition="satisfied"')], Tracked(1, None, {"": ObjectiveProgress(None)}), False),
        ([rule("disabled", 'operator="not" condition="objectiveStatusKnown"')], Tracked(), True),
        (
            [rule("disabled", 'condition="objectiveMeasureKnown"')],
            Tracked(1, None, {"": ObjectiveProgress(None, 0.5)}),
            True,
        ),
        (
            [rule("disabled", 'condition="objectiveMeasureGreaterThan" measureThreshold="0.4"')],
            Tracked(1, None, {"": ObjectiveProgress(None, 0.5)}),
            True,
        ),
        (
            [rule("disabled", 'condition="objectiveMeasureLessThan" measureThreshold="0.4"')],
            Tracked(1, None, {"": ObjectiveProgress(None, 0.5)}),
            False,
        ),
        ([rule("disabled", 'condition="completed"', 'condition="satisfied"')], DONE, False),
        ([rule("disabled", 'condition="completed"', 'condition="satisfied"', how="any")], DONE, True),
        ([rule("disabled", 'condition="timeLimitExceeded"')], DONE, False),
        ([rule("hiddenFromChoice", 'condition="always"')], Tracked(), True),
        ([rule("skip", 'condition="always"')], Tracked(), False),
    ],
)
def test_pre_conditions(rules: list[str], known: Tracked, is_closed: bool) -> None:
    assert bool(closed(item("a", ruled(*rules)), known={"a": known})) is is_closed


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (Tracked(), {}),
        (Tracked(1, is_open=True), {}),
        (Tracked(1, True), {"a": "locked_attempts"}),
    ],
)
def test_attempts_that_are_used_up_and_sequencing_that_is_referred_to(
    known: Tracked, found: dict[str, str]
) -> None:
    assert closed(item("a", '<imsss:sequencing IDRef="shared"/>'), item("b"), known={"a": known}) == found


def test_control_modes() -> None:
    items = [item(sign) for sign in "abc"]
    only_flow = '<imsss:controlMode choice="false" flow="true"/>'
    assert set(closed(*items, control=only_flow).values()) == {"locked_choice"}
    assert set(closed(*items, control=only_flow, current="b")) == {"a", "c"}
    made = course(*items, control=only_flow)
    assert [following(made, name) for name in ("", "a", "b", "c")] == ["a", "b", "c", ""]
    assert following(made, "b", forward=False) == "a"
    forward = '<imsss:controlMode choice="true" flow="true" forwardOnly="true"/>'
    assert closed(*items, control=forward, current="b") == {"a": "locked_forward"}
    assert following(course(*items, control=forward), "b", forward=False) == ""
    assert following(course(*items, control='<imsss:controlMode choice="true"/>'), "a") == ""


def test_what_is_skipped_and_what_stops_the_way() -> None:
    skipped = item("b", ruled(rule("skip", 'condition="always"')))
    assert following(course(item("a"), skipped, item("c")), "a") == "c"
    shut = item("b", ruled(rule("disabled", 'condition="always"')))
    assert following(course(item("a"), shut, item("c")), "a") == ""
    stop = item("a", ruled(rule("stopForwardTraversal", 'operator="not" condition="completed"')))
    assert following(course(stop, item("b"), known={"a": FAILED}), "a") == ""
    assert following(course(stop, item("b"), known={"a": DONE}), "a") == "b"


def test_an_objective_that_two_activities_share_opens_the_second() -> None:
    """As in courseware's own packages with pages that open one after another."""
    writes, reads = (
        f'<imsss:objective objectiveID="{name}"><imsss:mapInfo targetObjectiveID="g" {more}/></imsss:objective>'
        for name, more in (("done", 'writeSatisfiedStatus="true"'), ("before", ""))
    )
    closes = rule(
        "disabled",
        'referencedObjective="before" operator="not" condition="objectiveStatusKnown"',
        'referencedObjective="before" operator="not" condition="satisfied"',
        how="any",
    )
    items = (
        item(
            "a",
            f"<imsss:sequencing><imsss:objectives><imsss:primaryObjective/>{writes}</imsss:objectives></imsss:sequencing>",
        ),
        item(
            "b", ruled(closes, more=f"<imsss:objectives><imsss:primaryObjective/>{reads}</imsss:objectives>")
        ),
    )
    assert closed(*items) == {"b": "locked_disabled"}
    known = {"a": Tracked(1, True, {"done": ObjectiveProgress(True)})}
    assert closed(*items, known=known) == {}
    assert rolled_up(course(*items, known=known))["b"].objectives["before"] == ObjectiveProgress(True)


def test_what_children_amount_to() -> None:
    least = """<imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.6
      </imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"""
    heavy = '<imsss:sequencing><imsss:rollupRules objectiveMeasureWeight="3"/></imsss:sequencing>'
    known = {
        "a": Tracked(1, True, {"": ObjectiveProgress(True, 1.0)}),
        "b": Tracked(1, False, {"": ObjectiveProgress(False, 0.0)}),
    }
    whole = rolled_up(course(item("a", heavy), item("b"), control=FLOW + least, known=known))["o"]
    assert (whole.completed, whole.objectives[""]) == (False, ObjectiveProgress(True, 0.75))
    whole = rolled_up(course(item("a"), item("b"), known=known))["o"]
    assert whole.objectives[""] == ObjectiveProgress(False, 0.5)
    whole = rolled_up(course(item("a"), item("b"), known={"a": known["a"]}))["o"]
    assert (whole.completed, whole.objectives[""].satisfied) == (None, None)


@pytest.mark.parametrize(
    ("request_", "unit"),
    [
        ("continue", "c"),
        ("previous", "a"),
        ("{target=a}choice", "a"),
        ("{target=d}choice", ""),
        ("{target=d}jump", "d"),
        ("{target=zz}jump", ""),
        ("exitAll", ""),
        ("_none_", ""),
        ("", ""),
    ],
)
def test_requests_of_navigation(request_: str, unit: str) -> None:
    shut = item("d", ruled(rule("disabled", 'condition="always"')))
    assert requested(course(item("a"), item("b"), item("c"), shut), "b", request_) == unit


@pytest.mark.parametrize(("choice", "unit"), [("true", "a"), ("false", "")])
def test_a_request_to_be_where_one_is_once_more_is_a_choice(choice: str, unit: str) -> None:
    control = f'<imsss:controlMode choice="{choice}" flow="true"/>'
    assert requested(course(item("a"), item("b"), control=control), "a", "{target=a}choice") == unit


@pytest.mark.parametrize(
    ("prerequisites", "is_open"),
    [
        ("", True),
        ("a", True),
        ("b", False),
        ("a&amp;b", False),
        ("a&amp;~b", True),
        ("a|b", True),
        ("(b|a) &amp; ~(b)", True),
        ('b="incomplete"', True),
        ('b&lt;&gt;"incomplete"', False),
        ('a="passed"', True),
        ("1*{a,b}", True),
        ("2*{a,b}", False),
        ("~", True),
        ("a b", True),
        ("{{", True),
    ],
)
def test_prerequisites(prerequisites: str, is_open: bool) -> None:
    needs = f"<adlcp:prerequisites type='aicc_script'>{prerequisites}</adlcp:prerequisites>"
    known = {"a": Tracked(1, True, status="passed"), "b": Tracked(1, False, status="incomplete")}
    assert (closed(item("a"), item("b"), item("c", needs), known=known) == {}) is is_open


def test_what_is_tracked_of_values() -> None:
    values = {
        "cmi.completion_status": "completed",
        "cmi.success_status": "failed",
        "cmi.score.scaled": "0.25",
        "cmi.objectives.0.id": "done",
        "cmi.objectives.0.success_status": "passed",
        "cmi.exit": "",
    }
    found = tracked("scorm2004-4", 2, values)
    assert (found.attempts, found.completed, found.is_open) == (2, True, False)
    assert found.objectives == {"": ObjectiveProgress(False, 0.25), "done": ObjectiveProgress(True)}
    of_12 = tracked("scorm12", 1, {"cmi.core.lesson_status": "passed", "cmi.core.exit": "suspend"})
    assert (of_12.completed, of_12.status, of_12.is_open) == (True, "passed", True)
