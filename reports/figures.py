"""Turn days of data into one figure a metric: value, previous, year before, trend and status.

The frame has one row a metric, day and source: ``metric`` (str), ``day`` (datetime64, midnight),
``value`` (float64), ``weight`` (float64, NaN where none is given) and ``source`` (str). It holds
totals only.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports import metrics, periods
from reports.metrics import Metric
from reports.model import MetricFigure, Period, Point, Status, Unit

TREND_POINTS = 13
_POINT_DAYS = 7
_TREND_DAYS = TREND_POINTS * _POINT_DAYS
# The least movement that counts, by unit: 1 percentage point, 1 point of a score, else 2 %.
_LEAST = {Unit.PERCENT: 0.01, Unit.SCORE: 1.0}
_LEAST_RELATIVE = 0.02


@dataclass(frozen=True)
class Days:
    """One metric's days with data, oldest first, one row a day.

    ``given`` tells the weights that came with the data from the 1 that stands for the others.
    """

    metric: Metric
    days: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    sources: npt.NDArray[np.object_]
    given: npt.NDArray[np.bool_]

    def between(self, start: date, end: date) -> slice:
        """The rows from ``start`` to ``end``, both included."""
        low = int(np.searchsorted(self.days, np.datetime64(start, "D"), side="left"))
        high = int(np.searchsorted(self.days, np.datetime64(end, "D"), side="right"))
        return slice(low, high)

    def dates(self, start: date, end: date) -> set[date]:
        """The days from ``start`` to ``end`` that have data."""
        return set(self.days[self.between(start, end)].astype(object).tolist())


def figures(found: list[Days], period: Period, today: date) -> tuple[MetricFigure, ...]:
    """One figure for each metric that ``by_metric`` found, in the same order.

    While the period runs, its elapsed days are compared with as many days of the previous period
    and of the year before. A metric with nothing in the period has the value None.
    """
    return tuple(_figure(days, period, today) for days in found)


def by_metric(frame: pd.DataFrame) -> list[Days]:
    """The frame's metrics in reading order; of several sources the first by name counts.

    A value that is not a finite number is no data.
    """
    known = _known(frame)
    if known.duplicated(["metric", "day"]).any():
        known = _first_by_name(known)
    ordered = known.iloc[np.lexsort((known["day"].to_numpy(), pd.factorize(known["metric"])[0]))]
    names = ordered["metric"].unique()
    counts = ordered.groupby("metric", sort=False).size().to_numpy()
    columns = _Columns.of(ordered)
    ends = np.cumsum(counts).tolist()
    places = {
        str(name): slice(end - n, end) for name, n, end in zip(names, counts, ends, strict=True)
    }
    keys = metrics.in_reading_order({str(key) for key in frame["metric"].unique()})
    return [columns.days_of(key, places.get(key, slice(0, 0))) for key in keys]


def total(days: Days, start: date, end: date) -> float | None:
    """The days from ``start`` to ``end`` added up as the metric says; None without data.

    A mean is Σ(value · weight) / Σ weight, with 1 for each weight that is not given.
    """
    return _total(days, days.between(start, end))


def _total(days: Days, rows: slice) -> float | None:
    values, weights = days.values[rows], days.weights[rows]
    if values.size == 0:
        return None
    with np.errstate(all="ignore"):
        result = _added_up(days.metric, values, weights)
    return result + 0.0 if isfinite(result) else None


def counted(days: Days, start: date, end: date) -> int | None:
    """How many cases a mean from ``start`` to ``end`` rests on: the sum of its weights.

    None for what is no mean, and where a weight is missing or no whole number.
    """
    rows = days.between(start, end)
    weights = days.weights[rows]
    whole = days.given[rows] & (weights == np.floor(weights))
    if days.metric.adds_up != "mean" or not weights.size or not bool(whole.all()):
        return None
    return int(np.sum(weights))


def strength(figure: MetricFigure) -> float:
    """How far a figure moved, in multiples of the least movement that counts; 0 if unknown."""
    if figure.value is None or figure.previous is None:
        return 0.0
    if figure.unit in _LEAST:
        return round(abs(figure.value - figure.previous) / _LEAST[figure.unit], 9)
    if figure.change is None:
        return 0.0 if figure.value == figure.previous else 1 / _LEAST_RELATIVE
    return round(abs(figure.change) / _LEAST_RELATIVE, 9)


def _added_up(
    metric: Metric, values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
) -> float:
    if metric.adds_up == "mean":
        # 0/0 is not a number, which callers read as unknown.
        return float(np.sum(values * weights) / np.sum(weights))
    if metric.adds_up == "max":
        return float(np.max(values))
    return float(values[-1] if metric.adds_up == "last" else np.sum(values))


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame.astype({"metric": str, "value": "float64", "weight": "float64", "source": str})
    known["day"] = pd.to_datetime(known["day"])
    finite: pd.DataFrame = known.loc[np.isfinite(known["value"].to_numpy())]
    return finite


def _first_by_name(known: pd.DataFrame) -> pd.DataFrame:
    # Sorting texts takes its time, and hardly any report has two sources for one day.
    order = ["metric", "day", "source", "value", "weight"]
    return known.sort_values(order).drop_duplicates(["metric", "day"])


@dataclass(frozen=True)
class _Columns:
    """The rows of all metrics, each metric's days side by side in order."""

    days: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    sources: npt.NDArray[np.object_]

    @classmethod
    def of(cls, ordered: pd.DataFrame) -> "_Columns":
        return cls(
            days=ordered["day"].to_numpy().astype("datetime64[D]"),
            values=ordered["value"].to_numpy(dtype=np.float64),
            weights=ordered["weight"].to_numpy(dtype=np.float64),
            sources=ordered["source"].to_numpy(dtype=object),
        )

    def days_of(self, key: str, rows: slice) -> Days:
        weights = self.weights[rows]
        given = np.isfinite(weights) & (weights >= 0)
        return Days(
            metric=metrics.metric(key),
            days=self.days[rows],
            values=self.values[rows],
            weights=np.where(given, weights, 1.0),
            sources=self.sources[rows],
            given=given,
        )


def _figure(days: Days, period: Period, today: date) -> MetricFigure:
    run = periods.elapsed(period, today)
    before, year_before = compared(period, run, today)
    value, previous = total(days, run.start, run.end), total(days, before.start, before.end)
    rows, known = days.between(run.start, run.end), days.between(date.min, run.end)
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
        sample=rows.stop - rows.start,
        sources=tuple(sorted(set(days.sources[rows].tolist()))),
        as_of=days.days[known][-1].astype(object) if known.stop else None,
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
    edges = np.searchsorted(days.days, np.array(starts, dtype="datetime64[D]"))
    values = [_total(days, slice(low, high)) for low, high in pairwise(edges.tolist())]
    weeks = zip(starts[TREND_POINTS:-1], values[TREND_POINTS:], values[:TREND_POINTS], strict=True)
    return tuple(Point(start=day, value=now, previous=before) for day, now, before in weeks)
