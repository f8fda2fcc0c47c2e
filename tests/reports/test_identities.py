"""What must hold between metrics, found to the day where it does not."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from reports.build import build
from reports.figures import by_metric
from reports.identities import Violation, in_words, violations
from reports.metrics import Catalogue, built_in
from reports.metrics.declared import Declared
from reports.metrics.overlay import overlaid
from reports.model import Audience, Period
from reports.periods import parse
from tests.reports.samples import TODAY, WEEK, Row, daily, frame, sample

MONDAY = WEEK.start


def visits(unique: list[float], first: list[float], returning: list[float]) -> list[Row]:
    rows = daily("unique_visits", unique, MONDAY) + daily("first_time_visits", first, MONDAY)
    return rows + daily("returning_visits", returning, MONDAY)


def found(
    rows: list[Row], catalogue: Catalogue | None = None, run: Period = WEEK
) -> tuple[Violation, ...]:
    known = catalogue or built_in()
    return violations(by_metric(frame(rows), known), run, known)


def said(rows: list[Row], catalogue: Catalogue | None = None) -> str | None:
    return in_words(found(rows, catalogue), catalogue or built_in(), "EUR")


def test_one_day_is_named_with_both_sides() -> None:
    rows = visits([10.0] * 7, [6.0] * 7, [4.0, 4.0, 5.0, 4.0, 4.0, 4.0, 4.0])
    assert said(rows) == (
        "Unique visits = first-time visits + returning visits does not hold on 11 Nov "
        "(10 against 11)."
    )


def test_many_days_are_listed_with_the_one_furthest_apart() -> None:
    rows = visits([10.0] * 7, [6.0] * 7, [5.0, 4.0, 5.0, 5.0, 4.0, 4.0, 90123.0])
    assert said(rows) == (
        "Unique visits = first-time visits + returning visits does not hold on "
        "9, 11, 12 and 15 Nov (on 15 Nov 10 against 90,129)."
    )


def test_where_it_holds_or_cannot_be_told_nothing_is_said() -> None:
    assert said(visits([10.0] * 7, [6.0] * 7, [4.0] * 7)) is None
    assert said(visits([10.0] * 7, [6.0] * 7, [])) is None
    assert said(visits([10.0] * 7, [6.0] * 2, [4.0] * 7)) is None
    assert said(visits([10.0] * 7, [6.0] * 7, [float("nan")] * 7)) is None


def test_only_the_days_looked_at_count() -> None:
    rows = visits([10.0] * 7, [6.0] * 7, [4.0] * 3 + [5.0] * 4)
    monday = parse(str(MONDAY), TODAY)
    assert found(rows, run=monday) == ()
    days = [one.day for one in found(rows)[0].days]
    assert days == [MONDAY + timedelta(days=n) for n in range(3, 7)]


def test_a_team_declares_its_own() -> None:
    declared = {
        "metrics": {"net": {"unit": "money"}, "gross": {"unit": "money"}, "tax": {}},
        "identities": ["leads <= sessions", {"holds": "net+tax = gross", "within": 0.01}],
    }
    catalogue = overlaid(Declared.model_validate(declared))
    rows = daily("leads", [3.0, 9.0], MONDAY) + daily("sessions", [5.0, 5.0], MONDAY)
    rows += daily("net", [100.0, 100.0], MONDAY) + daily("tax", [19.0, 19.0], MONDAY)
    rows += daily("gross", [119.01, 119.02], MONDAY)
    assert said(rows, catalogue) == (
        "Leads <= sessions does not hold on 10 Nov (9 against 5). "
        "Net+tax = gross does not hold on 10 Nov (119 against 119.02)."
    )
    assert said(rows) is None


def test_computed_and_percentages_too() -> None:
    declared = {"identities": ["ctr < 0.5"]}
    catalogue = overlaid(Declared.model_validate(declared))
    rows = daily("clicks", [4.0, 6.0], MONDAY) + daily("impressions", [10.0, 10.0], MONDAY)
    assert said(rows, catalogue) == "CTR < 0.5 does not hold on 10 Nov (60.0 % against 50.0 %)."


def test_the_report_says_so_to_clients_too() -> None:
    rows = visits([10.0] * 7, [6.0] * 7, [4.0] * 6 + [5.0])
    for audience in Audience:
        report = build(sample(rows=rows, audience=audience))
        (notice,) = [one for one in report.notices if one.kind == "identity"]
        assert "on 15 Nov (10 against 11)" in notice.text


@pytest.mark.realdata
def test_in_the_real_file_the_days_are_found(real_data: Path) -> None:
    table = pd.read_csv(real_data / "web" / "daily_visitors.csv", parse_dates=["date"])
    columns = [one for one in table.columns if one != "date"]
    rows = table.melt("date", columns, "metric", "value").rename(columns={"date": "day"})
    rows["metric"] = rows["metric"].str.lower().str.replace(".", "_")
    data = rows.assign(weight=float("nan"), source="counter").astype({"value": float})
    first, last = table["date"].min().date(), table["date"].max().date()
    run = Period(grain="range", start=first, end=last, label="all")
    broken = violations(by_metric(data), run, built_in())
    unlike = table["Unique.Visits"] != table["First.Time.Visits"] + table["Returning.Visits"]
    expected = [day.date() for day in table.loc[unlike, "date"]]
    (one,) = broken
    assert one.identity.holds == "unique_visits = first_time_visits + returning_visits"
    assert [day.day for day in one.days] == expected == [date(2014, 9, 14)]
    assert (one.days[0].left, one.days[0].right) == (2146.0, 4292.0)
    said = in_words(broken, built_in(), "EUR")
    assert said
    assert said.endswith("does not hold on 14 Sep 2014 (2,146 against 4,292).")


def test_across_years_the_days_are_named_with_theirs() -> None:
    first = date(2025, 12, 30)
    rows = daily("page_loads", [5.0] * 5, first) + daily("unique_visits", [9.0] * 5, first)
    run = Period(grain="range", start=first, end=date(2026, 1, 3), label="turn")
    said = in_words(found(rows, run=run), built_in(), "EUR")
    assert said == (
        "Page loads >= unique visits does not hold on 30 Dec 2025, 31 Dec 2025, 1 Jan 2026, "
        "2 Jan 2026 and 3 Jan 2026 (on 30 Dec 2025 5 against 9)."
    )
