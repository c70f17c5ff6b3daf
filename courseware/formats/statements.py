"""What a course can report to a learning record store: its verbs, an example of each statement, and its xAPI Profile.

The runtime makes the statements that are sent (`templates/runtime/statements.js`). The examples here have the same
form; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from courseware.course.course import Course
from courseware.formats.activities import (
    correct_responses_pattern,
    course_activity,
    defined_options,
    interaction_activity,
    page_activity,
    profile_iri,
    version_iri,
)
from courseware.formats.verbs import display
from courseware.language.document import Interaction
from courseware.record import NamedTuple
from courseware.site.data_block import Activities, Json

VERBS = "http://adlnet.gov/expapi/verbs/"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
"""The progress extension (cmi5 9.5.5.1): a whole number from 0 to 100."""

REGISTRATION = "00000000-0000-4000-8000-000000000000"
TIMESTAMP = "2026-01-31T10:00:00.000Z"
LEARNER = {
    "objectType": "Agent",
    "name": "A learner",
    "account": {"homePage": "https://lms.example", "name": "42"},
}


class Verb(NamedTuple):
    """A kind of statement: its `name`, what it is `about` (`course`, `page` or `interaction`), and what it means.

    `result` are the JSONPaths of the properties that its result always has.
    """

    name: str
    about: str
    meaning: str
    result: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the verb."""
        return VERBS + self.name


KINDS: tuple[Verb, ...] = (
    Verb("initialized", "course", "The learner opened the course."),
    Verb("resumed", "course", "The learner came back to an attempt."),
    Verb("experienced", "page", "The learner saw a page."),
    Verb("answered", "interaction", "The learner answered a question.", ("$.result.response",)),
    Verb("progressed", "course", "The learner made progress.", (f"$.result.extensions['{PROGRESS}']",)),
    Verb(
        "completed",
        "course",
        "The learner completed the course.",
        ("$.result.completion", "$.result.duration"),
    ),
    Verb(
        "passed",
        "course",
        "The learner reached the passing score.",
        ("$.result.score.scaled", "$.result.success"),
    ),
    Verb(
        "failed",
        "course",
        "The learner did not reach the passing score.",
        ("$.result.score.scaled", "$.result.success"),
    ),
    Verb("suspended", "course", "The learner left, and can come back."),
    Verb("terminated", "course", "The session ended.", ("$.result.duration",)),
)


def verbs_of(course: Course) -> list[Verb]:
    """The kinds of statements that this course can send."""
    verdicts = {"passed", "failed"} if course.settings.passing_score is None else set()
    return [verb for verb in KINDS if verb.name not in verdicts]


def examples(course: Course) -> Iterator[Json]:
    """An example of every statement about the course, its pages and its interactions, as xAPI 1.0.3 JSON."""
    for verb in verbs_of(course):
        if verb.about == "interaction":
            for page in course.pages:
                for interaction in page.interactions:
                    activity = interaction_activity(course, interaction, page.language)
                    yield _statement(
                        course, verb, activity, _answer(interaction), [page_activity(course, page)]
                    )
        elif verb.about == "page":
            for page in course.pages:
                yield _statement(course, verb, page_activity(course, page), None, [course_activity(course)])
        else:
            yield _statement(course, verb, course_activity(course), _outcome(course, verb))


def _statement(
    course: Course, verb: Verb, activity: Json, result: Json | None, parent: list[Json] | None = None
) -> Json:
    settings = course.settings
    categories = [{"id": profile_iri(course)}, {"id": version_iri(course)}]
    related: dict[str, Any] = {"category": categories}
    if parent:
        related |= {
            "parent": [{"id": ancestor["id"]} for ancestor in parent],
            "grouping": [{"id": settings.base_iri}],
        }
    context = {
        "registration": REGISTRATION,
        "contextActivities": related,
        "platform": "courseware",
        "language": settings.language,
    }
    said = {"id": verb.iri, "display": display(verb.name, settings.language)}
    statement = {"actor": LEARNER, "verb": said, "object": activity}
    return {**statement, **({"result": result} if result else {}), "context": context, "timestamp": TIMESTAMP}


def _outcome(course: Course, verb: Verb) -> Json | None:
    """An example of the result of a statement about the course."""
    passing = course.settings.passing_score or 0
    raw = {"passed": 100.0, "failed": max(0.0, passing - 1)}.get(verb.name)
    scored = course.settings.scoring != "none"
    full = {"score": {"scaled": 1, "raw": 100, "min": 0, "max": 100}} if scored else {}
    results: Mapping[str, Json] = {
        "progressed": {"extensions": {PROGRESS: 50}},
        "completed": {**full, "completion": True, "duration": "PT20M"},
        "terminated": {"duration": "PT20M"},
    }
    if raw is None:
        return results.get(verb.name)
    score = {"scaled": raw / 100, "raw": raw, "min": 0, "max": 100}
    return {"score": score, "success": verb.name == "passed", "duration": "PT20M"}


def _answer(interaction: Interaction) -> Json:
    """An example of an answer in the form of the specification: the right answer if there is one."""
    ids = {option.text: option.id for option in interaction.options}
    answer = interaction.answer
    options = defined_options(interaction)
    if interaction.kind == "numeric":
        response = f"{answer if isinstance(answer, float) else 1:.10g}"
    elif interaction.kind == "matching":
        (response,) = correct_responses_pattern(interaction)
    elif interaction.parts:
        response = "[,]".join(part.answers[0] if part.answers else "A word" for part in interaction.parts)
    elif isinstance(answer, tuple):
        response = "[,]".join(ids.get(text, text) for text in answer) if options else answer[0]
    elif interaction.kind == "sequencing":
        response = "[,]".join(option.id for option in options)
    else:
        response = options[0].id if options else "An answer in the learner's own words"
    result: dict[str, Any] = {"response": response, "duration": "PT12.5S"}
    if answer is not None:
        result["success"] = True
    return result


# The xAPI Profile


def profile(course: Course, generated: str, described: Activities) -> Json:
    """The xAPI Profile of a course (xAPI Profiles 1.0) as JSON-LD: its activities, its statements and their order.

    `generated` is when it was generated, as an ISO 8601 timestamp; `described` are the activities of the course. The
    same course at the same time gives the same profile.
    """
    settings = course.settings
    scheme = f"{profile_iri(course)}/{version_iri(course).rsplit('/', 1)[-1]}"
    verbs = verbs_of(course)
    every = (described.course, *described.pages.values(), *described.interactions.values())
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": profile_iri(course),
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {settings.language: settings.title},
        "definition": {settings.language: settings.description or settings.title},
        "author": {"type": "Organization", "name": settings.author or settings.title},
        "versions": [{"id": scheme, "generatedAtTime": generated}],
        "concepts": [_concept(activity, scheme) for activity in every],
        "templates": [_template(course, verb, scheme) for verb in verbs],
        "patterns": _patterns(course, verbs, scheme),
    }


def _concept(activity: Json, scheme: str) -> Json:
    definition = {"@context": "https://w3id.org/xapi/profiles/activity-context", **activity["definition"]}
    return {"id": activity["id"], "type": "Activity", "inScheme": scheme, "activityDefinition": definition}


def _template_iri(course: Course, verb: Verb) -> str:
    return f"{profile_iri(course)}/templates/{verb.name}"


def _template(course: Course, verb: Verb, scheme: str) -> Json:
    types = {"course": "course", "page": "module", "interaction": "cmi.interaction"}
    rules = [{"location": location, "presence": "included"} for location in verb.result]
    return {
        "id": _template_iri(course, verb),
        "type": "StatementTemplate",
        "inScheme": scheme,
        "prefLabel": {"en": verb.name},
        "definition": {"en": verb.meaning},
        "verb": verb.iri,
        "objectActivityType": f"http://adlnet.gov/expapi/activities/{types[verb.about]}",
        "rules": [{"location": "$.context.registration", "presence": "included"}, *rules],
    }


def _patterns(course: Course, verbs: list[Verb], scheme: str) -> list[Json]:
    """The pattern of a session: it begins with `initialized` and ends with `terminated`, with anything in between."""
    base = f"{profile_iri(course)}/patterns"
    between = [
        _template_iri(course, verb) for verb in verbs if verb.name not in {"initialized", "terminated"}
    ]
    first, last = (f"{profile_iri(course)}/templates/{name}" for name in ("initialized", "terminated"))

    def pattern(name: str, words: str, **parts: Any) -> Json:
        label = {"prefLabel": {"en": name}, "definition": {"en": words}}
        return {"id": f"{base}/{name}", "type": "Pattern", "inScheme": scheme, **label, **parts}

    return [
        pattern(
            "sitting", "From opening the course to leaving it.", primary=True,
            sequence=[first, f"{base}/anything", f"{base}/end"],
        ),
        pattern("anything", "What happens in between, in any order.", primary=False, zeroOrMore=f"{base}/one"),
        pattern("one", "One thing that happens.", primary=False, alternates=between),
        pattern("end", "Leaving, if the connection lasts.", primary=False, optional=last),
    ]  # fmt: skip
