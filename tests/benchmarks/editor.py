"""What an author waits for in an editor: diagnostics after a keystroke; and the language server's memory."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from documents import write_course
from lsprotocol import types
from processes import middle, run
from rows import Row

sys.path.append(str(Path(__file__).parents[1] / "support"))
from editor_client import Editor, editing

COMMAND = str(Path(sys.executable).with_name("courseware"))
KEYSTROKES = 100
EDITS = 200


def editor(folder: Path) -> Iterator[Row]:
    """Keystrokes in courses of three sizes, compared with a fresh check; memory in a long session."""
    for size, limit in ((1, 0.15), (100, 0.05), (1000, 0.05)):
        course = folder / f"edited{size}"
        write_course(course, size)
        check = middle([run([COMMAND, "check", str(course)]) for _ in range(3)])
        with editing() as editor:
            names = [f"phase{number}.md" for number in range(size)]
            uris = {name: editor.open(course / name) for name in (names[0], names[size // 2])}
            name, uri = list(uris.items())[-1]
            _type(editor, uri, course / name, 5)
            before = _seconds(editor)
            _type(editor, uri, course / name, KEYSTROKES)
            seconds = (_seconds(editor) - before) / KEYSTROKES
            what = f"a keystroke's diagnostics, {_documents(size)}"
            floor = f"{check * 1000:.0f} ms `courseware check`"
            yield Row(what, f"{seconds * 1000:.1f} ms", floor, seconds / check, " ×", limit)
            if size == 1000:
                yield _memory(editor, course, names)
        shutil.rmtree(course)


def _memory(editor: Editor, course: Path, names: list[str]) -> Row:
    opened = _megabytes(editor)
    chance = Random(1)
    for _ in range(EDITS // 10):
        name = chance.choice(names)
        uri = editor.open(course / name)
        _type(editor, uri, course / name, 10)
        closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        editor.notify(types.TEXT_DOCUMENT_DID_CLOSE, closed)
    after = _megabytes(editor)
    what = f"language server, 1,000 documents: memory after {EDITS:,} edits"
    return Row(what, f"{after:.0f} MB", f"{opened:.0f} MB as it was opened", after / opened, " ×", 1.2)


def _documents(size: int) -> str:
    return f"{size:,} document{'s' if size > 1 else ''}"


def _type(editor: Editor, uri: str, path: Path, times: int) -> None:
    """Types letters into a title and a paragraph by turns, and waits for the diagnostics after each."""
    lines = path.read_text("utf-8").split("\n")
    title = next(number for number, line in enumerate(lines) if line.startswith("## "))
    words = next(number for number, line in enumerate(lines) if line[:1].isalpha() and number > title)
    for number in range(times):
        at = types.Position(title if number % 2 else words, 4)
        editor.type(uri, "x", types.Range(at, at))
        editor.codes(uri)


def _seconds(editor: Editor) -> float:
    """Processor time of the server so far, with a resolution of some milliseconds."""
    fields = Path(f"/proc/{editor.server}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(editor: Editor) -> float:
    """Resident memory of the server, in 10⁶ bytes."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{editor.server}/status").read_text("ascii"))
    assert found
    return int(found[1]) * 1024 / 1e6
