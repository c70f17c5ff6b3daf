"""The formulas of numbers, over plain sequences; what they mean and where they come from is in docs/records.md.

A number that nothing stands behind is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, pstdev, quantiles, stdev, variance
from typing import NamedTuple


class Spread(NamedTuple):
    """How many values, their mean and their standard deviation (÷ *n* − 1; None for one value)."""

    number: int
    mean: float
    deviation: float | None


class Change(NamedTuple):
    """What became of `pairs` of values: the mean of the differences, and their standard deviation (÷ *n* − 1)."""

    pairs: int
    difference: float
    deviation: float | None


def spread(values: Sequence[float]) -> Spread | None:
    """Of any values; None where there are none."""
    if not values:
        return None
    return Spread(len(values), fmean(values), stdev(values) if len(values) > 1 else None)


def change(pairs: Sequence[tuple[float, float]]) -> Change | None:
    """From the first of each pair to the second; None where there are none."""
    found = spread([after - before for before, after in pairs])
    return Change(*found) if found else None


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """First quartile, median and third quartile: type 7 of Hyndman and Fan; None where there are no values."""
    if not values:
        return None
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def point_biserial(ones: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The correlation of a yes or no with a score; None where either is the same for all."""
    if len({*ones}) < 2 or len({*scores}) < 2:
        return None
    with_it = [score for one, score in zip(ones, scores, strict=True) if one]
    without = [score for one, score in zip(ones, scores, strict=True) if not one]
    share = len(with_it) / len(ones)
    return (fmean(with_it) - fmean(without)) / float(pstdev(scores)) * sqrt(share * (1 - share))


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of rows with a value for each question; None for one question or row, or equal sums."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    of_sums: float = variance([sum(row) for row in rows])
    if not of_sums:
        return None
    count = len(rows[0])
    of_questions: float = sum(variance(column) for column in zip(*rows, strict=True))
    return count / (count - 1) * (1 - of_questions / of_sums)
