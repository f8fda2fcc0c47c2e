"""The rhythm of a subscription, against clocks that are set forward and back."""

import calendar
import zoneinfo
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.cadence import Cadence, UnreadableCadence, parse_cadence

DAY = timedelta(days=1)
TEN_YEARS = timedelta(days=3653)
BERLIN = ZoneInfo("Europe/Berlin")
SMALL_HOURS = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3)]
times = st.one_of(st.times(), st.sampled_from(SMALL_HOURS))  # clocks are changed at night
weekly = st.builds(Cadence, st.just("week"), st.sampled_from([0, 1, 2, 3, 4, 5, 6, 6, 6]), times)
monthly = st.builds(Cadence, st.just("month"), st.integers(1, 31), times)
cadences = st.one_of(weekly, monthly).map(
    lambda one: Cadence(one.every, one.day, one.at.replace(second=0, microsecond=0, fold=0))
)
zones = st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo)
START = datetime(2015, 1, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 365 * 10).map(lambda minutes: START + timedelta(minutes=minutes))


def expected(cadence: Cadence, after: datetime, upto: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every day of the calendar asked in turn, in UTC, without the notion of a fold."""
    day, dates = (after - 3 * DAY).date(), []
    while day <= (upto + 3 * DAY).date():
        if meant(cadence, day) and after < (due := instant(day, cadence.at, zone)) <= upto:
            dates.append(due)
        day += DAY
    return dates


def meant(cadence: Cadence, day: date) -> bool:
    if cadence.every == "week":
        return calendar.weekday(day.year, day.month, day.day) == cadence.day
    return day.day == min(cadence.day, calendar.monthrange(day.year, day.month)[1])


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
    assert list(cadence.between(after, upto, zone)) == expected(cadence, after, upto, zone)


@settings(max_examples=100, deadline=None)
@given(cadences, moments, zones, st.lists(st.integers(0, 60 * 24 * 120), max_size=6))
def test_no_due_time_is_lost_or_doubled_between_two_looks(
    cadence: Cadence, after: datetime, zone: ZoneInfo, minutes: list[int]
) -> None:
    looks = [after, *(after + timedelta(minutes=m) for m in sorted(minutes)), after + 130 * DAY]
    seen = [due for before, now in pairwise(looks) for due in cadence.between(before, now, zone)]
    assert seen == list(cadence.between(after, looks[-1], zone))
    assert cadence.next_dates(after, zone, 3) == seen[:3]


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
    found = list(cadence.between(start, start + 6 * DAY, BERLIN))
    assert found == [datetime.fromisoformat(due).replace(tzinfo=UTC)]


def test_a_day_that_a_country_left_out_is_due_all_the_same() -> None:
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    start = datetime(2011, 12, 28, tzinfo=UTC)
    found = list(parse_cadence("weekly friday 09:00").between(start, start + 5 * DAY, apia))
    assert found == [datetime(2011, 12, 30, 19, 0, tzinfo=UTC)]


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
        *("acm weekly monday 09:00", "weekly monday 09:00 please", "monday " + "9" * 5000),
    ],
)
def test_other_words_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(UnreadableCadence, match="weekly monday 09:00"):
        parse_cadence(words)


@given(cadences)
def test_a_cadence_reads_its_own_words(cadence: Cadence) -> None:
    assert parse_cadence(str(cadence)) == cadence


@given(st.text())
def test_any_text_is_a_cadence_or_an_expected_failure(text: str) -> None:
    with suppress(UnreadableCadence):
        cadence = parse_cadence(text)
        assert cadence == parse_cadence(str(cadence))
