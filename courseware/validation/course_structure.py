"""`tincan.xml` and `cmi5.xml`: their skeletons, and the rules that they must satisfy.

A rule is a row: a fault, and a function that finds its occurrences.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from courseware.archive import file_names
from courseware.data import manifests_folder
from courseware.diagnostics import Diagnostic, Fault, Span, in_order, report
from courseware.diagnostics.suggest import Suggester
from courseware.record import NamedTuple
from courseware.validation import faults, schema
from courseware.validation.content_packaging import count_of, other_namespace
from courseware.validation.manifest import unescaped
from courseware.validation.package_schemas import FilesToPack, PackageFiles
from courseware.validation.standards import CMI5_FILE, TINCAN_FILE

if TYPE_CHECKING:
    from courseware.archive.file import File

RESERVED = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})
"""Names of launch parameters, which the URL of an AU must not use (cmi5 8.1, 13.1.4)."""

MOST_FINDINGS = 100
"""How many findings of one rule are reported."""
MOST_CANDIDATES, LONGEST_COMPARED = 200, 200
"""To suggest what a missing file was meant to be: how many names are compared with it, and up to what length."""

RESTATES_SCHEMA = (faults.IDENTIFIER_NOT_ABSOLUTE, faults.IDENTIFIER_REPEATED, faults.EMPTY_LAUNCH_ADDRESS)
"""Faults that schemas find, too, but describe less well."""

NOWHERE = "https://example.invalid/"
"""What the identifiers of a course without `base_iri` begin with."""

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:|//"

StructureFinding = tuple[etree._Element, Mapping[str, Any]]


class Structure(NamedTuple):
    """A kind of file that says what a package launches: `tincan.xml` or `cmi5.xml`.

    `title` is the standard's name in messages, `launch` the element that holds an address, `identified` the elements
    whose ids are IRIs; `rules` come in addition to those that both kinds of file share.
    """

    title: str
    file: str
    folder: str
    schema: str
    namespace: str
    launch: str
    identified: tuple[str, ...]
    rules: "tuple[tuple[Fault, Callable[[etree._Element, Structure], Iterator[StructureFinding]]], ...]" = ()

    def skeleton(self) -> etree._Element:
        """The root of the file before a course is filled in."""
        return schema.parse((manifests_folder() / self.folder / "skeleton.xml").read_bytes())

    def all(self, root: etree._Element, name: str) -> Iterator[etree._Element]:
        """Every element of the file's own namespace with this name."""
        return root.iter(f"{{{self.namespace}}}{name}")


def check(structure: Structure, files: PackageFiles, alone: bool = False) -> list[Diagnostic]:
    """What is wrong with a package by the schema and rules of its structure file, in order of place.

    `alone` says that the file is not in a package, so that nothing is reported about files. Raises `OSError` when the
    structure file cannot be read.
    """
    diagnostics = file_names.check(files.names)
    if structure.file not in files.names:
        return [report(faults.NO_STRUCTURE, None, name=structure.file), *diagnostics]
    content = files.read(structure.file)
    try:
        root = schema.parse(content)
    except schema.UnreadableXML as error:
        span = Span(structure.file, error.line, error.column, error.line, error.column + 1)
        return [report(faults.UNREADABLE_MANIFEST, span, reason=error), *diagnostics]
    if etree.QName(root).namespace != structure.namespace:
        there = other_namespace(structure.file, content, root, structure.namespace, structure.title)
        return [there, *diagnostics]
    path = manifests_folder() / structure.folder / "schema" / structure.schema
    xml_schema = schema.load(((structure.namespace, path),))
    found: list[tuple[Fault, StructureFinding]] = []
    for fault, find in (*_RULES, *structure.rules):
        found += _limited(fault, find(root, structure), diagnostics)
    if not alone:
        found += _limited(faults.MISSING_FILE, _missing_files(root, structure, files.names), diagnostics)
        found += _limited(faults.EMPTY_LAUNCH_FILE, _empty_files(root, structure, files), diagnostics)
    said = {element for fault, (element, _) in found if fault in RESTATES_SCHEMA}
    violations = islice(schema.violations(xml_schema, root, content), MOST_FINDINGS)
    found += [
        (faults.AGAINST_SCHEMA, (violation.element, {"reason": violation.reason}))
        for violation in violations
        if violation.element not in said
    ]
    places = dict(zip(root.iter("*"), schema.places(content), strict=False)) if found else {}
    for fault, (element, details) in found:
        place = places.get(element) or schema.TagPlace(cast(int, element.sourceline), 1, 2)
        span = Span(structure.file, place.line, place.column, place.line, place.end_column)
        diagnostics.append(report(fault, span, **details))
    return in_order(diagnostics)


def _limited(
    fault: Fault, found: Iterator[StructureFinding], diagnostics: list[Diagnostic]
) -> list[tuple[Fault, StructureFinding]]:
    """The first `MOST_FINDINGS` of a rule; if there are more, their number is appended to `diagnostics`."""
    every = list(found)
    if len(every) > MOST_FINDINGS:
        diagnostics.append(count_of(fault, len(every)))
    return [(fault, finding) for finding in every[:MOST_FINDINGS]]


def check_files(structure: Structure, files: "Sequence[File]") -> list[Diagnostic]:
    """What is wrong with the files of a package before they are zipped, as `check` finds it."""
    return check(structure, FilesToPack(files))


def written(root: etree._Element) -> bytes:
    """A structure file with its course filled in, as UTF-8."""
    etree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"


def _relative_identifiers(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    for name in structure.identified:
        for element in structure.all(root, name):
            identifier = _iri(element)
            if identifier and not _is_absolute(identifier):
                yield element, {"identifier": identifier}


def _repeated_identifiers(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    seen: set[str] = set()
    for name in structure.identified:
        for element in structure.all(root, name):
            identifier = _iri(element)
            if identifier and identifier in seen:
                yield element, {"identifier": identifier}
            seen.add(identifier)


def _reserved_parameters(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    """Launch parameters in the URL of an AU, which the LMS adds (cmi5 13.1.4)."""
    for element in structure.all(root, structure.launch):
        for name, _ in parse_qsl(urlsplit(_address(element)).query, keep_blank_values=True):
            if name in RESERVED:
                yield element, {"name": name}


def _unknown_objectives(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    """Objectives that a block or AU refers to and the course does not define (cmi5 13.1.2, 13.1.4)."""
    path = f"{{{structure.namespace}}}objectives/{{{structure.namespace}}}objective"
    known = {_iri(element) for element in root.iterfind(path)}
    for element in structure.all(root, "objective"):
        if "idref" in element.attrib and (identifier := _iri(element, "idref")) not in known:
            yield element, {"identifier": identifier}


def _several_launches(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    """A package that launches no activity, or more than one."""
    launched = {element.getparent() for element in structure.all(root, structure.launch)}
    if len(launched) != 1:
        yield root, {"count": len(launched)}


def _placeholders(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    """The first identifier that begins with `NOWHERE`, because the course has no `base_iri`."""
    for name in structure.identified:
        for element in structure.all(root, name):
            if (identifier := _iri(element)).startswith(NOWHERE):
                yield element, {"identifier": identifier}
                return


def _empty_addresses(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    for element in structure.all(root, structure.launch):
        if not (element.text or "").strip():
            yield element, {"element": structure.launch}


def _forbidden_addresses(root: etree._Element, structure: Structure) -> Iterator[StructureFinding]:
    """Addresses with a scheme other than http and https, and those that begin with `//`."""
    for element in structure.all(root, structure.launch):
        address = (element.text or "").strip()
        found = re.match(_SCHEME, address)
        if found and found[0].lower() not in ("http:", "https:"):
            yield element, {"name": address[:200], "fault": f'begins with "{found[0][:50]}"'}


_RULES = (
    (faults.IDENTIFIER_NOT_ABSOLUTE, _relative_identifiers),
    (faults.IDENTIFIER_REPEATED, _repeated_identifiers),
    (faults.PLACEHOLDER_IDENTIFIER, _placeholders),
    (faults.EMPTY_LAUNCH_ADDRESS, _empty_addresses),
    (faults.FORBIDDEN_LAUNCH_ADDRESS, _forbidden_addresses),
)


def _missing_files(
    root: etree._Element, structure: Structure, names: frozenset[str]
) -> Iterator[StructureFinding]:
    near, suggester = sorted(names)[:MOST_CANDIDATES], Suggester()
    for element, name in _launched(root, structure):
        if name not in names:
            suggestion = suggester.did_you_mean(name, near) if len(name) <= LONGEST_COMPARED else ""
            yield element, {"name": name, "suggestion": suggestion}


def _empty_files(
    root: etree._Element, structure: Structure, files: PackageFiles
) -> Iterator[StructureFinding]:
    for element, name in _launched(root, structure):
        if name in files.names and name.lower().endswith((".html", ".htm", ".xhtml")):
            with suppress(OSError):
                if not files.read(name).strip():
                    yield element, {"name": name}


def _launched(root: etree._Element, structure: Structure) -> Iterator[tuple[etree._Element, str]]:
    """Each launch element with a path instead of a URL, and the name of the file that must be in the package."""
    for element in structure.all(root, structure.launch):
        address = _address(element)
        if address and not re.match(_SCHEME, address):
            yield element, unescaped(urlsplit(address).path)


def _iri(element: etree._Element, attribute: str = "id") -> str:
    """The value of an attribute of type `anyURI`, with white space collapsed (XML Schema Part 2, 4.3.6)."""
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
    file=TINCAN_FILE,
    folder="xapi",
    schema="tincan.xsd",
    namespace="http://projecttincan.com/tincan.xsd",
    launch="launch",
    identified=("activity",),
    rules=((faults.SEVERAL_LAUNCHES, _several_launches),),
)

CMI5 = Structure(
    title="cmi5",
    file=CMI5_FILE,
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

STRUCTURES = {structure.file: structure for structure in (TINCAN, CMI5)}
"""File name → structure."""
