"""Notices: what a reader must know about the data."""

from datetime import date, timedelta

import pytest

from reports.figures import by_metric, figures
from reports.gaps import listed_days
from reports.model import Notice, Period
from reports.notices import MOST, notices
from reports.periods import parse
from tests.reports.samples import TODAY, WEEK, Row, daily, frame

LONG_AGO = date(2025, 10, 1)


def said(rows: list[Row], period: Period = WEEK, today: date = TODAY) -> dict[str, str]:
    made = by_metric(frame(rows))
    return {n.kind: n.text for n in notices(made, period, figures(made, period, today), today)}


def full(key: str = "leads", but: tuple[date, ...] = (), until: date = TODAY) -> list[Row]:
    days = (until - LONG_AGO).days + 1
    return [row for row in daily(key, [9.0] * days, LONG_AGO) if row[1] not in but]


def nov(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, day) for day in days)


def test_nothing_to_say_about_whole_data() -> None:
    assert said(full()) == {}


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (full(but=nov(11)), "No data on 11 Nov, so totals are too low."),
        (full(but=nov(11, 12)), "No data on 11 and 12 Nov, so totals are too low."),
        (full(but=nov(10, 12, 14)), "No data on 10, 12 and 14 Nov, so totals are too low."),
        (full(but=nov(9, 10, 11, 14)), "No data on 9–11 and 14 Nov, so totals are too low."),
        (full() + full("csat", but=nov(13)), "No CSAT on 13 Nov."),
        (
            full(but=nov(11)) + full("first_response", but=nov(11, 13)),
            "No data on 11 Nov, so totals are too low; no first response on 13 Nov.",
        ),
    ],
)
def test_gap(rows: list[Row], text: str) -> None:
    assert said(rows) == {"gap": text}


def test_many_gaps_are_counted() -> None:
    keys = ("requests", "first_response", "csat", "nps", "backlog", "leads")
    rows = full("orders") + [row for key in keys for row in full(key, but=nov(11))]
    assert said(rows)["gap"].endswith("; no CSAT on 11 Nov; 3 more metrics lack days.")


def test_weekends_that_never_have_data_are_no_gap() -> None:
    rows = [row for row in full() if row[1].weekday() < 5]
    assert said(rows) == {}
    assert said([*rows, *full("csat", but=nov(11))]) == {"gap": "No CSAT on 11 Nov."}


def test_a_metric_measured_once_a_month_has_no_gap() -> None:
    monthly = [row for row in full("nps") if row[1].day == 10]
    assert set(said(full() + monthly)) == {"no_previous"}


def test_a_gap_in_the_period_before_is_said() -> None:
    assert said(full(but=nov(4))) == {
        "gap_before": "The week before has no data on 4 Nov, so changes may mislead."
    }


def test_a_gap_of_means_makes_no_total_too_low() -> None:
    assert said(full("csat", but=nov(11))) == {"gap": "No data on 11 Nov."}


def test_a_long_outage_is_told_whole() -> None:
    outage = tuple(date(2026, 7, 6) + timedelta(days=n) for n in range(60))
    assert said(full(but=outage), parse("Q3", TODAY))["gap"].startswith(
        "No data on 6 Jul – 3 Sep, so"
    )


def test_old_monthly_data_does_not_hide_a_gap_in_new_daily_data() -> None:
    monthly = [row for row in full("nps", until=date(2026, 8, 31)) if row[1].day == 10]
    new = [row for row in full(but=nov(11)) if row[1] >= date(2026, 11, 2)]
    assert said(monthly + new)["gap"] == "No data on 11 Nov, so totals are too low."


def test_running() -> None:
    assert said(full(), parse("this week", TODAY)) == {
        "running": "This week still runs: 4 of 7 days, "
        "compared with the same days of the week before."
    }
    assert said(full(), parse("1 Nov - 30 Nov", TODAY))["running"] == (
        "This period still runs: 19 of 30 days, compared with the same days of the period before."
    )
    assert said(full(), parse("today", TODAY))["running"] == (
        "This day still runs: it is compared with the whole day before."
    )


def test_running_on_its_first_day() -> None:
    monday = date(2026, 11, 16)
    assert said(full(), parse("this week", monday), monday)["running"] == (
        "This week began today: today is compared with the first day of the week before."
    )


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (14, "The data ends on 14 Nov 2026: the last day of the period is missing."),
        (13, "The data ends on 13 Nov 2026: the last 2 days of the period are missing."),
        (3, "The data ends on 3 Nov 2026, before this period begins."),
    ],
)
def test_stale(until: int, text: str) -> None:
    assert said(full(until=date(2026, 11, until)))["stale"] == text
    assert "gap" not in said(full(until=date(2026, 11, until)))


def test_stale_while_running() -> None:
    assert said(full(until=date(2026, 11, 17)), parse("this week", TODAY))["stale"] == (
        "The data ends on 17 Nov 2026: the last 2 days so far are missing."
    )


def test_missing_metrics() -> None:
    gone = date(2026, 11, 1)
    assert said(full() + full("nps", until=gone)) == {
        "missing": "NPS has earlier data, but none in this period."
    }
    assert said(full() + full("nps", until=gone) + full("csat", until=gone)) == {
        "missing": "CSAT and NPS have earlier data, but none in this period."
    }


def test_a_mean_without_weights_is_not_missing() -> None:
    weightless = daily("csat", [0.9] * 400, WEEK.end - timedelta(days=399), weight=0)
    assert "missing" not in said(full() + weightless)


def test_nothing_before_to_compare_with() -> None:
    assert said(daily("leads", [1.0] * 7, WEEK.start)) == {
        "no_previous": "There is no data for the week before, so no change is shown.",
        "no_year_ago": "There is no data from a year earlier to compare with.",
    }


def test_undeclared_metrics() -> None:
    assert said(full("orders_x")) == {
        "undeclared": "orders_x is not in the catalogue: "
        "treated as a count that adds up, more is better."
    }
    assert said(full("a_x") + full("b_y"))["undeclared"] == (
        "a_x and b_y are not in the catalogue: treated as counts that add up, more is better."
    )


def test_no_data_at_all() -> None:
    assert said([]) == {"empty": "There is no data from 10 Nov 2025 to 15 Nov 2026."}


def test_at_most_six_with_the_chosen_first() -> None:
    rows = full("x_y", but=nov(17), until=date(2026, 11, 18)) + full("nps", until=LONG_AGO)
    rows = [row for row in rows if row[1] > date(2026, 11, 9) or row[0] == "nps"]
    made, period = by_metric(frame(rows)), parse("this week", TODAY)
    all_said = notices(made, period, figures(made, period, TODAY), TODAY, "Week 48 is empty.")
    assert len(all_said) == MOST
    assert all_said[0] == Notice(kind="chosen", text="Week 48 is empty.")
    assert [n.kind for n in all_said[1:4]] == ["stale", "missing", "gap"]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((date(2026, 10, 30), date(2026, 11, 2)), "30 Oct and 2 Nov"),
        ([date(2026, 10, 30) + timedelta(days=n) for n in range(5)], "30 Oct – 3 Nov"),
        (nov(1, 3, 5, 7, 9, 11), "6 days"),
        (nov(*range(1, 10), 12), "1–9 and 12 Nov"),
    ],
)
def test_days_in_words(days: tuple[date, ...], text: str) -> None:
    assert listed_days(days) == text


def test_a_metric_without_a_week_before_is_named() -> None:
    week_before = tuple(date(2026, 11, day) for day in range(2, 9))
    kinds = said(full() + full("csat", but=week_before))
    assert kinds["no_previous"] == "CSAT has no data for the week before, so no change is shown."
