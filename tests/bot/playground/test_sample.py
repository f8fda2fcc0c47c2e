"""The sample workspace: the same bytes each time, plausible figures, the faults it promises."""

from collections import Counter, defaultdict
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.sample import acme
from bot.playground.sample.days import LENGTH, Days, last_weekday, monday, nth_weekday, week
from bot.playground.sample.faults import HAND_TYPED, Faults
from bot.playground.sample.generate import files
from bot.playground.sample.people import ACCOUNTS, AIMS, CHANNELS, PEOPLE, REMARKS, STANDING
from reports.metrics import metric
from reports.model import Unit
from tests.bot.playground.sample_rows import (
    METRICS,
    TODAY,
    WITH_WEIGHT,
    anyday,
    known,
    last_delivery,
    of_week,
    rows,
)

LEAST = {"sessions": 1.1, "orders": 1.1, "revenue": 1.1, "spend": 1.2, "first_response": 1.2}


def test_same_seed_and_day_give_the_same_bytes() -> None:
    assert files(TODAY, seed=7) == files(TODAY, seed=7)
    assert files(TODAY, seed=7) != files(TODAY, seed=8)


def test_each_file_is_delivered_in_order_and_one_comes_twice() -> None:
    assert [(file.name, file.client) for file in files(TODAY)] == [
        ("acme_daily.csv", None),
        ("borealis_helpdesk.csv", None),
        ("borealis_helpdesk.csv", None),
        ("cmcoffee_shop.csv", None),
        ("cmcoffee_web.csv", "cmcoffee"),
        ("success.csv", None),
        ("acme_tickets.csv", "acme"),
    ]


@given(anyday)
@settings(max_examples=5, deadline=None)
def test_the_days_end_the_day_before_today(today: date) -> None:
    for file in files(today):
        days = {day for _, day, *_ in rows(file)}
        first, last = today - timedelta(days=LENGTH), today - timedelta(days=1)
        if file.name == "success.csv":
            assert days == {day for day in Days(today).dates if day.weekday() == 0}
        elif file.holds == "tickets":
            assert (min(days), max(days)) == (monday(today, 9), last)
        else:
            assert (min(days), max(days)) == (first, last)


def test_another_day_moves_the_window_and_keeps_what_was_told() -> None:
    """A month later only events and faults, which sit near today, may have moved."""
    before, after = known(TODAY), known(TODAY + timedelta(days=30))
    quiet = [key for key in before.keys() & after.keys() if _untouched(*key)]
    assert len(quiet) > 6000
    assert [key for key in quiet if before[key] != after[key]] == []


def _untouched(client: str, name: str, day: date) -> bool:
    fading = (client, name) == ("acme", "adoption")
    quiet = client == "cmcoffee" or name in ("backlog", "nps") or day < monday(TODAY, 5)
    return quiet and not fading


def test_each_client_has_its_metrics() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for client, _, name, *_ in last_delivery(TODAY):
        found[client].add(name)
    assert found == METRICS


def test_no_value_is_told_twice_in_a_file() -> None:
    for file in files(TODAY):
        places = Counter((client, day, name) for client, day, name, *_ in rows(file))
        assert max(places.values()) == 1


@given(anyday)
@settings(max_examples=3, deadline=None)
def test_no_value_is_told_by_two_sources(today: date) -> None:
    places = Counter((client, day, name) for client, day, name, *_ in last_delivery(today))
    assert max(places.values()) == 1


@given(anyday)
@settings(max_examples=5, deadline=None)
def test_values_are_plausible(today: date) -> None:
    for (_, name, _), (value, weight) in known(today).items():
        assert weight >= 1
        assert weight.is_integer()
        assert _plausible(name, value), (name, value)


def _plausible(name: str, value: float) -> bool:
    if name == "invoices_overdue":
        return value in (0, 1)
    match metric(name).unit:
        case Unit.PERCENT:
            return 0 <= value <= 1
        case Unit.SCORE:
            return -100 <= value <= 100
        case Unit.DURATION:
            return 60 <= value <= 4 * 3600
        case Unit.MONEY:
            return value > 0
        case _:
            return value >= 1 and value.is_integer()


def test_means_have_weights_and_sums_have_none() -> None:
    for _, _, name, value, weight in last_delivery(TODAY):
        assert (weight != "") == (name in WITH_WEIGHT), (name, value)


def test_fractions_are_whole_ratings() -> None:
    """4 of 5 is 0.8; a share that no whole number of ratings gives would be made up."""
    for (_, name, _), (value, weight) in known(TODAY).items():
        if name in ("csat", "resolution_rate", "adoption"):
            assert value * weight == pytest.approx(round(value * weight), abs=5e-5 * weight + 1e-9)


def test_returning_visits_are_part_of_the_sessions() -> None:
    values = known(TODAY)
    for (client, name, day), (value, _) in values.items():
        if name == "returning_visits":
            assert value <= values[client, "sessions", day][0]


@given(anyday)
@settings(max_examples=6, deadline=None)
def test_acme_has_wins_and_challenges_in_its_newest_week(today: date) -> None:
    for name, least in LEAST.items():
        assert of_week(today, "acme", name, 0) > least * of_week(today, "acme", name, 1), name


def test_the_outage_explains_the_slow_answers() -> None:
    values = known(TODAY)
    span = week(TODAY)
    down = acme.outage(TODAY)
    slow = [day for day in Days(TODAY).dates if day in span and _response(values, day) > 370]
    assert slow == [day for day in Days(TODAY).dates if day in down]


def _response(values: dict[tuple[str, str, date], tuple[float, float]], day: date) -> float:
    return values["acme", "first_response", day][0]


def test_holidays_move_with_the_calendar() -> None:
    assert nth_weekday(2026, 11, 3, 4) == date(2026, 11, 26)
    assert last_weekday(2026, 5, 0) == date(2026, 5, 25)
    assert acme.holidays(2026)[date(2026, 11, 27)] > 1
    values = known(TODAY)
    thanksgiving = values["borealis", "requests", date(2025, 11, 27)][0]
    assert thanksgiving < 0.5 * values["borealis", "requests", date(2025, 11, 20)][0]


# The faults, each as documented in bot/playground/sample/faults.py.


def test_borealis_misses_two_days_altogether() -> None:
    days = {day for client, day, *_ in last_delivery(TODAY) if client == "borealis"}
    assert set(Days(TODAY).dates) - days == set(Faults(TODAY).missing_days)
    assert Faults(TODAY).missing_days == (date(2026, 10, 20), date(2026, 10, 21))


def test_borealis_has_no_csat_in_the_week_the_survey_was_down() -> None:
    told = {
        day
        for client, day, name, *_ in last_delivery(TODAY)
        if (client, name) == ("borealis", "csat")
    }
    silent = set(Days(TODAY).dates) - told - set(Faults(TODAY).missing_days)
    assert sorted(silent) == [date(2026, 11, 2) + timedelta(days=n) for n in range(7)]


def test_the_second_delivery_corrects_one_value() -> None:
    first, second = (rows(file) for file in files(TODAY) if file.name.startswith("borealis"))
    [(wrong, right)] = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    place = Faults(TODAY).slipped_digit
    assert right[:3] == (place.client, place.day, place.metric)
    assert float(wrong[3]) == 10 * float(right[3])


def test_one_number_of_acme_is_unreadable() -> None:
    place = Faults(TODAY).unreadable
    odd = [row for row in last_delivery(TODAY) if row[3] and not _is_number(row[3])]
    assert odd == [(place.client, place.day, place.metric, HAND_TYPED, "")]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def test_nobody_declared_the_signups_which_start_late() -> None:
    assert not metric("newsletter_signups").declared
    signups = [row for row in last_delivery(TODAY) if row[2] == "newsletter_signups"]
    assert {row[1] for row in signups if row[3]} == set(Days(TODAY).dates[-120:])
    assert [name for names in METRICS.values() for name in names if not metric(name).declared] == [
        "newsletter_signups"
    ]


# The cast.


def test_the_cast_refers_to_what_exists() -> None:
    handles, slugs = {one.handle for one in PEOPLE}, {one.slug for one in ACCOUNTS}
    channels = {one.name for one in CHANNELS}
    assert {handle for one in CHANNELS for handle in one.members} <= handles
    assert {one.client for one in CHANNELS} <= slugs | {None}
    assert {one.owner for one in ACCOUNTS} | {one.by for one in STANDING} <= handles
    assert {one.client for one in STANDING} == slugs
    assert {one.client for one in AIMS} <= slugs
    assert {one.by for one in AIMS} <= handles
    assert {one.channel for one in STANDING} | {one.channel for one in REMARKS} <= channels


def test_only_shared_channels_hold_people_from_outside() -> None:
    outside = {one.handle for one in PEOPLE if one.external or one.role == "guest"}
    mixed = [one.name for one in CHANNELS if outside & set(one.members)]
    assert mixed == [one.name for one in CHANNELS if one.shared] == ["acme-shared"]


@given(anyday)
def test_remarks_were_written_before_today_about_the_week_before_the_newest(today: date) -> None:
    for remark in REMARKS:
        period = remark.period(today)
        assert (period.start, period.end) == (week(today, 1).first, week(today, 1).last)
        assert period.end < remark.at(today).date() < today
        assert remark.at(today).time() > time(9)


@given(st.dates(date(2026, 1, 1), date(2032, 12, 31)))
@settings(max_examples=10, deadline=None)
def test_of_the_goals_the_newest_complete_week_meets_one_and_misses_one(today: date) -> None:
    days = Days(today)
    told = {one.metric: one for one in acme.series(days, 2026)}
    newest = [day in week(today) for day in days.dates]
    leads, csat = told["leads"], told["csat"]
    assert csat.weights is not None
    happy = (csat.values * csat.weights)[newest].sum() / csat.weights[newest].sum()
    reached = {"leads": leads.values[newest].sum(), "csat": happy}
    assert [reached[aim.metric] >= aim.target for aim in AIMS] == [True, False]
