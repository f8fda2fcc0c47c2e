"""What the bot has promised to post, and what it has been told."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint

from storage.tables.base import Row, key, table, time, to


class SubscriptionRow(Row, table=True):
    """Send this report to this channel every …; due times are counted from ``since``."""

    id: int | None = key()
    workspace_id: int = to("workspace", index=True)
    client_id: int = to("client", index=True)
    channel: str
    cadence: str
    tz: str
    state: str
    created_by: str
    since: datetime = time()


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


class InboxRow(Row, table=True):
    """One event from Slack, kept before it is acknowledged; ``payload`` is JSON."""

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
    taken_at: datetime | None = time(null=True)
    state: str
    error: str | None


subscription = table(SubscriptionRow)
delivery = table(DeliveryRow)
inbox = table(InboxRow)
