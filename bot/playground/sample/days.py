"""The days of the sample, and what is special about some of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Holidays = Callable[[int], dict[date, float]]
LENGTH = 420


@dataclass(frozen=True)
class Span:
    """Whole days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        """Whether ``day`` is one of them."""
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True)
class Days:
    """The LENGTH days before ``today``, oldest first, as arrays of one value a day."""

    today: date

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day; the last is the day before today."""
        return tuple(self.today - timedelta(days=back) for back in range(LENGTH, 0, -1))

    @cached_property
    def ordinals(self) -> Floats:
        """Day numbers of the proleptic calendar, as ``date.toordinal`` counts them."""
        return np.arange(self.today.toordinal() - LENGTH, self.today.toordinal(), dtype=float)

    @cached_property
    def weekdays(self) -> NDArray[np.int64]:
        """0 for Monday to 6 for Sunday."""
        return np.array([day.weekday() for day in self.dates], dtype=np.int64)

    def during(self, span: Span, factor: float) -> Floats:
        """``factor`` on the days of ``span``, 1 on the others."""
        return np.array([factor if day in span else 1.0 for day in self.dates])

    def on(self, holidays: Holidays) -> Floats:
        """The factor of each holiday, 1 on the other days."""
        factors: dict[date, float] = {}
        for year in range(self.dates[0].year, self.today.year + 1):
            factors |= holidays(year)
        return np.array([factors.get(day, 1.0) for day in self.dates])


def monday(today: date, weeks_back: int = 0) -> date:
    """The Monday of the newest complete week before ``today``, or of one further back."""
    return today - timedelta(days=today.weekday() + 7 * (weeks_back + 1))


def week(today: date, weeks_back: int = 0) -> Span:
    """The newest complete week before ``today`` (Monday to Sunday), or one further back."""
    first = monday(today, weeks_back)
    return Span(first, first + timedelta(days=6))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` such weekday (0 = Monday) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def last_weekday(year: int, month: int, weekday: int) -> date:
    """The last such weekday (0 = Monday) of a month with 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
