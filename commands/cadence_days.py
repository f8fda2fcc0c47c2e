"""Which days a rhythm means: days of a month, working days, holidays of a country."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from reports.errors import Expected

if TYPE_CHECKING:
    from holidays import HolidayBase

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY = 5
_DAY = timedelta(days=1)
Among = Literal["day", "working day"] | int


class UnknownCountry(Expected):
    """I know no holidays of “{country}”; write two letters, such as TH or DE, or with its region
    DE-BY."""


@dataclass(frozen=True)
class Holidays:
    """A country's public holidays (ISO 3166, ``DE`` or ``DE-BY``), skipped or moved past."""

    country: str
    moved: bool = False

    def free(self, day: date) -> bool:
        """Whether the day is a public holiday there."""
        return day in calendar_of(self.country)

    def working(self, day: date) -> bool:
        """Whether people work there on that day."""
        return calendar_of(self.country).is_working_day(day)

    def weekday(self, day: date) -> bool:
        """Whether it is a day on which people there work unless it is a holiday."""
        return day.weekday() not in calendar_of(self.country).weekend

    def placed(self, day: date) -> date | None:
        """The day itself, or for a holiday None, or the next working day where it is moved."""
        if not self.free(day):
            return day
        return calendar_of(self.country).get_nth_working_day(day, 1) if self.moved else None


@dataclass(frozen=True)
class MonthDay:
    """The ``number``-th day of a month (of all days, working days or one weekday, 0 = Monday).

    Counted from the end where negative; a month too short for it has its last such day.
    """

    number: int
    among: Among = "day"

    def of(self, month: date, holidays: Holidays | None) -> date:
        """The day it is in the month of ``month``."""
        days = [day for day in _days_of(month) if self._counts(day, holidays)]
        index = self.number - 1 if self.number > 0 else len(days) + self.number
        return days[min(index, len(days) - 1)]

    def _counts(self, day: date, holidays: Holidays | None) -> bool:
        if self.among == "day":
            return True
        return (
            working(day, holidays) if self.among == "working day" else day.weekday() == self.among
        )


def working(day: date, holidays: Holidays | None) -> bool:
    """Whether it is a working day: Monday to Friday where no country says otherwise."""
    return holidays.working(day) if holidays else day.weekday() < SATURDAY


@cache
def calendar_of(country: str) -> "HolidayBase":
    """The holidays of ``DE`` or ``DE-BY``; raises UnknownCountry."""
    # Most schedules know no holidays: a country is loaded for those that do.
    from holidays import country_holidays

    code, _, region = country.upper().partition("-")
    try:
        return country_holidays(code, subdiv=region or None)
    except NotImplementedError as error:
        raise UnknownCountry(country=country) from error


def _days_of(month: date) -> list[date]:
    first = month.replace(day=1)
    days = (first + timedelta(days=count) for count in range(31))
    return [day for day in days if day.month == first.month]
