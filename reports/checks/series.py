"""What the checks of single values share: a metric's rows, and what is usual around them."""

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from reports.checks.doubt import Doubt, Kind
from reports.days import Days, Floats
from reports.model import Unit
from reports.periods import day_name
from reports.words import label_within, number

Places = npt.NDArray[np.intp]
Tell = Callable[[str, str, str], str]
FEWEST = 30
# What cannot be below zero.
UNSIGNED = frozenset({Unit.COUNT, Unit.DURATION, Unit.PERCENT})
_NEIGHBOURS = 6


def usual(days: Days, values: Floats) -> Floats:
    """The median of up to twelve nearest values of the same weekday, each day's own left out.

    NaN in ``values`` counts as missing; the result is NaN where nothing is near.
    """
    found = np.full(len(values), np.nan)
    weekdays = (days.days.astype("datetime64[D]").astype(np.int64) + 3) % 7
    for weekday in range(7):
        rows = np.flatnonzero((weekdays == weekday) & ~np.isnan(values))
        if len(rows) > _NEIGHBOURS:
            found[rows] = _around(values[rows])
    return found


def doubt(days: Days, place: int, kind: Kind, tell: Tell, currency: str) -> Doubt:
    """A doubt about the row at ``place``; ``tell`` makes the sentence of label, day and value."""
    value, on = float(days.values[place]), _date(days, place)
    shown = number(value, days.metric.unit, currency)
    text = tell(label_within(days.metric.label), day_name(on), shown)
    source = str(days.sources[place])
    return Doubt(kind, days.metric, on, value, source, text[:1].upper() + text[1:])


def _around(values: Floats) -> Floats:
    padded = np.pad(values, _NEIGHBOURS, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1).copy()
    windows[:, _NEIGHBOURS] = np.nan
    return np.asarray(np.nanmedian(windows, axis=1), dtype=np.float64)


def _date(days: Days, place: int) -> date:
    found: date = days.days[place].astype("datetime64[D]").astype(object)
    return found
