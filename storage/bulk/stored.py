"""What a source has in the store already, beside a slice of what it brings."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, Float, String, cast, func, literal, select, tuple_

from storage.bulk.binary import FLOAT, INTEGER, unpack
from storage.bulk.fields import Ints
from storage.bulk.numbers import Truths
from storage.bulk.observed import Records, keys, named
from storage.dialect import copy_out
from storage.tables import observation
from storage.verbs.observations import TOTAL

STORED = np.dtype([("key", "i8"), ("value", "f8"), ("weight", "f8"), ("version", "i8")])
_FORM = {
    "client_id": INTEGER,
    "metric_id": INTEGER,
    "day": INTEGER,
    "value": FLOAT,
    "weight": FLOAT,
    "import_id": INTEGER,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Which rows of a slice are new, changed or the same; and which run brought the same ones."""

    new: Truths
    changed: Truths
    same: Truths
    versions: Ints


def stored(connection: Connection, rows: Records, source_id: int) -> Records:
    """PostgreSQL only: the source's totals between the slice's first and last key, in order.

    Fields as ``STORED``; ``weight`` is NaN where there is none.
    """
    own = observation.c
    key = (own.client_id, own.metric_id, own.breakdown_id, own.day)
    first, last = (named(int(rows["key"][place])) for place in (0, -1))
    weight = func.coalesce(own.weight, cast(literal("NaN", String), Float))
    found = (
        select(own.client_id, own.metric_id, own.day, own.value, weight, own.import_id)
        .where(tuple_(*key) >= tuple_(*first), tuple_(*key) <= tuple_(*last))
        .where(own.breakdown_id == TOTAL, own.source_id == source_id)
        .order_by(*key)
    )
    return _records(unpack(copy_out(connection, found), _FORM))


def compare(rows: Records, before: Records) -> Compared:
    """Hold a slice against what is stored; both are in the order of their keys."""
    places = np.searchsorted(before["key"], rows["key"])
    known = np.append(before["key"], -1)[places] == rows["key"]
    was = before[places[known]]
    now = rows[known]
    equal = (now["value"] == was["value"]) & _as_one(now["weight"], was["weight"])
    same, changed = known.copy(), known.copy()
    same[known], changed[known] = equal, ~equal
    return Compared(~known, changed, same, was["version"][equal])


def _as_one(weights: Records, others: Records) -> Truths:
    same: Truths = (weights == others) | (np.isnan(weights) & np.isnan(others))
    return same


def _records(read: Records) -> Records:
    made = np.empty(len(read), STORED)
    clients, metrics, days = (
        read[name].astype(np.int64) for name in ("client_id", "metric_id", "day")
    )
    made["key"] = keys(clients, metrics, days)
    made["value"], made["weight"], made["version"] = (
        read["value"],
        read["weight"],
        read["import_id"],
    )
    return made
