"""A value with the number of cases it rests on, so that a small one is read with care."""

from dataclasses import dataclass
from datetime import date

from reports.figures import Days, counted, total
from reports.metrics import Metric
from reports.words import number

FEW = 30
CARE = f"n below {FEW}: read with care."


@dataclass(frozen=True)
class Cell:
    """One metric over some days; ``cases`` is None where it cannot be told or has no meaning."""

    metric: Metric
    value: float | None
    cases: int | None

    @property
    def shaky(self) -> bool:
        """Whether a mean rests on fewer than 30 cases."""
        return self.value is not None and self.cases is not None and self.cases < FEW

    def words(self, currency: str) -> str:
        """``92.0 %``, or ``92.0 % (n 12)`` where it rests on few cases; ``–`` if unknown."""
        shown = number(self.value, self.metric.unit, currency)
        return f"{shown} (n {self.cases})" if self.shaky else shown


def cell(days: Days, start: date, end: date) -> Cell:
    """The days from ``start`` to ``end`` added up as the metric says."""
    return Cell(days.metric, total(days, start, end), counted(days, start, end))
