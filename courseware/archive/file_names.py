"""The rules for file names in a package, whatever the standard; they are stricter than those of zip files and URLs."""

from __future__ import annotations

from courseware.archive import faults
from courseware.diagnostics import Diagnostic, report

LONGEST_NAME = 200
MOST_ADVICE = 20

_TROUBLING = frozenset(""" "#%&'*:;<>?|+=^`{}""")
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
LEFT_BY_SYSTEM = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""Names of files that a file manager adds to any folder."""
_CONTROLS = frozenset(map(chr, (*range(32), 127)))


def check(names: frozenset[str]) -> list[Diagnostic]:
    """Diagnostics about the names of a package's files that do not depend on its manifest."""
    diagnostics: list[Diagnostic] = []
    lower: dict[str, str] = {}
    if left := sorted(filter(is_left_by_system, names)):
        diagnostics.append(report(faults.LEFT_BY_SYSTEM, None, count=len(left), name=left[0]))
    for name in sorted(names):
        if is_left_by_system(name) and not fault(name):
            continue
        if reason := fault(name):
            diagnostics.append(report(faults.FORBIDDEN_FILE_NAME, None, name=name, fault=reason))
        if not name.isascii():
            diagnostics.append(report(faults.FILE_NAME_NOT_ASCII, None, name=name))
        other = lower.setdefault(name.lower(), name)
        if other != name:
            diagnostics.append(report(faults.FILE_NAMES_DIFFER_IN_CASE, None, name=name, other=other))
    return diagnostics


def advise(names: frozenset[str]) -> list[Diagnostic]:
    """Warnings about names that are allowed but cause trouble in some LMSs; at most `MOST_ADVICE`."""
    found = []
    for name in sorted(names):
        if not fault(name) and not is_left_by_system(name) and (reason := trouble(name)):
            found.append(report(faults.TROUBLING_FILE_NAME, None, name=name, fault=reason))
        if len(found) == MOST_ADVICE:
            break
    return found


def is_left_by_system(name: str) -> bool:
    """Whether a file is one that macOS or Windows adds to folders and zips, and that no course needs."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in LEFT_BY_SYSTEM


def trouble(name: str) -> str | None:
    """What in a name causes trouble in some LMSs, as the end of a sentence; None if nothing does."""
    if len(name) > LONGEST_NAME:
        return f"is {len(name)} characters long"
    parts = name.split("/")
    if any(part.partition(".")[0].lower() in _DEVICES for part in parts):
        return "is the name of a device on Windows"
    if any(part.endswith((" ", ".")) for part in parts):
        return "ends with a space or full stop"
    for character in name:
        if character in _TROUBLING:
            return "has a space" if character == " " else f"has the character {character}"
    return None


def fault(name: str, may_climb: bool = False) -> str | None:
    """Why a path is not allowed in a package, as the end of a sentence; None if it is allowed.

    `may_climb` permits `..`, which references from one file to another may contain.
    """
    if "\\" in name:
        return "has a backslash"
    if name.startswith("/"):
        return "begins with a slash"
    if name[1:2] == ":" and name[0].isalpha() and name[0].isascii():
        return "begins with a drive letter"
    if ".." in name.split("/") and not may_climb:
        return "leads out of its folder with .."
    if not _CONTROLS.isdisjoint(name):
        return "has a control character"
    return None
