"""Read a period from the words or codes people type."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from reports.model import Period
from reports.periods import making, ranges
from reports.periods.making import (
    FIRST_YEAR,
    LAST_YEAR,
    BackwardPeriod,
    FuturePeriod,
    UnreadablePeriod,
    add_months,
)
from reports.words import shorten

_LONGEST = 80
_DASHES = re.compile("[‐‑‒–—―−]")
_RELATIVE = re.compile(r"(this|current|last|past|previous|next) (day|week|month|quarter|year)")
_COUNTED = re.compile(r"(?:last|past|previous) ([0-9]{1,5}) (day|week|month|quarter|year)s?")
_STEPS = {"this": 0, "current": 0, "next": 1}
_WEEK = re.compile(r"(?:([0-9]{4})[ -]?)?w(?:eek ?)?([0-9]{1,2})(?: ([0-9]{4}))?")
_LABELLED_WEEK = re.compile(r"week [0-9]{1,2}, (.+)")
_QUARTER = re.compile(r"(?:([0-9]{4})[ -]?)?q([1-4])(?: ([0-9]{4})(?:/[0-9]{2})?)?")
_YEAR = re.compile(r"([0-9]{4})(?:/[0-9]{2})?")


def parse(text: str, today: date, *, first_month: int = 1, ahead: bool = False) -> Period:
    """The period that ``text`` names, seen from ``today``.

    Reads words (``last week``, ``last 30 days``, ``oct``, ``1 Oct – 15 Nov``), codes and labels,
    whatever their case and dashes. Where no year is given, the newest that has started is meant;
    ``last 3 weeks`` are complete ones. Raises UnreadablePeriod, and FuturePeriod for what lies
    wholly after ``today`` and is not looked for ``ahead``.
    """
    try:
        period = _read(_plain(text), today, first_month)
    except ranges.EndsBeforeStart:
        raise BackwardPeriod(text=_shown(text)) from None
    except (ValueError, OverflowError):  # no such day, week or year in the calendar
        period = None
    if period is None or period.start.year < FIRST_YEAR or period.end.year > LAST_YEAR:
        raise UnreadablePeriod(text=_shown(text))
    if period.start > today and not ahead:
        raise FuturePeriod(text=_shown(text))
    return period


def _read(text: str, today: date, first_month: int) -> Period | None:
    if len(text) > _LONGEST:
        return None
    return (
        _named_day(text, today)
        or _relative(text.replace("-", " "), today, first_month)
        or _counted(text.replace("-", " "), today, first_month)
        or _week(text, today)
        or _quarter(text, today, first_month)
        or _year(text, today, first_month)
        or ranges.read(text, today)
    )


def _plain(text: str) -> str:
    flat = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"[\s_]+", " ", flat).strip()


def _shown(text: str) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return shorten(flat, _LONGEST)


def _named_day(text: str, today: date) -> Period | None:
    ahead = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(text)
    return None if ahead is None else making.day(today + timedelta(days=ahead), today)


def _relative(text: str, today: date, first_month: int) -> Period | None:
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return None
    return _stepped(match[2], _STEPS.get(match[1], -1), today, first_month)


def _counted(text: str, today: date, first_month: int) -> Period | None:
    match = _COUNTED.fullmatch(text)
    if match is None or int(match[1]) == 0:
        return None
    newest = _stepped(match[2], -1, today, first_month)
    oldest = _stepped(match[2], -int(match[1]), today, first_month)
    return newest if oldest == newest else making.span(oldest.start, newest.end, today)


def _stepped(unit: str, steps: int, today: date, first_month: int) -> Period:
    if unit in ("day", "week"):
        there = today + timedelta(days=steps * (7 if unit == "week" else 1))
        return making.week(there, today) if unit == "week" else making.day(there, today)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    there = add_months(today.replace(day=1), months * steps)
    if unit == "month":
        return making.month(there, today)
    make = making.quarter if unit == "quarter" else making.year
    return make(there, today, first_month)


def _week(text: str, today: date) -> Period | None:
    if labelled := _LABELLED_WEEK.fullmatch(text):
        return _labelled_week(text, ranges.read(labelled[1], today), today)
    match = _WEEK.fullmatch(text)
    if match is None or (match[1] and match[3]):
        return None
    number, year = int(match[2]), match[1] or match[3]

    def of(named: int) -> Period:
        return making.week(date.fromisocalendar(named, number, 1), today)

    return of(int(year)) if year else _newest(of, today)


def _labelled_week(text: str, days: Period | None, today: date) -> Period | None:
    """The week whose label was typed: its number and its days must agree."""
    if days is None:
        return None
    week = making.week(days.start, today)
    return week if _plain(week.label) == text else None


def _quarter(text: str, today: date, first_month: int) -> Period | None:
    match = _QUARTER.fullmatch(text)
    if match is None or (match[1] and match[3]):
        return None
    months, year = 3 * (int(match[2]) - 1), match[1] or match[3]

    def of(named: int) -> Period:
        start = add_months(date(named, first_month, 1), months)
        return making.quarter_from(start, today, first_month)

    return of(int(year)) if year else _newest(of, today)


def _year(text: str, today: date, first_month: int) -> Period | None:
    match = _YEAR.fullmatch(text)
    if match is None:
        return None
    return making.year(date(int(match[1]), first_month, 1), today, first_month)


def _newest(of: Callable[[int], Period], today: date) -> Period | None:
    """The newest year's that has started; years without such a week are passed over."""
    return next((found for found in _made(of, today) if found.start <= today), None)


def _made(of: Callable[[int], Period], today: date) -> Iterator[Period]:
    for year in range(today.year + 1, today.year - 9, -1):
        try:
            yield of(year)
        except ValueError:
            continue
