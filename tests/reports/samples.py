"""Small fixed inputs that the tests of the pure core share."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from reports.build import Inputs
from reports.model import (
    Audience,
    ClientCard,
    Commentary,
    MetricFigure,
    Period,
    Status,
    Unit,
)
from reports.periods import parse

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ACME = ClientCard(slug="acme", name="Acme", tz="Europe/Berlin", currency="EUR")
WEEK = parse("2026-W46", TODAY)

Row = tuple[str, date, float, float, str]
NONE = float("nan")


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as the frame that the core reads."""
    made = pd.DataFrame(list(rows), columns=["metric", "day", "value", "weight", "source"])
    typed = made.astype({"metric": str, "value": float, "weight": float, "source": str})
    return typed.assign(day=pd.to_datetime(made["day"]))


def daily(
    key: str, values: Iterable[float], first: date, weight: float = NONE, source: str = "crm"
) -> list[Row]:
    """One row a day from ``first`` on."""
    return [
        (key, first + timedelta(days=n), value, weight, source) for n, value in enumerate(values)
    ]


def figure(
    key: str = "leads",
    value: float | None = 118.0,
    previous: float | None = 100.0,
    *,
    unit: Unit = Unit.COUNT,
    status: Status = Status.BETTER,
    label: str = "Leads",
    year_ago: float | None = None,
) -> MetricFigure:
    """A figure with its relative change filled in."""
    change = (value - previous) / abs(previous) if value is not None and previous else None
    return MetricFigure(
        key=key, label=label, unit=unit, better="up", value=value, previous=previous,
        change=change, year_ago=year_ago, status=status, sample=7,
    )  # fmt: skip


def sample_rows() -> list[Row]:
    """A client with good and bad news, a gap, a metric gone missing and an undeclared one."""
    first, days = date(2025, 11, 3), 378
    rows = daily("requests", [40 - n // 30 for n in range(days)], first)
    rows += daily("first_response", [240 + n / 4 for n in range(days)], first, weight=20)
    rows += daily("csat", [0.78 + 0.0005 * n for n in range(days)], first, weight=12)
    rows += daily("spend", [400 + 10 * (n % 7) for n in range(days)], first, source="ads")
    rows += daily("nps", [40] * 300, first)
    rows += daily("orders_x", [3 + n // 360 for n in range(days)], first)
    return [row for row in rows if row[1] not in (date(2026, 11, 11), date(2026, 11, 12))]


SAID = (
    Commentary(
        author="Sam Rivera",
        text="Two agents were ill on Wednesday.\nThey are back now.",
        at=datetime(2026, 11, 13, 23, 30, tzinfo=UTC),
        permalink="https://example.slack.com/archives/C1/p1",
    ),
    Commentary(
        author="Kim Lee",
        text="The new form brought more orders.",
        at=datetime(2026, 11, 16, 8, 0, tzinfo=UTC),
        audience=Audience.CLIENT,
        metric="orders_x",
    ),
)


def sample(
    period: Period = WEEK,
    *,
    rows: Iterable[Row] | None = None,
    client: ClientCard = ACME,
    audience: Audience = Audience.INTERNAL,
    now: datetime = NOW,
    chosen: str | None = None,
) -> Inputs:
    """Inputs of a report, those of the sample where nothing else is given."""
    data = frame(sample_rows() if rows is None else rows)
    return Inputs(client, period, data, SAID, now, audience, chosen)
