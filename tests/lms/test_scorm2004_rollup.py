"""Several SCOs in scorm-again's sequencing, from our manifest and what our driver reports."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import courses
import pytest
from lxml import etree

DOCUMENTS = {
    "one.md": "---\ntitle: One\nphase: 1\n---\n\n## Q\n\n{type: selection, points: 3}\n\n- [x] a\n- [ ] b\n",
    "two.md": "---\ntitle: Two\nphase: 2\n---\n\n## Q\n\n{type: selection}\n\n- [x] a\n- [ ] b\n",
    "three.md": "---\ntitle: Three\nphase: 3\n---\n\nWords.\n",
}


def activity_tree(element: etree._Element) -> dict[str, Any]:
    """An organization or item of a manifest with its sequencing, in scorm-again's form."""
    controls: dict[str, Any] = {}
    tree: dict[str, Any] = {
        "id": element.get("identifier"),
        "title": element.findtext("{*}title"),
        "children": [activity_tree(item) for item in element.iterchildren("{*}item")],
        "sequencingControls": controls,
    }
    sequencing = element.find("{*}sequencing")
    assert sequencing is not None
    for mode in sequencing.iterfind("{*}controlMode"):
        controls.update({str(name): value == "true" for name, value in mode.attrib.items()})
    for rules in sequencing.iterfind("{*}rollupRules"):
        controls["objectiveMeasureWeight"] = float(rules.get("objectiveMeasureWeight", ""))
    for delivery in sequencing.iterfind("{*}deliveryControls"):
        tree["deliveryControls"] = {name: value == "true" for name, value in delivery.attrib.items()}
    objectives = [
        _objective(objective_element) for objective_element in sequencing.iterfind("{*}objectives/*")
    ]
    if objectives:
        tree["primaryObjective"], *tree["objectives"] = objectives
    tree["sequencingRules"] = {
        "preConditionRules": [
            {
                "action": rule.find("{*}ruleAction").get("action"),  # type: ignore[union-attr]  # every rule has it
                "conditionCombination": rule.find("{*}ruleConditions").get("conditionCombination"),  # type: ignore[union-attr]  # every rule has it
                "conditions": [dict(condition.attrib) for condition in rule.iter("{*}ruleCondition")],
            }
            for rule in sequencing.iter("{*}preConditionRule")
        ]
    }
    return tree


def _objective(objective: etree._Element) -> dict[str, Any]:
    measure = objective.findtext("{*}minNormalizedMeasure")
    return {
        "objectiveID": objective.get("objectiveID", "whole"),
        "satisfiedByMeasure": objective.get("satisfiedByMeasure") == "true",
        "minNormalizedMeasure": float(measure) if measure else None,
        "mapInfo": [
            {"targetObjectiveID": element.get("targetObjectiveID"), "readSatisfiedStatus": True}
            | ({"writeSatisfiedStatus": True} if element.get("writeSatisfiedStatus") else {})
            for element in objective.iterfind("{*}mapInfo")
        ],
    }


def play(tmp_path: Path, settings: str, sittings: list[dict[str, Any]]) -> dict[str, Any]:
    folder = tmp_path / "earth"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "course.yaml").write_text(f"id: earth\nstructure: per-document\n{settings}", encoding="utf-8")
    courses.package(folder, f"{tmp_path}/package/", "scorm2004")
    organization = etree.parse(tmp_path / "package" / "imsmanifest.xml").find(
        "{*}organizations/{*}organization"
    )
    assert organization is not None
    script = Path(__file__).parent / "rollup.js"
    given = json.dumps({"activityTree": activity_tree(organization), "sittings": sittings})
    answer = subprocess.run(["node", str(script)], input=given, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def reached(score: float | None, to: str = "", completed: bool = True) -> dict[str, Any]:
    return {"outcome": {"completed": completed, "score": score}, "to": to}


@pytest.mark.parametrize(
    ("scores", "measure", "satisfied"),
    [((80, 40), 0.7, True), ((50, 60), 0.525, False)],
)
def test_scores_roll_up_by_their_weights_and_all_completed_is_completed(
    tmp_path: Path, scores: tuple[float, float], measure: float, satisfied: bool
) -> None:
    sittings = [reached(scores[0], "two"), reached(scores[1], ">"), reached(None)]
    assert play(tmp_path, "passing_score: 60\n", sittings) == {
        "delivered": ["item-one", "item-two", "item-three"],
        "completion": "completed",
        "measure": measure,
        "satisfied": satisfied,
    }


def test_one_that_is_not_completed_keeps_the_course_open(tmp_path: Path) -> None:
    sittings = [reached(80, "two"), reached(40, "three", completed=False), reached(None)]
    assert play(tmp_path, "", sittings)["completion"] != "completed"


@pytest.mark.parametrize(
    ("navigation", "completed", "to", "delivered"),
    [
        ("free", False, "three", ["item-one", "item-three"]),
        ("free", False, ">", ["item-one", "item-two"]),
        ("sequential", False, "three", ["item-one"]),
        ("sequential", False, ">", ["item-one"]),
        ("sequential", True, "three", ["item-one"]),
        ("sequential", True, ">", ["item-one", "item-two"]),
    ],
)
def test_in_sequence_a_document_opens_when_those_before_it_are_completed(
    tmp_path: Path, navigation: str, completed: bool, to: str, delivered: list[str]
) -> None:
    sittings = [reached(80, to, completed)]
    assert play(tmp_path, f"navigation: {navigation}\n", sittings)["delivered"] == delivered
