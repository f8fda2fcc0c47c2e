"""What /goal says: the goals there are, and how the last complete period did."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from commands.answer import Answer, Table, Text, say
from commands.goal_words import limit
from commands.options import Options
from commands.report_asked import Asked
from commands.report_buttons import short
from commands.report_whole import gathered
from commands.report_words import ReportWords
from reports import periods
from reports.goal_words import goal_sign
from reports.metrics import Catalogue, Metric
from reports.model import Grain, MetricFigure, Report
from reports.words import number
from reports.zones import day_in
from storage.goals import Stretch, stretches
from storage.store import Store
from storage.values import Client

Reports = Callable[[Grain], Report]
COLUMNS = ("Metric", "Goal", "For", "Stands", "Last complete period", "Result")
CLIENTS_TOO = "The client reads in reports whether a goal was met."


def listing(client: Client, store: Store, now: datetime) -> Answer:
    """The client's goals that stand or will, each with how the last complete period did."""
    today = day_in(client.tz, now)
    found = [one for one in stretches(store.goals.of_client(client.id)) if not _over(one, today)]
    if not found:
        return say(f"{client.name} has no goal yet; “/goal {client.slug} csat 90%” sets one.")
    catalogue, reports = store.definitions.catalogue(), last_reports(client, store, now)
    order = catalogue.in_reading_order({one.goal.metric for one in found})
    found.sort(key=lambda one: order.index(one.goal.metric))
    rows = tuple(_row(one, client, catalogue, reports) for one in found)
    return Answer(
        (Table(f"Goals of {client.name}", COLUMNS, rows), Text((CLIENTS_TOO,), quiet=True))
    )


def history(metric: Metric, client: Client, store: Store) -> Answer:
    """Every goal that the metric ever had, and who set it."""
    every = stretches(store.goals.of_client(client.id))
    found = [one for one in every if one.goal.metric == metric.key]
    if not found:
        words = f"{client.name} has no goal for {metric.label} yet; write it behind the metric, as"
        return say(f"{words} in “/goal {client.slug} csat 90%”.")
    rows = tuple(
        (
            limit(one.target, metric, client.currency),
            every_one(one.goal.grain),
            stands(one),
            f"{one.goal.by_name}, {periods.day_name(day_in(client.tz, one.goal.at))}",
        )
        for one in found
    )
    title = f"Goals for {metric.label} of {client.name}"
    return Answer((Table(title, ("Goal", "For", "Stands", "Set by"), rows),))


def last_reports(client: Client, store: Store, now: datetime) -> Reports:
    """The report on the last complete day, week, month … ; each is made once, when needed."""
    today, catalogue = day_in(client.tz, now), store.definitions.catalogue()

    @cache
    def report(grain: Grain) -> Report:
        period = periods.parse(f"last {grain}", today)
        asked = Asked(client, period, today, ReportWords(), Options(""), catalogue=catalogue)
        return gathered(asked, store, now)

    return report


def last(one: Stretch, metric: Metric, client: Client, reports: Reports) -> tuple[str, str]:
    """``Week 46: 88.4 %`` and ``✗ missed``: the last complete period, a week for a goal for all."""
    report = reports(one.goal.grain or "week")
    figure = next((figure for figure in report.metrics if figure.key == metric.key), None)
    value = number(figure.value if figure else None, metric.unit, client.currency)
    return f"{short(report.period)}: {value}", _result(one, report, figure)


def every_one(grain: Grain | None) -> str:
    """Which periods a goal is for, in words."""
    return f"each {grain}" if grain else "every period"


def stands(one: Stretch) -> str:
    """``from 1 Oct 2026`` or ``1 Oct 2026 – 31 Dec 2026``."""
    since = periods.day_name(one.goal.since)
    return f"{since} – {periods.day_name(one.last)}" if one.last else f"from {since}"


def _result(one: Stretch, report: Report, figure: MetricFigure | None) -> str:
    if not one.holds(report.period.end) or figure is None:
        return "before it began"
    # A goal for weeks alone counts before one for all periods.
    return goal_sign(figure, complete=True) if figure.goal == one.target else "another counts"


def _over(one: Stretch, today: date) -> bool:
    return one.last is not None and one.last < today


def _row(one: Stretch, client: Client, catalogue: Catalogue, reports: Reports) -> tuple[str, ...]:
    metric = catalogue.metric(one.goal.metric)
    return (
        metric.label,
        limit(one.target, metric, client.currency),
        every_one(one.goal.grain),
        stands(one),
        *last(one, metric, client, reports),
    )
