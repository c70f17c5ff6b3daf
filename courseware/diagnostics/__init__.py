"""What is said about a course or a package, and where: the lowest layer, which knows nothing of either.

A `Diagnostic` is data: its code, severity, words and place. `report` makes one of its row. Everything else here turns
diagnostics into something to read: text for a terminal, JSON, SARIF, GitHub annotations, HTML.
"""

from courseware.diagnostics.diagnostic import (
    ERROR,
    WARNING,
    Diagnostic,
    Report,
    Span,
    has_errors,
    in_order,
    report,
    tally,
)

__all__ = ["ERROR", "WARNING", "Diagnostic", "Report", "Span", "has_errors", "in_order", "report", "tally"]
