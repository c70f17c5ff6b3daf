"""cmi5: a course structure of assignable units, launched by an LMS that sets the rules (cmi5 specification, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from courseware.course import Course
from courseware.diagnostics import Diagnostic
from courseware.files import File
from courseware.settings import Settings
from courseware.standards import Limit
from courseware.standards.activities import Json, activities
from courseware.standards.course_structure import Structure, reserved_parameters, written
from courseware.standards.course_structure import check as check_structure
from courseware.standards.skeleton import clean
from courseware.standards.xapi import profile_file

NAME = "cmi5"
TITLE = "cmi5"
DRIVER = "xapi/driver.js"
DIVIDES = False
NAVIGATES = False
LIMITS: tuple[Limit, ...] = ()

STRUCTURE = Structure(
    file="cmi5.xml",
    folder="cmi5",
    schema="CourseStructure.xsd",
    namespace="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd",
    launch="url",
    identified=("course", "block", "au", "objective"),
    rules=(("P704", reserved_parameters),),
)


def advice(course: Course) -> tuple[str, ...]:
    """What to do with the zip."""
    return (
        "Upload it to an LMS that takes cmi5 packages; satisfied when: " + move_on(course.settings) + ".",
    )


def data(course: Course) -> Json:
    """What the runtime needs beside the course: the activities that statements are about."""
    return {"xapi": activities(course)}


def manifest(
    course: Course, files: Sequence[File], control_documents: Path | None = None
) -> tuple[File, ...]:
    """`cmi5.xml` with one AU for the course."""
    settings = course.settings
    root = STRUCTURE.skeleton()
    structure, unit = next(STRUCTURE.all(root, "course")), next(STRUCTURE.all(root, "au"))
    structure.set("id", settings.base_iri)
    unit.set("id", f"{settings.base_iri}/au")
    unit.set("moveOn", move_on(settings))
    if settings.passing_score is None:
        del unit.attrib["masteryScore"]
    else:
        unit.set("masteryScore", f"{settings.passing_score / 100:.4g}")
    next(STRUCTURE.all(root, "url")).text = "index.html"
    for element in (structure, unit):
        _say(element, "title", settings.title, settings.language)
        _say(element, "description", settings.description or settings.title, settings.language)
    return (File(STRUCTURE.file, written(root)), profile_file(course))


def check(files: Sequence[File]) -> list[Diagnostic]:
    """What schema and rules say against a finished package."""
    content = next((file.read() for file in files if file.name == STRUCTURE.file), None)
    return check_structure(STRUCTURE, frozenset(file.name for file in files), content)


def move_on(settings: Settings) -> str:
    """When an AU is satisfied, by what the course asks for (cmi5 13.1.4, `moveOn`)."""
    if settings.passing_score is None:
        return "Completed"
    return "Passed" if settings.completion == "passed" else "CompletedAndPassed"


def _say(element: etree._Element, name: str, text: str, language: str) -> None:
    words = next(element.iter(f"{{{STRUCTURE.namespace}}}{name}"))[0]
    words.text = clean(text)
    words.set("lang", language)
