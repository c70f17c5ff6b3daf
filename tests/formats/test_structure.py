"""`structure: per-document`, and several formats in one run: what is divided, what is shared, what stays the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from ast import literal_eval
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import schema_damage
from click.testing import CliRunner
from jinja2 import Template
from lxml import etree, html

from courseware import formats
from courseware.commands import main
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.course.launches import launches, weights
from courseware.formats.build import build
from courseware.site.data_block import Entries
from courseware.site.linker import Script
from courseware.site.site import contents, render_site
from courseware.site.site import site as site_of
from courseware.validation import schema, standards

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "manifests"
HASH = re.compile(r"course-[0-9a-f]{10}")
SCORM = ("scorm12", "scorm2004-3", "scorm2004-4")

DOCUMENTS = {
    "rocks.md": """---
title: Rocks
phase: 1
---

## The hard one

{type: selection, points: 3}

- [x] Granite
- [ ] Chalk

Go on with [the rivers](rivers.md) or [their mouths](rivers.md#mouths), or [up](#the-hard-one).

{type: start_button, text: "Go on"}
""",
    "rivers.md": """---
title: Rivers
phase: 2
---

## Mouths

{type: form}

**How many mouths?**
{type: number, answer: 3}

**Why?**
{type: textarea}

![A map](map.svg)

{type: navigation, previous: "To the rocks", next: "To the sea"}
""",
    "sea.md": "---\ntitle: The sea\nphase: 3\n---\n\n## Salt\n\nBack to [the rocks](rocks.md).\n",
}
SETTINGS = "id: earth\ntitle: The earth\nstructure: per-document\npassing_score: 60\n"


def course_of(folder: Path, settings: str = SETTINGS, *names: str) -> Course:
    folder.mkdir(exist_ok=True)
    for name in names or DOCUMENTS:
        (folder / name).write_text(DOCUMENTS.get(name, "---\ntitle: Alone\n---\n"), encoding="utf-8")
    (folder / "map.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (folder / "course.yaml").write_text(settings, encoding="utf-8")
    course, diagnostics = check_course(folder)
    assert diagnostics == []
    assert course is not None
    return course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return course_of(tmp_path / "earth")


def pages(course: Course, divides: bool, navigates: bool = False) -> dict[str, Any]:
    """Name → parsed HTML file of a site."""
    site = render_site(course, Script(says=frozenset({"saved"})), divides, navigates)
    return {file.name: html.document_fromstring(file.read()) for file in site if file.name.endswith(".html")}


def data_of(page: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(page.get_element_by_id("course-data").text_content())
    return data


def manifest_of(course: Course, name: str) -> etree._Element:
    standard = formats.load(name)
    site = render_site(course, Script(), standard.DIVIDES, standard.NAVIGATES)
    return schema.parse(standard.manifest(course, site)[0].read())


# --- what is divided


def test_a_course_is_one_launch_unless_it_asks_for_more_and_the_standard_can(tmp_path: Path) -> None:
    course = course_of(tmp_path / "earth")
    assert [part.file for part in launches(course, True)] == ["rocks.html", "rivers.html", "sea.html"]
    assert [part.title for part in launches(course, True)] == ["Rocks", "Rivers", "The sea"]
    assert [part.file for part in launches(course, False)] == ["index.html"]
    whole = course_of(tmp_path / "earth", SETTINGS.replace("per-document", "single"))
    assert [(part.name, part.title, part.file) for part in launches(whole, True)] == [
        ("earth", "The earth", "index.html")
    ]
    alone = course_of(tmp_path / "one", "structure: per-document\n", "alone.md")
    assert [part.file for part in launches(alone, True)] == ["index.html"]


def test_sections_that_are_pages_stay_with_their_document(tmp_path: Path) -> None:
    course = course_of(tmp_path / "earth", SETTINGS + "pages: section\n")
    assert [part.name for part in launches(course, True)] == ["rocks", "rivers", "sea"]
    assert sum(len(part.pages) for part in launches(course, True)) == len(course.pages)


@pytest.mark.parametrize(
    ("scoring", "expected"),
    [
        ("correctness", {"rocks": 0.75, "rivers": 0.25, "sea": 0}),
        ("participation", {"rocks": 1 / 3, "rivers": 2 / 3, "sea": 0}),
        ("none", {"rocks": 0, "rivers": 0, "sea": 0}),
    ],
)
def test_a_launch_weighs_what_it_can_add_to_the_score(
    tmp_path: Path, scoring: str, expected: dict[str, float]
) -> None:
    settings = SETTINGS.replace("passing_score: 60", f"scoring: {scoring}")
    course = course_of(tmp_path / "earth", settings)
    assert weights(course, launches(course, True)) == expected


# --- the pages


def test_ids_and_keys_are_those_of_the_whole_course(course: Course) -> None:
    whole = data_of(pages(course, divides=False)["index.html"])
    parts = [data_of(page) for page in pages(course, divides=True).values()]
    for name in ("pages", "interactions"):
        assert [item for part in parts for item in part[name]] == whole[name]
    assert {json.dumps(part["settings"]) for part in parts} == {json.dumps(whole["settings"])}
    # so that a browser does not mistake the stored state of one part for that of another
    assert [part["course"]["id"] for part in parts] == ["earth-rocks", "earth-rivers", "earth-sea"]
    assert whole["course"]["id"] == "earth"


def test_links_across_launches_are_text_or_ask_the_lms(course: Course) -> None:
    rocks = pages(course, divides=True)["rocks.html"]
    links = {a.text_content(): dict(a.attrib) for a in rocks.iterfind(".//article//a")}
    assert links["the rivers"] == links["their mouths"] == {}
    assert links["up"]["href"].startswith("#")
    assert not rocks.xpath("//*[@data-navigate]")
    rocks = pages(course, divides=True, navigates=True)["rocks.html"]
    asking = {a.text_content().strip(): dict(a.attrib) for a in rocks.xpath("//a[@data-navigate]")}
    assert {text: attributes["data-navigate"] for text, attributes in asking.items()} == {
        "the rivers": "rivers", "their mouths": "rivers", "Go on": ">", "Next Rivers": ">",
    }  # fmt: skip
    assert {attributes["href"] for attributes in asking.values()} == {"#main"}
    whole = pages(course, divides=False, navigates=True)["index.html"]
    assert not whole.xpath("//*[@data-navigate]")
    assert not whole.xpath("//article//a[not(@href or @data-question)]")


def test_no_link_leads_to_a_page_that_is_not_there(course: Course) -> None:
    for navigates in (False, True):
        for page in pages(course, divides=True, navigates=navigates).values():
            ids = set(page.xpath("//@id"))
            assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= ids


def test_the_ways_at_the_ends_name_what_is_there(course: Course) -> None:
    rivers = pages(course, divides=True)["rivers.html"]
    article = rivers.xpath("//article[@data-page != 'summary']")[0]
    ways = [a.text_content().strip() for a in article.xpath(".//nav[@class='pager']//a")]
    assert ways == ["Next Summary"]
    last = pages(course, divides=True)["sea.html"].xpath("//article[@data-page='summary']//nav//a")
    assert [a.text_content().strip() for a in last] == ["Previous The sea"]


# --- the manifests


@pytest.mark.parametrize("name", SCORM)
def test_golden_manifest_of_several_scos(course: Course, name: str) -> None:
    root = manifest_of(course, name)
    for resource in root.iter("{*}resource"):  # files are in order of their names, and so of the hash in some
        files = sorted(resource.iterfind("{*}file"), key=lambda file: HASH.sub("", file.get("href", "")))
        resource[:] = [*files, *(part for part in resource if part not in files)]
    etree.indent(root)
    golden = FOLDER / name / "per_document.xml"
    for resource in root.iter("{*}resource"):  # files are in order of name, which is that of their hashes
        resource[:] = sorted(
            resource, key=lambda file: re.sub(r"course-[0-9a-f]{10}", "", file.get("href", ""))
        )
    content = etree.tostring(root, encoding="unicode") + "\n"
    content = HASH.sub("course-HASH", content)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(content, encoding="utf-8")
    assert content == golden.read_text("utf-8")


@pytest.mark.parametrize("name", SCORM)
@pytest.mark.parametrize("navigation", ["free", "sequential"])
def test_a_package_of_several_scos_is_sound(tmp_path: Path, name: str, navigation: str) -> None:
    course = course_of(tmp_path / "earth", SETTINGS + f"navigation: {navigation}\n")
    standard = formats.load(name)
    site = render_site(course, Script(), standard.DIVIDES, standard.NAVIGATES)
    _, diagnostics = build(course, site, standard)
    moodle = {"scorm12": set(), "free": set(), "sequential": {"P691"}}
    expected = moodle["scorm12" if name == "scorm12" else navigation]
    assert {diagnostic.code for diagnostic in diagnostics} == expected
    assert {diagnostic.severity for diagnostic in diagnostics} <= {"warning"}


@pytest.mark.parametrize("name", schema_damage.PACKAGER_2004)
def test_published_schemas_accept_several_scos(tmp_path: Path, name: str) -> None:
    published = schema_damage.published_2004(name)
    for navigation in ("free", "sequential"):
        course = course_of(tmp_path / "earth", SETTINGS + f"navigation: {navigation}\n")
        assert list(schema.violations(published, manifest_of(course, name))) == []


def test_several_scos_of_2004_roll_up_to_the_course(course: Course) -> None:
    root = manifest_of(course, "scorm2004")
    imsss = standards.IMSSS
    shares = [
        float(rules.get("objectiveMeasureWeight", "")) for rules in root.iter(f"{{{imsss}}}rollupRules")
    ]
    assert shares == [0.75, 0.25, 0]
    modes = [dict(mode.attrib) for mode in root.iter(f"{{{imsss}}}controlMode")]
    assert modes == [{"choice": "true", "flow": "true"}]
    objectives = [dict(element.attrib) for element in root.iter(f"{{{imsss}}}primaryObjective")]
    assert objectives == [
        {"objectiveID": "rocks"}, {"objectiveID": "rivers"}, {"objectiveID": "sea"}, {"satisfiedByMeasure": "true"},
    ]  # fmt: skip
    assert [measure.text for measure in root.iter(f"{{{imsss}}}minNormalizedMeasure")] == ["0.6000"]
    assert not list(root.iter(f"{{{imsss}}}sequencingRules", f"{{{standards.ADLNAV}}}presentation"))


def test_scos_open_one_after_the_other_where_pages_do(tmp_path: Path) -> None:
    course = course_of(tmp_path / "earth", SETTINGS + "navigation: sequential\n")
    root = manifest_of(course, "scorm2004")
    imsss = standards.IMSSS
    actions = [action.get("action") for action in root.iter(f"{{{imsss}}}ruleAction")]
    assert actions == ["disabled"] * 2
    objectives = [
        [
            (element.get("objectiveID"), *(info.get("targetObjectiveID") for info in element))
            for element in item
        ]
        for item in root.iterfind(f".//{{*}}item/{{{imsss}}}sequencing/{{{imsss}}}objectives")
    ]
    this, before = "completion-of-this", "completion-before"
    assert objectives == [
        [("rocks",), (this, "earth.rocks.completion")],
        [("rivers",), (this, "earth.rivers.completion"), (before, "earth.rocks.completion")],
        [("sea",), (this, "earth.sea.completion"), (before, "earth.rivers.completion")],
    ]


# --- on the command line


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments)


def test_several_scos_are_a_warning_for_moodle_only_in_packages_of_other_tools(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", "earth", "--strict").stderr == ""
    for name in ("scorm12", "scorm2004"):
        assert run("package", "earth", "--format", name, "--strict", "--output", "earth.zip").stderr == ""
    assert "warning[P690]" in run("validate", "earth.zip", "--profile", "moodle").output


def test_all_formats_in_one_run_equal_each_by_itself(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    together = run("package", "earth", "--format", "all", "--output", "zips")
    assert together.exit_code == 0, together.output
    assert {path.name for path in Path("zips").iterdir()} == {f"earth-{name}.zip" for name in formats.FORMATS}
    for name in formats.FORMATS:
        assert run("package", "earth", "--format", name, "--output", "alone.zip").exit_code == 0
        assert Path("alone.zip").read_bytes() == Path(f"zips/earth-{name}.zip").read_bytes()


def test_pages_are_rendered_once_for_all_drivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_of(tmp_path / "earth", "id: earth\n")
    rendered: list[str] = []
    original = Template.render

    def counted(self: Template, *arguments: Any, **values: Any) -> str:
        rendered.append(str(self.name))
        return original(self, *arguments, **values)

    monkeypatch.setattr(Template, "render", counted)
    made = contents(course, divides=True, navigates=True, kept=True)
    sites = [site_of(course, made, script, Entries()) for script in (Script("one"), Script("two"))]
    assert rendered.count("document.html") == len(course.pages)
    first, second = (site[0].read().decode() for site in sites)
    assert first != second
    assert b"<svg" in sites[1][0].read()
    assert sites[1][0].read() == render_site(course, Script("two"), True, True)[0].read()


def test_formats_are_those_of_the_registry_and_official_schemas_are_of_one(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = "|".join([*formats.ALIASES, *formats.FORMATS, "all"])
    assert f"[{named}]" in run("package", "--help").stdout
    wrong = run("package", "earth", "--format", "scorm2005")
    assert wrong.exit_code == 2
    assert 'did you mean "scorm2004"?' in wrong.stderr
    assert run("package", "earth", "--format", "all", "--control-documents", ".").exit_code == 2


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_format_without_schema_files_says_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    course_of(tmp_path / "earth", "id: earth\n")
    result = run("package", "earth", "--format", name, "--control-documents", ".")
    assert result.exit_code != 0
    refused = (
        f"a package of {formats.load(name).TITLE} contains no schema files: leave out --control-documents"
    )
    assert (refused in result.output) != formats.load(name).HOLDS_SCHEMAS
    assert not (tmp_path / "build").exists()


def test_an_alias_is_the_format_that_it_stands_for(course: Course, tmp_path: Path) -> None:
    for alias, name in formats.ALIASES.items():
        assert formats.load(alias) is formats.load(name)
        output = tmp_path / f"{alias}.zip"
        assert (
            run("package", str(tmp_path / "earth"), "--format", alias, "--output", str(output)).exit_code == 0
        )
        with ZipFile(output) as archive:
            version = schema.parse(archive.read("imsmanifest.xml")).findtext(".//{*}schemaversion")
        assert version == standards.SCORM_STANDARDS[name].versions[0]


def test_help_loads_no_command() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from courseware.commands import COMMANDS, main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in {'courseware', 'lxml', 'jinja2'}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert literal_eval(loaded.stdout) == ["courseware", "courseware.commands", "courseware.commands.help"]
