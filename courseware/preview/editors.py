"""The author's editor, opened at a line: by a program, or by a link for which an editor is registered."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
from asyncio.subprocess import DEVNULL
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from courseware.record import NamedTuple

LINK = "vscode://file{file}:{line}"
"""The link that is opened if the author names no editor."""
BEGINS = 1.0
"""Seconds within which a program that cannot start is expected to end."""
_LINK = re.compile(r"(?!https?:|file:|data:|javascript:)[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_OF_CMD = re.compile(r'["&|<>^%!]')
"""Characters with a meaning in `cmd.exe`, which runs `.cmd` files on Windows."""

_GOTO = ("--goto", "{file}:{line}")
_COLON = ("{file}:{line}",)
_PLUS = ("+{line}", "{file}")
_LINE = ("--line", "{line}", "{file}")
ARGUMENTS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), _GOTO),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "gnome-text-editor"), _COLON),
    **dict.fromkeys(("emacs", "emacsclient", "gedit", "gvim", "mvim", "bbedit", "mousepad", "pluma"), _PLUS),
    **dict.fromkeys(("kate", "kwrite", "mate", "idea", "pycharm", "webstorm", "phpstorm"), _LINE),
    "notepad++": ("-n{line}", "{file}"),
}
"""Program → its arguments for a file and a line; any other program gets only the file."""
IN_TERMINAL = frozenset("ed ex hx helix joe kak mcedit micro nano ne nvim pico vi vim".split())
_TERMINAL_FLAGS = {"-nw", "-t", "--tty", "--no-window-system"}


class NotOpened(Exception):
    """Raised when an editor did not open; the message says why."""


class Editor(NamedTuple):
    """How an editor is opened: a `link` for the browser or the arguments of a `program`, with `{file}` and `{line}`."""

    link: str = ""
    program: tuple[str, ...] = ()

    def address(self, file: Path, line: int) -> str:
        """The link to a line of a file; empty if the editor is a program."""
        return self.link.replace("{line}", str(line)).replace("{file}", quote(_posix(file)))

    def arguments(self, file: Path, line: int) -> list[str]:
        """The command line for a line of a file, run without a shell. Raises `NotOpened`."""
        command = [word.replace("{line}", str(line)).replace("{file}", str(file)) for word in self.program]
        found = shutil.which(command[0])
        if found is None:
            raise NotOpened(f"there is no program {command[0]}")
        if found.lower().endswith((".cmd", ".bat")) and _OF_CMD.search(str(file)):
            raise NotOpened(f"the name of this file cannot be passed to {command[0]}")
        return [found, *command[1:]]


OF_CODE = Editor(LINK)


def editor_of(given: str | None, environment: Mapping[str, str]) -> Editor:
    """The editor that is given, else that of `VISUAL` or `EDITOR`, else Visual Studio Code by its link.

    Raises `NotOpened` if the given editor cannot be opened from the preview.
    """
    if given:
        return _read(given)
    for name in ("VISUAL", "EDITOR"):
        try:
            return _read(environment[name])
        except (KeyError, NotOpened):
            continue  # an editor for the terminal in VISUAL or EDITOR is no mistake of the author
    return OF_CODE


def _read(given: str) -> Editor:
    if _LINK.match(given):
        if "{file}" not in given:
            raise NotOpened("a link needs {file}, as in vscode://file{file}:{line}")
        return Editor(link=given)
    try:
        words = tuple(shlex.split(given))
    except ValueError as error:
        raise NotOpened(f"{given} cannot be read as a command: {error}") from None
    if not words:
        raise NotOpened("it does not name a program")
    if any("{file}" in word for word in words[1:]):
        return Editor(program=words)
    name = re.split(r"[/\\]", words[0])[-1].lower().removesuffix(".exe")
    if name in IN_TERMINAL or _TERMINAL_FLAGS & set(words[1:]):
        raise NotOpened(
            f"{name} needs its own terminal: give the command that opens one, with {{file}} and {{line}}, "
            f"such as `xterm -e {name} +{{line}} {{file}}`"
        )
    return Editor(program=(*words, *ARGUMENTS.get(name, ("{file}",))))


async def run(arguments: Sequence[str]) -> None:
    """Starts an editor, and leaves it running unless it fails within `BEGINS`. Raises `NotOpened`."""
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise NotOpened(f"{arguments[0]} cannot be run: {error.strerror or error}") from None
    try:
        status = await asyncio.wait_for(asyncio.shield(process.wait()), BEGINS)
    except TimeoutError:
        return
    if status:
        raise NotOpened(f"{arguments[0]} ended with status {status}")


def _posix(file: Path) -> str:
    text = file.as_posix()
    return text if text.startswith("/") else f"/{text}"
