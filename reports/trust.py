"""Judge only what can be judged: a sum over missing days is neither better nor worse."""

from collections.abc import Mapping
from datetime import date

from reports import gaps, periods
from reports.figures import Days, compared
from reports.model import MetricFigure, Period, Status

# What grows with each day, so that missing ones leave it too low.
GROWING = frozenset({"sum", "distinct", "retained"})


def judged_fairly(
    figures: tuple[MetricFigure, ...], found: list[Days], period: Period, today: date
) -> tuple[MetricFigure, ...]:
    """The figures, with the status unknown where days are missing from a sum or from the sum
    before; ``figures`` are those made from ``found`` for the same period and day.

    Means, maxima and last values stand without the missing days. What is computed is judged where
    all the sums among its parts are.
    """
    run = periods.elapsed(period, today)
    before, _ = compared(period, run, today)
    partial = {days.metric.key for days in found if lacks(days, run) or lacks(days, before)}
    unknown = {"status": Status.UNKNOWN}
    return tuple(
        figure.model_copy(update=unknown) if figure.key in partial else figure for figure in figures
    )


def lacks(days: Days, period: Period) -> bool:
    """Whether the metric's total over these days is too low, or computed from such a one."""
    if days.parts and not days.has_own(period.start, period.end):
        return _uneven(days.parts, period) or any(lacks(one, period) for one in days.parts.values())
    if days.metric.adds_up not in GROWING:
        return False
    return bool(gaps.missing_for_one(days, period.start, period.end))


def _uneven(parts: Mapping[str, Days], period: Period) -> bool:
    """Whether the period saw one part's first day, while another was known before."""
    sums = [one for one in parts.values() if one.metric.adds_up == "sum" and one.covered.size]
    firsts = [max(one.covered[0].astype(object), period.start) for one in sums]
    return len(set(firsts)) > 1 and max(firsts) <= period.end
