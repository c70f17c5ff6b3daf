"""Validation reports as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from courseware import __version__
from courseware.diagnostics.diagnostic import ERROR, MOST_PRINTED, Report, tally
from courseware.diagnostics.excerpt import Lines, excerpt_of, place_of

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(folder: str = "", **options: Any) -> Environment:
    """A Jinja environment for the reports in a folder of `templates/`, with autoescaping."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from courseware.data import templates_folder

    return Environment(
        loader=FileSystemLoader(templates_folder() / folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


def as_html(reports: Sequence[Report], lines_of: Lines) -> str:
    """The HTML page of several reports, in English."""
    diagnostics = [diagnostic for report in reports for diagnostic in report.diagnostics]
    used = sorted({diagnostic.fault for diagnostic in diagnostics})
    return (
        environment()
        .get_template("validation.html")
        .render(
            reports=reports,
            codes={fault.code: fault.explanation.format() for fault in used},
            errors=sum(diagnostic.severity == ERROR for diagnostic in diagnostics),
            unsound=sum(not report.sound for report in reports),
            tally=tally,
            most=MOST_PRINTED,
            place_of=place_of,
            excerpt_of=partial(excerpt_of, lines_of=lines_of),
            version=__version__,
        )
    )
