"""A run of an import: what is recorded of it, and the short writes that it consists of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.dialect import insert_into
from storage.tables import import_run, source

# Time in which another process's write comes in between two of an import's.
GAP_SECONDS = 0.005


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
    row = insert_into(connection, source).values(fields)
    # A source whose imports were all undone is free for files of any kind.
    free = row.on_conflict_do_update(
        index_elements=["workspace_id", "name"], set_={"kind": run.kind}, where=source.c.kind == ""
    )
    connection.execute(free)
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
        recounts=merged.records,
    )
    merged.run_id = connection.execute(recorded.returning(import_run.c.id)).scalar_one()


def figures_counted(connection: Connection, run_id: int) -> None:
    """The figures are what the records add up to."""
    counted = import_run.update().where(import_run.c.id == run_id)
    connection.execute(counted.values(recounts=False))


def record(connection: Connection, merged: Merged, taken: int, changed: int) -> None:
    """Count what the run has brought in besides, unless it counts records."""
    if merged.records:
        return
    numbers = {
        "rows_taken": import_run.c.rows_taken + taken,
        "rows_changed": import_run.c.rows_changed + changed,
    }
    connection.execute(import_run.update().where(import_run.c.id == merged.run_id).values(numbers))
