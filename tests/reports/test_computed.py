"""Metrics computed from others, and those that only records tell."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build
from reports.compare import compare
from reports.figures import by_metric, counted, figures, total
from reports.metrics import Catalogue
from reports.metrics.declared import Declared
from reports.metrics.overlay import overlaid
from reports.model import MetricFigure, Status
from reports.periods import parse, previous
from reports.trust import judged_fairly
from reports.why import why
from tests.reports.samples import NONE, TODAY, WEEK, Row, daily, frame, sample

MONDAY = WEEK.start
DAY = timedelta(days=1)
AMOUNTS = st.lists(st.integers(0, 500).map(float), min_size=14, max_size=14)


def made(
    rows: list[Row], catalogue: Catalogue | None = None, records: pd.DataFrame | None = None
) -> dict[str, MetricFigure]:
    found = by_metric(frame(rows), catalogue, records)
    judged = judged_fairly(figures(found, WEEK, TODAY), found, WEEK, TODAY)
    return {figure.key: figure for figure in judged}


def own(**metrics: dict[str, object]) -> Catalogue:
    return overlaid(Declared.model_validate({"metrics": metrics}))


@given(AMOUNTS, AMOUNTS)
def test_a_ratio_is_that_of_the_sums_never_a_mean_of_days(
    spend: list[float], conversions: list[float]
) -> None:
    first = MONDAY - 7 * DAY
    found = made(daily("spend", spend, first) + daily("conversions", conversions, first))["cpa"]
    before, now = (sum(conversions[:7]), sum(conversions[7:]))
    assert found.previous == (sum(spend[:7]) / before if before else None)
    assert found.value == (sum(spend[7:]) / now if now else None)
    assert found.trend[-1].value == found.value
    assert found.trend[-2].value == found.previous


def test_it_is_known_only_where_all_its_parts_are() -> None:
    spend = daily("spend", [10.0] * 14, MONDAY - 7 * DAY)
    assert "cpa" not in made(spend)
    late = made(spend + daily("conversions", [2.0] * 7, MONDAY - 7 * DAY))["cpa"]
    assert (late.value, late.previous, late.sample) == (None, 5.0, 0)
    assert late.status is Status.UNKNOWN
    assert late.as_of == MONDAY - DAY


def test_what_came_with_the_data_counts_before_what_is_computed() -> None:
    rows = daily("clicks", [10.0] * 14, MONDAY - 7 * DAY, source="ads")
    rows += daily("impressions", [1000.0] * 14, MONDAY - 7 * DAY, source="ads")
    rows += daily("ctr", [0.02, 0.04], MONDAY, weight=1000, source="crm")
    found = made(rows)["ctr"]
    assert found.value == pytest.approx(0.03)
    assert found.previous == pytest.approx(0.01)
    assert found.sources == ("crm",)
    assert made(rows[:28])["ctr"].sources == ("ads",)


def test_it_is_not_judged_where_days_are_missing_from_a_part() -> None:
    spend = daily("spend", [10.0] * 60, WEEK.end - 59 * DAY)
    leads = daily("conversions", [1.0 + n // 53 for n in range(60)], WEEK.end - 59 * DAY)
    assert made(spend + leads)["cpa"].status is Status.BETTER
    hole = [row for row in leads if row[1] != MONDAY + DAY]
    assert made(spend + hole)["cpa"].status is Status.UNKNOWN
    begun = daily("conversions", [1.0] * 11, MONDAY - 4 * DAY)
    assert made(spend + begun)["cpa"].status is Status.UNKNOWN


def test_of_the_computed_others_are_computed() -> None:
    catalogue = own(
        margin={"expression": "profit / revenue", "unit": "percent"},
        profit={"expression": "revenue - spend", "adds_up": "sum"},
    )
    rows = daily("revenue", [100.0] * 7, MONDAY) + daily("spend", [25.0] * 7, MONDAY)
    found = made(rows, catalogue)
    assert (found["profit"].value, found["margin"].value) == (525.0, 0.75)
    assert [f.key for f in found.values()] == ["spend", "revenue", "roas", "margin", "profit"]


def test_a_circle_that_an_old_declaration_makes_is_not_gone_round() -> None:
    catalogue = own(revenue={"expression": "roas * spend"})
    spend = daily("spend", [10.0] * 7, MONDAY)
    assert set(made(spend, catalogue)) == {"spend"}
    found = made(spend + daily("roas", [4.0] * 7, MONDAY), catalogue)
    assert found["revenue"].value == pytest.approx(280.0)


def test_two_periods_are_compared_by_their_sums() -> None:
    rows = daily("spend", [10.0] * 14, MONDAY - 7 * DAY)
    rows += daily("conversions", [1.0] * 7 + [2.0] * 7, MONDAY - 7 * DAY)
    found = compare(frame(rows), WEEK, previous(WEEK), TODAY)
    (row,) = [row for row in found.rows if row.figure.key == "cpa"]
    assert (row.this.value, row.that.value) == (5.0, 10.0)
    explained = why(frame(rows), {}, "cpa", WEEK, TODAY)
    assert explained
    assert explained.figure.value == 5.0


def records(key: str, values: list[float], source: str = "desk") -> pd.DataFrame:
    """One record a quarter of a day from Monday on."""
    days = [MONDAY + (n // 4) * DAY for n in range(len(values))]
    made = pd.DataFrame({"metric": key, "day": days, "value": values, "source": source})
    return made.assign(day=pd.to_datetime(made["day"]))


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=28))
def test_median_and_p90_are_those_of_the_records(values: list[float]) -> None:
    rows = daily("first_response", [60.0] * 7, MONDAY, weight=4)
    found = made(rows, records=records("first_response", values))
    series = pd.Series(values)
    assert found["first_response_median"].value == pytest.approx(series.median())
    assert found["first_response_p90"].value == pytest.approx(series.quantile(0.9))
    assert "handle_time_p90" not in found


def test_records_tell_how_many_they_are() -> None:
    told = records("first_response", [float(n) for n in range(12)])
    found = {days.metric.key: days for days in by_metric(frame([]), None, told)}
    days = found["first_response_median"]
    assert counted(days, MONDAY, WEEK.end) == 12
    assert counted(days, MONDAY, MONDAY) == 4
    assert total(days, MONDAY, MONDAY) == 1.5
    assert days.dates(MONDAY, WEEK.end) == {MONDAY, MONDAY + DAY, MONDAY + 2 * DAY}


def test_of_two_desks_the_one_counts_whose_times_count() -> None:
    both = pd.concat(
        [records("first_response", [10.0] * 4, "b"), records("first_response", [90.0] * 8, "a")]
    )
    catalogue = overlaid(Declared(sources=("b",)))
    assert made([], records=both)["first_response_median"].value == 90.0
    found = made([], catalogue, both)["first_response_p90"]
    assert (found.value, found.sources) == (90.0, ("a", "b"))
    monday = parse(str(MONDAY), TODAY)
    days = by_metric(frame([]), catalogue, both)
    assert figures(days, monday, TODAY)[0].value == 10.0


def test_different_people_are_counted_once() -> None:
    found = made([], records=records("buyers", [1.0, 1.0, 2.0, 3.0, 3.0, 1.0]))
    assert found["buyers"].value == 3.0


def test_retention_is_the_share_of_earlier_buyers_who_came_again() -> None:
    week = records("buyers", [1.0, 2.0, 9.0, 9.0])
    before = records("buyers", [1.0, 2.0, 3.0, 4.0, 4.0]).assign(day=lambda d: d["day"] - 7 * DAY)
    both = pd.concat([week, before])
    found = made([], records=both)["retention_rate"]
    assert (found.value, found.previous) == (0.5, None)
    assert found.trend[-1].value == 0.5
    (days,) = [d for d in by_metric(frame([]), None, both) if d.metric.key == "retention_rate"]
    assert counted(days, MONDAY, WEEK.end) == 4
    assert total(days, WEEK.end + DAY, WEEK.end + 7 * DAY) is None
    assert made(daily("retention_rate", [0.2, 0.4], MONDAY))["retention_rate"].value == (
        pytest.approx(0.3)
    )


@pytest.mark.realdata
def test_retention_in_real_purchases(real_data: Path) -> None:
    file = real_data / "churn" / "cdnow_orders.txt"
    rows = pd.read_csv(file, sep=r"\s+", skiprows=1, names=["who", "day", "n", "amount"])
    day = pd.to_datetime(rows["day"].astype(str))
    told = pd.DataFrame({"metric": "buyers", "day": day, "value": rows["who"].astype(float)})
    month = parse("1997-06", TODAY)
    found = by_metric(frame([]), None, told.assign(source="shop"))
    figure = {one.key: one for one in figures(found, month, TODAY)}
    who = {
        n: set(rows.loc[day.between(*span), "who"])
        for n, span in enumerate([("1997-06-01", "1997-06-30"), ("1997-05-02", "1997-05-31")])
    }
    assert figure["buyers"].value == len(who[0])
    assert figure["retention_rate"].value == pytest.approx(len(who[0] & who[1]) / len(who[1]))


def test_days_alone_tell_no_distinct_count_but_that_of_a_day() -> None:
    rows = daily("active_people", [5.0] * 14, MONDAY - 7 * DAY)
    report = build(sample(rows=rows))
    (figure,) = report.metrics
    assert (figure.value, figure.previous, figure.sample) == (None, None, 7)
    (notice,) = [one for one in report.notices if one.kind == "not_additive"]
    assert notice.text == (
        "Active people: its days do not add up, so there is no value for the week."
    )
    day = build(sample(parse(str(MONDAY), TODAY), rows=rows))
    assert day.metrics[0].value == 5.0
    assert not [one for one in day.notices if one.kind == "not_additive"]


def test_vanity_makes_no_headline_win_or_challenge() -> None:
    first = MONDAY - 7 * DAY
    loads = daily("page_loads", [100.0] * 7 + [900.0] * 7, first)
    visits = daily("unique_visits", [50.0] * 7 + [40.0] * 7, first)
    report = build(sample(rows=loads + visits))
    assert [figure.key for figure in report.metrics] == ["unique_visits", "page_loads"]
    assert report.metrics[1].status is Status.BETTER
    assert report.wins == ()
    assert [one.metric for one in report.challenges] == ["unique_visits"]
    assert "page loads" not in report.headline


def test_where_there_is_nothing_but_vanity_the_headline_says_so_much() -> None:
    report = build(sample(rows=daily("page_loads", [1.0] * 7 + [9.0] * 7, MONDAY - 7 * DAY)))
    assert "page loads up" in report.headline
    assert report.wins == ()


def test_one_thing_told_in_three_ways_is_one_figure_in_the_headline() -> None:
    first = MONDAY - 7 * DAY
    rows = daily("first_response", [60.0] * 7 + [90.0] * 7, first, weight=4)
    rows += daily("csat", [0.9] * 14, first, weight=4)
    week = records("first_response", [90.0] * 28)
    before = records("first_response", [60.0] * 28).assign(day=lambda one: one["day"] - 7 * DAY)
    inputs = sample(rows=rows)
    report = build(type(inputs)(**{**inputs.__dict__, "records": pd.concat([week, before])}))
    statuses = {figure.key: figure.status for figure in report.metrics}
    assert statuses["first_response_p90"] is Status.WORSE
    assert "1 of 2 figures worse" in report.headline
    assert len(report.challenges) == 1


def test_the_value_that_is_no_number_makes_no_record() -> None:
    told = records("first_response", [10.0, NONE, 30.0])
    assert made([], records=told)["first_response_median"].value == 20.0
