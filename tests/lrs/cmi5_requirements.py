"""Requirements of the cmi5 specification (Quartz, 1st Edition) for assignable units and packages, with their tests.

A row is a clause, what it requires, and node ids of tests; for clauses that require nothing of the AU, the row says
whom they are about. As a script, it prints the table in Markdown.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Requirement(NamedTuple):
    """What a `clause` requires, and its `tests`; if there are none, `demand` says why it requires nothing of us."""

    clause: str
    demand: str
    tests: tuple[str, ...] = ()


SESSIONS = "tests/lrs/test_cmi5_sessions.py::"
STATEMENTS = "tests/lrs/test_statements.py::"
RULES = "tests/lrs/test_lrs.py::"
STRUCTURE = "tests/formats/test_course_structure.py::"
UNITS = "tests/lrs/test_cmi5_structure.py::"

WHOLE = f"{SESSIONS}test_a_session_that_breaks_no_rule"
FETCH = f"{SESSIONS}test_the_token_is_fetched_once_by_post_and_sent_with_every_request"
ORDER = f"{SESSIONS}test_the_order_holds_by_the_time_of_the_statements"
RETURN = f"{STATEMENTS}test_cmi5_session_from_fetch_to_return"
AGAIN = f"{SESSIONS}test_no_progress_is_sent_after_completion"
SCORE = f"{SESSIONS}test_a_score_is_whole_and_exact_where_it_is_scaled"
LAUNCH_DATA = f"{SESSIONS}test_the_launch_data_stay_as_they_are"
MODES = tuple(
    f"{STATEMENTS}test_cmi5_records_nothing_but_the_session_in_other_modes[{mode}]"
    for mode in ("Browse", "Review")
)
STAYS = f"{SESSIONS}test_without_a_return_address_the_page_stays_and_says_so"
WRITTEN = f"{STRUCTURE}test_written_structures_have_no_diagnostics"
MANY = f"{UNITS}test_a_thousand_units_are_sound_and_their_identifiers_differ"
FAULTS = f"{STRUCTURE}test_faults_of_cmi5_xml"


def rule(words: str) -> str:
    """The node id of the test that breaks a rule of the LMS."""
    return f"{RULES}test_what_breaks_a_session[{words}]"


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        "7.1.1", "`initialized` is said once the AU is ready", (rule("initialized must come first"), WHOLE)
    ),
    Requirement(
        "7.1.2",
        "`terminated` is the last statement of a session",
        (rule("nothing can follow terminated"), WHOLE, STAYS),
    ),
    Requirement("7.1.2", "`terminated` is said when the learner leaves by the AU's own way", (RETURN,)),
    Requirement(
        "7.1.3",
        "cmi5 allowed statements have the context template and no cmi5 category",
        (f"{RULES}test_what_cmi5_allows_is_taken", WHOLE),
    ),
    Requirement(
        "7.1.3",
        "they come between `initialized` and `terminated`",
        (rule("initialized must come first"), ORDER),
    ),
    Requirement(
        "8.1",
        "launch parameters are read in any order, beside others",
        (f"{SESSIONS}test_launch_parameters_come_in_any_order_beside_others",),
    ),
    Requirement("8.1", "`endpoint` is where requests go", (RETURN, FETCH)),
    Requirement("8.1", "`fetch` is asked by POST, once, also over a reload", (FETCH, RETURN)),
    Requirement(
        "8.1", "`actor` is used as it is given", (rule("the actor is not that of the launch"), WHOLE)
    ),
    Requirement(
        "8.1",
        "`registration` is used as it is given",
        (rule("the registration is not that of the launch"), WHOLE),
    ),
    Requirement(
        "8.1",
        "`activityId` is the object of cmi5 defined statements",
        (rule("the object is not the activity of the launch"), WHOLE),
    ),
    Requirement("8.1", "the AU's URL uses no name of a launch parameter", (FAULTS, WRITTEN)),
    Requirement("8.2.1", "the token is sent as Basic authorization with every request", (FETCH,)),
    Requirement("8.2.1", "the token is not fetched again", (FETCH, f"{RULES}test_a_token_is_given_out_once")),
    Requirement("8.2.2", "the token is read from the JSON's `auth-token`", (FETCH,)),
    Requirement(
        "8.2.3",
        "an `error-code` in place of a token is no session: nothing is sent, and the learner is told",
        (
            f"{SESSIONS}test_a_token_that_is_spent_asks_for_a_new_launch",
            f"{STATEMENTS}test_a_token_that_was_lost_on_its_way_asks_for_a_new_launch",
        ),
    ),
    Requirement("8.3", "Other launch environments are not defined."),
    Requirement("9.1", "every statement has an id, a UUID", (rule("it has no id"), WHOLE)),
    Requirement(
        "9.2",
        "the actor is an Agent with an account, the LMS's",
        (rule("the actor is not that of the launch"), WHOLE),
    ),
    Requirement(
        "9.3",
        "no verb twice in a session",
        (rule("the verb was already used in the session"), RETURN, WHOLE),
    ),
    Requirement(
        "9.3",
        "not passed and failed in one session",
        (rule("a session cannot have both passed and failed"), RETURN),
    ),
    Requirement(
        "9.3",
        "completed and passed once in a registration",
        (rule("completed or passed was already reported in this registration"), RETURN, AGAIN),
    ),
    Requirement(
        "9.3",
        "no failed after passed in a registration",
        (rule("passed or failed cannot follow passed"), AGAIN),
    ),
    Requirement("9.3", "the order holds by timestamps", (ORDER,)),
    Requirement("9.3.1", "Launched is the LMS's."),
    Requirement(
        "9.3.2",
        "`initialized` is the first statement of any kind",
        (rule("initialized must come first"), ORDER, RETURN),
    ),
    Requirement(
        "9.3.3",
        "`completed` is said when all that is asked for is done",
        (RETURN, f"{STATEMENTS}test_each_document_can_be_an_au_of_its_own"),
    ),
    Requirement(
        "9.3.4",
        "`passed` agrees with the mastery score of the launch",
        (rule("passed or failed contradicts the mastery score"), RETURN, WHOLE),
    ),
    Requirement(
        "9.3.5",
        "`failed` agrees with the mastery score of the launch",
        (f"{RULES}test_what_else_breaks_a_session", SCORE, RETURN),
    ),
    Requirement(
        "9.3.6",
        "nothing is said in an abandoned session; what it left is said in the next",
        (
            rule("the session was abandoned"),
            f"{STATEMENTS}test_answers_of_an_abandoned_session_arrive_in_the_next",
        ),
    ),
    Requirement("9.3.7", "Waived is the LMS's."),
    Requirement(
        "9.3.8",
        "nothing is said after `terminated`, also when the page is loaded again",
        (rule("nothing can follow terminated"), ORDER, STAYS),
    ),
    Requirement("9.3.9", "Satisfied is the LMS's."),
    Requirement(
        "9.4",
        "the object of cmi5 defined statements is the launch's activityId",
        (rule("the object is not the activity of the launch"), WHOLE),
    ),
    Requirement("9.5.1", "a score in passed and failed alone", (rule("a score is not allowed here"), WHOLE)),
    Requirement(
        "9.5.1",
        "scaled from 0 to 1; raw whole, with whole min and max",
        (
            rule("min, raw and max must be whole numbers, and scaled from 0 to 1"),
            f"{RULES}test_what_else_breaks_a_session",
            SCORE,
        ),
    ),
    Requirement(
        "9.5.2",
        "success is true in passed, false in failed, nowhere else",
        (rule("success must be true in passed, false in failed, and absent elsewhere"), RETURN, WHOLE),
    ),
    Requirement(
        "9.5.3",
        "completion is true in completed, nowhere else",
        (rule("completion must be true in completed, and absent elsewhere"), RETURN, WHOLE),
    ),
    Requirement(
        "9.5.4.1",
        "a duration in terminated, completed, passed and failed",
        (rule("the duration is missing"), WHOLE, RETURN),
    ),
    Requirement("9.5.4.1", "that of terminated is the time since `initialized`", (ORDER,)),
    Requirement("9.5.4.2", "Durations of the LMS's statements are the LMS's."),
    Requirement(
        "9.5.5.1",
        "progress is a whole number from 0 to 100, and not said in or after completed",
        (rule("progress cannot be reported after completion"), AGAIN, WHOLE),
    ),
    Requirement("9.5.5.2", "The reason is the LMS's."),
    Requirement(
        "9.6.1",
        "the registration is that of the launch",
        (rule("the registration is not that of the launch"), WHOLE),
    ),
    Requirement(
        "9.6.2",
        "all context activities of the template are in every statement",
        (rule("it does not contain the contextTemplate"), f"{RULES}test_what_else_breaks_a_session", WHOLE),
    ),
    Requirement(
        "9.6.2.1",
        "the cmi5 category in all cmi5 defined statements",
        (rule("the cmi5 category is missing"), WHOLE),
    ),
    Requirement(
        "9.6.2.1",
        "and in no others",
        (rule("the cmi5 category is only for verbs that cmi5 defines"), WHOLE, RETURN),
    ),
    Requirement(
        "9.6.2.2",
        "the moveOn category where there is success or completion, and nowhere else",
        (rule("the moveOn category belongs only to completed, passed and failed"), WHOLE),
    ),
    Requirement(
        "9.6.2.3",
        "the publisher's id is among the grouping activities",
        (rule("it does not contain the contextTemplate"), WHOLE),
    ),
    Requirement(
        "9.6.3.1",
        "the session id in every statement",
        (rule("the session id is not that of the launch"), WHOLE),
    ),
    Requirement(
        "9.6.3.2",
        "the mastery score in passed and failed",
        (rule("the mastery score is missing"), SCORE, RETURN),
    ),
    Requirement("9.6.3.3", "launchMode is the LMS's."),
    Requirement("9.6.3.4", "launchURL is the LMS's."),
    Requirement("9.6.3.5", "No longer applicable, says the specification."),
    Requirement("9.6.3.6", "moveOn is the LMS's."),
    Requirement("9.6.3.7", "launchParameters is the LMS's."),
    Requirement(
        "9.7",
        "every statement has a timestamp, in UTC, of when it happened",
        (rule("it does not have a timestamp in UTC"), WHOLE, ORDER),
    ),
    Requirement(
        "10.0",
        "LMS.LaunchData is read before the first statement",
        (rule("LMS.LaunchData was not read"), FETCH, RETURN),
    ),
    Requirement("10.0", "LMS.LaunchData is not changed", (LAUNCH_DATA,)),
    Requirement(
        "10.0",
        "contextTemplate is the template of every context, and nothing of it is overwritten",
        (rule("it does not contain the contextTemplate"), WHOLE),
    ),
    Requirement(
        "10.0",
        "in Browse and Review nothing but initialized and terminated",
        (rule("only initialized and terminated are allowed in this mode"), *MODES),
    ),
    Requirement(
        "10.0", "masteryScore decides passed and failed in place of the course's own", (SCORE, RETURN)
    ),
    Requirement("10.0", "the learner is sent to returnURL at the end, where there is one", (RETURN, STAYS)),
    Requirement(
        "11.0",
        "cmi5LearnerPreferences is read at start",
        (rule("the learner's preferences were not read"), FETCH, RETURN),
    ),
    Requirement(
        "11.0",
        "403 is no error",
        tuple(f"{SESSIONS}test_missing_preferences_are_no_obstacle[{status}]" for status in (403, 404)),
    ),
    Requirement("11.1", "languagePreference is for AUs of several languages; a course has one."),
    Requirement(
        "11.2",
        "sound is off at start where the learner prefers that",
        tuple(
            f"{SESSIONS}test_sound_is_on_or_off_as_the_learner_prefers[{case}]"
            for case in ("off-0", "on-1", "None-1")
        ),
    ),
    Requirement("12.0", "The Activity Profile is not used."),
    Requirement("13.1.1", "course: id, title and description", (FAULTS, WRITTEN, MANY)),
    Requirement(
        "13.1.2",
        "block: id, title and description; it holds AUs",
        (f"{STATEMENTS}test_each_document_can_be_an_au_of_its_own", MANY),
    ),
    Requirement("13.1.3", "Objectives are the course designer's; none are written."),
    Requirement("13.1.4", "ids are absolute IRIs, and unique in the structure", (FAULTS, MANY)),
    Requirement(
        "13.1.4",
        "masteryScore from 0 to 1 with up to four decimals",
        (FAULTS, f"{UNITS}test_a_mastery_score_has_four_decimals_at_most"),
    ),
    Requirement(
        "13.1.4",
        "moveOn is one of five words, as the course asks",
        (FAULTS, f"{STRUCTURE}test_a_unit_is_satisfied_as_the_course_asks"),
    ),
    Requirement(
        "13.1.4", "launchMethod is `AnyWindow`", (f"{STRUCTURE}test_a_course_is_one_activity_and_one_unit",)
    ),
    Requirement(
        "13.1.4", "url leads to a file, and its query has no name of a launch parameter", (FAULTS, MANY)
    ),
    Requirement("13.1.5", "Extensions of vendors are not written."),
    Requirement(
        "13.2",
        "cmi5.xml keeps to the schema",
        (f"{STRUCTURE}test_our_schema_judges_as_the_published_one", WRITTEN, MANY),
    ),
    Requirement(
        "14.1",
        "cmi5.xml is at the root of the zip, and URLs of what is in it are relative",
        (FAULTS, f"{STATEMENTS}test_each_document_can_be_an_au_of_its_own"),
    ),
    Requirement("14.2", "cmi5.xml without a zip is not written."),
)

CLAUSES = """
7.1.1 7.1.2 7.1.3 8.1 8.2.1 8.2.2 8.2.3 8.3 9.1 9.2 9.3 9.3.1 9.3.2 9.3.3 9.3.4 9.3.5 9.3.6 9.3.7 9.3.8 9.3.9 9.4 9.5.1
9.5.2 9.5.3 9.5.4.1 9.5.4.2 9.5.5.1 9.5.5.2 9.6.1 9.6.2 9.6.2.1 9.6.2.2 9.6.2.3 9.6.3.1 9.6.3.2 9.6.3.3 9.6.3.4 9.6.3.5
9.6.3.6 9.6.3.7 9.7 10.0 11.0 11.1 11.2 12.0 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 13.2 14.1 14.2
""".split()
"""All clauses of the specification's parts 7.1 to 14 with a requirement for anyone."""


def table() -> str:
    """The requirements, numbered."""

    def named(tests: tuple[str, ...]) -> str:
        return "<br>".join(f"`{re.sub(r'^tests/(lrs/)?', '', test)}`".replace("|", "\\|") for test in tests)

    rows = [
        f"| {number} | {requirement.clause} | {requirement.demand} | {named(requirement.tests) or '–'} |"
        for number, requirement in enumerate(REQUIREMENTS, 1)
    ]
    return "\n".join(["| | cmi5 | what is demanded | shown by |", "| --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table())
