"""Shares that were written in per cent: 12 instead of 0.12."""

import numpy as np

from reports.checks.series import Places
from reports.days import Days
from reports.model import Unit

_FEWEST = 5
_HUNDRED = 100.0
_NEAR = 3.0


def scale(days: Days) -> Places:
    """Rows of a percentage above 1 that are about a hundred times what the others are."""
    values = days.values
    above = values > 1.0
    shares = values[(values > 0) & ~above]
    if days.metric.unit is not Unit.PERCENT or len(shares) < _FEWEST:
        return np.array([], dtype=np.intp)
    times = values / float(np.median(shares))
    near = (times > _HUNDRED / _NEAR) & (times < _HUNDRED * _NEAR)
    return np.flatnonzero(above & near)


def in_per_cent(days: Days) -> bool:
    """Whether the metric is a share, but nearly all its values are above 1."""
    if days.metric.unit is not Unit.PERCENT or len(days.values) < _FEWEST:
        return False
    return bool(np.mean(days.values > 1.0) > 0.9)
