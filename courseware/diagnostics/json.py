"""Diagnostics as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from courseware.diagnostics.diagnostic import Diagnostic


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON list of objects; `line` to `end_column` are null for a diagnostic without a place."""
    return json.dumps([_object(diagnostic) for diagnostic in diagnostics], ensure_ascii=False, indent=2)


def _object(diagnostic: Diagnostic) -> Mapping[str, Any]:
    names = ("file", "line", "column", "end_line", "end_column")
    place = {name: getattr(diagnostic.span, name) if diagnostic.span else None for name in names}
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        **place,
    }
