"""cmi5: a course structure of assignable units, launched by an LMS that sets the rules (cmi5 specification, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import Launch, can_score, launches
from courseware.course.settings import Settings
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit, xapi
from courseware.formats.activities import unit_iri
from courseware.formats.skeleton import clean, first, repeat
from courseware.validation.course_structure import CMI5, check_files, written

NAME = "cmi5"
TITLE = CMI5.title
DRIVER = "cmi5"
DIVIDES = True
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()
entries = xapi.entries
HOLDS_SCHEMAS = False


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    return (
        "Upload it to an LMS that accepts cmi5 packages; satisfied when: " + move_on(course.settings) + ".",
    )


def manifest(
    course: Course,
    files: Sequence[File],
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
) -> tuple[File, ...]:
    """`cmi5.xml` with one AU for the course or, for several launches, a block with one AU per document."""
    return (structure_file(course, launches(course, DIVIDES)),)


def structure_file(course: Course, parts: Sequence[Launch]) -> File:
    """`cmi5.xml` for the launches of a course (cmi5 13.1)."""
    settings = course.settings
    root = CMI5.skeleton()
    block, several = next(CMI5.all(root, "block")), len(parts) > 1
    for name, element in (("", next(CMI5.all(root, "course"))), ("/documents", block)):
        element.set("id", settings.base_iri + name)
        _set_texts(element, settings.title, settings.description, settings.language)
    units = repeat(first(block, "au"), parts)
    for unit, part in units:
        unit.set("id", unit_iri(course, part) if several else f"{settings.base_iri}/au")
        _set_criteria(unit, settings, can_score(course, part))
        first(unit, "url").text = part.file
        _set_texts(
            unit, part.title, part.pages[0].subtitle if several else settings.description, settings.language
        )
    if not several:
        root.replace(block, units[0][0])
    return File(CMI5.file, written(root))


def check(files: Sequence[File]) -> list[Diagnostic]:
    """The diagnostics of schema and rules about a finished package."""
    return check_files(CMI5, files)


def move_on(settings: Settings, scored: bool = True) -> str:
    """The `moveOn` of an AU (cmi5 13.1.4), from the course's settings and whether the AU can have a score."""
    if settings.passing_score is None or not scored:
        return "Completed"
    return "Passed" if settings.completion == "passed" else "CompletedAndPassed"


def _set_criteria(unit: etree._Element, settings: Settings, scored: bool) -> None:
    unit.set("moveOn", move_on(settings, scored))
    if settings.passing_score is None or not scored:
        del unit.attrib["masteryScore"]
    else:
        unit.set("masteryScore", f"{round(settings.passing_score / 100, 4):g}")


def _set_texts(element: etree._Element, title: str, description: str, language: str) -> None:
    for name, text in (("title", title), ("description", description or title)):
        words = first(element, name)[0]
        words.text = clean(text)
        words.set("lang", language)
