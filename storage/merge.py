"""Staged rows into the observations; what they replace goes to the journal first."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from storage.dialect import insert_into
from storage.staging import KEY, Key, Staging, staged
from storage.tables import import_run, metric_key, observation, observation_journal, source

# Small enough that another process's write waits for milliseconds only.
SLICE_ROWS = 20_000
GAP_SECONDS = 0.005
_COLUMNS = ["client_id", "metric_id", "breakdown_id", "day", "source_id", "value", "weight"]


@dataclass(frozen=True, slots=True)
class Run:
    """What is recorded of an import beside its numbers."""

    workspace_id: int
    source: str
    file_name: str
    digest: str
    by: str
    at: datetime
    rows_refused: int
    kind: str = "file"


@dataclass(slots=True)
class Merged:
    """Which run and source the rows now belong to, and how many were written and changed.

    Where the run counts ``records``, such as tickets, the observations made of them do not count.
    """

    run_id: int = 0
    source_id: int = 0
    written: int = 0
    changed: int = 0
    records: bool = False


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


@contextmanager
def write_slice(connection: Connection) -> Iterator[None]:
    """One short transaction that holds the write lock, on a connection that holds it no longer."""
    connection.execution_options(writes=True)
    with connection.begin():
        yield
    connection.execution_options(writes=False)


def start(connection: Connection, run: Run, merged: Merged) -> None:
    """Record the run and, where it is new, its source."""
    fields = {"workspace_id": run.workspace_id, "name": run.source, "kind": run.kind}
    row = insert_into(connection, source).values(fields).on_conflict_do_nothing()
    connection.execute(row)
    same = (source.c.workspace_id == run.workspace_id, source.c.name == run.source)
    merged.source_id = connection.execute(select(source.c.id).where(*same)).scalar_one()
    recorded = import_run.insert().values(
        source_id=merged.source_id,
        at=run.at,
        file_name=run.file_name,
        digest=run.digest,
        rows_taken=0,
        rows_changed=0,
        rows_refused=run.rows_refused,
        by=run.by,
    )
    merged.run_id = connection.execute(recorded.returning(import_run.c.id)).scalar_one()


def withdraw(stage: Staging, merged: Merged, client_id: int, at: datetime) -> int:
    """Journal and delete the source's observations of a client that are not staged; how many."""
    rows = and_(
        observation.c.client_id == client_id,
        observation.c.metric_id.in_(select(metric_key.c.id)),
        observation.c.source_id == merged.source_id,
        ~exists().where(*_same_key(staged, _COLUMNS[:4])),
    )
    with stage.connection.begin():
        count = stage.connection.scalar(select(func.count()).select_from(observation).where(rows))
    if count:
        with write_slice(stage.connection):
            _keep(stage.connection, select(observation).where(rows), merged, at)
            stage.connection.execute(observation.delete().where(rows))
    return count or 0


def _merge_slice(
    connection: Connection, within: ColumnElement[bool], merged: Merged, at: datetime
) -> None:
    fresh = _fresh(within, merged)
    changed = _journal(connection, fresh, merged, at)
    written = _upsert(connection, fresh, merged)
    merged.changed += changed
    merged.written += written
    if merged.records:
        return
    taken = connection.scalar(select(func.count()).select_from(fresh)) or 0
    recorded = import_run.update().where(import_run.c.id == merged.run_id)
    numbers = {
        "rows_taken": import_run.c.rows_taken + taken,
        "rows_changed": import_run.c.rows_changed + changed,
    }
    connection.execute(recorded.values(numbers))


def _fresh(within: ColumnElement[bool], merged: Merged) -> Subquery:
    """The slice as observations; a row repeated in the file stands once."""
    columns = (
        staged.c.client_id,
        staged.c.metric_id,
        staged.c.breakdown_id,
        staged.c.day,
        _constant(merged.source_id).label("source_id"),
        func.min(staged.c.value).label("value"),
        func.min(staged.c.weight).label("weight"),
    )
    return select(*columns).where(within).group_by(*KEY).order_by(*KEY).subquery()


def _journal(connection: Connection, fresh: Subquery, merged: Merged, at: datetime) -> int:
    joined = fresh.join(observation, and_(*_same_key(fresh, _COLUMNS[:5])))
    differs = or_(
        observation.c.value.is_distinct_from(fresh.c.value),
        observation.c.weight.is_distinct_from(fresh.c.weight),
    )
    replaced = select(observation).select_from(joined).where(differs)
    return _keep(connection, replaced, merged, at)


def _keep(connection: Connection, rows: Select[Any], merged: Merged, at: datetime) -> int:
    """Write observations into the journal; how many."""
    names = [*_COLUMNS, "import_id"]
    until = bindparam("known_until", at, observation_journal.c.known_until.type)
    replaced = rows.with_only_columns(
        *(observation.c[name] for name in names), _constant(merged.run_id), until
    )
    journal = observation_journal.insert()
    kept = journal.from_select([*names, "replaced_by", "known_until"], replaced)
    return connection.execute(kept, execution_options={"preserve_rowcount": True}).rowcount


def _same_key(rows: Table | Subquery, names: list[str]) -> list[ColumnElement[bool]]:
    return [observation.c[name] == rows.c[name] for name in names]


def _upsert(connection: Connection, fresh: Subquery, merged: Merged) -> int:
    rows = select(*fresh.c, _constant(merged.run_id)).where(fresh.c.client_id.is_not(None))
    row = insert_into(connection, observation).from_select([*_COLUMNS, "import_id"], rows)
    new = row.excluded
    upsert = row.on_conflict_do_update(
        index_elements=_COLUMNS[:5],
        set_={"value": new.value, "weight": new.weight, "import_id": new.import_id},
        where=or_(
            observation.c.value.is_distinct_from(new.value),
            observation.c.weight.is_distinct_from(new.weight),
        ),
    )
    return connection.execute(upsert, execution_options={"preserve_rowcount": True}).rowcount


def _between(lower: Key | None, upper: Key | None) -> ColumnElement[bool]:
    above = [tuple_(*KEY) > tuple_(*lower)] if lower else []
    below = [tuple_(*KEY) <= tuple_(*upper)] if upper else []
    return and_(staged.c.client_id.is_not(None), *above, *below)


def _constant(number: int) -> ColumnElement[int]:
    return cast(number, Integer)
