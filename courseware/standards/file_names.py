"""What the names of a package's files must be like, in every standard (those of zip files and URLs allow more)."""

from __future__ import annotations

import re

from courseware.diagnostics import Diagnostic, report

_DRIVE = re.compile(r"[A-Za-z]:")
_TROUBLING = re.compile(r"""[ "#%&'*:;<>?|+=^`{}]""")
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:[./]|$)", re.IGNORECASE)
_BARE_END = re.compile(r"[ .](?:/|$)")
LONGEST_NAME = 200
MOST_ADVICE = 20
_CONTROL = re.compile("[\0-\x1f\x7f]")


def check(names: frozenset[str]) -> list[Diagnostic]:
    """What is wrong with the names of a package's files, whatever its manifest says."""
    diagnostics: list[Diagnostic] = []
    lower: dict[str, str] = {}
    for name in sorted(names):
        if reason := fault(name):
            diagnostics.append(report("P510", None, name=name, fault=reason))
        if not name.isascii():
            diagnostics.append(report("P511", None, name=name))
        other = lower.setdefault(name.lower(), name)
        if other != name:
            diagnostics.append(report("P512", None, name=name, other=other))
    return diagnostics


def advise(names: frozenset[str]) -> list[Diagnostic]:
    """Which names of another's package some LMSs trip on, though they are allowed."""
    found = []
    for name in sorted(names):
        if not fault(name) and (reason := trouble(name)):
            found.append(report("P612", None, name=name, fault=reason))
        if len(found) == MOST_ADVICE:
            break
    return found


def trouble(name: str) -> str | None:
    """What about a name trips some LMSs, or None."""
    if len(name) > LONGEST_NAME:
        return f"is {len(name)} characters long"
    if _DEVICE.search(name):
        return "is the name of a device on Windows"
    if _BARE_END.search(name):
        return "ends with a space or full stop"
    if found := _TROUBLING.search(name):
        return "has a space" if found[0] == " " else f"has the character {found[0]}"
    return None


def fault(name: str, may_climb: bool = False) -> str | None:
    """Why a path cannot stand in a package, or None; `may_climb` allows `..`, which references may use."""
    if "\\" in name:
        return "has a backslash"
    if name.startswith("/"):
        return "begins with a slash"
    if _DRIVE.match(name):
        return "begins with a drive"
    if ".." in name.split("/") and not may_climb:
        return "leaves its folder with .."
    if _CONTROL.search(name):
        return "has a control character"
    return None
