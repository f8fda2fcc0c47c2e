"""Observations: read by SQL, straight into a frame."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, func, select, union_all

from storage.engine import reading
from storage.tables import (
    client,
    import_run,
    metric_key,
    observation,
    observation_journal,
    source,
)
from storage.verbs.base import Verbs

if TYPE_CHECKING:
    import pandas as pd

EPOCH = date(1970, 1, 1)
TOTAL = 0


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The calendar day of a day number."""
    return EPOCH + timedelta(days=number)


class Observations(Verbs):
    """The observations of one workspace's clients; totals only."""

    def frame(
        self, client_id: int, first: date, last: date, *, known_at: datetime | None = None
    ) -> "pd.DataFrame":
        """The client's days from ``first`` to ``last``, both included.

        Columns: metric (str), day (datetime64), value (float), weight (float, NaN where there
        is none), source (str); ordered by day within a metric. Empty for an unknown client.
        ``known_at`` looks back honestly: the values as they were believed at that moment.
        """
        # The process that acknowledges Slack imports this module, and must stay without pandas.
        import pandas as pd

        days = (client_id, first, last)
        found: Select[Any] | CompoundSelect[Any] = self._days(observation, *days)
        if known_at is not None:
            found = self._believed(*days, known_at)
        with reading(self.engine) as connection:
            frame = pd.read_sql(found, connection)
        frame["day"] = (
            frame["day"].to_numpy("int64").astype("datetime64[D]").astype("datetime64[us]")
        )
        return frame.astype({"metric": "str", "value": float, "weight": float, "source": "str"})

    def _days(self, rows: Table, client_id: int, first: date, last: date) -> Select[Any]:
        days = rows.c.day.between(day_number(first), day_number(last))
        order = (rows.c.metric_id, rows.c.day, rows.c.source_id)
        return _named(rows).where(*self._of(client_id, rows), days).order_by(*order)

    def _believed(
        self, client_id: int, first: date, last: date, known_at: datetime
    ) -> CompoundSelect[Any]:
        """Values brought by then and not replaced yet, and those replaced only afterwards."""
        kept, replaced = (
            self._days(rows, client_id, first, last)
            .order_by(None)
            .join(import_run, rows.c.import_id == import_run.c.id)
            .where(import_run.c.at <= known_at)
            for rows in (observation, observation_journal)
        )
        later = observation_journal.c.known_until > known_at
        return union_all(kept, replaced.where(later)).order_by("metric", "day", "source")

    def newest_day(self, client_id: int, *, before: date | None = None) -> date | None:
        """The last day with data, or the last one earlier than ``before``."""
        found = select(func.max(observation.c.day)).where(*self._of(client_id))
        if before is not None:
            found = found.where(observation.c.day < day_number(before))
        with reading(self.engine) as connection:
            number: int | None = connection.scalar(found)
        return None if number is None else day_of(number)

    def _of(self, client_id: int, rows: Table = observation) -> tuple[ColumnElement[bool], ...]:
        mine = select(client.c.id).where(
            client.c.id == client_id, client.c.workspace_id == self.workspace_id
        )
        # Naming every metric lets the key's range be sought for each, instead of reading all days.
        metrics = rows.c.metric_id.in_(select(metric_key.c.id))
        return rows.c.client_id == mine.scalar_subquery(), metrics, rows.c.breakdown_id == TOTAL


def _named(rows: Table) -> Select[Any]:
    columns = (
        metric_key.c.key.label("metric"),
        rows.c.day,
        rows.c.value,
        rows.c.weight,
        source.c.name.label("source"),
    )
    with_names = rows.join(metric_key, rows.c.metric_id == metric_key.c.id)
    with_names = with_names.join(source, rows.c.source_id == source.c.id)
    return select(*columns).select_from(with_names)
