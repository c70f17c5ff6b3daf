"""Suggestions: the nearest known name, found in bounded time."""

from courseware.diagnostics import suggest
from courseware.diagnostics.suggest import MOST_COMPARISONS, MOST_NAMES, MOST_SUGGESTIONS, Suggester, nearest


def test_the_earlier_of_two_equally_near_names_is_meant() -> None:
    assert nearest("M2O3", ["M203", "M213"]) == "M203"
    assert nearest("M2O3", ["M213", "M203"]) == "M213"


def test_case_does_not_count_and_nothing_far_is_meant() -> None:
    assert nearest("PHASE", ["Phase", "phrase"]) == "Phase"
    assert nearest("phase", ["title"]) is None
    assert nearest("phase", []) is None


def test_the_number_of_names_looked_through_is_bounded() -> None:
    names = iter([str(number) for number in range(MOST_NAMES * 2)])
    nearest("a", names)
    assert len(list(names)) == MOST_NAMES


def test_a_suggester_looks_at_so_many_names_and_no_more() -> None:
    suggester = Suggester()
    known = ["phase", *map(str, range(MOST_NAMES))]
    said = [suggester.did_you_mean("phse", known) for _ in range(MOST_COMPARISONS // MOST_NAMES + 1)]
    assert said == [suggest.suggestion_of("phase")] * (len(said) - 1) + [""]


def test_a_suggester_looks_for_so_many_names_and_no_more() -> None:
    suggester = Suggester()
    said = [suggester.did_you_mean("phse", ["phase"]) for _ in range(MOST_SUGGESTIONS + 1)]
    assert said == [suggest.suggestion_of("phase")] * MOST_SUGGESTIONS + [""]
