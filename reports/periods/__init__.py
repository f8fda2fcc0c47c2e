"""Periods: read from words or codes, moved through the calendar, written as codes.

A period holds whole days of the client's zone; the caller says which day ``today`` is there.
Weeks are ISO weeks (Monday to Sunday). ``first_month`` is the month (1–12) in which the client's
business year begins; such a year is named by the calendar year in which it begins.
"""

from reports.periods.codes import code
from reports.periods.making import FuturePeriod, UnreadablePeriod, day_name
from reports.periods.making import week as week_of
from reports.periods.moving import (
    elapsed,
    following,
    last_complete_week,
    previous,
    same_days,
    window,
    year_ago,
)
from reports.periods.reading import parse

__all__ = [
    "FuturePeriod",
    "UnreadablePeriod",
    "code",
    "day_name",
    "elapsed",
    "following",
    "last_complete_week",
    "parse",
    "previous",
    "same_days",
    "week_of",
    "window",
    "year_ago",
]
