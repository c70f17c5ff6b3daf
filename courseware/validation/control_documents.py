"""Rules for control documents: the schema files that a package must contain, and what they find in its manifest."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from itertools import islice

from courseware.diagnostics import Span
from courseware.diagnostics.suggest import did_you_mean
from courseware.validation import faults, metadata, package_schemas, schema
from courseware.validation.manifest import Finding, Manifest, Rule
from courseware.validation.package_schemas import REMOTE
from courseware.validation.standards import LOM, XSI

MOST_NAMES = 100
"""How many files or namespaces one message names at most."""

MOST_VIOLATIONS = 100
"""How many violations of the package's own schemas are reported."""


def missing_schema_files(manifest: Manifest) -> Iterator[Finding]:
    """Missing schema files of the namespaces that the manifest uses, by its `xsi:schemaLocation` or their usual names.

    If the standard is strict, a file must have the name that the manifest gives it, and the schema files that metadata
    records name and that other schema files include must be there, too.
    """
    if manifest.alone:
        return
    usual = dict(manifest.standard.schemas)
    strict = faults.NO_SCHEMA_FILES in manifest.standard.errors
    located: Mapping[str, str] = {**usual, **schema.locations(manifest.root)}
    needed = {
        place
        for uri in schema.namespaces(manifest.elements)
        if strict or usual.get(uri) not in manifest.names
        for place in _places(located.get(uri, ""), "")
    }
    if strict:
        for name, root, _ in metadata.readable_records(manifest):
            located, folder = schema.locations(root), posixpath.dirname(name)
            for uri in schema.namespaces(root.iter("*")):
                needed |= _places(located.get(uri, ""), folder)
        needed |= manifest.control_documents.needed
        others = ((name, None) for name in needed - manifest.control_documents.needed)
        needed |= package_schemas.read(manifest.files, others, manifest.own_schema_files).needed
    if lacking := needed - manifest.names:
        yield Finding(None, {"names": ", ".join(sorted(lacking)[:MOST_NAMES])})


def _places(location: str, folder: str) -> set[str]:
    """The paths where a schema file must be: at the root, and where the document in `folder` locates it."""
    if location.startswith(REMOTE):
        return {location.rpartition("/")[2]} - {""}
    within = posixpath.normpath(posixpath.join(folder, location)) if location else ""
    return {location.rpartition("/")[2] or location, within} - {""}


def unlocated_namespaces(manifest: Manifest) -> Iterator[Finding]:
    """Namespaces whose schema nothing locates.

    The usual ones of SCORM, except that of LOM, need no location, because every reader knows them, unless the standard
    is strict and the manifest locates others.
    """
    located, usual = schema.locations(manifest.root), dict(manifest.standard.schemas)
    known = () if located and faults.SCHEMA_NOT_LOCATED in manifest.standard.errors else {*usual} - {LOM}
    found = {
        uri: element
        for uri, element in schema.namespaces(manifest.elements).items()
        if uri not in located and uri not in known
    }
    # If the pairs of namespace and location are broken (P623), it is uncertain which namespaces are located.
    if found and not any(odd_schema_locations(manifest)):
        unknown = [uri for uri in [*found][:MOST_NAMES] if uri not in usual]
        names = ", ".join([*found][:MOST_NAMES])
        suggestion = did_you_mean(unknown[0], usual) if unknown else ""
        yield Finding(next(iter(found.values())), {"namespace": names, "suggestion": suggestion})
    if faults.SCHEMA_NOT_LOCATED in manifest.standard.errors:
        for name, root, _ in metadata.readable_records(manifest):
            for uri in (set(schema.namespaces(root.iter("*"))) or {"no namespace"}) - set(
                schema.locations(root)
            ):
                yield Finding(Span.whole(name), {"namespace": uri, "suggestion": ""}, name)


def odd_schema_locations(manifest: Manifest) -> Iterator[Finding]:
    for element in manifest.elements:
        if len(element.get(f"{{{XSI}}}schemaLocation", "").split()) % 2:
            yield Finding(element, {})


# --- what the files find


def unusable_schema_files(manifest: Manifest) -> Iterator[Finding]:
    for trouble in manifest.control_documents.troubles:
        span = Span(trouble.name, trouble.line, trouble.column, trouble.line, trouble.column + 1)
        yield Finding(span, {"name": trouble.name, "reason": trouble.reason}, trouble.name)


def against_schemas_of_package(manifest: Manifest) -> Iterator[Finding]:
    xml_schema = manifest.control_documents.xml_schema
    found = schema.violations(xml_schema, manifest.root, manifest.content) if xml_schema is not None else ()
    for violation in islice(found, MOST_VIOLATIONS):
        yield Finding(violation.element, {"reason": violation.reason})


def schemas_not_applied(manifest: Manifest) -> Iterator[Finding]:
    if manifest.control_documents.are_too_large:
        yield Finding(None, {})


RULES: tuple[Rule, ...] = (
    Rule(
        faults.NO_SCHEMA_FILES,
        "SCORM 2004 CAM 3.4.1 and 1.2 CAM 2.3: control documents at the root",
        missing_schema_files,
    ),
    # It yields because an attribute such as adlcp:scormType in a wrong namespace is best reported as missing.
    Rule(
        faults.SCHEMA_NOT_LOCATED,
        "XML Schema, schemaLocation; SCORM 2004 CAM 3.4.1",
        unlocated_namespaces,
        (
            faults.AGAINST_SCHEMA,
            faults.RESOURCE_WITHOUT_SCORM_TYPE,
            faults.NEWER_ELEMENT,
            faults.OTHER_NAMESPACE,
        ),
    ),
    Rule(faults.ODD_SCHEMA_LOCATION, "XML Schema, schemaLocation", odd_schema_locations),
    Rule(faults.SCHEMA_FILE_UNUSABLE, "XML Schema 1.0 Part 1, 4.2 and 5.1", unusable_schema_files),
    Rule(faults.SCHEMAS_NOT_APPLIED, "limits of this program", schemas_not_applied),
)
