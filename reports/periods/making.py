"""Make periods from days, with their labels in plain words."""

from datetime import date, timedelta

from reports.errors import Expected
from reports.model import Grain, Period

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Far enough from both ends of the calendar that no step back can leave it.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class UnreadablePeriod(Expected):
    """I do not understand the period “{text}”. Try “last week”, “this month”, “last 30 days”,
    “2026-W46”, “October 2026”, “Q3” or “1 Oct – 15 Nov”.
    """


class BackwardPeriod(UnreadablePeriod):
    """The period “{text}” ends before it starts. Put the earlier day first, as in
    “1 Oct – 15 Nov”.
    """


class FuturePeriod(Expected):
    """The period “{text}” has not begun yet, so there is nothing to report. Try “this week” or
    “last week”.
    """


def day(on: date, today: date) -> Period:
    """The one day ``on``."""
    return _period("day", on, on, today, day_name(on))


def week(on: date, today: date) -> Period:
    """The ISO week that holds ``on``."""
    start = on - timedelta(days=on.weekday())
    end = start + timedelta(days=6)
    label = f"Week {start.isocalendar().week}, {_span(start, end)}"
    return _period("week", start, end, today, label)


def month(on: date, today: date) -> Period:
    """The calendar month that holds ``on``."""
    start = on.replace(day=1)
    label = f"{MONTHS[start.month - 1]} {start.year}"
    return _period("month", start, add_months(start, 1) - timedelta(days=1), today, label)


def quarter(on: date, today: date, first_month: int = 1) -> Period:
    """The quarter that holds ``on``, counted from ``first_month``."""
    start = add_months(on.replace(day=1), -((on.month - first_month) % 3))
    return quarter_from(start, today, first_month)


def quarter_from(start: date, today: date, first_month: int = 1) -> Period:
    """The three months from ``start`` on, which is the first day of a month."""
    end = add_months(start, 3) - timedelta(days=1)
    number = quarter_number(start, first_month)
    year_name = _year_name(business_year(start, first_month), first_month)
    label = f"Q{number} {year_name}" if number else _span(start, end)
    return _period("quarter", start, end, today, label)


def year(on: date, today: date, first_month: int = 1) -> Period:
    """The business year that holds ``on``; it begins in ``first_month``."""
    start = date(business_year(on, first_month), first_month, 1)
    end = add_months(start, 12) - timedelta(days=1)
    return _period("year", start, end, today, _year_name(start.year, first_month))


def span(start: date, end: date, today: date) -> Period:
    """The days from ``start`` to ``end``, both included; a single day is a *day*."""
    if start == end:
        return day(start, today)
    return _period("range", start, end, today, _span(start, end))


def quarter_number(start: date, first_month: int) -> int | None:
    """1–4, or None where no quarter of such a business year begins on ``start``."""
    months = (start.month - first_month) % 12
    return months // 3 + 1 if months % 3 == 0 else None


def business_year(on: date, first_month: int) -> int:
    """The calendar year in which the business year that holds ``on`` begins."""
    return on.year if on.month >= first_month else on.year - 1


def add_months(start: date, months: int) -> date:
    """The first day of a month, ``months`` later."""
    years, place = divmod(start.month - 1 + months, 12)
    return date(start.year + years, place + 1, 1)


def _period(grain: Grain, start: date, end: date, today: date, label: str) -> Period:
    return Period(grain=grain, start=start, end=end, label=label, complete=end < today)


def _year_name(begins: int, first_month: int) -> str:
    return str(begins) if first_month == 1 else f"{begins}/{(begins + 1) % 100:02d}"


def day_name(on: date, *, year: bool = True) -> str:
    """``20 Nov 2026``, or without its year ``20 Nov``."""
    named = f"{on.day} {MONTHS[on.month - 1][:3]}"
    return f"{named} {on.year}" if year else named


def _span(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_name(end)}"
    return f"{day_name(start, year=start.year != end.year)} – {day_name(end)}"
