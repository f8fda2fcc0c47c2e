"""A sum over missing days is neither better nor worse."""

from datetime import date

import pytest

from reports.build import build
from reports.figures import by_metric, figures
from reports.model import Status
from reports.render.text import to_text
from reports.trust import judged_fairly
from tests.reports.samples import TODAY, WEEK, Row, daily, frame, sample

LONG_AGO = date(2025, 10, 1)


def rising(key: str, but: tuple[date, ...] = ()) -> list[Row]:
    days = (TODAY - LONG_AGO).days + 1
    rows = daily(key, [100.0 + 3 * (day // 7) for day in range(days)], LONG_AGO)
    return [row for row in rows if row[1] not in but]


def statuses(rows: list[Row]) -> dict[str, Status]:
    made = by_metric(frame(rows))
    whole = figures(made, WEEK, TODAY)
    judged = judged_fairly(whole, made, WEEK, TODAY)
    assert [one.value for one in judged] == [one.value for one in whole]
    return {figure.key: figure.status for figure in judged}


def test_whole_weeks_are_judged() -> None:
    assert statuses(rising("orders")) == {
        "orders": figures(by_metric(frame(rising("orders"))), WEEK, TODAY)[0].status
    }
    assert statuses(rising("orders"))["orders"] is not Status.UNKNOWN


@pytest.mark.parametrize("day", [date(2026, 11, 11), date(2026, 11, 15), date(2026, 11, 4)])
def test_a_day_missing_now_or_before_leaves_the_sum_unjudged(day: date) -> None:
    assert statuses(rising("orders", but=(day,)))["orders"] is Status.UNKNOWN


def test_a_mean_stands_without_the_missing_day() -> None:
    assert statuses(rising("first_response", but=(date(2026, 11, 11),)))["first_response"] not in (
        Status.UNKNOWN,
        None,
    )


def test_days_that_never_have_data_are_not_missed() -> None:
    weekdays = [row for row in rising("orders") if row[1].weekday() < 5]
    assert statuses(weekdays)["orders"] is not Status.UNKNOWN


def test_the_report_says_so_instead_of_a_win() -> None:
    report = build(sample())
    assert "not compared, for days are missing" in report.headline
    assert all(win.metric != "requests" for win in report.wins)
    assert "Requests:" in to_text(report)
