"""What is declared: a metric, and what must hold between metrics."""

from math import isfinite
from typing import Literal

from reports.expressions import Comparison, comparison
from reports.model import Better, Unit, Value

_FROM_ZERO = frozenset({Unit.COUNT, Unit.DURATION, Unit.PERCENT})
_SHARES = frozenset({"mean", "last", "retained"})

AddsUp = Literal["sum", "mean", "max", "last", "ratio", "distinct", "median", "p90", "retained"]


class Metric(Value):
    """What a metric is, which way is better, and how its days add up.

    ``adds_up``: *sum* of the days; *mean* weighted by each day's weight (1 where none is given);
    *max* over the days; *last* known day; *ratio* of what its ``expression`` names, each over the
    whole period, and for values given by the day their weighted mean; *distinct*: different ones,
    whom days count twice, so that a longer time is unknown; *median* and *p90* over the records
    of the metric ``of``, and unknown for more than a day where there are none; *retained*: the
    share of those in ``of`` in as many days before who are there again, else the mean.

    ``guides`` is false for vanity: a figure to be proud of, which tells nobody what to do.
    ``sources`` has the names of those that count, the first that has a day; ``tolerance`` is how
    far apart, relative to the value, sources may be before a notice says so.

    A value below ``at_least`` or above ``at_most`` cannot be. Where these are not given, counts,
    durations and shares are from 0, and shares that are no ratio up to 1; what is computed, or
    declared by nobody, has no bounds. An infinite one is none.
    """

    key: str
    label: str
    unit: Unit = Unit.COUNT
    better: Better = "up"
    adds_up: AddsUp = "sum"
    description: str = ""
    declared: bool = True
    guides: bool = True
    expression: str = ""
    of: str = ""
    sources: tuple[str, ...] = ()
    tolerance: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def lowest(self) -> float | None:
        """The least that a value of it can be; None where there is no such bound."""
        if self.at_least is not None:
            return self.at_least if isfinite(self.at_least) else None
        plain = self.declared and not self.expression
        return 0.0 if plain and self.unit in _FROM_ZERO else None

    @property
    def highest(self) -> float | None:
        """The most that a value of it can be; None where there is no such bound."""
        if self.at_most is not None:
            return self.at_most if isfinite(self.at_most) else None
        plain = self.declared and not self.expression
        share = self.unit is Unit.PERCENT and self.adds_up in _SHARES
        return 1.0 if plain and share else None


class Identity(Value):
    """What must hold on each day, such as ``page_loads >= unique_visits``, give or take
    ``within``."""

    holds: str
    within: float = 0.0

    @property
    def comparison(self) -> Comparison:
        """It as it is computed; raises NoComparison, ExpressionUnreadable."""
        return comparison(self.holds)
