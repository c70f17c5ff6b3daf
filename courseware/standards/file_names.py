"""What the names of a package's files must be like, in every standard (those of zip files and URLs allow more)."""

from __future__ import annotations

import re

from courseware.diagnostics import Diagnostic, report

_DRIVE = re.compile(r"[A-Za-z]:")


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


def fault(name: str) -> str | None:
    """Why a path cannot stand in a package, or None."""
    if "\\" in name:
        return "has a backslash"
    if name.startswith("/"):
        return "begins with a slash"
    if _DRIVE.match(name):
        return "begins with a drive"
    if ".." in name.split("/"):
        return "leaves its folder with .."
    return None
