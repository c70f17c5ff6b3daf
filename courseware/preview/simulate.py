"""A class of simulated learners, to see a gradebook before anyone has answered; the same seed gives the same class.

They answer through the same run-time as a browser, with SCORM 1.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from courseware.preview import launches
from courseware.preview.lms import scorm12
from courseware.preview.lms.engine import Sitting
from courseware.preview.lms.hosts import MOODLE
from courseware.preview.store import Learner, Store
from courseware.records.asked import AnswerInWords, not_asked
from courseware.records.questions import JOINT, QuestionInWords

MOST = 1000
FIRST = datetime(2026, 1, 12, 8, tzinfo=UTC)
"""The earliest start of an attempt, on a Monday."""
DAYS, HOURS = 5, 8
"""On how many days attempts start, and within how many hours of each day."""
GIVEN = (
    "Amal",
    "Bo",
    "Chidi",
    "Dana",
    "Eun-ji",
    "Farid",
    "Grace",
    "Hana",
    "Ines",
    "Jun",
    "Kofi",
    "Lena",
    "Mei",
)
FAMILY = (
    "Okafor",
    "Nguyen",
    "Silva",
    "Haddad",
    "Kowalski",
    "Tanaka",
    "Mbeki",
    "Larsen",
    "Rossi",
    "Singh",
    "Moreau",
)
TEXTS = (
    "It was clearer the second time.",
    "I would try a smaller step first, and write down what I expect.",
    "Not sure yet.",
    "The example helped; the table did not.",
    "More practice.\nAnd an answer to compare mine with.",
    "=SUM(A1:A9) is not a formula here.",
)  # fmt: skip


def simulate(
    store: Store, unit: str, questions: Sequence[QuestionInWords], count: int, seed: int = 1
) -> None:
    """Adds `count` learners with attempts on the unit; some leave early, some do not start."""
    random, clock = Random(seed), Random(f"{seed}: clock")  # noqa: S311, not for secrets
    with store.write():
        for number in range(count):
            name = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
            learner = store.add_learner(name, f"simulated-{seed}-{number + 1}", simulated=True)
            if random.random() > 0.05:
                begun = FIRST.timestamp() + clock.randrange(DAYS) * 86_400 + clock.randrange(HOURS * 3600)
                _attempt(store, unit, learner, questions, random, begun)


def _attempt(
    store: Store,
    unit: str,
    learner: Learner,
    questions: Sequence[QuestionInWords],
    random: Random,
    begun: float,
) -> None:
    model = scorm12.MODEL
    first = launches.first_values(model, {})
    attempt = store.add_attempt(learner.id, unit, "scorm12", first, begun)
    sitting = Sitting(model, MOODLE, launches.begin(model, first, learner, "normal"))
    ability = random.gauss(0.62, 0.2)
    leaves = len(questions) if random.random() < 0.8 else random.randint(1, max(1, len(questions)))
    points = judged = spent = 0

    def tell(name: str, value: str) -> None:
        sitting.call("LMSSetValue", (name, value))

    sitting.call("LMSInitialize", ("",))
    drawn = {
        identifier
        for draw, parts in dict.fromkeys(
            (question.branch.draw, question.branch.parts) for question in questions
        )
        for part in random.sample(parts, min(draw, len(parts)))
        for identifier in part
    }
    given: dict[str, AnswerInWords] = {}
    for index, question in enumerate(questions[:leaves]):
        is_left_out = question.branch.draw and question.id not in drawn
        if is_left_out or (question.branch.test and question.id in not_asked(questions, given)):
            # It takes an index although it is not answered, as with the script of a page.
            tell(f"cmi.interactions.{index}.id", question.id)
            tell(f"cmi.interactions.{index}.type", _type(question))
            continue
        is_right = random.random() < ability
        took = max(2, round(random.lognormvariate(3, 0.6)))
        spent += took
        at = f"cmi.interactions.{index}"
        now = datetime.fromtimestamp(begun + spent).astimezone()  # SCORM 1.2 gives only the local time of day
        tell(f"{at}.id", question.id)
        tell(f"{at}.type", _type(question))
        response = _response(question, is_right, random)
        given[question.id] = AnswerInWords(
            response.split(JOINT) if question.options else (response,), is_right
        )
        tell(f"{at}.student_response", response)
        result = "neutral" if question.answer is None else "correct" if is_right else "wrong"
        tell(f"{at}.result", result)
        tell(f"{at}.time", f"{now:%H:%M:%S}")
        tell(f"{at}.latency", launches.total(model, "", f"00:{took // 60 % 60:02}:{took % 60:02}"))
        judged += question.answer is not None
        points += question.answer is not None and is_right
    if judged:
        tell("cmi.core.score.raw", f"{100 * points / judged:.0f}")
    tell("cmi.core.lesson_status", "completed" if leaves == len(questions) else "incomplete")
    tell("cmi.core.exit", "suspend")
    tell(
        "cmi.core.session_time",
        launches.total(model, "", f"{spent // 3600:02}:{spent // 60 % 60:02}:{spent % 60:02}"),
    )
    sitting.call("LMSFinish", ("",))
    sitting.values.update(launches.end(model, sitting.values, "normal"))
    store.save(attempt.id, sitting.values, when=begun + spent)


def _type(question: QuestionInWords) -> str:
    """The type of a question in SCORM 1.2, which has none for long texts."""
    return "fill-in" if question.kind == "long-fill-in" else question.kind


def _response(question: QuestionInWords, is_right: bool, random: Random) -> str:
    options = list(question.options.values())
    if question.answer and is_right:
        return JOINT.join(question.answer) if options else question.answer[0]
    if not options:
        if question.kind == "numeric":
            return str(random.randint(1, 20))
        return random.choice(TEXTS)
    if question.kind == "sequencing":
        return JOINT.join(random.sample(options, len(options)))
    if question.kind == "likert":
        return options[min(len(options) - 1, max(0, round(random.gauss(0.65, 0.25) * (len(options) - 1))))]
    several = question.answer is not None and len(question.answer) > 1
    wrong = [option for option in options if not question.answer or option not in question.answer] or options
    return JOINT.join(random.sample(wrong, min(len(wrong), 2))) if several else random.choice(wrong)
