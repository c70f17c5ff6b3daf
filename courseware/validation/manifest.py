"""A parsed manifest as its rules see it, and the forms of rules and findings."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import cast

from lxml import etree

from courseware.archive import file_names
from courseware.data import manifest_file
from courseware.diagnostics import Fault, Span
from courseware.record import NamedTuple
from courseware.validation import schema
from courseware.validation.package_schemas import REMOTE, ControlDocuments, PackageFiles
from courseware.validation.standards import XML, XSI, Standard

MANIFEST = "imsmanifest.xml"

_XML_BASE = f"{{{XML}}}base"
_BASED = ("manifest", "resources", "resource")
_SCHEME = r"\s*[A-Za-z][A-Za-z0-9+.-]+:|\s*//"
_PLAIN = re.compile(r"(?!\.)[\w.~-]+(?:/(?!\.)[\w.~-]+)*", re.ASCII)
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NAME_START = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"[{_NAME_START}][{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*"

_ELEMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("metadata", "schema", "schemaversion", "organizations", "title", "resources"), ()),
    **dict.fromkeys(("manifest", "organization", "item", "resource"), ("identifier",)),
    "file": ("href",),
    "dependency": (),
}
"""The elements of content packaging, with the attributes without which nothing can be said of references."""


class Reference(NamedTuple):
    """A reference to a file: its element, as written, its kind and the file's name.

    `kind` is `file`, `resource` or `location`; `name` is None where the file lies outside the package, or where a
    faulty reference or `xml:base` names none.
    """

    element: etree._Element
    written: str
    kind: str
    name: str | None


class Finding(NamedTuple):
    """What a rule found.

    `place` is an element of the manifest, a character of its text, a place in another file, or None (the package);
    `name` is the file that it is about, if it is about one.
    """

    place: etree._Element | int | Span | None
    details: Mapping[str, object]
    name: str = ""


class Rule(NamedTuple):
    """A rule: the fault it finds, the clause of the specification that forbids it, and how it is found.

    `yields` are faults that say the same better: where one of them was said of the same element, its parent, a
    child, or the same file, this rule is silent.
    """

    fault: Fault
    clause: str
    find: Callable[["Manifest"], Iterator[Finding]]
    yields: tuple[Fault, ...] = ()


class Manifest:
    """A parsed manifest with its text, its package's files, and the standard and schemas that it is judged by.

    What several rules ask for is found once and kept. `alone` says that there is a manifest only, without the files
    of a package.
    """

    def __init__(
        self,
        root: etree._Element,
        content: bytes,
        files: PackageFiles,
        standard: Standard,
        judge: etree.XMLSchema,
        alone: bool = False,
    ) -> None:
        self.root, self.content, self.files = root, content, files
        self.standard, self.judge, self.alone = standard, judge, alone

    @property
    def encoding(self) -> str:
        return self.root.getroottree().docinfo.encoding or "UTF-8"

    @cached_property
    def text(self) -> str:
        """The manifest's characters."""
        try:
            return self.content.decode(self.encoding, "replace")
        except LookupError:  # libxml2 knows encodings that Python does not
            return self.content.decode("latin-1")

    @cached_property
    def control_documents(self) -> ControlDocuments:
        """The schema files in the package, of the namespaces that the manifest uses.

        The project's own are not asked twice, but where the manifest names types, which are other people's.
        """
        usual, given = dict(self.standard.schemas), schema.locations(self.root)
        located = {}
        for uri in schema.namespaces(self.elements):
            location = given.get(uri, usual.get(uri, ""))
            name = posixpath.normpath(location) if location and not location.startswith(REMOTE) else ""
            if name in self.names and not self.alone:
                located[uri] = name
        names_types = any(element.get(f"{{{XSI}}}type") is not None for element in self.elements)
        return ControlDocuments(self.files, located, {} if names_types else self.own_schema_files)

    @cached_property
    def own_schema_files(self) -> Mapping[str, bytes]:
        """The schema files that the project writes into packages of the standard."""
        found = {}
        for _, name in self.standard.schemas:
            with open(manifest_file(self.standard.folders, f"schema/{name}"), "rb") as stream:
                found[name] = stream.read()
        return found

    @property
    def names(self) -> frozenset[str]:
        return self.files.names

    @cached_property
    def namespace(self) -> str:
        """The namespace of content packaging, which has changed with its versions."""
        return etree.QName(self.root).namespace or ""

    def all(self, name: str, namespace: str | None = None) -> Iterator[etree._Element]:
        """Every element with this local name, of content packaging or `namespace`, in document order."""
        return self.root.iter(f"{{{self.namespace if namespace is None else namespace}}}{name}")

    def child(self, element: etree._Element, name: str) -> etree._Element | None:
        """The first child of content packaging with this local name."""
        return element.find(f"{{{self.namespace}}}{name}")

    def children(self, element: etree._Element, name: str) -> list[etree._Element]:
        """All children of content packaging with this local name."""
        return element.findall(f"{{{self.namespace}}}{name}")

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """Every element, in document order."""
        return tuple(self.root.iter("*"))

    @cached_property
    def resources(self) -> Mapping[str, etree._Element]:
        """Identifier → resource, the first where one is used twice."""
        found: dict[str, etree._Element] = {}
        for resource in self.all("resource"):
            found.setdefault(stripped(resource.get("identifier", "")), resource)
        return found

    @cached_property
    def is_readable(self) -> bool:
        """Whether what refers to what can be told: elements of content packaging have their names and identifiers.

        Where not, the schema and other rules say so, and what does not lead anywhere for that reason is no other fault.
        """
        tags = {f"{{{self.namespace}}}{name}": needed for name, needed in _ELEMENTS.items()}
        return all(
            element.tag in tags and all(stripped(element.get(name, "")) for name in tags[str(element.tag)])
            for element in self.elements
            if str(element.tag).startswith(f"{{{self.namespace}}}")
        )

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference to a file: of files, of what resources open, and of metadata records."""
        found = [
            self._reference(element, element.get("href", ""), kind)
            for kind in ("file", "resource")
            for element in self.all(kind)
            if element.get("href") is not None
        ]
        adlcp = self.standard.scorm_type[0]
        found += [
            self._location(element, cast(str, element.xpath("string()")))
            for element in self.all("location", adlcp)
        ]
        return tuple(found)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The names of the files that the manifest lists or opens."""
        return frozenset(reference.name for reference in self.references if reference.name)

    @cached_property
    def entries(self) -> Mapping[etree._Element, Reference]:
        """What each resource opens."""
        return {reference.element: reference for reference in self.references if reference.kind == "resource"}

    @cached_property
    def files_of(self) -> Mapping[etree._Element, tuple[Reference, ...]]:
        """The files that each resource lists."""
        found: dict[etree._Element, list[Reference]] = {}
        for reference in self.references:
            parent = reference.element.getparent()
            if reference.kind == "file" and parent is not None:
                found.setdefault(parent, []).append(reference)
        return {resource: tuple(references) for resource, references in found.items()}

    def _reference(self, element: etree._Element, written: str, kind: str) -> Reference:
        base = self._base(element)
        if base == "" and _PLAIN.fullmatch(written):
            return Reference(element, written, kind, written)
        if (
            base is None
            or not written.strip()
            or re.match(_SCHEME, written)
            or re.match(_SCHEME, base)
            or reference_fault(written)
        ):
            return Reference(element, written, kind, None)
        path = posixpath.normpath(base + written.partition("?")[0].partition("#")[0])
        return Reference(element, written, kind, None if path.startswith("..") else unescaped(path))

    def _location(self, element: etree._Element, written: str) -> Reference:
        """Where a metadata record lies: a leading slash is let pass by everyone, and leads to the package's root."""
        inside = self._reference(element, written.lstrip("/"), "location")
        return inside._replace(written=written) if written.startswith("/") else inside

    def _base(self, element: etree._Element) -> str | None:
        """`xml:base` in force at an element; None where one is faulty, so that nobody knows what it means."""
        parts = list(self.bases_of(element))
        if any(base_fault(part) for part in parts):
            return None
        return "".join(reversed(parts))

    def bases_of(self, element: etree._Element) -> Iterator[str]:
        """The values of `xml:base` in force at an element, from the inside out."""
        for ancestor in (element, *element.iterancestors()):
            if self.may_have_base(ancestor) and (base := ancestor.get(_XML_BASE)) is not None:
                yield base

    def may_have_base(self, element: etree._Element) -> bool:
        """Whether `xml:base` means anything on an element (SCORM 2004 CAM 3.4.1, handling of `xml:base`)."""
        return element.tag in (f"{{{self.namespace}}}{name}" for name in _BASED)


def reference_fault(written: str) -> str | None:
    """Why a reference cannot name a file of the package, or None."""
    return file_names.fault(written.strip(), may_climb=True)


def scheme_fault(written: str) -> str | None:
    """Why a reference with a scheme (RFC 3986, 3.1) cannot name a file of the package, or None without one."""
    found = re.match(_SCHEME, written)
    return f'begins with "{found[0].strip()}", which names no file of a package' if found else None


def base_fault(base: str) -> str | None:
    """Why an `xml:base` cannot be one (SCORM 2004 CAM 3.4.1, handling of `xml:base`), or None."""
    if fault := reference_fault(base) or (None if base.lower().startswith(REMOTE) else scheme_fault(base)):
        return fault
    return None if base.endswith("/") else "does not end with a slash"


LONGEST_PATH = 3 * 65_535
"""Characters of a path that may name a file: a zip has room for 65,535 bytes, each of which may be escaped."""


def unescaped(path: str) -> str:
    """A path without its escapes (`%20`), if it is not too long for the name of a file."""
    if "%" not in path or len(path) > LONGEST_PATH:
        return path
    from urllib.parse import unquote

    return unquote(path)


def referred(element: etree._Element) -> str:
    """The identifier that an item or a dependency refers to.

    It is of the type string, so that spaces around it count; those of a dependency are let pass by everyone.
    """
    written = element.get("identifierref", "")
    return stripped(written) if local(element) == "dependency" else written


def text(element: etree._Element) -> str:
    """An element's text without the space around it."""
    return (element.text or "").strip()


def stripped(value: str) -> str:
    """A value of an attribute as XML Schema sees identifiers: without outer space, inner space as one."""
    return " ".join(value.split())


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def named(element: etree._Element) -> str:
    """An element as a reader of the manifest knows it: `adlcp:location`, `title`."""
    prefix = element.prefix
    return f"{prefix}:{local(element)}" if prefix else local(element)


def identifier_of(element: etree._Element) -> str:
    """The identifier of the nearest element around that has one."""
    for ancestor in (element, *element.iterancestors()):
        if found := ancestor.get("identifier"):
            return found
    return ""


def is_name(identifier: str) -> bool:
    """Whether it is a name of XML without a colon."""
    return bool(_PLAIN_NAME.fullmatch(identifier) or re.fullmatch(_NAME, identifier))
