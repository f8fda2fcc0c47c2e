"""Observations into PostgreSQL: a slice by COPY in its binary form, then one statement."""

import numpy as np
from sqlalchemy import Connection

from storage.bulk.checking import check_keys
from storage.bulk.fresh import as_observations, fresh, temporary
from storage.bulk.observed import Records, parts
from storage.dialect import copy_binary
from storage.replacing import journal, upsert
from storage.run import Merged, Run
from storage.undo.confirming import confirm_observations
from storage.verbs.observations import TOTAL

# A row of ``fresh`` as COPY wants it: how many columns, then each column's bytes and their count.
_KEYS = ("client_id", "metric_id", "breakdown_id", "day")
_ROW = np.dtype(
    [("columns", ">i2")]
    + [part for name in _KEYS for part in ((f"{name}_size", ">i4"), (name, ">i4"))]
    + [("value_size", ">i4"), ("value", ">f8"), ("weight_size", ">i4")]
)
_WEIGHTED = np.dtype([*_ROW.descr, ("weight", ">f8")])


class PostgreSQLWriter:
    """Writes slices over one connection; nobody waits for it."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is prepared yet."""
        self._connection = connection
        self._prepared = b""
        self._rows: Records

    def prepare(self, rows: Records) -> None:
        """Turn arrays into what is sent."""
        self._rows = rows
        missing = np.isnan(rows["weight"])
        self._prepared = _binary(rows[missing], _ROW) + _binary(rows[~missing], _WEIGHTED)

    def begin(self, run: Run, merged: Merged) -> None:
        """Make the table that takes one slice after the other."""
        del merged
        self._at = run.at
        temporary.create_all(self._connection, checkfirst=False)
        # What is new has no statistics yet, and without them each slice would read the whole table.
        self._connection.exec_driver_sql("SET enable_seqscan = off")

    def write(self, merged: Merged) -> tuple[int, int]:
        """Write the prepared slice; how many rows were written, and how many of them changed."""
        check_keys(self._connection, self._rows)
        self._connection.execute(fresh.delete())
        copy_binary(self._connection, fresh, self._prepared)
        self._connection.exec_driver_sql("ANALYZE fresh")
        rows = as_observations(merged.source_id)
        changed = journal(self._connection, rows, merged, self._at)
        return upsert(self._connection, rows, merged), changed

    def confirm(self, merged: Merged, written: int) -> None:
        """Remember which observations of the slice other runs had brought with these values."""
        del written
        confirm_observations(self._connection, as_observations(merged.source_id), merged.run_id)


def _binary(rows: Records, form: np.dtype[np.void]) -> bytes:
    made = np.zeros(len(rows), form)
    made["columns"] = len(fresh.columns)
    clients, metrics, days = parts(rows["key"])
    for name, column in zip(_KEYS, (clients, metrics, TOTAL, days), strict=True):
        made[f"{name}_size"], made[name] = 4, column
    made["value_size"], made["value"] = 8, rows["value"]
    weighted = "weight" in (form.names or ())
    made["weight_size"] = 8 if weighted else -1
    if weighted:
        made["weight"] = rows["weight"]
    return made.tobytes()
