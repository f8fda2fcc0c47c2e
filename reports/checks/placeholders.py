"""Numbers that programs write where they know nothing, standing out of their series."""

import numpy as np

from reports.checks.series import UNSIGNED, Places
from reports.days import Days

_ABOVE = (999.0, 9999.0, 99999.0, 999999.0, 9999999.0)
_BELOW = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0)
_FEWEST = 10
_TIMES = 5


def placeholders(days: Days) -> Places:
    """Rows with a number such as 9999 or -1, far from all others."""
    values = days.values
    suspects = np.isin(values, _ABOVE + _BELOW)
    others = values[~suspects]
    if len(others) < _FEWEST:
        return np.array([], dtype=np.intp)
    high = suspects & (values > _TIMES * max(float(others.max()), 1.0))
    signed = days.metric.unit not in UNSIGNED or bool((others < 0).any())
    low = suspects & (values < 0) & (not signed)
    return np.flatnonzero(high | low)
