"""Packages: the same bytes on every machine, written completely or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from click.testing import CliRunner
from small_course import course

from courseware import formats
from courseware.archive.file import File
from courseware.archive.writer import Package, moment, write_folder, write_zip
from courseware.commands import main
from courseware.formats.build import build

ROOT = Path(__file__).parents[2]
COURSE = course()
PAGE = File("index.html", b"<!DOCTYPE html><title>Water</title>" + b"<p>Rain falls." * 200)
STYLE = File("assets/course-0a1b2c3d.css", b"p { color: blue }")


@pytest.fixture
def media(tmp_path: Path) -> File:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\1\2\3" * 70_000)
    return File("media/clip.mp4", path)


def entries(path: Path) -> list[tuple[object, ...]]:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return [
            (i.filename, i.date_time, i.external_attr, i.create_system, i.flag_bits, i.extra, archive.read(i))
            for i in archive.infolist()
        ]


def in_folder(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- build


def test_the_manifest_comes_first_and_all_else_by_name() -> None:
    built, diagnostics = build(COURSE, [PAGE, STYLE], formats.load("scorm"))
    assert diagnostics == []
    assert [file.name for file in built.files] == [
        "imsmanifest.xml",
        "adlcp_rootv1p2.xsd",
        "assets/course-0a1b2c3d.css",
        "ims_xml.xsd",
        "imscp_rootv1p1p2.xsd",
        "imsmd_rootv1p2p1.xsd",
        "index.html",
    ]


def test_a_faulty_package_is_reported_before_it_is_written() -> None:
    for format_name in formats.FORMATS:
        _, diagnostics = build(COURSE, [PAGE, File("a\\b.css", b"")], formats.load(format_name))
        assert "P510" in [diagnostic.code for diagnostic in diagnostics]
    _, diagnostics = build(COURSE, [STYLE], formats.load("scorm"))
    assert [diagnostic.code for diagnostic in diagnostics] == ["P530"]


def test_html_packages_have_no_manifest() -> None:
    built, diagnostics = build(COURSE, [STYLE, PAGE], formats.load("html"))
    assert (built.files, diagnostics) == ((STYLE, PAGE), [])


def test_an_lms_gets_the_small_zip_that_it_was_promised(tmp_path: Path) -> None:
    built, _ = build(COURSE, [PAGE, STYLE], formats.load("scorm"))
    write_zip(built, tmp_path / "course.zip")
    assert (tmp_path / "course.zip").stat().st_size < sum(len(file.read()) for file in built.files) / 3


# --- zip


def test_entries_carry_nothing_of_the_machine(tmp_path: Path, media: File) -> None:
    write_zip(Package((PAGE, media)), tmp_path / "a.zip")
    assert entries(tmp_path / "a.zip") == [
        (file.name, (1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3, 0, b"", file.read()) for file in (PAGE, media)
    ]
    with ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.compress_type for entry in archive.infolist()] == [ZIP_DEFLATED, ZIP_STORED]


def test_two_runs_give_the_same_bytes_and_another_content_gives_others(tmp_path: Path, media: File) -> None:
    for name, files in {"a": (PAGE, media), "b": (PAGE, media), "c": (STYLE, media)}.items():
        write_zip(Package(files), tmp_path / name)
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b != c


BUILD = """
import sys; from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/support", sys.argv[1] + "/tests/formats"]
import test_package as t
files = [t.PAGE, t.STYLE, *(t.File(f"media/{n}.png", Path(sys.argv[2])) for n in "cab")]
built, diagnostics = t.build(t.COURSE, files, t.formats.load("scorm"))
assert not diagnostics
t.write_zip(built, Path(sys.argv[3]))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/St_Johns", "LC_ALL": "C"},
        {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295", "PYTHONOPTIMIZE": "2"},
    ],
)
def test_the_same_bytes_in_any_time_zone_locale_folder_and_hash_order(
    environment: dict[str, str], tmp_path: Path, media: File
) -> None:
    def build(name: str, folder: Path, **environment: str) -> str:
        clean = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        folder.mkdir(exist_ok=True)
        command = [sys.executable, "-c", BUILD, str(ROOT), str(media.content), str(folder / name)]
        subprocess.run(command, check=True, cwd=folder, env={**clean, **environment})
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()

    here = build("a.zip", tmp_path, PYTHONHASHSEED="0", TZ="UTC")
    assert build("b.zip", tmp_path / "an other folder", **environment) == here


REPACK = """
import sys, zlib; from pathlib import Path; sys.path.insert(0, sys.argv[1])
from courseware.archive.file import File
from courseware.archive.writer import Package, write_zip
names, folder = Path(sys.argv[2], ".courseware").read_text().splitlines(), Path(sys.argv[2])
write_zip(Package(tuple(File(name, folder / name) for name in names)), Path(sys.argv[3]))
print(sys.version_info[1], zlib.ZLIB_RUNTIME_VERSION)
"""


@pytest.mark.parametrize("python", ["/usr/bin/python3", "python3.11", "python3.13"])
def test_the_same_zip_under_other_versions_of_python(python: str, tmp_path: Path, media: File) -> None:
    if not shutil.which(python) or subprocess.run([python, "-c", "import zlib"], check=False).returncode:
        pytest.skip(f"{python} does not run here")
    built, _ = build(COURSE, [PAGE, STYLE, media], formats.load("scorm"))
    write_zip(built, tmp_path / "ours.zip")
    write_folder(built, tmp_path / "unpacked")
    command = [python, "-c", REPACK, str(ROOT), str(tmp_path / "unpacked"), str(tmp_path / "theirs.zip")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert entries(tmp_path / "theirs.zip") == entries(tmp_path / "ours.zip")
    if done.stdout.split()[1] == zlib.ZLIB_RUNTIME_VERSION:
        assert (tmp_path / "theirs.zip").read_bytes() == (tmp_path / "ours.zip").read_bytes()


@pytest.mark.parametrize(
    ("source_date_epoch", "date"),
    [
        (None, (1980, 1, 1, 0, 0, 0)),
        ("", (1980, 1, 1, 0, 0, 0)),
        ("0", (1980, 1, 1, 0, 0, 0)),
        ("-5", (1980, 1, 1, 0, 0, 0)),
        ("1769860800", (2026, 1, 31, 12, 0, 0)),
        ("99999999999999999999", (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_source_date_epoch(source_date_epoch: str | None, date: tuple[int, ...], tmp_path: Path) -> None:
    write_zip(Package((PAGE,), moment(source_date_epoch)), tmp_path / "a.zip")
    assert entries(tmp_path / "a.zip")[0][1] == date


def test_an_invalid_source_date_epoch_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = CliRunner().invoke(main, ["package", str(ROOT / "content"), "--output", str(tmp_path / "a.zip")])
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH must be a whole number of seconds, not 'yesterday'" in result.output
    assert list(tmp_path.iterdir()) == []


def test_source_date_epoch_reaches_the_zip_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    result = CliRunner().invoke(main, ["package", str(ROOT / "content"), "--output", str(tmp_path / "a.zip")])
    assert result.exit_code == 0
    assert {date for _, date, *_ in entries(tmp_path / "a.zip")} == {(2023, 11, 14, 22, 13, 20)}


def test_a_failure_leaves_the_last_zip_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "build" / "a.zip"
    write_zip(Package((PAGE,)), path)
    before = path.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_zip(Package((STYLE, File("media/gone.png", tmp_path / "gone.png"))), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_zip_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_zip(Package((PAGE,)), tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_media_are_never_held_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    with open(path, "wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from courseware.archive.file import File; from courseware.archive.writer import Package, write_zip\n"
        "write_zip(Package((File('large.mp4', Path(sys.argv[2])),)), Path(sys.argv[3]))\n"
        # the peak of this process; getrusage would start with that of the tests' process, its parent
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM:'))\n"
        "print(int(peak.split()[1]) // 1024)"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(path), str(tmp_path / "a.zip")]
    megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert int(megabytes) < 60


# --- folder


def test_folder_holds_the_files_and_what_they_are(tmp_path: Path, media: File) -> None:
    write_folder(Package((PAGE, STYLE, media)), tmp_path / "new" / "out")
    assert in_folder(tmp_path / "new" / "out") == {
        PAGE.name: PAGE.read(),
        STYLE.name: STYLE.read(),
        media.name: media.read(),
        ".courseware": b"index.html\nassets/course-0a1b2c3d.css\nmedia/clip.mp4\n",
    }


def test_a_second_run_replaces_what_the_first_wrote_and_leaves_no_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_folder(Package((PAGE, STYLE)), out)
    (out / ".DS_Store").touch()
    (out / PAGE.name).write_text("edited by hand")
    write_folder(Package((PAGE,)), out)
    assert sorted(in_folder(out)) == [".courseware", "index.html"]
    assert (out / PAGE.name).read_bytes() == PAGE.read()
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("name", ["notes.txt", "assets/mine.css", "deep/er/file"])
def test_a_folder_with_a_file_of_another_origin_is_not_changed(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(Package((PAGE, STYLE)), out)
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    before = in_folder(out)
    with pytest.raises(FileExistsError, match=name):
        write_folder(Package((PAGE,)), out)
    assert in_folder(out) == before


def test_a_folder_that_courseware_never_wrote_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(FileExistsError, match=r"contains index\.html, which courseware did not write"):
        write_folder(Package((PAGE,)), tmp_path)
    assert in_folder(tmp_path) == {"index.html": b"mine"}


def test_a_link_in_the_folder_is_neither_followed_nor_lost(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "precious", target_is_directory=True)
    with pytest.raises(FileExistsError, match="link"):
        write_folder(Package((PAGE,)), tmp_path / "out")
    assert (tmp_path / "out" / "link" / "file").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NotADirectoryError):
        write_folder(Package((PAGE,)), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_failure_leaves_the_last_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(Package((PAGE, STYLE)), out)
    before = in_folder(out)
    with pytest.raises(FileNotFoundError):
        write_folder(Package((PAGE, File("media/gone.png", tmp_path / "gone.png"))), out)
    assert in_folder(out) == before
    assert list(tmp_path.iterdir()) == [out]


# --- the registry


@pytest.mark.parametrize("name", sorted(formats.FORMATS))
def test_every_format_gives_the_whole_interface(name: str) -> None:
    standard = formats.load(name)
    assert name.startswith(standard.NAME) or standard.NAME.startswith(name)
    assert (ROOT / "templates" / "runtime" / "drivers" / f"{standard.DRIVER}.js").is_file()
    assert all(limit.characters >= 4096 for limit in standard.LIMITS)
    assert all(standard.advice(COURSE))


def test_xml_is_not_loaded_before_it_is_needed() -> None:
    script = (
        "import sys; from courseware import formats; formats.load('html')\n"
        "assert 'lxml' not in sys.modules; formats.load('scorm'); assert 'lxml.etree' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
