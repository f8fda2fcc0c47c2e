"""Staged rows into the observations; what they replace goes to the journal first."""

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Subquery,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    tuple_,
)

from storage.dialect import insert_into
from storage.staging import KEY, Key, Staging, staged
from storage.tables import import_run, observation, observation_journal, source
from storage.verbs.observations import TOTAL

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


@dataclass(slots=True)
class Merged:
    """Which run and source the rows now belong to, and how many were written and changed."""

    run_id: int = 0
    source_id: int = 0
    written: int = 0
    changed: int = 0


def merge(stage: Staging, run: Run) -> Merged:
    """Bring every staged row in; the staged keys must be free of clashes.

    Up to 20,000 rows come in as one; more in slices, so that others can write between them. The
    run's row says at each moment how much is in, and importing the file again completes it.
    """
    merged = Merged()
    connection = stage.connection
    for lower, upper in stage.bounds(SLICE_ROWS):
        connection.execution_options(writes=True)
        with connection.begin():
            if not merged.run_id:
                _start(connection, run, merged)
            _merge_slice(connection, _between(lower, upper), merged, run.at)
        connection.execution_options(writes=False)
        if upper is not None:
            time.sleep(GAP_SECONDS)
    return merged


def _start(connection: Connection, run: Run, merged: Merged) -> None:
    fields = {"workspace_id": run.workspace_id, "name": run.source, "kind": "file"}
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


def _merge_slice(
    connection: Connection, within: ColumnElement[bool], merged: Merged, at: datetime
) -> None:
    fresh = _fresh(within, merged)
    changed = _journal(connection, fresh, merged, at)
    written = _upsert(connection, fresh, merged)
    merged.changed += changed
    merged.written += written
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
        _constant(TOTAL).label("breakdown_id"),
        staged.c.day,
        _constant(merged.source_id).label("source_id"),
        func.min(staged.c.value).label("value"),
        func.min(staged.c.weight).label("weight"),
    )
    return select(*columns).where(within).group_by(*KEY).order_by(*KEY).subquery()


def _journal(connection: Connection, fresh: Subquery, merged: Merged, at: datetime) -> int:
    key = [observation.c[name] == fresh.c[name] for name in _COLUMNS[:5]]
    known_until = bindparam("known_until", at, observation_journal.c.known_until.type)
    replaced = select(
        *(observation.c[name] for name in [*_COLUMNS, "import_id"]),
        _constant(merged.run_id),
        known_until,
    ).select_from(fresh.join(observation, and_(*key)))
    differs = or_(
        observation.c.value.is_distinct_from(fresh.c.value),
        observation.c.weight.is_distinct_from(fresh.c.weight),
    )
    names = [*_COLUMNS, "import_id", "replaced_by", "known_until"]
    kept = observation_journal.insert().from_select(names, replaced.where(differs))
    return connection.execute(kept, execution_options={"preserve_rowcount": True}).rowcount


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
