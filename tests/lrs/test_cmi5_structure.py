"""cmi5.xml of a course with many units: valid, and each unit as small as in a course with few."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sites
from lxml import etree

from courseware.archive.file import File
from courseware.course.course import Course
from courseware.course.launches import launches
from courseware.formats import cmi5
from courseware.site.linker import Script
from courseware.site.site import render_site

DOCUMENT = """---
title: Document {number:04}
phase: {number}
---

## Where

{{type: selection, title: "The red one"}}

- [x] Mars
- [ ] Venus
"""


def course_of(folder: Path, documents: int) -> Course:
    texts = {f"document{number:04}.md": DOCUMENT.format(number=number) for number in range(documents)}
    settings = "structure: per-document\npassing_score: 60\n"
    return sites.course(sites.write(folder / str(documents), texts, settings))


def structure_of(course: Course) -> bytes:
    return cmi5.structure_file(course, launches(course, cmi5.DIVIDES)).read()


def test_a_thousand_units_are_sound_and_their_identifiers_differ(tmp_path: Path) -> None:
    course = course_of(tmp_path, 1_000)
    content = structure_of(course)
    pages = [File(part.file, b"<!doctype html>") for part in launches(course, cmi5.DIVIDES)]
    assert cmi5.check([File("cmi5.xml", content), *pages]) == []
    root = etree.fromstring(content)
    identifiers = [value for element in root.iter() if (value := element.get("id"))]
    assert len(identifiers) == len(set(identifiers)) == 1_002
    assert all(
        urlsplit(identifier).scheme == "https" and urlsplit(identifier).netloc for identifier in identifiers
    )
    urls = [unit.findtext("{*}url") for unit in root.iterfind("{*}block/{*}au")]
    assert urls == [page.name for page in pages]
    assert len(set(urls)) == 1_000


def test_a_unit_is_as_large_among_a_thousand_as_among_a_hundred(tmp_path: Path) -> None:
    sizes = {count: len(structure_of(course_of(tmp_path, count))) for count in (10, 100, 1_000)}
    unit_size = (sizes[100] - sizes[10]) / 90
    assert (sizes[1_000] - sizes[100]) / 900 == unit_size
    assert 300 < unit_size < 1_000


def test_a_page_knows_only_its_own_activities(tmp_path: Path) -> None:
    """Otherwise each unit of a large course would contain all others."""
    few: dict[str, bytes] = {}
    many: dict[str, bytes] = {}
    for count, pages in ((10, few), (100, many)):
        course = course_of(tmp_path, count)
        site = render_site(course, Script(), cmi5.DIVIDES, entries=cmi5.entries(course))
        pages.update({file.name: file.read() for file in site if file.name.endswith(".html")})
    assert len(few["document0005.html"]) == len(many["document0005.html"])
    found = re.search(rb'id="course-data">(.*?)</script>', many["document0005.html"], re.DOTALL)
    assert found
    known = json.loads(found[1])["xapi"]
    assert {name.partition(".")[0] for name in known["interactions"]} == {"document0005"}
    assert len(known["pages"]) == len(known["interactions"]) == 1


@pytest.mark.parametrize(
    ("passing", "mastery"),
    [(0.0, "0"), (60.0, "0.6"), (66.66667, "0.6667"), (5.55555, "0.0556"), (0.01, "0.0001"), (100.0, "1")],
)
def test_a_mastery_score_has_four_decimals_at_most(tmp_path: Path, passing: float, mastery: str) -> None:
    """13.1.4: from 0 to 1, with up to four decimals."""
    course = course_of(tmp_path, 2)
    settings = course.settings._replace(passing_score=passing)
    root = etree.fromstring(structure_of(course._replace(settings=settings)))
    assert {unit.get("masteryScore") for unit in root.iter("{*}au")} == {mastery}
