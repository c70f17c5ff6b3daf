"""The notes about sequencing that the preview does not evaluate."""

from __future__ import annotations

import pytest

from courseware.preview.builds import Made
from courseware.preview.units import units_of

MANIFEST = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<organizations default="o"><organization identifier="o"><title>Course</title>
<item identifier="i" identifierref="r"><title>Page</title>{more}</item></organization></organizations>
<resources><resource identifier="r" type="webcontent" href="a.html"/></resources></manifest>"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", ""),
        ("<adlcp:prerequisites type='aicc_script'>a</adlcp:prerequisites>", ""),
        ("<adlcp:prerequisites type='aicc_script'>{a</adlcp:prerequisites>", "cannot be read"),
        ("<imsss:sequencing><imsss:controlMode choice='false'/></imsss:sequencing>", ""),
        ("<imsss:sequencing><imsss:limitConditions attemptLimit='1'/></imsss:sequencing>", ""),
        (
            "<imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit='PT1M'/></imsss:sequencing>",
            "time limits and time conditions are not evaluated",
        ),
        (
            "<imsss:sequencing><imsss:sequencingRules><imsss:postConditionRule/></imsss:sequencingRules>"
            "</imsss:sequencing>",
            "post-condition rules are not evaluated",
        ),
        (
            "<imsss:sequencing><imsss:rollupRules><imsss:rollupRule/></imsss:rollupRules></imsss:sequencing>",
            "rollup rules are not evaluated",
        ),
        (
            "<imsss:sequencing><imsss:randomizationControls randomizationTiming='once'/></imsss:sequencing>",
            "random order and selection are not evaluated",
        ),
        (
            "<imsss:sequencing><imsss:controlMode choiceExit='false'/></imsss:sequencing>",
            "constraints on choice are not evaluated",
        ),
    ],
)
def test_what_is_not_evaluated_is_reported(more: str, said: str) -> None:
    files = Made(
        {"imsmanifest.xml": MANIFEST.replace("{more}", more).encode(), "a.html": b"<title>A</title>"}
    )
    units, problems = units_of(files)
    assert [unit.id for unit in units] == ["i"]
    assert len(problems) == bool(said)
    assert all(said in problem for problem in problems)


@pytest.mark.parametrize(
    ("href", "file", "is_played"),
    [
        (".html", ".html", True),
        ("a.txt", "a.txt", True),
        ("a.zip", "a.zip", False),
        ("a.unknown", "a.unknown", False),
        ("a%20b.html", "a b.html", True),
        ("a%2Ehtml", "a.html", True),
        ("a%20b.html", "a%20b.html", False),
    ],
)
def test_addresses_in_a_manifest_are_decoded_as_a_browser_asks_for_them(
    href: str, file: str, is_played: bool
) -> None:
    manifest = MANIFEST.replace("{more}", "").replace('href="a.html"', f'href="{href}"')
    units, problems = units_of(Made({"imsmanifest.xml": manifest.encode(), file: b"<title>A</title>"}))
    assert (bool(units), bool(problems)) == (is_played, not is_played)
