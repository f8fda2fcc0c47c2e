"""Move a period through the calendar: before it, a year earlier, as far as it has run."""

from datetime import date, timedelta

from reports.model import Period
from reports.periods import making


def last_complete_week(today: date) -> Period:
    """The newest ISO week that ended before ``today``."""
    return making.week(today - timedelta(days=7), today)


def previous(period: Period, *, first_month: int = 1) -> Period:
    """The period just before: the week, month, quarter or year before, or as many days."""
    before = period.start - timedelta(days=1)
    if period.grain == "week":
        return making.week(before, period.start)
    if period.grain == "month":
        return making.month(before, period.start)
    if period.grain == "quarter":
        start = making.add_months(period.start, -3)
        return making.quarter_from(start, period.start, first_month)
    if period.grain == "year":
        return making.year(before, period.start, period.start.month)
    return making.span(period.start - timedelta(days=period.days), before, period.start)


def following(period: Period, *, first_month: int = 1) -> Period:
    """The period just after: the next week, month, quarter or year, or as many days."""
    after = period.end + timedelta(days=1)
    if period.grain == "week":
        return making.week(after, after)
    if period.grain == "month":
        return making.month(after, after)
    if period.grain == "quarter":
        return making.quarter_from(after, after, first_month)
    if period.grain == "year":
        return making.year(after, after, after.month)
    return making.span(after, after + timedelta(days=period.days - 1), after)


def year_ago(period: Period, *, first_month: int = 1) -> Period:
    """The same period a year earlier.

    Weeks and days move by 364 days, so that weekdays match; a range keeps its dates
    (29 Feb becomes 28 Feb). The result counts as complete.
    """
    later = period.end + timedelta(days=1)
    start = _year_earlier(period.start)
    if period.grain in ("week", "day"):
        return _weekdays_match(period, later)
    if period.grain == "month":
        return making.month(start, later)
    if period.grain == "quarter":
        return making.quarter_from(start, later, first_month)
    if period.grain == "year":
        return making.year(start, later, start.month)
    return making.span(start, _year_earlier(period.end), later)


def elapsed(period: Period, today: date) -> Period:
    """The days of ``period`` before ``today``, or all of it once it has ended.

    On its first day, that one day, which still runs.
    """
    if period.end < today:
        return period
    return making.span(period.start, max(today - timedelta(days=1), period.start), today)


def same_days(earlier: Period, running: Period) -> Period:
    """The first days of ``earlier``, as many as ``running`` has, for a fair comparison."""
    if earlier.days <= running.days:
        return earlier
    end = earlier.start + timedelta(days=running.days - 1)
    return making.span(earlier.start, end, running.start)


def window(period: Period) -> tuple[date, date]:
    """First and last day of data that a report of ``period`` reads.

    It covers the previous period and the year before, which lies further back than the 26 weeks
    of the trend.
    """
    return min(previous(period).start, year_ago(period).start), period.end


def _weekdays_match(period: Period, later: date) -> Period:
    start = period.start - timedelta(days=364)
    return making.week(start, later) if period.grain == "week" else making.day(start, later)


def _year_earlier(on: date) -> date:
    leap_day = (on.month, on.day) == (2, 29)
    return on.replace(year=on.year - 1, day=28 if leap_day else on.day)
