"""tincan.xml, cmi5.xml and the xAPI Profile: what is written, and what is reported about those of other tools."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from courseware.archive.file import File
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.data import manifests_folder
from courseware.diagnostics import Diagnostic
from courseware.formats import cmi5, statements, xapi
from courseware.formats.activities import activities
from courseware.validation import course_structure
from courseware.validation.course_structure import CMI5, TINCAN, Structure

ROOT = Path(__file__).parents[2]
SITE = [File("index.html", b"<!doctype html>")]


def check(structure: Structure, content: bytes | None, *more: File) -> list[Diagnostic]:
    """The diagnostics of a package with this structure file (None: without one)."""
    own = [] if content is None else [File(structure.file, content)]
    return course_structure.check_files(structure, [*own, *SITE, *more])


FULL = b"""<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="http://a/b"><title><langstring lang="en">T</langstring></title>
    <description><langstring lang="en">D</langstring><langstring>E</langstring></description></course>
  <objectives><objective id="http://o"><title><langstring lang="en">T</langstring></title>
    <description><langstring lang="en">T</langstring></description></objective></objectives>
  <au id="http://a/b/1" moveOn="Passed" masteryScore="0.6" launchMethod="AnyWindow" activityType="http://x">
    <title><langstring lang="en">T</langstring></title><description><langstring lang="en">T</langstring></description>
    <objectives><objective idref="http://o"/></objectives><url>index.html</url>
    <launchParameters>x</launchParameters><entitlementKey>y</entitlementKey></au>
  <block id="http://a/c"><title><langstring lang="en">T</langstring></title>
    <description><langstring lang="en">T</langstring></description>
    <objectives><objective idref="http://o"/></objectives>
    <au id="http://a/b/2"><title><langstring lang="en">T</langstring></title>
      <description><langstring lang="en">T</langstring></description><url>index.html</url></au></block>
</courseStructure>"""


@pytest.fixture(scope="module")
def demo() -> Course:
    course, diagnostics = check_course(ROOT / "content")
    assert course
    assert diagnostics == []
    return course._replace(settings=course.settings._replace(base_iri="https://example.org/map"))


def test_written_structures_have_no_diagnostics(demo: Course) -> None:
    for standard in (xapi, cmi5):
        made = standard.manifest(demo, SITE)
        assert standard.check([*made, *SITE]) == []


def test_a_course_is_one_activity_and_one_unit(demo: Course) -> None:
    tincan = etree.fromstring(xapi.manifest(demo, SITE)[0].read())
    assert tincan.xpath("string(//@id)") == "https://example.org/map"
    assert tincan.xpath("string(//*[local-name()='launch'])") == "index.html"
    unit = etree.fromstring(cmi5.manifest(demo, SITE)[0].read()).find("{*}au")
    assert unit is not None
    assert dict(unit.attrib.items()) == {
        "id": "https://example.org/map/au",
        "moveOn": "CompletedAndPassed",
        "masteryScore": "0.6",
        "launchMethod": "AnyWindow",
    }


@pytest.mark.parametrize(
    ("passing", "completion", "move_on"),
    [(None, "answered", "Completed"), (60.0, "answered", "CompletedAndPassed"), (60.0, "passed", "Passed")],
)
def test_a_unit_is_satisfied_as_the_course_asks(
    demo: Course, passing: float | None, completion: str, move_on: str
) -> None:
    settings = demo.settings._replace(passing_score=passing, completion=completion)
    content = cmi5.manifest(demo._replace(settings=settings), SITE)[0].read()
    unit = etree.fromstring(content).find("{*}au")
    assert unit is not None
    assert unit.get("moveOn") == move_on
    assert unit.get("masteryScore") == (None if passing is None else "0.6")


def changed(name: str, attribute: str | None, value: str) -> bytes:
    root = etree.fromstring(FULL)
    element = next(root.iter(f"{{*}}{name}"))
    if attribute:
        element.set(attribute, value)
    else:
        element.text = value
    return etree.tostring(root)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (FULL, []),
        (None, ["P701"]),
        (b"<courseStructure", ["P502"]),
        (b"<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>", ["P502"]),
        (changed("au", "moveOn", "Sometimes"), ["P503"]),
        (changed("au", "masteryScore", "60"), ["P503"]),
        (changed("au", "id", "unit-1"), ["P702"]),
        (changed("au", "id", "http://a/b/2"), ["P520"]),
        (changed("objective", "id", "http://o/2"), ["P708", "P708"]),
        (changed("url", None, "start.html"), ["P514"]),
        (changed("url", None, "https://example.org/start"), []),
        (changed("url", None, "index.html?actor=me"), ["P704"]),
        (changed("url", None, "index.html?page=2"), []),
        (changed("url", None, ""), ["P709"]),
        (changed("url", None, " "), ["P709"]),
        (changed("url", None, "javascript:alert(1)"), ["P710"]),
        (changed("url", None, "mailto:a@b.example"), ["P710"]),
        (changed("url", None, "data:text/html,x"), ["P710"]),
        (changed("url", None, "urn:x:y"), ["P710"]),
        (changed("url", None, "//example.org/start"), ["P710"]),
        (changed("url", None, "HTTPS://example.org/start"), []),
        (changed("url", None, "blank.html"), ["P682"]),
    ],
)
def test_faults_of_cmi5_xml(content: bytes | None, codes: list[str]) -> None:
    blank = File("blank.html", b" ")
    assert [diagnostic.code for diagnostic in check(CMI5, content, blank)] == codes


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (b'id="http://o"', b'id=" http://o&#10;"', []),
        (b'idref="http://o"', b'idref="&#9;http://o "', []),
        (b'id="http://a/b/1"', b'id="\nhttp://a/b/1 "', []),
        (b'id="http://a/b/1"', b'id=" http://a/b/2 "', ["P520"]),
        (b'id="http://a/b/1"', b'id="http://a/b /1"', ["P702"]),
        (b'id="http://a/b/1"', b'id="&#xa0;http://a/b/1"', ["P702"]),
        (b'id="http://a/b/1"', b'id=" https://example.invalid/1"', ["P705"]),
    ],
)
def test_white_space_around_identifiers_is_ignored(old: bytes, new: bytes, codes: list[str]) -> None:
    assert old in FULL
    content = FULL.replace(old, new)
    assert [diagnostic.code for diagnostic in check(CMI5, content)] == codes


def test_only_the_course_defines_objectives() -> None:
    content = FULL.replace(
        b'<objective idref="http://o"/>', b'<objective idref="http://p" id="http://p"/>', 1
    )
    assert [diagnostic.code for diagnostic in check(CMI5, content)] == ["P503", "P708"]


def test_faults_of_tincan_xml(demo: Course) -> None:
    root = etree.fromstring(xapi.manifest(demo, SITE)[0].read())
    two = deepcopy(root)
    second = deepcopy(two[0][0])
    second.set("id", "https://example.org/other")
    two[0].append(second)
    none = deepcopy(root)
    launch = next(none.iter("{*}launch"))
    none[0][0].remove(launch)
    for tree in (two, none):
        assert [diagnostic.code for diagnostic in check(TINCAN, etree.tostring(tree))] == ["P703"]


def test_our_schema_judges_as_the_published_one() -> None:
    shared = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared"))
    published_file = shared / "schemas" / "cmi5" / "CourseStructure.xsd"
    if not published_file.is_file():
        pytest.skip("the published schema of cmi5 is not here (folder named by COURSEWARE_SHARED)")
    published = etree.XMLSchema(etree.parse(published_file))
    ours = etree.XMLSchema(etree.parse(manifests_folder() / "cmi5" / "schema" / "CourseStructure.xsd"))
    root = etree.fromstring(FULL)
    differing, refused, judged = [], 0, 0
    for index, element in enumerate(root.iter("*")):
        for label, tree in damaged(root, index):
            verdicts = (ours.validate(tree), published.validate(tree))
            judged += 1
            refused += not verdicts[0]
            if verdicts[0] != verdicts[1]:
                differing.append((etree.QName(element).localname, label, *verdicts))
    assert differing == []
    assert refused > judged / 3 > 100


FOREIGN = "{http://example.org/other}x"
DAMAGES: dict[str, Callable[[Any, Any], object]] = {
    "drop": lambda element, parent: parent.remove(element),
    "double": lambda element, parent: element.addnext(deepcopy(element)),
    "first": lambda element, parent: parent.insert(0, element),
    "last": lambda element, parent: parent.append(element),
    "rename": lambda element, parent: setattr(element, "tag", f"{{{CMI5.namespace}}}wrong"),
    "fill": lambda element, parent: setattr(element, "text", "words"),
    "end": lambda element, parent: element.append(element.makeelement(FOREIGN)),
    "begin": lambda element, parent: element.insert(0, element.makeelement(FOREIGN)),
    "own": lambda element, parent: element.set("wrong", "1"),
    "other": lambda element, parent: element.set(FOREIGN, "1"),
}
"""Name → change to an element that has a parent."""


def damaged(root: etree._Element, index: int) -> list[tuple[str, etree._Element]]:
    """Copies of a document, each with one damage to one element."""
    copies = []
    for name, damage in DAMAGES.items():
        tree = deepcopy(root)
        element = list(tree.iter("*"))[index]
        parent = element.getparent()
        if parent is not None:
            damage(element, parent)
            copies.append((name, tree))
    for name in map(str, list(root.iter("*"))[index].attrib):
        for value in (None, "", "bad value", "2", "-1", "Passed", "1.5"):
            tree = deepcopy(root)
            element = list(tree.iter("*"))[index]
            if value is None:
                del element.attrib[name]
            else:
                element.set(name, value)
            copies.append((f"{name!s}={value}", tree))
    return copies


def test_activities_are_in_words_and_under_one_address(demo: Course) -> None:
    known = activities(demo)
    every = [known.course, *known.pages.values(), *known.interactions.values()]
    assert (
        len({activity["id"] for activity in every})
        == len(every)
        == 1 + len(demo.pages) + len(demo.interactions)
    )
    assert all(activity["id"].startswith("https://example.org/map") for activity in every)
    asked = known.interactions["phase0.rate_how_at_home_you_feel_with_a_paper_map_today"]["definition"]
    assert asked["interactionType"] == "likert"
    assert asked["scale"][4] == {"id": "5_i_see_hills_in_it", "description": {"en": "5 (I see hills in it)"}}
    assert "correctResponsesPattern" not in asked
    patterns = {
        pattern["interactionType"]: pattern["correctResponsesPattern"]
        for pattern in (activity["definition"] for activity in known.interactions.values())
        if "correctResponsesPattern" in pattern
    }
    assert patterns["numeric"] == ["247[:]249"]
    assert patterns["fill-in"][:2] == ["{case_matters=false}3170", "{case_matters=false}31 70"]
    assert patterns["sequencing"][0].count("[,]") == 4


def test_a_ranking_does_not_tell_its_order(demo: Course) -> None:
    for interaction in demo.interactions:
        if interaction.kind == "sequencing":
            definition = activities(demo).interactions[interaction.id]["definition"]
            ids = [choice["id"] for choice in definition["choices"]]
            assert ids == sorted(ids)


def test_the_profile_holds_what_the_course_says(demo: Course) -> None:
    (file,) = xapi.entries(demo).files
    assert file.name == "xapi-profile.jsonld"
    profile = json.loads(file.read())
    assert profile["id"] == "https://example.org/map/xapi-profile"
    assert len(profile["concepts"]) == 1 + len(demo.pages) + len(demo.interactions)
    verbs = [template["verb"].rsplit("/", 1)[1] for template in profile["templates"]]
    assert verbs == [verb.name for verb in statements.KINDS]
    templates = {template["id"] for template in profile["templates"]}
    used = {alternate for pattern in profile["patterns"] for alternate in pattern.get("alternates", [])}
    assert used < templates
    ungraded = demo._replace(settings=demo.settings._replace(passing_score=None))
    assert {"passed", "failed"}.isdisjoint(verb.name for verb in statements.verbs_of(ungraded))
