"""Values that cannot be: outside of what a metric is declared to be."""

import numpy as np

from reports.checks.doubt import Kind
from reports.checks.series import Places
from reports.days import Days
from reports.words import number

_FEWEST, _FEW = 30, 0.02
UNDECLARED = "which looks wrong below zero"


def outside(days: Days) -> Places:
    """Rows below the lowest or above the highest value that the metric can have."""
    lowest, highest = days.metric.lowest, days.metric.highest
    low = np.zeros(len(days.values), dtype=np.bool_) if lowest is None else days.values < lowest
    high = np.zeros_like(low) if highest is None else days.values > highest
    return np.flatnonzero(low | high)


def few_below_zero(days: Days) -> Places:
    """Of a metric that nobody declared it is not known what it is: there they must be few."""
    below = np.flatnonzero(days.values < 0)
    few = len(days.values) >= _FEWEST and len(below) <= _FEW * len(days.values)
    return below if few and not days.metric.declared else below[:0]


def kind_and_why(days: Days, row: int, currency: str) -> tuple[Kind, str]:
    """What it is called, and what is said of it."""
    value, lowest, highest = float(days.values[row]), days.metric.lowest, days.metric.highest
    if lowest is not None and value < lowest:
        bound = "zero" if lowest == 0 else number(lowest, days.metric.unit, currency)
        return "sign" if lowest == 0 else "bounds", f"which cannot be below {bound}"
    return "bounds", f"which cannot be above {number(highest, days.metric.unit, currency)}"
