"""What to choose in Moodle 4.5, whose form names the steps (docs/publishing.md)."""

from __future__ import annotations

from courseware.course.course import Course
from courseware.course.launches import launches


def steps(course: Course, passed: str) -> tuple[str, ...]:
    """What completes the activity, where `passed` is what to tick when the course can be passed; and what of parts."""
    status = "leave it so" if course.settings.passing_score is None else passed
    parts = (
        'Moodle: tick "All SCOs must return completion status", or one document completes the activity.',
        'Moodle: under "Grade", choose the grading method "Average grade".',
    )
    return (
        f'Moodle: under "Completion conditions", "Add requirements"; "Completed" is ticked already: {status}.',
        *(parts if len(launches(course, divides=True)) > 1 else ()),
    )
