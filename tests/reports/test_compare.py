"""Any two periods side by side: what is compared, what is judged, what is said about it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.compare import Comparison, compare
from reports.figures import by_metric, figures
from reports.model import Status
from reports.periods import parse, previous
from tests.reports.samples import TODAY, WEEK, Row, daily, frame

FIRST = date(2026, 7, 6)  # a Monday
DAYS = 137  # up to the day before TODAY


def against(that: str, rows: list[Row], this: str = "2026-W46") -> Comparison:
    return compare(frame(rows), parse(this, TODAY), parse(that, TODAY), TODAY)


def statuses(found: Comparison) -> dict[str, Status]:
    return {row.figure.key: row.figure.status for row in found.rows}


def steady(*without: date) -> list[Row]:
    """A year's half of leads, a rating and a mean time, all of them growing."""
    rows = daily("leads", range(DAYS), FIRST)
    rows += daily("csat", [0.5 + n / 500 for n in range(DAYS)], FIRST, weight=4)
    rows += daily("first_response", [100 + n for n in range(DAYS)], FIRST, weight=40)
    return [row for row in rows if row[1] not in without]


def test_each_metric_is_judged_by_which_way_is_better() -> None:
    found = against("2026-W42", steady())
    assert statuses(found) == {
        "leads": Status.BETTER,
        "csat": Status.BETTER,
        "first_response": Status.WORSE,
    }
    assert found.notes == ()
    back = against("2026-W46", steady(), this="2026-W42")
    assert statuses(back)["leads"] is Status.WORSE


def test_the_period_before_gives_what_the_report_gives() -> None:
    data = frame(steady())
    found = compare(data, WEEK, previous(WEEK), TODAY)
    for row, figure in zip(found.rows, figures(by_metric(data), WEEK, TODAY), strict=True):
        assert (row.figure.value, row.figure.previous) == (figure.value, figure.previous)
        assert (row.figure.change, row.figure.status) == (figure.change, figure.status)


def test_unequal_lengths_are_said_and_totals_left_unjudged() -> None:
    found = against("2026-10", steady())
    assert statuses(found)["leads"] is Status.UNKNOWN
    assert statuses(found)["csat"] is Status.BETTER
    assert found.notes == (
        "The periods differ in length, 7 days against 31 days, so totals are not judged.",
    )


def test_two_months_are_judged_though_one_is_longer() -> None:
    found = against("2026-09", steady(), this="2026-10")
    assert statuses(found)["leads"] is Status.BETTER
    assert found.notes == ("The periods differ in length, 31 days against 30 days.",)


def test_two_ranges_of_different_lengths_are_not() -> None:
    found = against("2026-09-01..2026-09-14", steady(), this="2026-10-01..2026-10-21")
    assert statuses(found)["leads"] is Status.UNKNOWN


@pytest.mark.parametrize(("this", "that"), [("2026-W47", "2026-W44"), ("2026-W44", "2026-W47")])
def test_what_still_runs_is_compared_with_as_many_days(this: str, that: str) -> None:
    found = against(that, daily("leads", [2] * DAYS, FIRST), this=this)
    (row,) = found.rows
    assert (row.this.value, row.that.value) == (8.0, 8.0)
    assert found.notes == (
        "Week 47, 16–22 Nov 2026 still runs: 4 of 7 days, compared with as many of the other.",
    )


def test_what_still_runs_stands_whole_beside_a_period_of_another_kind() -> None:
    found = against("2026-W47", daily("leads", [1] * DAYS, FIRST), this="2026-10")
    assert (found.rows[0].this.value, found.rows[0].that.value) == (31.0, 4.0)
    assert len(found.notes) == 2


@pytest.mark.parametrize("missing", [date(2026, 11, 11), date(2026, 10, 14)])
def test_a_total_over_missing_days_is_not_judged(missing: date) -> None:
    found = against("2026-W42", steady(missing))
    assert statuses(found)["leads"] is Status.UNKNOWN
    assert statuses(found)["csat"] is Status.BETTER
    assert found.notes == ("Leads not judged, for days are missing.",)


def test_only_metrics_with_data_in_either_stand() -> None:
    rows = daily("leads", [1] * 7, WEEK.start) + daily("nps", [1], FIRST)
    found = against("2026-W42", rows + daily("csat", [1], WEEK.start - timedelta(days=28)))
    assert [(r.figure.key, r.this.value, r.that.value) for r in found.rows] == [
        ("csat", None, 1.0),
        ("leads", 7.0, None),
    ]
    assert set(statuses(found).values()) == {Status.UNKNOWN}


def test_few_cases_are_marked() -> None:
    found = against("2026-W42", steady())
    cells = {row.figure.key: row.this.words("USD") for row in found.rows}
    assert cells["csat"].endswith("(n 28)")
    assert "n" not in cells["first_response"]
    assert found.shaky
    assert not against("2026-W42", daily("leads", [1] * DAYS, FIRST)).shaky


WEEKS = st.integers(28, 47).map(lambda n: f"2026-W{n}")


@given(WEEKS, WEEKS)
def test_seen_from_the_other_side_better_is_worse(one: str, other: str) -> None:
    there, back = against(other, steady(), this=one), against(one, steady(), this=other)
    opposite = {Status.BETTER: Status.WORSE, Status.WORSE: Status.BETTER}
    for row, mirrored in zip(there.rows, back.rows, strict=True):
        assert (row.this, row.that) == (mirrored.that, mirrored.this)
        if row.figure.unit == "percent":
            turned = opposite.get(row.figure.status, row.figure.status)
            assert turned is mirrored.figure.status
