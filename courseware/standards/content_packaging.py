"""IMS Content Packaging: what a package and its `imsmanifest.xml` must satisfy, in SCORM 1.2 and 2004.

Schemas find few of the faults that matter; the rest are rules of the specifications' text, a row each in `RULES`. They
take any package, ours or another's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, cast
from urllib.parse import unquote, urljoin

from lxml import etree

from courseware.data import manifests_folder
from courseware.diagnostics import Diagnostic, Span, in_order, report
from courseware.files import File
from courseware.standards import file_names, schema
from courseware.suggest import did_you_mean

MANIFEST = "imsmanifest.xml"
MOST_FINDINGS = 100
"""Findings of one rule that are reported: a list without end helps nobody."""

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_CHARACTER_NUMBER = re.compile(r"&#x?[0-9A-Fa-f]+;")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a standard adds to content packaging.

    `folder` is its folder in `manifests/`; `schemas` are pairs of namespace and schema file, and `prefixes` the names
    that some LMSs look for instead of namespaces. `scorm_type` is the attribute that tells SCOs from assets.
    """

    folder: str
    version: str
    schemas: tuple[tuple[str, str], ...]
    prefixes: tuple[tuple[str, str], ...]
    scorm_type: tuple[str, str]

    def judge(self) -> etree.XMLSchema:
        """The project's own schemas, compiled."""
        return schema.load(manifests_folder() / self.folder / "schema", self.schemas)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A parsed manifest, its text, and the names of all files in its package."""

    root: etree._Element
    text: str
    names: frozenset[str]
    profile: Profile

    def all(self, name: str) -> Iterator[etree._Element]:
        """Every element of content packaging with this local name, in document order."""
        return self.root.iter(f"{{{self.namespace}}}{name}")

    def child(self, element: etree._Element, name: str) -> etree._Element | None:
        """The first child of content packaging with this local name."""
        return element.find(f"{{{self.namespace}}}{name}")

    @property
    def namespace(self) -> str:
        """The namespace of content packaging, which has changed with its versions."""
        return etree.QName(self.root).namespace or ""


class Reference(NamedTuple):
    """A reference to a file of the package: as written, and the file's name."""

    element: etree._Element
    written: str
    name: str


class Finding(NamedTuple):
    """What a rule found, and where: an element, a character of the manifest's text, or no place in it (None)."""

    place: etree._Element | int | None
    details: Mapping[str, object]


class Rule(NamedTuple):
    """A rule: the diagnostic that it gives, where the specification says so, and how it is found."""

    code: str
    clause: str
    find: Callable[[Manifest], Iterator[Finding]]


def check(files: Sequence[File], profile: Profile) -> list[Diagnostic]:
    """What schema and rules say against a package, in order of place; an empty list when it is sound."""
    names = frozenset(file.name for file in files)
    diagnostics = file_names.check(names)
    content = next((file.read() for file in files if file.name == MANIFEST), None)
    if content is None:
        elsewhere = next((name for name in sorted(names) if name.lower().endswith(MANIFEST)), None)
        found = f"; there is {elsewhere}" if elsewhere else ""
        return [report("P501", None, found=found), *diagnostics]
    try:
        root = schema.parse(content)
    except schema.UnreadableXML as error:
        span = Span(MANIFEST, error.line, error.column, error.line, error.column + 1)
        return [report("P502", span, reason=error), *diagnostics]
    manifest = Manifest(root, _decoded(content, root), names, profile)
    violations = islice(schema.violations(profile.judge(), root), MOST_FINDINGS)
    repeated = {finding.place for finding in repeated_identifiers(manifest)}  # which a rule says better
    findings = [
        ("P503", Finding(found.element, {"reason": found.reason}))
        for found in violations
        if found.element not in repeated or "xs:ID'" not in found.reason
    ]
    for rule in RULES:
        findings += [(rule.code, finding) for finding in islice(rule.find(manifest), MOST_FINDINGS)]
    tags = dict(zip(root.iter("*"), schema.places(content), strict=False)) if findings else {}
    for code, finding in findings:
        diagnostics.append(report(code, _span(finding.place, manifest, tags), **finding.details))
    return in_order(diagnostics)


# --- rules of the manifest as text


def other_encoding(manifest: Manifest) -> Iterator[Finding]:
    encoding = _encoding(manifest.root)
    if encoding.upper() not in ("UTF-8", "US-ASCII", "ASCII"):
        yield Finding(manifest.root, {"encoding": encoding})


def character_numbers(manifest: Manifest) -> Iterator[Finding]:
    for match in _CHARACTER_NUMBER.finditer(manifest.text):
        yield Finding(match.start(), {"reference": match[0]})


def unusual_prefixes(manifest: Manifest) -> Iterator[Finding]:
    declared: dict[str, tuple[etree._Element, str | None]] = {}
    for element in manifest.root.iter("*"):
        for prefix, uri in element.nsmap.items():
            declared.setdefault(uri, (element, prefix))
    for expected, uri in manifest.profile.prefixes:
        element, prefix = declared.get(uri, (manifest.root, expected))
        if prefix != expected:
            yield Finding(element, {"namespace": uri, "prefix": prefix or "", "expected": expected})


# --- rules of the package


def missing_schema_files(manifest: Manifest) -> Iterator[Finding]:
    for _, name in manifest.profile.schemas:
        if name not in manifest.names:
            yield Finding(None, {"name": name})


def other_version(manifest: Manifest) -> Iterator[Finding]:
    metadata = manifest.child(manifest.root, "metadata")
    for name, expected in (("schema", "ADL SCORM"), ("schemaversion", manifest.profile.version)):
        element = None if metadata is None else manifest.child(metadata, name)
        if element is None:
            found = f"no {name}"
        elif _text(element) != expected:
            found = f'{name} "{_text(element)}"'
        else:
            continue
        place = element if element is not None else metadata if metadata is not None else manifest.root
        details = {"found": found, "expected": expected, "version": manifest.profile.version}
        yield Finding(place, details)


def unlisted_files(manifest: Manifest) -> Iterator[Finding]:
    listed = {reference.name for reference in _references(manifest)}
    for name in sorted(manifest.names - listed - {MANIFEST}):
        if not name.endswith((".xsd", ".dtd", "/")):
            yield Finding(None, {"name": name})


def missing_files(manifest: Manifest) -> Iterator[Finding]:
    lower = {name.lower() for name in manifest.names}
    for reference in _references(manifest):
        if reference.name.lower() not in lower and not file_names.fault(reference.written):
            yield Finding(reference.element, {"name": reference.name})


def other_capitals(manifest: Manifest) -> Iterator[Finding]:
    lower = {name.lower(): name for name in sorted(manifest.names)}
    for reference in _references(manifest):
        other = lower.get(reference.name.lower())
        if other and reference.name not in manifest.names:
            yield Finding(reference.element, {"name": reference.name, "other": other})


def faulty_references(manifest: Manifest) -> Iterator[Finding]:
    for reference in _references(manifest):
        if fault := file_names.fault(reference.written):
            yield Finding(reference.element, {"name": reference.written, "fault": fault})


# --- rules of identifiers


def repeated_identifiers(manifest: Manifest) -> Iterator[Finding]:
    seen: set[str] = set()
    for element in manifest.root.iter("*"):
        identifier = element.get("identifier")
        if identifier and etree.QName(element).namespace == manifest.namespace:
            if identifier in seen:
                yield Finding(element, {"identifier": identifier})
            seen.add(identifier)


def unknown_default(manifest: Manifest) -> Iterator[Finding]:
    for organizations in manifest.all("organizations"):
        known = [child.get("identifier", "") for child in organizations.iterchildren("*")]
        default = organizations.get("default")
        if default and default not in known:
            names = ", ".join(known[:MOST_FINDINGS]) or "there is none yet"
            yield Finding(organizations, {"identifier": default, "known": names})


def unknown_resources(manifest: Manifest, name: str) -> Iterator[Finding]:
    resources = {resource.get("identifier", "") for resource in manifest.all("resource")}
    candidates = sorted(resources)[:1000]  # of more, none is worth the time to compare
    known = resources | {inner.get("identifier", "") for inner in manifest.all("manifest")}
    for element in manifest.all(name):
        identifier = element.get("identifierref")
        if identifier and identifier not in known:
            details = {"identifier": identifier, "suggestion": did_you_mean(identifier, candidates)}
            yield Finding(element, details)


def unknown_resources_of_items(manifest: Manifest) -> Iterator[Finding]:
    return unknown_resources(manifest, "item")


def unknown_dependencies(manifest: Manifest) -> Iterator[Finding]:
    return unknown_resources(manifest, "dependency")


# --- rules of organizations and items


def unopenable_resources(manifest: Manifest) -> Iterator[Finding]:
    resources = {resource.get("identifier"): resource for resource in manifest.all("resource")}
    for item in manifest.all("item"):
        resource = resources.get(item.get("identifierref"))
        if resource is not None and not resource.get("href"):
            yield Finding(item, {"identifier": item.get("identifierref")})


def items_without_resource(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        if not item.get("identifierref") and manifest.child(item, "item") is None:
            yield Finding(item, {"identifier": item.get("identifier", "")})


def parents_with_resource(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        if item.get("identifierref") and manifest.child(item, "item") is not None:
            yield Finding(item, {"identifier": item.get("identifier", "")})


def untitled(manifest: Manifest) -> Iterator[Finding]:
    for name in ("organization", "item"):
        for element in manifest.all(name):
            if manifest.child(element, "title") is None:
                yield Finding(element, {"element": name, "identifier": element.get("identifier", "")})


def empty_titles(manifest: Manifest) -> Iterator[Finding]:
    for name in ("organization", "item"):
        for element in manifest.all(name):
            title = manifest.child(element, "title")
            if title is not None and not _text(title):
                yield Finding(title, {"element": name, "identifier": element.get("identifier", "")})


def nothing_to_open(manifest: Manifest) -> Iterator[Finding]:
    for name in ("organization", "item"):
        if not any(True for _ in manifest.all(name)):
            yield Finding(manifest.root, {"reason": f"it has no {name}"})
            return


# --- rules of resources


def unlisted_entry(manifest: Manifest) -> Iterator[Finding]:
    for resource in manifest.all("resource"):
        entry = _reference(resource, resource.get("href", ""))
        files = (_reference(file, file.get("href", "")) for file in resource.iterchildren("{*}file"))
        if entry and entry.name not in {file.name for file in files if file}:
            details = {"name": entry.name, "identifier": resource.get("identifier", "")}
            yield Finding(resource, details)


def resources_without_type(manifest: Manifest) -> Iterator[Finding]:
    namespace, name = manifest.profile.scorm_type
    for resource in manifest.all("resource"):
        if resource.get(f"{{{namespace}}}{name}") is None:
            yield Finding(
                resource, {"identifier": resource.get("identifier", ""), "attribute": f"adlcp:{name}"}
            )


RULES: tuple[Rule, ...] = (
    Rule("P504", "SCORM 1.2 CAM 2.3: control files at the root", missing_schema_files),
    Rule("P505", "XML 1.0, 4.3.3; practice", other_encoding),
    Rule("P506", "practice of LMSs", character_numbers),
    Rule("P507", "practice of LMSs", unusual_prefixes),
    Rule("P508", "SCORM 1.2 CAM 2.3: metadata", other_version),
    Rule("P513", "SCORM 1.2 CAM 2.3: file", unlisted_files),
    Rule("P514", "SCORM 1.2 CAM 2.3: file", missing_files),
    Rule("P515", "SCORM 1.2 CAM 2.3: file", other_capitals),
    Rule("P516", "SCORM 1.2 CAM 2.3: href", faulty_references),
    Rule("P520", "IMS CP 1.1.2: identifier", repeated_identifiers),
    Rule("P521", "IMS CP 1.1.2: default", unknown_default),
    Rule("P522", "IMS CP 1.1.2: identifierref", unknown_resources_of_items),
    Rule("P523", "IMS CP 1.1.2: identifierref", unknown_dependencies),
    Rule("P524", "SCORM 1.2 CAM 2.3: resource", unopenable_resources),
    Rule("P525", "SCORM 1.2 CAM 2.3: item", items_without_resource),
    Rule("P526", "SCORM 2004 CAM 3.4: item", parents_with_resource),
    Rule("P527", "SCORM 1.2 CAM 2.3: title", untitled),
    Rule("P528", "practice of LMSs", empty_titles),
    Rule("P529", "SCORM 1.2 CAM 2.3: organizations", nothing_to_open),
    Rule("P530", "SCORM 1.2 CAM 2.3: resource", unlisted_entry),
    Rule("P531", "SCORM 1.2 CAM 2.3: adlcp:scormtype", resources_without_type),
)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _encoding(root: etree._Element) -> str:
    return root.getroottree().docinfo.encoding or "UTF-8"


def _decoded(content: bytes, root: etree._Element) -> str:
    try:
        return content.decode(_encoding(root), "replace")
    except LookupError:  # libxml2 knows encodings that Python does not
        return content.decode("latin-1")


def _reference(element: etree._Element, written: str) -> Reference | None:
    """The file in the package that `written` means, in the light of `xml:base`; None: it lies elsewhere."""
    if not written:
        return None
    url = ""
    bases = [ancestor.get(_XML_BASE, "") for ancestor in (element, *element.iterancestors())]
    try:
        for part in (*reversed(bases), written):
            url = urljoin(url, part)
    except ValueError:  # a host that cannot be one
        return None
    if _SCHEME.match(url):
        return None
    return Reference(element, written, unquote(re.split("[?#]", url)[0]).removeprefix("./"))


def _references(manifest: Manifest) -> Iterator[Reference]:
    """Every reference to a file of the package: of files, of what resources open, and of metadata records."""
    written = [(element, element.get("href", "")) for element in manifest.all("file")]
    adlcp = manifest.profile.scorm_type[0]
    written += [(element, _text(element)) for element in manifest.root.iter(f"{{{adlcp}}}location")]
    for element, text in written:
        if reference := _reference(element, text):
            yield reference


def _span(
    place: etree._Element | int | None, manifest: Manifest, tags: Mapping[etree._Element, schema.Place]
) -> Span | None:
    """An element's name, or a character of the text."""
    if place is None:
        return None
    if isinstance(place, int):
        line = manifest.text.count("\n", 0, place) + 1
        column = place - manifest.text.rfind("\n", 0, place)
        return Span(MANIFEST, line, column, line, column + 1)
    tag = tags.get(place) or schema.Place(cast(int, place.sourceline), 1, 2)
    return Span(MANIFEST, tag.line, tag.column, tag.line, tag.end_column)
