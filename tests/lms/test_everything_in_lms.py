"""A course with every component in LMSs: exactly the questions that a learner was asked are recorded, in words."""

from __future__ import annotations

import courses
import everything
import pytest
import scorm12_rules
import scorm2004_rules
from learner import answer_all, course_data, show_page, wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext, expect
from scorm_host import Launch, ScormHost


@pytest.fixture(scope="module", params=["scorm12", "scorm2004-4"])
def name(
    request: pytest.FixtureRequest, scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"everything-{request.param}"
    folder = tmp_path_factory.mktemp(name)
    course = everything.write(folder / "course")
    scorm_host.install(courses.package(course, folder / "course.zip", request.param), name)
    return name


def recorded(launch: Launch) -> dict[str, str]:
    """Question id → recorded words; indices reserved for other questions have none."""
    answers = {}
    for row in launch.attempt.interactions:
        response = row.get("student_response", row.get("learner_response", ""))
        if response:
            answers[row["id"]] = response
    return answers


def test_what_is_asked_is_what_is_recorded(scorm_host: ScormHost, context: BrowserContext, name: str) -> None:
    is_12 = name.endswith("scorm12")
    rules = scorm12_rules if is_12 else scorm2004_rules
    first = scorm_host.launch(context, name, learner="crew")
    wait_for_start(first.sco)
    answer_all(first.sco)
    first.leave()
    found = recorded(first)
    drawn = found.keys() & everything.OF_THE_POOL.keys()
    assert len(drawn) == 2
    expected = everything.OF_ALL | {question: everything.OF_THE_POOL[question] for question in drawn}
    assert found.keys() == expected.keys()
    if is_12:
        assert found == expected
    elements = first.attempt.elements
    status = elements["cmi.core.lesson_status" if is_12 else "cmi.completion_status"]
    assert (status, float(elements["cmi.core.score.raw" if is_12 else "cmi.score.raw"])) == ("completed", 100)
    assert first.errors == []
    assert rules.problems(first.attempt.sessions) == []

    second = scorm_host.launch(context, name, learner="crew")
    wait_for_start(second.sco)
    show_page(second.sco, course_data(second.sco)["pages"][0])
    second.sco.get_by_label("Your role?").select_option(label="Skipper")
    second.sco.get_by_label("How many are on board?").fill("3")
    second.sco.locator("[data-interaction]:has-text('How many are on board?')").get_by_role(
        "button", name="Check"
    ).click()
    second.sco.get_by_label("Your role?").select_option(label="Crew")
    expect(second.sco.get_by_label("How many are on board?")).to_be_hidden()
    wait_until_saved(second.sco)
    second.leave()
    # the draw stays the same, and so do the records
    assert recorded(second).keys() == expected.keys() | {"start.crew"}
    assert (
        second.attempt.elements["cmi.core.lesson_status" if is_12 else "cmi.completion_status"] == "completed"
    )
    assert second.errors == []
    assert rules.problems(second.attempt.sessions) == []
