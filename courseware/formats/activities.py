"""xAPI activities: a course, its pages and its interactions, with their definitions (xAPI 1.0.3 Data, 2.4.4.1).

They are built with tincan, in the language of what they describe. Their identifiers are IRIs under the course's
`base_iri` and contain the same ids that records have in every other standard, so both are equally stable.
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
"""Interaction type → the property that lists its components (2.4.4.1, Interaction Components)."""


MOST_PATTERNS = 10
"""The most right answers of a text with gaps that are listed, out of all combinations of the accepted words."""


def activities(course: Course) -> Activities:
    """All activities that the runtime needs for its statements; each is JSON with `id` and `definition`."""
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
    """The activity of the course, whose IRI is `base_iri`."""
    settings = course.settings
    return _activity(settings.base_iri, "course", settings.title, settings.description, settings.language)


def unit_activity(course: Course, part: Launch) -> Json:
    """The activity of one launch of several."""
    description = part.pages[0].subtitle
    return _activity(unit_iri(course, part), "lesson", part.title, description, part.pages[0].language)


def page_activity(course: Course, page: Page) -> Json:
    """The activity of a page; its IRI is `page_iri`."""
    return _activity(page_iri(course, page), "module", page.title, page.subtitle, page.language)


def interaction_activity(course: Course, interaction: Interaction, language: str) -> Json:
    """The activity of an interaction with its components in words; a survey has no `correctResponsesPattern`."""
    details: dict[str, Any] = {"interaction_type": interaction.kind}
    if interaction.kind in COMPONENT_LISTS:
        components = [
            InteractionComponent(id=option.id, description=_words(option.text, language))
            for option in defined_options(interaction)
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
    """The IRI of one launch of several (in cmi5: of an AU)."""
    return f"{course.settings.base_iri}/au/{part.name}"


def page_iri(course: Course, page: Page) -> str:
    """The IRI of a page: that of its document or, if each section is a page, of the section within the document."""
    section = page.id.removeprefix(f"part-{page.document}-")
    if section == page.id:
        return f"{course.settings.base_iri}/{page.document}"
    return f"{course.settings.base_iri}/{page.document}/section/{quote(section)}"


def interaction_iri(course: Course, interaction: Interaction) -> str:
    """The IRI of an interaction: the ids of its document and of the question are two segments of the path."""
    return f"{course.settings.base_iri}/{interaction.id.replace('.', '/')}"


def profile_iri(course: Course) -> str:
    """The IRI of the xAPI Profile that the course's statements follow."""
    return f"{course.settings.base_iri}/xapi-profile"


def version_iri(course: Course) -> str:
    """The IRI of this version of the course."""
    return f"{course.settings.base_iri}/version/{quote(course.settings.version, safe='')}"


def defined_options(interaction: Interaction) -> list[Option]:
    """The options in the order of a definition, which must not reveal an answer: a ranking's are sorted by id."""
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
    """The right answers of a text with gaps: all combinations of the gaps' accepted words, at most `MOST_PATTERNS`."""
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
