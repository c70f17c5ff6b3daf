"""The steps in Moodle 4.5, with the labels of its forms (docs/publishing.md)."""

from __future__ import annotations

from courseware.course.course import Course
from courseware.course.launches import launches


def steps(course: Course, passed: str) -> tuple[str, ...]:
    """The steps that make the activity complete, and those that several SCOs need.

    `passed` is what to tick if the course can be passed.
    """
    status = "leave it so" if course.settings.passing_score is None else passed
    parts = (
        'Moodle: tick "All SCOs must return completion status", or one document completes the activity.',
        'Moodle: under "Grade", choose the grading method "Average grade".',
    )
    return (
        f'Moodle: under "Completion conditions", "Add requirements"; "Completed" is ticked already: {status}.',
        *(parts if len(launches(course, divides=True)) > 1 else ()),
    )
