"""`imsmanifest.xml` of any version of SCORM: the version's skeleton, filled with a course.

What is specific to a version is in its skeleton (`manifests/*/skeleton.xml`) and in its row of
`courseware/validation/standards.py`. Elements are looked up by local name, ignoring case, because namespaces and
capitals changed between versions but the structure did not (IMS Content Packaging 1.1; IMS Learning Resource Meta-Data
1.2.1, which became IEEE 1484.12.1).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import quote

from lxml import etree

from courseware.archive.file import File
from courseware.course.launches import Launch
from courseware.course.settings import Settings
from courseware.data import manifest_file
from courseware.record import NamedTuple
from courseware.validation import schema
from courseware.validation.manifest import MANIFEST
from courseware.validation.standards import Standard

LONGEST_TITLE = 200
LONGEST_VERSION = 20

_NOT_XML = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"

Value = TypeVar("Value")


class Sco(NamedTuple):
    """A SCO: the words that its identifiers are made of, its title, its page, and the files that only it uses."""

    name: str
    title: str
    href: str
    files: tuple[str, ...]


def divide(parts: Sequence[Launch], files: Sequence[File]) -> tuple[list[Sco], list[str]]:
    """The SCOs of a site, and the files that they share: all but their pages; none if there is only one SCO."""
    names = sorted(file.name for file in files)
    pages = {part.file for part in parts}
    shared = [name for name in names if name not in pages] if len(parts) > 1 else []
    own = {part.file: (part.file,) if shared else tuple(names) for part in parts}
    return [Sco(part.name, part.title, part.file, own[part.file]) for part in parts], shared


def fill(
    standard: Standard, settings: Settings, scos: Sequence[Sco], shared: Sequence[str] = ()
) -> etree._Element:
    """The skeleton filled with a course's metadata, with an item and a resource per SCO and one for shared files."""
    root = schema.parse(Path(manifest_file(standard.folders, "skeleton.xml")).read_bytes())
    course = settings.id
    root.set("identifier", f"course-{course}")
    root.set("version", shorten(settings.version, LONGEST_VERSION))
    first(root, "metadata/schemaversion").text = standard.versions[0]
    _fill_metadata(first(root, "metadata/lom"), settings)
    first(root, "organizations").set("default", f"organization-{course}")
    organization = first(root, "organizations/organization")
    organization.set("identifier", f"organization-{course}")
    first(organization, "title").text = shorten(settings.title, LONGEST_TITLE)
    for item, sco in repeat(first(organization, "item"), scos):
        item.set("identifier", f"item-{sco.name}")
        item.set("identifierref", f"resource-{sco.name}")
        first(item, "title").text = shorten(sco.title, LONGEST_TITLE)
    launched, asset = first(root, "resources")
    files_of_all = [f"files-{course}"] if shared else []
    for resource, sco in repeat(launched, scos):
        resource.set("identifier", f"resource-{sco.name}")
        resource.set("href", sco.href)
        _list_files(resource, sco.files)
        for dependency, identifier in repeat(first(resource, "dependency"), files_of_all):
            dependency.set("identifierref", identifier)
    for resource, identifier in repeat(asset, files_of_all):
        resource.set("identifier", identifier)
        _list_files(resource, shared)
    return root


def files(
    root: etree._Element, standard: Standard, control_documents: Path | None = None
) -> tuple[File, ...]:
    """The manifest as a file in UTF-8, and its schema files.

    `control_documents` is a folder from which the schema files are taken instead of the project's own; all other schema
    files in it are added, because schemas refer to each other. Raises `OSError` if a schema file that the manifest
    needs is missing.
    """
    etree.indent(root)
    text = b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"
    found = {name: Path(manifest_file(standard.folders, f"schema/{name}")) for _, name in standard.schemas}
    if control_documents:
        official = (path for path in control_documents.rglob("*") if path.suffix in {".xsd", ".dtd"})
        found = {name: control_documents / name for name in found}
        found |= {path.relative_to(control_documents).as_posix(): path for path in official}
    return (File(MANIFEST, text), *(File(name, path.read_bytes()) for name, path in sorted(found.items())))


def shorten(text: str, longest: int) -> str:
    """A text on one line; if it is longer than `longest` characters, it is cut between words and ends in `…`."""
    line = " ".join(clean(text).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else cut).rstrip() + "…"


def clean(text: str) -> str:
    """A text without the characters that XML 1.0 (2.2) forbids; line ends are `\\n`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if lines.isprintable() else re.sub(_NOT_XML, "", lines)


def first(element: etree._Element, path: str) -> etree._Element:
    """The first descendant at a path of local names in lower case. The skeleton must contain it."""
    for name in path.split("/"):
        element = next(
            child for child in element.iterchildren("*") if etree.QName(child).localname.lower() == name
        )
    return element


def repeat(element: etree._Element, values: Sequence[Value]) -> list[tuple[etree._Element, Value]]:
    """Replaces an element by copies of it, one for each value; returns the copies with their values."""
    copies = [deepcopy(element) for _ in values]
    parent = cast(etree._Element, element.getparent())
    index = parent.index(element)
    parent[index : index + 1] = copies
    return list(zip(copies, values, strict=True))


def _list_files(resource: etree._Element, names: Sequence[str]) -> None:
    for file, name in repeat(first(resource, "file"), names):
        file.set("href", quote(name))


_METADATA: tuple[tuple[str, Callable[[Settings], Iterable[str]]], ...] = (
    ("general/title", lambda settings: [settings.title]),
    ("general/language", lambda settings: [settings.language]),
    ("general/description", lambda settings: [settings.description]),
    ("general/keyword", lambda settings: settings.keywords),
    ("lifecycle/version", lambda settings: [settings.version]),
    ("lifecycle/contribute", lambda settings: [_vcard(settings.author)]),
    ("educational/typicallearningtime", lambda settings: [settings.duration]),
    ("rights/description", lambda settings: [settings.license]),
)
"""Which setting goes to which path of the metadata (local names in lower case)."""


def _fill_metadata(lom: etree._Element, settings: Settings) -> None:
    """Fills in the metadata that the course has; removes the other elements, and groups that are then empty."""
    for path, values in _METADATA:
        for copy, value in repeat(
            first(lom, path), [value for value in map(clean, values(settings)) if value]
        ):
            leaf = list(copy.iter("*"))[-1]  # the elements before it have their text from the skeleton
            leaf.text = value
            for attribute, given in leaf.items():
                leaf.set(attribute, given or settings.language)
    for group in list(lom):
        if not len(group):
            lom.remove(group)


def _vcard(name: str) -> str:
    """The name of a person or an organization as a vCard (RFC 2426); empty for an empty name."""
    if not name:
        return ""
    escaped = re.sub(r"([\\,;])", r"\\\1", " ".join(name.split()))
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{escaped}\nN:{escaped};;;;\nEND:VCARD"
