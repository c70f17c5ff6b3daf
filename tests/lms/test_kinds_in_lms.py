"""Questions with parts or special controls in LMSs: records as text, half-answered questions, answers by keyboard."""

from __future__ import annotations

import courses
import kinds
import pytest
import scorm12_rules
import scorm2004_rules
from learner import answer_all, shown_answers, wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext, Page, expect
from scorm_host import Launch, ScormHost


@pytest.fixture(scope="module", params=["scorm12", "scorm2004-4"])
def geography(
    request: pytest.FixtureRequest, scorm_host: ScormHost, tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"geography-{request.param}"
    folder = tmp_path_factory.mktemp(name)
    course = kinds.write(folder / "course")
    scorm_host.install(courses.package(course, folder / "course.zip", request.param), name)
    return name


def is_12(name: str) -> bool:
    return name.endswith("scorm12")


def expected(name: str) -> str:
    return kinds.SCORM_12 if is_12(name) else kinds.SCORM_2004


def assert_clean(launch: Launch, name: str) -> None:
    rules = scorm12_rules if is_12(name) else scorm2004_rules
    assert launch.errors == []
    assert rules.problems(launch.attempt.sessions) == []


def score(launch: Launch, name: str) -> float:
    return float(launch.attempt.elements["cmi.core.score.raw" if is_12(name) else "cmi.score.raw"])


def test_each_kind_is_recorded_in_the_words_of_its_standard(
    scorm_host: ScormHost, context: BrowserContext, geography: str
) -> None:
    first = scorm_host.launch(context, geography, learner="right")
    wait_for_start(first.sco)
    answer_all(first.sco, right=False)
    first.leave()
    # one of two rows, none of two gaps that count, no option, not true, not 90
    wrong = score(first, geography)
    assert_clean(first, geography)

    second = scorm_host.launch(context, geography, learner="right")
    wait_for_start(second.sco)
    shown = shown_answers(second.sco)
    answer_all(second.sco)
    second.leave()
    assert [len(value) for value in shown.values()] == [2, 3, 1, 1, 1, 1, 1, 1, 1]
    assert wrong < 50
    assert score(second, geography) == 100
    assert kinds.rows(second.attempt.interactions) == expected(geography).format(maps=0)
    assert_clean(second, geography)


def test_what_is_half_answered_comes_back_and_every_part_earns_its_points(
    scorm_host: ScormHost, context: BrowserContext, geography: str
) -> None:
    first = scorm_host.launch(context, geography, learner="half")
    wait_for_start(first.sco)
    first.sco.get_by_label("Paris").select_option(label="France")
    first.sco.get_by_label("Gap 1").fill("christiania")
    first.sco.get_by_label("Gap 1").blur()
    first.sco.get_by_role("checkbox", name="Japan").check()
    wait_until_saved(first.sco)
    first.leave()
    assert first.attempt.interactions == []

    second = scorm_host.launch(context, geography, learner="half")
    wait_for_start(second.sco)
    expect(second.sco.get_by_label("Paris")).to_have_value(
        second.sco.get_by_label("Paris").locator("option", has_text="France").get_attribute("value") or ""
    )
    expect(second.sco.get_by_label("Gap 1")).to_have_value("christiania")
    second.sco.get_by_label("Rome").select_option(label="Norway")
    second.sco.get_by_label("Gap 2").select_option(label="Seville")
    second.sco.get_by_label("Gap 3").fill("Ulm")
    for check in second.sco.get_by_role("button", name="Check").all()[:3]:
        check.click()
    wait_until_saved(second.sco)
    second.leave()
    # of 10 points: 1 of 2, half of 1, and 1 of 2
    assert score(second, geography) == pytest.approx(100 * 2.5 / 10, abs=0.01)
    assert {row["result"] for row in second.attempt.interactions} <= {"wrong", "incorrect"}
    assert_clean(second, geography)


def test_each_kind_can_be_answered_by_keyboard(
    scorm_host: ScormHost, context: BrowserContext, geography: str
) -> None:
    launch = scorm_host.launch(context, geography, learner="keys")
    wait_for_start(launch.sco)
    page: Page = launch.page
    launch.sco.get_by_role("combobox", name="Paris").focus()
    said: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    def name() -> str:
        """The accessible name of the focused element, as a screen reader would say it."""
        focused = launch.sco.locator(":focus")
        found: str = focused.evaluate(
            "one => `${one.type ?? one.localName} ${one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent}`"
        )
        said.append(" ".join(found.split()))
        return found

    for keys in (["f"], ["i"]):  # the first letter of a partner
        name()
        press(*keys, "Tab")
    name()
    press("Enter", "Tab")
    for word in ("Oslo", "Madrid", "Ulm"):
        name()
        page.keyboard.type(word)
        press("Tab")
    name()
    press("Enter", "Tab")
    for keys in (["Space"], ["Space"], [], []):
        name()
        press(*keys, "Tab")
    name()
    press("Enter", "Tab")
    name()
    press("Space", "Tab")
    name()
    press("Enter", "Tab")
    name()
    press("End", "Tab")
    name()
    press("Enter", "Tab")
    name()
    press("Home", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")
    name()
    for keys in (["Tab", "Space"], ["Tab", "Space", "ArrowDown"], ["Tab"]):
        press(*keys)
        name()
    for keys in (["Enter", "Tab"], ["Space", "Tab"]):
        press(*keys)
        name()
    press("Enter")
    wait_until_saved(launch.sco)
    launch.leave()
    assert said == [
        "select-one Paris", "select-one Rome", "button Check",
        "text Gap 1", "select-one Gap 2", "text Gap 3", "button Check",
        "checkbox Japan", "checkbox India", "checkbox Chile", "checkbox Peru", "button Check",
        "radio True", "button Check",
        "range How far is the equator from the pole? (degrees)", "button Check",
        "range How much do you like maps?", "button Keep this value",
        "radio Cairo is on the Nile: True", "radio Lima is on the Nile: False", "button Check",
        "radio The mark in the north", "button Check",
    ]  # fmt: skip
    assert score(launch, geography) == 100
    assert kinds.rows(launch.attempt.interactions) == expected(geography).format(maps=3)
    assert_clean(launch, geography)
