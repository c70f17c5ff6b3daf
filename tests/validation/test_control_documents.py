"""The schema files of a package are read, and its manifest is judged by them too."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from packages import SCORM_2004, schema_of
from test_rules_2004 import changed, said

from courseware.diagnostics import Diagnostic

NAMESPACE = "urn:example:extension"
NOTE = (
    '<xs:element name="note"><xs:complexType><xs:sequence><xs:element name="n" type="xs:integer"/></xs:sequence>'
    '<xs:attribute name="k" use="required"/></xs:complexType></xs:element>'
    '<xs:attribute name="level" type="xs:integer"/>'
)
ENDLESS = '<xs:complexType name="t"><xs:sequence>%s</xs:sequence></xs:complexType>'
DOUBLING = "".join(
    f'<xs:group name="g{n}"><xs:sequence><xs:group ref="g{n - 1}"/><xs:group ref="g{n - 1}"/></xs:sequence></xs:group>'
    for n in range(1, 60)
)


def with_note(
    note: str, schema: bytes | str = NOTE, item: str = "", files: Mapping[str, bytes] | None = None
) -> list[Diagnostic]:
    """What is said of a package with an extension in its metadata, and maybe an attribute on an item."""
    text = changed("LOM lom.xsd", f"LOM lom.xsd {NAMESPACE} note.xsd")
    text = text.replace("<manifest ", f'<manifest xmlns:e="{NAMESPACE}" ', 1)
    text = text.replace("4th Edition</schemaversion>", f"4th Edition</schemaversion>{note}", 1)
    text = text.replace('<item identifier="i3"', f'<item {item} identifier="i3"')
    content = schema if isinstance(schema, bytes) else schema_of(NAMESPACE, schema)
    return said(text, **{"note.xsd": content}, **(files or {}))


def told(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [
        (diagnostic.code, diagnostic.severity, diagnostic.span.file if diagnostic.span else "")
        for diagnostic in found
    ]


def test_an_extension_that_follows_its_schema_is_sound() -> None:
    assert with_note('<e:note k="1"><e:n>7</e:n></e:note>', item='e:level="2"') == []


@pytest.mark.parametrize(
    ("note", "item", "reason"),
    [
        ('<e:note k="1"><e:n>seven</e:n></e:note>', "", "'seven' is not a valid value"),
        ("<e:note><e:n>7</e:n></e:note>", "", "The attribute 'k' is required"),
        ('<e:note k="1"/>', "", "Missing child element"),
        ('<e:note k="1"><e:n>7</e:n></e:note>', 'e:level="high"', "'high' is not a valid value"),
    ],
)
def test_an_extension_is_judged_by_its_schema(note: str, item: str, reason: str) -> None:
    (diagnostic,) = with_note(note, item=item)
    assert (diagnostic.code, diagnostic.severity) == ("P614", "error")
    assert reason in diagnostic.message


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (b"", ""),
        (b"<schema><element", "Couldn't find end of Start Tag"),
        (b"<html/>", "it is not a schema: its root is <html>"),
        (schema_of("urn:other", ""), 'it is for the namespace "urn:other", not "urn:example:extension"'),
        (b'<schema xmlns="http://www.w3.org/2001/XMLSchema"/>', "it names no urn:example:extension"),
        (schema_of(NAMESPACE, '<xs:element name="note" type="missing"/>'), "does not resolve"),
        (schema_of(NAMESPACE, "<xs:elemant/>"), "content is not valid"),
        (schema_of(NAMESPACE, '<xs:group name="g"/>'), 'the group "g" is empty'),
    ],
)
def test_an_unusable_schema_file_is_reported_at_its_place(schema: bytes, reason: str) -> None:
    (diagnostic,) = with_note("<e:note/>", schema)
    assert told([diagnostic]) == [("P613", "error", "note.xsd")]
    assert reason in diagnostic.message


def test_included_schema_files_are_read() -> None:
    include = '<xs:include schemaLocation="more/part.xsd"/>'
    part = schema_of(NAMESPACE, NOTE)
    good = '<e:note k="1"><e:n>7</e:n></e:note>'
    assert told(with_note(good, include)) == [("P504", "error", "")]
    assert told(with_note(good, include, files={"more/part.xsd": part})) == []
    assert told(with_note("<e:note/>", include, files={"more/part.xsd": part})) == [
        ("P614", "error", "imsmanifest.xml"), ("P614", "error", "imsmanifest.xml"),
    ]  # fmt: skip
    other = schema_of("urn:other", "")
    assert told(with_note(good, include, files={"more/part.xsd": other})) == [("P613", "error", "note.xsd")]


def test_a_document_type_names_files_that_have_to_be_there() -> None:
    head = b'<!DOCTYPE xs:schema SYSTEM "types.dtd">'
    good, schema = '<e:note k="1"><e:n>7</e:n></e:note>', head + schema_of(NAMESPACE, NOTE)
    dtd = b'<!ENTITY % more PUBLIC "more" "more.dtd" >'
    assert [diagnostic.message.rpartition(": ")[2] for diagnostic in with_note(good, schema)] == ["types.dtd"]
    said_of_dtd = with_note(good, schema, files={"types.dtd": dtd})
    assert [diagnostic.message.rpartition(": ")[2] for diagnostic in said_of_dtd] == ["more.dtd"]
    assert with_note(good, schema, files={"types.dtd": dtd, "more.dtd": b""}) == []


def test_a_type_may_be_named_where_the_schemas_of_the_package_have_it() -> None:
    text = SCORM_2004.replace('<item identifier="i3"', '<item xsi:type="itemType" identifier="i3"')
    assert told(said(text)) == [("P614", "error", "imsmanifest.xml")]  # those of the project name no types


@pytest.mark.parametrize(
    "schema",
    [
        ENDLESS % "".join(f'<xs:element name="e{n}" minOccurs="0"/>' for n in range(3000)),
        f'<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>{DOUBLING}'
        '<xs:complexType name="t"><xs:group ref="g59"/></xs:complexType>',
        "".join(
            f'<xs:complexType name="t{n}"><xs:complexContent><xs:extension base="t{n - 1}"><xs:sequence>'
            f'<xs:element name="a{n}" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>'
            for n in range(1, 900)
        )
        + '<xs:complexType name="t0"/>',
    ],
    ids=["one long content model", "groups of groups", "types of types"],
)
def test_schemas_that_take_libxml2_minutes_or_gigabytes_are_not_compiled(schema: str) -> None:
    assert told(with_note("<e:note/>", schema)) == [("P615", "warning", "")]


def test_patterns_that_take_for_ever_are_left_out() -> None:
    pattern = '<xs:restriction base="xs:string"><xs:pattern value="%s"/></xs:restriction>'
    element = '<xs:element name="note"><xs:simpleType>%s</xs:simpleType></xs:element>'
    assert told(with_note("<e:note>b</e:note>", element % (pattern % "a+"))) == [
        ("P614", "error", "imsmanifest.xml")
    ]
    long = "a" * 60
    assert with_note(f"<e:note>{long}</e:note>", element % (pattern % "(a*)*b")) == []
