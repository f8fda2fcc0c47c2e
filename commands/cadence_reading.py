"""A rhythm read from the words that people type."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from commands.cadence import Cadence, Every
from commands.cadence_days import DAYS, Among, Holidays, MonthDay, calendar_of
from commands.cadence_words import NTH
from reports.errors import Expected

_TIMED = re.compile(r"^(?P<head>.+?) (?:at )?(?P<time>\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?)$")
_CLOCK = re.compile(r"^(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>[ap]m)?$")
_HOLIDAYS = re.compile(
    r" (?P<how>skip|mov)(?:e|ping|ing)? (?:public )?holidays (?:in |of )?"
    r"(?P<where>[a-z]{2}(?:-\w{1,3})?)$"
)
_FROM = re.compile(r" (?:from|starting) (?P<start>\d{4}-\d{2}-\d{2})$")
_DAILY = re.compile(r"^(?:daily|every day)$")
_WEEKDAYS = re.compile(r"^(?:(?:on )?(?:weekdays|working days)|every (?:weekday|working day))$")
_WEEKLY = re.compile(r"^(?:weekly |every |every week )?(?:on )?(?P<day>[a-z]+?)s?$")
_WEEKS = re.compile(
    r"^(?:every (?P<weeks>\d{1,2}|other|two|three|four) weeks?|fortnightly) "
    r"(?:on )?(?P<day>[a-z]+?)s?$"
)
_MONTHLY = re.compile(
    r"^(?P<every>monthly|quarterly|every month|every quarter) (?:on )?(?:the )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?|(?P<nth>[a-z]+) (?P<among>working day|[a-z]+))$"
)
_COUNTED = {"other": 2, "two": 2, "three": 3, "four": 4}
T = TypeVar("T")
_LONGEST = 200  # letters: no rhythm takes as many


class UnreadableCadence(Expected):
    """I cannot read “{text}” as a rhythm; write for example “weekly monday 09:00”,
    “every 2 weeks monday 09:00”, “monthly 1 09:00” or “monthly last working day 17:00”."""


class _NotOne(ValueError):  # noqa: N818 - what became of the words
    """The words are no rhythm."""


def parse_cadence(text: str) -> Cadence:
    """Read ``weekly monday 09:00``, ``monthly last day 17:00`` and how people say the same.

    ``skip holidays TH`` or ``move holidays TH`` may follow. Raises UnreadableCadence and
    UnknownCountry.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    try:
        return _read(words if len(words) <= _LONGEST else "")
    except ValueError as error:
        raise UnreadableCadence(text=text) from error


def _read(words: str) -> Cadence:
    words, holidays = _cut(words, _HOLIDAYS, _holidays)
    words, start = _cut(words, _FROM, lambda found: date.fromisoformat(found["start"]))
    timed = _TIMED.match(words)
    if timed is None:
        raise _NotOne
    every, day, weeks = _head(timed["head"])
    if start and (weeks == 1 or start.weekday() != day):
        raise _NotOne
    return Cadence(every, day, _clock(timed["time"]), weeks, start, holidays)


def _cut(
    words: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T]
) -> tuple[str, T | None]:
    found = pattern.search(words)
    return (words[: found.start()], read(found)) if found else (words, None)


def _holidays(found: re.Match[str]) -> Holidays:
    country = found["where"].upper()
    calendar_of(country)
    return Holidays(country, moved=found["how"] == "mov")


def _head(words: str) -> tuple[Every, int | MonthDay | None, int]:
    if _DAILY.match(words):
        return "day", None, 1
    if _WEEKDAYS.match(words):
        return "weekday", None, 1
    if found := _WEEKS.match(words):
        return "week", _weekday(found["day"]), _weeks(found["weeks"])
    if found := _MONTHLY.match(words):
        return "quarter" if "quarter" in found["every"] else "month", _month_day(found), 1
    if found := _WEEKLY.match(words):
        return "week", _weekday(found["day"]), 1
    raise _NotOne


def _weeks(word: str | None) -> int:
    weeks = _COUNTED.get(word or "two") or int(word or 0)
    if not 1 <= weeks <= 12:
        raise _NotOne
    return weeks


def _month_day(found: re.Match[str]) -> MonthDay:
    if found["day"]:
        if not 1 <= int(found["day"]) <= 31:
            raise _NotOne
        return MonthDay(int(found["day"]))
    number = NTH.get(found["nth"])
    if number is None:
        raise _NotOne
    word = found["among"]
    among: Among = (
        "day" if word == "day" else "working day" if word == "working day" else _weekday(word)
    )
    return MonthDay(number, among)


def _weekday(word: str) -> int:
    for index, day in enumerate(DAYS):
        if len(word) >= 2 and day.startswith(word):
            return index
    raise _NotOne


def _clock(word: str) -> time:
    found = _CLOCK.match(word)
    if found is None or not (found["minute"] or found["half"]):
        raise _NotOne
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise _NotOne
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, int(found["minute"] or 0))
