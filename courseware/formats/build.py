"""Site + a format's manifest → Package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from courseware.archive.file import File
from courseware.archive.writer import Package
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic
from courseware.formats import Standard


def build(
    course: Course,
    site: Sequence[File],
    standard: Standard,
    control_documents: Path | None = None,
) -> tuple[Package, list[Diagnostic]]:
    """A site's files with what a standard adds to them, and what its schemas and rules say about the whole."""
    added = standard.manifest(course, site, control_documents)
    first = {file.name: index for index, file in enumerate(added[:1])}
    files = sorted([*added, *site], key=lambda file: (first.get(file.name, 1), file.name))
    return Package(tuple(files)), standard.check(files)
