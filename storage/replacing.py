"""Writing observations over others, which go to the journal first."""

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
    or_,
    select,
)

from storage.dialect import insert_into
from storage.run import Merged
from storage.tables import observation, observation_journal

COLUMNS = ["client_id", "metric_id", "breakdown_id", "day", "source_id", "value", "weight"]


def journal(connection: Connection, fresh: Subquery, merged: Merged, at: datetime) -> int:
    """Keep what ``fresh`` is about to replace; how many."""
    joined = fresh.join(observation, and_(*same_key(fresh, COLUMNS[:5])))
    differs = or_(
        observation.c.value.is_distinct_from(fresh.c.value),
        observation.c.weight.is_distinct_from(fresh.c.weight),
    )
    replaced = select(observation).select_from(joined).where(differs)
    return keep(connection, replaced, merged, at)


def keep(connection: Connection, rows: Select[Any], merged: Merged, at: datetime) -> int:
    """Write observations into the journal; how many."""
    names = [*COLUMNS, "import_id"]
    until = bindparam("known_until", at, observation_journal.c.known_until.type)
    replaced = rows.with_only_columns(
        *(observation.c[name] for name in names), constant(merged.run_id), until
    )
    journal = observation_journal.insert()
    kept = journal.from_select([*names, "replaced_by", "known_until"], replaced)
    return connection.execute(kept, execution_options={"preserve_rowcount": True}).rowcount


def same_key(rows: Table | Subquery, names: list[str]) -> list[ColumnElement[bool]]:
    """The conditions under which an observation is the same as one of ``rows``."""
    return [observation.c[name] == rows.c[name] for name in names]


def upsert(connection: Connection, fresh: Subquery, merged: Merged) -> int:
    """Write what is new or different; how many."""
    rows = select(*fresh.c, constant(merged.run_id)).where(fresh.c.client_id.is_not(None))
    row = insert_into(connection, observation).from_select([*COLUMNS, "import_id"], rows)
    new = row.excluded
    upsert = row.on_conflict_do_update(
        index_elements=COLUMNS[:5],
        set_={"value": new.value, "weight": new.weight, "import_id": new.import_id},
        where=or_(
            observation.c.value.is_distinct_from(new.value),
            observation.c.weight.is_distinct_from(new.weight),
        ),
    )
    return connection.execute(upsert, execution_options={"preserve_rowcount": True}).rowcount


def constant(number: int) -> ColumnElement[int]:
    """A number as a column."""
    return cast(number, Integer)
