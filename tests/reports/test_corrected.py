"""What readers are told of a corrected report, and of where numbers come from."""

from datetime import UTC, date, datetime

import pytest

from reports.corrected import changes
from reports.model import ClientCard, Health, MetricFigure, Period, Report, Status, Unit
from reports.provenance import Given, Late, awaiting, by_hand, late, rhythm

DAY = date(2026, 11, 12)


def figure(
    value: float | None,
    unit: Unit = Unit.COUNT,
    key: str = "leads",
    previous: float | None = None,
    year_ago: float | None = None,
) -> MetricFigure:
    return MetricFigure(
        key=key,
        label=key.capitalize(),
        unit=unit,
        better="up",
        value=value,
        previous=previous,
        change=None,
        year_ago=year_ago,
        status=Status.UNKNOWN if previous is None else Status.BETTER,
        sample=7,
    )


def report(*figures: MetricFigure, score: float | None = None) -> Report:
    return Report(
        generated_at=datetime(2026, 11, 16, tzinfo=UTC),
        provisional=False,
        headline="",
        client=ClientCard(slug="acme", name="Acme", currency="GBP"),
        period=Period(grain="day", start=DAY, end=DAY, label="12 Nov 2026"),
        metrics=figures,
        health=Health(score=score, band="", coverage=1.0, previous=None),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (figure(1204), figure(1251), "Leads 1,204 → 1,251 (+47)"),
        (figure(1251), figure(1204), "Leads 1,251 → 1,204 (−47)"),
        (figure(0.92, Unit.PERCENT), figure(0.91, Unit.PERCENT), "Leads 92.0 % → 91.0 %"),
        (figure(45, Unit.SCORE), figure(48, Unit.SCORE), "Leads 45 → 48"),
        (figure(9.5, Unit.MONEY), figure(12, Unit.MONEY), "Leads £9.50 → £12 (+£2.50)"),
        (
            figure(240, Unit.DURATION),
            figure(300, Unit.DURATION),
            "Leads 4 m → 5 m (+1 m)",
        ),
        (figure(None), figure(7), "Leads unknown → 7"),
        (figure(7), figure(None), "Leads 7 → unknown"),
        (figure(7, previous=5), figure(7, previous=6), "Leads: change +40 % → +17 %"),
        (
            figure(7, year_ago=5),
            figure(7),
            "Leads: against the year before +40 % → unknown",
        ),
    ],
)
def test_each_number_that_is_written_otherwise_is_told(
    before: MetricFigure, after: MetricFigure, said: str
) -> None:
    assert changes(report(before), report(after)) == (said,)


def test_what_readers_cannot_see_is_no_change() -> None:
    assert changes(report(figure(1204.1)), report(figure(1204.2))) == ()
    assert changes(report(figure(7), score=70.1), report(figure(7), score=70.3)) == ()


def test_days_that_come_in_are_told_where_no_number_changed() -> None:
    whole, lacking = report(figure(7)), report(figure(7)).model_copy(update={"provisional": True})
    assert changes(lacking, whole) == ("no number changed, but no day is missing any more",)
    assert changes(whole, lacking) == ("no number changed, but days are missing now",)
    assert changes(lacking, report(figure(8))) == ("Leads 7 → 8 (+1)",)


def test_metrics_that_come_or_go_and_the_health_are_told_in_reading_order() -> None:
    old = report(figure(1), figure(2, key="gone"), score=70)
    new = report(figure(3, key="new"), figure(1), score=None)
    assert changes(old, new) == ("New unknown → 3", "Gone 2 → unknown", "Health 70 → unknown")


def test_late_sources_are_named_with_their_promise() -> None:
    crm, desk = Late("crm", DAY, 1), Late("desk", date(2026, 11, 5), 7)
    assert late([crm], date(2026, 11, 15)) == (
        "The data of crm ends on 12 Nov 2026; it promised to come daily."
    )
    both = late([crm, desk], date(2026, 11, 15))
    assert both
    assert both.endswith("; the data of desk ends on 5 Nov 2026; it promised to come weekly.")
    assert late([crm], DAY) is None
    many = late([crm] * 5, date(2026, 11, 15))
    assert many
    assert many.endswith("2 more sources are late.")
    assert rhythm(3) == "every 3 days"


def test_numbers_by_hand_are_named_with_their_people() -> None:
    nps = Given("NPS", "October 2026", "45", "Ana")
    csat = Given("CSAT", "5 Oct 2026", "90.0 %", "Ana", "Bo")
    assert awaiting([nps]) == "NPS for October 2026 (45, by Ana) is awaiting confirmation."
    assert by_hand([nps, csat]) == (
        "NPS for October 2026 (45, by Ana) and CSAT for 5 Oct 2026 (90.0 %, by Ana and Bo) "
        "were entered by hand."
    )
    assert awaiting([]) is None
    assert by_hand([]) is None
