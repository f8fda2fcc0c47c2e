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


def test_a_whole_series_in_per_cent_is_told_once() -> None:
    [one] = found("csat", [100 * share for share in SHARES])
    assert one.text.startswith("CSAT is a share from 0 to 1, but comes in per cent")


@pytest.mark.parametrize(
    "values",
    [
        USUAL,
        [0.0] * 200,
        [7.0] * 200,
        [0.0, 1.0, 0.0, 3.0] * 40,
        [*USUAL[:20], 20_000.0],  # too few to know
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
def test_real_daily_figures_stay_quiet(real_data: Path) -> None:
    visitors = pd.read_csv(real_data / "web" / "daily_visitors.csv", thousands=",")
    numbers = visitors.select_dtypes("number")
    for name in numbers.columns:
        assert found("website_visits", numbers[name].tolist()) == [], name
