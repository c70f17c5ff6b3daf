"""Fills the file of a class with learners who answered every question, by statements like those of a course's pages.

`python class_by_statements.py COURSE FILE LEARNERS`
"""

import sys
import uuid
from pathlib import Path
from random import Random
from typing import Any

from courseware.preview.builds import Builds
from courseware.preview.registrations import HOME, registration_of
from courseware.preview.statements import Statements
from courseware.preview.store import Learner, Store
from courseware.records.questions import QuestionInWords

OPTIONS = {"likert": "scale"}
"""Type of a question → property with its options, if that is not `choices` (xAPI 1.0.3 Data, Appendix C)."""


def fill(course: Path, kept: Path, learners: int) -> None:
    builds = Builds(course)
    builds.read()
    build = builds.build("xapi")
    assert build, "the course has no mistakes"
    unit, store, random = build.units[0], Store(kept), Random(1)
    statements = Statements(store)
    for number in range(learners):
        with store.write():
            learner = store.add_learner(f"Learner {number}", f"learner-{number}")
            registration = registration_of(store.add_attempt(learner.id, unit.id, unit.standard, {}))
            statements.add(
                [answer(unit.id, question, learner, registration, random) for question in build.questions]
            )
    store.close()


def answer(
    course: str, question: QuestionInWords, learner: Learner, registration: str, random: Random
) -> dict[str, Any]:
    document, _, rest = question.id.partition(".")
    options = [{"id": name, "description": {"en": words}} for name, words in question.options.items()]
    definition: dict[str, Any] = {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": question.kind,
        "name": {"en": question.label},
        "description": {"en": question.label},
    }
    if options:
        definition[OPTIONS.get(question.kind, "choices")] = options
    response = random.choice([*question.options] or ["A smaller step first.", "Not sure yet."])
    return {
        "id": str(uuid.UUID(int=random.getrandbits(128))),
        "actor": {
            "objectType": "Agent",
            "name": learner.name,
            "account": {"homePage": HOME, "name": learner.id},
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "id": f"{course}/{document}/{rest}",
            "objectType": "Activity",
            "definition": definition,
        },
        "result": {"response": response, "duration": f"PT{random.randint(2, 90)}S"},
        "context": {
            "registration": registration,
            "contextActivities": {"grouping": [{"id": course}]},
            "platform": "courseware",
        },
        "timestamp": f"2026-01-12T10:{random.randrange(60):02}:{random.randrange(60):02}.000Z",
        "stored": "2026-01-12T11:00:00.000Z",
        "version": "1.0.3",
    }


if __name__ == "__main__":
    fill(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
