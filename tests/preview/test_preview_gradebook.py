"""A class, followed from learners' answers to the gradebook and all downloads."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from courses import PLANETS, write
from runner import Runner
from starting import PATIENCE, Start

from courseware.course.compiler import check_course
from courseware.preview import apart, gradebook
from courseware.preview.documents import Documents, StoredDocument
from courseware.preview.launches import of_statements
from courseware.preview.lms import scorm12, scorm2004
from courseware.preview.lms.engine import Sitting, initial
from courseware.preview.lms.hosts import MOODLE
from courseware.preview.registrations import HOME, registration_of, said_in
from courseware.preview.simulate import simulate
from courseware.preview.statements import Statements
from courseware.preview.store import Store
from courseware.records.asked import AnswerInWords, not_asked
from courseware.records.coded import latest
from courseware.records.questions import JOINT, QuestionInWords, of_course
from courseware.records.seen import seen_in
from courseware.records.xapi import read_statements

FORMULA = '=HYPERLINK("http://evil.example";"click")'
SCRIPT = "<script>alert(1)</script>"


def process_of(store: Store) -> int:
    return os.getpid()


def failing(store: Store, name: str) -> None:
    raise KeyError(name)


@pytest.fixture
def questions(tmp_path: Path) -> list[QuestionInWords]:
    course, _ = check_course({"lesson.md": PLANETS, "course.yaml": "id: planets\n"})
    assert course
    return of_course(course)


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None)
    yield made
    made.close()


def answered(store: Store, learner: str, model: Any, values: dict[str, str]) -> int:
    """Adds an attempt with these values, set through the run-time."""
    prefix = "LMS" if model.name == "scorm12" else ""
    sitting = Sitting(model, MOODLE, initial(model))
    sitting.call(f"{prefix}Initialize", ("",))
    for name, value in values.items():
        assert sitting.call(f"{prefix}SetValue", (name, value)).error == "0", (name, value)
    attempt = store.add_attempt(learner, "sco", model.name, sitting.values)
    return attempt.number


def interaction(
    index: int, identifier: str, kind: str, response: str, result: str, name: str
) -> dict[str, str]:
    at = f"cmi.interactions.{index}"
    return {f"{at}.id": identifier, f"{at}.type": kind, f"{at}.{name}": response, f"{at}.result": result}


def test_answers_of_both_versions_of_scorm_are_one_table(
    store: Store, questions: list[QuestionInWords]
) -> None:
    ids = {question.label: question.id for question in questions}
    first_learner, two = store.add_learner("Ada Ángel"), store.add_learner("Bo")
    red, visit = ids["The red one"], ids["Which one would you visit, and why?"]
    first = {
        **interaction(0, red, "choice", "Venus, the morning star", "wrong", "student_response"),
        **interaction(1, visit, "fill-in", SCRIPT, "neutral", "student_response"),
        "cmi.core.score.raw": "40",
        "cmi.core.lesson_status": "completed",
    }
    assert answered(store, first_learner.id, scorm12.MODEL, first) == 1
    mars = next(key for question in questions if question.id == red for key in question.options)
    second = {
        **interaction(0, red, "choice", mars, "correct", "learner_response"),
        "cmi.score.scaled": "0.9",
        "cmi.completion_status": "completed",
        "cmi.success_status": "passed",
    }
    assert answered(store, two.id, scorm2004.MODEL, second) == 1
    assert answered(store, two.id, scorm12.MODEL, {}) == 2, "attempts are counted over all formats"
    found = gradebook.read_class(store, questions)
    rows = [(a.learner, a.attempt, a.question, a.response, a.right) for a in found.records.answers]
    assert rows == [
        ("Ada Ángel", 1, "The red one", ("Venus, the morning star",), False),
        ("Ada Ángel", 1, "Which one would you visit, and why?", (SCRIPT,), None),
        ("Bo", 1, "The red one", ("Mars",), True),
    ]
    outcomes = [(result.score, result.completed, result.success) for _, result in found.attempts]
    assert outcomes == [(40.0, True, ""), (90.0, True, "passed"), (None, False, "")]
    lines = {line.learner.name: line for line in gradebook.overview(store, questions).lines}
    assert lines["Ada Ángel"].answers[red] == ("Venus, the morning star", False)
    assert lines["Bo"].attempts == 2
    numbers, _ = gradebook.of_question(found, red)
    assert numbers
    assert (numbers.answers, numbers.facility) == (2, 0.5)
    header, shown = gradebook.as_moodle(store)
    table = list(shown)
    row = dict(zip(header, table[0], strict=True))
    assert (row["Question 0"], row["Response 0"], row["Result 0"]) == (
        red,
        "Venus, the morning star",
        "wrong",
    )
    assert dict(zip(header, table[1], strict=True))["Response 0"] == "", "SCORM 2004 is not shown there"


def test_a_question_counts_the_latest_answer_of_an_attempt(
    store: Store, questions: list[QuestionInWords]
) -> None:
    red = next(question for question in questions if question.label == "The red one")
    mars = next(key for key, words in red.options.items() if words == "Mars")
    values = {
        **interaction(0, red.id, "choice", "Venus, the morning star", "wrong", "student_response"),
        **interaction(1, red.id, "choice", mars, "correct", "student_response"),
    }
    answered(store, store.add_learner("Ada").id, scorm12.MODEL, values)
    numbers, answers = gradebook.of_question(gradebook.read_class(store, questions), red.id)
    assert numbers
    assert (numbers.answers, numbers.facility) == (1, 1.0)
    assert [answer.response for answer in answers] == [("Mars",)]


def test_two_learners_of_one_name_are_two(store: Store, questions: list[QuestionInWords]) -> None:
    for learner in (store.add_learner("Kim"), store.add_learner("Kim")):
        values = interaction(0, questions[0].id, "choice", "Mars", "correct", "student_response")
        answered(store, learner.id, scorm12.MODEL, values)
    found = gradebook.read_class(store, questions)
    assert len({answer.learner for answer in found.records.answers}) == 2
    assert [len(line.answers) for line in gradebook.overview(store, questions).lines] == [1, 1]


def test_a_simulated_class_is_the_same_for_the_same_seed(questions: list[QuestionInWords]) -> None:
    classes = []
    for _ in range(2):
        store = Store(None)
        simulate(store, "sco", questions, 20, seed=7)
        records = gradebook.read_class(store, questions).records
        assert all(
            "2026-01-12" <= attempt.started <= attempt.last < "2026-01-17" for attempt in records.attempts
        )
        answers = records.answers
        classes.append(
            [
                (answer.learner, answer.question_id, answer.response, answer.right, answer.when)
                for answer in answers
            ]
        )
        store.close()
    assert classes[0] == classes[1]
    assert len(classes[0]) > 50
    moments: dict[str, list[datetime]] = {}
    for learner, _, _, _, when in classes[0]:
        assert when
        moments.setdefault(learner, []).append(when)
    assert all(whens == sorted(whens) for whens in moments.values())
    assert {when.date() for whens in moments.values() for when in whens} > {
        date(2026, 1, 12),
        date(2026, 1, 16),
    }
    words = {option for question in questions for option in question.options.values()}
    chosen = {
        part for _, identifier, parts, _, _ in classes[0] for part in parts if identifier == questions[0].id
    }
    assert chosen <= words


def test_a_class_is_the_same_in_the_gradebook_and_in_every_export(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--simulate", "12")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        client.post("/learners", data={"name": FORMULA}, headers={"origin": address.rstrip("/")})
        told = json.loads(client.get("/gradebook/answers.json").text)
        assert len(told) > 20
        overview = client.get("/gradebook").text
        assert FORMULA.replace('"', "&#34;") in overview
        for answer in told:
            page = client.get(f"/gradebook/questions/{answer['question_id']}").text
            assert re.escape(answer["learner"]) in re.escape(page)
            break
        cells = re.findall(r'<span class="answer">(.*?)</span>', overview, re.DOTALL)
        assert len(cells) == len(told)
        rows = list(
            csv.DictReader(StringIO(client.get("/gradebook/answers.csv").content.decode("utf-8-sig")))
        )
        for row, answer in zip(rows, told, strict=True):
            response = "; ".join(answer["response"])
            assert row["response"].lstrip("'") == response
            assert row["response"].startswith("'") == response.startswith("=")
            assert (row["learner"], row["question"]) == (answer["learner"], answer["question"])
        import openpyxl  # type: ignore[import-untyped]  # has no types

        sheet = openpyxl.load_workbook(BytesIO(client.get("/gradebook/answers.xlsx").content)).active
        assert sheet is not None
        names, *values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        column = names.index("response")
        assert [row[column] for row in values] == ["; ".join(answer["response"]) for answer in told]
        assert client.get("/gradebook/answers.parquet").content[:4] == b"PAR1"
        for page in ("/gradebook/moodle", "/gradebook/report"):
            assert client.get(page).status_code == 200
        assert client.get("/gradebook/answers.exe").status_code == 404


def test_a_large_class_is_counted_in_another_process(
    tmp_path: Path, questions: list[QuestionInWords], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "class.sqlite3")
    simulate(store, "sco", questions, 20)
    identifier = questions[0].id
    here = gradebook.read_question(store, questions, identifier)
    assert here
    assert here[1]
    monkeypatch.setattr(apart, "LARGE", 0)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # so that it can import this file
    with closing(Runner()) as runner:
        assert runner.run(apart.work_on(store, gradebook.read_question, questions, identifier)) == here
        assert runner.run(apart.work_on(store, process_of)) != os.getpid()
        with pytest.raises(KeyError, match="nobody"):
            runner.run(apart.work_on(store, failing, "nobody"))
    store.close()


@pytest.mark.parametrize(
    ("given", "bars"),
    [([], []), (["7"], [(7, 7, 1)]), (["x"], []), (["0", "8", "8"], [(0, 1, 1), (7, 8, 2)])],
)
def test_numbers_have_a_histogram(
    given: list[str], bars: list[tuple[float, float, int]], store: Store
) -> None:
    learner = store.add_learner("Ada")
    values: dict[str, str] = {}
    for index, response in enumerate(given):
        values |= interaction(index, f"q{index}", "fill-in", response, "neutral", "student_response")
    answered(store, learner.id, scorm12.MODEL, values)
    answers = gradebook.read_class(store, ()).records.answers
    found = [bar for bar in gradebook.histogram(answers) if bar.answers]
    assert [(bar.low, bar.high, bar.answers) for bar in found] == bars


BRANCHES = """---
title: Branches
---

## You

{type: form}

**More?**
{type: true_false, id: more}

**How many?**
{type: number, id: many, answer: 3}

## More

{type: form, show_if: branches.more = true and branches.many != 7}

**What more?**
{type: text, id: what}

## Again

{type: form, show_if: score(branches) < 50}

**Once more: how many?**
{type: number, id: again, answer: 3}

## One of three

{type: pool, draw: 1}

### First

{type: text, id: first}

### Second

{type: text, id: second}

### Third

{type: text, id: third}
"""


def branching(tmp_path: Path) -> list[QuestionInWords]:
    folder = tmp_path / "branching"
    folder.mkdir()
    text = BRANCHES.replace("score(branches)", "score(start)").replace("branches.", "start.")
    first, second = text.split("## Again")
    (folder / "start.md").write_text(first.replace("---\n", "---\nphase: 1\n", 1), encoding="utf-8")
    matter = "---\ntitle: Again\nphase: 2\n---\n\n## Again"
    (folder / "then.md").write_text(matter + second, encoding="utf-8")
    course, problems = check_course(folder)
    assert course
    assert problems == []
    return of_course(course)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"start.what", "then.again"}),
        ({"start.more": "True"}, {"then.again"}),
        ({"start.more": "True", "start.many": "7"}, {"start.what"}),
        ({"start.more": "False", "start.many": "3"}, {"start.what", "then.again"}),
        ({"then.second": "x"}, {"start.what", "then.again", "then.first", "then.third"}),
    ],
)
def test_questions_that_were_not_asked_follow_from_the_answers(
    answers: dict[str, str], expected: set[str], tmp_path: Path
) -> None:
    questions = branching(tmp_path)
    given = {name: AnswerInWords((words,), words == "3") for name, words in answers.items()}
    assert not_asked(questions, given) == expected


@pytest.mark.parametrize(
    ("condition", "is_right", "is_known"),
    [
        ("score(start) >= 50", False, False),
        ("score(start) = 50", False, False),
        ("not score(start) > 50", False, False),
        ("score(start) >= 50", True, True),
        ("score(start) < 0 or start.sure = false", False, True),
        ("score(start) < 0 and score(start) > 50", False, True),
    ],
)
def test_a_score_of_answers_right_in_part_is_not_known(
    condition: str, is_right: bool, is_known: bool, tmp_path: Path
) -> None:
    (tmp_path / "start.md").write_text(
        "---\ntitle: Start\n---\n\n## Which?\n\n{type: selection, id: which, multiple: true, partial: true}\n\n"
        "- [x] a\n- [x] b\n- [ ] c\n\n## More\n\n{type: form}\n\n**Sure?**\n{type: true_false, id: sure}\n\n"
        f"## Then\n\n{{type: form, show_if: '{condition}'}}\n\n**Why?**\n{{type: text, id: why}}\n",
        encoding="utf-8",
    )
    course, _ = check_course(tmp_path)
    assert course
    given = {
        "start.which": AnswerInWords(("a", "b") if is_right else ("a",), is_right),
        "start.sure": AnswerInWords(("True",), None),
    }
    found = not_asked(of_course(course), given)
    assert found == ({"start.why"} if is_known and not is_right else set())


def test_texts_are_compared_as_on_the_page(tmp_path: Path) -> None:
    """Both conditions can hold, even for a text with extra spaces, or in other Unicode forms."""
    text = "---\ntitle: Town\n---\n\n## You\n\n{type: form}\n\n**Where?**\n{type: text, id: where}\n"
    text += '\n## More\n\n{type: form, show_if: \'town.where = "Bad  Sülze" and town.where = "bad sülze"\'}\n'
    (tmp_path / "town.md").write_text(text + "\n**Why?**\n{type: text, id: why}\n", encoding="utf-8")
    course, problems = check_course(tmp_path)
    assert course
    assert problems == []
    for words, expected in ((" BAD  Su\u0308lze ", set()), ("Strasse", {"town.why"})):
        assert not_asked(of_course(course), {"town.where": AnswerInWords((words,), None)}) == expected


@pytest.mark.parametrize("standard", ["scorm12", "xapi"])
def test_a_saved_state_says_what_a_pool_drew(standard: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "tides.md").write_text(
        "---\ntitle: Tides\n---\n\n## Two of three\n\n{type: pool, draw: 2}\n\n"
        + "".join(
            f"### Is {sign} true?\n\n{{type: true_false, answer: true, id: {sign}}}\n\n" for sign in "abc"
        ),
        encoding="utf-8",
    )
    course, _ = check_course(tmp_path)
    assert course
    questions = of_course(course)
    keys = {question.id: question.key for question in course.interactions}
    state = f"1|token000|1|||{keys['tides.a']}{keys['tides.c']}|."
    assert not_asked(questions, {"tides.a": AnswerInWords(("True",), True)}) == set()
    assert not_asked(questions, {"tides.a": AnswerInWords(("True",), True)}, seen_in(state)) == {"tides.b"}
    ada = store.add_learner("Ada")
    said = interaction(0, "tides.a", "true-false", "True", "correct", "student_response")
    if standard == "scorm12":
        answered(store, ada.id, scorm12.MODEL, {**said, "cmi.suspend_data": state})
        (line,) = gradebook.overview(store, questions).lines
        assert line.not_asked == {"tides.b"}
    else:
        attempt = store.add_attempt(ada.id, "sco", standard, {})
        document = StoredDocument(json.dumps({"format": 1, "state": state}).encode(), "application/json")
        Documents(store)["state", "course", ada.id, registration_of(attempt), "courseware"] = document
    (attempt,) = store.attempts()
    (drawn,) = gradebook.seen_of(store, [attempt]).values()
    assert not_asked(questions, {}, drawn) == {"tides.b"}
    records = gradebook.read_class(store, questions).records
    assert not_asked(questions, {}, records.seen["Ada", "", attempt.number]) == {"tides.b"}


def test_a_simulated_class_answers_what_it_is_asked(store: Store, tmp_path: Path) -> None:
    questions = branching(tmp_path)
    simulate(store, "sco", questions, 40)
    found = gradebook.overview(store, questions)
    begun = [line for line in found.lines if line.outcome]
    for line in begun:
        assert not line.answers.keys() & line.not_asked
    ended = [line for line in begun if line.outcome and line.outcome.completed]
    for line in ended:
        assert line.answers.keys() | line.not_asked == {question.id for question in questions}
        assert len(line.answers.keys() & {"then.first", "then.second", "then.third"}) == 1
    assert {"start.what", "then.again"} <= {answer for line in ended for answer in line.answers}
    assert {"start.what", "then.again"} <= {question for line in ended for question in line.not_asked}


def test_what_statements_say_of_an_attempt_is_what_each_of_them_says(store: Store) -> None:
    """Statements whose parts the database extracts give the same answers and outcomes as whole ones."""
    learner = store.add_learner("Ann")
    attempts = [
        store.add_attempt(learner.id, "https://rain.example", standard, {}) for standard in ("cmi5", "xapi")
    ]
    names = {learner.id: learner.name}
    for number, attempt in enumerate(attempts):
        Statements(store).add([*statements_of(registration_of(attempt), number)])
    found = list(said_in(store, attempts, names))
    for attempt, (said, came_out) in zip(attempts, found, strict=True):
        own = Statements(store).of_registration(registration_of(attempt))
        voiding = [
            statement
            for statement in Statements(store).values()
            if statement["verb"]["id"].endswith("voided")
        ]
        whole = read_statements(
            (f"attempt {attempt.id}, statement {known['id']}", known) for known in [*own, *voiding]
        )
        assert [
            answer._replace(learner="Ann", attempt=attempt.number, course="") for answer in whole.answers
        ] == [*said.answers]
        assert said.right_answers == whole.right_answers
        assert said.not_understood == whole.not_understood
        assert came_out == of_statements(own)
    answers = [answer for said, _ in found for answer in said.answers]
    assert {answer.response for answer in answers} >= {
        ("Nimbus",),
        ("Cirrus", "Nimbus"),
        ("half \ud83d of it",),
        (),
    }
    assert any(said.not_understood for said, _ in found)
    assert (found[0][1].status, found[0][1].score) == ("completed", 70)


@pytest.mark.parametrize("knows_the_course", [True, False])
def test_the_table_of_a_class_shows_what_reading_each_answer_shows(
    store: Store, questions: list[QuestionInWords], knows_the_course: bool
) -> None:
    """The table puts equal answers into words once, and parses times only if there are several answers."""
    course = questions if knows_the_course else []
    for name in ("Ann", "Bo"):
        learner = store.add_learner(name)
        for standard in ("cmi5", "xapi"):
            attempt = store.add_attempt(learner.id, f"https://{standard}.example", standard, {})
            Statements(store).add([*statements_of(registration_of(attempt), attempt.id)])
            Statements(store).add([*answers_in_turn(registration_of(attempt), attempt.id, questions[0])])
        store.add_attempt(learner.id, "sco", "scorm12", values_in_turn(questions[1].id, name))
    found = gradebook.read_class(store, course)
    newest = {(attempt.learner, attempt.unit): attempt.number for attempt, _ in found.attempts}
    numbers: dict[str, set[int]] = defaultdict(set)
    for (identifier, _), number in newest.items():
        numbers[found.names[identifier]].add(number)
    shown = gradebook.overview(store, course)
    for line in shown.lines:
        name = found.names[line.learner.id]
        answers = [
            answer
            for answer in latest(found.records.answers)
            if answer.learner == name and answer.attempt in numbers[name]
        ]
        expected = {answer.question_id: (JOINT.join(answer.response), answer.right) for answer in answers}
        assert dict(line.answers) == expected
    assert [column.id for column in shown.columns] == [column.id for column in gradebook.columns(found)]
    first, second = (line.answers for line in shown.lines)
    own = [("interaction 2", "of Ann"), ("interaction 3", "the same")]
    assert [(key, first[key].text) for key, _ in own] == own
    assert [second[key].text for key, _ in own] == ["the same", "of Bo"]
    if knows_the_course:
        assert first[questions[0].id].text == list(questions[0].options.values())[1]


def answers_in_turn(registration: str, number: int, question: QuestionInWords) -> Iterator[dict[str, Any]]:
    """Answers to a question, the third earlier than the second, the fourth voided; then one to another question."""
    document, _, rest = question.id.partition(".")
    options = list(question.options)
    told = [(rest, options[0], 5), (rest, options[1], 9), (rest, options[0], 7), (rest, "no", 11)]
    for place, (last, option, minute) in enumerate([*told, ("another", options[1], 13)]):
        yield {
            "id": f"00000000-0000-4000-9000-{number:06}{place:06}",
            "actor": {"account": {"homePage": HOME, "name": "somebody"}},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "object": {"id": f"https://planets.example/{document}/{last}"},
            "result": {"response": option, "duration": f"PT{number}S"},
            "timestamp": f"2026-01-12T10:{minute:02}:00Z",
            "stored": "2026-01-12T11:00:00.000Z",
            "context": {
                "registration": registration,
                "contextActivities": {"grouping": [{"id": "https://planets.example"}]},
            },
        }
    yield {
        "id": f"00000000-0000-4000-9000-{number:06}999999",
        "actor": {"account": {"homePage": HOME, "name": "somebody"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": f"00000000-0000-4000-9000-{number:06}000003"},
        "timestamp": "2026-01-12T11:00:00Z",
        "stored": "2026-01-12T11:00:00.000Z",
    }


def values_in_turn(identifier: str, name: str) -> dict[str, str]:
    """Interactions with one id, of which the second was answered last, and others without an id."""
    told = [
        (identifier, "Venus, the morning star", "10:05:00"),
        (identifier, "Mars", "10:09:00"),
        *[("", f"of {name}", ""), ("", "the same", "")][:: 1 if name == "Ann" else -1],
        (identifier, "Venus, the morning star", "10:07:00"),
    ]
    values: dict[str, str] = {}
    for index, (own, response, clock) in enumerate(told):
        at = f"cmi.interactions.{index}"
        values |= {f"{at}.type": "fill-in", f"{at}.student_response": response}
        values |= {f"{at}.id": own} if own else {}
        values |= {f"{at}.time": clock} if clock else {}
    return values


def statements_of(registration: str, number: int) -> Iterator[dict[str, Any]]:
    """Statements of all kinds that differ in what they say about an answer."""
    definition = {
        "interactionType": "choice",
        "description": {"en": "Which clouds?"},
        "choices": [{"id": name.lower(), "description": {"en": name}} for name in ("Cirrus", "Nimbus")],
        "correctResponsesPattern": ["nimbus"],
    }
    course = "https://rain.example"
    grouping = {"grouping": [{"id": course}], "category": [{"id": f"{course}/version/2.1"}]}
    results = [
        {"response": "nimbus", "success": True, "duration": "PT5.25S", "score": {"raw": 2, "scaled": 1}},
        {"response": "cirrus[,]nimbus", "success": False},
        {"response": "half \ud83d of it"},
        {"response": ""},
        {"response": 7},
        {"success": True},
    ]
    verb = "http://adlnet.gov/expapi/verbs/"
    said: list[dict[str, Any]] = [
        {"verb": {"id": f"{verb}answered"}, "result": result, "context": {"contextActivities": grouping}}
        for result in results
    ]
    said += [{"verb": {"id": f"{verb}answered"}, "result": {"response": "taken back"}}]
    said += [{"verb": {"id": f"{verb}passed"}, "result": {"response": "nimbus", "score": {"raw": 70}}}]
    said += [{"verb": {"id": f"{verb}completed"}, "result": {"score": {"raw": 70}, "duration": "PT9S"}}]
    said += [{"verb": {"id": f"{verb}terminated"}, "result": {"duration": "PT61S"}}]
    for place, given in enumerate(said):
        is_answer = place < 8
        about = {"id": f"{course}/lesson/clouds"} | (
            {"definition": definition} if is_answer and place != 3 else {}
        )
        yield {
            "id": f"00000000-0000-4000-8000-{number:06}{place:06}",
            "actor": {"account": {"homePage": HOME, "name": "ann"}},
            "object": about if is_answer else {"id": course},
            "timestamp": f"2026-01-12T10:00:{place:02}.5+01:00",
            "stored": "2026-01-12T10:00:00.000Z",
            **given,
            "context": {**given.get("context", {}), "registration": registration},
        }
    yield {
        "id": f"00000000-0000-4000-8000-{number:06}999999",
        "actor": {"account": {"homePage": HOME, "name": "ann"}},
        "verb": {"id": f"{verb}voided"},
        "object": {"objectType": "StatementRef", "id": f"00000000-0000-4000-8000-{number:06}000006"},
        "timestamp": "2026-01-12T11:00:00Z",
        "stored": "2026-01-12T11:00:00.000Z",
    }
