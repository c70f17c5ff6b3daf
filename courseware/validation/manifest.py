"""A parsed manifest as rules see it, and the types `Rule` and `Finding`."""

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
"""Element of content packaging → the attributes without which its references cannot be followed."""


class Reference(NamedTuple):
    """A reference to a file: its element, its text as written, its kind and the file's name.

    `kind` is `file`, `resource` or `location`; `name` is None if the file is outside the package, or if the reference
    or its `xml:base` is faulty.
    """

    element: etree._Element
    written: str
    kind: str
    name: str | None


class Finding(NamedTuple):
    """What a rule found.

    `place` is an element of the manifest, an index into its text, a place in another file, or None (the package);
    `details` fill the fault's message; `name` is the file that the finding is about, if any.
    """

    place: etree._Element | int | Span | None
    details: Mapping[str, object]
    name: str = ""


class Rule(NamedTuple):
    """A rule: the fault it finds, the clause of the specification that forbids it, and how it is found.

    `yields` are faults that describe the same mistake better: this rule reports nothing where one of them was found in
    the same element, its parent or a child, or about the same file.
    """

    fault: Fault
    clause: str
    find: Callable[["Manifest"], Iterator[Finding]]
    yields: tuple[Fault, ...] = ()


class Manifest:
    """A parsed manifest with its text, its package's files, and the standard and schemas that it is checked against.

    What several rules need is computed once and kept. `alone` says that the manifest is not in a package, so that
    there are no files.
    """

    def __init__(
        self,
        root: etree._Element,
        content: bytes,
        files: PackageFiles,
        standard: Standard,
        xml_schema: etree.XMLSchema,
        alone: bool = False,
    ) -> None:
        self.root, self.content, self.files = root, content, files
        self.standard, self.xml_schema, self.alone = standard, xml_schema, alone

    @property
    def encoding(self) -> str:
        return self.root.getroottree().docinfo.encoding or "UTF-8"

    @cached_property
    def text(self) -> str:
        """The manifest as text, decoded."""
        try:
            return self.content.decode(self.encoding, "replace")
        except LookupError:  # libxml2 supports encodings that Python does not
            return self.content.decode("latin-1")

    @cached_property
    def control_documents(self) -> ControlDocuments:
        """The schema files in the package for the namespaces that the manifest uses.

        Copies of the project's own schemas are skipped, because they are applied anyway, unless the manifest names
        types (`xsi:type`), which may be declared by schemas that other people wrote for the same namespace.
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
        """Name → content of the schema files that the project writes into packages of the standard."""
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
        """The namespace of content packaging in the version that the manifest uses."""
        return etree.QName(self.root).namespace or ""

    def all(self, name: str, namespace: str | None = None) -> Iterator[etree._Element]:
        """Every element with this local name, in `namespace` (None: content packaging), in document order."""
        return self.root.iter(f"{{{self.namespace if namespace is None else namespace}}}{name}")

    def child(self, element: etree._Element, name: str) -> etree._Element | None:
        """The first child with this local name in the namespace of content packaging."""
        return element.find(f"{{{self.namespace}}}{name}")

    def children(self, element: etree._Element, name: str) -> list[etree._Element]:
        """All children with this local name in the namespace of content packaging."""
        return element.findall(f"{{{self.namespace}}}{name}")

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """Every element, in document order."""
        return tuple(self.root.iter("*"))

    @cached_property
    def resources(self) -> Mapping[str, etree._Element]:
        """Identifier → resource; the first, if several have the same identifier."""
        found: dict[str, etree._Element] = {}
        for resource in self.all("resource"):
            found.setdefault(stripped(resource.get("identifier", "")), resource)
        return found

    @cached_property
    def is_readable(self) -> bool:
        """Whether references can be followed: all elements of content packaging have known names and their identifiers.

        Otherwise the schema and other rules report that, and references that lead nowhere are not reported in addition.
        """
        tags = {f"{{{self.namespace}}}{name}": needed for name, needed in _ELEMENTS.items()}
        return all(
            element.tag in tags and all(stripped(element.get(name, "")) for name in tags[str(element.tag)])
            for element in self.elements
            if str(element.tag).startswith(f"{{{self.namespace}}}")
        )

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference to a file: of `file` elements, of resources to what they open, and to metadata records."""
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
        """Resource → the reference to the file that it opens."""
        return {reference.element: reference for reference in self.references if reference.kind == "resource"}

    @cached_property
    def files_of(self) -> Mapping[etree._Element, tuple[Reference, ...]]:
        """Resource → the references of its `file` elements."""
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
        """The reference to a metadata record; a leading slash, accepted everywhere, means the package's root."""
        inside = self._reference(element, written.lstrip("/"), "location")
        return inside._replace(written=written) if written.startswith("/") else inside

    def _base(self, element: etree._Element) -> str | None:
        """The `xml:base` in force at an element, joined; None if a part is faulty, so that its meaning is unknown."""
        parts = list(self.bases_of(element))
        if any(base_fault(part) for part in parts):
            return None
        return "".join(reversed(parts))

    def bases_of(self, element: etree._Element) -> Iterator[str]:
        """The `xml:base` attributes in force at an element, innermost first."""
        for ancestor in (element, *element.iterancestors()):
            if self.may_have_base(ancestor) and (base := ancestor.get(_XML_BASE)) is not None:
                yield base

    def may_have_base(self, element: etree._Element) -> bool:
        """Whether `xml:base` has an effect on an element (SCORM 2004 CAM 3.4.1, handling of `xml:base`)."""
        return element.tag in (f"{{{self.namespace}}}{name}" for name in _BASED)


def reference_fault(written: str) -> str | None:
    """Why a reference cannot name a file of the package, or None."""
    return file_names.fault(written.strip(), may_climb=True)


def scheme_fault(written: str) -> str | None:
    """Why a reference with a scheme (RFC 3986, 3.1) cannot name a file of the package; None if it has no scheme."""
    found = re.match(_SCHEME, written)
    return f'begins with "{found[0].strip()}", which names no file of a package' if found else None


def base_fault(base: str) -> str | None:
    """Why an `xml:base` is not valid (SCORM 2004 CAM 3.4.1, handling of `xml:base`), or None."""
    if fault := reference_fault(base) or (None if base.lower().startswith(REMOTE) else scheme_fault(base)):
        return fault
    return None if base.endswith("/") else "does not end with a slash"


LONGEST_PATH = 3 * 65_535
"""Longest path, in characters, that can name a file: a name in a zip has up to 65,535 bytes, each escaped as three."""


def unescaped(path: str) -> str:
    """A path with its escapes (`%20`) decoded; unchanged if it is too long for the name of a file."""
    if "%" not in path or len(path) > LONGEST_PATH:
        return path
    from urllib.parse import unquote

    return unquote(path)


def referred(element: etree._Element) -> str:
    """The identifier that an item or a dependency refers to.

    `identifierref` is of type string, so that spaces around it count; in a dependency they are accepted everywhere.
    """
    written = element.get("identifierref", "")
    return stripped(written) if local(element) == "dependency" else written


def text(element: etree._Element) -> str:
    """An element's text without surrounding white space."""
    return (element.text or "").strip()


def stripped(value: str) -> str:
    """An attribute's value with white space collapsed, as XML Schema does for identifiers (Part 2, 4.3.6)."""
    return " ".join(value.split())


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def named(element: etree._Element) -> str:
    """An element's name as the manifest writes it, with its prefix if any: `adlcp:location`, `title`."""
    prefix = element.prefix
    return f"{prefix}:{local(element)}" if prefix else local(element)


def identifier_of(element: etree._Element) -> str:
    """The identifier of the element or of its nearest ancestor that has one; empty if none has."""
    for ancestor in (element, *element.iterancestors()):
        if found := ancestor.get("identifier"):
            return found
    return ""


def is_name(identifier: str) -> bool:
    """Whether an identifier is an XML name without a colon (NCName)."""
    return bool(_PLAIN_NAME.fullmatch(identifier) or re.fullmatch(_NAME, identifier))
