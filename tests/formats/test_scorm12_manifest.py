"""SCORM 1.2 manifests: what is written, and that our schemas agree with the published ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import schema_damage
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from schema_damage import SAMPLE, Amount
from small_course import SETTINGS, course

from courseware.archive.file import File
from courseware.course.settings import Settings
from courseware.formats import scorm12, skeleton
from courseware.validation import content_packaging, schema
from courseware.validation.standards import ADLCP_12, CP_12, MD_12, SCORM_12, XML

FOLDER = Path(__file__).parent / "manifests" / "scorm12"
NAMES = ("index.html", "assets/course-1a2b3c4d.css", "media/picture.png")

BARE = SETTINGS._replace(description="", author="", license="", keywords=(), duration="")


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
    lom = schema.parse(written(BARE)).find(f".//{{{MD_12}}}lom")
    assert lom is not None
    parts = {etree.QName(group).localname: [etree.QName(part).localname for part in group] for group in lom}
    assert parts == {
        "general": ["title", "language"],
        "lifecycle": ["version"],
        "metametadata": ["metadatascheme"],
        "technical": ["format"],
    }


def test_a_package_of_ours_has_no_diagnostics() -> None:
    for settings in (SETTINGS, BARE, SETTINGS._replace(version="v" * 40, title="Long words " * 40)):
        files = [*scorm12.manifest(course(settings), site()), *site()]
        assert scorm12.check(files) == []


def test_two_courses_share_no_identifier_and_a_rebuilt_one_keeps_its_own() -> None:
    def identifiers(content: bytes) -> set[str]:
        return {value for element in schema.parse(content).iter() if (value := element.get("identifier"))}

    first = identifiers(written(SETTINGS))
    assert len(first) == 4
    assert first == identifiers(written(SETTINGS._replace(title="Another title"), "index.html"))
    assert not first & identifiers(written(SETTINGS._replace(id="another")))


def test_several_scos_are_an_item_and_a_resource_each() -> None:
    scos = [skeleton.Sco(name, name.title(), f"{name}.html", (f"{name}.html",)) for name in ("one", "two")]
    root = skeleton.fill(SCORM_12, SETTINGS, scos, ["a.css"])
    files = skeleton.files(root, SCORM_12)
    assert scorm12.check([*files, *site("one.html", "two.html", "a.css")]) == []
    assert [item.findtext("{*}title") for item in root.iterfind(".//{*}item")] == ["One", "Two"]
    shared = root.findall(".//{*}resource")[-1]
    assert [file.get("href") for file in shared] == ["a.css"]
    needs = [dependency.get("identifierref") for dependency in root.iterfind(".//{*}dependency")]
    assert needs == [shared.get("identifier")] * 2


def test_control_documents_of_a_folder_take_the_place_of_ours(tmp_path: Path) -> None:
    for _, name in SCORM_12.schemas:
        (tmp_path / name).write_text(f"the other {name}")
    files = scorm12.manifest(course(SETTINGS), site(), control_documents=tmp_path)
    assert [file.read().decode() for file in files[1:]] == [f"the other {file.name}" for file in files[1:]]
    (tmp_path / "ims_xml.xsd").unlink()
    with pytest.raises(FileNotFoundError):
        scorm12.manifest(course(SETTINGS), site(), control_documents=tmp_path)


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
    assert skeleton.shorten(text, longest) == short


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=30))
def test_any_text_survives_and_no_character_is_written_as_a_number(title: str, author: str) -> None:
    content = written(SETTINGS._replace(title=f"T{title}", author=author))
    assert b"&#" not in content
    root = schema.parse(content)
    assert list(schema.violations(content_packaging.own_schemas(SCORM_12), root)) == []
    assert root.findtext(f".//{{{MD_12}}}title/{{{MD_12}}}langstring") == skeleton.clean(f"T{title}")


def test_names_of_files_are_written_as_urls() -> None:
    content = written(SETTINGS, "index.html", "media/a b%.png")
    assert b'<file href="media/a%20b%25.png"/>' in content
    files = [*scorm12.manifest(course(SETTINGS), site()), *site()]
    assert scorm12.check(files) == []


def test_moodle_needs_both_states_ticked_where_a_course_can_be_passed() -> None:
    plain, passing = (
        " ".join(scorm12.advice(course(SETTINGS._replace(passing_score=score)))) for score in (None, 80.0)
    )
    assert "Passed" not in plain
    assert "Completed" in plain
    assert "Passed" in passing
    assert "Completed" in passing


# --- the published schemas judge alike


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The published schemas, corrected so that libxml2 can read them.

    They must not declare the `xml` namespace, and `##any` is ambiguous beside declared elements, where they mean
    `##other`.
    """
    folder = tmp_path_factory.mktemp("published")
    for name, content in published_files().items():
        content = content.replace(b'xmlns="http://www.w3.org/XML/1998/namespace"', b"")
        content = content.replace(b'xmlns:xml="http://www.w3.org/XML/1998/namespace"', b"")
        (folder / name).write_bytes(content.replace(b'"##any"', b'"##other"'))
    return schema.load(tuple((namespace, folder / name) for namespace, name in SCORM_12.schemas))


def published_files() -> dict[str, bytes]:
    folder = schema_damage.published_folder("scorm12", "scorm12edition")
    return {name: (folder / name).read_bytes() for _, name in SCORM_12.schemas}


def test_published_schemas_are_another_text_than_ours() -> None:
    ours = schema_damage.ROOT / "manifests" / "scorm12" / "schema"
    for name, content in published_files().items():
        assert content != (ours / name).read_bytes()


def test_published_schemas_accept_what_we_write(published: etree.XMLSchema) -> None:
    for settings in (SETTINGS, BARE):
        assert list(schema.violations(published, schema.parse(written(settings)))) == []


@pytest.mark.parametrize(
    ("document", "amount"),
    [
        pytest.param("golden.xml", Amount(step=1, least=1000), id="golden"),
        pytest.param("everything.xml", Amount(SAMPLE, least=7000 // SAMPLE), id="sample"),
        pytest.param("everything.xml", Amount(step=1, least=7000), id="all", marks=pytest.mark.long),
    ],
)
def test_published_schemas_judge_every_damaged_manifest_as_ours_do(
    document: str, amount: Amount, published: etree.XMLSchema
) -> None:
    attributes = ["other", "identifier", "version", "type", "structure", "parameters", "isvisible", "href",
                  "identifierref", f"{{{XML}}}lang", f"{{{XML}}}base", f"{{{ADLCP_12}}}scormtype"]  # fmt: skip
    root = schema.parse((FOLDER / document).read_bytes())
    ours = content_packaging.own_schemas(SCORM_12)
    schema_damage.assert_same_verdicts(ours, published, root, [CP_12, MD_12, ADLCP_12], attributes, amount)
