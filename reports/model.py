"""The Report: one frozen value that holds all there is to say about a client and a period.

Every renderer (Slack, text, JSON, picture) reads this value and nothing else.
A value that is not known is ``None``, never 0.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "rapport.report/1"


class Value(BaseModel):
    """Base of every frozen value; unknown fields are refused."""

    # The process that acknowledges Slack validates no report: its checks are made when needed.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Audience(StrEnum):
    """Who may read a text: the team only, or the client too."""

    INTERNAL = "internal"
    CLIENT = "client"


class Unit(StrEnum):
    """How a metric's value is written."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    SCORE = "score"


class Status(StrEnum):
    """A metric's movement, judged by which way is better."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNKNOWN = "unknown"


Better = Literal["up", "down"]
Grain = Literal["day", "week", "month", "quarter", "year", "range"]


class ClientCard(Value):
    """The client as a report names it. ``tz`` is an IANA zone, ``currency`` an ISO 4217 code."""

    slug: str
    name: str
    currency: str = "USD"
    tz: str = "UTC"
    locale: str = "en"


class Period(Value):
    """Whole days from ``start`` to ``end``, both included, in the client's zone.

    ``complete`` is false while the period still runs.
    """

    grain: Grain
    start: date
    end: date
    label: str
    complete: bool = True

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1


class Point(Value):
    """Seven days of a trend: the first day, the value, and the value 13 weeks before."""

    start: date
    value: float | None
    previous: float | None


class MetricFigure(Value):
    """One metric in one period.

    ``change`` is relative: (value - previous) / \\|previous\\|, so 0.12 means 12 % more; None where
    either is unknown or ``previous`` is 0. Percentages are stored as fractions of 1, durations in
    seconds, money in the client's currency. ``sample`` counts the days with data. ``goal`` is the
    target agreed for the period; ``goal_met`` is None where there is none or it cannot be judged.
    """

    key: str
    label: str
    unit: Unit
    better: Better
    value: float | None
    previous: float | None
    change: float | None
    year_ago: float | None
    goal: float | None = None
    goal_met: bool | None = None
    status: Status
    sample: int
    sources: tuple[str, ...] = ()
    as_of: date | None = None
    trend: tuple[Point, ...] = ()


class Component(Value):
    """One part of a health score; ``moved`` is the points by which it moved it in a week."""

    key: str
    label: str
    score: float | None
    weight: float
    contribution: float | None
    reason: str
    moved: float | None = None


class Health(Value):
    """A client's health: 0–100, its band, and the share of inputs that were known."""

    score: float | None
    band: str
    coverage: float
    previous: float | None
    components: tuple[Component, ...] = ()


class Finding(Value):
    """One sentence about the figures: a win, a challenge, a driver or an anomaly."""

    text: str
    metric: str | None = None


class Forecast(Value):
    """Where a metric is heading, with its 80 % and 95 % bounds."""

    metric: str
    period: str
    mean: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float
    goal_chance: float | None = None


class Commentary(Value):
    """What a person wrote, as they wrote it, with the original time."""

    author: str
    text: str
    at: datetime
    permalink: str | None = None
    audience: Audience = Audience.INTERNAL
    metric: str | None = None


class PromisedAction(Value):
    """Something promised to the client."""

    text: str
    owner: str | None
    due: date | None
    state: str


class Notice(Value):
    """What a reader must know about the data before trusting it."""

    kind: str
    text: str


class Recommendation(Value):
    """What to do now, and why."""

    text: str
    reason: str


class Report(Value):
    """All there is to say about one client and one period."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    generated_at: datetime
    provisional: bool
    headline: str
    client: ClientCard
    period: Period
    metrics: tuple[MetricFigure, ...]
    health: Health | None = None
    wins: tuple[Finding, ...] = ()
    challenges: tuple[Finding, ...] = ()
    drivers: tuple[Finding, ...] = ()
    anomalies: tuple[Finding, ...] = ()
    forecast: tuple[Forecast, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    actions: tuple[PromisedAction, ...] = ()
    notices: tuple[Notice, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
