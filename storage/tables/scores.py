"""What a client's health was on a day."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint

from storage.tables.base import Row, day, key, table, time, to


class ScoreRow(Row, table=True):
    """A client's health as it was computed on ``day``; ``health`` is its JSON.

    ``version`` names the scorecard with its weights; ``score`` is null under half coverage.
    """

    __table_args__ = (UniqueConstraint("client_id", "day"),)
    id: int | None = key()
    client_id: int = to("client")
    day: date = day()
    version: str
    score: float | None
    band: str
    coverage: float
    health: str
    kept_at: datetime = time()


score = table(ScoreRow)
