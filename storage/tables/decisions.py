"""What people decided about single values."""

from datetime import datetime

from sqlalchemy import Index

from storage.tables.base import Row, key, table, time, to


class DecisionRow(Row, table=True):
    """Whether one value counts, who said so and why; the newest about a value stands.

    ``day`` is in days since 1970-01-01. It is about that ``value`` alone, which may be gone by
    now, and come again.
    """

    __table_args__ = (Index(None, "client_id", "day"),)
    id: int | None = key()
    client_id: int = to("client")
    metric: str
    day: int
    source: str
    value: float
    counts: bool
    by: str
    by_name: str
    why: str
    at: datetime = time()


decision = table(DecisionRow)
