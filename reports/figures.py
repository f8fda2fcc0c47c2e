"""Turn days of data into one figure a metric: value, previous, year before, trend and status."""

from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

import numpy as np
import numpy.typing as npt

from reports import periods
from reports.adding_up import added_up, counted, total
from reports.by_metric import by_metric
from reports.days import Days
from reports.expressions import expression
from reports.model import MetricFigure, Period, Point, Status, Unit

__all__ = [
    "TREND_POINTS",
    "Days",
    "by_metric",
    "compared",
    "counted",
    "figures",
    "judged",
    "relative_change",
    "strength",
    "total",
]

TREND_POINTS = 13
_POINT_DAYS = 7
_TREND_DAYS = TREND_POINTS * _POINT_DAYS
# The least movement that counts, by unit: 1 percentage point, 1 point of a score, else 2 %. Of
# percentages below 10 %, such as a click-through rate, a tenth of the larger one.
_LEAST = {Unit.PERCENT: 0.01, Unit.SCORE: 1.0}
_LEAST_RELATIVE = 0.02
_LEAST_OF_SMALL = 0.1


def figures(found: list[Days], period: Period, today: date) -> tuple[MetricFigure, ...]:
    """One figure for each metric that ``by_metric`` found, in the same order.

    While the period runs, its elapsed days are compared with as many days of the previous period
    and of the year before. A metric with nothing in the period has the value None.
    """
    return tuple(_figure(days, period, today) for days in found)


def strength(figure: MetricFigure) -> float:
    """How far a figure moved, in multiples of the least movement that counts; 0 if unknown."""
    if figure.value is None or figure.previous is None:
        return 0.0
    if figure.unit in _LEAST:
        least = _LEAST[figure.unit]
        if figure.unit is Unit.PERCENT:
            least = min(least, _LEAST_OF_SMALL * max(abs(figure.value), abs(figure.previous)))
        return round(abs(figure.value - figure.previous) / least, 9) if least else 0.0
    if figure.change is None:
        return 0.0 if figure.value == figure.previous else 1 / _LEAST_RELATIVE
    return round(abs(figure.change) / _LEAST_RELATIVE, 9)


def _figure(days: Days, period: Period, today: date) -> MetricFigure:
    run = periods.elapsed(period, today)
    before, year_before = compared(period, run, today)
    value, previous = total(days, run.start, run.end), total(days, before.start, before.end)
    figure = MetricFigure(
        key=days.metric.key,
        label=days.metric.label,
        unit=days.metric.unit,
        better=days.metric.better,
        value=value,
        previous=previous,
        change=relative_change(value, previous),
        year_ago=total(days, year_before.start, year_before.end),
        status=Status.UNKNOWN,
        sample=len(days.dates(run.start, run.end)),
        sources=days.named(run.start, run.end),
        as_of=days.newest(run.end),
        trend=_trend(days, run.end),
    )
    return figure.model_copy(update={"status": judged(figure)})


def compared(period: Period, run: Period, today: date) -> tuple[Period, Period]:
    """What ``run``, the elapsed part of the period, is held against: before, and a year before."""
    before, year_before = periods.previous(period), periods.year_ago(period)
    if period.end < today:
        return before, year_before
    return periods.same_days(before, run), periods.same_days(year_before, run)


def relative_change(value: float | None, previous: float | None) -> float | None:
    """(value - previous) / |previous|; None where either is unknown or ``previous`` is 0."""
    if value is None or previous is None or previous == 0:
        return None
    change = (value - previous) / abs(previous)
    return change if isfinite(change) else None


def judged(figure: MetricFigure) -> Status:
    """The movement judged by which way is better; steady below the least that counts."""
    if figure.value is None or figure.previous is None:
        return Status.UNKNOWN
    if strength(figure) < 1:
        return Status.STEADY
    rose = figure.value > figure.previous
    return Status.BETTER if rose == (figure.better == "up") else Status.WORSE


def _trend(days: Days, end: date) -> tuple[Point, ...]:
    """Twice 13 weeks up to ``end``, cut in one go: a report asks for many hundred of them."""
    first = end - timedelta(days=2 * _TREND_DAYS - 1)
    starts = [first + timedelta(days=_POINT_DAYS * place) for place in range(2 * TREND_POINTS + 1)]
    values = _by_week(days, np.array(starts, dtype="datetime64[D]"))
    weeks = zip(starts[TREND_POINTS:-1], values[TREND_POINTS:], values[:TREND_POINTS], strict=True)
    return tuple(Point(start=day, value=now, previous=before) for day, now, before in weeks)


def _by_week(days: Days, starts: npt.NDArray[np.datetime64]) -> list[float | None]:
    """The total from each start to the next one."""
    if days.spans or days.metric.adds_up == "retained":
        firsts = starts.astype(object).tolist()
        return [total(days, low, high - timedelta(days=1)) for low, high in pairwise(firsts)]
    edges = np.searchsorted(days.days, starts)
    own = [added_up(days, slice(low, high)) for low, high in pairwise(edges.tolist())]
    if not days.parts or None not in own:
        return own
    weeks = {key: _by_week(part, starts) for key, part in days.parts.items()}
    parts = [dict(zip(weeks, values, strict=True)) for values in zip(*weeks.values(), strict=True)]
    evaluate = expression(days.metric.expression).evaluate
    return [
        evaluate(part.get) if one is None else one for one, part in zip(own, parts, strict=True)
    ]
