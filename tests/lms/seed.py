"""A learner's actions in the seed course, and the records that an instructor must find."""

from __future__ import annotations

from learner import ESSAY, Place, answer_all, shown_answers, wait_until_saved
from playwright.sync_api import expect

RATING = "9-10 (Excellent improvement)"
TWO_LINES = "It says sorry first.\nThen it helps."

# Each interaction, its answer in words and, for a choice, in the strict form of SCORM 2004.
_ANSWERS = [
    ("rate_the_improvement_in_empathy_1_10_scale", "likert", RATING, "9_10_excellent_improvement"),
    (
        "rate_the_improvement_in_helpfulness_1_10_scale",
        "likert",
        "7-8 (Significant improvement)",
        "7_8_significant_improvement",
    ),
    (
        "rate_the_improvement_in_professionalism_1_10_scale",
        "likert",
        "5-6 (Moderate improvement)",
        "5_6_moderate_improvement",
    ),
    ("has_fine_tuning_achieved_the_primary_objective", "choice", "Yes, mostly", "yes_mostly"),
    ("what_specific_improvements_are_most_noticeable", "long-fill-in", TWO_LINES.replace("\n", "/"), ""),
    (
        "select_observed_improvements",
        "choice",
        "More empathetic acknowledgment of customer emotions; Reduced robotic or mechanical communication style",
        "more_empathetic_acknowledgment_of_customer_emotions[,]"
        "reduced_robotic_or_mechanical_communication_style",
    ),
    ("what_aspects_of_your_approach_worked_best", "long-fill-in", "Small, clean data", ""),
    (
        "which_dataset_characteristics_were_most_valuable",
        "choice",
        "Consistent tone and style",
        "consistent_tone_and_style",
    ),
    ("what_would_you_do_differently_next_time", "long-fill-in", "Ask 5 people first", ""),
    (
        "what_additional_data_would_strengthen_future_fine_tuning",
        "long-fill-in",
        "Größere Fälle – “quoted”",
        "",
    ),
]
SCORM_12 = {f"phase4.{name}": (kind.removeprefix("long-"), words) for name, kind, words, _ in _ANSWERS}
"""Interaction → its type and response after both sittings, in SCORM 1.2."""
SCORM_2004 = {f"phase4.{name}": (kind, strict or words) for name, kind, words, strict in _ANSWERS}
"""The same in SCORM 2004."""


HALF_DONE = {
    "phase4.what_specific_improvements_are_most_noticeable": ESSAY.replace("\n", "/"),
    "phase4.what_would_you_do_differently_next_time": "half a sen",
}
"""Texts of `leave_half_done`, as they are recorded."""


def first_sitting(sco: Place) -> None:
    """Answer the first five questions."""
    for quality, points in (("empathy", "9-10"), ("helpfulness", "7-8"), ("professionalism", "5-6")):
        group = sco.get_by_role("group", name=f"Rate the improvement in {quality}")
        group.get_by_role("radio", name=points).check()
    sco.get_by_label("Has fine-tuning achieved").select_option(label="Yes, mostly")
    sco.get_by_label("What specific improvements").fill(TWO_LINES)
    wait_until_saved(sco)


def second_sitting(sco: Place) -> None:
    """Check that the answers are back, then answer the other five questions, to the end."""
    expect(sco.get_by_label("What specific improvements")).to_have_value(TWO_LINES)
    expect(sco.get_by_label("Has fine-tuning achieved").locator("option:checked")).to_have_text("Yes, mostly")
    sco.get_by_role("checkbox", name="More empathetic").check()
    sco.get_by_role("checkbox", name="Reduced robotic").check()
    sco.get_by_label("What aspects of your approach").fill("Small, clean data")
    sco.get_by_label("Which dataset characteristics").select_option(label="Consistent tone and style")
    sco.get_by_label("What would you do differently").fill("Ask 5 people first")
    sco.get_by_label("What additional data").fill("Größere Fälle – “quoted”")
    sco.locator("[data-next]:visible").click()
    expect(sco.get_by_role("heading", name="Summary")).to_be_visible()
    wait_until_saved(sco)


def leave_half_done(sco: Place) -> dict[str, object]:
    """Answer a question of each kind, the last one only half. Returns the state of the fields."""
    group = sco.get_by_role("group", name="Rate the improvement in empathy")
    group.get_by_role("radio", name=RATING).check()
    sco.get_by_label("Has fine-tuning achieved").select_option(label="Yes, mostly")
    sco.get_by_role("checkbox", name="More empathetic").check()
    sco.get_by_role("checkbox", name="Proactive offering").check()
    sco.get_by_label("What specific improvements").fill(ESSAY)
    sco.get_by_label("What would you do differently").press_sequentially("half a sen")
    return shown_answers(sco)


def finish(sco: Place, shown: dict[str, object]) -> dict[str, str]:
    """Check that what was `shown` is back, then answer all questions. Returns the answers in words."""
    assert shown_answers(sco) == shown
    words = answer_all(sco)
    sco.locator("[data-next]:visible").click()
    expect(sco.get_by_role("heading", name="Summary")).to_be_focused()
    wait_until_saved(sco)
    return words


def look_back(sco: Place) -> None:
    """Check that the answers of `finish` are shown and cannot be changed."""
    expect(sco.locator("[data-banner]")).to_be_visible()
    assert shown_answers(sco)["phase4.what_would_you_do_differently_next_time"] == [ESSAY]
    controls = sco.locator("[data-interaction] :is(input, select, textarea)")
    assert controls.evaluate_all("controls => controls.every(control => control.disabled)")
