"""Values that are wrong by orders of magnitude: 1,200 where about 12 is usual."""

import numpy as np

from reports.checks.series import FEWEST, Places, usual
from reports.days import Days, Floats
from reports.model import Unit

_UNITS = frozenset({Unit.COUNT, Unit.MONEY, Unit.DURATION})
_TEN_TIMES = float(np.log(10))
# Deviations of the series' own spread (1.4826 MAD is a normal one's standard deviation).
_SPREADS = 6 * 1.4826
_LEAST_USUAL = 50.0
_MOST = 3
_MOST_SHARE = 0.01


def outliers(days: Days) -> tuple[Places, Floats]:
    """Rows at least ten times above or below the usual, and what is usual on each row's day.

    On a logarithmic scale, far outside of the series' own spread, and alone: where several days
    follow each other, or many stand out, the series is like that, and an event is no mistake.
    """
    logs = np.full(len(days.values), np.nan)
    positive = days.values > 0
    logs[positive] = np.log(days.values[positive])
    if not _may_stand_out(logs):
        return np.array([], dtype=np.intp), logs
    around = usual(days, logs)
    off = logs - around
    if days.metric.unit not in _UNITS or np.sum(~np.isnan(off)) < FEWEST:
        return np.array([], dtype=np.intp), np.exp(around)
    spread = float(np.nanmedian(np.abs(off)))
    far = np.abs(off) >= max(_TEN_TIMES, _SPREADS * spread)
    # Few cases vary by chance: 1 where 12 is usual is a quiet day.
    far &= (off > 0) | (np.exp(around) >= _LEAST_USUAL)
    return _alone(days, np.flatnonzero(far)), np.exp(around)


def _may_stand_out(logs: Floats) -> bool:
    """Whether anything may be ten times the median of some others: a look that costs little."""
    known = logs[~np.isnan(logs)]
    if len(known) < FEWEST:
        return False
    return bool(np.abs(known - np.median(known)).max() >= _TEN_TIMES / 2)


def _alone(days: Days, rows: Places) -> Places:
    if len(rows) > max(_MOST, _MOST_SHARE * len(days.values)):
        return rows[:0]
    numbers = days.days[rows].astype("datetime64[D]").astype(np.int64)
    near = np.diff(numbers) == 1
    before, after = np.append(False, near), np.append(near, False)
    return rows[~(before | after)] if len(rows) else rows
