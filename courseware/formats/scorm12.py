"""SCORM 1.2: the manifest that LMSs import, and the check of a package.

The manifest is `manifests/scorm12/skeleton.xml`, filled with a course (SCORM 1.2 Content Aggregation Model, 2.3; IMS
Content Packaging 1.1.2; IMS Learning Resource Meta-Data 1.2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import launches
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit, beside, moodle_form, skeleton
from courseware.validation import content_packaging
from courseware.validation.standards import SCORM_12

NAME = "scorm12"
TITLE = "SCORM 1.2"
DRIVER = "scorm12"
DIVIDES = True
NAVIGATES = False
LIMITS = (Limit("SCORM 1.2", 4096), Limit("Moodle", 64000))
entries = beside.entries
HOLDS_SCHEMAS = True


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    return (
        'Moodle: in a course, "Add an activity or resource", "SCORM package", drop the zip into "Package file".',
        *moodle_form.steps(course, 'tick "Passed" as well'),
        "Other systems: find the import for SCORM 1.2, and upload the zip as it is.",
        *beside.advice(course),
    )


def manifest(
    course: Course,
    files: Sequence[File],
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
) -> tuple[File, ...]:
    """`imsmanifest.xml` for a site's files, and the schema files of IMS and ADL.

    `control_documents` is a folder with official schema files. Raises `OSError` if a schema file is missing.
    """
    root = skeleton.fill(SCORM_12, course.settings, *skeleton.divide(launches(course, DIVIDES), files))
    return skeleton.files(root, SCORM_12, control_documents)


def check(files: Sequence[File]) -> list[Diagnostic]:
    """The diagnostics of schema and rules about a finished package."""
    return content_packaging.check(files, SCORM_12)
