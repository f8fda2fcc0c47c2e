"""What people wrote, and the reports they wrote it under."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint

from storage.tables.base import Row, day, key, table, time, to


class CommentRow(Row, table=True):
    """What a person wrote about a client and a period; channel and ts are null for notes.

    ``used_at`` is when it first stood in a report that was posted in a channel.
    """

    __table_args__ = (
        UniqueConstraint("client_id", "channel", "ts"),
        Index(None, "client_id", "period_start", "period_end"),
        Index(None, "channel", "ts"),
    )
    id: int | None = key()
    client_id: int = to("client")
    period_start: date = day()
    period_end: date = day()
    grain: str
    author: str
    author_name: str
    text: str
    at: datetime = time()
    permalink: str | None
    audience: str
    channel: str | None
    ts: str | None
    publication_id: int | None = to("publication", null=True, index=True)
    removed_at: datetime | None = time(null=True)
    used_at: datetime | None = time(null=True)


class CommentRevisionRow(Row, table=True):
    """A comment's text before an edit, and when the edit was made."""

    id: int | None = key()
    comment_id: int = to("comment", index=True)
    text: str
    at: datetime = time()


class PublicationRow(Row, table=True):
    """A report as it was posted; ``report`` is its JSON.

    ``seen`` tells the state of the data that it was compared with last, null before the first time.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "ts"),
        Index(None, "client_id", "period_start", "period_end"),
    )
    id: int | None = key()
    workspace_id: int = to("workspace")
    client_id: int = to("client")
    channel: str
    ts: str
    period_start: date = day()
    period_end: date = day()
    grain: str
    audience: str
    report: str
    posted_at: datetime = time()
    delivery_id: int | None = to("delivery", null=True, index=True)
    asked_by: str | None
    permalink: str | None
    seen: str | None


comment = table(CommentRow)
comment_revision = table(CommentRevisionRow)
publication = table(PublicationRow)
