"""Diagnostics as SARIF 2.1.0, for tools that collect the findings of many others."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from courseware import __version__
from courseware.diagnostics.address import is_address
from courseware.diagnostics.diagnostic import Diagnostic, Span


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log with one run; columns count Unicode code points (SARIF 3.14.27)."""
    rules = sorted({diagnostic.fault for diagnostic in diagnostics})
    run = {
        "tool": {
            "driver": {
                "name": "courseware",
                "version": __version__,
                "rules": [
                    {"id": fault.code, "fullDescription": {"text": fault.explanation.format()}}
                    for fault in rules
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": diagnostic.code,
                "ruleIndex": rules.index(diagnostic.fault),
                "level": diagnostic.severity,
                "message": {
                    "text": f"{diagnostic.message}. {diagnostic.hint}"
                    if diagnostic.hint
                    else diagnostic.message
                },
                "locations": [_location(diagnostic.span)] if diagnostic.span else [],
            }
            for diagnostic in diagnostics
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _location(span: Span) -> Mapping[str, Any]:
    region = {
        "startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column,
    }  # fmt: skip
    uri = span.file if is_address(span.file) else quote(span.file.replace(os.sep, "/"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
