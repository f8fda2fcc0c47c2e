"""Records: the raw rows that observations are computed from."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Row, key, table, time, to


class TicketRow(Row, table=True):
    """A request for help and what became of it; ``ref`` is its number in its source.

    Days are days since 1970-01-01 in the client's zone, durations seconds. What the file did not
    say is null: a call that nobody answered has neither ``handle_time`` nor ``rating``.
    ``responses`` counts the replies whose times ``response_sum`` adds up.
    """

    __table_args__ = (
        UniqueConstraint("client_id", "source_id", "ref"),
        Index(None, "client_id", "source_id", "opened_day"),
    )
    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source", index=True)
    import_id: int = to("import_run")
    ref: str
    opened_day: int
    opened_at: datetime | None = time(null=True)
    closed_day: int | None
    closed_at: datetime | None = time(null=True)
    agent: str | None
    topic: str | None
    channel: str | None
    location: str | None
    answered: bool | None
    resolved: bool | None
    first_response: float | None
    response_sum: float | None
    responses: int | None
    slowest_response: float | None
    handle_time: float | None
    messages: int | None
    rating: float | None
    recommend: float | None = Field(description="0–10: would you recommend us?")
    severity: str | None
    requester: str | None


class FeedbackRow(Row, table=True):
    """What somebody thinks of the client: a rating 1–5, a recommendation 0–10, words, or several.

    The words are internal, as everything people wrote that nobody has marked for the client.
    """

    __table_args__ = (
        UniqueConstraint("client_id", "source_id", "ref"),
        Index(None, "client_id", "source_id", "day"),
    )
    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source", index=True)
    import_id: int = to("import_run")
    ref: str
    day: int
    at: datetime | None = time(null=True)
    rating: float | None
    recommend: float | None
    text: str | None
    author: str | None
    channel: str | None
    location: str | None


class InvoiceRow(Row, table=True):
    """An invoice to the client; ``amount`` is in the client's currency.

    ``settled`` is whether it is paid, also where the day is not known; null where that is not.
    """

    __table_args__ = (
        UniqueConstraint("client_id", "source_id", "ref"),
        Index(None, "client_id", "source_id", "issued_day"),
    )
    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source", index=True)
    import_id: int = to("import_run")
    ref: str
    issued_day: int
    due_day: int | None
    paid_day: int | None
    settled: bool | None
    amount: float | None


class PurchaseRow(Row, table=True):
    """An order that was placed; ``amount`` is in the client's currency."""

    __table_args__ = (
        UniqueConstraint("client_id", "source_id", "ref"),
        Index(None, "client_id", "source_id", "day"),
    )
    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source", index=True)
    import_id: int = to("import_run")
    ref: str
    day: int
    at: datetime | None = time(null=True)
    customer: str | None
    amount: float | None
    channel: str | None
    location: str | None


class UsageEventRow(Row, table=True):
    """Something a person did in the product."""

    __table_args__ = (
        UniqueConstraint("client_id", "source_id", "ref"),
        Index(None, "client_id", "source_id", "day"),
    )
    id: int | None = key()
    client_id: int = to("client")
    source_id: int = to("source", index=True)
    import_id: int = to("import_run")
    ref: str
    day: int
    at: datetime | None = time(null=True)
    person: str
    event: str | None


ticket = table(TicketRow)
feedback = table(FeedbackRow)
invoice = table(InvoiceRow)
purchase = table(PurchaseRow)
usage_event = table(UsageEventRow)
