"""Whether what a slice refers to is there: once a slice what databases do for every row."""

import numpy as np
from sqlalchemy import Connection, func, select

from storage.bulk.observed import Records, parts
from storage.tables import client, metric_key


def check_keys(connection: Connection, rows: Records) -> None:
    """Raise LookupError where a client or metric of the rows has gone from the store."""
    clients, metrics, _ = parts(rows["key"])
    for table, ids in ((client, np.unique(clients)), (metric_key, np.unique(metrics))):
        found = select(func.count()).select_from(table).where(table.c.id.in_(ids.tolist()))
        if connection.scalar(found) != len(ids):
            raise LookupError(f"A {table.name} of the file is no longer in the store.")
