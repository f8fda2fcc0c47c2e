"""Shares that were written in per cent: 12 instead of 0.12."""

from collections.abc import Iterator

import numpy as np

from reports.checks.doubt import Done
from reports.checks.series import near
from reports.days import Days, Floats
from reports.model import Unit

HUNDRED = 100.0
_FEWEST = 5
_NEAR = 3.0
_NEARLY_ALL = 0.9


def scale(days: Days) -> Iterator[tuple[int, Done]]:
    """Rows of a share above 1: ``repaired`` where all others within reach are in per cent, too,
    ``excluded`` where it is about a hundred times what the others are."""
    if days.metric.unit is not Unit.PERCENT:
        return
    for row in np.flatnonzero(days.values > 1.0).tolist():
        others = days.values[near(days, row)]
        done = _done(days, float(days.values[row]), others[others > 0])
        if done is not None:
            yield row, done


def in_per_cent(days: Days) -> bool:
    """Whether the metric is a share, but nearly all its values are above 1."""
    if days.metric.unit is not Unit.PERCENT or len(days.values) < _FEWEST:
        return False
    return bool(np.mean(days.values > 1.0) > _NEARLY_ALL)


def _done(days: Days, value: float, others: Floats) -> Done | None:
    # What can be above 1 may be meant so, and among per cent below 1 nobody knows which is which.
    whole = days.metric.highest == 1.0 and float(others.min()) > 1.0
    if whole and len(others) >= _FEWEST and float(others.max()) <= HUNDRED:
        return "repaired"
    shares = others[others <= 1.0]
    if len(shares) < _FEWEST:
        return None
    times = value / float(np.median(shares))
    return "excluded" if HUNDRED / _NEAR < times < HUNDRED * _NEAR else None
