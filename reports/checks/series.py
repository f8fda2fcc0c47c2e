"""What the checks of single values share: a metric's rows, and what is usual around them.

A value is held against those within ``REACH`` days of it, so that what is said of it does not
depend on how much else was read.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from reports.checks.doubt import Done, Doubt, Kind
from reports.days import Days, Floats
from reports.model import Unit
from reports.words import number

Places = npt.NDArray[np.intp]
REACH = 42  # days on each side
MARGIN = 2 * REACH  # what is near a value is itself held against what is near it
FEWEST = 6
_WEEKS = np.array([7 * week for week in range(-6, 7) if week])
_FEWEST_NEIGHBOURS = 4


def numbered(days: Days) -> npt.NDArray[np.int64]:
    """The rows' days as numbers."""
    return np.asarray(days.days.astype("datetime64[D]").astype(np.int64))


def usual(days: Days, values: Floats) -> Floats:
    """The median of the same weekday in the six weeks before and after, the day's own left out.

    Where fewer than four are known, that of all days within reach; where fewer than six, NaN.
    NaN in ``values`` counts as missing.
    """
    numbers, known = numbered(days), ~np.isnan(values)
    wanted = numbers[:, None] + _WEEKS
    places = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    found = _medians(np.where(numbers[places] == wanted, values[places], np.nan))
    for row in np.flatnonzero(np.isnan(found) & known).tolist():
        others = values[near(days, row) & known & (np.arange(len(values)) != row)]
        found[row] = float(np.median(others)) if len(others) >= FEWEST else np.nan
    return np.where(known, found, np.nan)


def near(days: Days, row: int) -> npt.NDArray[np.bool_]:
    """Which rows are within reach of this one, itself among them."""
    numbers = numbered(days)
    return np.asarray(np.abs(numbers - numbers[row]) <= REACH)


def doubt(
    days: Days, place: int, kind: Kind, why: str, currency: str, done: Done = "kept"
) -> Doubt:
    """A doubt about the row at ``place``."""
    value = float(days.values[place])
    shown = exact(value, days.metric.unit, currency)
    source = str(days.sources[place])
    return Doubt(kind, days.metric, date_of(days, place), value, source, shown, why, done)


def exact(value: float, unit: Unit, currency: str) -> str:
    """A value in words; of a count all digits, by which it is found again."""
    if unit not in (Unit.COUNT, Unit.SCORE):
        return number(value, unit, currency)
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def date_of(days: Days, place: int) -> date:
    """The day of a row."""
    found: date = days.days[place].astype("datetime64[D]").astype(object)
    return found


def _medians(rows: Floats) -> Floats:
    """Each row's median; by sorting, as of short rows nothing is quicker."""
    ordered, known = np.sort(rows, axis=1), np.sum(~np.isnan(rows), axis=1)
    all_, low, high = np.arange(len(rows)), np.maximum(known - 1, 0) // 2, known // 2
    middle = (ordered[all_, low] + ordered[all_, np.minimum(high, rows.shape[1] - 1)]) / 2
    return np.where(known >= _FEWEST_NEIGHBOURS, middle, np.nan)
