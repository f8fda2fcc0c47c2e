"""Take the README's pictures anew: `python -m docs.pictures`, with Chromium at hand."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from docs.visit import (
    answered,
    ask,
    browser_at,
    cut_out,
    edit,
    form,
    go_to,
    playground,
    reply,
    reports,
    save,
    unfold,
)
from reports.chart import draw
from reports.model import ClientCard, MetricFigure, Period, Point, Report, Status, Unit

PICTURES = Path(__file__).parent / "pictures"


def chart_report() -> Report:
    """The report behind docs/pictures/chart.png; always the same."""
    period = Period(
        grain="week",
        start=datetime(2026, 11, 9, tzinfo=UTC).date(),
        end=datetime(2026, 11, 15, tzinfo=UTC).date(),
        label="Week 46, 9–15 Nov 2026",
    )
    return Report(
        generated_at=datetime(2026, 11, 16, 9, tzinfo=UTC),
        provisional=False,
        headline="",
        client=ClientCard(slug="acme", name="Acme Outdoor", currency="GBP"),
        period=period,
        metrics=tuple(_figures(period)),
    )


def _figures(period: Period) -> list[MetricFigure]:
    leads = [126, 131, 118, 140, 144, None, 139, 151, 148, 157, 163, 158, 184]
    reply_time = [262, 258, 266, 249, 255, 260, 251, 247, 262, 258, 254, 264, 401]
    return [
        _figure("leads", "Leads", Unit.COUNT, leads, period, Status.BETTER),
        _figure(
            "first_response", "First response", Unit.DURATION, reply_time, period, Status.WORSE
        ),
    ]


def _figure(
    key: str,
    label: str,
    unit: Unit,
    values: list[int | None] | list[int],
    period: Period,
    status: Status,
) -> MetricFigure:
    weeks = [
        period.start.fromordinal(period.start.toordinal() - 7 * back) for back in range(12, -1, -1)
    ]
    before = [None if value is None else value * 0.9 + index for index, value in enumerate(values)]
    value, previous = float(values[-1] or 0), float(values[-2] or 0)
    points = zip(weeks, values, before, strict=True)
    return MetricFigure(
        key=key,
        label=label,
        unit=unit,
        better="down" if unit is Unit.DURATION else "up",
        value=value,
        previous=previous,
        change=value / previous - 1,
        year_ago=None,
        status=status,
        sample=7,
        as_of=period.end,
        trend=tuple(Point(start=day, value=now, previous=then) for day, now, then in points),
    )


def take() -> None:
    """The chart, the report with a reply in its thread, the same on a phone, and what follows."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "chart.png").write_bytes(draw(chart_report()))
    with playground() as url:
        with browser_at(url, 1280, 1060) as page:
            go_to(page, "acme")
            report = ask(page, "/report acme")
            written = reply(page, report, "The helpdesk move explains the slow replies.")
            edit(page, written, "The helpdesk moved on Tuesday; replies are quick again.")
            save(page, PICTURES / "report.png")
        with browser_at(url, 375, 812, scale=2) as page:
            page.get_by_test_id("menu").click()
            go_to(page, "acme")
            ask(page, "/report acme").scroll_into_view_if_needed()
            save(page, PICTURES / "phone.png")
        with browser_at(url, 1180, 860, scale=2) as page:
            _look_closer(page)
            _health(page)


def _look_closer(page: Page) -> None:
    """What stands under a report, the form for a note, the figures of each person."""
    go_to(page, "acme")
    report = reports(page).last
    unfold(page, report, "Compare with…")
    save(page, PICTURES / "buttons.png")
    page.keyboard.press("Escape")
    note = form(page, report, "Add a note")
    note.get_by_role("textbox").fill("The helpdesk moved on Tuesday; replies are quick again.")
    save(page, PICTURES / "note.png")
    page.keyboard.press("Escape")
    go_to(page, "Rapport")
    cut_out(answered(page, "/report acme by agent", "by agent"), PICTURES / "agents.png")


def _health(page: Page) -> None:
    """A client's health, and every client's."""
    go_to(page, "general")
    cut_out(answered(page, "/health acme", "Health of"), PICTURES / "health.png")
    cut_out(answered(page, "/health all", "the worst first"), PICTURES / "board.png")


if __name__ == "__main__":
    take()
