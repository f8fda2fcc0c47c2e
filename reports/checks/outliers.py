"""Values that are wrong by orders of magnitude: 1,200 where about 12 is usual."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.checks.series import FEWEST, Places, near, numbered, usual
from reports.days import Days, Floats
from reports.model import Unit

_UNITS = frozenset({Unit.COUNT, Unit.MONEY, Unit.DURATION})
_TEN_TIMES = float(np.log(10))
# So many times above the usual is no good day any more; one large order may be worth many.
_CERTAIN = {Unit.COUNT: float(np.log(30)), Unit.DURATION: float(np.log(30))}
_CERTAIN_MONEY = float(np.log(100))
# Of the newest value nobody knows whether others like it follow.
_CERTAIN_ALONE = float(np.log(1000))
# What an event leaves on the days around it.
_QUIET = float(np.log(3))
# Deviations of the series' own spread (1.4826 MAD is a normal one's standard deviation).
_SPREADS = 6 * 1.4826
_LEAST_USUAL = 50.0
_MOST = 3
_FEW_CASES = 30.0
_MONTHS = (28, 31)


@dataclass(frozen=True)
class Outliers:
    """Rows that stand out, which of them ``certain``ly are mistakes, and each row's usual value."""

    rows: Places
    certain: npt.NDArray[np.bool_]
    usual: Floats


def outliers(days: Days) -> Outliers:
    """Rows at least ten times above or below the usual of their weekday.

    On a logarithmic scale, far outside of the series' own spread, and alone: where several days
    follow each other, or many stand out, the series is like that, and an event is no mistake.
    Certain is what is above by more than an event can be, where the values before and after are
    as usual, and nothing like it was there weeks or a month before or after.
    """
    logs = np.full(len(days.values), np.nan)
    positive = days.values > 0
    logs[positive] = np.log(days.values[positive])
    if days.metric.unit not in _UNITS or not _may_stand_out(logs):
        return _none(logs)
    around = usual(days, logs)
    off = logs - around
    # Few cases vary by chance: 1 where 12 is usual is a quiet day.
    high = off >= _TEN_TIMES
    stands_out = high | ((off <= -_TEN_TIMES) & (np.exp(around) >= _LEAST_USUAL))
    rows = _alone(days, np.flatnonzero(stands_out))
    far = np.array([_is_far(days, off, stands_out, row) for row in rows], dtype=np.bool_)
    rows = rows[far] if len(rows) else rows
    certain = np.array(
        [_is_certain(days, off, row) and not _recurs(days, high, row) for row in rows],
        dtype=np.bool_,
    )
    return Outliers(rows, certain, np.exp(around))


def _none(logs: Floats) -> Outliers:
    nothing = np.array([], dtype=np.intp)
    return Outliers(nothing, nothing.astype(np.bool_), logs)


def _may_stand_out(logs: Floats) -> bool:
    """Whether anything can be ten times another: a look that costs little."""
    known = logs[~np.isnan(logs)]
    return len(known) >= FEWEST and bool(np.ptp(known) >= _TEN_TIMES)


def _is_far(days: Days, off: Floats, stands_out: npt.NDArray[np.bool_], row: int) -> bool:
    """Whether it is far outside of the spread around it, where few others stand out."""
    around = near(days, row)
    known = np.abs(off[around & ~np.isnan(off)])
    if len(known) < FEWEST or int(np.sum(stands_out[around])) > _MOST:
        return False
    return bool(abs(off[row]) >= _SPREADS * float(np.median(known)))


def _alone(days: Days, rows: Places) -> Places:
    if not len(rows):
        return rows
    next_day = np.diff(numbered(days)[rows]) == 1
    before, after = np.append(False, next_day), np.append(next_day, False)
    alone: Places = rows[~(before | after)]
    return alone


def _is_certain(days: Days, off: Floats, row: int) -> bool:
    # The longest of some times, and a mean over few, may be anything.
    if days.metric.adds_up == "max" or (days.given[row] and days.weights[row] < _FEW_CASES):
        return False
    beside = [at for at in (row - 1, row + 1) if 0 <= at < len(off) and near(days, row)[at]]
    least = _CERTAIN.get(days.metric.unit, _CERTAIN_MONEY) if len(beside) == 2 else _CERTAIN_ALONE
    return bool(off[row] >= least and np.all(np.abs(np.nan_to_num(off[beside])) < _QUIET))


def _recurs(days: Days, high: npt.NDArray[np.bool_], row: int) -> bool:
    """Whether another high value stands some weeks, or a month, away from it."""
    apart = np.abs(numbered(days) - numbered(days)[row])[high & near(days, row)]
    a_month = (apart >= _MONTHS[0]) & (apart <= _MONTHS[1])
    return bool(np.any((apart > 0) & ((apart % 7 == 0) | a_month)))
