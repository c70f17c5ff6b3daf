"""The reader of the disk: bytes as editors of all systems write them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from courseware.archive.reader import LONGEST_SHOWN, lines_of
from courseware.course.compiler import check_course
from courseware.course.source import LARGEST_TEXT, FileReader, read_source
from courseware.course.targets import LARGEST_PICTURE
from courseware.diagnostics import Diagnostic

DOCUMENT = "---\ntitle: Größe\nfoo: 1\n---\n\n## A\n\n{type: selct}\n"


def places(diagnostics: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [
        (diagnostic.code, diagnostic.span.line, diagnostic.span.column)
        for diagnostic in diagnostics
        if diagnostic.span
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_end_and_a_byte_order_mark(tmp_path: Path, end: str, mark: str) -> None:
    (tmp_path / "a.md").write_bytes((mark + DOCUMENT.replace("\n", end)).encode())
    course, diagnostics = check_course(tmp_path)
    assert places(diagnostics) == [("F105", 3, 1), ("M203", 8, 8)]
    assert course
    assert course.pages[0].title == "Größe"


@pytest.mark.parametrize("before", ["\n\n  \n", "  ", "\t\n"])
def test_blank_lines_before_the_front_matter_are_counted(tmp_path: Path, before: str) -> None:
    (tmp_path / "a.md").write_text(before + DOCUMENT, encoding="utf-8")
    lines = before.count("\n")
    assert places(check_course(tmp_path)[1]) == [("F105", 3 + lines, 1), ("M203", 8 + lines, 8)]


@pytest.mark.parametrize(
    "sign", ["\x00", "\x0b", "\x0c", "\x1c", "\x1b", "\x85", "\u2028", "\u2029", "\ufeff"]
)
def test_what_some_take_for_a_line_end_does_not_move_places(tmp_path: Path, sign: str) -> None:
    lines = [
        "---",
        f"title: a{sign}b",
        "foo: 1",
        "---",
        f"a{sign}b {{type: x}}",
        "",
        f"    a{sign}b",
        "    {type: y}",
    ]
    text = "\n".join([*lines, "", f'{{type: "z{sign}"}}', ""])
    (tmp_path / "a.md").write_bytes(text.encode())
    assert places(check_course(tmp_path)[1]) == [
        ("F105", 3, 1),
        ("M302", 5, 5),
        ("M305", 8, 5),
        ("M203", 10, 8),
    ]


def test_what_cannot_be_written_into_xml_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b'---\ntitle: "a\\x01b"\n---\n\nx\x00\x1by\n')
    course, diagnostics = check_course(tmp_path)
    assert diagnostics == []
    assert course
    assert course.pages[0].title == "a\ufffdb"
    assert "x\ufffd\ufffdy" in str(course.pages[0].sections)


def test_the_column_of_a_wrong_byte_counts_characters(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("---\r\ntitle: Größe ".encode() + b"\xe4\r\n---\r\n")
    assert places(check_course(tmp_path)[1]) == [("C103", 2, 14)]


def test_a_file_too_large_is_named_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    (tmp_path / "b.md").write_text("---\ntitle: B\n---\n")
    course, diagnostics = check_course(tmp_path)
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("C104", f"{tmp_path}/a.md is too large (1.1 MB); the limit for text files is 1 MB")
    ]
    assert course
    assert [page.title for page in course.pages] == ["B"]


def test_of_a_file_too_large_only_the_beginning_is_read_to_show_a_line(tmp_path: Path) -> None:
    with (tmp_path / "theme.css").open("wb") as file:
        file.write(b"a {}\n")
        file.truncate(300 * 1024 * 1024)
    first, rest = lines_of(f"{tmp_path}/theme.css")
    assert (first, len(rest)) == ("a {}", LONGEST_SHOWN - len("a {}\n"))


@pytest.mark.parametrize(
    ("signs", "code"), [(100, "L417"), (200_000, "D121")], ids=["a small picture", "one of 200 kB"]
)
def test_a_picture_within_the_text_is_reported_and_not_quoted_in_full(signs: int, code: str) -> None:
    text = f"---\ntitle: A\n---\n\n![The bay](data:image/png;base64,{'i' * signs})\n"
    (diagnostic,) = check_course({"a.md": text})[1]
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == (code, 5)
    assert "as a file" in diagnostic.hint
    assert len(diagnostic.message) < 200


def test_a_message_quotes_a_long_address_in_part() -> None:
    (diagnostic,) = check_course({"a.md": f"---\ntitle: A\n---\n\n[a](data:text/plain,{'a' * 90_000})\n"})[1]
    assert (diagnostic.code, len(diagnostic.message) < 1_100) == ("L410", True)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").touch()

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    _, diagnostics = check_course(tmp_path)
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("C105", f"cannot read {tmp_path}/a.md: Permission denied")
    ]


def test_links_that_lead_nowhere_are_not_files(tmp_path: Path) -> None:
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "nowhere.md").symlink_to("elsewhere.md")
    (tmp_path / "above").symlink_to("..")
    source, _ = read_source(tmp_path)
    assert source
    assert source.files == frozenset()


def test_a_document_that_leads_out_of_the_course_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\n")
    course = tmp_path / "course"
    course.mkdir()
    (course / "a.md").symlink_to("../secret.md")
    checked, diagnostics = check_course(course)
    assert checked is None
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("L403", f'"{course}/a.md" is outside the course')
    ]


def test_what_is_a_document(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "README.md", "_x.md", ".h.md", "c.txt", "D.MD", "sub/e.md", ".git/f.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.md").mkdir()
    source, diagnostics = read_source(tmp_path)
    assert diagnostics == []
    assert source
    assert [document.name for document in source.documents] == ["a.md", "b.md"]
    assert source.files == {"b.md", "a.md", "README.md", "_x.md", "c.txt", "D.MD", "sub/e.md"}


def test_a_name_that_is_not_text_is_reported(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"gr\xf6.md", b"gr\xf6.png"):
        with open(folder + b"/" + name, "wb"):
            pass
    source, diagnostics = read_source(tmp_path)
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("C105", f"cannot read {tmp_path}/gr\ufffd.md: its name is not UTF-8 text")
    ]
    assert source
    assert source.files == frozenset()


@pytest.mark.parametrize(("on_disk", "written"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_letters_with_accents_are_found_however_they_are_composed(
    tmp_path: Path, on_disk: Literal["NFC", "NFD"], written: Literal["NFC", "NFD"]
) -> None:
    name = "größe.png"
    (tmp_path / normalize(on_disk, name)).write_bytes(b"\x89PNG")
    text = f"---\ntitle: T\n---\n\n![x]({normalize(written, name)})\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    course, diagnostics = check_course(tmp_path)
    assert diagnostics == []
    assert course
    assert course.files == {"media/grosse.png": tmp_path / normalize(on_disk, name)}


def test_a_file_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    assert FileReader().head(tmp_path / "gone.png", "gone.png").size == -1


def test_a_picture_that_is_too_large_to_load_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n\n![The bay](bay.png)\n![The sea](sea.png)")
    with (tmp_path / "bay.png").open("wb") as file:
        file.truncate(LARGEST_PICTURE + 1)
    with (tmp_path / "sea.png").open("wb") as file:
        file.truncate(LARGEST_PICTURE)
    _, diagnostics = check_course(tmp_path)
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("L413", 'the picture "bay.png" is large: 5 MB')
    ]


def test_an_unreadable_folder_is_reported_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    source, [said] = read_source(tmp_path)
    assert source
    assert [document.name for document in source.documents] == ["a.md"]
    assert said.code == "C105"
    assert said.message == f"cannot read {tmp_path}/locked: Permission denied"
