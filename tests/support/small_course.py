"""A course for tests of manifests and packages that only use its settings."""

from courseware.course.course import Course
from courseware.course.settings import Closing, Settings

SETTINGS = Settings(
    id="light_and_shade",
    title="Light & shade",
    description="Photographs, <seen> again: «clair-obscur», 光と影.",
    language="en-GB",
    version="2.1",
    author="Ada Lovelace; Studio, Ltd",
    license="CC BY 4.0",
    keywords=("light", "shade"),
    duration="PT1H30M",
    base_iri="https://example.org/courses/light_and_shade",
    xapi=None,
    theme="plain",
    logo="",
    accent=(),
    pages="document",
    navigation="free",
    structure="single",
    completion="answered",
    scoring="none",
    passing_score=None,
    retries=True,
    reveal=True,
    review=True,
    summary=True,
    closing=Closing(),
    certificate=False,
    variables=(),
    texts={},
)


def course(settings: Settings = SETTINGS) -> Course:
    """A course with these settings and without pages."""
    return Course(settings, pages=(), interactions=(), targets={}, files={}, css="", uses=frozenset())
