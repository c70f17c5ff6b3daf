"""What is said about a course or a package, and where: the lowest layer, which knows nothing of either.

A `Fault` is a row of what can be wrong, in the `faults` module of the layer that reports it. A `Diagnostic` is a fault
at a place; `report` makes one. Everything else here turns diagnostics into something to read: text for a terminal,
JSON, SARIF, GitHub annotations, HTML.
"""

from courseware.diagnostics.diagnostic import (
    COMMAND,
    ERROR,
    MOST_PRINTED,
    WARNING,
    Diagnostic,
    Edit,
    Example,
    Fault,
    Report,
    Span,
    has_errors,
    in_order,
    report,
    tally,
)

__all__ = [
    "COMMAND",
    "ERROR",
    "MOST_PRINTED",
    "WARNING",
    "Diagnostic",
    "Edit",
    "Example",
    "Fault",
    "Report",
    "Span",
    "has_errors",
    "in_order",
    "report",
    "tally",
]
