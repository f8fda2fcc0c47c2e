"""Values below zero where there can be none."""

import numpy as np

from reports.checks.series import FEWEST, UNSIGNED, Places
from reports.days import Days

_FEW = 0.02


def signs(days: Days) -> Places:
    """Rows below zero of a count, a duration or a share.

    Of a metric that nobody declared it is not known what it is: there they must be few.
    """
    below = np.flatnonzero(days.values < 0)
    if days.metric.unit not in UNSIGNED:
        return below[:0]
    if days.metric.declared:
        return below
    few = len(days.values) >= FEWEST and len(below) <= _FEW * len(days.values)
    return below if few else below[:0]
