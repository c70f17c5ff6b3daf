"""SCORM 1.2: the manifest that LMSs import, and what a package must satisfy.

The manifest is `manifests/scorm12/skeleton.xml` filled with a course (SCORM 1.2 Content Aggregation Model, 2.3; IMS
Content Packaging 1.1.2; IMS Learning Resource Meta-Data 1.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from urllib.parse import quote

from lxml import etree

from courseware.course import Course
from courseware.data import manifests_folder
from courseware.diagnostics import Diagnostic
from courseware.files import File
from courseware.settings import Settings
from courseware.standards import Limit, content_packaging, schema

NAME = "scorm12"
TITLE = "SCORM 1.2"
LIMITS = (Limit("SCORM 1.2", 4096), Limit("Moodle", 64000))

LONGEST_TITLE = 200
LONGEST_VERSION = 20

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
MD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"

PROFILE = content_packaging.Profile(
    folder=NAME,
    version="1.2",
    schemas=(
        (CP, "imscp_rootv1p1p2.xsd"),
        (MD, "imsmd_rootv1p2p1.xsd"),
        (ADLCP, "adlcp_rootv1p2.xsd"),
        ("http://www.w3.org/XML/1998/namespace", "ims_xml.xsd"),
    ),
    prefixes=(("adlcp", ADLCP),),
    scorm_type=(ADLCP, "scormtype"),
)

_PREFIXES = {"cp": CP, "md": MD}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_LANGUAGE = "x-none"
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


Value = TypeVar("Value")


class Sco(NamedTuple):
    """What an LMS launches: the words its identifiers are made of, its title, its page and all its files."""

    name: str
    title: str
    href: str
    files: tuple[str, ...]


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    passing = course.settings.passing_score is not None
    status = '"Passed" and "Completed"' if passing else '"Completed"'
    return (
        'Moodle: in a course, "Add an activity or resource", "SCORM package", and drop the zip there.',
        f'Moodle: under "Completion conditions", "Add requirements", "Require status", tick {status}.',
        "Other systems: look for an import of SCORM 1.2, and give it the zip as it is.",
    )


def manifest(
    course: Course, files: Sequence[File], control_documents: Path | None = None
) -> tuple[File, ...]:
    """`imsmanifest.xml` for a site's files, and the schema files beside it.

    `control_documents` is a folder to take the schema files from instead of the project's own (those of IMS and ADL,
    usually). Raises `OSError` when one of them is not there.
    """
    names = tuple(sorted(file.name for file in files))
    content = fill(course.settings, [Sco(course.settings.id, course.settings.title, "index.html", names)])
    folder = control_documents or manifests_folder() / NAME / "schema"
    schemas = (File(name, (folder / name).read_bytes()) for _, name in PROFILE.schemas)
    return (File(content_packaging.MANIFEST, content), *schemas)


def check(files: Sequence[File]) -> list[Diagnostic]:
    """What schema and rules say against a finished package."""
    return content_packaging.check(files, PROFILE)


def fill(settings: Settings, scos: Sequence[Sco]) -> bytes:
    """The skeleton with a course's metadata, and an item and a resource for each SCO. UTF-8."""
    root = schema.parse((manifests_folder() / NAME / "skeleton.xml").read_bytes())
    course = settings.id
    root.set("identifier", f"course-{course}")
    root.set("version", shorten(settings.version, LONGEST_VERSION))
    _fill_metadata(_one(root, "cp:metadata/md:lom"), settings)
    _one(root, "cp:organizations").set("default", f"organization-{course}")
    organization = _one(root, "cp:organizations/cp:organization")
    organization.set("identifier", f"organization-{course}")
    _one(organization, "cp:title").text = shorten(settings.title, LONGEST_TITLE)
    for item, sco in _repeat(_one(organization, "cp:item"), scos):
        item.set("identifier", f"item-{sco.name}")
        item.set("identifierref", f"resource-{sco.name}")
        _one(item, "cp:title").text = shorten(sco.title, LONGEST_TITLE)
    for resource, sco in _repeat(_one(root, "cp:resources/cp:resource"), scos):
        resource.set("identifier", f"resource-{sco.name}")
        resource.set("href", sco.href)
        for file, name in _repeat(_one(resource, "cp:file"), sco.files):
            file.set("href", quote(name))
    etree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def shorten(text: str, longest: int) -> str:
    """A text on one line, cut at a word where it is too long, and then ending in `…`."""
    line = " ".join(clean(text).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else cut).rstrip() + "…"


def clean(text: str) -> str:
    """A text without the characters that XML 1.0 (2.2) cannot hold; line ends are `\\n`."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _fill_metadata(lom: etree._Element, settings: Settings) -> None:
    """Each part of the metadata that the course has; the others are taken out, with the groups left empty."""
    texts: tuple[tuple[str, Iterable[str], str], ...] = (
        ("md:general/md:title", [settings.title], settings.language),
        ("md:general/md:language", [settings.language], ""),
        ("md:general/md:description", [settings.description], settings.language),
        ("md:general/md:keyword", settings.keywords, settings.language),
        ("md:lifecycle/md:version", [settings.version], _NO_LANGUAGE),
        ("md:lifecycle/md:contribute", [_vcard(settings.author)], ""),
        ("md:educational/md:typicallearningtime", [settings.duration], ""),
        ("md:rights/md:description", [settings.license], settings.language),
    )
    for path, values, language in texts:
        part = _one(lom, path)
        for copy, value in _repeat(part, [value for value in map(clean, values) if value]):
            leaf = list(copy.iter("*"))[-1]  # what goes before it in the skeleton has its text already
            leaf.text = value
            if language:
                leaf.set(_LANGUAGE, language)
    for group in list(lom):
        if not len(group):
            lom.remove(group)


def _vcard(name: str) -> str:
    """A person's or organization's name as a vCard (RFC 2426); empty for an empty name."""
    if not name:
        return ""
    escaped = re.sub(r"([\\,;])", r"\\\1", " ".join(name.split()))
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{escaped}\nN:{escaped};;;;\nEND:VCARD"


def _one(element: etree._Element, path: str) -> etree._Element:
    return cast(etree._Element, element.find(path, _PREFIXES))


def _repeat(element: etree._Element, values: Sequence[Value]) -> list[tuple[etree._Element, Value]]:
    """A copy of a skeleton's element for each value, in its place, with the value; the original is taken out."""
    copies = [deepcopy(element) for _ in values]
    parent = cast(etree._Element, element.getparent())
    index = parent.index(element)
    parent[index : index + 1] = copies
    return list(zip(copies, values, strict=True))
