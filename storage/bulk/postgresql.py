"""Observations into PostgreSQL: compared in arrays, and what is new goes in by COPY."""

from typing import Any

import numpy as np
from sqlalchemy import Connection

from storage.bulk.binary import FLOAT, INTEGER, pack
from storage.bulk.checking import check_keys
from storage.bulk.confirming import islands
from storage.bulk.fresh import as_observations, fresh, temporary
from storage.bulk.observed import Records, parts
from storage.bulk.stored import Compared, compare, stored
from storage.dialect import copy_in
from storage.replacing import journal, upsert
from storage.run import Merged, Run
from storage.tables import observation, observation_confirmation
from storage.verbs.observations import TOTAL

_VALUES = {
    **dict.fromkeys(("client_id", "metric_id", "breakdown_id", "day"), INTEGER),
    "value": FLOAT,
}
_WEIGHT = {"weight": FLOAT}
_OWN = dict.fromkeys(("source_id", "import_id"), INTEGER)
_SERIES = ("client_id", "metric_id", "breakdown_id", "source_id")
_CONFIRMED = dict.fromkeys((*_SERIES, "first_day", "last_day", "version", "import_id"), INTEGER)


class PostgreSQLWriter:
    """Writes slices over one connection; nobody waits for it."""

    others_wait = False

    def __init__(self, connection: Connection) -> None:
        """Nothing is prepared yet."""
        self._connection = connection
        self._rows: Records
        self._found: Compared

    def prepare(self, rows: Records) -> None:
        """Take the slice: what it is held against is read where it is written."""
        self._rows = rows

    def begin(self, run: Run, merged: Merged) -> None:
        """Make the table that takes what replaces something."""
        del merged
        self._at = run.at
        temporary.create_all(self._connection, checkfirst=False)
        # A table that just grew has no statistics, and without them is read as a whole.
        self._connection.exec_driver_sql("SET enable_seqscan = off")

    def write(self, merged: Merged) -> tuple[int, int]:
        """Write the prepared slice; how many rows were written, and how many of them changed."""
        check_keys(self._connection, self._rows)
        self._found = compare(self._rows, stored(self._connection, self._rows, merged.source_id))
        new, changed = self._rows[self._found.new], self._rows[self._found.changed]
        self._insert(new, merged)
        self._replace(changed, merged)
        return len(new) + len(changed), len(changed)

    def confirm(self, merged: Merged, written: int) -> None:
        """Remember which observations of the slice other runs had brought with these values."""
        del written
        versions = self._found.versions
        others = versions != merged.run_id
        unchanged = self._rows["key"][self._found.same][others]
        if len(unchanged):
            confirmed = islands(unchanged, versions[others], merged)
            rows = pack(confirmed, _CONFIRMED, len(confirmed["version"]))
            copy_in(self._connection, observation_confirmation, list(_CONFIRMED), rows)

    def _insert(self, rows: Records, merged: Merged) -> None:
        own = {"source_id": merged.source_id, "import_id": merged.run_id}
        for some, form in _by_weight(rows):
            columns, form = {**_columns(some), **own}, {**form, **_OWN}
            copy_in(self._connection, observation, list(form), pack(columns, form, len(some)))

    def _replace(self, rows: Records, merged: Merged) -> None:
        if not len(rows):
            return
        self._connection.execute(fresh.delete())
        for some, form in _by_weight(rows):
            copy_in(self._connection, fresh, list(form), pack(_columns(some), form, len(some)))
        self._connection.exec_driver_sql("ANALYZE fresh")
        replacing = as_observations(merged.source_id)
        journal(self._connection, replacing, merged, self._at)
        upsert(self._connection, replacing, merged)


def _by_weight(rows: Records) -> list[tuple[Records, dict[str, str]]]:
    """The rows without a weight and those with one, each with their form: no cell is null."""
    missing = np.isnan(rows["weight"])
    found = [(rows[missing], _VALUES), (rows[~missing], {**_VALUES, **_WEIGHT})]
    return [(some, form) for some, form in found if len(some)]


def _columns(rows: Records) -> dict[str, Any]:
    clients, metrics, days = parts(rows["key"])
    values = {"value": rows["value"], "weight": rows["weight"]}
    return {
        "client_id": clients,
        "metric_id": metrics,
        "breakdown_id": TOTAL,
        "day": days,
        **values,
    }
