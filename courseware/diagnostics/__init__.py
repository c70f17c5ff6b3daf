"""Diagnostics about a course or a package: the lowest layer, which knows nothing about either.

A `Fault` describes something that can be wrong; it is a row in the `faults` module of the layer that reports it. A
`Diagnostic` is one occurrence of a fault, with its place; `report` makes one. The other modules render diagnostics: as
text for a terminal, JSON, SARIF, GitHub annotations, and HTML.
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
