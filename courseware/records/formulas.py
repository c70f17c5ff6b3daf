"""The formulas, over plain sequences or over values and how often each occurs.

docs/records.md explains them and gives their sources. A number without any data behind it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, sqrt
from statistics import quantiles

from courseware.record import NamedTuple


class Spread(NamedTuple):
    """The number of values, their mean and their standard deviation (÷ *n* − 1; None for a single value)."""

    number: int
    mean: float
    deviation: float | None


class Change(NamedTuple):
    """The change between `pairs` of values: the mean of the differences, and their standard deviation (÷ *n* − 1)."""

    pairs: int
    difference: float
    deviation: float | None


def spread(values: Mapping[float, int]) -> Spread | None:
    """The number, mean and deviation of values, given how often each occurs; None if there are none."""
    number = sum(values.values())
    if not number:
        return None
    return Spread(number, mean(values.items()), sqrt(variance(values)) if number > 1 else None)


def variance(values: Mapping[float, int]) -> float:
    """The variance of values, given how often each occurs (÷ *n* − 1). Raises `ZeroDivisionError` for less than two."""
    middle = mean(values.items())
    return fsum((value - middle) ** 2 * times for value, times in values.items()) / (sum(values.values()) - 1)


def mean(values: Iterable[tuple[float, int]]) -> float:
    """The mean of values, given how often each occurs. Raises `ZeroDivisionError` if there are none."""
    pairs = list(values)
    return fsum(value * times for value, times in pairs) / sum(times for _, times in pairs)


def change(differences: Mapping[float, int]) -> Change | None:
    """The change in pairs of values, given how often each difference occurs; None if there are no pairs."""
    found = spread(differences)
    return Change(*found) if found else None


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """The first quartile, median and third quartile (type 7 of Hyndman and Fan); None if there are no values."""
    if not values:
        return None
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def point_biserial(pairs: Mapping[tuple[bool, float], int]) -> float | None:
    """The correlation of a yes or no with a score, given how often each pair occurs.

    None if either is the same in all pairs.
    """
    if len({is_right for is_right, _ in pairs}) < 2 or len({score for _, score in pairs}) < 2:
        return None
    number = sum(pairs.values())
    share = sum(times for (is_right, _), times in pairs.items() if is_right) / number
    middle = mean((score, times) for (_, score), times in pairs.items())
    squares = fsum((score - middle) ** 2 * times for (_, score), times in pairs.items())
    with_it, without = (
        mean((score, times) for (is_right, score), times in pairs.items() if is_right is which)
        for which in (True, False)
    )
    return (with_it - without) / sqrt(squares / number) * sqrt(share * (1 - share))


def alpha(questions: Sequence[Mapping[float, int]], sums: Mapping[float, int]) -> float | None:
    """Cronbach's alpha, given how often each value of each question and each sum occurs.

    None for a single question or row, or if all sums are equal.
    """
    count = len(questions)
    if count < 2 or sum(map(bool, sums.values())) < 2:
        return None
    return count / (count - 1) * (1 - fsum(map(variance, questions)) / variance(sums))
