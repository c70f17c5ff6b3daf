"""Every rule of SCORM 2004, by a change to a sound manifest that keeps it sound, and one that breaks it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packages import FILES_2004, SCORM_2004, codes, schema_files, schema_of
from test_examples import package

from courseware.archive.file import File
from courseware.commands.faults import FAULTS
from courseware.diagnostics import Diagnostic
from courseware.validation import content as content_rules
from courseware.validation import content_packaging
from courseware.validation import moodle as moodle_rules
from courseware.validation.standards import SCORM_STANDARDS

STANDARD = SCORM_STANDARDS["scorm2004-4"]
SCHEMAS = schema_files("scorm2004-4")


def said(text: str, **files: bytes) -> list[Diagnostic]:
    """What rules and schemas say of a package with this manifest; `files` are there besides the usual ones."""
    package = {"imsmanifest.xml": text.encode(), **FILES_2004, **SCHEMAS, **files}
    return content_packaging.check([File(name, content) for name, content in package.items()], STANDARD)


def changed(old: str, new: str) -> str:
    assert SCORM_2004.count(old) == 1, f"{old} stands {SCORM_2004.count(old)} times"
    return SCORM_2004.replace(old, new)


ESCAPES = {"n": "\n", "s": " ", "e": "", "\\": "\\"}


CASES = [
    block.strip().split("\n")
    for block in (Path(__file__).parent / "rules_2004.txt").read_text("utf-8").split("\n\n")[1:]
]
"""The blocks of rules_2004.txt: a code, a change that keeps the rule, and one that breaks it, if not the example."""


def example(code: str) -> str:
    fault = FAULTS[code.rstrip("!")]
    assert fault.example
    return package(fault, fault.example.mistake)["imsmanifest.xml"].decode()


def change(line: str) -> str:
    old, new = re.sub(r"\\(.)", lambda match: ESCAPES[match[1]], line).split(" => ")
    return changed(old, new)


def test_a_valid_manifest_has_no_diagnostics() -> None:
    assert said(SCORM_2004) == []


@pytest.mark.parametrize("case", CASES, ids=[code for code, *_ in CASES])
def test_rules(case: list[str]) -> None:
    """The one fault gives the one code, and nothing else; what stays within the rule gives nothing."""
    code, keeps, *breaks = case
    good = change(keeps.removeprefix("good: "))
    bad = change(breaks[0].removeprefix("bad:  ")) if breaks else example(code)
    assert [verdict.split()[-1] for verdict in codes(said(bad))] == [code]
    assert [verdict for verdict in codes(said(good)) if verdict.split()[-1] in (code, code.rstrip("!"))] == []


def test_places_are_those_of_the_element() -> None:
    assert codes(said(changed(">exitAll<", ">quit<"))) == ["64:15 P635!"]


def test_a_file_of_another_name_is_one_fault_and_the_right_name_is_suggested() -> None:
    (diagnostic,) = said(changed('href="pict%75re.png"', 'href="pictures.png"'))
    assert diagnostic.message.endswith('did you mean "one/picture.png"?')


def test_a_looser_schema_of_metadata_lets_other_words_pass() -> None:
    loose = changed("LOM lom.xsd", "LOM lomLoose.xsd").replace("<lom:value>final", "<lom:value>done")
    twice = loose.replace("<lom:language>en</lom:language>", "<lom:structure/><lom:structure/>")
    looser = schema_of("http://ltsc.ieee.org/xsd/LOM", '<xs:element name="lom"/>')
    for text in (loose, twice):
        assert [code.split()[-1] for code in codes(said(text, **{"lomLoose.xsd": looser}))] == ["P675"]


RULE = (
    "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition "
    'referencedObjective="q" condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/>'
    "</imsss:preConditionRule></imsss:sequencingRules>"
)
ENTRY = '<imsss:sequencing ID="usual">'


@pytest.mark.parametrize(
    ("of_entry", "of_item", "expected"),
    [
        ("", "", ["P644!"]),
        ("q", "", []),
        ("", "q", []),
        ("q", "other", ["P644!"]),  # its own objectives replace those of the entry
        ("q", None, []),  # which none does that has no name
    ],
)
def test_objectives_of_an_item_replace_those_of_the_collection(
    of_entry: str, of_item: str | None, expected: list[str]
) -> None:
    def objectives(name: str | None) -> str:
        identifier = "" if name is None else f' objectiveID="{name}"'
        return (
            ""
            if name == ""
            else f"<imsss:objectives><imsss:primaryObjective{identifier}/></imsss:objectives>"
        )

    text = changed(ENTRY, f"{ENTRY}{RULE}{objectives(of_entry)}").replace(
        '<imsss:sequencing IDRef="usual"/>',
        f'<imsss:sequencing IDRef="usual">{objectives(of_item)}</imsss:sequencing>',
    )
    assert [code.split()[-1] for code in codes(said(text))] == expected


def test_a_rule_may_name_the_primary_objective_of_any_entry() -> None:
    objectives = '<imsss:objectives><imsss:primaryObjective objectiveID="q"/></imsss:objectives>'
    other = f'<imsss:sequencing ID="o">{objectives}</imsss:sequencing>'
    text = changed(ENTRY, f"{other}{ENTRY}").replace(
        '<imsss:sequencing IDRef="usual"/>', f'<imsss:sequencing IDRef="usual">{RULE}</imsss:sequencing>'
    )
    assert codes(said(text)) == []


def test_sequencing_in_an_element_that_nobody_knows_is_not_there() -> None:
    text = SCORM_2004.replace("sequencingCollection", "collection")
    assert [code.split()[-1] for code in codes(said(text))] == ["P647!", "P656"]


def test_every_rule_has_a_case() -> None:
    """Those that are not here have theirs in another file."""
    elsewhere = """P505 P506 P507 P529 P613 P614 P615 P617 P624 P629 P658 P663 P667 P670 P671 P675 P676 P677 P680 P681
        P682""".split()
    elsewhere += [rule.fault.code for rule in moodle_rules.RULES]
    rules = (*content_packaging.ALL_RULES, *content_rules.RULES, *moodle_rules.RULES)
    assert {rule.fault.code for rule in rules} - {code.rstrip("!") for code, *_ in CASES} == set(elsewhere)


def test_severity_is_that_of_the_standard() -> None:
    for standard in SCORM_STANDARDS.values():
        assert all(fault.severity == "warning" for fault in standard.errors)
