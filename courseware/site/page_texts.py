"""The interface texts of a page whose language may differ from that of its course."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from courseware.course.course import Course
from courseware.course.launches import Launch
from courseware.course.settings import Settings
from courseware.language.interface_texts import has_language, interface_texts


def page_texts(settings: Settings, language: str) -> Mapping[str, str]:
    """The texts for a page in a language: the course's own if the language has no table, or the same table."""
    if not has_language(language) or interface_texts(language) == interface_texts(settings.language):
        return settings.texts
    return interface_texts(language)


def other_texts(course: Course, launch: Launch, says: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """The texts that a script `says`, by each language of a launch's pages that needs a table of its own."""
    found = {page.language: page_texts(course.settings, page.language) for page in launch.pages}
    return {
        language: {key: text for key, text in texts.items() if key in says}
        for language, texts in sorted(found.items())
        if texts is not course.settings.texts
    }
