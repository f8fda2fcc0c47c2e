"""The rhythm of a subscription, against clocks that are set forward and back."""

import zoneinfo
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.cadence import FIRST_MONDAY, Cadence
from commands.cadence_days import Holidays, MonthDay, UnknownCountry
from commands.cadence_reading import UnreadableCadence, parse_cadence

DAY = timedelta(days=1)
TEN_YEARS = timedelta(days=3653)
BERLIN = ZoneInfo("Europe/Berlin")
SMALL_HOURS = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3)]
times = st.one_of(
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(SMALL_HOURS),  # clocks are changed at night
)
weekdays = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 6, 6])
nth = st.sampled_from([1, 2, 3, 4, -1])
month_days = st.one_of(
    st.builds(MonthDay, st.integers(1, 31)),
    st.just(MonthDay(-1)),
    st.builds(MonthDay, nth, weekdays),
    st.builds(MonthDay, nth, st.just("working day")),
)
cadences = st.one_of(
    st.builds(Cadence, st.sampled_from(["day", "weekday"]), st.none(), times),
    st.builds(Cadence, st.just("week"), weekdays, times),
    st.builds(Cadence, st.just("week"), weekdays, times, st.integers(2, 12)),
    st.builds(Cadence, st.sampled_from(["month", "quarter"]), month_days, times),
)
countries = st.sampled_from(["TH", "DE", "DE-BY", "CN", "IL", "US"])
with_holidays = st.builds(replace, cadences, holidays=st.builds(Holidays, countries, st.booleans()))
zones = st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo)
START = datetime(2015, 1, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 365 * 10).map(lambda minutes: START + timedelta(minutes=minutes))


def expected(cadence: Cadence, after: datetime, upto: datetime, zone: ZoneInfo) -> list[datetime]:
    """The days by the rules of RFC 5545, each turned into a moment without the notion of a fold."""
    first = datetime(2014, 1, 6)  # noqa: DTZ001 - a Monday, as a calendar has it
    days = (day.date() for day in rule(cadence, first, upto + 3 * DAY))
    dues = (instant(day, cadence.at, zone) for day in days)
    return [due for due in dues if after < due <= upto]


def rule(cadence: Cadence, first: datetime, last: datetime) -> rrule.rrule:
    """The rhythm as the calendar standard writes it."""
    upto: dict[str, Any] = {"dtstart": first, "until": last.replace(tzinfo=None)}
    if cadence.every == "day":
        return rrule.rrule(rrule.DAILY, **upto)
    if cadence.every == "weekday":
        return rrule.rrule(rrule.DAILY, byweekday=range(5), **upto)
    if isinstance(cadence.day, int):
        weeks = (first.date() - FIRST_MONDAY).days // 7
        upto["dtstart"] = first + timedelta(weeks=-weeks % cadence.weeks)
        return rrule.rrule(
            rrule.WEEKLY, interval=cadence.weeks, byweekday=cadence.day, wkst=rrule.MO, **upto
        )
    return rrule.rrule(rrule.MONTHLY, **monthly(cadence), **upto)


def monthly(cadence: Cadence) -> dict[str, Any]:
    """Which months, and which day of them."""
    day = cadence.day
    assert isinstance(day, MonthDay)
    months = range(3, 13, 3) if day.number < 0 else range(1, 13, 3)
    every: dict[str, Any] = {"bymonth": months} if cadence.every == "quarter" else {}
    if day.among == "working day":
        return every | {"byweekday": range(5), "bysetpos": day.number}
    if day.among != "day":
        return every | {"byweekday": rrule.weekdays[day.among](day.number)}
    if day.number < 0:
        return every | {"bymonthday": -1}
    # The last of those that a month has, down from the one that is meant.
    return every | {"bymonthday": range(min(day.number, 28), day.number + 1), "bysetpos": -1}


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first moment at which the clocks there show ``at``, else as before they were changed."""
    wall = datetime.combine(day, at)
    around = (wall.replace(tzinfo=UTC) + shift for shift in (-DAY, DAY))
    offsets = sorted(moment.astimezone(zone).utcoffset() or timedelta() for moment in around)
    possible = [(wall - offset).replace(tzinfo=UTC) for offset in offsets]
    real = [one for one in possible if one.astimezone(zone).replace(tzinfo=None) == wall]
    return min(real) if real else possible[0]


@settings(max_examples=80, deadline=None)
@given(cadences, moments, zones)
def test_ten_years_of_due_times_in_any_zone(
    cadence: Cadence, after: datetime, zone: ZoneInfo
) -> None:
    upto = after + TEN_YEARS
    found = [due.at for due in cadence.between(after, upto, zone)]
    assert found == expected(cadence, after, upto, zone)


@settings(max_examples=100, deadline=None)
@given(
    cadences | with_holidays, moments, zones, st.lists(st.integers(0, 60 * 24 * 120), max_size=6)
)
def test_no_due_time_is_lost_or_doubled_between_two_looks(
    cadence: Cadence, after: datetime, zone: ZoneInfo, minutes: list[int]
) -> None:
    looks = [after, *(after + timedelta(minutes=m) for m in sorted(minutes)), after + 130 * DAY]
    seen = [due for before, now in pairwise(looks) for due in cadence.between(before, now, zone)]
    whole = cadence.between(after, looks[-1], zone)
    assert [due.at for due in seen] == [due.at for due in whole]
    coming = cadence.next_dates(after, zone, 10)
    assert coming[: len(whole)] == [due.at for due in whole][:10]


@pytest.mark.parametrize(
    ("words", "month", "due"),
    [
        ("weekly sunday 02:30", 3, "2026-03-29T01:30"),  # skipped: 02:30 does not exist
        ("weekly sunday 02:30", 10, "2026-10-25T00:30"),  # twice: the summer one
        ("monthly 29 02:00", 3, "2026-03-29T01:00"),  # the very minute that is jumped from
    ],
)
def test_a_clock_change_makes_it_due_once(words: str, month: int, due: str) -> None:
    cadence = parse_cadence(words)
    start = datetime(2026, month, 24, tzinfo=UTC)
    found = [due.at for due in cadence.between(start, start + 6 * DAY, BERLIN)]
    assert found == [datetime.fromisoformat(due).replace(tzinfo=UTC)]


def test_a_day_that_a_country_left_out_is_due_all_the_same() -> None:
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    start = datetime(2011, 12, 28, tzinfo=UTC)
    found = parse_cadence("weekly friday 09:00").between(start, start + 5 * DAY, apia)
    assert [due.at for due in found] == [datetime(2011, 12, 30, 19, 0, tzinfo=UTC)]


def test_a_short_month_publishes_on_its_last_day() -> None:
    start = datetime(2028, 1, 1, tzinfo=UTC)
    dates = parse_cadence("monthly 31 09:00").next_dates(start, ZoneInfo("UTC"), 4)
    assert [f"{due:%m-%d}" for due in dates] == ["01-31", "02-29", "03-31", "04-30"]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("weekly monday 09:00", "weekly monday 09:00"),
        ("weekly Mon 9am", "weekly monday 09:00"),
        ("Mon 9am", "weekly monday 09:00"),
        ("WEEKLY  ON\tMONDAYS at 9:00", "weekly monday 09:00"),
        ("every Monday, at 9:00 AM", "weekly monday 09:00"),
        ("every week on mondays at 9.00", "weekly monday 09:00"),
        ("mondays at 12am", "weekly monday 00:00"),
        ("weekly thurs 12pm", "weekly thursday 12:00"),
        ("weekly tues 23:59", "weekly tuesday 23:59"),
        ("monthly 1 09:00", "monthly 1 09:00"),
        ("every month on the 31st at 5:30 pm", "monthly 31 17:30"),
        ("every day at 7am", "daily 07:00"),
        ("weekdays 17:00", "weekdays 17:00"),
        ("every working day at 8.30", "weekdays 08:30"),
        ("every other week on monday at 9:00", "every 2 weeks monday 09:00"),
        ("every 3 weeks fri 16:00 from 2026-11-27", "every 3 weeks friday 16:00 from 2026-11-27"),
        ("fortnightly tuesdays 9am", "every 2 weeks tuesday 09:00"),
        ("every 1 week monday 9am", "weekly monday 09:00"),
        ("every month on the last day at 17:00", "monthly last day 17:00"),
        ("monthly on the second tuesday 09:00", "monthly second tuesday 09:00"),
        ("monthly first working day 9am", "monthly first working day 09:00"),
        ("every quarter on the 1st at 9:00", "quarterly 1 09:00"),
        ("quarterly last friday 16:00", "quarterly last friday 16:00"),
        ("weekly monday 09:00 skip holidays TH", "weekly monday 09:00 skip holidays TH"),
        ("mondays 9am, moving public holidays in de-by", "weekly monday 09:00 move holidays DE-BY"),
    ],
)
def test_the_words_people_use(words: str, meaning: str) -> None:
    assert str(parse_cadence(words)) == meaning


@pytest.mark.parametrize(
    ("canonical", "words"),
    [
        ("weekly monday 09:00", "every Monday at 09:00"),
        ("monthly 1 09:00", "on the 1st of every month at 09:00"),
        ("monthly 13 09:00", "on the 13th of every month at 09:00"),
        ("monthly 22 17:30", "on the 22nd of every month at 17:30"),
        ("monthly 31 17:30", "on the last day of every month at 17:30"),
        ("monthly last day 17:30", "on the last day of every month at 17:30"),
        ("daily 07:00", "every day at 07:00"),
        ("weekdays 07:00", "every weekday at 07:00"),
        ("every 2 weeks monday 09:00 from 2026-11-30", "every 2 weeks on Monday at 09:00"),
        ("monthly second tuesday 09:00", "on the second Tuesday of every month at 09:00"),
        (
            "quarterly first working day 09:00 move holidays TH",
            "on the first working day of every quarter at 09:00, moved past holidays in TH",
        ),
        ("weekly monday 09:00 skip holidays TH", "every Monday at 09:00, not on holidays in TH"),
    ],
)
def test_a_rhythm_in_words(canonical: str, words: str) -> None:
    assert parse_cadence(canonical).in_words() == words


@pytest.mark.parametrize(
    "words",
    [
        *("", "weekly", "weekly monday", "weekly monday 9", "weekly m 09:00", "weekly someday 9am"),
        *("weekly monday 24:00", "weekly monday 09:60", "weekly monday 13pm", "weekly monday 0am"),
        *("monthly 0 09:00", "monthly 32 09:00", "monthly ² 09:00", "hourly", "{text} {0}"),
        *("every 13 weeks monday 9am", "every 0 weeks monday 9am", "monthly fifth monday 9am"),
        *("weekly monday 9am from 2026-11-30", "every 2 weeks monday 9am from 2026-12-01"),
        *("every 2 weeks monday 9am from 2026-02-30", "monthly last 9am", "skip holidays TH"),
        *("acm weekly monday 09:00", "weekly monday 09:00 please", "monday " + "9" * 5000),
    ],
)
def test_other_words_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(UnreadableCadence, match="weekly monday 09:00"):
        parse_cadence(words)


@given(cadences | with_holidays)
def test_a_cadence_reads_its_own_words(cadence: Cadence) -> None:
    assert parse_cadence(str(cadence)) == cadence


@given(st.text())
def test_any_text_is_a_cadence_or_an_expected_failure(text: str) -> None:
    with suppress(UnreadableCadence, UnknownCountry):
        cadence = parse_cadence(text)
        assert cadence == parse_cadence(str(cadence))


# Holidays


def dates(words: str, since: date, number: int = 3) -> list[str]:
    start = datetime.combine(since, time(), tzinfo=UTC)
    coming = parse_cadence(words).next_dates(start, ZoneInfo("UTC"), number)
    return [f"{due:%a %Y-%m-%d}" for due in coming]


def test_a_holiday_is_skipped_or_moved_past() -> None:
    """13 to 15 April 2026 is Thai New Year, Monday to Wednesday."""
    april = date(2026, 4, 12)
    assert dates("weekly monday 09:00 skip holidays TH", april)[0] == "Mon 2026-04-20"
    assert dates("weekly monday 09:00 move holidays TH", april, 2) == [
        "Thu 2026-04-16",
        "Mon 2026-04-20",
    ]
    assert dates("weekdays 09:00 skip holidays TH", april)[0] == "Thu 2026-04-16"


def test_a_working_day_is_no_holiday() -> None:
    assert dates("monthly first working day 09:00 skip holidays DE", date(2026, 12, 20), 1) == [
        "Mon 2027-01-04"  # 1 January is a Friday
    ]
    assert dates("monthly first working day 09:00", date(2026, 12, 20), 1) == ["Fri 2027-01-01"]


def test_weekdays_are_those_of_the_country() -> None:
    assert dates("weekdays 09:00 skip holidays IL", date(2026, 11, 20), 2) == [
        "Sun 2026-11-22",
        "Mon 2026-11-23",
    ]


@settings(max_examples=60, deadline=None)
@given(with_holidays, moments)
def test_nothing_is_due_on_a_holiday(cadence: Cadence, after: datetime) -> None:
    found = cadence.between(after, after + 800 * DAY, ZoneInfo("UTC"))
    assert not [due for due in found if cadence.holidays and cadence.holidays.free(due.at.date())]
    assert [due.at for due in found] == sorted({due.at for due in found})
    assert all(due.day <= due.at.date() for due in found)


@pytest.mark.parametrize("where", ["XX", "DE-XX", "TH-1"])
def test_a_country_nobody_knows_is_named(where: str) -> None:
    with pytest.raises(UnknownCountry, match=where):
        parse_cadence(f"weekly monday 09:00 skip holidays {where}")


# What is reported


@pytest.mark.parametrize(
    ("words", "day", "period"),
    [
        ("weekly monday 09:00", "2026-11-23", "last week"),
        ("monthly 1 09:00", "2026-12-01", "last month"),
        ("quarterly 1 09:00", "2027-01-01", "last quarter"),
        ("monthly last day 17:00", "2026-11-30", "this month"),
        ("quarterly last working day 17:00", "2026-12-31", "this quarter"),
        ("daily 07:00", "2026-11-23", "2026-11-22"),
        ("weekdays 07:00", "2026-11-23", "2026-11-20..2026-11-22"),
        ("weekdays 07:00", "2026-11-24", "2026-11-23"),
        ("every 2 weeks monday 09:00", "2026-11-23", "2026-11-09..2026-11-22"),
    ],
)
def test_each_rhythm_reports_what_its_days_leave_out(words: str, day: str, period: str) -> None:
    assert parse_cadence(words).period(date.fromisoformat(day)) == period


def test_weeks_are_counted_from_the_first_that_comes() -> None:
    cadence = parse_cadence("every 2 weeks monday 09:00").starting(date(2026, 11, 25))
    assert str(cadence) == "every 2 weeks monday 09:00 from 2026-11-30"
    assert cadence.starting(date(2027, 1, 1)) == cadence
