"""Whole series that a run brought again as they stood, found without comparing day by day."""

from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, func, select, tuple_

from storage.bulk.fields import Ints
from storage.bulk.observed import Records, named, parts
from storage.run import Merged
from storage.tables import observation, observation_confirmation
from storage.verbs.observations import TOTAL

_SERIES = (observation.c.client_id, observation.c.metric_id)
_KEY = (*_SERIES, observation.c.breakdown_id, observation.c.day)
_NAMES = ("client_id", "metric_id", "breakdown_id", "source_id")
Island = tuple[int, int]


def confirm_series(connection: Connection, rows: Records, merged: Merged, written: int) -> bool:
    """Remember the unchanged rows of a slice as ``confirm_observations`` would.

    False, and nothing done, where the rows must be compared one by one: where the source has
    other days among them, or some of a series from one run and some from another.
    """
    stored = connection.execute(_stored(rows, merged)).all()
    if sum(one.size for one in stored) != len(rows) - written:
        return False
    days = _days_by_series(rows)
    confirmed = []
    for one in stored:
        islands = _islands(one, days[one.client_id, one.metric_id])
        if islands is None or one.version != one.newest:
            return False
        series = (one.client_id, one.metric_id, TOTAL, merged.source_id)
        confirmed += [(*series, *island, one.version, merged.run_id) for island in islands]
    _keep(connection, confirmed)
    return True


def _stored(rows: Records, merged: Merged) -> Select[Any]:
    """What other runs brought between the first and the last key of the slice, by series."""
    first, last = (named(int(rows["key"][place])) for place in (0, -1))
    columns = (
        func.min(observation.c.day).label("first"),
        func.max(observation.c.day).label("last"),
        func.min(observation.c.import_id).label("version"),
        func.max(observation.c.import_id).label("newest"),
        func.count().label("size"),
    )
    found = select(*_SERIES, *columns).where(
        tuple_(*_KEY) >= tuple_(*first),
        tuple_(*_KEY) <= tuple_(*last),
        observation.c.breakdown_id == TOTAL,
        observation.c.source_id == merged.source_id,
        observation.c.import_id != merged.run_id,
    )
    return found.group_by(*_SERIES)


def _days_by_series(rows: Records) -> dict[tuple[int, int], Ints]:
    clients, metrics, days = parts(rows["key"])
    starts = (clients[1:] != clients[:-1]) | (metrics[1:] != metrics[:-1])
    firsts = np.concatenate([[0], np.flatnonzero(starts) + 1])
    names = zip(clients[firsts].tolist(), metrics[firsts].tolist(), strict=True)
    return dict(zip(names, np.split(days, firsts[1:]), strict=True))


def _islands(stored: Row[Any], days: Ints) -> list[Island] | None:
    """The ranges of days that follow each other; None where they are not known.

    Where all of the slice's days are stored, they are the slice's own.
    """
    if stored.last - stored.first + 1 == stored.size:
        return [(stored.first, stored.last)]
    if stored.size != len(days):
        return None
    ends = np.flatnonzero(np.diff(days) > 1)
    firsts, lasts = days[np.append(0, ends + 1)], days[np.append(ends, -1)]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _keep(connection: Connection, confirmed: list[tuple[Any, ...]]) -> None:
    names = (*_NAMES, "first_day", "last_day", "version", "import_id")
    if confirmed:
        rows = [dict(zip(names, one, strict=True)) for one in confirmed]
        connection.execute(observation_confirmation.insert(), rows)
