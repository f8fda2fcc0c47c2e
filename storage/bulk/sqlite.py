"""Observations into SQLite: many rows a statement, and a trigger that keeps what they replace."""

from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Table

from storage.bulk.checking import check_keys
from storage.bulk.confirming import confirm_slice
from storage.bulk.fresh import temporary
from storage.bulk.observed import Records, parts
from storage.replacing import COLUMNS
from storage.run import Merged, Run
from storage.tables import observation_journal
from storage.verbs.observations import TOTAL

# Two thirds of a row's time go by between two statements.
_ROWS_A_STATEMENT = 50
_moment = Table(
    "moment",
    temporary,
    Column("known_until", observation_journal.c.known_until.type),
    prefixes=["TEMPORARY"],
)
_NAMES = ", ".join([*COLUMNS, "import_id"])
_KEEP = """
CREATE TEMPORARY TRIGGER keep BEFORE UPDATE ON main.observation BEGIN
INSERT INTO observation_journal ({names}, replaced_by, known_until)
VALUES ({old}, {run_id}, (SELECT known_until FROM moment)); END
"""
_UPSERT = """
INSERT INTO observation ({names}) VALUES {rows}
ON CONFLICT DO UPDATE SET value=excluded.value, weight=excluded.weight, import_id=excluded.import_id
WHERE value IS NOT excluded.value OR weight IS NOT excluded.weight
"""


class SQLiteWriter:
    """Writes slices over one connection that checks no foreign keys; the writer does."""

    others_wait = True

    def __init__(self, connection: Connection) -> None:
        """Nothing is prepared yet."""
        self._connection = connection
        self._rows: Records
        self._many: list[tuple[Any, ...]] = []
        self._rest: list[tuple[Any, ...]] = []

    def prepare(self, rows: Records) -> None:
        """Turn arrays into what can be bound."""
        self._rows = rows
        clients, metrics, days = parts(rows["key"])
        columns = [clients, metrics, days, rows["value"], *_weights(rows)]
        cells = np.empty((len(rows), len(columns)), object)
        for place, column in enumerate(columns):
            cells[:, place] = column.tolist()
        whole = len(rows) - len(rows) % _ROWS_A_STATEMENT
        many = cells[:whole].reshape(-1, _ROWS_A_STATEMENT * len(columns))
        self._many, self._rest = _tuples(many), _tuples(cells[whole:])

    def begin(self, run: Run, merged: Merged) -> None:
        """Let each update keep the observation as it was."""
        temporary.create_all(self._connection, checkfirst=False)
        self._connection.execute(_moment.insert().values(known_until=run.at))
        old = ", ".join(f"old.{name}" for name in [*COLUMNS, "import_id"])
        trigger = _KEEP.format(names=_NAMES, old=old, run_id=merged.run_id)
        self._connection.exec_driver_sql(trigger)

    def write(self, merged: Merged) -> tuple[int, int]:
        """Write the prepared slice; how many rows were written, and how many of them changed."""
        check_keys(self._connection, self._rows)
        before = self._changes()
        written = self._insert(merged, self._many, _ROWS_A_STATEMENT)
        written += self._insert(merged, self._rest, 1)
        # What the trigger wrote counts beside what the statements did.
        return written, self._changes() - before - written

    def confirm(self, merged: Merged, written: int) -> None:
        """Remember which observations of the slice other runs had brought with these values."""
        confirm_slice(self._connection, self._rows, merged, written)

    def _insert(self, merged: Merged, rows: list[tuple[Any, ...]], at_once: int) -> int:
        if not rows:
            return 0
        weighted = len(rows[0]) // at_once > len("cmdv")
        values = f"(?, ?, {TOTAL}, ?, {merged.source_id}, ?, {'?' if weighted else 'NULL'}, "
        values += f"{merged.run_id})"
        statement = _UPSERT.format(names=_NAMES, rows=", ".join([values] * at_once))
        keep_count = {"preserve_rowcount": True}
        return self._connection.exec_driver_sql(statement, rows, keep_count).rowcount

    def _changes(self) -> int:
        return int(self._connection.exec_driver_sql("SELECT total_changes()").scalar_one())


def _weights(rows: Records) -> list[Any]:
    """The column of weights, None where there is none; left out where no row has one."""
    missing = np.isnan(rows["weight"])
    if missing.all():
        return []
    weights = rows["weight"].astype(object)
    weights[missing] = None
    return [weights]


def _tuples(cells: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - an array of objects
    return [tuple(row) for row in cells.tolist()]
