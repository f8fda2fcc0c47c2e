"""Take the README's pictures anew: `python -m docs.pictures`, with Chromium at hand."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import FilePayload, Page

from bot.playground.sample.fill import fill
from bot.terminal import ask as ask_here
from docs.examples import chart as bars
from docs.visit import (
    EXPECT,
    answered,
    ask,
    browser_at,
    cut_out,
    edit,
    form,
    go_to,
    messages,
    playground,
    reply,
    reports,
    save,
    unfold,
)
from reports.chart import draw
from reports.model import ClientCard, MetricFigure, Period, Point, Report, Status, Unit
from storage.store import open_store

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


def sample_report() -> Report:
    """The playground's acme in its last complete week; always the same."""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/sample.db") as store:
        fill(store, now.date(), now)
        return ask_here("report", "acme", store, now).reports()[0].report


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
    (PICTURES / "bars.png").write_bytes(bars.draw(sample_report()))
    with playground() as url:
        with browser_at(url, 1280, 680) as page:
            go_to(page, "acme")
            save(page, PICTURES / "playground.png")
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
            _schedule(page)
        with browser_at(url, 1000, 860, scale=2) as page:
            _import(page)


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


def _schedule(page: Page) -> None:
    """Every schedule with its next dates."""
    go_to(page, "acme")
    cut_out(answered(page, "/schedule list", "Times are local"), PICTURES / "schedule.png")


def _import(page: Page) -> None:
    """A file that was dropped, and how it would be read."""
    go_to(page, "Rapport")
    rows = b"Invoice,Issued,Due,Paid,Amount\nR-1001,2026-10-01,2026-10-15,2026-10-20,1200.50\n"
    invoices: FilePayload = {"name": "invoices.csv", "mimeType": "text/csv", "buffer": rows}
    page.get_by_test_id("file").first.set_input_files(invoices)
    asked = messages(page).filter(has_text="Whose data is invoices.csv?").last
    asked.get_by_role("button", name="Acme Outdoor", exact=True).click()
    EXPECT(messages(page).filter(has_text="This would bring 1 new").last).to_be_visible()
    save(page, PICTURES / "import.png")


if __name__ == "__main__":
    take()
