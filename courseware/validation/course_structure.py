"""`tincan.xml` and `cmi5.xml`: how they are filled, and what they must satisfy.

A rule is a row: its fault and a function that finds what it forbids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from courseware.archive import file_names
from courseware.archive.file import File
from courseware.data import manifests_folder
from courseware.diagnostics import Diagnostic, Fault, Span, in_order, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.validation import faults, schema

RESERVED = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})
"""Names of launch parameters, which the URL of an AU must not use (cmi5 8.1, 13.1.4)."""

MOST_FINDINGS = 100
"""Findings of one rule that are reported."""
MOST_CANDIDATES, LONGEST_COMPARED = 200, 200
"""Names that a missing one is compared with, and their length."""

NOWHERE = "https://example.invalid/"
"""Where the identifiers of a course without `base_iri` begin."""

Finding = tuple[etree._Element, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Structure:
    """A kind of file that tells what a package launches.

    `title` is the standard's name for people, `launch` the name of the element that holds an address; `rules` are those
    beyond names, schema and addresses.
    """

    title: str
    file: str
    folder: str
    schema: str
    namespace: str
    launch: str
    identified: tuple[str, ...]
    rules: tuple[tuple[Fault, Callable[[etree._Element, Structure], Iterator[Finding]]], ...] = ()

    def skeleton(self) -> etree._Element:
        """The file as it is before a course is filled in."""
        return schema.parse((manifests_folder() / self.folder / "skeleton.xml").read_bytes())

    def all(self, root: etree._Element, name: str) -> Iterator[etree._Element]:
        """Every element of the file's own namespace with this name."""
        return root.iter(f"{{{self.namespace}}}{name}")


def check(structure: Structure, names: frozenset[str], content: bytes | None) -> list[Diagnostic]:
    """What schema and rules say against a package whose structure file holds `content` (None: there is none)."""
    diagnostics = file_names.check(names)
    if content is None:
        return [report(faults.NO_STRUCTURE, None, name=structure.file), *diagnostics]
    try:
        root = schema.parse(content)
    except schema.UnreadableXML as error:
        span = Span(structure.file, error.line, error.column, error.line, error.column + 1)
        return [report(faults.UNREADABLE_MANIFEST, span, reason=error), *diagnostics]
    path = manifests_folder() / structure.folder / "schema" / structure.schema
    judge = schema.load(((structure.namespace, path),))
    found: list[tuple[Fault, Finding]] = [
        (faults.AGAINST_SCHEMA, (violation.element, {"reason": violation.reason}))
        for violation in islice(schema.violations(judge, root, content), MOST_FINDINGS)
    ]
    for fault, find in (*_RULES, *structure.rules):
        found += [(fault, finding) for finding in islice(find(root, structure), MOST_FINDINGS)]
    found += [
        (faults.MISSING_FILE, finding)
        for finding in islice(_missing_files(root, structure, names), MOST_FINDINGS)
    ]
    places = dict(zip(root.iter("*"), schema.places(content), strict=False)) if found else {}
    for fault, (element, details) in found:
        place = places.get(element) or schema.Place(cast(int, element.sourceline), 1, 2)
        span = Span(structure.file, place.line, place.column, place.line, place.end_column)
        diagnostics.append(report(fault, span, **details))
    return in_order(diagnostics)


def check_files(structure: Structure, files: Sequence[File]) -> list[Diagnostic]:
    """The same of a package on its way to the zip."""
    content = next((file.read() for file in files if file.name == structure.file), None)
    return check(structure, frozenset(file.name for file in files), content)


def written(root: etree._Element) -> bytes:
    """A filled structure as the bytes of its file, in UTF-8."""
    etree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def _relative_identifiers(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    for name in structure.identified:
        for element in structure.all(root, name):
            identifier = _iri(element)
            if identifier and not _is_absolute(identifier):
                yield element, {"identifier": identifier}


def _repeated_identifiers(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    seen: set[str] = set()
    for name in structure.identified:
        for element in structure.all(root, name):
            identifier = _iri(element)
            if identifier and identifier in seen:
                yield element, {"identifier": identifier}
            seen.add(identifier)


def _reserved_parameters(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    """Launch parameters that the address of an AU sets itself (cmi5 13.1.4)."""
    for element in structure.all(root, structure.launch):
        for name, _ in parse_qsl(urlsplit(_address(element)).query, keep_blank_values=True):
            if name in RESERVED:
                yield element, {"name": name}


def _unknown_objectives(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    """Objectives of a block or AU that the course does not have (cmi5 13.1.2, 13.1.4)."""
    path = f"{{{structure.namespace}}}objectives/{{{structure.namespace}}}objective"
    known = {_iri(element) for element in root.iterfind(path)}
    for element in structure.all(root, "objective"):
        if "idref" in element.attrib and (identifier := _iri(element, "idref")) not in known:
            yield element, {"identifier": identifier}


def _several_launches(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    """Anything but one activity that is launched."""
    launched = {element.getparent() for element in structure.all(root, structure.launch)}
    if len(launched) != 1:
        yield root, {"count": len(launched)}


def _placeholders(root: etree._Element, structure: Structure) -> Iterator[Finding]:
    """The first identifier under the address that stands for a missing one."""
    for name in structure.identified:
        for element in structure.all(root, name):
            if (identifier := _iri(element)).startswith(NOWHERE):
                yield element, {"identifier": identifier}
                return


_RULES = (
    (faults.IDENTIFIER_NOT_ABSOLUTE, _relative_identifiers),
    (faults.IDENTIFIER_REPEATED, _repeated_identifiers),
    (faults.PLACEHOLDER_IDENTIFIER, _placeholders),
)


def _missing_files(root: etree._Element, structure: Structure, names: frozenset[str]) -> Iterator[Finding]:
    for element in structure.all(root, structure.launch):
        address = _address(element)
        if address and not _is_absolute(address):
            name = unquote(urlsplit(address).path)
            if name not in names:
                near = sorted(names)[:MOST_CANDIDATES] if len(name) <= LONGEST_COMPARED else []
                yield element, {"name": name, "suggestion": did_you_mean(name, near)}


def _iri(element: etree._Element, attribute: str = "id") -> str:
    """An attribute as XML Schema sees one of type `anyURI`, whose white space collapses (Part 2, 4.3.6)."""
    return re.sub("[ \t\n\r]+", " ", element.get(attribute, "")).strip(" ")


def _address(element: etree._Element) -> str:
    address = (element.text or "").strip()
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return address


def _is_absolute(iri: str) -> bool:
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path) and not any(sign.isspace() for sign in iri))


TINCAN = Structure(
    title="xAPI (tincan.xml)",
    file="tincan.xml",
    folder="xapi",
    schema="tincan.xsd",
    namespace="http://projecttincan.com/tincan.xsd",
    launch="launch",
    identified=("activity",),
    rules=((faults.SEVERAL_LAUNCHES, _several_launches),),
)

CMI5 = Structure(
    title="cmi5",
    file="cmi5.xml",
    folder="cmi5",
    schema="CourseStructure.xsd",
    namespace="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd",
    launch="url",
    identified=("course", "block", "au", "objective"),
    rules=(
        (faults.RESERVED_PARAMETER, _reserved_parameters),
        (faults.UNKNOWN_CMI5_OBJECTIVE, _unknown_objectives),
    ),
)
