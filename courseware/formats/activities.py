"""Activities of xAPI: a course, its pages and its interactions, with their definitions (xAPI 1.0.3 Data, 2.4.4.1).

Built with tincan, in the language of what they describe. Identifiers are IRIs under the course's `base_iri`, made of
the same ids as the records of every other standard, so that they stay as long as those do.
"""

from __future__ import annotations

from itertools import islice, product
from typing import Any
from urllib.parse import quote

from tincan import Activity, ActivityDefinition, InteractionComponent, InteractionComponentList, LanguageMap

from courseware.course.course import Course, Page
from courseware.course.launches import Launch
from courseware.formats.verbs import verb_words
from courseware.language.document import Interaction, Option
from courseware.site.data_block import Activities, Json

TYPES = "http://adlnet.gov/expapi/activities/"

COMPONENT_LISTS = {"choice": "choices", "likert": "scale", "sequencing": "choices"}
"""Interaction type → the list of its components (2.4.4.1, Interaction Components)."""


MOST_PATTERNS = 10
"""Right answers that are told of a text with gaps: each accepted word of one can stand with each of another."""


def activities(course: Course) -> Activities:
    """What the runtime needs to make statements; each activity is JSON, `id` and `definition`."""
    pages = {page.key: page_activity(course, page) for page in course.pages}
    interactions = {
        interaction.id: interaction_activity(course, interaction, page.language)
        for page in course.pages
        for interaction in page.interactions
    }
    return Activities(
        course_activity(course),
        profile_iri(course),
        version_iri(course),
        pages,
        interactions,
        verb_words(course.settings.language),
    )


def course_activity(course: Course) -> Json:
    """The course itself, whose IRI is `base_iri`."""
    settings = course.settings
    return _activity(settings.base_iri, "course", settings.title, settings.description, settings.language)


def unit_activity(course: Course, part: Launch) -> Json:
    """One of several launches."""
    description = part.pages[0].subtitle
    return _activity(unit_iri(course, part), "lesson", part.title, description, part.pages[0].language)


def page_activity(course: Course, page: Page) -> Json:
    """A page; its IRI ends in the id of its document, and of its section where a section is a page."""
    return _activity(page_iri(course, page), "module", page.title, page.subtitle, page.language)


def interaction_activity(course: Course, interaction: Interaction, language: str) -> Json:
    """An interaction with all its components in words; a survey has no `correctResponsesPattern`."""
    details: dict[str, Any] = {"interaction_type": interaction.kind}
    if interaction.kind in COMPONENT_LISTS:
        components = [
            InteractionComponent(id=option.id, description=_words(option.text, language))
            for option in in_written_order(interaction)
        ]
        details[COMPONENT_LISTS[interaction.kind]] = InteractionComponentList(components)
    if interaction.kind == "matching":
        for name, some in (("source", interaction.parts), ("target", interaction.options)):
            components = [
                InteractionComponent(id=option.id, description=_words(option.text, language))
                for option in some
            ]
            details[name] = InteractionComponentList(components)
    pattern = correct_responses_pattern(interaction)
    if pattern:
        details["correct_responses_pattern"] = pattern
    return _activity(
        interaction_iri(course, interaction),
        "cmi.interaction",
        interaction.label,
        interaction.label,
        language,
        **details,
    )


def unit_iri(course: Course, part: Launch) -> str:
    """The IRI of one of several launches, an AU of cmi5."""
    return f"{course.settings.base_iri}/au/{part.name}"


def page_iri(course: Course, page: Page) -> str:
    """The IRI of a page: that of its document, or of a section of it where a section is a page."""
    section = page.id.removeprefix(f"part-{page.document}-")
    if section == page.id:
        return f"{course.settings.base_iri}/{page.document}"
    return f"{course.settings.base_iri}/{page.document}/section/{quote(section)}"


def interaction_iri(course: Course, interaction: Interaction) -> str:
    """The IRI of an interaction: its id, the document and the question as two steps of a path."""
    return f"{course.settings.base_iri}/{interaction.id.replace('.', '/')}"


def profile_iri(course: Course) -> str:
    """The IRI of the xAPI Profile that the course's statements follow."""
    return f"{course.settings.base_iri}/xapi-profile"


def version_iri(course: Course) -> str:
    """The IRI of this version of the course."""
    return f"{course.settings.base_iri}/version/{quote(course.settings.version, safe='')}"


def in_written_order(interaction: Interaction) -> list[Option]:
    """The options by their ids: the order on the page may be shuffled, and a definition should not tell an answer."""
    ranked = interaction.kind == "sequencing"
    return sorted(interaction.options, key=lambda option: option.id) if ranked else list(interaction.options)


def correct_responses_pattern(interaction: Interaction) -> list[str]:
    """The right answers in the form of the specification (2.4.4.1, Response Patterns); empty for a survey."""
    answer = interaction.answer
    if answer is None:
        return []
    if isinstance(answer, float):
        tolerance = interaction.values.get("tolerance")
        if not isinstance(tolerance, float) or not tolerance:
            return [f"{answer:.10g}"]
        return [f"{answer - tolerance:.10g}[:]{answer + tolerance:.10g}"]
    ids = {option.text: option.id for option in interaction.options}
    if interaction.kind == "matching":
        answer = tuple(f"{part.id}[.]{ids[part.answers[0]]}" for part in interaction.parts)
        ids = {pair: pair for pair in answer}
    if interaction.options:
        return ["[,]".join(ids[text] for text in answer)]
    if interaction.parts:
        return _fillings(interaction)
    return [f"{{case_matters=false}}{text}" for text in answer]


def _fillings(interaction: Interaction) -> list[str]:
    """What may stand in the gaps of a text: each accepted word of one with each of another."""
    matters = "true" if interaction.values.get("case") else "false"
    every = islice(product(*(part.answers or ("",) for part in interaction.parts)), MOST_PATTERNS)
    return [f"{{case_matters={matters}}}{'[,]'.join(words)}" for words in every]


def _activity(iri: str, kind: str, name: str, description: str, language: str, **details: Any) -> Json:
    if description:
        details["description"] = _words(description, language)
    definition = ActivityDefinition(name=_words(name, language), type=TYPES + kind, **details)
    activity: Json = Activity(id=iri, definition=definition).as_version()
    return activity


def _words(text: str, language: str) -> LanguageMap:
    return LanguageMap({language: text})
