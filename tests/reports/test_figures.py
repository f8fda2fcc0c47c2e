"""Figures: how days add up, what is compared with what, and the status."""

import math
from collections import defaultdict
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import metrics, periods
from reports.figures import by_metric, counted, figures
from reports.model import MetricFigure, Period, Status
from tests.reports.samples import NONE, TODAY, WEEK, Row, daily, frame

MONDAY = WEEK.start


def only(rows: list[Row], period: Period = WEEK, today: date = TODAY) -> MetricFigure:
    (made,) = figures(by_metric(frame(rows)), period, today)
    return made


@pytest.mark.parametrize(
    ("key", "expected"),
    [("leads", 28.0), ("csat", 4.0), ("backlog", 7.0)],
)
def test_days_add_up_as_the_metric_says(key: str, expected: float) -> None:
    made = only(daily(key, range(1, 8), MONDAY))
    assert (made.value, made.sample, made.as_of) == (expected, 7, WEEK.end)


def test_a_mean_is_weighted_and_a_missing_weight_counts_one() -> None:
    rows: list[Row] = [
        ("csat", MONDAY, 1.0, 3.0, "a"),
        ("csat", MONDAY + timedelta(days=1), 0.5, NONE, "a"),
        ("csat", MONDAY + timedelta(days=2), 0.25, 0.0, "a"),
    ]
    assert only(rows).value == pytest.approx(3.5 / 4)


@pytest.mark.parametrize("weight", [-1.0, math.inf, math.nan])
def test_a_weight_that_is_none_counts_one(weight: float) -> None:
    rows = daily("csat", [0.2], MONDAY, weight) + daily("csat", [0.4], WEEK.end, 1.0)
    assert only(rows).value == pytest.approx(0.3)


def test_a_mean_without_any_weight_is_unknown() -> None:
    made = only(daily("csat", [0.9] * 7, MONDAY, weight=0))
    assert (made.value, made.status) == (None, Status.UNKNOWN)


def test_of_two_sources_only_the_first_by_name_counts() -> None:
    rows = daily("leads", [5] * 7, MONDAY, source="b") + daily("leads", [9], MONDAY, source="a")
    made = only(rows)
    assert (made.value, made.sources) == (39.0, ("a", "b"))


def test_a_source_without_a_number_leaves_the_day_to_the_next() -> None:
    rows = daily("leads", [math.nan], MONDAY, source="a") + daily("leads", [4], MONDAY, source="b")
    assert (only(rows).value, only(rows).sources) == (4.0, ("b",))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_data(value: float) -> None:
    made = only(daily("leads", [value] * 7, MONDAY))
    assert (made.value, made.sample, made.as_of, made.sources) == (None, 0, None, ())


def test_a_sum_too_large_for_a_number_is_unknown() -> None:
    assert only(daily("leads", [1.7e308] * 7, MONDAY)).value is None
    assert only(daily("csat", [1.7e308] * 7, MONDAY, weight=9)).value is None


def test_a_metric_with_nothing_in_the_period_stays_in_the_table() -> None:
    made = only(daily("leads", [3] * 7, MONDAY - timedelta(days=7)))
    assert (made.value, made.previous, made.change, made.status) == (
        None, 21.0, None, Status.UNKNOWN,
    )  # fmt: skip
    assert (made.sample, made.as_of) == (0, MONDAY - timedelta(days=1))


def test_no_data_makes_no_figures() -> None:
    columns = ["metric", "day", "value", "weight", "source"]
    assert figures(by_metric(pd.DataFrame(columns=columns)), WEEK, TODAY) == ()
    assert figures(by_metric(frame([])), WEEK, TODAY) == ()


def test_a_running_period_is_compared_with_as_many_days() -> None:
    running = periods.parse("this week", TODAY)  # Friday: four days have elapsed
    rows = daily("leads", range(1, 600), TODAY - timedelta(days=598))
    made = only(rows, running)
    last = 599 - 1  # the value of the day before TODAY
    assert made.value == sum(range(last - 3, last + 1))
    assert made.previous == sum(range(last - 10, last - 6))
    assert made.year_ago == sum(range(last - 3 - 364, last + 1 - 364))
    assert made.sample == 4


def test_a_period_called_running_yesterday_is_whole_today() -> None:
    running = periods.parse("this week", TODAY)
    rows = daily("leads", [1.0] * 30, TODAY - timedelta(days=20))
    assert only(rows, running, running.end + timedelta(days=1)).value == 7.0


def test_on_its_first_day_a_period_has_that_day() -> None:
    week = periods.parse("this week", date(2026, 11, 16))
    rows = daily("leads", [1.0, 2.0, 3.0], date(2026, 11, 15))
    assert only(rows, week, date(2026, 11, 16)).value == 2.0


@pytest.mark.parametrize(
    ("key", "value", "previous", "status"),
    [
        ("leads", 102, 100, Status.BETTER),
        ("leads", 101.9, 100, Status.STEADY),
        ("leads", 98, 100, Status.WORSE),
        ("requests", 98, 100, Status.BETTER),
        ("first_response", 300, 240, Status.WORSE),
        ("csat", 0.93, 0.92, Status.BETTER),
        ("csat", 0.29, 0.28, Status.BETTER),
        ("csat", 0.92, 0.929, Status.STEADY),
        ("ctr", 0.0023, 0.002, Status.BETTER),
        ("ctr", 0.0021, 0.002, Status.STEADY),
        ("ctr", 0.001, 0.0, Status.BETTER),
        ("ctr", 0.0, 0.0, Status.STEADY),
        ("nps", 41, 40, Status.BETTER),
        ("nps", 40.9, 40, Status.STEADY),
        ("nps", -10, 10, Status.WORSE),
        ("leads", 5, 0, Status.BETTER),
        ("requests", 5, 0, Status.WORSE),
        ("leads", 0, 0, Status.STEADY),
        ("revenue", -50, -100, Status.BETTER),
    ],
)
def test_status_by_what_is_better(key: str, value: float, previous: float, status: Status) -> None:
    rows = daily(key, [value], MONDAY) + daily(key, [previous], MONDAY - timedelta(days=7))
    assert only(rows).status is status


def test_change_is_relative_to_the_size_of_the_previous_value() -> None:
    def changed(value: float, previous: float) -> float | None:
        rows = daily("revenue", [previous, value], MONDAY - timedelta(days=1))
        return only(rows).change

    assert changed(150, 100) == pytest.approx(0.5)
    assert changed(-50, -100) == pytest.approx(0.5)
    assert changed(5, 0) is None
    assert changed(1e308, 1e-308) is None


def test_the_trend_has_thirteen_weeks_and_the_thirteen_before() -> None:
    rows = daily("leads", [float(n) for n in range(182)], WEEK.end - timedelta(days=181))
    trend = only(rows).trend
    assert [p.start for p in trend] == [WEEK.start - timedelta(weeks=12 - n) for n in range(13)]
    assert trend[-1].value == sum(range(175, 182))
    assert trend[0].previous == sum(range(7))
    assert trend[-1].previous == sum(range(84, 91))


def test_figures_stand_in_reading_order() -> None:
    rows = [row for key in ("zz", "orders", "aa", "csat") for row in daily(key, [1], MONDAY)]
    assert [f.key for f in figures(by_metric(frame(rows)), WEEK, TODAY)] == [
        "csat",
        "orders",
        "aa",
        "zz",
    ]


KEYS = ("leads", "csat", "backlog", "nps", "orders_x")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.one_of(st.dates(date(2025, 10, 27), TODAY), st.dates(date(2026, 11, 9), TODAY)),
        st.one_of(st.floats(-1e6, 1e6), st.just(math.nan)),
        st.one_of(st.floats(0, 1e3), st.just(math.nan)),
        st.sampled_from(["a", "b"]),
    ),
    max_size=40,
    unique_by=lambda row: (row[0], row[1], row[4]),
)
TYPED = st.sampled_from(["last week", "this week", "today", "oct", "Q3", "2026-11-02..2026-11-20"])


@settings(max_examples=40)
@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), TYPED)
def test_the_order_of_rows_changes_nothing(both: tuple[list[Row], list[Row]], typed: str) -> None:
    rows, mixed = both
    period = periods.parse(typed, TODAY)
    whole = pd.concat([frame(mixed[::2]), frame(mixed[1::2])])
    assert figures(by_metric(whole), period, TODAY) == figures(
        by_metric(frame(rows)), period, TODAY
    )


@settings(max_examples=40)
@given(ROWS, TYPED)
def test_equals_an_independent_computation(rows: list[Row], typed: str) -> None:
    period = periods.parse(typed, TODAY)
    run = periods.elapsed(period, TODAY)
    before, year_before = periods.previous(period), periods.year_ago(period)
    if not period.complete:
        before, year_before = (periods.same_days(p, run) for p in (before, year_before))
    for made in figures(by_metric(frame(rows)), period, TODAY):
        for got, span in ((made.value, run), (made.previous, before), (made.year_ago, year_before)):
            expected = naively(rows, made.key, span.start, span.end)
            assert got == pytest.approx(expected) if expected is not None else got is None


def naively(rows: list[Row], key: str, start: date, end: date) -> float | None:
    by_day: dict[date, list[tuple[str, float, float]]] = defaultdict(list)
    for metric, day, value, weight, source in rows:
        if metric == key and start <= day <= end and not math.isnan(value):
            by_day[day].append((source, value, 1.0 if math.isnan(weight) else weight))
    days = [min(by_day[day]) for day in sorted(by_day)]
    if not days:
        return None
    adds_up = metrics.metric(key).adds_up
    if adds_up == "sum":
        return math.fsum(value for _, value, _ in days)
    if adds_up == "last":
        return days[-1][1]
    weights = math.fsum(weight for *_, weight in days)
    return math.fsum(v * w for _, v, w in days) / weights if weights else None


def test_a_mean_tells_how_many_cases_it_rests_on() -> None:
    def cases(rows: list[Row]) -> int | None:
        (days,) = by_metric(frame(rows))
        return counted(days, MONDAY, WEEK.end)

    assert cases(daily("csat", [0.5] * 9, MONDAY, weight=4)) == 28
    assert cases(daily("csat", [0.5] * 7, MONDAY, weight=0)) == 0
    for unclear in (NONE, 0.5, -1.0):
        assert (
            cases(daily("csat", [0.5], MONDAY, unclear) + daily("csat", [1], WEEK.end, 3)) is None
        )
    assert cases(daily("leads", [5] * 7, MONDAY, weight=4)) is None
    assert cases(daily("csat", [0.5], WEEK.end + timedelta(days=1), weight=4)) is None
