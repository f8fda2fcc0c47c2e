"""Values that look wrong are found, and series without a mistake stay quiet."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.by_metric import by_metric
from reports.checks.doubt import Doubt
from reports.checks.doubts import doubts, missing
from tests.reports.samples import daily, frame

FIRST = date(2026, 1, 1)
# Weekdays differ, and a little noise that is always the same.
USUAL = [round((200 if n % 7 < 5 else 60) * (1 + 0.1 * np.sin(n * 1.7)), 1) for n in range(120)]
SHARES = [0.9 - 0.01 * (n % 7) for n in range(60)]


def found(key: str, values: Sequence[float]) -> list[Doubt]:
    return doubts(by_metric(frame(daily(key, values, FIRST))), "EUR")


def put(values: Sequence[float], place: int, value: float) -> list[float]:
    return [value if at == place else one for at, one in enumerate(values)]


@pytest.mark.parametrize(
    ("key", "values", "value", "kind", "text"),
    [
        (
            "leads",
            USUAL,
            20_000,
            "outlier",
            "Leads on 10 Mar 2026 is 20,000, 344 times the usual 58.2",
        ),
        (
            "leads",
            USUAL,
            2,
            "outlier",
            "Leads on 10 Mar 2026 is 2, 29 times below the usual 58.2",
        ),
        (
            "leads",
            USUAL,
            9999,
            "placeholder",
            "Leads on 10 Mar 2026 is 9,999, which looks like a placeholder for an unknown value",
        ),
        (
            "leads",
            USUAL,
            -23,
            "sign",
            "Leads on 10 Mar 2026 is −23, which cannot be below zero",
        ),
        ("csat", SHARES, 88, "scale", ""),
        ("first_response", USUAL, -1, "placeholder", ""),
    ],
)
def test_a_wrong_value_is_found_and_told(
    key: str, values: list[float], value: float, kind: str, text: str
) -> None:
    place = min(68, len(values) - 5)
    [one] = found(key, put(values, place, value))
    assert (one.kind, one.day, one.value) == (kind, FIRST + timedelta(days=place), value)
    assert not text or one.text == text


def test_a_whole_series_in_per_cent_is_put_right_where_nothing_else_can_be_meant() -> None:
    told = found("csat", [100 * share for share in SHARES])
    assert {one.done for one in told} == {"repaired"}
    assert told[0].text == "CSAT comes in per cent: 90 counts as 90.0 %"
    # A click-through rate of 3 may be 3 % or 300 %, and what is below 1 anything.
    [one] = found("ctr", [3.0, 2.0, 4.0, 0.5, *[3.0] * 20])
    assert (one.kind, one.done) == ("scale", "kept")


@pytest.mark.parametrize(
    ("key", "values", "value", "done"),
    [
        ("leads", USUAL, 60 * 200, "excluded"),
        ("leads", USUAL, 20 * 200, "kept"),  # a good day may be that good
        ("leads", USUAL, 2, "kept"),  # and a bad one that bad
        ("revenue", USUAL, 60 * 200, "kept"),  # one large order
        ("revenue", USUAL, 120 * 200, "excluded"),
        ("slowest_response", USUAL, 120 * 200, "kept"),
        ("revenue", USUAL, 9999, "kept"),  # a price
        ("leads", USUAL, 9999, "excluded"),
        ("nps", [40.0 + at % 7 for at in range(90)], 450, "excluded"),
        ("csat", SHARES, 1.02, "excluded"),
        ("net_growth", USUAL, -5, None),
        ("ctr", [0.02 + 0.001 * (at % 7) for at in range(90)], 2.3, "excluded"),
        ("undeclared", USUAL, -1, "kept"),
        ("undeclared", USUAL, -9999, "excluded"),
    ],
)
def test_only_what_is_certainly_wrong_does_not_count(
    key: str, values: list[float], value: float, done: str | None
) -> None:
    told = found(key, put(values, 45, value))
    assert [one.done for one in told] == ([] if done is None else [done])


@pytest.mark.parametrize(
    ("values", "done"),
    [
        ([*USUAL[:40], 60.0 * 200], ["kept"]),  # who knows what comes next
        ([*USUAL[:40], 2000.0 * 200], ["excluded"]),
        ([*USUAL[:40], 60.0 * 200, 60.0 * 190], []),  # the beginning of a new level
        ([*USUAL[:43], 60.0 * 200, 5.0 * 200, *USUAL[45:]], ["kept"]),  # an event that dies away
        ([60.0 * 200 if at % 14 == 3 else one for at, one in enumerate(USUAL)], ["kept"] * 4),
        ([60.0 * 200 if at % 30 == 8 else one for at, one in enumerate(USUAL)], ["kept"] * 4),
    ],
)
def test_a_launch_a_new_level_and_a_metric_that_jumps_count(
    values: list[float], done: list[str]
) -> None:
    assert [one.done for one in found("leads", values)] == done


def test_a_mean_of_few_cases_may_be_anything_and_one_of_many_not() -> None:
    for weight, done in ((4.0, "kept"), (400.0, "excluded")):
        rows = daily(
            "handle_time", put([240.0 + at % 9 for at in range(60)], 30, 1e5), FIRST, weight
        )
        assert [one.done for one in doubts(by_metric(frame(rows)), "EUR")] == [done]


@pytest.mark.parametrize(
    "values",
    [
        USUAL,
        [0.0] * 200,
        [7.0] * 200,
        [0.0, 1.0, 0.0, 3.0] * 40,
        [*USUAL[:5], 20_000.0],  # too few to know
        [one * 1.05**at for at, one in enumerate(USUAL)],  # growth by a factor of 350
        USUAL[:60] + [40 * one for one in USUAL[60:]],  # another level
        [*USUAL[:60], 4000.0, 4500.0, 4200.0, *USUAL[63:]],  # a campaign of three days
        [999.0 + at % 9 for at in range(100)],
    ],
)
def test_what_is_usual_stays_quiet(values: list[float]) -> None:
    assert found("leads", values) == []


@given(
    st.lists(st.integers(100, 400), min_size=60, max_size=90),
    st.integers(7, 50),
    st.sampled_from([1e3, 1e4]),
)
def test_thousandfold_is_found_wherever_it_stands(
    values: list[int], place: int, times: float
) -> None:
    wrong = put(values, place, values[place] * times + 0.5)
    assert FIRST + timedelta(days=place) in {one.day for one in found("revenue", wrong)}
    assert [one for one in found("revenue", values) if one.kind != "placeholder"] == []


def test_days_that_are_missing_are_one_doubt_a_metric() -> None:
    rows = [
        row
        for row in daily("leads", USUAL, FIRST)
        if row[1].day not in {11, 12} or row[1].month != 2
    ]
    [one] = missing(by_metric(frame(rows)))
    assert (one.kind, one.serious) == ("gap", False)
    assert one.text == "No leads on 11 and 12 Feb"


@pytest.mark.realdata
def test_real_series_without_an_anomaly_stay_quiet(real_data: Path) -> None:
    files = sorted((real_data / "anomaly" / "artificialNoAnomaly").glob("*.csv"))
    assert files
    for file in files:
        values = pd.read_csv(file)["value"].tolist()
        told = [one.text for one in found("revenue", values) if one.kind != "sign"]
        assert told == [], file.name


@pytest.mark.realdata
@pytest.mark.parametrize("how", ["sum", "mean", "max"])
def test_no_day_of_a_real_series_is_left_out(real_data: Path, how: str) -> None:
    files = sorted((real_data / "anomaly" / "realKnownCause").glob("*.csv"))
    assert files
    for file in files:
        series = pd.read_csv(file, index_col="timestamp", parse_dates=True)["value"]
        values = series.resample("D").agg(how).dropna().tolist()
        for key in ("sessions", "revenue", "handle_time"):
            told = [one.text for one in found(key, values) if one.done == "excluded"]
            assert told == [], file.name


@pytest.mark.realdata
def test_no_day_of_a_real_campaign_is_left_out(real_data: Path) -> None:
    clicks = pd.read_csv(real_data / "web" / "KAG_conversion_data.csv")
    days = pd.to_datetime(clicks.pop("Date"), dayfirst=True)
    daily_sums = clicks.select_dtypes("number").groupby(days).sum()
    for name in ("Impressions", "Clicks", "Spent", "Total_Conversion", "Approved_Conversion"):
        told = found("clicks", daily_sums[name].tolist())
        assert [one.text for one in told if one.done == "excluded"] == [], name


@pytest.mark.realdata
def test_real_daily_figures_stay_quiet(real_data: Path) -> None:
    visitors = pd.read_csv(real_data / "web" / "daily_visitors.csv", thousands=",")
    numbers = visitors.select_dtypes("number")
    for name in numbers.columns:
        assert found("website_visits", numbers[name].tolist()) == [], name
