"""Observations as an array: a record each, whose key is one number in the order of the keys."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from storage.bulk.fields import Ints
from storage.bulk.numbers import Floats
from storage.intake import Staged
from storage.staging import Key
from storage.verbs.observations import TOTAL

# ``weight`` is NaN where there is none; no cell gives a NaN.
RECORD = np.dtype([("key", "i8"), ("line", "i8"), ("value", "f8"), ("weight", "f8")])
Records = NDArray[np.void]
_DAY_BITS, _METRIC_BITS, _CLIENT_BITS = 22, 20, 21
_FIRST_DAY = -719162  # 1 January of the year 1, the first that a cell can name
LARGEST_METRIC, LARGEST_CLIENT = (1 << _METRIC_BITS) - 1, (1 << _CLIENT_BITS) - 1


def keys(clients: Ints, metrics: Ints, days: Ints) -> Ints:
    """The keys of totals; they sort as (client, metric, day) do. OverflowError beyond the ids."""
    if np.max(clients, initial=0) > LARGEST_CLIENT or np.max(metrics, initial=0) > LARGEST_METRIC:
        raise OverflowError("An id is too large for a key.")
    return (((clients << _METRIC_BITS) | metrics) << _DAY_BITS) | (days - _FIRST_DAY)


def parts(of: Ints) -> tuple[Ints, Ints, Ints]:
    """The clients, metrics and days that ``keys`` put together."""
    days = (of & ((1 << _DAY_BITS) - 1)) + _FIRST_DAY
    return of >> (_DAY_BITS + _METRIC_BITS), (of >> _DAY_BITS) & LARGEST_METRIC, days


def named(key: int) -> Key:
    """One key as the staging names it."""
    client, metric, day = (int(one[0]) for one in parts(np.array([key])))
    return client, metric, TOTAL, day


def records(of: Ints, lines: Ints, values: Floats, weights: Floats | None = None) -> Records:
    """Records of the columns; without ``weights`` none has one."""
    made = np.empty(len(of), RECORD)
    made["key"], made["line"], made["value"] = of, lines, values
    made["weight"] = np.nan if weights is None else weights
    return made


def staged_records(rows: Sequence[Staged]) -> Records:
    """Records of rows that were read one by one; all of them are totals."""
    if any(row[2] != TOTAL for row in rows):
        raise ValueError("Only totals have a key.")
    columns = np.array([(row[0], row[1], row[3], row[4]) for row in rows], np.int64).reshape(-1, 4)
    clients, metrics, days, lines = columns.T
    values = np.array([row[5] for row in rows], np.float64)
    weights = np.array([np.nan if row[6] is None else row[6] for row in rows], np.float64)
    return records(keys(clients, metrics, days), lines, values, weights)
