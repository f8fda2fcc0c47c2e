"""Staged rows into the observations; what they replace goes to the journal first."""

import time
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    exists,
    func,
    select,
    tuple_,
)

from storage.replacing import COLUMNS, constant, journal, keep, same_key, upsert
from storage.run import GAP_SECONDS, Merged, Run, record, start, write_slice
from storage.staging import KEY, Key, Staging, staged
from storage.tables import metric_key, observation
from storage.undo.confirming import confirm_observations

__all__ = [
    "GAP_SECONDS",
    "SLICE_ROWS",
    "Merged",
    "Run",
    "merge",
    "start",
    "withdraw",
    "write_slice",
]

# Small enough that another process's write waits for milliseconds only.
SLICE_ROWS = 20_000


def merge(stage: Staging, run: Run, begun: Merged | None = None) -> Merged:
    """Bring every staged row in; the staged keys must be free of clashes.

    Up to 20,000 rows come in as one; more in slices, so that others can write between them. The
    run's row says at each moment how much is in, and importing the file again completes it.
    ``begun`` is what ``start`` made of the run, where records came in before.
    """
    merged = begun or Merged()
    for lower, upper in stage.bounds(SLICE_ROWS):
        with write_slice(stage.connection):
            if not merged.run_id:
                start(stage.connection, run, merged)
            _merge_slice(stage.connection, _between(lower, upper), merged, run.at)
        if upper is not None:
            time.sleep(GAP_SECONDS)
    return merged


def withdraw(stage: Staging, merged: Merged, client_id: int, at: datetime) -> int:
    """Journal and delete the source's observations of a client that are not staged; how many."""
    rows = and_(
        observation.c.client_id == client_id,
        observation.c.metric_id.in_(select(metric_key.c.id)),
        observation.c.source_id == merged.source_id,
        ~exists().where(*same_key(staged, COLUMNS[:4])),
    )
    with stage.connection.begin():
        count = stage.connection.scalar(select(func.count()).select_from(observation).where(rows))
    if count:
        with write_slice(stage.connection):
            keep(stage.connection, select(observation).where(rows), merged, at)
            stage.connection.execute(observation.delete().where(rows))
    return count or 0


def _merge_slice(
    connection: Connection, within: ColumnElement[bool], merged: Merged, at: datetime
) -> None:
    fresh = _fresh(within, merged)
    changed = journal(connection, fresh, merged, at)
    written = upsert(connection, fresh, merged)
    merged.changed += changed
    merged.written += written
    if merged.records:
        return
    taken = connection.scalar(select(func.count()).select_from(fresh)) or 0
    if written < taken:
        confirm_observations(connection, fresh, merged.run_id)
    record(connection, merged, taken, changed)


def _fresh(within: ColumnElement[bool], merged: Merged) -> Subquery:
    """The slice as observations; a row repeated in the file stands once."""
    columns = (
        staged.c.client_id,
        staged.c.metric_id,
        staged.c.breakdown_id,
        staged.c.day,
        constant(merged.source_id).label("source_id"),
        func.min(staged.c.value).label("value"),
        func.min(staged.c.weight).label("weight"),
    )
    return select(*columns).where(within).group_by(*KEY).order_by(*KEY).subquery()


def _between(lower: Key | None, upper: Key | None) -> ColumnElement[bool]:
    above = [tuple_(*KEY) > tuple_(*lower)] if lower else []
    below = [tuple_(*KEY) <= tuple_(*upper)] if upper else []
    return and_(staged.c.client_id.is_not(None), *above, *below)
