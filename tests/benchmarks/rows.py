"""A line of the benchmark's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `value` is compared with the limit, and has no unit if it is not a measurement."""

    what: str
    measured: str
    floor: str
    value: float
    unit: str
    limit: float | None

    @property
    def holds(self) -> bool | None:
        return None if self.limit is None else self.value <= self.limit

    def cells(self) -> tuple[str, ...]:
        limit = "" if self.limit is None else f"≤ {self.limit:g}{self.unit}"
        answer = {True: "yes", False: "NO", None: ""}[self.holds]
        value = f"{self.value:.3g}{self.unit}" if self.unit else ""
        return self.what, self.measured, self.floor, value, limit, answer
