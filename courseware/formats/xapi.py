"""xAPI: content that is launched with `tincan.xml` and sends statements to a learning record store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import PAGE_FILE
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit
from courseware.formats.activities import activities
from courseware.formats.skeleton import clean
from courseware.formats.statements import profile
from courseware.site.data_block import Activities, Entries
from courseware.site.policy import ANYWHERE
from courseware.validation.course_structure import TINCAN, check_files, written

NAME = "xapi"
TITLE = TINCAN.title
DRIVER = "xapi"
DIVIDES = False
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()
HOLDS_SCHEMAS = False


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    return (
        "Upload it to an LMS or LRS that launches xAPI content (tincan.xml).",
        "It is given the LRS's address and a token at each launch; neither is in the zip.",
    )


def entries(course: Course, moment: Moment = EARLIEST) -> Entries:
    """What the runtime needs in addition to the course: its activities; and the file of its xAPI Profile."""
    described = activities(course)
    return Entries(described, connects=ANYWHERE, files=(_profile_file(course, moment, described),))


def manifest(
    course: Course,
    files: Sequence[File],
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
) -> tuple[File, ...]:
    """`tincan.xml`, whose one activity and one launch is the course."""
    settings = course.settings
    root = TINCAN.skeleton()
    activity = next(TINCAN.all(root, "activity"))
    activity.set("id", settings.base_iri)
    texts = {
        "name": settings.title,
        "description": settings.description or settings.title,
        "launch": PAGE_FILE,
    }
    for name, text in texts.items():
        element = next(TINCAN.all(root, name))
        element.text = clean(text)
        element.set("lang", settings.language)
    return (File(TINCAN.file, written(root)),)


def _profile_file(course: Course, moment: Moment, described: Activities) -> File:
    """The file of the course's xAPI Profile, generated at the time that all zip entries have."""
    year, month, day, hour, minute, second = moment
    generated = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    content = profile(course, generated, described)
    return File("xapi-profile.jsonld", json.dumps(content, ensure_ascii=False).encode() + b"\n")


def check(files: Sequence[File]) -> list[Diagnostic]:
    """The diagnostics of schema and rules about a finished package."""
    return check_files(TINCAN, files)
