"""How one metric's days, or its records, add up over a longer time."""

from datetime import date, timedelta
from math import isfinite

import numpy as np

from reports.days import Days, Floats
from reports.expressions import expression
from reports.spans import within

_MEANS = frozenset({"mean", "ratio", "retained"})
_DAY = timedelta(days=1)


def total(days: Days, start: date, end: date) -> float | None:
    """The days from ``start`` to ``end`` added up as the metric says; None without data.

    A mean is Σ(value · weight) / Σ weight, with 1 for each weight that is not given. What days
    do not tell, such as a median, is that of the records; without them it is that of a single
    day. A computed metric without a row of its own is its expression of the parts' totals. A
    number given by hand weighs as much as the days that it stands for.
    """
    stand = within(days.spans, start, end)
    if len(stand) == 1 and (stand[0].first, stand[0].last) == (start, end):
        return stand[0].value
    if days.recorded and days.metric.adds_up == "retained":
        return _retained(days, start, end)
    days = days.settled(start, end)
    own = added_up(days, days.between(start, end), single=start == end)
    if own is not None or not days.parts:
        return own
    parts = days.parts
    return expression(days.metric.expression).evaluate(lambda key: total(parts[key], start, end))


def added_up(days: Days, rows: slice, *, single: bool = False) -> float | None:
    """The rows added up; ``single`` where they are of one day. None where that is unknown."""
    values, weights = days.values[rows], days.weights[rows]
    if values.size == 0 or (days.by_day_only and not single):
        return None
    with np.errstate(all="ignore"):
        result = _result(days, values, weights)
    return result + 0.0 if isfinite(result) else None


def counted(days: Days, start: date, end: date) -> int | None:
    """How many cases a value from ``start`` to ``end`` rests on: records, or a mean's weights.

    None for what is no mean, and where a weight is missing or no whole number.
    """
    days = days.settled(start, end)
    rows = days.between(start, end)
    weights = days.weights[rows]
    if days.recorded:
        return _recorded(days, start, end)
    whole = days.given[rows] & (weights == np.floor(weights))
    if days.metric.adds_up not in _MEANS or not weights.size or not bool(whole.all()):
        return None
    return int(np.sum(weights))


def _result(days: Days, values: Floats, weights: Floats) -> float:
    how = days.metric.adds_up
    if days.recorded:
        return _of_records(how, values)
    if how in _MEANS:
        # 0/0 is not a number, which callers read as unknown.
        return float(np.sum(values * weights) / np.sum(weights))
    if how == "max":
        return float(np.max(values))
    return float(np.sum(values) if how == "sum" else values[-1])


def _of_records(how: str, values: Floats) -> float:
    """Between two records the median and the 90th percentile are interpolated linearly."""
    if how == "distinct":
        return float(np.unique(values).size)
    return float(np.quantile(values, 0.5 if how == "median" else 0.9))


def _retained(days: Days, start: date, end: date) -> float | None:
    """The share of those there in as many days before who are there again; None where no record
    reaches back so far, or none is of these days."""
    earlier, now = _before(days, start, end), days.values[days.between(start, end)]
    if earlier is None or not earlier.size or not now.size:
        return None
    again = np.intersect1d(earlier, now)
    return float(again.size / earlier.size)


def _before(days: Days, start: date, end: date) -> Floats | None:
    """The different ones in as many days before ``start`` as there are up to ``end``."""
    first = start - (end - start) - _DAY
    if not days.days.size or days.days[0] > np.datetime64(first, "D"):
        return None
    return np.unique(days.values[days.between(first, start - _DAY)])


def _recorded(days: Days, start: date, end: date) -> int | None:
    """How many records a median or percentile rests on; for those retained, how many were there."""
    if days.metric.adds_up == "distinct":
        return None
    if days.metric.adds_up == "retained":
        earlier = _before(days, start, end)
        return None if earlier is None else int(earlier.size)
    rows = days.between(start, end)
    return int(rows.stop - rows.start)
