"""How often a subscription publishes: the words people type, and the times they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from reports.errors import Expected

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = r"(?:at )?(?P<time>\S+(?: ?[ap]m)?)"
WEEKLY = re.compile(rf"^(?:weekly |every |every week )?(?:on )?(?P<day>[a-z]+?)s? {TIME}$")
MONTHLY = re.compile(
    rf"^(?:monthly|every month) (?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {TIME}$"
)
CLOCK = re.compile(r"^(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>[ap]m)?$")


class UnreadableCadence(Expected):
    """I cannot read “{text}” as a rhythm; write for example “weekly monday 09:00” or
    “monthly 1 09:00”."""


@dataclass(frozen=True)
class Cadence:
    """A rhythm in wall-clock time: a weekday (0 = Monday) each week, or a day each month.

    A month too short for its day publishes on its last day.
    """

    every: Literal["week", "month"]
    day: int
    at: time

    def __str__(self) -> str:
        """The canonical words; ``parse_cadence`` reads them back."""
        if self.every == "week":
            return f"weekly {DAYS[self.day]} {self.at:%H:%M}"
        return f"monthly {self.day} {self.at:%H:%M}"

    def in_words(self) -> str:
        """As people say it: ``every Monday at 09:00``; ``parse_cadence`` reads the weekly one."""
        if self.every == "week":
            return f"every {DAYS[self.day].capitalize()} at {self.at:%H:%M}"
        day = "last day" if self.day == 31 else f"{self.day}{_ordinal(self.day)}"
        return f"on the {day} of every month at {self.at:%H:%M}"

    def between(self, after: datetime, upto: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The due times in (after, upto] as UTC, oldest first.

        A wall time that a clock change skips is due once, as if the clock had not been changed
        yet; one that happens twice is due at the first (RFC 5545, 3.3.5).
        """
        day = after.astimezone(zone).date() - timedelta(days=1)
        while (due := _moment(day, self.at, zone)) <= upto:
            if due > after and self._falls_on(day):
                yield due
            day += timedelta(days=1)

    def next_dates(self, after: datetime, zone: ZoneInfo, count: int = 3) -> list[datetime]:
        """The next ``count`` due times after ``after``, as UTC."""
        horizon = after + timedelta(days=32 * (count + 1))
        return list(self.between(after, horizon, zone))[:count]

    def _falls_on(self, day: date) -> bool:
        if self.every == "week":
            return day.weekday() == self.day
        return day.day == min(self.day, _last_day(day))


def parse_cadence(text: str) -> Cadence:
    """Read ``weekly monday 09:00``, ``monthly 1 09:00`` and how people say the same.

    Raises UnreadableCadence.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    if found := WEEKLY.match(words):
        return Cadence("week", _weekday(found["day"], text), _clock(found["time"], text))
    if (found := MONTHLY.match(words)) and 1 <= int(found["day"]) <= 31:
        return Cadence("month", int(found["day"]), _clock(found["time"], text))
    raise UnreadableCadence(text=text)


def _weekday(word: str, text: str) -> int:
    for index, day in enumerate(DAYS):
        if len(word) >= 2 and day.startswith(word):
            return index
    raise UnreadableCadence(text=text)


def _clock(word: str, text: str) -> time:
    found = CLOCK.match(word)
    if found is None:
        raise UnreadableCadence(text=text)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise UnreadableCadence(text=text)
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    if hour > 23 or minute > 59 or not (found["minute"] or found["half"]):
        raise UnreadableCadence(text=text)
    return time(hour, minute)


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _last_day(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
