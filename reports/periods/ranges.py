"""Read days, months and ranges of them, with the years people leave out."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from reports.model import Period
from reports.periods import making
from reports.periods.making import MONTHS, add_months

_NUMBERS = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
_NUMBERS |= {name[:3]: place for name, place in _NUMBERS.items()} | {"sept": 9}
_SEPARATOR = re.compile(r"\s*(?:\.\.\.?|\bto\b|\buntil\b|-)\s*")
_NAME = rf"(?P<m>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ?[ -]?(?P<y>\d{4}))?"
_SIDES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?",
        rf"{_DAY}[ -]?(?:of )?{_NAME}{_YEAR}",
        rf"{_NAME} ?{_DAY}{_YEAR}",
        rf"{_NAME}(?P<d>){_YEAR}",
        rf"{_DAY}(?P<m>){_YEAR}",
    )
)


class EndsBeforeStart(ValueError):  # noqa: N818 - named for what happened
    """Both days were understood, and the second comes before the first."""


class _Side(NamedTuple):
    year: int | None
    month: int | None
    day: int | None


def read(text: str, today: date) -> Period | None:
    """A day, a month or a range; None where ``text`` is neither.

    Years left out are chosen so that the period is the newest one that has started. Raises
    EndsBeforeStart, and ValueError for days that no calendar has.
    """
    only = _side(text)
    if only is not None and only.month is not None:
        start, _ = _dates(only, only, today)
        return making.month(start, today) if only.day is None else making.day(start, today)
    pair = next(_pairs(text.removeprefix("from ")), None)
    return None if pair is None else making.span(*_dates(*pair, today), today)


def _side(text: str) -> _Side | None:
    match = next((found for side in _SIDES if (found := side.fullmatch(text))), None)
    if match is None:
        return None
    year, name, day = match["y"], match["m"], match["d"]
    month = _NUMBERS.get(name) or (int(name) if name else None)
    side = _Side(int(year) if year else None, month, int(day) if day else None)
    return None if 0 in side else side


def _pairs(text: str) -> Iterator[tuple[_Side, _Side]]:
    for cut in _SEPARATOR.finditer(text):
        first, second = _side(text[: cut.start()]), _side(text[cut.end() :])
        if first is not None and second is not None:
            yield from _shared_month(first, second)


def _shared_month(first: _Side, second: _Side) -> Iterator[tuple[_Side, _Side]]:
    """Let a bare day take its month from the other side, which must be a day too."""
    months = first.month or second.month, second.month or first.month
    bare = None in (first.month, second.month)
    if None not in months and not (bare and None in (first.day, second.day)):
        yield first._replace(month=months[0]), second._replace(month=months[1])


def _dates(first: _Side, second: _Side, today: date) -> tuple[date, date]:
    if first.year is None and first.month == second.month and _days_swapped(first, second):
        raise EndsBeforeStart
    for start, end in _candidates(first, second, today):
        if start <= end and (first.year or second.year or start <= today):
            return start, end
    if first.year and second.year:
        raise EndsBeforeStart
    raise ValueError("no such days")


def _days_swapped(first: _Side, second: _Side) -> bool:
    return first.day is not None and second.day is not None and first.day > second.day


def _candidates(first: _Side, second: _Side, today: date) -> Iterator[tuple[date, date]]:
    """Possible days, the wanted ones first; those no calendar has are passed over."""
    for year in _start_years(first, second, today):
        for later in (second.year,) if second.year else (year, year + 1):
            try:
                yield _start(first, year), _end(second, later)
            except ValueError:
                if first.year and second.year:
                    raise


def _start_years(first: _Side, second: _Side, today: date) -> list[int]:
    if first.year:
        return [first.year]
    if second.year:
        return [second.year, second.year - 1]
    return list(range(today.year, today.year - 9, -1))


def _start(side: _Side, year: int) -> date:
    return date(year, side.month or 1, side.day or 1)


def _end(side: _Side, year: int) -> date:
    if side.day:
        return date(year, side.month or 1, side.day)
    return add_months(date(year, side.month or 1, 1), 1) - timedelta(days=1)
