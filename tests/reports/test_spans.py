"""Numbers given by hand for several days together."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import periods
from reports.figures import by_metric, counted, figures, total
from reports.model import Period
from reports.spans import Span, within

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
TODAY = date(2026, 11, 19)


def frame(*numbers: tuple[str, date, date, float], brought: str = "leads") -> pd.DataFrame:
    """Ten a day of one metric from August to October, and numbers by hand below."""
    days = pd.date_range("2026-08-01", "2026-11-18", unit="us")
    rows = pd.DataFrame({"metric": brought, "day": days, "value": 10.0, "weight": float("nan")})
    rows["source"], rows["first"] = "crm", pd.Series(pd.NaT, index=rows.index, dtype=days.dtype)
    given_ = [
        {
            "metric": metric,
            "day": datetime.combine(last, datetime.min.time()),
            "value": value,
            "weight": float("nan"),
            "source": "by hand",
            "first": datetime.combine(first, datetime.min.time()),
        }
        for metric, first, last, value in numbers
    ]
    return pd.concat([rows, pd.DataFrame(given_)], ignore_index=True) if given_ else rows


def october(metric: str, data: pd.DataFrame) -> float | None:
    days = next(one for one in by_metric(data) if one.metric.key == metric)
    return total(days, FIRST, LAST)


@pytest.mark.parametrize("metric", ["leads", "csat", "backlog", "slowest_response"])
def test_a_number_stands_for_the_whole_of_its_days_whatever_the_sources_say(metric: str) -> None:
    data = frame((metric, FIRST, LAST, 7.0), brought=metric)
    assert october(metric, data) == 7.0
    found = next(one for one in by_metric(data) if one.metric.key == metric)
    assert total(found, date(2026, 10, 5), date(2026, 10, 11)) in (10.0, 70.0)
    assert counted(found, FIRST, LAST) is None


def test_a_month_by_hand_says_nothing_about_its_weeks() -> None:
    nps = next(o for o in by_metric(frame(("nps", FIRST, LAST, 45.0))) if o.metric.key == "nps")
    assert total(nps, date(2026, 10, 26), date(2026, 11, 1)) is None
    assert total(nps, LAST, LAST) is None
    assert nps.dates(date(2026, 10, 26), LAST) == set()
    figure = figures([nps], periods.parse("2026-10", TODAY), TODAY)[0]
    assert (figure.value, figure.sample, figure.sources) == (45.0, 31, ("by hand",))
    assert figure.as_of == LAST
    assert all(point.value is None for point in figure.trend)


def test_months_by_hand_add_up_with_what_sources_brought() -> None:
    quarter = (date(2026, 8, 1), LAST)  # August and September are ten a day
    assert total(by_metric(frame(("leads", FIRST, LAST, 7.0)))[0], *quarter) == 610.0 + 7.0
    mean = by_metric(frame(("csat", FIRST, LAST, 41.0), brought="csat"))[0]
    assert total(mean, *quarter) == pytest.approx((61 * 10 + 31 * 41) / 92)


def test_no_day_counts_twice_and_the_later_number_of_the_same_days_stands() -> None:
    week = (date(2026, 10, 5), date(2026, 10, 11))
    data = frame(("leads", *week, 1.0), ("leads", FIRST, LAST, 5.0), ("leads", FIRST, LAST, 7.0))
    assert october("leads", data) == 7.0
    assert total(by_metric(data)[0], *week) == 1.0


def test_what_is_computed_takes_numbers_by_hand_for_its_parts() -> None:
    data = frame(("conversions", FIRST, LAST, 31.0), brought="sessions")
    found = {one.metric.key: one for one in by_metric(data)}
    assert total(found["conversions"], FIRST, LAST) == 31.0
    if "conversion_rate" in found:
        assert total(found["conversion_rate"], FIRST, LAST) == pytest.approx(0.1)


spans = st.builds(
    lambda start, days, value: Span(
        FIRST + timedelta(days=start), FIRST + timedelta(days=start + days), value, "by hand"
    ),
    st.integers(0, 60),
    st.integers(0, 40),
    st.floats(-1e6, 1e6),
)


@given(st.lists(spans, max_size=8), st.integers(0, 60), st.integers(0, 60))
def test_those_that_stand_lie_inside_and_share_no_day(
    found: list[Span], start: int, days: int
) -> None:
    first = FIRST + timedelta(days=start)
    last = first + timedelta(days=days)
    stand = within(found, first, last)
    covered = [one.first + timedelta(days=n) for one in stand for n in range(one.days)]
    assert len(covered) == len(set(covered))
    assert all(first <= day <= last for day in covered)
    inside = [one for one in found if first <= one.first and one.last <= last]
    assert bool(stand) == bool(inside)
    assert all(any(one.meets(other) for other in stand) for one in inside)


def test_a_week_that_still_runs_is_not_met_by_it() -> None:
    week = Period(
        grain="week", start=date(2026, 11, 16), end=date(2026, 11, 22), label="", complete=False
    )
    data = frame(("leads", date(2026, 11, 16), date(2026, 11, 22), 99.0))
    assert figures(by_metric(data), week, TODAY)[0].value == 30.0
