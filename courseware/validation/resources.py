"""Rules for resources and their files: names, references, `xml:base`, dependencies, parameters, lengths."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice

from lxml import etree

from courseware.archive import file_names
from courseware.diagnostics import Fault
from courseware.diagnostics.suggest import MOST_SUGGESTIONS, nearest, suggestion_of
from courseware.validation import faults
from courseware.validation.manifest import (
    Finding,
    Manifest,
    Reference,
    Rule,
    base_fault,
    local,
    named,
    reference_fault,
    referred,
    scheme_fault,
    stripped,
)
from courseware.validation.package_schemas import REMOTE
from courseware.validation.standards import XML

_LOCAL = "file:"

# Few manifests need these patterns; `re` compiles them on first use.
_NOT_IN_URLS = r"%(?![0-9A-Fa-f]{2})|[\[\]]"
_ESCAPED_LETTER = "%[89A-Fa-f][0-9A-Fa-f]"
_CHARACTER = r"[\w.!*'()%|-]"  # no ~, because the conformance checker refuses it
_PAIR = rf"{_CHARACTER}+={_CHARACTER}+(?:=[^&#]*)?"
_PAIRS = rf"&*{_PAIR}(?:&+{_PAIR})+&*"
_PARAMETERS = rf"(?!$)(?:\?(?:{_PAIR}|{_PAIRS}|&*)|&*{_PAIR}&*|{_PAIRS}|&*)(?:#{_CHARACTER}*)?"

MOST_NAMES = 20
"""How many resources of a circle one message names."""

MOST_CANDIDATES, LONGEST_COMPARED = 200, 200
"""To suggest what a missing file was meant to be: how many names are compared with it, and up to what length."""

LONGEST: tuple[tuple[str, str, int], ...] = (
    ("manifest", "version", 20),
    ("organization", "structure", 200),
    ("title", "", 200),
    ("item", "identifierref", 2000),
    ("item", "parameters", 1000),
    ("resource", "type", 1000),
    ("resource", "href", 2000),
    ("file", "href", 2000),
    ("dependency", "identifierref", 2000),
)
"""Element, attribute (empty: the element's text) and the smallest permitted maximum of its length, in characters."""


def _is_remote(reference: str) -> bool:
    return reference.strip().lower().startswith(REMOTE)


def _is_local(reference: str) -> bool:
    return reference.strip().lower().startswith(_LOCAL)


def unlisted_files(manifest: Manifest) -> Iterator[Finding]:
    """Files that no resource lists; none where another fault, such as a faulty `xml:base`, may be the cause."""
    known = manifest.listed | {"imsmanifest.xml"}
    astray = {
        reference.written
        for reference in _listing(manifest)
        if reference.kind == "file" and scheme_fault(reference.written) and not _is_remote(reference.written)
    }
    unlisted = [
        name
        for name in sorted(manifest.names - known)
        if not name.lower().endswith((".xsd", ".dtd", "/"))
        and not file_names.fault(name)
        and not file_names.is_left_by_system(name)
    ]
    if manifest.alone or any(faulty_bases(manifest)) or not _refers_well(manifest):
        return
    # If as many files are missing, these are probably the same under other names, which another rule reports.
    if len(unlisted) != len(_missing(manifest)) + len(astray):
        yield from (Finding(None, {"name": name}, name) for name in unlisted)


def _refers_well(manifest: Manifest) -> bool:
    """Whether every reference of an item or a dependency leads to a resource."""
    referring = (element for name in ("item", "dependency") for element in manifest.all(name))
    known = {*manifest.resources, *(inner.get("identifier", "") for inner in manifest.all("manifest"))}
    return manifest.is_readable and all(
        referred(element) in known
        for element in referring
        if local(element) == "dependency" or element.get("identifierref") is not None
    )


def _missing(manifest: Manifest) -> list[Reference]:
    """References to files that are not in the package, not even with other capitals or backslashes."""
    lower = frozenset(name.lower().replace("\\", "/").lstrip("/") for name in manifest.names)
    return [
        reference
        for reference in _listing(manifest)
        if reference.name and reference.name.lower() not in lower
    ]


def missing_files(manifest: Manifest) -> Iterator[Finding]:
    missing = _missing(manifest)
    short = (name for name in manifest.names - manifest.listed if len(name) <= LONGEST_COMPARED)
    unlisted = sorted(short)[:MOST_CANDIDATES] if missing else []
    for number, reference in enumerate(missing):
        compared = (
            number < MOST_SUGGESTIONS
            and len(unlisted) < MOST_CANDIDATES
            and len(reference.written) <= LONGEST_COMPARED
        )
        meant = nearest(str(reference.name), unlisted) if compared else None
        suggestion = suggestion_of(meant)
        yield Finding(
            reference.element,
            {"name": reference.name, "suggestion": suggestion},
            meant or str(reference.name),
        )


def other_capitals(manifest: Manifest) -> Iterator[Finding]:
    lower = {name.lower(): name for name in sorted(manifest.names)}
    for reference in _listing(manifest):
        other = lower.get((reference.name or "").lower())
        if other and reference.name not in manifest.names:
            yield Finding(reference.element, {"name": reference.name, "other": other}, other)


def _listing(manifest: Manifest) -> Iterator[Reference]:
    """References that list files; what a resource opens is left out, because its files list it, too."""
    if not manifest.alone:
        yield from (reference for reference in manifest.references if reference.kind != "resource")


def _once(manifest: Manifest) -> Iterator[Reference]:
    """References without repetition: what a resource opens is also listed as its file, but is reported once."""
    seen: set[str] = set()
    for reference in manifest.references:
        if reference.written not in seen:
            seen.add(reference.written)
            yield reference


def faulty_references(manifest: Manifest) -> Iterator[Finding]:
    for reference in _once(manifest):
        if reference.name or _is_local(reference.written) or _is_remote(reference.written):
            continue
        if reference.kind == "location" and not reference.element.text:
            continue  # an empty location says that there is no record
        bases = list(manifest.bases_of(reference.element))
        fault = reference_fault(reference.written) if reference.written.strip() else "is empty"
        if fault is None and reference.written not in manifest.names:
            fault = scheme_fault(reference.written)
        if fault is None and ".." in reference.written and not any(map(base_fault, bases)):
            fault = "leaves the package with .."
        if fault:
            meant = posixpath.join(*reversed(bases), reference.written)
            details = {"name": reference.written, "fault": fault}
            yield Finding(reference.element, details, posixpath.normpath(meant.replace("\\", "/")))


def ill_formed_references(manifest: Manifest) -> Iterator[Finding]:
    """References with characters that no URL may have, even if a file has that name (RFC 3986, 2.1 and 2.2)."""
    for reference in _once(manifest):
        written = reference.written
        found = (
            re.search(_NOT_IN_URLS, written) if "%" in written or "[" in written or "]" in written else None
        )
        if found and reference.kind != "location":
            fault = (
                "has a % that must be written as %25"
                if found[0] == "%"
                else f"has a {found[0]} that must be escaped"
            )
            yield Finding(reference.element, {"name": written, "fault": fault}, reference.name or written)


def local_references(manifest: Manifest) -> Iterator[Finding]:
    for reference in _once(manifest):
        if _is_local(reference.written):
            yield Finding(reference.element, {"name": reference.written}, reference.written)


def remote_references(manifest: Manifest) -> Iterator[Finding]:
    for reference in _once(manifest):
        if _is_remote(reference.written) or (
            reference.kind == "location" and reference.written.startswith("/")
        ):
            details = {"element": named(reference.element), "name": reference.written}
            yield Finding(reference.element, details, reference.written)


def escaped_letters(manifest: Manifest) -> Iterator[Finding]:
    for reference in _once(manifest):
        found = re.search(_ESCAPED_LETTER, reference.written) if "%" in reference.written else None
        if found:
            yield Finding(reference.element, {"name": reference.written, "escape": found[0]})


def files_without_ending(manifest: Manifest) -> Iterator[Finding]:
    """Files without a name extension. The conformance checker looks for it after the last slash, even in parameters."""
    seen: set[str | None] = set()
    for reference in manifest.references:
        _, dot, ending = reference.written.replace("\\", "/").rstrip("/").rpartition("/")[2].rpartition(".")
        if reference.kind == "location" or (dot and ending) or _is_remote(reference.written):
            continue
        if reference.name not in seen:
            yield Finding(reference.element, {"name": reference.written}, reference.written)
        seen.add(reference.name)


def files_with_parameters(manifest: Manifest) -> Iterator[Finding]:
    for reference in manifest.references:
        name, mark, _ = re.split("([?#].*)", reference.written + " ?", maxsplit=1)
        if reference.kind == "resource" or mark.strip() == "?" or _is_remote(reference.written):
            continue
        if reference.written not in manifest.names:
            yield Finding(
                reference.element, {"written": reference.written, "name": name.strip()}, name.strip()
            )


# --- xml:base


def _bases(manifest: Manifest) -> Iterator[tuple[etree._Element, str]]:
    for element in manifest.elements:
        base = element.get(f"{{{XML}}}base")
        if base is not None:
            yield element, base


def faulty_bases(manifest: Manifest) -> Iterator[Finding]:
    for element, base in _bases(manifest):
        fault = base_fault(base) if manifest.may_have_base(element) else None
        if fault is None and ".." in base:
            whole = posixpath.normpath("".join(reversed(list(manifest.bases_of(element)))))
            fault = "leaves the package with .." if whole.startswith("..") else None
        if fault:
            yield Finding(element, {"base": base, "fault": fault})


def unread_bases(manifest: Manifest) -> Iterator[Finding]:
    for element, _ in _bases(manifest):
        if not manifest.may_have_base(element):
            allowed = "it is read only on <manifest>, <resources> and <resource>"
            yield Finding(element, {"attribute": "xml:base", "element": named(element), "allowed": allowed})


# --- resources and dependencies


def unlisted_entry(manifest: Manifest) -> Iterator[Finding]:
    for resource, entry in manifest.entries.items():
        if entry.name and entry.name not in files_with_dependencies(manifest, resource):
            details = {"name": entry.name, "identifier": resource.get("identifier", "")}
            yield Finding(resource, details)


def files_with_dependencies(manifest: Manifest, resource: etree._Element) -> set[str]:
    """The files of a resource and of all resources that it depends on."""
    return {
        file.name
        for dependency in with_dependencies(manifest, resource)
        for file in manifest.files_of.get(dependency, ())
        if file.name
    }


def with_dependencies(manifest: Manifest, resource: etree._Element) -> Iterator[etree._Element]:
    """A resource and all that it depends on, directly or not."""
    waiting, seen = [resource], {resource}
    while waiting:
        current = waiting.pop()
        yield current
        for other in _dependencies(manifest, current):
            if other not in seen:
                seen.add(other)
                waiting.append(other)


def _dependencies(manifest: Manifest, resource: etree._Element) -> Iterator[etree._Element]:
    for dependency in manifest.children(resource, "dependency"):
        other = manifest.resources.get(stripped(dependency.get("identifierref", "")))
        if other is not None:
            yield other


def misspelt_entries(manifest: Manifest) -> Iterator[Finding]:
    """What a resource opens, where its `file` element writes the same path differently (`./a.html` and `a.html`)."""
    for resource, entry in manifest.entries.items():
        files = [
            file
            for dependency in with_dependencies(manifest, resource)
            for file in manifest.files_of.get(dependency, ())
            if file.name == entry.name
        ]
        written = {_as_written(file, file.element.getparent()) for file in files}
        if files and entry.name and _as_written(entry, resource) not in written:
            yield Finding(resource, {"entry": entry.written, "file": files[0].written})


def _as_written(reference: Reference, resource: etree._Element | None) -> str:
    """A reference with the `xml:base` of its resource, without parameters and with `..` resolved.

    In this form a resource's `href` and that of its file must be identical (SCORM 2004 CAM 3.4.1, file).
    """
    parts: list[str] = []
    base = "" if resource is None else resource.get(f"{{{XML}}}base", "")
    for part in (base + reference.written.partition("?")[0].partition("#")[0]).split("/"):
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts).rstrip("/")


def circular_dependencies(manifest: Manifest) -> Iterator[Finding]:
    """Circles of dependencies; each is reported once, at its resource that comes first in the manifest."""
    done: set[etree._Element] = set()
    for start in manifest.resources.values():
        path, waiting = {start: None}, [_dependencies(manifest, start)]  # in order of visiting
        while waiting and start not in done:
            other = next(waiting[-1], None)
            if other is None:
                done.add(path.popitem()[0])
                waiting.pop()
            elif other in path:
                yield Finding(other, {"circle": _circle(other, path)})
            elif other not in done:
                path[other] = None
                waiting.append(_dependencies(manifest, other))


def _circle(first: etree._Element, path: Iterable[etree._Element]) -> str:
    """The resources of a circle as a message names them: along a path from `first`, and back to it."""
    from_first = dropwhile(lambda element: element is not first, path)
    names = [element.get("identifier", "") for element in islice(from_first, MOST_NAMES)]
    more = ["…"] if len(names) == MOST_NAMES else []
    return " → ".join([*names, *more, names[0]])


def resources_without_type(manifest: Manifest) -> Iterator[Finding]:
    namespace, name = manifest.standard.scorm_type
    for resource in manifest.all("resource"):
        if resource.get(f"{{{namespace}}}{name}") is None:
            yield Finding(
                resource, {"identifier": resource.get("identifier", ""), "attribute": f"adlcp:{name}"}
            )


def other_scorm_types(manifest: Manifest) -> Iterator[Finding]:
    namespace, name = manifest.standard.scorm_type
    for resource in manifest.all("resource"):
        value = resource.get(f"{{{namespace}}}{name}")
        if value is not None and value not in ("sco", "asset"):
            yield Finding(resource, {"value": value, "attribute": f"adlcp:{name}"})


def other_types(manifest: Manifest) -> Iterator[Finding]:
    for resource in manifest.all("resource"):
        value = resource.get("type")
        if value is not None and value != "webcontent":
            yield Finding(resource, {"value": value})


def unused_resources(manifest: Manifest) -> Iterator[Finding]:
    """Resources that nothing refers to; none where a reference leads nowhere, because it may mean one of them."""
    used = {
        stripped(element.get("identifierref", ""))
        for name in ("item", "dependency")
        for element in manifest.all(name)
    }
    items = list(manifest.all("item"))
    opened = (manifest.resources.get(stripped(item.get("identifierref", ""))) for item in items)
    childless = (item for item in items if manifest.child(item, "item") is None)
    if (
        not items
        or not _refers_well(manifest)
        or any(item.get("identifierref") is None for item in childless)
        or any(resource is not None and resource.get("href") is None for resource in opened)
    ):
        return
    for identifier, resource in manifest.resources.items():
        if identifier not in used:
            yield Finding(resource, {"identifier": identifier})


# --- parameters and lengths


def faulty_parameters(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        parameters = item.get("parameters")
        if parameters is not None and not re.fullmatch(_PARAMETERS, parameters, re.ASCII):
            yield Finding(item, {"parameters": parameters})


def idle_parameters(manifest: Manifest) -> Iterator[Finding]:
    for item in manifest.all("item"):
        if item.get("parameters") is not None and item.get("identifierref") is None:
            yield Finding(item, {"identifier": item.get("identifier", "")})


def long_values(manifest: Manifest) -> Iterator[Finding]:
    for name, attribute, longest in LONGEST:
        for element in manifest.all(name):
            value = element.get(attribute, "") if attribute else element.text or ""
            if len(value) > longest:
                what = f"{attribute} of <{name}>" if attribute else f"<{name}>"
                yield Finding(element, {"what": what, "length": len(value), "longest": longest})


_HREF = "SCORM CAM: href of resource and file"

RULES: tuple[Rule, ...] = (
    Rule(
        faults.UNLISTED_FILE,
        "SCORM CAM: file",
        unlisted_files,
        (
            faults.MISSING_FILE,
            faults.LISTED_IN_OTHER_CASE,
            faults.FORBIDDEN_REFERENCE,
            faults.FILE_WITH_PARAMETERS,
        ),
    ),
    Rule(
        faults.MISSING_FILE,
        "SCORM CAM: file; adlcp:location",
        missing_files,
        (faults.FORBIDDEN_REFERENCE, faults.FILE_WITH_PARAMETERS),
    ),
    Rule(faults.LISTED_IN_OTHER_CASE, "SCORM CAM: file; RFC 3986, 6.2.2.1", other_capitals),
    Rule(faults.FORBIDDEN_REFERENCE, _HREF, faulty_references),
    Rule(faults.FORBIDDEN_REFERENCE, "RFC 3986, 2.1 and 2.2: URLs", ill_formed_references),
    Rule(
        faults.ENTRY_NOT_LISTED,
        "SCORM CAM: resource, href",
        unlisted_entry,
        (
            faults.AGAINST_SCHEMA,
            faults.MISSING_FILE,
            faults.LISTED_IN_OTHER_CASE,
            faults.FORBIDDEN_REFERENCE,
            faults.LOCAL_REFERENCE,
        ),
    ),
    Rule(
        faults.RESOURCE_WITHOUT_SCORM_TYPE,
        "SCORM CAM: adlcp:scormType",
        resources_without_type,
        (faults.AGAINST_SCHEMA,),
    ),
    Rule(faults.FAULTY_BASE, "SCORM 2004 CAM 3.4.1: xml:base", faulty_bases),
    Rule(faults.UNREAD_ATTRIBUTE, "SCORM 2004 CAM 3.4.1: handling of xml:base", unread_bases),
    Rule(faults.FAULTY_PARAMETERS, "SCORM CAM: item, parameters; IMS CP 1.1.4", faulty_parameters),
    Rule(
        faults.IDLE_PARAMETERS,
        "SCORM CAM: item, parameters",
        idle_parameters,
        (faults.ITEM_WITHOUT_RESOURCE,),
    ),
    Rule(faults.TOO_LONG, "IMS CP 1.1.4: smallest permitted maximums", long_values, (faults.AGAINST_SCHEMA,)),
    Rule(faults.OTHER_SCORM_TYPE, "SCORM CAM: adlcp:scormType", other_scorm_types),
    Rule(
        faults.FILE_WITHOUT_EXTENSION,
        "SCORM 2004 CAM 3.4.1: href",
        files_without_ending,
        (faults.MISSING_FILE, faults.FORBIDDEN_REFERENCE, faults.ENTRY_NOT_LISTED, faults.LOCAL_REFERENCE),
    ),
    Rule(faults.LOCAL_REFERENCE, _HREF, local_references),
    Rule(faults.REMOTE_REFERENCE, _HREF, remote_references),
    Rule(faults.ESCAPED_LETTERS, "practice of LMSs and of the conformance checker", escaped_letters),
    Rule(faults.FILE_WITH_PARAMETERS, "SCORM CAM: file, href", files_with_parameters),
    Rule(faults.CIRCULAR_DEPENDENCIES, "SCORM CAM: dependency", circular_dependencies),
    Rule(faults.UNUSED_RESOURCE, "SCORM CAM: resource", unused_resources),
    Rule(faults.OTHER_RESOURCE_TYPE, "SCORM CAM: resource, type", other_types),
    Rule(
        faults.ENTRY_LISTED_DIFFERENTLY,
        "SCORM 2004 CAM 3.4.1: file, href",
        misspelt_entries,
        (faults.FILE_WITH_PARAMETERS,),
    ),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (faults.FORBIDDEN_REFERENCE, faults.FAULTY_BASE, faults.OTHER_SCORM_TYPE)
