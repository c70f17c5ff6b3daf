"""IMS Content Packaging: what a package and its `imsmanifest.xml` must satisfy, in SCORM 1.2 and 2004.

Schemas find few of the faults that matter. The rest are rules from the text of the specifications, one row each in
the tables that `ALL_RULES` gathers. They apply to any package, whichever tool made it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, cast

from lxml import etree

from courseware.archive import file_names
from courseware.data import manifest_file
from courseware.diagnostics import ERROR, WARNING, Diagnostic, Fault, Span, in_order, report
from courseware.diagnostics.suggest import Suggester
from courseware.validation import (
    additions,
    control_documents,
    faults,
    metadata,
    objectives,
    resources,
    schema,
    scorm12,
    sequencing,
)
from courseware.validation.manifest import (
    MANIFEST,
    Finding,
    Manifest,
    Rule,
    is_name,
    named,
    referred,
    stripped,
    text,
)
from courseware.validation.package_schemas import FilesToPack, PackageFiles
from courseware.validation.standards import Standard

if TYPE_CHECKING:
    from courseware.archive.file import File

MOST_FINDINGS = 100
"""How many findings of one rule are reported: an endless list helps nobody."""

OF_THE_WHOLE = (
    faults.AGAINST_SCHEMA,
    faults.AGAINST_SCHEMA_OF_PACKAGE,
    faults.IDENTIFIER_REPEATED,
    faults.IDENTIFIER_NOT_A_NAME,
)
"""The only faults that are reported within a (sub)manifest."""

OF_ANOTHER_NAMESPACE = (
    faults.MISPLACED_ELEMENT,
    faults.UNREAD_ELEMENT,
    faults.UNKNOWN_ELEMENT,
    faults.RESOURCE_WITHOUT_SCORM_TYPE,
    faults.UNLISTED_FILE,
)
"""Faults that are not reported if a manifest mistakes a namespace, because they may only follow from that."""

MOST_CANDIDATES, LONGEST_COMPARED = 200, 100
"""To suggest what an unknown identifier was meant to be: how many others it is compared with, up to what length."""

_CHARACTER_NUMBER = re.compile(r"&#x?[0-9A-Fa-f]+;")


def check(files: Sequence[File], standard: Standard, more: Sequence[Rule] = ()) -> list[Diagnostic]:
    """What is wrong with the files of a package before they are zipped, by schema and rules, in order of place.

    `more` are rules in addition to `ALL_RULES`.
    """
    package = FilesToPack(files)
    diagnostics = file_names.check(package.names)
    if MANIFEST not in package.names:
        return [no_manifest(package.names), *diagnostics]
    return in_order(diagnostics + check_manifest(package.read(MANIFEST), package, standard, more=more))


def no_manifest(names: frozenset[str]) -> Diagnostic:
    """The diagnostic that the root has no manifest; it names one in a folder or with capital letters, if any."""
    elsewhere = next((name for name in sorted(names) if name.lower().endswith(MANIFEST)), None)
    return report(faults.NO_MANIFEST, None, found=f"; there is {elsewhere}" if elsewhere else "")


def check_manifest(
    content: bytes,
    files: PackageFiles,
    standard: Standard,
    xml_schema: etree.XMLSchema | None = None,
    more: Sequence[Rule] = (),
    alone: bool = False,
) -> list[Diagnostic]:
    """What is wrong with a manifest by schema and rules, in order of place.

    `xml_schema` replaces the project's own schemas; `more` are rules in addition to `ALL_RULES`; `alone` says that the
    manifest is not in a package, so that nothing is reported about files.
    """
    try:
        root = schema.parse(content)
    except schema.UnreadableXML as error:
        span = Span(MANIFEST, error.line, error.column, error.line, error.column + 1)
        return [report(faults.UNREADABLE_MANIFEST, span, reason=error)]
    xml_schema = xml_schema or own_schemas(standard)
    manifest = Manifest(root, content, files, standard, xml_schema, alone)
    violations = schema.violations(xml_schema, root, content)
    if manifest.namespace != standard.namespace:
        return [other_namespace(MANIFEST, content, root, standard.namespace, standard.title)]
    found, counts = findings(manifest, violations, (*ALL_RULES, *more))
    places = dict(zip(manifest.elements, schema.places(content), strict=False)) if found else {}
    said = [_diagnostic(fault, finding, manifest, places) for fault, finding in found]
    return in_order(said + [_with_severity(count, manifest.standard) for count in counts])


def other_namespace(file: str, content: bytes, root: etree._Element, expected: str, title: str) -> Diagnostic:
    """The diagnostic that the root element of a file is not in the namespace that its standard defines."""
    place = next(schema.places(content), schema.TagPlace(1, 1, 2))
    span = Span(file, place.line, place.column, place.line, place.end_column)
    name = etree.QName(root)
    return report(
        faults.OTHER_NAMESPACE,
        span,
        element=f"<{name.localname}>",
        found=name.namespace or "none",
        attribute="xmlns",
        expected=expected,
        title=title,
    )


def own_schemas(standard: Standard) -> etree.XMLSchema:
    """The schemas that the project ships for a standard, compiled."""
    return schema.load(
        tuple((uri, manifest_file(standard.folders, f"schema/{name}")) for uri, name in standard.schemas)
    )


def schemas_of(folder: str, standard: Standard) -> etree.XMLSchema:
    """The schemas of a standard from a given folder, compiled. Raises `OSError` and `etree.XMLSchemaParseError`."""
    files = tuple((uri, os.path.join(folder, name)) for uri, name in standard.schemas)
    for _, path in files:
        os.stat(path)
    return schema.load(files)


def findings(
    manifest: Manifest, violations: Iterator[schema.Violation], rules: Sequence[Rule]
) -> tuple[list[tuple[Fault, Finding]], list[Diagnostic]]:
    """What schemas and rules find, and each mistake once: by the rule that describes it best (`Rule.yields`).

    Of each fault at most `MOST_FINDINGS` are returned; where there are more, a diagnostic gives their number.
    """
    found: dict[Fault, list[Finding]] = {faults.AGAINST_SCHEMA: list(_against_schema(manifest, violations))}
    for rule in rules:
        found.setdefault(rule.fault, []).extend(rule.find(manifest))
    if found.get(faults.OTHER_NAMESPACE) or any(
        finding.details["suggestion"] for finding in found.get(faults.SCHEMA_NOT_LOCATED, ())
    ):
        for consequence in OF_ANOTHER_NAMESPACE:
            found.pop(consequence, None)
    within = {element for inner in _inner_manifests(manifest) for element in inner.iterdescendants()}
    shown = {fault: several[:MOST_FINDINGS] for fault, several in found.items()}
    yields = {faults.AGAINST_SCHEMA: RESTATES_SCHEMA, **{rule.fault: rule.yields for rule in rules}}
    said = [
        (fault, finding)
        for fault, several in shown.items()
        for finding in several
        if not any(_same_fault(finding, other) for better in yields[fault] for other in shown.get(better, ()))
    ]
    said = [
        (fault, finding) for fault, finding in said if fault in OF_THE_WHOLE or finding.place not in within
    ]
    many = {fault: len(found[fault]) for fault, _ in said if len(found[fault]) > MOST_FINDINGS}
    return said, [count_of(fault, count) for fault, count in many.items()]


def _against_schema(manifest: Manifest, violations: Iterator[schema.Violation]) -> Iterator[Finding]:
    """Violations of the standard's schemas, except for namespaces and types that only other schemas may declare."""
    ours = dict(manifest.standard.schemas)
    loose = metadata.is_loose(manifest.root)
    for violation in islice(violations, MOST_FINDINGS):
        if violation.names_type or (violation.undeclared and violation.undeclared not in ours):
            continue
        if not (loose and metadata.is_allowed_by_loose_schema(violation)):
            yield Finding(violation.element, {"reason": violation.reason})


def count_of(fault: Fault, count: int) -> Diagnostic:
    """The diagnostic that says how often a fault was found if not all of them are shown."""
    message = f"this was found {count:,} times; {MOST_FINDINGS} of them are shown"
    return Diagnostic(fault, fault.severity, message, "", None)


def _same_fault(finding: Finding, other: Finding) -> bool:
    """Whether two findings are about the same file, the same place, or an element and its parent."""
    if finding.name and other.name and _key(finding.name) == _key(other.name):
        return True
    if not isinstance(finding.place, etree._Element) or not isinstance(other.place, etree._Element):
        return isinstance(finding.place, Span) and finding.place == other.place
    return (
        finding.place is other.place
        or finding.place.getparent() is other.place
        or other.place.getparent() is finding.place
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("./").lower()


# --- rules for the text of the manifest


def other_encoding(manifest: Manifest) -> Iterator[Finding]:
    if manifest.encoding.upper() not in ("UTF-8", "US-ASCII", "ASCII"):
        yield Finding(manifest.root, {"encoding": manifest.encoding})


def character_numbers(manifest: Manifest) -> Iterator[Finding]:
    """Character references by number (`&#228;`); only the first in each text and each tag."""
    end: re.Match[str] | None = None
    while match := _CHARACTER_NUMBER.search(manifest.text, end.end() if end else 0):
        yield Finding(match.start(), {"reference": match[0]})
        if (end := re.compile("[<>]").search(manifest.text, match.end())) is None:
            return


def unusual_prefixes(manifest: Manifest) -> Iterator[Finding]:
    declared: dict[str, tuple[etree._Element, str]] = {}
    for element, prefix, uri in schema.declarations(manifest.root):
        declared.setdefault(uri, (element, prefix))
    for expected, uri in manifest.standard.prefixes:
        element, prefix = declared.get(uri, (manifest.root, expected))
        if prefix != expected:
            yield Finding(element, {"namespace": uri, "prefix": prefix, "expected": expected})


def other_xml(manifest: Manifest) -> Iterator[Finding]:
    version = manifest.root.getroottree().docinfo.xml_version
    if version not in (None, "1.0"):
        yield Finding(manifest.root, {"version": version})


def extensions_before_others(manifest: Manifest) -> Iterator[Finding]:
    """Elements of other namespaces that come before elements of content packaging.

    libxml2 (2.14) reads `resource*, any*` as `(resource | any)*`, so the schema does not find them.
    """
    own = f"{{{manifest.namespace}}}"
    for element in manifest.elements:
        previous = element.getprevious()
        while previous is not None and not isinstance(previous.tag, str):
            previous = previous.getprevious()
        parent = element.getparent()
        if previous is None or parent is None or not str(previous.tag).startswith("{"):
            continue
        if not str(previous.tag).startswith(own) and all(
            str(other.tag).startswith(own) for other in (element, parent)
        ):
            yield Finding(element, {"element": named(previous), "other": named(element)})


# --- rules for versions


def other_version(manifest: Manifest) -> Iterator[Finding]:
    """A schema or schemaversion that the standard does not know, or that is missing; one finding if both are."""
    expected = {"schema": ("ADL SCORM",), "schemaversion": manifest.standard.versions}
    metadata = manifest.child(manifest.root, "metadata")
    if metadata is not None and all(manifest.child(metadata, name) is None for name in expected):
        expected.popitem()
    for name, values in expected.items():
        element = None if metadata is None else manifest.child(metadata, name)
        if element is None:
            found = f"no {name}"
        elif stripped(element.text or "") not in values:
            found = f'{name} "{text(element)}"'
        else:
            continue
        place = element if element is not None else metadata if metadata is not None else manifest.root
        version = manifest.standard.versions[0]
        yield Finding(place, {"found": found, "expected": values[0], "version": version})
        if metadata is None:
            return


def older_version(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.all("schemaversion"):
        version = stripped(element.text or "")
        if version in manifest.standard.versions[1:]:
            yield Finding(element, {"version": version, "expected": manifest.standard.versions[0]})


# --- rules for identifiers


def _identified(manifest: Manifest) -> Iterator[tuple[etree._Element, str]]:
    for element in manifest.elements:
        identifier = element.get("identifier")
        if identifier is not None and etree.QName(element).namespace == manifest.namespace:
            yield element, stripped(identifier)


def repeated_identifiers(manifest: Manifest) -> Iterator[Finding]:
    """Elements whose identifier an earlier one has, except within a repeated one: a copy repeats them all."""
    seen: set[str] = set()
    repeated: set[etree._Element] = set()
    for element, identifier in (*_identified(manifest), *sequencing.identified(manifest)):
        if identifier in seen:
            if repeated.isdisjoint(element.iterancestors()):
                yield Finding(element, {"identifier": identifier})
            repeated.add(element)
        seen.add(identifier)


def _has_name(element: etree._Element) -> bool:
    return is_name(stripped(element.get("identifier", "")))


def unnameable_identifiers(manifest: Manifest) -> Iterator[Finding]:
    for element, identifier in _identified(manifest):
        if not is_name(identifier):
            yield Finding(element, {"element": named(element), "identifier": identifier})


def unknown_default(manifest: Manifest) -> Iterator[Finding]:
    if not all(_has_name(organization) for organization in manifest.all("organization")):
        return
    for organizations in manifest.all("organizations"):
        known = [
            stripped(child.get("identifier", ""))
            for child in manifest.children(organizations, "organization")
        ]
        default = organizations.get("default")
        if default is not None and stripped(default) not in known:
            names = ", ".join(known[:MOST_FINDINGS]) or "there is none yet"
            yield Finding(organizations, {"identifier": default, "known": names})


def no_default(manifest: Manifest) -> Iterator[Finding]:
    for organizations in manifest.all("organizations"):
        if organizations.get("default") is None and manifest.child(organizations, "organization") is not None:
            yield Finding(organizations, {})


def unknown_resources_of_items(manifest: Manifest) -> Iterator[Finding]:
    submanifests = {inner.get("identifier", "") for inner in manifest.all("manifest")}
    return _unknown_resources(manifest, "item", {*manifest.resources, *submanifests})


def unknown_dependencies(manifest: Manifest) -> Iterator[Finding]:
    return _unknown_resources(manifest, "dependency", {*manifest.resources})


def _unknown_resources(manifest: Manifest, name: str, known: set[str]) -> Iterator[Finding]:
    resources = manifest.child(manifest.root, "resources")
    if resources is None or not manifest.is_readable or not all(map(_has_name, manifest.all("resource"))):
        return
    suggester = Suggester()
    candidates = sorted(filter(_is_short, manifest.resources))[:MOST_CANDIDATES]
    for element in manifest.all(name):
        identifier = element.get("identifierref")
        if identifier is not None and referred(element) not in known:
            suggestion = suggester.did_you_mean(identifier, candidates) if _is_short(identifier) else ""
            yield Finding(element, {"identifier": identifier, "suggestion": suggestion})


def _is_short(identifier: str) -> bool:
    """Whether an identifier is short enough to be compared with others."""
    return len(identifier) <= LONGEST_COMPARED


# --- rules for organizations and items


def unopenable_resources(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        resource = manifest.resources.get(stripped(item.get("identifierref", "")))
        if resource is not None and resource.get("href") is None and _has_name(resource):
            yield Finding(item, {"identifier": item.get("identifierref")})


def items_without_resource(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        if item.get("identifierref") is None and manifest.child(item, "item") is None:
            yield Finding(item, {"identifier": item.get("identifier", "")})


def parents_with_resource(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        if item.get("identifierref") is not None and manifest.child(item, "item") is not None:
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
            if title is not None and not text(title):
                yield Finding(title, {"element": name, "identifier": element.get("identifier", "")})


def nothing_to_open(manifest: Manifest) -> Iterator[Finding]:
    place = manifest.root
    for name in ("organizations", "organization", "item"):
        element = next(manifest.all(name), None)
        if element is None and name != "organizations":
            yield Finding(place, {"reason": f"it has no {name}"})
            return
        place = place if element is None else element


def _inner_manifests(manifest: Manifest) -> Iterator[etree._Element]:
    return islice(manifest.all("manifest"), 1, None)


def submanifests(manifest: Manifest) -> Iterator[Finding]:
    for element in _inner_manifests(manifest):
        yield Finding(element, {"identifier": element.get("identifier", "")})


RULES: tuple[Rule, ...] = (
    Rule(faults.NOT_IN_UTF8, "XML 1.0, 4.3.3; practice", other_encoding),
    Rule(faults.CHARACTER_BY_NUMBER, "practice of LMSs", character_numbers),
    Rule(faults.UNUSUAL_PREFIX, "practice of LMSs", unusual_prefixes),
    Rule(
        faults.OTHER_SCHEMA_VERSION,
        "SCORM CAM: schema and schemaversion",
        other_version,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.OLDER_SCHEMA_VERSION, "SCORM 2004 CAM 3.4.1: schemaversion", older_version),
    Rule(
        faults.EXTENSION_NOT_LAST,
        "SCORM 2004 CAM 3.4.1: order of elements",
        extensions_before_others,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.IDENTIFIER_REPEATED, "XML Schema, ID", repeated_identifiers, (faults.ELEMENT_REPEATED,)),
    Rule(faults.UNKNOWN_DEFAULT_ORGANIZATION, "SCORM CAM: organizations, default", unknown_default),
    Rule(
        faults.UNKNOWN_RESOURCE_OF_ITEM,
        "SCORM CAM: item, identifierref",
        unknown_resources_of_items,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.UNKNOWN_RESOURCE_OF_DEPENDENCY, "SCORM CAM: dependency, identifierref", unknown_dependencies),
    Rule(faults.RESOURCE_WITHOUT_HREF, "SCORM CAM: resource, href", unopenable_resources),
    Rule(
        faults.ITEM_WITHOUT_RESOURCE,
        "SCORM 2004 CAM 3.4.1: item, identifierref",
        items_without_resource,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.PARENT_WITH_RESOURCE, "SCORM 2004 CAM 3.4.1: item, identifierref", parents_with_resource),
    Rule(faults.UNTITLED, "SCORM CAM: title", untitled, (faults.AGAINST_SCHEMA,)),
    Rule(faults.EMPTY_TITLE, "practice of LMSs", empty_titles),
    Rule(
        faults.NOTHING_TO_OPEN,
        "SCORM CAM: content aggregation packages",
        nothing_to_open,
        (faults.AGAINST_SCHEMA, faults.UNKNOWN_DEFAULT_ORGANIZATION),
    ),
    Rule(faults.IDENTIFIER_NOT_A_NAME, "XML Schema, ID; XML Namespaces, NCName", unnameable_identifiers),
    Rule(faults.OTHER_XML_VERSION, "SCORM CAM: XML binding", other_xml),
    Rule(faults.NO_DEFAULT_ORGANIZATION, "SCORM 2004 CAM 3.4.1: organizations, default", no_default),
    Rule(faults.SUBMANIFEST, "SCORM 2004 CAM 3.4.1: (sub)manifest", submanifests),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (
    faults.IDENTIFIER_REPEATED,
    faults.UNKNOWN_DEFAULT_ORGANIZATION,
    faults.IDENTIFIER_NOT_A_NAME,
    faults.ODD_SCHEMA_LOCATION,
    *resources.RESTATES_SCHEMA,
    *additions.RESTATES_SCHEMA,
    *objectives.RESTATES_SCHEMA,
    *sequencing.RESTATES_SCHEMA,
    *metadata.RESTATES_SCHEMA,
)
"""Faults that schemas find, too, but describe less well."""

ALL_RULES: tuple[Rule, ...] = (
    *RULES,
    *control_documents.RULES,
    *resources.RULES,
    *scorm12.RULES,
    *additions.RULES,
    *objectives.RULES,
    *sequencing.RULES,
    *metadata.RULES,
    Rule(
        faults.AGAINST_SCHEMA_OF_PACKAGE,
        "SCORM 2004 CAM 3.4.1: control documents; XML Schema",
        control_documents.against_schemas_of_package,
        (faults.AGAINST_SCHEMA, *RESTATES_SCHEMA),
    ),
)


def _diagnostic(
    fault: Fault, finding: Finding, manifest: Manifest, places: Mapping[etree._Element, schema.TagPlace]
) -> Diagnostic:
    made = report(fault, _span(finding.place, manifest, places), **finding.details)
    if fault in manifest.standard.unjudged and isinstance(finding.place, Span):
        return made._replace(severity=WARNING)
    return _with_severity(made, manifest.standard)


def _with_severity(made: Diagnostic, standard: Standard) -> Diagnostic:
    return made._replace(severity=ERROR) if made.fault in standard.errors else made


def _span(
    place: etree._Element | int | Span | None,
    manifest: Manifest,
    places: Mapping[etree._Element, schema.TagPlace],
) -> Span | None:
    """Where a finding is shown: the name in an element's start tag, or one character of the text."""
    if place is None or isinstance(place, Span):
        return place
    if isinstance(place, int):
        line = manifest.text.count("\n", 0, place) + 1
        column = place - manifest.text.rfind("\n", 0, place)
        return Span(MANIFEST, line, column, line, column + 1)
    tag = places.get(place) or schema.TagPlace(cast(int, place.sourceline), 1, 2)
    return Span(MANIFEST, tag.line, tag.column, tag.line, tag.end_column)
