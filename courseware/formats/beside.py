"""A learning record store alongside an LMS: what a SCORM package needs to report to it as well (docs/xapi.md)."""

from __future__ import annotations

from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import launches
from courseware.site.data_block import Entries, RecordStoreEntry
from courseware.site.policy import OWN_SITE, origin


def entries(course: Course, moment: Moment = EARLIEST) -> Entries:
    """The entries of the data block; without activities if the course names no record store."""
    lrs = course.settings.xapi
    if lrs is None:
        return Entries(connects=OWN_SITE)
    from courseware.formats.activities import activities, unit_activity

    parts = launches(course, divides=True)
    units = {part.name: unit_activity(course, part) for part in parts} if len(parts) > 1 else {}
    connects = " ".join(dict.fromkeys((OWN_SITE, origin(lrs.endpoint))))
    store = RecordStoreEntry(lrs.endpoint, lrs.home_page, units)
    return Entries(activities(course), store, connects=connects)


def advice(course: Course) -> tuple[str, ...]:
    """What to do so that the record store accepts statements from learners."""
    lrs = course.settings.xapi
    if lrs is None:
        return ()
    return (
        f"It also reports to the learning record store at {lrs.endpoint}, whose token is not in the zip: "
        "let each launch or a proxy add it (docs/xapi.md).",
    )
