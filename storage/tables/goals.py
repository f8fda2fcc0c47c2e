"""Targets agreed with clients."""

from datetime import date, datetime

from storage.tables.base import Row, day, key, table, time, to


class GoalRow(Row, table=True):
    """A target for a metric from the day ``since`` on, until the next row's for the same.

    ``grain`` is the kind of period that it is for, None for all. ``target`` is None where the goal
    ends. Rows are added, never changed: they are the history.
    """

    id: int | None = key()
    client_id: int = to("client", index=True)
    metric: str
    grain: str | None
    target: float | None
    since: date = day()
    by: str
    by_name: str
    at: datetime = time()


goal = table(GoalRow)
