"""What the store's verbs return: frozen values, never rows of a session."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from reports.model import Audience, ClientCard, Commentary, Health, Period, Report

AGAIN = re.compile(r":r([0-9]+)$")  # what a key gets where somebody has it posted again
SubscriptionState = Literal["active", "paused"]
DeliveryState = Literal["queued", "posting", "posted", "superseded", "dead", "unknown"]
ReviewState = Literal["awaiting", "approved", "held", "skipped"]
InboxState = Literal["new", "done", "dead"]


@dataclass(frozen=True, slots=True)
class Client:
    """A client; ``aliases`` are casefolded, ``channels`` are Slack ids."""

    id: int
    slug: str
    name: str
    tz: str
    currency: str
    locale: str
    segment: str | None = None
    owner: str | None = None
    aliases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def card(self) -> ClientCard:
        """The client as a report names it."""
        return ClientCard(
            slug=self.slug,
            name=self.name,
            currency=self.currency,
            tz=self.tz,
            locale=self.locale,
        )


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person wrote; ``channel`` and ``ts`` are None for notes made elsewhere."""

    id: int
    client_id: int
    period_start: date
    period_end: date
    grain: str
    author: str
    author_name: str
    text: str
    at: datetime
    permalink: str | None
    audience: Audience
    channel: str | None
    ts: str | None
    publication_id: int | None

    def commentary(self) -> Commentary:
        """The comment as a report quotes it, under the name people know."""
        return Commentary(
            author=self.author_name or self.author,
            text=self.text,
            at=self.at,
            permalink=self.permalink,
            audience=self.audience,
        )


@dataclass(frozen=True, slots=True)
class Publication:
    """A report as it was posted; ``report_json`` is what was kept of it.

    ``seen`` is the state of the data it was compared with last, None before the first time.
    """

    id: int
    client_id: int
    channel: str
    ts: str
    period_start: date
    period_end: date
    grain: str
    audience: Audience
    posted_at: datetime
    delivery_id: int | None
    asked_by: str | None
    permalink: str | None
    report_json: str
    seen: str | None = None

    @property
    def period(self) -> Period:
        """The reported period, readable however old the kept report is."""
        return Period.model_validate(json.loads(self.report_json)["period"])

    def report(self) -> Report:
        """The whole report; raises pydantic.ValidationError for one of a foreign shape."""
        return Report.model_validate_json(self.report_json)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Send this report to this channel every …; due times are counted from ``since``.

    ``created_by`` is its owner: who made it, or took it over.
    """

    id: int
    client_id: int
    channel: str
    cadence: str
    tz: str
    state: SubscriptionState
    created_by: str
    since: datetime
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of Slack: in the team or not ``since`` then, and when they changed a schedule."""

    person: str
    there: bool
    since: datetime
    seen_at: datetime | None
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Review:
    """What was decided about a schedule's report on a period before it is sent."""

    subscription_id: int
    period: str
    state: ReviewState
    headline: str | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something to be posted unasked, and how far it has come.

    ``job`` counts how often it was queued: each time is a job of its own. ``tried_at`` is when
    Slack may first have taken it; where that is set, nobody posts without looking.
    """

    id: int
    kind: str
    key: str
    subscription_id: int | None
    due: datetime
    state: DeliveryState
    channel: str
    ts: str | None
    attempts: int
    planned_at: datetime
    claimed_at: datetime | None
    claimed_by: str | None
    error: str | None
    posted_at: datetime | None
    late: bool
    args: Mapping[str, Any]
    job: int
    submitted_at: datetime | None
    not_before: datetime | None
    tried_at: datetime | None
    takeovers: int
    check_at: datetime | None
    told_at: datetime | None

    @property
    def first_key(self) -> str:
        """The key that all attempts of people to have it posted share."""
        return AGAIN.sub("", self.key)

    @property
    def first_due(self) -> datetime:
        """When it was due at first: what is posted again is due again."""
        kept = self.args.get("first_due")
        return datetime.fromisoformat(str(kept)) if kept else self.due


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture of a report that is due at ``due``, without its bytes.

    ``key`` is that of the delivery to come, ``args`` its command. ``digest`` tells the report it
    was drawn of, None before it is drawn.
    """

    id: int
    key: str
    subscription_id: int
    due: datetime
    channel: str
    args: Mapping[str, Any]
    handed_at: datetime | None
    drawn_at: datetime | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that posts or keeps the clock, and when it was last heard of."""

    name: str
    role: str
    started_at: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """A client's health as it was seen on a day; ``version`` names the scorecard with weights."""

    client_id: int
    day: date
    version: str
    score: float | None
    band: str
    coverage: float
    kept_at: datetime
    health_json: str

    def health(self) -> Health:
        """The whole health; raises pydantic.ValidationError for one of a foreign shape."""
        return Health.model_validate_json(self.health_json)


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One event, kept before it was acknowledged; ``taken_by`` is the process that works on it."""

    id: int
    event_id: str
    kind: str
    payload: Mapping[str, Any]
    received_at: datetime
    state: InboxState
    error: str | None
    taken_by: str | None = None


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One finished run of a source; ``undone_by`` undid it at ``undone_at``.

    One that is not ``undoable`` is older than what is kept for undoing.
    """

    id: int
    source: str
    at: datetime
    file_name: str
    digest: str
    rows_taken: int
    rows_changed: int
    rows_refused: int
    by: str
    undone_at: datetime | None = None
    undone_by: str | None = None
    undoable: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken: the line of the file (1 is its first) and why, as a sentence.

    ``kind`` names the mistake, as ``storage.cells`` does.
    """

    line: int
    reason: str
    kind: str = "unreadable"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    ``taken`` observations of the file stand in the store: ``new`` ones, ``changed`` ones (the old
    values are in the journal) and ``unchanged`` ones. ``unknown`` cells were empty, ``repeated``
    observations stood in the file twice with the same value and count once. ``refused`` lists
    the first refusals in the order of lines, ``refused_count`` counts all. ``ignored`` names
    columns that were not read.
    """

    source: str
    rows_read: int
    taken: int
    changed: int
    unchanged: int
    unknown: int = 0
    repeated: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_count: int = 0
    new_metrics: list[str] = field(default_factory=list)
    new_clients: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    first_day: date | None = None
    last_day: date | None = None

    @property
    def new(self) -> int:
        """Observations that the store did not have before."""
        return self.taken - self.changed - self.unchanged
