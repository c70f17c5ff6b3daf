"""Our manifests read by the importer of Open edX."""

from __future__ import annotations

from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

import pytest
from later import Later
from lxml import html
from test_structure import SCORM, SETTINGS, course_of

from courseware import formats
from courseware.archive.writer import write_folder
from courseware.formats.build import build
from courseware.site.linker import Script
from courseware.site.site import render_site

if TYPE_CHECKING:
    from openedxscorm import scormxblock
else:
    scormxblock = Later("openedxscorm.scormxblock")

VERSIONS = {"scorm12": "SCORM_12", "scorm2004-3": "SCORM_2004", "scorm2004-4": "SCORM_2004"}


class Importer:
    """The importer's steps after unpacking, without the rest of Open edX."""

    proxy_base_url = "content"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = self
        self.index_page_path = self.scorm_version = self.navigation_menu = ""

    def __getattr__(self, name: str) -> Any:
        return MethodType(getattr(scormxblock.ScormXBlock, name), self)

    def find_file_path(self, name: str) -> str:
        return name

    def open(self, name: str) -> Any:
        return (self.folder / name).open("rb")


@pytest.mark.parametrize("name", SCORM)
@pytest.mark.parametrize("structure", ["single", "per-document"])
def test_open_edx_finds_version_pages_and_titles(tmp_path: Path, name: str, structure: str) -> None:
    course = course_of(tmp_path / "earth", SETTINGS.replace("per-document", structure))
    standard = formats.load(name)
    package, _ = build(course, render_site(course, Script(), standard.DIVIDES, standard.NAVIGATES), standard)
    write_folder(package, tmp_path / "package")
    importer = Importer(tmp_path / "package")
    importer.update_package_fields()
    assert importer.scorm_version == VERSIONS[name]
    pages = {
        "single": {"The earth": "index.html"},
        "per-document": {"Rocks": "rocks.html", "Rivers": "rivers.html", "The sea": "sea.html"},
    }[structure]
    menu = html.fromstring(importer.navigation_menu).iter("li")
    assert {entry.text: entry.get("href") for entry in menu if entry.get("href")} == {
        title: f"content/{file}" for title, file in pages.items()
    }
    assert importer.index_page_path == next(iter(pages.values()))
