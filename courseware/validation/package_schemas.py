"""The schema files in a package: read as far as a document of the package needs them, and compiled.

They are untrusted. Only files in the package are read, and schemas that would take libxml2 long are not compiled.
"""

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from lxml import etree

from courseware.record import NamedTuple
from courseware.validation import schema

if TYPE_CHECKING:
    from courseware.archive.file import File

MOST_TEXT = 4 * 1024 * 1024
"""How many bytes of a package's schema files are read at most; those of the standards have 200 KB."""

MOST_WORK = 100_000_000
"""Limit for `_work`, the sum of the cubed sizes of content models; libxml2 takes half a second for that much."""

REMOTE = ("http:", "https:", "ftp:", "ftps:")

_XS = "{http://www.w3.org/2001/XMLSchema}"
_TAKING_IN = tuple(f"{_XS}{name}" for name in ("include", "import", "redefine"))
_NAMED = frozenset(f"{_XS}{name}" for name in ("group", "attributeGroup", "complexType"))
_CONTENT = tuple(f"{_XS}{name}" for name in ("all", "choice", "sequence"))
_DERIVING = frozenset(f"{_XS}{name}" for name in ("extension", "restriction"))
_WITHIN = "package:///"
_ENTITY_FILE = (
    rb"""<!ENTITY\s+%\s+[\w.-]+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+["']([^"'<>]{1,500})["']"""
)
_LOCATION = rb'schemaLocation="([^":]+)"'
_NOTHING: Mapping[str, bytes] = {}
_REPEATED = r"[*+]|\{\d+,\}"


class PackageFiles(Protocol):
    """The files of a package: in a zip, in a folder or in memory."""

    @property
    def names(self) -> frozenset[str]:
        """The paths of all files within the package, with `/`."""

    def read(self, name: str) -> bytes:
        """The content of a file. Raises `OSError` when it cannot be read."""


class FilesToPack:
    """The files of a package before they are zipped."""

    def __init__(self, files: "Sequence[File]") -> None:
        self._files = {file.name: file for file in files}
        self.names = frozenset(self._files)

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return self._files[name].read()


class UnusableSchema(NamedTuple):
    """A schema file that cannot be used: its name, line and column (from 1), and why."""

    name: str
    line: int
    column: int
    reason: str


class SchemaSet:
    """Schema files that were read: name → root, the names of all that are needed, and what is wrong with them.

    `are_too_large`: reading stopped at `MOST_TEXT`. `are_own`: all that were read are copies of the project's own.
    """

    def __init__(self) -> None:
        self.roots: dict[str, etree._Element] = {}
        self.needed: set[str] = set()
        self.troubles: list[UnusableSchema] = []
        self.are_too_large, self.are_own = False, True


def read(
    files: PackageFiles, wanted: Iterable[tuple[str, str | None]], own: Mapping[str, bytes] = _NOTHING
) -> SchemaSet:
    """Schema files of a package, with those that they include, import or name as document type.

    `wanted` are pairs of a file's name and the namespace that it must declare (None: any). A file that equals the
    project's `own` file of that name is valid and is not parsed.
    """
    reading, left = SchemaSet(), MOST_TEXT
    waiting = sorted(wanted, key=str)
    while waiting:
        name, namespace = waiting.pop()
        if name in reading.needed:
            continue
        reading.needed.add(name)
        if name not in files.names:
            continue
        try:
            content = files.read(name)
        except OSError as error:
            reading.troubles.append(UnusableSchema(name, 1, 1, str(error)))
            continue
        left -= len(content)
        if left < 0:
            reading.are_too_large = True
            break
        if own.get(name) == content:
            locations = [found.decode() for found in re.findall(_LOCATION, content)]
            waiting += [(posixpath.join(posixpath.dirname(name), location), None) for location in locations]
            continue
        reading.are_own = False
        if name.lower().endswith((".dtd", ".ent", ".mod")):
            waiting += [(other, None) for other in _entity_files(name, content)]
            continue
        try:
            root = schema.parse_schema(content)
        except schema.UnreadableXML as error:
            reading.troubles.append(UnusableSchema(name, error.line, error.column, str(error)))
            continue
        if reason := _unusable(root, namespace):
            reading.troubles.append(UnusableSchema(name, cast(int, root.sourceline), 1, reason))
            continue
        reading.roots[name] = root
        waiting += _taken_in(name, root)
    return reading


def _entity_files(name: str, content: bytes) -> Iterator[str]:
    for found in re.findall(_ENTITY_FILE, content):
        location = found.decode("utf-8", "replace")
        if not location.startswith(REMOTE):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), location))


def _unusable(root: etree._Element, namespace: str | None) -> str | None:
    """Why a document cannot be the schema of a namespace (None: of any), or None if it can."""
    if root.tag != f"{_XS}schema":
        return f"it is not a schema: its root is <{etree.QName(root).localname}>"
    for group in root.iterchildren(f"{_XS}group"):  # libxml2 accepts this (XML Schema Part 1, 3.7.2)
        if next(group.iterchildren(*_CONTENT), None) is None:
            return f'the group "{group.get("name", "")}" is empty'
    target = root.get("targetNamespace", "")
    if namespace is None or target == namespace:
        return None
    return f'it is for the namespace "{target}", not "{namespace}"' if target else f"it names no {namespace}"


def _taken_in(name: str, root: etree._Element) -> Iterator[tuple[str, str | None]]:
    """The files that a schema file includes, imports or names as document type, and the namespaces they must have."""
    folder = posixpath.dirname(name)
    doctype = schema.document_type(root)
    if doctype and not doctype.startswith(REMOTE):
        yield posixpath.normpath(posixpath.join(folder, doctype)), None
    for child in root.iterchildren(*_TAKING_IN):
        location = child.get("schemaLocation", "").strip()
        if not location or location.startswith(REMOTE):
            continue
        place = posixpath.normpath(posixpath.join(folder, location))
        yield place, child.get("namespace", "") if child.tag == f"{_XS}import" else None


class ControlDocuments:
    """The schema files of a package, compiled as `xml_schema`, or what is wrong with them as `troubles`.

    There is neither if files are missing or too large, or if all are the project's `own`, which are applied to the
    manifest anyway. `located` is namespace → name of its file in the package.
    """

    def __init__(self, files: PackageFiles, located: Mapping[str, str], own: Mapping[str, bytes]) -> None:
        self.xml_schema: etree.XMLSchema | None = None
        wanted = [(name, namespace) for namespace, name in located.items()]
        reading = read(files, wanted, own)
        self.needed = frozenset(reading.needed)
        self.troubles = tuple(reading.troubles)
        self.are_too_large = reading.are_too_large
        if self.troubles or self.are_too_large or reading.are_own or not reading.needed <= files.names:
            return
        if reading.needed & set(own):
            reading = read(files, wanted)
        self.are_too_large = reading.are_too_large or _work(reading.roots.values()) > MOST_WORK
        if not self.are_too_large:
            self.xml_schema, self.troubles = _compiled(reading, located)


def _compiled(
    reading: SchemaSet, located: Mapping[str, str]
) -> tuple[etree.XMLSchema | None, tuple[UnusableSchema, ...]]:
    """The schema files of several namespaces compiled into one schema, or what is wrong with them."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Within({name: _served(root) for name, root in reading.roots.items()}))
    whole = etree.fromstring(f'<schema xmlns="{_XS[1:-1]}"/>', parser)
    for namespace, name in located.items():
        etree.SubElement(whole, f"{_XS}import", namespace=namespace, schemaLocation=f"{_WITHIN}{name}")
    try:
        return etree.XMLSchema(whole), ()
    except etree.XMLSchemaParseError as error:
        return None, tuple(_troubles(error))


def _troubles(error: etree.XMLSchemaParseError) -> Iterator[UnusableSchema]:
    for entry in cast(Iterable[Any], error.error_log):
        if str(entry.filename).startswith(_WITHIN):
            yield UnusableSchema(
                entry.filename[len(_WITHIN) :], max(entry.line, 1), 1, schema.readable(entry.message)
            )


class _Within(etree.Resolver):
    """Resolves names of the package's schema files, and nothing else."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        super().__init__()
        self._contents = contents

    def resolve(self, url: str, pubid: str, context: Any) -> Any:  # type: ignore[override]  # lxml's stub is wrong
        content = self._contents.get(url.removeprefix(_WITHIN))
        if content is None:
            return cast(Any, self).resolve_empty(context)
        return self.resolve_string(content, context, base_url=url)


def _served(root: etree._Element) -> bytes:
    """A schema file without document type and patterns that may take exponential time, with the same line numbers."""
    for pattern in list(root.iter(f"{_XS}pattern")):
        value, parent = pattern.get("value", ""), pattern.getparent()
        if parent is not None and (len(re.findall(_REPEATED, value)) > 1 or re.search(r"\)[*+{]", value)):
            parent.remove(pattern)
    return b"\n" * (cast(int, root.sourceline) - 1) + etree.tostring(root, encoding="utf-8")


def _work(roots: Iterable[etree._Element]) -> int:
    """An estimate of the work of compiling schemas: the sum of the cubed sizes of their content models.

    A size counts what groups and base types contribute, so that a short schema of groups that use groups is found.
    """
    named: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    substitutes: Counter[str] = Counter()
    elements = [element for root in roots for element in root.iter("*")]
    for element in elements:
        if element.tag in _NAMED and element.get("name"):
            named[str(element.tag), element.get("name", "")].append(element)
        substitutes[_plain(element.get("substitutionGroup"))] += 1
    del substitutes[""]
    sizes: dict[etree._Element, int] = {}

    def size(element: etree._Element) -> int:
        if element not in sizes:
            sizes[element] = 0  # what it adds to itself in a circle, which libxml2 refuses
            sizes[element] = sum(1 + taken(child) for child in element.iter("*"))
            if sizes[element] ** 3 > MOST_WORK:
                raise OverflowError
        return sizes[element]

    def taken(child: etree._Element) -> int:
        kind = f"{_XS}complexType" if child.tag in _DERIVING else str(child.tag)
        name = _plain(child.get("base") if child.tag in _DERIVING else child.get("ref"))
        return substitutes[name] + sum(size(other) for other in named.get((kind, name), ()))

    try:
        return sum(size(element) ** 3 for element in elements if element.tag == f"{_XS}complexType")
    except (OverflowError, RecursionError):
        return MOST_WORK + 1


def _plain(name: str | None) -> str:
    """A name without its prefix."""
    return (name or "").rpartition(":")[2].strip()
