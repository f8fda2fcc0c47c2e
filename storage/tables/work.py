"""What the bot has promised to post, and what it has been told."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field

from storage.tables.base import Row, key, table, time, to


class SubscriptionRow(Row, table=True):
    """Send this report to this channel every …; due times are counted from ``since``.

    ``conditions`` is JSON: when it is not sent after all, or waits. ``look_at`` is when the clock
    looks at it again, null for at once.
    """

    id: int | None = key()
    workspace_id: int = to("workspace", index=True)
    client_id: int = to("client", index=True)
    channel: str
    cadence: str
    tz: str
    state: str
    created_by: str
    since: datetime = time()
    conditions: str | None = None
    look_at: datetime | None = time(null=True)


class ReviewRow(Row, table=True):
    """What was decided about a report before it is sent: one row a schedule and period."""

    __table_args__ = (UniqueConstraint("subscription_id", "period"),)
    id: int | None = key()
    subscription_id: int = to("subscription")
    period: str
    state: str
    headline: str | None
    decided_by: str | None
    decided_at: datetime | None = time(null=True)


class DeliveryRow(Row, table=True):
    """Something to post unasked; ``key`` makes sure that it is posted once."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "workspace_id", "state", "due"),
    )
    id: int | None = key()
    workspace_id: int = to("workspace")
    kind: str
    key: str
    subscription_id: int | None = to("subscription", null=True, index=True, gone="SET NULL")
    due: datetime = time()
    state: str
    channel: str
    ts: str | None
    attempts: int
    planned_at: datetime = time()
    claimed_at: datetime | None = time(null=True)
    claimed_by: str | None
    error: str | None
    posted_at: datetime | None = time(null=True)
    late: bool
    args: str
    job: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    submitted_at: datetime | None = time(null=True)
    not_before: datetime | None = time(null=True)
    tried_at: datetime | None = time(null=True)
    takeovers: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    check_at: datetime | None = time(null=True)
    told_at: datetime | None = time(null=True)
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class DrawingRow(Row, table=True):
    """The picture of a report that is not due yet; ``key`` is that of its delivery to come.

    ``digest`` tells the report it was drawn of. All of it may be lost at any moment.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    key: str
    subscription_id: int = to("subscription", index=True)
    due: datetime = time()
    channel: str
    args: str
    handed_at: datetime | None = time(null=True)
    drawn_at: datetime | None = time(null=True)
    digest: str | None
    picture: bytes | None


class SlotRow(Row, table=True):
    """When the next message may go to a channel; ``channel`` "" is all of Slack."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    channel: str
    next_at: datetime = time()


class WorkerRow(Row, table=True):
    """A process that posts or keeps the clock; one that stops beating is replaced."""

    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    name: str
    role: str
    started_at: datetime = time()
    beat_at: datetime = time()


class InboxRow(Row, table=True):
    """One event from Slack, kept before it is acknowledged; ``payload`` is JSON.

    ``taken_by`` is the process that works on it, null where there can be but one.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "event_id"),
        Index(None, "workspace_id", "state"),
    )
    id: int | None = key()
    workspace_id: int = to("workspace")
    event_id: str
    kind: str
    payload: str
    received_at: datetime = time()
    taken_by: str | None
    state: str
    error: str | None


subscription = table(SubscriptionRow)
review = table(ReviewRow)
delivery = table(DeliveryRow)
inbox = table(InboxRow)
drawing = table(DrawingRow)
slot = table(SlotRow)
worker = table(WorkerRow)
