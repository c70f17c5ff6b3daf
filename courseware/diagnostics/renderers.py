"""The machine-readable renderings of diagnostics, by the name of the output format."""

from collections.abc import Callable, Mapping, Sequence

from courseware.diagnostics.diagnostic import Diagnostic
from courseware.diagnostics.github import as_github
from courseware.diagnostics.json import as_json
from courseware.diagnostics.sarif import as_sarif

RENDERERS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
