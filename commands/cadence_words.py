"""A rhythm in the words that are kept, and in those that are said."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from commands.cadence_days import DAYS, Holidays, MonthDay

if TYPE_CHECKING:
    from commands.cadence import Cadence

NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


def canonical(cadence: "Cadence") -> str:
    """The words a rhythm is kept in; ``parse_cadence`` reads them back."""
    words = f"{_canonical_head(cadence)} {cadence.at:%H:%M}"
    words += f" from {cadence.start}" if cadence.start else ""
    found = cadence.holidays
    return words + (f" {_how(found)} holidays {found.country}" if found else "")


def spoken(cadence: "Cadence") -> str:
    """As people say it: ``on the last working day of every month at 17:00``."""
    words = f"{_spoken_head(cadence)} at {cadence.at:%H:%M}"
    if cadence.holidays is None:
        return words
    how = "moved past" if cadence.holidays.moved else "not on"
    return f"{words}, {how} holidays in {cadence.holidays.country}"


def _how(holidays: Holidays) -> str:
    return "move" if holidays.moved else "skip"


def _canonical_head(cadence: "Cadence") -> str:
    if isinstance(cadence.day, MonthDay):
        return f"{cadence.every}ly {_named(cadence.day, str.lower, str)}"
    if isinstance(cadence.day, int):
        many = f"every {cadence.weeks} weeks" if cadence.weeks > 1 else "weekly"
        return f"{many} {DAYS[cadence.day]}"
    return "daily" if cadence.every == "day" else "weekdays"


def _spoken_head(cadence: "Cadence") -> str:
    if isinstance(cadence.day, MonthDay):
        return f"on the {_named(cadence.day, str.capitalize, _ordinal)} of every {cadence.every}"
    if isinstance(cadence.day, int):
        day = DAYS[cadence.day].capitalize()
        return f"every {cadence.weeks} weeks on {day}" if cadence.weeks > 1 else f"every {day}"
    return f"every {cadence.every}"


def _named(day: MonthDay, cased: Callable[[str], str], numbered: Callable[[int], str]) -> str:
    if day.among == "day" and day.number > 0:
        return "last day" if numbered is _ordinal and day.number == 31 else numbered(day.number)
    nth = next(word for word, number in NTH.items() if number == day.number)
    return f"{nth} {cased(DAYS[day.among]) if isinstance(day.among, int) else day.among}"


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
