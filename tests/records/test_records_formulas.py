"""Formulas, each compared with a published or independently computed value."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import pytest

from courseware.records.formulas import alpha, change, point_biserial, quartiles, spread

ATTITUDE = """
    43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35  81 78 56 66 71 83 47
    43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41
    64 53 53 58 58 67 34  67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
    81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
    50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49  63 54 42 48 66 75 33
    66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39
""".split()
"""R's `attitude`: a survey of clerks in 30 departments, seven numbers for each (S. Chatterjee and B. Price,
*Regression Analysis by Example*, 1977)."""

SLEEP = (
    (0.7, 1.9), (-1.6, 0.8), (-0.2, 1.1), (-1.2, 0.1), (-0.1, -0.1),
    (3.4, 4.4), (3.7, 5.5), (0.8, 1.6), (0.0, 4.6), (2.0, 3.4),
)  # fmt: skip
"""R's `sleep`: extra hours that ten patients slept after each of two drugs (Student, *The Probable Error of a Mean*,
Biometrika 6, 1908)."""

MILEAGE = (
    21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9,
    21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
)  # fmt: skip
"""R's `mtcars$mpg`."""


def of_rows(rows: list[list[float]]) -> float | None:
    return alpha([Counter(column) for column in zip(*rows, strict=True)], Counter(map(sum, rows)))


def test_alpha_as_psych_has_it() -> None:
    """The `raw_alpha` of `alpha(attitude)` in R's package psych."""
    values = list(map(float, ATTITUDE))
    found = of_rows([values[at : at + 7] for at in range(0, len(values), 7)])
    assert found is not None
    assert round(found, 2) == 0.84


@pytest.mark.parametrize("rows", [[], [[1.0, 2.0]], [[1.0], [2.0]], [[1.0, 2.0], [2.0, 1.0]]])
def test_alpha_needs_several_questions_rows_and_different_sums(rows: list[list[float]]) -> None:
    assert of_rows(rows) is None


def test_change_as_r_has_it() -> None:
    """Mean difference and *t* of `t.test(…, paired = TRUE)` in R for `sleep`."""
    found = change(Counter(after - before for before, after in SLEEP))
    assert found is not None
    assert found.deviation is not None
    assert (found.pairs, round(found.difference, 2)) == (10, 1.58)
    assert round(found.difference / (found.deviation / sqrt(found.pairs)), 4) == 4.0621


def test_mean_and_spread_as_r_has_them() -> None:
    """R's `mean` and `sd` of both drugs in `sleep`."""
    both = [spread(Counter(pair[which] for pair in SLEEP)) for which in (0, 1)]
    assert [(round(result.mean, 2), round(result.deviation or 0, 6)) for result in both if result] == [
        (0.75, 1.789010),
        (2.33, 2.002249),
    ]
    assert spread({}) is None
    assert spread({3: 1}) == (1, 3, None)


def test_quartiles_as_r_has_them() -> None:
    """R's `quantile(mtcars$mpg)`."""
    assert quartiles(MILEAGE) == pytest.approx((15.425, 19.2, 22.8))
    assert quartiles([]) is None
    assert quartiles([4]) == (4, 4, 4)


def test_point_biserial_as_scipy_has_it() -> None:
    """The example in the manual of `scipy.stats.pointbiserialr`."""
    found = point_biserial({(score > 2, score): 1 for score in range(7)})
    assert found == pytest.approx(0.8660254037844386)


@pytest.mark.parametrize(("right", "scores"), [([True, True], [1, 2]), ([True, False], [3, 3]), ([], [])])
def test_no_correlation_where_nothing_varies(right: list[bool], scores: list[float]) -> None:
    assert point_biserial(Counter(zip(right, scores, strict=True))) is None
