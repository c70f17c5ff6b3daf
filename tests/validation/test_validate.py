"""The validator as a library and as a command: what it recognises, reads and writes, in every format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hostile import SOUND
from packages import (
    CMI5,
    FILES_2004,
    PAGE,
    ROOT,
    SCORM_12,
    SCORM_2004,
    SOUND_2004,
    TINCAN,
    codes,
    schema_files,
    write_zip,
)
from small_course import SETTINGS, course

from courseware import formats
from courseware.archive import reader
from courseware.archive.file import File
from courseware.archive.writer import write_zip as write_package
from courseware.commands.faults import FAULTS
from courseware.diagnostics import Report
from courseware.formats.build import build
from courseware.validation import schema
from courseware.validation.course_structure import STRUCTURES
from courseware.validation.standards import ADLCP_12, ADLCP_2004, CP_12, CP_2004, LOM
from courseware.validation.validate import STANDARDS, validate, validate_all


def of_2004(path: Path, *changes: tuple[str, str], **files: bytes) -> Report:
    """The report of the sound package of SCORM 2004 with a changed manifest, and other files."""
    text = SCORM_2004
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return validate(write_zip(path / "course.zip", {**SOUND_2004, "imsmanifest.xml": text.encode(), **files}))


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "courseware", "validate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "sound.zip", SOUND)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    manifest = SOUND["imsmanifest.xml"].replace(b'identifierref="r2"', b'identifierref="r22"')
    return write_zip(tmp_path / "faulty.zip", {**SOUND, "imsmanifest.xml": manifest})


# --- what we make ourselves


@pytest.mark.parametrize("name", formats.FORMATS)
def test_our_own_packages_have_no_diagnostics(name: str, tmp_path: Path) -> None:
    page = File("index.html", b"<!DOCTYPE html><script defer src='assets/course-0.js'></script>")
    script = File("assets/course-0.js", b"window.API || window.API_1484_11")
    package, _ = build(
        course(SETTINGS._replace(base_iri="https://example.org/light")), [page, script], formats.load(name)
    )
    path = tmp_path / "course.zip"
    write_package(package, path)
    report = validate(path)
    expected = [] if name != "html" else ["P501!"]
    assert codes(report) == expected
    assert bool(report.standard) == (name != "html")


# --- what a package is


@pytest.mark.parametrize(
    ("files", "standard"),
    [
        (SOUND, "SCORM 1.2"),
        (SOUND_2004, "SCORM 2004 4th Edition"),
        ({**SOUND, "tincan.xml": TINCAN}, "SCORM 1.2, xAPI (tincan.xml)"),
        ({**FILES_2004, "tincan.xml": TINCAN, "cmi5.xml": CMI5}, "xAPI (tincan.xml), cmi5"),
        ({**FILES_2004, "cmi5.xml": CMI5}, "cmi5"),
    ],
)
def test_the_standard_is_recognised(files: Mapping[str, bytes], standard: str, tmp_path: Path) -> None:
    report = validate(write_zip(tmp_path / "course.zip", files))
    assert (report.standard, [code for code in codes(report) if "P513" not in code]) == (standard, [])


FOURTH = '<adlcp:data><adlcp:map targetID="store1"/></adlcp:data>'
BARE_2004 = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">
<metadata><schema>ADL SCORM</schema><schemaversion>{}</schemaversion></metadata>
<organizations/><resources/></manifest>"""


@pytest.mark.parametrize(
    ("version", "title"),
    [
        ("CAM 1.3", "SCORM 2004 2nd Edition"),
        ("2004 3rd Edition", "SCORM 2004 3rd Edition"),
        (" 2004\n3rd Edition ", "SCORM 2004 3rd Edition"),
        ("2004 4th Edition", "SCORM 2004 4th Edition"),
        ("1.4", "SCORM 2004 4th Edition"),
        ("1.2", "SCORM 2004 4th Edition"),
    ],
)
def test_editions_are_told_by_the_version(version: str, title: str, tmp_path: Path) -> None:
    path = tmp_path / "imsmanifest.xml"
    path.write_text(BARE_2004.format(version))
    assert validate(path).standard == title


@pytest.mark.parametrize(
    ("packaging", "adlcp", "version", "title"),
    [
        (CP_2004, ADLCP_12, "2004 4th Edition", "SCORM 2004 4th Edition"),
        (CP_12, ADLCP_2004, "2004 3rd Edition", "SCORM 2004 3rd Edition"),
        (CP_2004, ADLCP_12, "1.2", "SCORM 1.2"),
        (CP_12, ADLCP_2004, "1.2", "SCORM 1.2"),
        (CP_12, ADLCP_12, "2004 4th Edition", "SCORM 1.2"),
    ],
)
def test_one_namespace_of_another_standard_is_a_fault_of_the_one_that_is_meant(
    packaging: str, adlcp: str, version: str, title: str, tmp_path: Path
) -> None:
    path = tmp_path / "imsmanifest.xml"
    text = BARE_2004.format(version).replace(CP_2004, packaging)
    path.write_text(text.replace("<resources/>", f'<resources xmlns:a="{adlcp}" a:b=""/>'))
    assert validate(path).standard == title


@pytest.mark.parametrize(
    ("file", "content", "wrong", "right"),
    [
        ("imsmanifest.xml", SCORM_12.encode(), f"{CP_12}/", CP_12),
        ("imsmanifest.xml", SCORM_2004.encode(), f"{CP_2004}/", CP_2004),
        (
            "cmi5.xml",
            CMI5,
            "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure",
            STRUCTURES["cmi5.xml"].namespace,
        ),
        ("tincan.xml", TINCAN, "https://projecttincan.com/tincan.xsd", STRUCTURES["tincan.xml"].namespace),
    ],
)
def test_a_misspelt_namespace_of_the_root_is_one_fault_and_the_right_one_is_named(
    file: str, content: bytes, wrong: str, right: str, tmp_path: Path
) -> None:
    misspelt = content.replace(f'xmlns="{right}"'.encode(), f'xmlns="{wrong}"'.encode())
    (tmp_path / file).write_bytes(misspelt)
    (diagnostic,) = validate(tmp_path / file).diagnostics
    assert (diagnostic.code, diagnostic.hint) == ("P617", f'write xmlns="{right}"')
    assert wrong in diagnostic.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FOURTH, ""),
        ('completedByMeasure="true" minProgressMeasure="0.8"/>', ">0.8</adlcp:completionThreshold>"),
        ("<adlseq:objectives>", "<!--"),
    ],
)
def test_what_only_one_edition_has_tells_it_too(old: str, new: str, tmp_path: Path) -> None:
    """Each of the three alone would do: with all but one taken out the manifest is of the 4th Edition still."""
    everything = {
        FOURTH: "",
        'completedByMeasure="true" minProgressMeasure="0.8"/>': ">0.8</adlcp:completionThreshold>",
        "<adlseq:objectives>": "<!--",
        "</adlseq:objectives>": "-->",
        "2004 4th Edition": "2004 3rd Edition",
    }
    older = of_2004(tmp_path, *everything.items())
    assert older.standard == "SCORM 2004 3rd Edition"
    kept = {
        path: other
        for path, other in everything.items()
        if path != old and not (old in path or "/" + old[1:] in path)
    }
    newer = of_2004(tmp_path, *kept.items())
    assert newer.standard == "SCORM 2004 4th Edition"
    assert "P509" in [diagnostic.code for diagnostic in newer.diagnostics]


def test_a_manifest_of_another_standard_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "imsmanifest.xml"
    path.write_text('<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"/>')
    report = validate(path)
    assert (codes(report), report.standard) == (["P611!"], "")


def test_the_standard_can_be_given(sound: Path) -> None:
    assert codes(validate(sound, standard="scorm12")) == []
    assert validate(sound, standard="scorm2004-4").standard == "SCORM 2004 4th Edition"
    assert not validate(sound, standard="scorm2004-4").sound
    assert codes(validate(sound, standard="cmi5")) == ["P701!"]
    for name in STANDARDS:
        validate(sound, standard=name)
    with pytest.raises(KeyError):
        validate(sound, standard="scorm")


def test_a_manifest_alone_is_judged_without_its_files(tmp_path: Path) -> None:
    for name, content in (
        ("imsmanifest.xml", SCORM_2004.encode()),
        ("cmi5.xml", CMI5),
        ("tincan.xml", TINCAN),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert codes(validate(path)) == []


def test_a_folder_is_judged_like_a_zip(tmp_path: Path) -> None:
    for name, content in SOUND.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert codes(validate(tmp_path)) == []
    (tmp_path / "two.html").unlink()
    (diagnostic,) = validate(tmp_path).diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.code, diagnostic.span.file) == ("P514", str(tmp_path / "imsmanifest.xml"))


# --- rules that need more than a manifest


def test_schema_files_at_the_root_are_demanded_by_the_fourth_edition_only(tmp_path: Path) -> None:
    for files, severity in ((SOUND, "warning"), (SOUND_2004, "error")):
        bare = {name: content for name, content in files.items() if not name.endswith(".xsd")}
        (diagnostic,) = validate(write_zip(tmp_path / "course.zip", bare)).diagnostics
        assert (diagnostic.code, diagnostic.severity) == ("P504", severity)


@pytest.mark.parametrize("name", ["shared\\api.js", "/shared/api.js"])
def test_a_file_of_a_faulty_name_is_not_missing_as_well(name: str, tmp_path: Path) -> None:
    files = {name if file == "shared/api.js" else file: content for file, content in SOUND_2004.items()}
    assert codes(validate(write_zip(tmp_path / "course.zip", files))) == ["P510!"]


def test_schema_files_need_what_they_take_in(tmp_path: Path) -> None:
    head = f'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{LOM}">'.encode()
    included = head + b'<include schemaLocation="%s"/></schema>'
    for files, missing in (
        ({"lom.xsd": included % b"sub/a.xsd"}, "sub/a.xsd"),
        ({"lom.xsd": included % b"sub/a.xsd", "sub/a.xsd": included % b"../b.xsd"}, "b.xsd"),
        ({"lom.xsd": included % b"sub/a.xsd", "sub/a.xsd": included % b"../lom.xsd"}, None),
        ({"lom.xsd": included % b"http://example.invalid/a.xsd"}, None),
        ({"lom.xsd": b"<schema", "sub/a.xsd": included % b"b.xsd"}, None),
    ):
        said = [
            diagnostic.message
            for diagnostic in of_2004(tmp_path, **files).diagnostics
            if diagnostic.code == "P504"
        ]
        assert said == [f"schema files are missing from where they should be: {missing}"] * (
            missing is not None
        )


@pytest.mark.parametrize("address", ["", "  ", "\n"])
def test_an_empty_address_of_an_assignable_unit_is_an_error(address: str, tmp_path: Path) -> None:
    files = {"cmi5.xml": CMI5.replace(b"two.html", address.encode()), "two.html": PAGE}
    assert codes(validate(write_zip(tmp_path / "course.zip", files))) == ["6:67 P709!"]


def test_a_name_that_xpath_does_not_know_is_a_fault_near_its_place(tmp_path: Path) -> None:
    """XML takes U+FEFF within a name (XML 1.0, 2.3), where two files were joined."""
    report = of_2004(tmp_path, ("<imsss:controlMode ", "<imsss:control\ufeffMode "))
    assert {diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity == "error"} == {
        "P503"
    }


def test_namespaces_without_a_schema_are_one_fault(tmp_path: Path) -> None:
    located = re.sub(r'xsi:schemaLocation="(\S+ \S+)[^"]*"', r'xsi:schemaLocation="\1"', SCORM_2004)
    (diagnostic,) = of_2004(tmp_path, (SCORM_2004, located)).diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("P622", "error")
    assert all(uri in diagnostic.message for uri in (ADLCP_2004, LOM))
    assert CP_2004 not in diagnostic.message


def test_schema_locations_that_are_no_pairs_hide_nothing_of_metadata_files(tmp_path: Path) -> None:
    report = of_2004(
        tmp_path,
        ("LOM lom.xsd", "LOM"),
        ("</lom:lom>\n  </metadata>", "</lom:lom><adlcp:location>meta/lom.xml</adlcp:location></metadata>"),
        **{"meta/lom.xml": b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM"/>'},
    )
    said = [
        (diagnostic.code, diagnostic.span and diagnostic.span.file.rpartition("/")[2])
        for diagnostic in report.diagnostics
    ]
    assert sorted(said) == [("P622", "lom.xml"), ("P623", "imsmanifest.xml")]


def test_an_attribute_in_another_namespace_is_one_fault(tmp_path: Path) -> None:
    change = ('#top" adlcp:scormType', '#top" xmlns:x="urn:x" x:scormType')
    assert codes(of_2004(tmp_path, change)) == ["104:5 P531!"]


def test_a_package_without_an_organization_is_not_a_content_aggregation(tmp_path: Path) -> None:
    for standard, severity in (("2004 4th Edition", "error"), ("2004 3rd Edition", "warning")):
        manifest = BARE_2004.format(standard).encode()
        files = {"imsmanifest.xml": manifest, **schema_files("scorm2004-4")}
        (diagnostic,) = validate(write_zip(tmp_path / "course.zip", files)).diagnostics
        assert (diagnostic.code, diagnostic.severity) == ("P529", severity)


def test_names_of_files_that_systems_trip_on(tmp_path: Path) -> None:
    file = '<file href="shared/api.js"/>'
    for name, expected in {
        "a b.txt": ["P612"],
        "a%25b.txt": [],
        "aux.txt": ["P612"],
        "x/con/a.txt": ["P612"],
        "a+b.txt": ["P612"],
        "contents.txt": [],
        "a" * 201 + ".txt": ["P612"],
        "noending": ["P660!"],
        "b%C3%BCcher.txt": ["P511", "P663"],
    }.items():
        plain = {"a%25b.txt": "a-b.txt", "b%C3%BCcher.txt": "bücher.txt"}.get(name, name)
        written = "a-b.txt" if plain == "a-b.txt" else name
        report = of_2004(tmp_path, (file, f'{file}<file href="{written}"/>'), **{plain: b""})
        assert [code.split()[-1] for code in codes(report)] == expected, name


@pytest.mark.parametrize("address", ["file:///", "file:///C:/waves", "file:///C:/waves.css"])
def test_an_address_on_the_authors_disk_is_one_fault(tmp_path: Path, address: str) -> None:
    files = '<file href="shared/api.js"/>'
    listed = of_2004(tmp_path, (files, f'{files}<file href="{address}"/>'))
    assert [code.split()[-1] for code in codes(listed)] == ["P661!"]
    launched = of_2004(tmp_path, ('href="test.html"', f'href="{address}"'))
    assert {code.split()[-1] for code in codes(launched)} == {"P661!"}


def test_a_record_may_have_a_document_type_of_its_own(tmp_path: Path) -> None:
    location = ("</lom:lom>", "</lom:lom><adlcp:location>lom.xml</adlcp:location>")
    start = (
        b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="http://ltsc.ieee.org/xsd/LOM lom.xsd"/>'
    )
    own, elsewhere = b"<!DOCTYPE lom [<!ENTITY a 'b'>]>", b"<!DOCTYPE lom SYSTEM 'lom.dtd'>"
    assert codes(of_2004(tmp_path, location, **{"lom.xml": own + start})) == []
    assert [
        diagnostic.code
        for diagnostic in of_2004(tmp_path, location, **{"lom.xml": elsewhere + start}).diagnostics
    ] == ["P670"]
    assert codes(of_2004(tmp_path, location, **{"lom.xml": elsewhere + start, "lom.dtd": b""})) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<lom:language>en</lom:language>", "<lom:language>en</lom:language>", []),
        ("2026-01-31", "2021-02-30", ["P676"]),
        ("2026-01-31", "2024-02-29", []),
        ("2026-01-31", "2023-02-29", ["P676"]),
        ("BEGIN:VCARD", "Anna", ["P677"]),
    ],
)
def test_what_metadata_says_and_no_schema_knows(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    contribute = (
        "</lom:status><lom:contribute><lom:role><lom:source>LOMv1.0</lom:source><lom:value>author</lom:value></lom:role>"
        "<lom:entity>BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nEND:VCARD</lom:entity>"
        "<lom:date><lom:dateTime>2026-01-31</lom:dateTime></lom:date></lom:contribute>"
    )
    changed = contribute.replace(old, new)
    report = of_2004(tmp_path, ("</lom:status>", changed))
    assert [code.split()[-1] for code in codes(report)] == expected


def test_pages_for_a_web_server_need_no_manifest(tmp_path: Path) -> None:
    page = b'<!doctype html><script type="application/json" id="course-data">{}</script>'
    report = validate(write_zip(tmp_path / "course.zip", {"index.html": page}))
    assert (report.standard, report.diagnostics) == ("HTML", ())
    for name in ("course/imsmanifest.xml", "IMSmanifest.xml", "CMI5.xml"):
        assert codes(validate(write_zip(tmp_path / "other.zip", {"index.html": page, name: b""}))) == [
            "P501!"
        ]
    assert codes(validate(write_zip(tmp_path / "plain.zip", {"index.html": b"<title>x</title>"}))) == [
        "P501!"
    ]


def test_metadata_in_files_is_judged(tmp_path: Path) -> None:
    location = (
        "</lom:lom>\n  </metadata>",
        "</lom:lom><adlcp:location>meta/lom.xml</adlcp:location></metadata>",
    )
    start = (
        b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="http://ltsc.ieee.org/xsd/LOM ../lom.xsd">\n'
    )
    for record, expected in {
        start + b"<general><language>en</language></general></lom>": [],
        start + b"<genera1/></lom>": ["P671"],
        start + b"<general>": ["P670!"],
        start + b"<technical><duration><duration>1h</duration></duration></technical></lom>": ["P673"],
        b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM"/>': ["P622!"],
        b"<lom/>": ["P622!"],
    }.items():
        report = of_2004(tmp_path, location, **{"meta/lom.xml": record})
        assert [code.split()[-1] for code in codes(report)] == expected, record
        assert all(
            diagnostic.span and diagnostic.span.file.endswith("course.zip/meta/lom.xml")
            for diagnostic in report.diagnostics
        )


def test_the_schema_of_metadata_lies_where_its_file_says(tmp_path: Path) -> None:
    location = ("</lom:lom>", "</lom:lom><adlcp:location>meta/lom.xml</adlcp:location>")
    record = (
        b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="http://ltsc.ieee.org/xsd/LOM lom.xsd"/>'
    )
    (diagnostic,) = of_2004(tmp_path, location, **{"meta/lom.xml": record}).diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.message.endswith(": meta/lom.xsd")) == (
        "P504",
        "error",
        True,
    )
    assert codes(of_2004(tmp_path, location, **{"meta/lom.xml": record, "meta/lom.xsd": b""})) == []


def test_a_manifest_within_a_manifest(tmp_path: Path) -> None:
    inner = SCORM_2004[SCORM_2004.index("<manifest") :].replace('"m1"', '"inner"')
    inner = inner[: inner.index("<organizations")] + "<organizations/><resources/></manifest>"
    report = of_2004(tmp_path, ("</resources>\n", f"</resources>{inner}"))
    assert [code.split()[-1] for code in codes(report)] == ["P629"]


def test_a_submanifest_is_checked_only_by_schema_and_identifiers(tmp_path: Path) -> None:
    inner = (
        '<manifest identifier="inner"><metadata/><organizations/><resources><resource identifier="{}" type="webcontent"'
        ' adlcp:scormType="asset" href="missing.html"><file href="{}"/></resource></resources></manifest>'
    )
    for identifier, file, expected in (
        ("inner-1", "missing.html", ["P629"]),
        ("inner-1", "/a\\b", ["P629"]),
        ("r1", "missing.html", ["P629", "P520!"]),
    ):
        report = of_2004(tmp_path, ("</resources>\n", f"</resources>{inner.format(identifier, file)}"))
        assert [code.split()[-1] for code in codes(report) if not code.endswith("P666")] == expected


def test_a_sco_looks_for_the_lms(tmp_path: Path) -> None:
    silent = b"<!DOCTYPE html><title>Nothing</title><script>var apiary</script>"
    both = {"one/index.html": silent, "test.html": silent}
    assert [code.split()[-1] for code in codes(of_2004(tmp_path, **both))] == ["P680", "P680"]
    assert codes(of_2004(tmp_path, **both, **{"shared/api.js": b"find('API_1484_11')"})) == []
    old = validate(write_zip(tmp_path / "course.zip", {**SOUND, "two.html": silent}))
    assert codes(old) == ["31:5 P680"]


def test_scripts_of_other_servers(tmp_path: Path) -> None:
    page = (
        PAGE + b"\n<p>\n  <script async\n src = 'https://example.invalid/a.js'></script><script src=/own.js>"
    )
    report = of_2004(tmp_path, **{"test.html": page})
    (diagnostic,) = report.diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.code, diagnostic.span.file, diagnostic.span.line, diagnostic.span.column) == (
        "P681", f"{tmp_path}/course.zip/test.html", 4, 9,
    )  # fmt: skip


def test_the_demands_of_an_lms_come_on_top(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "course.zip", SOUND_2004)
    assert [diagnostic.code for diagnostic in validate(path, profile="moodle").diagnostics] == [
        "P690",
        "P691",
    ]
    adlcp = b"<adlcp:prerequisites type='aicc_script'>i1</adlcp:prerequisites>"
    adlcp += b"<adlcp:masteryscore>80</adlcp:masteryscore>"
    manifest = SOUND["imsmanifest.xml"].replace(b"<title>Two</title>", b"<title>Two</title>" + adlcp)
    path = write_zip(tmp_path / "old.zip", {**SOUND, "imsmanifest.xml": manifest})
    assert codes(validate(path)) == []
    assert sorted(diagnostic.code for diagnostic in validate(path, profile="moodle").diagnostics) == [
        "P692",
        "P694",
    ]
    long = SCORM_2004.replace("<title>Two</title>", f"<title>{'x' * 256}</title>").encode()
    path = write_zip(tmp_path / "long.zip", {**SOUND_2004, "imsmanifest.xml": long})
    assert "P693" in [diagnostic.code for diagnostic in validate(path, profile="moodle").diagnostics]
    with pytest.raises(KeyError):
        validate(path, profile="other")


# --- the command


def test_exit_status(sound: Path, faulty: Path, tmp_path: Path) -> None:
    warned = write_zip(tmp_path / "warned.zip", {**SOUND, "more.html": b""})
    for status, arguments in (
        (0, [sound]),
        (0, [warned]),
        (1, [warned, "--strict"]),
        (1, [sound, faulty]),
        (2, []),
        (2, [tmp_path / "nothing.zip"]),
        (2, [sound, "--standard", "scorm13"]),
        (2, [sound, "--profile", "canvas"]),
        (2, [sound, "--control-documents", tmp_path]),
    ):
        assert run(*arguments).returncode == status, arguments


def test_text_shows_the_line_within_the_zip(faulty: Path) -> None:
    ran = run(faulty)
    assert f"{faulty}/imsmanifest.xml:19:14: error[P522]" in ran.stderr
    assert '\n  19 |       </item><item identifier="i2" identifierref="r22">\n' in ran.stderr
    assert "\n     |              ^^^^^\n" in ran.stderr
    assert ran.stdout == f"{faulty} (SCORM 1.2): 1 error\n"


def test_text_says_that_nothing_is_wrong(sound: Path) -> None:
    ran = run(sound)
    assert (ran.stdout, ran.stderr) == (f"{sound} (SCORM 1.2): nothing to report\n", "")


def test_json_sarif_and_github(sound: Path, faulty: Path) -> None:
    found = json.loads(run(faulty, sound, "--output-format", "json").stdout)
    assert [(entry["code"], entry["file"], entry["line"]) for entry in found] == [
        ("P522", f"{faulty}/imsmanifest.xml", 19)
    ]
    sarif = json.loads(run(faulty, "--output-format", "sarif").stdout)
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["P522"]
    github = run(faulty, "--output-format", "github").stdout
    assert github.startswith(f"::error file={faulty}/imsmanifest.xml,line=19,")


def test_packages_stay_in_order_whatever_runs_at_once(sound: Path, faulty: Path) -> None:
    paths = [sound, faulty, faulty, sound] * 5
    seen: list[tuple[int, int]] = []
    reports = validate_all(paths, progress=lambda done, total: seen.append((done, total)))
    assert reports == [validate(path) for path in paths]
    assert seen == [(done, 20) for done in range(1, 21)]


def test_schema_files_of_a_folder_judge_instead_of_ours(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    for name, content in schema_files("scorm12").items():
        (folder / name).write_bytes(content.replace(b'"200"', b'"12"') if "imscp" in name else content)
    assert codes(validate(sound)) == []
    assert "P503!" in " ".join(codes(validate(sound, control_documents=folder)))
    (folder / "ims_xml.xsd").unlink()
    with pytest.raises(ValueError, match=r"has no ims_xml\.xsd"):
        validate(sound, control_documents=folder)


@pytest.mark.parametrize(
    "files", [{"tincan.xml": TINCAN, "two.html": PAGE}, {"cmi5.xml": CMI5, "two.html": PAGE}]
)
@pytest.mark.parametrize(
    ("option", "given"), [("--profile moodle", {"profile": "moodle"}), ("--control-documents", {})]
)
def test_an_option_without_effect_is_reported(
    files: Mapping[str, bytes], option: str, given: Mapping[str, str], tmp_path: Path
) -> None:
    path = write_zip(tmp_path / "course.zip", files)
    assert codes(validate(path)) == []
    found = validate(path, **(given or {"control_documents": str(tmp_path)})).diagnostics
    assert [(it.code, it.message.partition(" has no effect")[0]) for it in found] == [("P619", option)]
    both = write_zip(tmp_path / "both.zip", {**SOUND, **files})
    assert "P619" not in codes(validate(both, profile="moodle"))


@pytest.mark.parametrize("option", ["--standard=cmi5", "--profile=moodle", "--control-documents=docs"])
def test_statements_take_no_option_of_packages(option: str) -> None:
    result = run("--statements", option, "README.md")
    assert (result.returncode, result.stdout) == (2, "")
    assert f"{option.partition('=')[0]} is for packages, not for --statements" in result.stderr


def test_the_page_about_each_code_can_be_shown() -> None:
    for code in (code for code in FAULTS if code.startswith("P6")):
        assert FAULTS[code].explanation.format()


def test_paths_are_given_as_they_came(sound: Path) -> None:
    assert validate(os.fspath(sound)).path == str(sound)


# --- the guide


def test_the_guide_says_what_is_so(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs" / "validating.md").read_text("utf-8")
    monkeypatch.chdir(faulty.parent)
    faulty.rename("course.zip")
    command = [sys.executable, "-m", "courseware", "validate", "course.zip"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"```\n{ran.stderr}{ran.stdout}```" in guide
    assert set(STANDARDS) <= set(re.findall(r"`([a-z0-9-]+)`", guide))
    for number in (reader.MOST_CHECKED // 2**20, f"{schema.MOST_MARKS:,}"):
        assert f"{number}" in guide
