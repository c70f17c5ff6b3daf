"""SCORM 2004 manifests of both editions: what is written, and that our schemas agree with the published ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import schema_damage
from lxml import etree
from schema_damage import SAMPLE, Amount
from small_course import SETTINGS, course

from courseware import formats
from courseware.archive.file import File
from courseware.course.settings import Settings
from courseware.validation import content_packaging, schema, standards

FOLDER = Path(__file__).parent / "manifests"
NAMES = ("index.html", "assets/course-1a2b3c4d.css", "media/picture.png")
EDITIONS = {"scorm2004-3": standards.SCORM_2004_3, "scorm2004-4": standards.SCORM_2004_4}
BARE = SETTINGS._replace(description="", author="", license="", keywords=(), duration="")

every_edition = pytest.mark.parametrize("name", EDITIONS)


def site(*names: str) -> list[File]:
    return [File(name, name.encode()) for name in names or NAMES]


def package(name: str, settings: Settings = SETTINGS) -> list[File]:
    return [*formats.load(name).manifest(course(settings), site()), *site()]


def written(name: str, settings: Settings = SETTINGS) -> bytes:
    return package(name, settings)[0].read()


# --- what is written


@every_edition
def test_golden_manifest(name: str) -> None:
    golden = FOLDER / name / "golden.xml"
    content = written(name)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(content)
    assert content.decode() == golden.read_text("utf-8")


def test_editions_differ_only_in_their_name() -> None:
    third, fourth = (written(name).decode() for name in EDITIONS)
    assert third != fourth
    assert third.replace("3rd Edition", "4th Edition") == fourth


@every_edition
def test_a_package_of_ours_has_no_diagnostics(name: str) -> None:
    for settings in (SETTINGS, BARE, SETTINGS._replace(version="v" * 40, title="Long words " * 40)):
        files = package(name, settings)
        assert formats.load(name).check(files) == []
        title = schema.parse(files[0].read()).findtext(".//{*}item/{*}title")
        assert title is not None
        assert len(title) <= 200


@every_edition
def test_every_schema_that_the_manifest_names_is_in_the_package(name: str) -> None:
    files = package(name)
    root = schema.parse(files[0].read())
    named = str(root.get(f"{{{standards.XSI}}}schemaLocation")).split()[1::2]
    assert len(named) == 6
    assert {*named, "xml.xsd"} == {file.name for file in files if file.name.endswith(".xsd")}


@every_edition
def test_a_single_sco_gets_its_state_from_its_content_and_has_no_neighbours(name: str) -> None:
    root = schema.parse(written(name))
    imsss, adlnav = standards.IMSSS, standards.ADLNAV
    [controls] = root.iter(f"{{{imsss}}}deliveryControls")
    assert dict(controls.attrib.items()) == {
        "tracked": "true", "completionSetByContent": "true", "objectiveSetByContent": "true",
    }  # fmt: skip
    [mode] = root.iter(f"{{{imsss}}}controlMode")
    assert dict(mode.attrib.items()) == {"choice": "true", "flow": "true"}
    assert [element.text for element in root.iter(f"{{{adlnav}}}hideLMSUI")] == ["previous", "continue"]
    assert not list(
        root.iter(f"{{{imsss}}}objectives", f"{{{imsss}}}rollupRules", f"{{{imsss}}}sequencingRules")
    )
    organizations = root.find("{*}organizations")
    assert organizations is not None
    assert b"completionThreshold" not in etree.tostring(organizations)


@every_edition
def test_prefixes_are_those_that_some_systems_look_for(name: str) -> None:
    text = written(name).decode()
    assert 'adlcp:scormType="sco"' in text
    for prefix in ("adlcp", "adlseq", "adlnav", "imsss"):
        assert f"xmlns:{prefix}=" in text
    assert "<lom:string language=" in text


@every_edition
def test_official_schemas_of_a_folder_come_whole(name: str, tmp_path: Path) -> None:
    for file in [*dict(EDITIONS[name].schemas).values(), "imsss_v1p0util.xsd", "common/dataTypes.xsd"]:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(f"the other {file}")
    (tmp_path / "README").write_text("not a schema")
    files = formats.load(name).manifest(course(), site(), control_documents=tmp_path)[1:]
    assert len(files) == 9
    assert all(file.read().decode() == f"the other {file.name}" for file in files)
    (tmp_path / "lom.xsd").unlink()
    with pytest.raises(FileNotFoundError):
        formats.load(name).manifest(course(), site(), control_documents=tmp_path)


@every_edition
def test_no_threshold_is_written_that_would_overrule_the_course(name: str) -> None:
    assert b"<adlcp:completionThreshold" not in written(name)


# --- the published schemas judge alike


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def published(edition: str) -> etree.XMLSchema:
    return schema_damage.published_2004(edition)


def test_published_schemas_accept_what_we_write(edition: str, published: etree.XMLSchema) -> None:
    for settings in (SETTINGS, BARE):
        assert list(schema.violations(published, schema.parse(written(edition, settings)))) == []


@pytest.mark.parametrize(
    ("document", "amount"),
    [
        pytest.param("golden.xml", Amount(step=1, least=1000), id="golden"),
        pytest.param("everything.xml", Amount(SAMPLE, least=8000 // SAMPLE), id="sample"),
        pytest.param("everything.xml", Amount(step=1, least=8000), id="all", marks=pytest.mark.long),
    ],
)
def test_published_schemas_judge_every_damaged_manifest_as_ours_do(
    document: str, amount: Amount, edition: str, published: etree.XMLSchema
) -> None:
    root = schema.parse((FOLDER / edition / document).read_bytes())
    lom, adlcp, xml = standards.LOM, standards.ADLCP_2004, standards.XML
    namespaces = [standards.CP_2004, lom, adlcp, standards.IMSSS, standards.ADLSEQ, standards.ADLNAV]
    attributes = ["other", "identifier", "objectiveID", "uniqueElementName", f"{{{xml}}}lang", f"{{{xml}}}base",
                  f"{{{adlcp}}}scormType", f"{{{standards.ADLSEQ}}}objectivesGlobalToSystem",
                  "{urn:unknown}other"]  # fmt: skip
    ours = content_packaging.own_schemas(EDITIONS[edition])
    schema_damage.assert_same_verdicts(ours, published, root, namespaces, attributes, amount)
