"""Only files that have changed are read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.course import known_files
from courseware.course.known_files import KnownFiles
from courseware.course.source import FileReader, TextOrProblems, read_source


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the names of the files that are read."""
    names: list[str] = []
    text = FileReader.text

    def noting(
        self: FileReader, content: bytes | Path, name: str, shown: str, largest: int
    ) -> TextOrProblems:
        names.append(name)
        return text(self, content, name, shown, largest)

    monkeypatch.setattr(FileReader, "text", noting)
    return names


def of_other_size(path: Path) -> None:
    path.write_text("---\ntitle: Another one\n---\n", encoding="utf-8")


def of_equal_size_and_time(path: Path) -> None:
    before = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def another_file(path: Path) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(path.read_bytes().swapcase())
    beside.replace(path)


def texts(course: Path, files: FileReader | None = None) -> list[str]:
    source, _ = read_source(course, files)
    return [document.text for document in source.documents] if source else []


@pytest.mark.parametrize("change", [of_other_size, of_equal_size_and_time, another_file])
def test_only_what_changed_is_read_again(
    course: Path, read: list[str], change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "SETTLED", 0)
    files = KnownFiles()
    first = texts(course, files)
    assert read == ["a.md", "b.md"]
    assert texts(course, files) == first
    assert read == ["a.md", "b.md"]
    change(course / "b.md")
    changed = texts(course, files)
    assert read == ["a.md", "b.md", "b.md"]
    assert changed == texts(course) != first


def test_a_file_that_was_written_just_now_is_not_trusted(
    course: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "SETTLED", 3_600_000_000_000)
    files = KnownFiles()
    for _ in range(2):
        read_source(course, files)
    assert read == ["a.md", "b.md"] * 2


def test_files_that_are_gone_are_forgotten(
    course: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "SETTLED", 0)
    files = KnownFiles()
    read_source(course, files)
    files.keep_only({"a.md"})
    read_source(course, files)
    assert read == ["a.md", "b.md", "b.md"]


def test_of_a_folder_with_very_many_files_the_deepest_are_passed_over(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = course / "below" / "deep"
    deep.mkdir(parents=True)
    for number in range(5):
        (deep / f"{number}.png").touch()
    (course / "below" / "one.png").touch()
    monkeypatch.setattr(KnownFiles, "most", 3)
    source, _ = read_source(course, KnownFiles())
    assert source
    assert source.files == {"a.md", "b.md", "below/one.png"}
