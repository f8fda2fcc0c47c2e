"""Numbers that programs write where they know nothing, standing out of their series."""

from collections.abc import Iterator

import numpy as np

from reports.checks.doubt import Done
from reports.checks.series import near
from reports.days import Days
from reports.model import Unit

_ABOVE = (999.0, 9999.0, 99999.0, 999999.0, 9999999.0)
_BELOW = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0)
_FEWEST = 5
_TIMES = 5
# 999 and 9,999 are prices.
_NO_PRICE = 99999.0


def placeholders(days: Days) -> Iterator[tuple[int, Done]]:
    """Rows with a number such as 9999 or -1, far from all others within reach."""
    suspects = np.isin(days.values, _ABOVE + _BELOW)
    for row in np.flatnonzero(suspects).tolist():
        around = near(days, row)
        others = days.values[around & ~suspects]
        # Where half of the values are such, the metric is like that.
        if len(others) < max(_FEWEST, int(np.sum(around & suspects))):
            continue
        done = _done(days, float(days.values[row]), float(others.min()), float(others.max()))
        if done is not None:
            yield row, done


def _done(days: Days, value: float, lowest: float, highest: float) -> Done | None:
    """What is to be done about a value among others from ``lowest`` to ``highest``."""
    far = abs(value) > _TIMES * max(highest, 1.0)
    if value > 0:
        price = days.metric.unit is Unit.MONEY and value < _NO_PRICE
        return ("kept" if price else "excluded") if far else None
    if lowest < 0 or days.metric.unit in (Unit.MONEY, Unit.SCORE):
        return None
    # Of a metric that nobody declared it is not known whether it can be below zero.
    return "excluded" if days.metric.declared or far else "kept"
