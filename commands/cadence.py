"""How often a subscription publishes: a rhythm in wall-clock time, and the times it means."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, starmap
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from commands.cadence_days import Holidays, MonthDay, working
from commands.cadence_words import canonical, spoken

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
FIRST_MONDAY = date(1970, 1, 5)
_MOVED = timedelta(days=30)  # the furthest that holidays move a day, with room to spare
_REACH = timedelta(days=400)  # how far is looked ahead at a time
Every = Literal["day", "weekday", "week", "month", "quarter"]


class Due(NamedTuple):
    """When it is due (UTC), and the day its rhythm meant: earlier where holidays moved it."""

    at: datetime
    day: date


@dataclass(frozen=True)
class Cadence:
    """Every day, weekday, so many weeks on a weekday (0 = Monday), month or quarter, at a time.

    ``start`` is a day in a week that counts, where only every so many weeks do. Of a quarter's
    months the first counts, or the last for days that are counted from the end.
    """

    every: Every
    day: int | MonthDay | None
    at: time
    weeks: int = 1
    start: date | None = None
    holidays: Holidays | None = None

    def between(self, after: datetime, upto: datetime, zone: ZoneInfo) -> list[Due]:
        """What is due in (after, upto], oldest first, at most one at a time.

        A wall time that a clock change skips is due once, as if the clock had not been changed
        yet; one that happens twice is due at the first (RFC 5545, 3.3.5). Of those that holidays
        move to the same time the newest counts.
        """
        first = after.astimezone(zone).date() - DAY - (_MOVED if self.holidays else timedelta())
        last = upto.astimezone(zone).date() + DAY
        days = map(first.__add__, (DAY * n for n in range((last - first).days + 1)))
        found: dict[datetime, date] = {}
        for day in filter(self.falls_on, days):
            if (due := self._moment(day, zone)) and after < due <= upto:
                found[due] = day
        return sorted(starmap(Due, found.items()))

    def next_dates(self, after: datetime, zone: ZoneInfo, number: int = 3) -> list[datetime]:
        """The next ``number`` due times after ``after``, as UTC."""
        return [due.at for due in islice(self._coming(after, zone), number)]

    def falls_on(self, day: date) -> bool:
        """Whether the rhythm means this day, holidays aside."""
        if self.every == "day":
            return True
        if self.every == "weekday":
            return self.holidays.weekday(day) if self.holidays else working(day, None)
        if self.every == "week":
            return day.weekday() == self.day and self._weeks_on(day) % self.weeks == 0
        return self._month_counts(day) and self._of_month(day) == day

    def period(self, day: date) -> str:
        """What is reported on a day that the rhythm means, in words that periods are read from.

        The newest complete week, weeks, month or quarter; the month or quarter that is about to
        end on a day counted from its end; the days since the weekday before.
        """
        if self._from_end:
            return f"this {self.every}"
        if self.every == "week" and self.weeks > 1:
            monday = day - DAY * day.weekday()
            return f"{monday - WEEK * self.weeks}..{monday - DAY}"
        if self.every in ("week", "month", "quarter"):
            return f"last {self.every}"
        since = next(d for d in (day - DAY * n for n in count(1)) if self.falls_on(d))
        return f"{since}..{day - DAY}" if since < day - DAY else f"{since}"

    def starting(self, today: date) -> "Cadence":
        """The rhythm whose weeks are counted from its next day, where it has not said from when."""
        if self.weeks == 1 or self.start is not None:
            return self
        weekly = replace(self, weeks=1)
        return replace(
            self, start=next(d for d in (today + DAY * n for n in count()) if weekly.falls_on(d))
        )

    def __str__(self) -> str:
        """The canonical words, which ``parse_cadence`` reads back."""
        return canonical(self)

    def in_words(self) -> str:
        """As people say it: ``every Monday at 09:00``."""
        return spoken(self)

    def _coming(self, after: datetime, zone: ZoneInfo) -> Iterator[Due]:
        while True:
            upto = after + _REACH
            yield from self.between(after, upto, zone)
            after = upto

    def _weeks_on(self, day: date) -> int:
        return (day - (self.start or FIRST_MONDAY)).days // 7

    def _month_counts(self, day: date) -> bool:
        if self.every == "month":
            return True
        return day.month % 3 == (0 if self._from_end else 1)

    @property
    def _from_end(self) -> bool:
        return isinstance(self.day, MonthDay) and self.day.number < 0

    def _of_month(self, day: date) -> date | None:
        return self.day.of(day, self.holidays) if isinstance(self.day, MonthDay) else None

    def _moment(self, day: date, zone: ZoneInfo) -> datetime | None:
        placed = self.holidays.placed(day) if self.holidays else day
        if placed is None:
            return None
        return datetime.combine(placed, self.at, tzinfo=zone).astimezone(UTC)
