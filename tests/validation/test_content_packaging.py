"""Content packaging and SCORM 1.2: every rule, places, encodings and hostile manifests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import FILES_12, FILES_2004, SCORM_12, SCORM_2004, codes, schema_files

from courseware.archive import file_names
from courseware.archive.file import File
from courseware.commands.faults import FAULTS
from courseware.diagnostics import Diagnostic
from courseware.validation import content_packaging, schema
from courseware.validation.standards import (
    ADLCP_12,
    ADLCP_2004,
    CP_12,
    CP_2004,
    IMSSS,
    MD_12,
    SCORM_STANDARDS,
)

REMOTE = (
    '<item identifier="i3" identifierref="r4"><title>Elsewhere</title></item>',
    SCORM_12[SCORM_12.index('    <resource identifier="r4"') : SCORM_12.index("  </resources>")],
)
SOUND = SCORM_12.replace(REMOTE[0], "").replace(REMOTE[1], "")
STANDARD = SCORM_STANDARDS["scorm12"]

HOSTILE = (
    b"",
    b"<",
    b"</item>",
    b"<!--",
    b"<![CDATA[",
    b"&#0;",
    b"&x;",
    b'"',
    b"\xff\xfe",
    b'xml:base="//["',
    b" a:b=",
)


def findings(text: str | bytes, files: dict[str, bytes] | None = None) -> list[str]:
    """What is said of a package with this manifest."""
    content = text if isinstance(text, bytes) else text.encode()
    return codes(check({"imsmanifest.xml": content, **(files or FILES_12), **schema_files("scorm12")}))


def check(files: dict[str, bytes]) -> list[Diagnostic]:
    return content_packaging.check([File(name, content) for name, content in files.items()], STANDARD)


def test_a_valid_manifest_of_another_tool_has_no_diagnostics() -> None:
    assert findings(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("</manifest>", "", ["42:1 P502!"]),
        ("<manifest id", "<!DOCTYPE manifest>\n<manifest id", ["3:1 P502!"]),
        ("<manifest id", "<!DOCTYPE m [<!ENTITY a 'b'>]><manifest id", ["3:1 P502!"]),
        ("<title>One</title>", "<titel>One</titel>", ["17:9 P503!"]),
        (
            "<title>Two",
            "<title>TwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwoTwo",
            ["20:9 P503!"],
        ),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"', ["3:1 P505"]),
        ("<title>One</", "<title>&#79;ne</", ["17:16 P506"]),
        ("<schemaversion>1.2", "<schemaversion>1.3", ["10:5 P508"]),
        ("<schema>ADL SCORM</schema>", "", ["8:3 P508"]),
        ('<file href="shared/style.css"/>', "", ["P513"]),
        ('<file href="two.html"/>', '<file href="three.html"/>', ["33:7 P514!"]),
        ('<file href="shared/style.css"', '<file href="shared/Style.css"', ["38:7 P515!"]),
        ('<file href="shared/style.css"', '<file href="shared\\style.css"', ["38:7 P516!"]),
        ('<file href="shared/style.css"', '<file href="/shared/style.css"', ["38:7 P516!"]),
        ('<file href="shared/style.css"', '<file href="../shared/style.css"', ["38:7 P516!"]),
        ('identifier="i2"', 'identifier="i1"', ["19:14 P520!"]),
        ('default="o1"', 'default="o2"', ["13:3 P521!"]),
        ('identifierref="r2"', 'identifierref="r22"', ["19:14 P522!"]),
        ('identifierref="r3"', 'identifierref="r33"', ["34:7 P523!"]),
        ('identifierref="r2"', 'identifierref="r3"', ["19:14 P524!"]),
        ('identifierref="r2"', "", ["19:14 P525"]),
        ('<item identifier="i1"', '<item identifier="i1" identifierref="r1"', ["16:7 P526"]),
        ("<title>The lot</title>", "", ["14:5 P527!"]),
        ("<title>Two</title>", "<title> </title>", ["20:9 P528"]),
        ('href="two.html" adlcp', 'href="one/picture.png" adlcp', ["31:5 P530!"]),
        ('webcontent" adlcp:scormtype="asset"', 'webcontent"', ["37:5 P531!"]),
        ('webcontent" adlcp:scormtype="asset"', 'webcontent" adlcp:scormtype="neither"', ["37:5 P634!"]),
    ],
)
def test_rules(old: str, new: str, expected: list[str]) -> None:
    assert SOUND.count(old) == 1
    assert findings(SOUND.replace(old, new)) == expected


def test_prefixes_that_some_systems_look_for() -> None:
    text = SOUND.replace("adlcp:", "a:").replace("xmlns:adlcp", "xmlns:a")
    assert findings(text) == ["3:1 P507"]


def test_entities_are_refused_before_they_grow() -> None:
    lines = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE m [<!ENTITY e0 'lol'>{lines}]><manifest identifier='&e11;'>&e11;</manifest>"
    assert [finding[-5:] for finding in findings(bomb)] == ["P502!"]


def test_entities_read_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    text = f"<!DOCTYPE m [<!ENTITY e SYSTEM '{secret.as_uri()}'>]><manifest>&e;</manifest>"
    said = check({"imsmanifest.xml": text.encode()})
    assert [diagnostic.code for diagnostic in said] == ["P502"]
    assert "secret" not in said[0].message


def test_manifests_of_other_encodings_have_places_too() -> None:
    text = (
        SOUND.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("The lot", "Ünï 光").replace("Two", "")
    )
    assert findings(text.encode("utf-16")) == ["3:1 P505", "20:9 P528"]
    # Where expat does not know the encoding, the place is the line in which the start tag ends.
    assert findings(SOUND.replace("UTF-8", "Shift_JIS").replace("The lot", "光").encode("shift_jis")) == [
        "7:1 P505"
    ]


def test_a_manifest_beyond_the_size_of_any_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAXIMUM_BYTES", 100)
    assert findings(SOUND) == ["1:1 P502!"]


@given(st.integers(0, len(SOUND)), st.integers(0, 40), st.binary(max_size=6) | st.sampled_from(HOSTILE))
def test_whatever_a_manifest_holds_is_judged_and_never_breaks_the_checker(
    start: int, length: int, instead: bytes
) -> None:
    content = SOUND.encode()[:start] + instead + SOUND.encode()[start + length :]
    said = check({"imsmanifest.xml": content})
    assert all(finding.code in FAULTS and finding.message for finding in said)
    assert all(0 < finding.span.line <= content.count(b"\n") + 1 for finding in said if finding.span)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://example.invalid/a/", ["P513", "P513"]),
        ("http://[", ["26:5 P620!"]),
        (" //[", ["26:5 P620!"]),
        ("/&#9;/[", ["26:5 P620!"]),
    ],
)
def test_files_that_lie_elsewhere_are_not_looked_for(base: str, expected: list[str]) -> None:
    said = findings(SOUND.replace('xml:base="one/"', f'xml:base="{base}"'))
    assert [finding for finding in said if not finding.endswith("P506")] == expected


def test_an_encoding_that_only_libxml2_knows() -> None:
    text = SOUND.replace("UTF-8", "ISO-10646-UCS-4")
    assert findings(text.encode("utf-32-be")) == ["7:1 P505"]


def test_a_list_of_findings_ends() -> None:
    items = "".join(f'<item identifier="x{n}" identifierref="x"><title>x</title></item>' for n in range(500))
    said = findings(SOUND.replace('<item identifier="i1">', items + '<item identifier="i1">'))
    assert said[0] == "P522!"  # how many there are
    assert len(said) == content_packaging.MOST_FINDINGS + 1


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<adlcp:masteryscore>80</adlcp:masteryscore>", []),
        ("<adlcp:masteryscore>100.0</adlcp:masteryscore>", []),
        ("<adlcp:masteryscore>101</adlcp:masteryscore>", ["P667"]),
        ("<adlcp:masteryscore>80%</adlcp:masteryscore>", ["P667"]),
        ("<adlcp:masteryscore>-1</adlcp:masteryscore>", ["P667"]),
        ("<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>", []),
        ("<adlcp:maxtimeallowed>0100:30:00.5</adlcp:maxtimeallowed>", []),
        ("<adlcp:maxtimeallowed>PT30M</adlcp:maxtimeallowed>", ["P667"]),
        ("<adlcp:maxtimeallowed>0:30:00</adlcp:maxtimeallowed>", ["P667"]),
        (f'<s:sequencing xmlns:s="{IMSSS}"><s:controlMode/></s:sequencing>', ["P658"]),
    ],
)
def test_values_and_elements_of_scorm_12(element: str, expected: list[str]) -> None:
    said = findings(SOUND.replace("<title>Two</title>", f"<title>Two</title>{element}"))
    assert [line.split()[-1] for line in said if not line.endswith(("P506", "P622"))] == expected


@pytest.mark.parametrize(
    "element", ["", "<adlcp:masteryscore>80</adlcp:masteryscore>", "<adlcp:prerequisites/>"]
)
@pytest.mark.parametrize("location", ["", "<adlcp:location>records/two.xml</adlcp:location>"])
def test_what_scorm_12_adds_in_the_namespace_of_2004_is_one_fault(element: str, location: str) -> None:
    manifest = SOUND.replace("<adlcp:location>records/two.xml</adlcp:location>", location)
    manifest = manifest.replace("<title>Two</title>", f"<title>Two</title>{element}")
    said = findings(manifest.replace(f'xmlns:adlcp="{ADLCP_12}"', f'xmlns:adlcp="{ADLCP_2004}"'))
    assert [line.split()[-1] for line in said] == ["P617!"]


@pytest.mark.parametrize("element", ["cost", "copyrightandotherrestrictions"])
@pytest.mark.parametrize("value", ["yes", "No", "free", ""])
@pytest.mark.parametrize("source", ["LOMv1.0", "https://example.org/prices"])
def test_rights_in_the_metadata_of_scorm_12(element: str, value: str, source: str) -> None:
    """SCORM 1.2 CAM 2.2.4.6: a vocabulary of its own may have other words."""

    def spoken(name: str, words: str) -> str:
        return f'<{name}><langstring xml:lang="x-none">{words}</langstring></{name}>'

    rights = spoken("source", source) + spoken("value", value)
    record = f'<lom xmlns="{MD_12}"><rights><{element}>{rights}</{element}></rights></lom>'
    said = findings(SOUND, {**FILES_12, "records/two.xml": record.encode()})
    is_other = source == "LOMv1.0" and value not in ("yes", "No")
    assert [line.split()[-1] for line in said if line.endswith(("P675", "P675!"))] == ["P675"] * is_other


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("two.html", []),
        ("//example.org/two.html", ["P516!"]),
        ("mailto:anna@example.org", ["P516!"]),
        ("data:text/html,two", ["P516!"]),
        ("urn:two", ["P516!"]),
    ],
)
def test_a_launch_address_is_a_page(address: str, expected: list[str]) -> None:
    said = findings(SOUND.replace('href="two.html"', f'href="{address}"', 1))
    assert [line.split()[-1] for line in said if line.endswith(("P516", "P516!"))] == expected


def test_character_references_are_reported_once_for_a_text_and_a_tag() -> None:
    said = findings(SOUND.replace("<title>Two<", "<title a='&#x41;&#x42;'>&#x41;&#x42;&#67;<"))
    assert [line for line in said if line.endswith("P506")] == ["20:19 P506", "20:33 P506"]


def test_what_systems_leave_in_packages_is_one_line() -> None:
    left = {"__MACOSX/._index.html": b"", ".DS_Store": b"", "one/._picture.png": b"", "two/Thumbs.db": b""}
    (diagnostic,) = check({"imsmanifest.xml": SOUND.encode(), **FILES_12, **left, **schema_files("scorm12")})
    assert (diagnostic.code, "has 4 files" in diagnostic.message) == ("P616", True)


def test_a_namespace_of_another_edition_is_one_fault() -> None:
    text = SCORM_2004.replace(CP_2004, CP_12)
    files = {"imsmanifest.xml": text.encode(), **FILES_2004, **schema_files("scorm2004-4")}
    said = content_packaging.check(
        [File(name, content) for name, content in files.items()], SCORM_STANDARDS["scorm2004-4"]
    )
    assert codes(said) == ["2:1 P617!"]
    assert CP_2004 in said[0].hint


def test_a_namespace_with_a_slash_too_many_is_one_fault_and_the_right_one_is_named() -> None:
    text = SCORM_2004.replace(f'"{IMSSS}"', f'"{IMSSS}/"')
    files = {"imsmanifest.xml": text.encode(), **FILES_2004, **schema_files("scorm2004-4")}
    (diagnostic,) = content_packaging.check(
        [File(name, content) for name, content in files.items()], SCORM_STANDARDS["scorm2004-4"]
    )
    assert (diagnostic.code, diagnostic.message.endswith(f'did you mean "{IMSSS}"?')) == ("P622", True)


@pytest.mark.parametrize("name", ["course/imsmanifest.xml", "IMSmanifest.xml", "index.html"])
def test_a_manifest_that_is_not_at_the_top(name: str) -> None:
    said = check({name: b""})
    assert [diagnostic.code for diagnostic in said] == ["P501"]
    assert (name in said[0].message) == (name != "index.html")


def test_schema_files_belong_at_the_top() -> None:
    schemas = {f"x/{name}": content for name, content in schema_files("scorm12").items()}
    said = check({"imsmanifest.xml": SOUND.encode(), **FILES_12, **schemas})
    assert codes(said) == ["P504"]
    assert said[0].message.endswith(": adlcp_rootv1p2.xsd, other.xsd"), (
        "those that the manifest uses, as it calls them"
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("a\\b.html",), ["P510"]),
        (("/a.html",), ["P510"]),
        (("C:a.html",), ["P510"]),
        (("a/../b.html",), ["P510"]),
        (("a/..b.html", "a...b.html"), []),
        (("Bär.png",), ["P511"]),
        (("a/b.png", "A/b.png"), ["P512"]),
    ],
)
def test_names_of_files(names: tuple[str, ...], expected: list[str]) -> None:
    assert [diagnostic.code for diagnostic in file_names.check(frozenset(names))] == expected


def test_a_package_without_an_item_opens_nothing() -> None:
    start, end = SOUND.index("<organization identifier"), SOUND.index("</organizations>")
    bare = SOUND[:start] + SOUND[end:]
    assert findings(bare.replace(' default="o1"', "")) == ["13:3 P529"]
    assert findings(bare) == ["13:3 P521!"]
