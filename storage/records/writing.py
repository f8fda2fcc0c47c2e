"""Staged records into the store, slice by slice, so that others can write between them."""

import time

from sqlalchemy import Connection

from storage.merge import GAP_SECONDS, Merged, Run, start, write_slice
from storage.records.staging import RecordStaging, Written
from storage.tables import import_run, source


def write_all(staging: RecordStaging, run: Run, mapping: str, merged: Merged) -> Written:
    """Write every staged record, and keep the source's ``mapping``.

    The run's row says at each moment how much is in, and importing the file again completes it.
    """
    done = Written()
    for within in staging.ranges():
        with write_slice(staging.connection):
            if not merged.run_id:
                _start(staging.connection, run, mapping, merged)
            done += staging.write(within, merged, run.at)
            _record(staging.connection, merged.run_id, done)
        if within[1] is not None:
            time.sleep(GAP_SECONDS)
    return done


def _start(connection: Connection, run: Run, mapping: str, merged: Merged) -> None:
    start(connection, run, merged)
    for table, row_id in ((source, merged.source_id), (import_run, merged.run_id)):
        connection.execute(table.update().where(table.c.id == row_id).values(mapping=mapping))


def _record(connection: Connection, run_id: int, done: Written) -> None:
    run = import_run.update().where(import_run.c.id == run_id)
    numbers = {"rows_taken": done.taken, "rows_changed": done.changed}
    connection.execute(run.values(numbers))
