"""Figures held against the goals that stand for their period."""

from collections.abc import Mapping
from datetime import date
from math import isclose

from reports import gaps, periods
from reports.by_metric import empty
from reports.figures import Days
from reports.metrics import Catalogue
from reports.model import Better, MetricFigure, Period
from reports.trust import lacks


def with_goals(found: list[Days], targets: Mapping[str, float], catalogue: Catalogue) -> list[Days]:
    """The metrics, and those without any data that have a goal: that it is not known is told."""
    known = {days.metric.key: days for days in found}
    lacking = {key: empty(catalogue.metric(key)) for key in targets if key not in known}
    known |= lacking
    return [known[key] for key in catalogue.in_reading_order(known)] if lacking else found


def held(
    figures: tuple[MetricFigure, ...],
    found: list[Days],
    targets: Mapping[str, float],
    period: Period,
    today: date,
) -> tuple[MetricFigure, ...]:
    """The figures with their goals, and whether each was met.

    That is not known while the period runs, where there is no value, and where days are missing.
    ``targets`` are in the metrics' units, by key; ``figures`` were made from ``found``.
    """
    if not targets:
        return figures
    run, days = periods.elapsed(period, today), {one.metric.key: one for one in found}
    whole = period.end < today and not gaps.missing_for_all(found, run.start, run.end)
    return tuple(
        _held(one, targets[one.key], known=whole and not _gappy(days[one.key], run))
        if one.key in targets
        else one
        for one in figures
    )


def is_met(value: float, target: float, better: Better) -> bool:
    """Whether a value is as good as its goal or better; what differs by rounding alone is equal."""
    if isclose(value, target, rel_tol=1e-9):
        return True
    return value > target if better == "up" else value < target


def _held(figure: MetricFigure, target: float, *, known: bool) -> MetricFigure:
    met = None
    if known and figure.value is not None:
        met = is_met(figure.value, target, figure.better)
    return figure.model_copy(update={"goal": target, "goal_met": met})


def _gappy(days: Days, run: Period) -> bool:
    """Whether days of it are missing, of a mean as of a sum."""
    if days.recorded or days.metric.adds_up == "max":
        return False  # nothing happened that day, which is no gap
    if days.parts and not days.has_own(run.start, run.end):
        return lacks(days, run) or any(_gappy(part, run) for part in days.parts.values())
    return bool(gaps.missing_for_one(days, run.start, run.end))
