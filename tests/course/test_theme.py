"""A course's own theme: what it must not load, and errors when reading it."""

from __future__ import annotations

import pytest

from courseware.course.compiler import check_course
from courseware.course.theme import LARGEST, outside_addresses
from courseware.diagnostics import Diagnostic

DOCUMENT = "---\ntitle: One\n---\n\nText.\n"


def checked(css: str | bytes) -> list[Diagnostic]:
    files = {"one.md": DOCUMENT, "course.yaml": "theme: look/ours.css\n", "look/ours.css": css}
    return check_course(files)[1]


@pytest.mark.parametrize(
    ("css", "address"),
    [
        ("a { background: url(https://a.example/x.png) }", "https://a.example/x.png"),
        ("a { background: url( 'HTTP://a.example' ) }", "HTTP://a.example"),
        ("a { background: URL(//a.example) }", "//a.example"),
        (r"a { background: url(\\\\a.example) }", r"\\a.example"),
        (r"a { background: \75 rl(https://a.example) }", "https://a.example"),
        (r"a { background: u\72l('https://a.example') }", "https://a.example"),
        (r"a { background: url('\68ttps://a.example') }", "https://a.example"),
        ("a { background: url('\\9 ht\\Atps://a.example') }", "\tht\ntps://a.example"),
        ("a { background: image-set('https://a.example' 1x) }", "https://a.example"),
        ("a { background: -webkit-image-set(url(https://a.example) 1x) }", "https://a.example"),
        ("a { background: image-set(linear-gradient(red, red), 'https://a.example') }", "https://a.example"),
        ("a { --later: url(https://a.example) }", "https://a.example"),
        ("a { b { content: src('https://a.example') } }", "https://a.example"),
        ("@media print { a { cursor: url(wss://a.example), auto } }", "wss://a.example"),
        ("@font-face { font-family: x; src: local('x'), url(//a.example/x.woff2) }", "//a.example/x.woff2"),
        ("@import 'https://a.example/x.css';", "https://a.example/x.css"),
        ("@import url(https://a.example/x.css) print;", "https://a.example/x.css"),
        (r"@\69mport 'x.css';", "x.css"),
        ("@import url('x.css');", "x.css"),
        ("a { background: url(data:image/png;base64,AA==) }", "data:image/png;base64,AA=="),
        ("a { background: url(file:///etc/passwd) }", "file:///etc/passwd"),
        ("a { background: url(https://a.example", "https://a.example"),
        ("a { background: image-set('https://a.example", "https://a.example"),
        ("a { background: url(javascript:alert(1)) } b { background: url(https://a.example) }", "https://a.example"),
    ],
)  # fmt: skip
def test_an_address_outside_the_package_is_an_error(css: str, address: str) -> None:
    found = checked(css)
    assert {diagnostic.code for diagnostic in found} == {"C130"}
    assert address in {diagnostic.message.split('"')[1] for diagnostic in found}
    assert {diagnostic.span.file for diagnostic in found if diagnostic.span} == {"look/ours.css"}


@pytest.mark.parametrize(
    "css",
    [
        "a { background: url(#gradient) }",
        "a { background: url(paper.png) }",
        "a { background: url(../media/cup.png) }",
        "a::before { content: 'https://a.example' }",
        "a[href^='https://'] { color: red }",
        "/* url(https://a.example) @import 'x'; */",
        "@namespace svg url(http://www.w3.org/2000/svg);",
        "@media screen and (min-width: 30em) { a { color: red } }",
        "@page { margin: 1cm } a { --accent: 'x' }",
    ],
)
def test_what_loads_nothing_from_outside_passes(css: str) -> None:
    assert checked(css) == []


def test_the_place_is_that_of_the_address() -> None:
    (diagnostic,) = checked("a {\n  background: red,\n    url(https://a.example);\n}\n")
    assert diagnostic.span
    assert diagnostic.span[:3] == ("look/ours.css", 3, 5)


def test_a_style_sheet_that_is_deeply_nested_is_read() -> None:
    assert list(outside_addresses("a{" * 50_000 + "b: url(//a.example)")) == [("//a.example", (1, 100_004))]


@pytest.mark.parametrize(
    ("css", "code"), [(b"a { content: '\xff' }", "C103"), (b" " * (LARGEST + 1), "C104")]
)
def test_what_cannot_be_read_is_named(css: bytes, code: str) -> None:
    (diagnostic,) = checked(css)
    assert (diagnostic.code, diagnostic.span and diagnostic.span.file) == (code, "look/ours.css")
    assert "look/ours.css" in diagnostic.message
