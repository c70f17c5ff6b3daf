"""Untrusted XML: parsed without entities, DTD or network, and validated by XML Schema."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from lxml import etree

from courseware.record import NamedTuple
from courseware.validation.standards import XML, XSI

MAXIMUM_BYTES = 16 * 1024 * 1024
"""Size of the largest document that is read: ten times the manifest of a course with 10,000 files."""

MOST_MARKS = 120_000
"""How many `<`, and how many `=`, a document may have to be read. This limits its elements and attributes, which take a
hundred times their text in memory."""

MOST_PLACES = 300
"""If a document has more faults than this, they are reported without their places."""

MOST_REFERENCES = 50_000
"""From this number of references and CDATA sections on, a document is validated without them (`_with_plain_text`)."""

_LONGEST_REASON = 300
_PLAIN = str.maketrans(dict.fromkeys("&<>\r", "x"))
_NO_PREFIXES: Mapping[str, str] = MappingProxyType({})
_UNDECLARED = r"'\{([^}]*)\}[^']*': No matching global \w+ declaration available, but demanded by the strict"
_SCHEMA_NAMESPACE = "http://www.w3.org/2001/XMLSchema"


DURATION = r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
"""Pattern of a duration (XML Schema Part 2, 3.2.6). It is seldom needed, so whoever needs it compiles it."""

_NO_DURATION = r"'([^']*)' is not a valid value of the atomic type 'xs:duration'"


class UnreadableXML(Exception):
    """Raised for a document that is not well formed or is refused: why, and at which `line` and `column` (from 1)."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column


class Violation(NamedTuple):
    """One violation of a schema: the reason in words, and the element.

    `undeclared` is a namespace that no schema declares, if that is the reason; `names_type` says that the reason is an
    `xsi:type` that no schema declares, although other schemas of the same standard may.
    """

    reason: str
    element: etree._Element
    undeclared: str = ""
    names_type: bool = False


class TagPlace(NamedTuple):
    """The place of the name in a start tag: line and columns (in characters) from 1, the end exclusive."""

    line: int
    column: int
    end_column: int


def parse(content: bytes, may_have_type: bool = False) -> etree._Element:
    """The root of an XML document.

    Raises `UnreadableXML` if it is not well formed, larger than `MAXIMUM_BYTES` or over `MOST_MARKS`, and if it has a
    document type but not `may_have_type`. What a document type refers to is never read.
    """
    if len(content) > MAXIMUM_BYTES:
        raise UnreadableXML(f"it is larger than {MAXIMUM_BYTES // 1024 // 1024} MB")
    if content.count(b"<") > MOST_MARKS or content.count(b"=") > MOST_MARKS:
        raise UnreadableXML(f"it has more than {MOST_MARKS:,} elements or attributes")
    try:
        root = etree.fromstring(content, _parser(entities=may_have_type))
    except etree.XMLSyntaxError as error:
        raise _unreadable(error) from None
    if root.getroottree().docinfo.internalDTD is not None and not may_have_type:
        start = max(content.find(b"<!DOCTYPE"), 0)
        line, column = content.count(b"\n", 0, start) + 1, start - content.rfind(b"\n", 0, start)
        raise UnreadableXML("it has a document type (DOCTYPE), which a manifest must not have", line, column)
    return root


def parse_schema(content: bytes) -> etree._Element:
    """The root of an untrusted schema file. Raises `UnreadableXML`."""
    return parse(_corrected(content), may_have_type=True)


def document_type(root: etree._Element) -> str:
    """The system identifier in a document's document type, as written; empty if there is none."""
    return cast(Any, root.getroottree().docinfo).system_url or ""


def _unreadable(error: etree.XMLSyntaxError) -> UnreadableXML:
    line, column = error.position
    return UnreadableXML((error.msg or "it is empty").split(", line ")[0], max(line, 1), max(column, 1))


def places(content: bytes) -> Iterator[TagPlace]:
    """The places of a document's start tags, in document order; ends early at what expat cannot read."""
    from xml.parsers import expat

    found: list[TagPlace] = []
    reader = expat.ParserCreate()

    def start(name: str, _: dict[str, str]) -> None:
        column = reader.CurrentColumnNumber + 1
        found.append(TagPlace(reader.CurrentLineNumber, column, column + 1 + len(name)))

    reader.StartElementHandler = start
    # lxml supports encodings that expat does not.
    with suppress(expat.ExpatError, ValueError, LookupError):
        reader.Parse(content, True)
    return iter(found)


@cache
def load(files: tuple[tuple[str, str | os.PathLike[str]], ...]) -> etree.XMLSchema:
    """Schema files compiled into one schema.

    `files` are pairs of namespace and path; a file comes before those that it needs. They must be trusted: the
    project's own, or given by the user. What they include must be in the same folder. Raises
    `etree.XMLSchemaParseError`.
    """
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    paths = [(namespace, os.path.realpath(path)) for namespace, path in files]
    parser.resolvers.add(_Corrected(frozenset(os.path.dirname(path) for _, path in paths)))
    schema = etree.fromstring(f'<schema xmlns="{_SCHEMA_NAMESPACE}"/>', parser)
    for namespace, path in reversed(paths):
        location = path.replace(os.sep, "/")
        etree.SubElement(
            schema, f"{{{_SCHEMA_NAMESPACE}}}import", namespace=namespace, schemaLocation=location
        )
    return etree.XMLSchema(schema)


class _Corrected(etree.Resolver):
    """Resolves schema files within some folders, and corrects them so that libxml2 can read them.

    Some published schemas declare the `xml` namespace, which is forbidden, have a document type, or say `##any` where
    only `##other` is unambiguous.
    """

    def __init__(self, folders: frozenset[str]) -> None:
        super().__init__()
        self._folders = folders

    def resolve(self, url: str, pubid: str, context: Any) -> Any:  # type: ignore[override]  # lxml's stub is wrong
        path = os.path.realpath(url)
        within = any(path.startswith(folder + os.sep) for folder in self._folders)
        if not within or not os.path.isfile(path):
            return cast(Any, self).resolve_empty(context)
        with open(path, "rb") as stream:
            content = stream.read()
        return self.resolve_string(
            re.sub(_DOCUMENT_TYPE, b"", _corrected(content)), context, base_url=path.replace(os.sep, "/")
        )


_DOCUMENT_TYPE = rb"<!DOCTYPE[^\[>]*(\[[^\]]*\])?\s*>"
_CORRECTIONS = (
    (b"XML/1998", rb"""xmlns(:xml)?\s*=\s*["']http://www\.w3\.org/XML/1998/namespace["']""", b""),
    (b"##any", rb"""(namespace\s*=\s*)["']##any["']""", rb'\1"##other"'),
)
"""What a file contains if it needs a correction, the pattern to replace, and the replacement."""


def _corrected(content: bytes) -> bytes:
    for sign, wrong, right in _CORRECTIONS:
        if sign in content:
            content = re.sub(wrong, right, content)
    return content


def declarations(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Every namespace declaration: element, prefix (empty for the default namespace) and namespace."""
    waiting: list[tuple[str, str]] = []
    for event, found in etree.iterwalk(root, events=("start", "start-ns")):
        if event == "start-ns":
            waiting.append(cast(tuple[str, str], found))
        else:
            yield from ((cast(etree._Element, found), prefix, uri) for prefix, uri in waiting)
            waiting = []


def locations(root: etree._Element) -> Mapping[str, str]:
    """Namespace → location of its schema, as written in the `xsi:schemaLocation` attributes of a document."""
    located: dict[str, str] = {}
    for element in root.iter("*"):
        parts = element.get(f"{{{XSI}}}schemaLocation", "").split()
        located.update(zip(parts[::2], parts[1::2], strict=False))
    return located


def namespaces(elements: Iterable[etree._Element]) -> Mapping[str, etree._Element]:
    """Namespace of elements or their attributes → the first element that uses it; without `xml` and `xsi`."""
    found: dict[str, etree._Element] = {}
    for element in elements:
        for name in (element.tag, *element.attrib):
            if str(name)[0] == "{":
                found.setdefault(str(name)[1:].partition("}")[0], element)
    return {uri: element for uri, element in found.items() if uri not in (XML, XSI)}


def violations(
    schema: etree.XMLSchema, root: etree._Element, content: bytes | None = None
) -> Iterator[Violation]:
    """Where a document violates a schema, in document order.

    To find the place of a violation libxml2 counts the element's siblings. With the document's `content`, a document
    with more than `MOST_PLACES` violations is therefore validated in linear time, and all are reported at the root.
    """
    if content is not None:
        log = _judged_while_read(schema, _with_plain_text(content))
        if not log:
            return
        if len(log) > MOST_PLACES:
            prefixes = _prefixes(root)
            yield from (
                _violation(entry.message, root, prefixes)
                for entry in log
                if not _is_padded_duration(entry.message)
            )
            return
    if schema.validate(root):
        return
    prefixes = _prefixes(root)
    for entry in _entries(schema.error_log):
        if _is_padded_duration(entry.message):
            continue
        path = (entry.path or "/*").split("/@")[0]
        yield _violation(entry.message, _element_at(path, root, prefixes), prefixes)


def _element_at(path: str, root: etree._Element, prefixes: dict[str, str]) -> etree._Element:
    """The element at a path of libxml2, or its nearest ancestor: XML allows names that XPath does not."""
    while path:
        with suppress(etree.XPathEvalError):
            found = cast(list[etree._Element], root.xpath(path, namespaces=prefixes))
            return found[0] if found else root
        path = path.rpartition("/")[0]
    return root


def _with_plain_text(content: bytes) -> bytes:
    """A document, without the references in its text if it has `MOST_REFERENCES` or more.

    The time that libxml2 takes grows with the square of their number in one text. The characters put in their place
    are valid wherever free text is.
    """
    if content.count(b"&") + content.count(b"<![") < MOST_REFERENCES:
        return content
    root = parse(content)
    for node in root.iter():
        if isinstance(node.tag, str) and node.text:
            node.text = node.text.translate(_PLAIN)
        if node.tail:
            node.tail = node.tail.translate(_PLAIN)
    return etree.tostring(root)


def _judged_while_read(schema: etree.XMLSchema, content: bytes) -> Sequence[Any]:
    """libxml2's log entries from validating a document while parsing it; none if it is valid."""
    parser = _parser(schema)
    try:
        etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return tuple(_entries(parser.error_log))
    return ()


def _is_padded_duration(message: str) -> bool:
    """Whether libxml2 refuses a duration only for white space around it, which XML Schema collapses (Part 2, 4.3.6)."""
    found = re.search(_NO_DURATION, message, re.DOTALL)
    return found is not None and re.fullmatch(DURATION, found[1].strip(), re.ASCII) is not None


def _violation(message: str, element: etree._Element, prefixes: Mapping[str, str]) -> Violation:
    undeclared = re.search(_UNDECLARED, message)
    names_type = "does not resolve to a type definition" in message
    return Violation(readable(message, prefixes), element, undeclared[1] if undeclared else "", names_type)


def _prefixes(root: etree._Element) -> dict[str, str]:
    return {prefix: uri for _, prefix, uri in declarations(root) if prefix}


def _parser(schema: etree.XMLSchema | None = None, entities: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        schema=schema,
        # The type stubs do not know "internal".
        resolve_entities=cast(bool, "internal") if entities else False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )


def _entries(log: object) -> Iterable[Any]:
    """The entries of a log of lxml, which its type stubs do not declare as iterable."""
    return cast(Iterable[Any], log)


def readable(message: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> str:
    """A message of libxml2 with prefixes instead of `{namespace}`, without its full stop, and cut if it is long."""
    for prefix, uri in prefixes.items():
        message = message.replace(f"{{{uri}}}", f"{prefix}:")
    return re.sub(r"\{[^}]*\}", "", message).rstrip(". ")[:_LONGEST_REASON]
