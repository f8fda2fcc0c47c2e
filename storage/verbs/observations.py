"""Observations: read by SQL, straight into a frame."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, exists, func, select, union_all

from storage.by_hand import counting, joined
from storage.by_hand import newest as newest_by_hand
from storage.engine import reading
from storage.tables import (
    breakdown,
    by_hand,
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
KINDS = ("agent", "topic", "severity", "channel", "location")


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The calendar day of a day number."""
    return EPOCH + timedelta(days=number)


class Observations(Verbs):
    """The observations of one workspace's clients: totals, and parts by agent, topic and so on."""

    def frame(
        self, client_id: int, first: date, last: date, *, known_at: datetime | None = None
    ) -> "pd.DataFrame":
        """The client's days from ``first`` to ``last``, both included.

        Columns: metric (str), day (datetime64), value (float), weight (float, NaN where there
        is none), source (str); ordered by day within a metric. Empty for an unknown client.
        ``known_at`` looks back honestly: the values as they were believed at that moment.
        Numbers by hand that stand for such days stand below, as ``by_hand.joined`` says.
        """
        return self._frame(client_id, first, last, known_at, None)

    def kinds(self, client_id: int) -> tuple[str, ...]:
        """What the client's figures can be told apart by: of agent, topic, severity and so on."""
        has_days = observation.c.breakdown_id == breakdown.c.id
        found = select(breakdown.c.name).where(
            breakdown.c.id != TOTAL, exists().where(*self._of(client_id), has_days)
        )
        with reading(self.engine) as connection:
            names = list(connection.scalars(found))
        return tuple(kind for kind in KINDS if any(one.startswith(f"{kind}:") for one in names))

    def parts(
        self,
        client_id: int,
        kind: str,
        first: date,
        last: date,
        *,
        known_at: datetime | None = None,
    ) -> "pd.DataFrame":
        """The client's days told apart by ``kind``: as ``frame``, with one more column, part (str).

        Parts are names as the files spell them, such as an agent's. Ordered by day within a
        metric and part; empty for an unknown kind.
        """
        found = self._frame(client_id, first, last, known_at, kind)
        return found.astype({"part": "str"})

    def _frame(
        self,
        client_id: int,
        first: date,
        last: date,
        known_at: datetime | None,
        kind: str | None,
    ) -> "pd.DataFrame":
        # The process that acknowledges Slack imports this module, and must stay without pandas.
        import pandas as pd

        days = (client_id, first, last, kind)
        found: Select[Any] | CompoundSelect[Any] = self._days(observation, *days)
        if known_at is not None:
            found = self._believed(*days, known_at)
        with reading(self.engine) as connection:
            frame = pd.read_sql(found, connection)
            whose = self._numbers_of(client_id)
            given = [] if kind else counting(connection, whose, first, last, known_at)
        return joined(_typed(frame), given)

    def _days(
        self, rows: Table, client_id: int, first: date, last: date, kind: str | None
    ) -> Select[Any]:
        days = rows.c.day.between(day_number(first), day_number(last))
        order = (rows.c.metric_id, rows.c.breakdown_id, rows.c.day, rows.c.source_id)
        within = rows.c.breakdown_id == TOTAL if kind is None else _of_kind(rows, kind)
        found = _named(rows) if kind is None else _parted(rows, kind)
        return found.where(*self._of(client_id, rows), within, days).order_by(*order)

    def _believed(
        self, client_id: int, first: date, last: date, kind: str | None, known_at: datetime
    ) -> CompoundSelect[Any]:
        """Values brought by then and not replaced yet, and those replaced only afterwards."""
        kept, replaced = (
            self._days(rows, client_id, first, last, kind)
            .order_by(None)
            .join(import_run, rows.c.import_id == import_run.c.id)
            .where(import_run.c.at <= known_at)
            for rows in (observation, observation_journal)
        )
        later = observation_journal.c.known_until > known_at
        order = ("metric", "day", "source") if kind is None else ("metric", "part", "day", "source")
        return union_all(kept, replaced.where(later)).order_by(*order)

    def newest_day(self, client_id: int, *, before: date | None = None) -> date | None:
        """The last day with data, or the last one earlier than ``before``."""
        totals = observation.c.breakdown_id == TOTAL
        found = select(func.max(observation.c.day)).where(*self._of(client_id), totals)
        if before is not None:
            found = found.where(observation.c.day < day_number(before))
        with reading(self.engine) as connection:
            number: int | None = connection.scalar(found)
            given = newest_by_hand(connection, self._numbers_of(client_id), before)
        brought = None if number is None else day_of(number)
        return max(filter(None, (brought, given)), default=None)

    def of_all(self, keys: Collection[str], first: date, last: date) -> "pd.DataFrame":
        """Every client's days of these metrics from ``first`` to ``last``, both included.

        The columns of ``frame`` and ``client_id`` (int); ordered by client, then as there.
        """
        import pandas as pd

        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        wanted = select(metric_key.c.id).where(metric_key.c.key.in_(keys))
        rows = observation.c
        found = (
            _named(observation)
            .add_columns(rows.client_id)
            .where(rows.client_id.in_(mine), rows.metric_id.in_(wanted))
            .where(rows.breakdown_id == TOTAL)
            .where(rows.day.between(day_number(first), day_number(last)))
            .order_by(rows.client_id, rows.metric_id, rows.day, rows.source_id)
        )
        with reading(self.engine) as connection:
            frame = pd.read_sql(found, connection)
            whose = by_hand.c.client_id.in_(mine) & by_hand.c.metric.in_(keys)
            given = counting(connection, whose, first, last)
        return joined(_typed(frame), given, of_clients=True)

    def _numbers_of(self, client_id: int) -> ColumnElement[bool]:
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        return (by_hand.c.client_id == client_id) & by_hand.c.client_id.in_(mine)

    def _of(self, client_id: int, rows: Table = observation) -> tuple[ColumnElement[bool], ...]:
        mine = select(client.c.id).where(
            client.c.id == client_id, client.c.workspace_id == self.workspace_id
        )
        # Naming every metric lets the key's range be sought for each, instead of reading all days.
        metrics = rows.c.metric_id.in_(select(metric_key.c.id))
        return rows.c.client_id == mine.scalar_subquery(), metrics


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


def _parted(rows: Table, kind: str) -> Select[Any]:
    part = func.substr(breakdown.c.name, len(kind) + 2).label("part")
    return _named(rows).add_columns(part).join(breakdown, rows.c.breakdown_id == breakdown.c.id)


def _of_kind(rows: Table, kind: str) -> ColumnElement[bool]:
    """Named one by one, so that the key's range is sought for each."""
    start = func.substr(breakdown.c.name, 1, len(kind) + 1)
    return rows.c.breakdown_id.in_(select(breakdown.c.id).where(start == f"{kind}:"))


def _typed(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame as read, with days instead of their numbers and a type for each column."""
    numbers = frame["day"].to_numpy("int64")
    frame["day"] = numbers.astype("datetime64[D]").astype("datetime64[us]")
    return frame.astype({"metric": "str", "value": float, "weight": float, "source": "str"})
