"""Numbers that people gave by hand."""

from datetime import date, datetime

from sqlalchemy import Index

from storage.tables.base import Row, day, key, table, time, to


class ByHandRow(Row, table=True):
    """One number for a metric and a period, who gave it and why.

    ``state`` is awaiting, counts, rejected or withdrawn. It counts from ``counts_from`` until
    ``ended_at``; ``ended_by`` rejected it or took it back.
    """

    __table_args__ = (Index(None, "client_id", "period_start", "period_end"),)
    id: int | None = key()
    client_id: int = to("client")
    metric: str
    grain: str
    period_start: date = day()
    period_end: date = day()
    value: float
    by: str
    by_name: str
    why: str
    at: datetime = time()
    state: str
    counts_from: datetime | None = time(null=True)
    confirmed_by: str | None
    confirmed_name: str | None
    ended_by: str | None
    ended_name: str | None
    ended_at: datetime | None = time(null=True)


by_hand = table(ByHandRow)
