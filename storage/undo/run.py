"""The run that is being undone, and the run that takes it back."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Select, select

from storage.tables import import_run, source


@dataclass(frozen=True, slots=True)
class Undone:
    """An import that goes.

    ``by_run`` takes it back at the moment ``at``, as if it had brought the values that remain;
    0 while nothing is written.
    """

    run_id: int
    source_id: int
    at: datetime
    by_run: int = 0


def source_of(connection: Connection, run_id: int) -> int:
    """Which source the run belongs to."""
    found = select(import_run.c.source_id).where(import_run.c.id == run_id)
    return int(connection.execute(found).scalar_one())


def begin(connection: Connection, undone: Undone, by: str) -> Undone:
    """Record the run that takes it back."""
    name = select(import_run.c.file_name).where(import_run.c.id == undone.run_id)
    row = import_run.insert().values(
        source_id=undone.source_id,
        at=undone.at,
        file_name=name.scalar_subquery(),
        digest="",
        rows_taken=0,
        rows_changed=0,
        rows_refused=0,
        by=by,
        undoes=undone.run_id,
    )
    number = connection.execute(row.returning(import_run.c.id)).scalar_one()
    return replace(undone, by_run=number)


def leave_source(connection: Connection, undone: Undone, *, of_files: bool) -> None:
    """Let the source be what the remaining runs made of it."""
    left = _remaining(undone)
    if of_files and not connection.scalar(left.limit(1).with_only_columns(import_run.c.id)):
        # Free for files of another kind: these may have been read as the wrong one.
        _set_source(connection, undone, {"kind": "", "mapping": None})
        return
    mapping = connection.scalar(left.where(import_run.c.mapping.is_not(None)).limit(1))
    if mapping is not None:
        _set_source(connection, undone, {"mapping": mapping})


def end(connection: Connection, undone: Undone, by: str, changed: int, *, recounts: bool) -> None:
    """Mark the import as undone; ``recounts`` where figures are left to be counted anew."""
    gone = import_run.update().where(import_run.c.id == undone.run_id)
    connection.execute(gone.values(undone_at=undone.at, undone_by=by))
    back = import_run.update().where(import_run.c.id == undone.by_run)
    connection.execute(back.values(rows_changed=changed, recounts=recounts))


def not_yet(connection: Connection, undone: Undone) -> None:
    """Take the mark off again."""
    still = import_run.update().where(import_run.c.id == undone.run_id)
    connection.execute(still.values(undone_at=None, undone_by=None))


def _remaining(undone: Undone) -> Select[str | None]:
    """The mappings of the source's runs that have a say, the newest first."""
    run = import_run.c
    mine = (run.source_id == undone.source_id) & (run.id != undone.run_id)
    counts = run.undone_at.is_(None) & run.undoes.is_(None)
    return select(run.mapping).where(mine, counts).order_by(run.id.desc())


def _set_source(connection: Connection, undone: Undone, values: dict[str, str | None]) -> None:
    mine = source.update().where(source.c.id == undone.source_id)
    connection.execute(mine.values(values))
