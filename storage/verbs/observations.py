"""Observations: read by SQL, straight into a frame."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select

from storage.engine import reading
from storage.tables import client, metric_key, observation, source
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

    def frame(self, client_id: int, first: date, last: date) -> "pd.DataFrame":
        """The client's days from ``first`` to ``last``, both included.

        Columns: metric (str), day (datetime64), value (float), weight (float, NaN where there
        is none), source (str); ordered by day within a metric. Empty for an unknown client.
        """
        # The process that acknowledges Slack imports this module, and must stay without pandas.
        import pandas as pd

        days = observation.c.day.between(day_number(first), day_number(last))
        found = _named().where(*self._of(client_id), days).order_by(*observation.primary_key)
        with reading(self.engine) as connection:
            frame = pd.read_sql(found, connection)
        frame["day"] = (
            frame["day"].to_numpy("int64").astype("datetime64[D]").astype("datetime64[us]")
        )
        return frame.astype({"metric": "str", "value": float, "weight": float, "source": "str"})

    def newest_day(self, client_id: int, *, before: date | None = None) -> date | None:
        """The last day with data, or the last one earlier than ``before``."""
        found = select(func.max(observation.c.day)).where(*self._of(client_id))
        if before is not None:
            found = found.where(observation.c.day < day_number(before))
        return self._day(found)

    def first_day(self, client_id: int) -> date | None:
        """The first day with data."""
        return self._day(select(func.min(observation.c.day)).where(*self._of(client_id)))

    def keys(self, client_id: int) -> set[str]:
        """The keys of the metrics for which there is data."""
        of_metric = observation.c.metric_id == metric_key.c.id
        seen = select(observation.c.day).where(*self._of(client_id), of_metric).exists()
        with reading(self.engine) as connection:
            return set(connection.scalars(select(metric_key.c.key).where(seen)))

    def _of(self, client_id: int) -> tuple[ColumnElement[bool], ...]:
        mine = select(client.c.id).where(
            client.c.id == client_id, client.c.workspace_id == self.workspace_id
        )
        # Naming every metric lets the key's range be sought for each, instead of reading all days.
        metrics = observation.c.metric_id.in_(select(metric_key.c.id))
        total = observation.c.breakdown_id == TOTAL
        return observation.c.client_id == mine.scalar_subquery(), metrics, total

    def _day(self, found: Select[Any]) -> date | None:
        with reading(self.engine) as connection:
            number: int | None = connection.scalar(found)
        return None if number is None else day_of(number)


def _named() -> Select[Any]:
    columns = (
        metric_key.c.key.label("metric"),
        observation.c.day,
        observation.c.value,
        observation.c.weight,
        source.c.name.label("source"),
    )
    from_metric = observation.join(metric_key, observation.c.metric_id == metric_key.c.id)
    from_source = from_metric.join(source, observation.c.source_id == source.c.id)
    return select(*columns).select_from(from_source)
