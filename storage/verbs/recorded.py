"""What each record says, for medians, percentiles and distinct counts that days do not tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    extract,
    literal,
    select,
)

from storage.engine import reading
from storage.tables import client, import_run, purchase, source, ticket, usage_event
from storage.verbs.base import Verbs
from storage.verbs.observations import day_number

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a record keeps a value, and the day it belongs to."""

    table: Table
    value: ColumnElement[Any]
    day: Column[int]


_t = ticket.c
_seconds_open = extract("epoch", _t.closed_at) - extract("epoch", _t.opened_at)
# By the names that declarations give in ``of``.
KEPT = {
    "first_response": _Kept(ticket, _t.first_response, _t.opened_day),
    "handle_time": _Kept(ticket, _t.handle_time, _t.opened_day),
    "resolution_time": _Kept(ticket, _seconds_open, _t.closed_day),
    "buyers": _Kept(purchase, purchase.c.customer, purchase.c.day),
    "active_people": _Kept(usage_event, usage_event.c.person, usage_event.c.day),
}


class Recorded(Verbs):
    """The values of single records of one workspace's clients."""

    def frame(
        self,
        client_id: int,
        keys: Iterable[str],
        first: date,
        last: date,
        *,
        known_at: datetime | None = None,
    ) -> "pd.DataFrame | None":
        """The values that records have from ``first`` to ``last``, one row each; None without any.

        Columns: metric (str, of ``keys``), day (datetime64), value (float; seconds, or a number
        that stands for a name), source (str). At ``known_at`` in the past a metric has none where
        records that are there now came, or were changed, only afterwards: what they were is not
        told here.
        """
        with reading(self.engine) as connection:
            found = {
                key: self._rows(connection, client_id, KEPT[key], (first, last), known_at)
                for key in keys
                if key in KEPT
            }
        return _frame({key: rows for key, rows in found.items() if rows})

    def _rows(
        self,
        connection: Connection,
        client_id: int,
        kept: _Kept,
        days: tuple[date, date],
        known_at: datetime | None,
    ) -> Sequence[Row[Any]]:
        mine = self._mine(client_id, kept, *days)
        if known_at is not None and _later(connection, kept.table, mine, known_at):
            return []
        named = select(kept.day, kept.value, source.c.name)
        joined = kept.table.join(source, kept.table.c.source_id == source.c.id)
        found: Select[Any] = named.select_from(joined).where(mine, kept.value.is_not(None))
        return connection.execute(found).all()

    def _mine(self, client_id: int, kept: _Kept, first: date, last: date) -> ColumnElement[bool]:
        mine = select(client.c.id).where(
            client.c.id == client_id, client.c.workspace_id == self.workspace_id
        )
        within = kept.day.between(day_number(first), day_number(last))
        return and_(kept.table.c.client_id == mine.scalar_subquery(), within)


def _later(
    connection: Connection, table: Table, mine: ColumnElement[bool], known_at: datetime
) -> bool:
    joined = table.join(import_run, table.c.import_id == import_run.c.id)
    found = select(literal(1)).select_from(joined).where(mine, import_run.c.at > known_at).limit(1)
    return connection.scalar(found) is not None


def _frame(found: dict[str, Sequence[Row[Any]]]) -> "pd.DataFrame | None":
    if not found:
        return None
    # The process that acknowledges Slack imports this module, and must stay without pandas.
    import pandas as pd

    return pd.concat([_typed(key, rows) for key, rows in found.items()], ignore_index=True)


def _typed(key: str, rows: Sequence[Row[Any]]) -> "pd.DataFrame":
    import numpy as np
    import pandas as pd

    days, values, sources = zip(*rows, strict=True)
    numbers = (
        pd.factorize(np.array(values, dtype=object))[0] if isinstance(values[0], str) else values
    )
    return pd.DataFrame(
        {
            "metric": key,
            "day": np.array(days).astype("datetime64[D]").astype("datetime64[us]"),
            "value": np.array(numbers, dtype=float),
            "source": list(sources),
        }
    ).astype({"metric": "str", "source": "str"})
