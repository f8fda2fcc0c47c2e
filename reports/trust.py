"""Judge only what can be judged: a sum over missing days is neither better nor worse."""

from datetime import date

from reports import gaps, periods
from reports.figures import Days, compared
from reports.model import MetricFigure, Period, Status


def judged_fairly(
    figures: tuple[MetricFigure, ...], found: list[Days], period: Period, today: date
) -> tuple[MetricFigure, ...]:
    """The figures, with the status unknown where days are missing from a sum or from the sum
    before; ``figures`` are those made from ``found`` for the same period and day.

    Means, maxima and last values stand without the missing days.
    """
    run = periods.elapsed(period, today)
    before, _ = compared(period, run, today)
    partial = {
        days.metric.key
        for days in found
        if days.metric.adds_up == "sum" and (_lacks(days, run) or _lacks(days, before))
    }
    unknown = {"status": Status.UNKNOWN}
    return tuple(
        figure.model_copy(update=unknown) if figure.key in partial else figure for figure in figures
    )


def _lacks(days: Days, period: Period) -> bool:
    return bool(gaps.missing_for_one(days, period.start, period.end))
