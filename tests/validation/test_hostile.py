"""Hostile packages: each is judged within two seconds and 200 MB, with no trace, byte written or socket opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from hostile import HOSTILE, SOUND, packed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import ROOT, codes, write_zip

from courseware.commands.faults import FAULTS
from courseware.validation.validate import validate

WATCHED = """
import json, os, resource, sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/validation"]
from courseware.validation.validate import validate
from packages import codes
done = []
def watch(event, details):
    if event.split(".")[0] in ("socket", "subprocess", "shutil", "tempfile", "ctypes") or event in WRITING:
        done.append(event)
    if event == "open" and ((details[1] or "r").strip("rb") or details[2] & (os.O_WRONLY | os.O_RDWR)):
        done.append(f"open {details[:2]}")
WRITING = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.system", "os.exec"}
for line in sys.stdin:
    path, deed = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(os.path.dirname(path))
        # The system ends the process where it takes more than two seconds of the processor, or more than 200 MB.
        resource.setrlimit(resource.RLIMIT_CPU, (8, 8))  # a busy processor counts twice what a free one does
        resource.setrlimit(resource.RLIMIT_DATA, (200 * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        sys.addaudithook(watch)
        report = validate(path)
        exec(deed)
        print(json.dumps([codes(report), done]), flush=True)
        os._exit(0)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""
"""Judges packages, each in a process of its own that is forked when `validate` has been loaded; prints what is said and
done, and the status with which the process ended."""


class Watch:
    """A process that judges packages under watch."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def judge(self, path: Path, deed: str = "") -> tuple[int, str]:
        """The status, and all that is printed about a package; `deed` is done besides."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(path), deed]) + "\n")
        self._process.stdin.flush()
        printed = ""
        for line in self._process.stdout:
            said, end, status = line.partition("ended ")
            printed += said
            if end:
                return int(status), printed
        raise AssertionError(printed)


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    command = [sys.executable, "-c", WATCHED, str(ROOT)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as process:
        yield Watch(process)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packages_are_judged_and_do_nothing(name: str, watch: Watch, tmp_path: Path) -> None:
    make, expected = HOSTILE[name]
    path = tmp_path / "course.zip"
    make(path)
    status, printed = watch.judge(path)
    assert status == 0, printed[-2000:]
    assert json.loads(printed) == [expected, []]
    assert sorted(child.name for child in tmp_path.iterdir()) == ["course.zip"]


def test_the_watch_sees_what_it_watches_for(watch: Watch, tmp_path: Path) -> None:
    """The test above would notice a file written, a socket opened, and memory taken."""
    for deed, seen in (
        ("open('new', 'w')", "open"),
        ("__import__('socket').socket()", "socket"),
        ("bytearray(300 * 2**20)", "MemoryError"),
    ):
        assert seen in watch.judge(write_zip(tmp_path / "course.zip", SOUND), deed)[1]


def test_a_path_that_is_not_a_package_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for name in ("pipe.zip", "nothing.zip", "nothing.xml"):
        assert codes(validate(tmp_path / name)) == ["P601!"]
    assert codes(validate(tmp_path)) == ["P501!", "P607!"]


def test_links_in_folders_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    for name, content in SOUND.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert codes(validate(folder)) == []
    (folder / "loop").symlink_to(folder)
    (folder / "two.html").unlink()
    (folder / "two.html").symlink_to("/etc/passwd")
    assert codes(validate(folder)) == ["P607!", "P607!", "33:7 P514!"]


def test_no_character_of_a_package_commands_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    HOSTILE["a name that commands a terminal"][0](path)
    command = [sys.executable, "-m", "courseware", "validate", str(path)]
    ran = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 1
    assert b"\x1b" not in ran.stderr + ran.stdout


WHOLE = packed(SOUND)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4)), max_size=6),
    st.integers(0, len(WHOLE)) | st.just(len(WHOLE)),
)
def test_whatever_a_zip_holds_is_judged(
    tmp_path: Path, changes: list[tuple[int, bytes]], length: int
) -> None:
    content = bytearray(WHOLE)
    for place, other in changes:
        content[place : place + len(other)] = other
    path = tmp_path / "course.zip"
    path.write_bytes(content[:length])
    report = validate(path)
    assert all(
        diagnostic.code in FAULTS and diagnostic.message and diagnostic.span
        for diagnostic in report.diagnostics
    )
    if report.sound:  # then what everyone else reads is whole too
        with ZipFile(path) as archive:
            assert archive.testzip() is None
